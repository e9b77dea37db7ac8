"""W5: a workbook of 300 000 cells, parsed, checked and dry-run.

    python bench/bench_intake.py [--rows 50000] [--rounds 5]

A roster of made-up firms, six columns wide. *checked* is what an upload goes
through: the archive's directory, the confined child, both readers of every cell,
all checks of the roster. *read* is the same without the checks. openpyxl reads the
cells as it is told to be fast (read-only, values only); calamine alone is the limit:
it neither looks at the archive nor at what it leaves out.

Before anything is timed all of them must have seen the same cells.
"""

from __future__ import annotations

import argparse
import gc
import io
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine
from contest import contest, exponent, keep, machine
from intake_site import tried

from zhence.intake.check import check_file
from zhence.intake.credit_codes import check_character
from zhence.intake.limits import LIMITS
from zhence.intake.tables import Upload
from zhence.intake.workbook import read_workbook

TITLES = (
    "统一社会信用代码",
    "企业名称",
    "年营业收入(万元)",
    "税收(万元)",
    "从业人员",
    "入驻日期",
)
COLUMNS = len(TITLES)
HOSTILE = Path(__file__).with_name("intake_hostile.py")
LIMIT_SECONDS = 15
LIMIT_BYTES = 512 * 2**20
LIMIT_PAGE = 0.3


def workbook(rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名录")
    sheet.append(TITLES)
    for n in range(rows):
        stem = f"91{110000 + n % 100:06d}{n:09d}"
        code = stem + check_character(stem)
        revenue = 100 + n % 977 + (n % 4) / 4
        sheet.append(
            (code, f"企业{n}", revenue, 3 + n % 17, 10 + n % 400, "2018-09-13")
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_openpyxl(data: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return list(book.worksheets[0].iter_rows(values_only=True))


def by_calamine(data: bytes) -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(0).to_python()


def by_us(data: bytes) -> list[tuple[str, ...]]:
    return [line.texts() for line in read_workbook(data, "t.xlsx").grids[0].lines]


def plain(value: object) -> str:
    """A value as text; a whole number however it was stored is the same number."""
    number = isinstance(value, int | float)
    return f"{float(value):.10g}" if number else str(value)


def typed(texts: tuple[str, ...]) -> list[str]:
    """Ours keeps the stored digits: in the columns of numbers they are numbers."""
    return [plain(float(t)) if c in {2, 3, 4} else t for c, t in enumerate(texts)]


def agree(data: bytes, rows: int) -> None:
    report = check_file(Upload("t.xlsx", data), "firms")
    assert report.accepted, report.faults[:3]
    assert report.rows == rows
    ours = by_us(data)
    for name, other in (
        ("openpyxl", by_openpyxl(data)),
        ("calamine", by_calamine(data)),
    ):
        assert len(ours) == len(other), name
        for mine, theirs in zip(ours[1:], other[1:], strict=True):
            assert typed(mine) == [plain(v) for v in theirs], (name, mine, theirs)


def measure(rows: int, rounds: int) -> dict[str, object]:
    data = workbook(rows)
    agree(data, rows)
    works: dict[str, Callable[[], object]] = {
        "checked": lambda: check_file(Upload("t.xlsx", data), "firms"),
        "read": lambda: by_us(data),
        "openpyxl": lambda: by_openpyxl(data),
        "calamine": lambda: by_calamine(data),
    }
    told = contest(works, rounds)
    walls = "  ".join(f"{name} {t.wall:.2f} s" for name, t in told.items())
    cells = rows * COLUMNS
    print(
        f"W5 {cells:,} cells: {walls}; openpyxl / calamine (both only read)"
        f" {told['openpyxl'].wall / told['calamine'].wall:.1f}; openpyxl / read"
        " (ours looks at every cell twice)"
        f" {told['openpyxl'].wall / told['read'].wall:.2f};"
        f" checked / calamine {told['checked'].wall / told['calamine'].wall:.1f}",
        flush=True,
    )
    return {"cells": cells, "bytes": len(data), "timings": told}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    # In a process of its own, so that the peak is that of these files.
    subprocess.run([sys.executable, HOSTILE], check=True)
    # As the command line does, and for every contender alike.
    gc.set_threshold(1_000_000, *gc.get_threshold()[1:])
    most = arguments.rows
    assert most * COLUMNS < LIMITS.cells, "more than one upload may hold"
    sizes = [most // 16, most // 4, most]
    runs = [measure(size, arguments.rounds) for size in sizes]
    walls = [run["timings"]["checked"].wall for run in runs]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    slope = exponent(sizes, walls)
    print(
        f"W5: {most * COLUMNS:,} cells checked in {walls[-1]:.1f} s"
        f" ({'within' if walls[-1] <= LIMIT_SECONDS else 'MISSES'} {LIMIT_SECONDS} s);"
        f" exponent {slope:.2f}; peak of the child {peak / 2**20:.0f} MiB"
        f" ({'within' if peak < LIMIT_BYTES else 'MISSES'} {LIMIT_BYTES // 2**20} MiB)"
    )
    site = tried(workbook(most))
    print(
        f"W5: handed in to the site and tried by its worker: {site['seconds']:.1f} s"
        f" ({'within' if site['seconds'] <= LIMIT_SECONDS else 'MISSES'}"
        f" {LIMIT_SECONDS} s); meanwhile {site['pages']} pages, median"
        f" {site['page_median'] * 1000:.0f} ms, p95 {site['page_p95'] * 1000:.0f} ms"
        f" ({'within' if site['page_p95'] <= LIMIT_PAGE else 'MISSES'}"
        f" {LIMIT_PAGE * 1000:.0f} ms; alone {site['page_alone'] * 1000:.0f} ms)"
    )
    told = {"runs": runs, "exponent": slope, "peak": peak, "site": site}
    path = keep("intake", told | machine("openpyxl", "python-calamine"))
    print(f"W5: {path}")


if __name__ == "__main__":
    main()
