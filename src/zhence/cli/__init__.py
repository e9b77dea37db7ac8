"""The command line: tables for people, one JSON document with ``--json``.

Exit 0: fine. 1: the command worked and found something wrong. 2: unusable
arguments or input; what, where, why and what to do stand on stderr.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from zhence.cli.output import say_faults
from zhence.cli.parser import build_parser
from zhence.cli.shelf import Shelf
from zhence.errors import ZhenceError

__all__ = ["main"]

_UNUSABLE = 2
_MANY = 1_000_000


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Look for cycles seldom: a table makes a million values, and none of them.

    A third of the time of reading one went into looking.
    """
    held = gc.get_threshold()
    gc.set_threshold(_MANY, *held[1:])
    try:
        yield
    finally:
        gc.set_threshold(*held)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        with _rare_collections():
            shelf = Shelf(arguments.packs, arguments.reference)
            code = int(arguments.run(arguments, shelf))
        sys.stdout.flush()
    except ZhenceError as error:
        say_faults(error.faults, as_json=arguments.json)
        return _UNUSABLE
    except BrokenPipeError:
        # Who reads along has seen enough (``| head``). What is still to be written
        # goes nowhere, or the interpreter complains about it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        what = (
            "<output>: 写不出去 / cannot be written"
            if error.filename is None
            else f"{error.filename}: 打不开 / cannot be opened"
        )
        print(
            f"{what}: {error.strerror} → 检查路径和权限 / check path and rights",
            file=sys.stderr,
        )
        return _UNUSABLE
    return code
