"""XLSX to grids: the directory checked here, the rest in a process of its own.

The child (:mod:`zhence.intake.child`) gets the bytes through a pipe, opens no
file, and is killed when its time is up; how it ended is told as a fault.
"""

from __future__ import annotations

import json
import signal
import subprocess  # only to start our own child
import sys
from dataclasses import asdict, replace
from typing import TypedDict

from zhence.errors import BadInputError, Fault, Where
from zhence.intake.child import OUT_OF_MEMORY
from zhence.intake.container import check_directory
from zhence.intake.faults import fault
from zhence.intake.grid import Area, Cell, CellKind, Grid, Line, Opened, letters
from zhence.intake.limits import LIMITS, Limits


class _Head(TypedDict):
    """What the child says of a sheet before its rows."""

    sheet: str
    visible: bool
    system_1904: bool
    merged: list[list[int]]
    hidden_rows: list[int]
    hidden_columns: list[int]


_KINDS = {kind.value: kind for kind in CellKind}


def read_workbook(
    data: bytes, file: str | None = None, limits: Limits = LIMITS
) -> Opened:
    """Return the grids of all shown sheets of a workbook.

    Raises:
        BadInputError: the container or something in it is refused; every fault
            of the directory is listed, or the first of what is inside.
    """
    where = Where(file)
    if faults := check_directory(data, where, limits):
        raise BadInputError(faults)
    return _received(_ask_child(data, where, limits), where)


def _ask_child(data: bytes, where: Where, limits: Limits) -> bytes:
    """Return what the child sends, or say as a fault how it ended."""
    # Not multiprocessing: that would import the caller's main module again, and a
    # script without a guard would start itself. -P keeps the working directory
    # off the import path: no file beside an upload may pose as a module.
    command = [sys.executable, "-P", "-m", "zhence.intake.child"]
    try:
        done = subprocess.run(  # noqa: S603  # as above: our own module, no shell
            [*command, json.dumps(asdict(limits))],
            input=data,
            capture_output=True,
            timeout=limits.wall,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadInputError(fault("workbook_slow", where)) from None
    if done.returncode:
        raise BadInputError(fault(end_of(done.returncode), where))
    return done.stdout


def end_of(code: int) -> str:
    """Return the fault that tells how a child with this exit code ended."""
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return "workbook_slow"
    # A parser written in Rust aborts when it gets no memory.
    if code in {OUT_OF_MEMORY, -signal.SIGABRT}:
        return "workbook_memory"
    return "workbook_crashed"


def _received(sent: bytes, where: Where) -> Opened:
    """Return what the child sent: heads of sheets, each followed by its rows."""
    heads: list[_Head] = []
    rows: list[list[Line]] = []
    for text in sent.splitlines():
        item = json.loads(text)
        if isinstance(item, list):
            rows[-1].append(_line(*item))
        elif "code" in item:
            raise BadInputError(_refusal(item, where))
        else:
            heads.append(item)
            rows.append([])
    hidden = [
        fault("sheet_hidden", replace(where, sheet=h["sheet"]), sheet=h["sheet"])
        for h in heads
        if not h["visible"]
    ]
    grids = [_grid(h, r, where) for h, r in zip(heads, rows, strict=True)]
    shown = [g for g, h in zip(grids, heads, strict=True) if h["visible"]]
    return Opened(
        tuple(shown), tuple(hidden), {h["sheet"]: _asides(h, where) for h in heads}
    )


def _line(number: int, sent: list[tuple[int, str, str]]) -> Line:
    cells: list[str | Cell] = []
    for column, kind, text in sent:
        cells.extend([""] * (column - len(cells)))
        cells.append(text if kind == "t" else Cell(_KINDS[kind], text))
    return Line(number, tuple(cells))


def _refusal(item: dict[str, str | None], where: Where) -> Fault:
    code, sheet = item.pop("code"), item.pop("sheet", None)
    cell = item.get("cell")
    place = replace(where, sheet=sheet, cell=cell)
    return fault(str(code), place, **item)


def _grid(head: _Head, lines: list[Line], where: Where) -> Grid:
    return Grid(
        tuple(lines),
        where.file,
        head["sheet"],
        tuple(Area(*edges) for edges in head["merged"]),
        head["system_1904"],
    )


def _asides(head: _Head, where: Where) -> tuple[Fault, ...]:
    """Return the warnings about what is hidden in a sheet that is shown."""
    place = replace(where, sheet=head["sheet"])
    rows, columns = head["hidden_rows"], head["hidden_columns"]
    found = []
    if rows:
        found.append(fault("rows_hidden", place, count=len(rows), first=min(rows)))
    if columns:
        found.append(fault("columns_hidden", place, first=letters(min(columns))))
    return tuple(found)
