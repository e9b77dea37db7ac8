"""Workbooks to be filled: a return with what is known of it, a roster of a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhence.evidence import Text
from zhence.intake.firms import FIRMS
from zhence.intake.project_files import PROJECT_FILES
from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.growth import year_before
from zhence.units import decimal_text, from_smallest, unit
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.intake.models import Upload
from zhence_web.records.registry.facts import newest
from zhence_web.records.registry.models import FirmYear, Project, Site, Tenancy
from zhence_web.records.registry.uses import USES
from zhence_web.records.reporting.facts import cell_value, form_of, period_of
from zhence_web.records.reporting.models import Return
from zhence_web.records.reporting.reads.heads import heads, seen

Value = str | int | date | None
_WAN = unit("万元")
_YES = {True: "是", False: "否", None: None}


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook to be handed out, and what to call it."""

    name: str
    data: bytes


def return_template(return_id: int, by: Hand, on: date) -> Workbook | None:
    """Return the form of a return as a workbook, with what is known of it.

    Beside the figures stand those of the period and of the year before. ``None`` where
    the return is hidden or absent.

    Raises:
        BadInputError: the edition of its form is not valid in its period.
    """
    from zhence.workbooks.template import (  # noqa: PLC0415  # slow to load
        Beside,
        write_template,
    )

    row = seen(return_id, by, on)
    if row is None:
        return None
    form, period = form_of(row), period_of(row)
    site = heads(Return.objects.filter(pk=row.pk), on)[0].site
    beside = Beside(
        site=row.site.org.code,
        name=site.name,
        now=_cells(row),
        last=_of_period(row, str(form.before(period))),
        year_ago=_of_period(row, str(year_before(period))),
    )
    data = write_template(form, period, beside)
    return Workbook(f"{site.name}-{form.title.zh}-{row.period}.xlsx", data)


def _of_period(row: Return, period: str) -> dict[str, CellValue]:
    found = Return.objects.filter(site=row.site_id, form=row.form, period=period)
    other = found.first()
    return {} if other is None else _cells(other)


def _cells(row: Return) -> dict[str, CellValue]:
    revision = row.revisions.order_by("-number").first()
    if revision is None:
        return {}
    return {cell.item: cell_value(cell) for cell in revision.cells.all()}


def roster_template(site: int, kind: str, by: Hand, on: date) -> Workbook:
    """Return the roster of a site as a workbook: what is on record, to be continued.

    The figures of firms are those of the last year on record.

    Raises:
        NotAllowedError: *by* may not edit the site.
    """
    from zhence.workbooks.roster import write_roster  # noqa: PLC0415  # slow to load

    row = Site.objects.get(pk=site)
    check(by, Action.EDIT_REGISTRY, row.org_id, on)
    if kind == Upload.Kind.FIRMS:
        return Workbook(f"{FIRMS.name.zh}.xlsx", write_roster(FIRMS, _firms(row)))
    projects = write_roster(PROJECT_FILES, _projects(row))
    return Workbook(f"{PROJECT_FILES.name.zh}.xlsx", projects)


def _firms(site: Site) -> list[tuple[Value, ...]]:
    rows = Tenancy.objects.filter(site=site, until__isnull=True)
    told: dict[int, FirmYear] = {}
    for year in FirmYear.objects.filter(site=site).order_by("year", "recorded_at"):
        told[year.enterprise_id] = year
    return [
        (
            tenancy.enterprise.credit_code,
            tenancy.enterprise.name,
            *_figures(told.get(tenancy.enterprise_id)),
            tenancy.since,
        )
        for tenancy in rows.select_related("enterprise").order_by(
            "enterprise__credit_code"
        )
    ]


def _figures(row: FirmYear | None) -> tuple[Value, Value, Value]:
    if row is None:
        return None, None, None
    none = row.inapplicable.split(",")
    return (
        "n/a" if "revenue" in none else _wan(row.revenue),
        "n/a" if "tax" in none else _wan(row.tax),
        "n/a" if "staff" in none else row.staff,
    )


def _projects(site: Site) -> list[tuple[Value, ...]]:
    rows = list(Project.objects.filter(site=site))
    last = max((row.recorded_at for row in rows), default=None)
    if last is None:
        return []
    return [_project(row) for row in newest(rows, last)]


def _project(row: Project) -> tuple[Value, ...]:
    use = USES.get(row.use, Text(row.use, row.use)).zh
    exact = row.amount_low == row.amount_high
    return (
        row.code,
        row.name,
        use,
        _YES[row.lead],
        _wan(row.amount_low) if exact else None,
        _wan(row.residential),
        _wan(row.complex),
        row.since,
        None if row.until is None else date.fromordinal(row.until.toordinal() - 1),
        row.note or None,
    )


def _wan(amount: int | None) -> Value:
    """Return 分 as 万元, as a text of all digits: a float would lose some."""
    return (
        None if amount is None else decimal_text(from_smallest(Fraction(amount), _WAN))
    )
