"""A table that was read: its rows if it is sound, its faults in any case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from zhence.errors import BadInputError, Fault, Severity, Where
from zhence.intake.columns import Form, Header, find_header
from zhence.intake.faults import FaultLog, fault
from zhence.intake.grid import Grid, Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.rows import Row, body

T = TypeVar("T")

_SEARCHED = 20


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """The rows of a table and everything that is wrong with it.

    *count* is the number of rows that were looked at; *rows* is empty when the
    table is refused, so that nobody loads half of it.
    """

    rows: tuple[T, ...]
    faults: tuple[Fault, ...]
    count: int

    @property
    def accepted(self) -> bool:
        """Say whether nothing worse than a warning was found."""
        return not any(f.severity is Severity.ERROR for f in self.faults)

    def load(self) -> tuple[T, ...]:
        """Return the rows.

        Raises:
            BadInputError: the table is refused; it carries every fault.
        """
        if not self.accepted:
            raise BadInputError(self.faults)
        return self.rows


def read_table(
    opened: Opened,
    form: Form,
    read_row: Callable[[Row], T | None],
    *,
    limits: Limits = LIMITS,
    compare: Callable[[Sequence[T]], Iterable[Fault]] = lambda _rows: (),
) -> Table[T]:
    """Read the one grid of *opened* that has the columns of *form*.

    *read_row* turns a row into a value, or ``None`` when it gives none;
    *compare* looks at all of them together.
    """
    log = FaultLog(limits.faults)
    log.add(*opened.faults)
    found = _choose(opened, form, log)
    if found is None:
        return Table((), log.faults(), 0)
    grid, header = found
    log.add(*opened.asides.get(grid.sheet or "", ()), *header.faults)
    log.add(*_merged_in_body(grid, header))
    count = 0
    rows: list[T] = []
    for row in body(grid, header, log):
        count += 1
        value = read_row(row)
        if value is not None:
            rows.append(value)
    log.add(*compare(rows))
    if not count and not log.refuses:
        log.add(fault("table_without_rows", Where(grid.file, sheet=grid.sheet)))
    return Table(() if log.refuses else tuple(rows), log.faults(), count)


def _choose(opened: Opened, form: Form, log: FaultLog) -> tuple[Grid, Header] | None:
    """Return the grid with this header; none or several are faults."""
    headers = [(grid, find_header(grid, form)) for grid in opened.grids]
    fitting = [(grid, header) for grid, header in headers if header is not None]
    file = opened.grids[0].file if opened.grids else None
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        sheets = "、".join(str(grid.sheet) for grid, _ in fitting)
        log.add(fault("sheets_several", Where(file), sheets=sheets))
        return None
    if any(_is_separated_otherwise(grid) for grid in opened.grids):
        log.add(fault("csv_delimiter", Where(file, 1)))
        return None
    titles = "、".join(c.title for c in form.columns if c.required)
    log.add(fault("header_missing", Where(file), depth=_SEARCHED, expected=titles))
    return None


def _is_separated_otherwise(grid: Grid) -> bool:
    """Say whether a CSV file's first line is one field with other separators."""
    first = next((line for line in grid.lines if not line.empty), None)
    if grid.sheet is not None or first is None or first.width > 1:
        return False
    return not set(first.at(0).text).isdisjoint("\t;；|，")


def _merged_in_body(grid: Grid, header: Header) -> Iterable[Fault]:
    if header.start >= len(grid.lines):
        return
    last_of_header = grid.lines[header.start - 1].number
    last = grid.lines[-1].number
    for area in grid.merged:
        if last_of_header < area.bottom and area.top <= last:
            where = grid.where(max(area.top, last_of_header + 1), area.left)
            yield fault("cell_merged", where, area=area)
