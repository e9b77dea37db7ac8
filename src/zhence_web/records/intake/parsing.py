"""What a kept file says, read but not yet written: one answer for every kind.

Reading goes through the library's own doors, in the confined child; the trial and the
real run call the same function here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from zhence.errors import Fault
from zhence.evidence import Interval, Label
from zhence.intake.faults import fault
from zhence.intake.firms import Firm
from zhence.intake.project_files import ProjectRow
from zhence.intake.tables import Upload as File
from zhence.intake.tables import read_firms, read_project_files
from zhence.workbooks.filled import read_filled
from zhence_web.packbook.forms import return_checks
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.intake.models import Upload
from zhence_web.records.intake.told import place
from zhence_web.records.registry.actions import (
    FirmRoster,
    ProjectFile,
    RosterFirm,
    RosterProject,
    ready_firms,
    take_firms,
    take_projects,
)
from zhence_web.records.registry.models import Label as Labels
from zhence_web.records.registry.models import Site
from zhence_web.records.reporting.actions import take_cells
from zhence_web.records.reporting.examining import closed_items, surroundings
from zhence_web.records.reporting.facts import form_of
from zhence_web.records.reporting.models import Return

Load = Callable[[Hand, datetime], int]
"""Writes what was read and returns how many cells or rows told something new.

Raises BadInputError with every fault that only the records know of, and
NotAllowedError where the right is gone or somebody was first.
"""


@dataclass(frozen=True, slots=True)
class Ready:
    """What was held against the records already; *load* writes it, *changed* rows."""

    changed: int
    load: Load


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that was read; *load* is ``None`` where it is refused already.

    *weigh* does before the transaction what of *load* is long, and raises what it
    would, where that part stands by itself: then it is what *load* begins with.
    """

    rows: int
    faults: tuple[Fault, ...]
    load: Load | None
    weigh: Callable[[Hand, datetime], Ready] | None = None


def parse(row: Upload, data: bytes) -> Parsed:
    """Read the file of an upload."""
    file = File(row.file_name, data)
    if row.of is not None:
        return _filled(row, row.of, file)
    if row.kind == Upload.Kind.FIRMS:
        return _firms(row, file)
    return _projects(row, file)


def label_of(site: Site) -> Label:
    """Return the label of what is recorded on a site: made up on a made-up one."""
    return Label.SYNTHETIC if site.label == Labels.SYNTHETIC else Label.LOCAL


def _filled(row: Upload, of: Return, file: File) -> Parsed:
    found = read_filled(
        file,
        form_of(of),
        return_checks(),
        surroundings(of),
        site=of.site.org.code,
        closed=closed_items(of),
    )

    def load(by: Hand, at: datetime) -> int:
        return take_cells(
            return_id=of.pk,
            cells=found.cells,
            places=found.places,
            version=row.version,
            source=row.sha256,
            by=by,
            at=at,
        )

    return Parsed(found.rows, found.faults, load if found.accepted else None)


def _firms(row: Upload, file: File) -> Parsed:
    table = read_firms(file)
    faults = [*table.faults]
    firms: list[RosterFirm] = []
    for firm in table.rows:
        wrong = _below_fen(firm)
        faults += wrong
        if not wrong:
            firms.append(_firm(firm))

    def roster() -> FirmRoster:
        return FirmRoster(
            site=row.site_id,
            year=row.year or 0,
            firms=firms,
            label=label_of(row.site),
            source=row.sha256,
            reasons={
                firm.credit_code: str(row.reasons[cell])
                for firm in firms
                if (cell := place(firm.where)) in row.reasons
            },
        )

    def weigh(by: Hand, at: datetime) -> Ready:
        ready = ready_firms(roster=roster(), by=by, at=at)
        return Ready(
            ready.changed, lambda hand, when: take_firms(ready=ready, by=hand, at=when)
        )

    def load(by: Hand, at: datetime) -> int:
        return weigh(by, at).load(by, at)

    if not table.accepted or len(firms) < len(table.rows):
        return Parsed(table.count, tuple(faults), None)
    return Parsed(table.count, tuple(faults), load, weigh)


def _below_fen(firm: Firm) -> list[Fault]:
    amounts = (firm.revenue, firm.tax)
    fine = any(_amount(a) is not None and _exact(a) is None for a in amounts)
    return [fault("amount_below_fen", firm.where)] if fine else []


def _firm(firm: Firm) -> RosterFirm:
    figures = {"revenue": firm.revenue, "tax": firm.tax, "staff": firm.staff}
    return RosterFirm(
        credit_code=firm.credit_code,
        name=firm.name,
        since=firm.entered_on,
        revenue=_exact(firm.revenue),
        tax=_exact(firm.tax),
        staff=_exact(firm.staff),
        inapplicable=tuple(name for name, held in figures.items() if held is None),
        where=firm.code_at,
    )


def _amount(held: Interval | None) -> Fraction | None:
    return held.low if held is not None and held.known else None


def _exact(held: Interval | None) -> int | None:
    amount = _amount(held)
    whole = amount is not None and amount.denominator == 1
    return amount.numerator if amount is not None and whole else None


def _projects(row: Upload, file: File) -> Parsed:
    table = read_project_files(file)

    def load(by: Hand, at: datetime) -> int:
        return take_projects(
            site=row.site_id,
            projects=[_project(one) for one in table.rows],
            label=label_of(row.site),
            by=by,
            at=at,
        )

    return Parsed(table.count, table.faults, load if table.accepted else None)


def _project(one: ProjectRow) -> RosterProject:
    amount = int(one.amount)
    return RosterProject(
        code=one.code,
        file=ProjectFile(
            name=one.name,
            use=one.use,
            amount_low=amount,
            amount_high=amount,
            lead=one.lead,
            residential=_part(one.residential),
            complex=_part(one.complex),
            since=one.since,
            until=one.until,
        ),
        note=one.note,
        where=one.where,
    )


def _part(amount: Fraction | None) -> int | None:
    return None if amount is None else int(amount)
