"""What is printed: tables for people, JSON for programs, faults on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from zhence.errors import Fault


class _Screen(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command, which ends without complaint."""
        raise BrokenPipeError


def print_json(document: object) -> None:
    """Print one JSON document."""
    print(json.dumps(document, ensure_ascii=False, indent=1))


def print_table(
    title: str, headers: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Print a bordered table; wide Chinese characters keep their columns."""
    table = Table(title=title, title_justify="left", show_lines=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    _Screen(markup=False, highlight=False).print(table)


def print_lines(*lines: str) -> None:
    """Print lines as they are."""
    for line in lines:
        print(line)


def say_faults(faults: Iterable[Fault], *, as_json: bool = False) -> None:
    """Say every fault on stderr: what, where, why, and what to do."""
    told = list(faults)
    if as_json:
        print(
            json.dumps({"errors": [f.as_json() for f in told]}, ensure_ascii=False),
            file=sys.stderr,
        )
        return
    for fault in told:
        print(fault, file=sys.stderr)
