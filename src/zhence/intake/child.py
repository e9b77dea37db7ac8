"""The process that opens workbooks, so that the one that asks need not.

Run as ``python -P -m zhence.intake.child LIMITS`` with the workbook on standard
input; it writes JSON lines to standard output and nothing anywhere else.

Why a process of its own: a parser written in another language may take all
memory, run for ever, abort, or raise pyo3's PanicException, which is no
``Exception`` and would end a server's worker. Here that ends this process, and
the parent says so in a sentence (see :mod:`zhence.intake.workbook`).

Before anything is read the process gives up what it does not need: memory
beyond its share, processor time, writing to files, and opening many of them.
The limits are those of Linux.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import IO

import python_calamine

from zhence.intake.grid import CellKind, address
from zhence.intake.limits import Limits
from zhence.intake.markup import Refusal
from zhence.intake.package import Package, SheetPart, damaged, open_package
from zhence.intake.sheetscan import Mark, SheetScan, is_unsaved, takes_from_outside

_DATES = (date, datetime, time, timedelta)
_OPEN_FILES = 32
# The exit code of a process that got no more memory.
OUT_OF_MEMORY = 77
_TEXTS = frozenset({"s", "str", "inlineStr"})
_HUNDRED = Decimal(100)
_AS_SHOWN = Context(prec=15)

Json = Mapping[str, object]
Sent = list[str | int]


def confine(limits: Limits) -> None:
    """Give up everything beyond *limits* for the rest of this process.

    The limit is on address space, the only one that Linux enforces; it is set
    on top of what is taken already, because libraries reserve far more than they
    use. Standard input and output are pipes, which no file limit concerns.
    """
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
        pages = int(statm.read().split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + limits.memory
    for what, value in (
        (resource.RLIMIT_AS, most),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (value, value))


def parse(data: bytes, limits: Limits) -> Iterator[Json | list[object]]:
    """Yield what is in the workbook: an object for each sheet, then its rows.

    A row is ``[number, [[column, kind, text], …]]`` with the letters of
    :class:`~zhence.intake.grid.CellKind`.
    A refusal is an object with a ``code``; nothing follows it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = open_package(archive, limits.depth)
            scans = {
                part.name: _scan(archive, part, limits)
                for part in package.sheets
                if part.visible
            }
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for part in package.sheets:
                scan = scans.get(part.name)
                yield _head(part, scan, package)
                if scan is not None and scan.rows:
                    yield from _rows(book, part.name, scan, package)
    except Refusal as refusal:
        yield {"code": refusal.code, "sheet": refusal.sheet, **refusal.values}
    except python_calamine.CalamineError as error:
        yield {
            "code": "workbook_broken",
            "sheet": None,
            "reason_zh": "解析程序读不出",
            "reason_en": str(error),
        }


def _scan(archive: zipfile.ZipFile, part: SheetPart, limits: Limits) -> SheetScan:
    scan = SheetScan(part.name, limits)
    try:
        with archive.open(part.part) as stream:
            scan.read(stream, part.part)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        raise damaged(part.part) from None
    return scan


def _head(part: SheetPart, scan: SheetScan | None, package: Package) -> Json:
    return {
        "sheet": part.name,
        "visible": part.visible,
        "system_1904": package.system_1904,
        "merged": scan.merged if scan else [],
        "hidden_rows": scan.hidden_rows if scan else [],
        "hidden_columns": scan.hidden_columns if scan else [],
    }


def _rows(
    book: python_calamine.CalamineWorkbook, name: str, scan: SheetScan, package: Package
) -> Iterator[list[object]]:
    """Join the scan with calamine's values, row by row.

    Both must find something in the same cells: where they differ, two programs
    would load two different tables.
    """
    table = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    unseen = set(scan.rows)
    for number, values in enumerate(table, 1):
        marks = scan.rows.get(number, [])
        unseen.discard(number)
        _agree(number, marks, values, name)
        yield from _row(number, marks, values, name, package)
    # Below the last value may stand formulas without one, but nothing else.
    for number in sorted(unseen):
        yield from _row(number, scan.rows[number], (), name, package)


def _row(
    number: int,
    marks: Sequence[Mark],
    values: Sequence[object],
    name: str,
    package: Package,
) -> Iterator[list[object]]:
    sent = (_cell(mark, values, number, name, package) for mark in marks)
    if cells := [cell for cell in sent if cell is not None]:
        yield [number, cells]


def _agree(number: int, marks: list[Mark], values: Sequence[object], name: str) -> None:
    seen = sum(1 for mark in marks if _has_value(mark, values))
    if seen != len(values) - values.count(""):
        raise Refusal("cell_disputed", sheet=name, cell=f"{number}:{number}")


def _has_value(mark: Mark, values: Sequence[object]) -> bool:
    return mark.column < len(values) and values[mark.column] != ""


def _cell(
    mark: Mark, values: Sequence[object], number: int, name: str, package: Package
) -> Sent | None:
    """Return one cell as it is sent; ``None`` for one that holds nothing."""
    value = values[mark.column] if mark.column < len(values) else ""
    kind = _without_value(mark)
    if kind is not None:
        return [mark.column, kind.value, mark.raw]
    if mark.type in _TEXTS and isinstance(value, str):
        return [mark.column, CellKind.TEXT.value, value] if value else None
    if not mark.raw and value == "":
        return None
    if mark.type == "n" and not isinstance(value, str | bool):
        return _number(mark, value, package)
    if mark.type == "b":
        truth = "true" if mark.raw in {"1", "true"} else "false"
        return [mark.column, CellKind.BOOLEAN.value, truth]
    # What is left is a date in ISO form, or a type that the two do not share.
    if mark.type != "d":
        raise Refusal("cell_disputed", sheet=name, cell=address(number, mark.column))
    return [mark.column, CellKind.TEXT.value, mark.raw]


def _without_value(mark: Mark) -> CellKind | None:
    """Return the kind of a cell that has no value of its own, if it is one."""
    if mark.type == "e":
        return CellKind.ERROR
    if takes_from_outside(mark):
        return CellKind.OUTSIDE
    return CellKind.UNSAVED if is_unsaved(mark) else None


def _number(mark: Mark, value: object, package: Package) -> Sent:
    """Return a number by its stored digits, not by the float made of them.

    In a cell that shows percent, 0.12 is what a person reads as 12 %.
    """
    if isinstance(value, _DATES):
        return [mark.column, CellKind.DATE.value, mark.raw]
    if mark.style in package.percent:
        share = _AS_SHOWN.multiply(Decimal(mark.raw), _HUNDRED)
        return [mark.column, CellKind.TEXT.value, f"{share.normalize():f}%"]
    return [mark.column, CellKind.NUMBER.value, mark.raw]


def serve(limits: Limits, source: IO[bytes], sink: IO[bytes]) -> int:
    """Parse *source* and write what is in it to *sink*; return the exit code."""
    try:
        for item in parse(source.read(), limits):
            text = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
            sink.write(text.encode() + b"\n")
        sink.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def main(arguments: Sequence[str]) -> int:
    """Confine this process, then serve the workbook on standard input."""
    limits = Limits(**json.loads(arguments[1]))
    confine(limits)
    return serve(limits, sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
