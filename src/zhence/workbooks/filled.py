"""A filled workbook of a form → its cells, or every fault by sheet and cell.

The same readers and checks as the web form: what is typed into a cell goes through
:func:`~zhence.reporting.returns.read_cell`, and the return through
:func:`~zhence.reporting.checks.examine`. A dry run is this function; writing is
what somebody else does with what it returns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from zhence.errors import BadInputError, Fault, Severity, Where
from zhence.intake.check import Report
from zhence.intake.columns import Header, find_header
from zhence.intake.faults import in_column
from zhence.intake.grid import Area, Grid, Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.opening import open_bytes, open_file
from zhence.intake.table import read_table
from zhence.intake.tables import File, Upload
from zhence.reporting.cells import Cell
from zhence.reporting.checks import Finding, Surroundings, examine
from zhence.reporting.checks.law import Checks, Force
from zhence.reporting.forms import ReturnForm
from zhence.workbooks import wording
from zhence.workbooks.layout import Mark, read_mark, table_of
from zhence.workbooks.lines import Filler

_SEARCHED = 20
# A merge over these would leave a cell of the form without a value of its own.
_READ = frozenset({"item", "name", "unit", "value", "na", "reason"})


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filled workbook says.

    *cells* are empty unless it is accepted: nobody loads half of it. *rows* is how
    many rows were looked at. *mark* is the template's, ``None`` in a sheet that
    somebody made; *places* say where each item stands, for who annotates.
    """

    cells: Mapping[str, Cell]
    faults: tuple[Fault, ...]
    rows: int
    mark: Mark | None = None
    findings: tuple[Finding, ...] = ()
    places: Mapping[str, Where] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Say whether nothing worse than a warning was found."""
        return not any(f.severity is Severity.ERROR for f in self.faults)

    @property
    def report(self) -> Report:
        """The verdict in the form that every checked file has."""
        return Report(self.accepted, self.rows, self.faults)


def read_filled(
    file: File,
    form: ReturnForm,
    checks: Checks,
    around: Surroundings | None = None,
    *,
    site: str = "",
    closed: Collection[str] = (),
    limits: Limits = LIMITS,
) -> Filled:
    """Read a workbook or CSV file that was filled for *form*.

    The period is that of *around*, or else the mark's; *site* is whose return it is
    to be, where that is known. A mark of another form, edition, period or site
    refuses the file by name. *closed* are items that nobody may change any more: a
    soft check hits them as a warning, because its reason could not be written.
    """
    try:
        opened = (
            open_bytes(file.data, file.name, limits)
            if isinstance(file, Upload)
            else open_file(file, limits)
        )
    except BadInputError as error:
        return Filled({}, error.faults, 0)
    among = around or Surroundings()
    mark, marked = _mark(opened)
    wrong = [] if mark is None else [*_foreign(mark, marked, form, among, site)]
    if mark is not None and among.period is None:
        among = replace(among, period=mark.period)
    filler = Filler(form)
    table = read_table(
        _unmerged(opened, form), table_of(form), filler.read, limits=limits
    )
    faults = [*table.faults, *wrong]
    findings: tuple[Finding, ...] = ()
    if not _UNREAD.intersection(f.code for f in faults):
        if among.period is None:
            faults.append(wording.no_period(Where(opened.grids[0].file)))
        findings = tuple(
            replace(found, fault=_located(found, filler, form, opened))
            for found in _eased(
                examine(form, filler.cells, checks, among), checks, closed
            )
            if found.item not in filler.refused
        )
    told = (*faults, *(found.fault for found in findings))
    sound = not any(f.severity is Severity.ERROR for f in told)
    return Filled(
        dict(filler.cells) if sound else {},
        told,
        table.count,
        mark,
        findings,
        filler.places,
    )


# After these nothing is known of the rows, and all of them would be missing.
_UNREAD = frozenset(
    {
        "column_missing",
        "csv_delimiter",
        "faults_too_many",
        "header_missing",
        "sheets_several",
        "template_of_another",
    }
)


def _eased(
    findings: Iterable[Finding], checks: Checks, closed: Collection[str]
) -> Iterator[Finding]:
    """Yield findings; a soft one at a closed item only warns."""
    for found in findings:
        check = checks.find(found.number)
        if check is None or check.force is Force.HARD or found.item not in closed:
            yield found
        else:
            yield replace(found, fault=replace(found.fault, severity=Severity.WARNING))


def _mark(opened: Opened) -> tuple[Mark | None, Where]:
    """Return the first mark above a table, and where it stands."""
    for grid in opened.grids:
        for line in grid.lines[:_SEARCHED]:
            for column, cell in line.filled():
                mark = read_mark(cell.text)
                if mark is not None:
                    return mark, grid.where(line.number, column)
    return None, Where()


def _foreign(
    mark: Mark, where: Where, form: ReturnForm, among: Surroundings, site: str
) -> Iterator[Fault]:
    period = mark.period if among.period is None else among.period
    for what, found, expected in (
        (wording.FORM, mark.form, form.code),
        (wording.EDITION, mark.edition, form.edition),
        (wording.PERIOD, str(mark.period), str(period)),
        (wording.SITE, mark.site or site, site or mark.site),
    ):
        if found != expected:
            yield wording.of_another(what, found, expected, where)


def _unmerged(opened: Opened, form: ReturnForm) -> Opened:
    """Leave out the merges that take no value away: headings, groups at the side."""
    grids = (
        grid if header is None else replace(grid, merged=_harmful(grid, header))
        for grid in opened.grids
        for header in [find_header(grid, table_of(form))]
    )
    return replace(opened, grids=tuple(grids))


def _harmful(grid: Grid, header: Header) -> tuple[Area, ...]:
    read = {p.index for code, p in header.places.items() if code in _READ}
    filled = {line.number: sum(1 for _ in line.filled()) for line in grid.lines}
    return tuple(
        area
        for area in grid.merged
        if any(area.left <= index <= area.right for index in read)
        and not (area.top == area.bottom and filled.get(area.top, 0) <= 1)
    )


def _located(found: Finding, filler: Filler, form: ReturnForm, opened: Opened) -> Fault:
    """Return a finding's fault at the cell of the file, or at its sheet."""
    item = form.find(found.item)
    name = found.item if item is None else item.indicator.name.zh
    where = filler.places.get(found.item)
    if where is None:
        grid = opened.grids[0]
        where = Where(grid.file, sheet=grid.sheet)
    # The words of a numbered check begin with the item; those of a form do not.
    if found.fault.code == found.number:
        return replace(found.fault, where=where)
    return in_column(found.fault, name, where)
