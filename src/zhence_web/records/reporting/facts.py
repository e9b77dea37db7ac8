"""Rows of returns and figures → the library's values, and back: the whole bridge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, tzinfo
from fractions import Fraction
from typing import NamedTuple, TypedDict

from django.utils import timezone

from zhence.evidence import Interval, Source
from zhence.facts import Observation as Figure
from zhence.periods import Span
from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.cells import Given
from zhence.reporting.forms import ReturnForm
from zhence.units import unit
from zhence_web.packbook.forms import return_forms
from zhence_web.records.reporting.models import Cell, Observation, Return


class CellColumns(TypedDict):
    """The columns of a cell that come from its value."""

    item: str
    kind: str
    typed: str
    unit: str
    low: int | None
    high: int | None
    rounded: bool
    explanation: str


class FigureColumns(TypedDict):
    """The columns of an observation that come from its value."""

    indicator: str
    starts: object
    ends: object
    applies: bool
    low: int | None
    high: int | None
    rounded: bool
    source: str
    note: str


class FormGoneError(RuntimeError):
    """A return stands on an edition that is no longer among the forms."""


def form_of(row: Return) -> ReturnForm:
    """Return the form of a return, in the edition that it was opened with.

    Raises:
        FormGoneError: the installation no longer has that edition.
    """
    form = return_forms().of(row.form, row.edition)
    if form is None:
        raise FormGoneError(
            f"return {row.pk} stands on edition {row.edition} of form {row.form}, "
            "which is not in reference/forms: put the file back"
        )
    return form


def period_of(row: Return | Observation) -> Span:
    """Return the days that a return or a figure is about."""
    return Span(row.starts, row.ends)


def cell_value(row: Cell) -> CellValue:
    """Return the value of a cell."""
    given = Given(row.kind)
    return CellValue(
        item=row.item,
        given=given,
        typed=row.typed,
        unit=unit(row.unit) if row.unit else None,
        amount=_interval(row.low, row.high) if given is Given.VALUE else None,
        rounded=row.rounded,
        explanation=row.explanation,
    )


def cell_columns(cell: CellValue) -> CellColumns:
    """Return what a row keeps of a cell; amounts are whole in the smallest unit."""
    amount = cell.amount or Interval()
    return CellColumns(
        item=cell.item,
        kind=cell.given.value,
        typed=cell.typed,
        unit=cell.unit.name if cell.unit else "",
        low=_whole(amount.low),
        high=_whole(amount.high),
        rounded=cell.rounded,
        explanation=cell.explanation,
    )


def figure_of(row: Observation, subject: str) -> Figure:
    """Return one figure of *subject*, the code of the site's organisation.

    A figure that does not apply has no amount; one that was withdrawn has an
    unbounded amount, which is to say that nothing is known.
    """
    columns = (getattr(row, name) for name in _COLUMNS if name != "site__org__code")
    site, indicator, starts, ends, *rest = columns
    whole = _Row(site, indicator, starts, ends, subject, *rest)
    return _figure(whole, timezone.get_current_timezone())


def figure_columns(figure: Figure) -> FigureColumns:
    """Return what a row keeps of a figure, besides whose it is and when it came."""
    amount = figure.amount or Interval()
    return FigureColumns(
        indicator=figure.indicator,
        starts=figure.period.start,
        ends=figure.period.end,
        applies=figure.amount is not None,
        low=_whole(amount.low),
        high=_whole(amount.high),
        rounded=figure.rounded,
        source=figure.source.name,
        note=figure.note,
    )


def figures_known(
    known_at: datetime,
    sites: Collection[int] | None = None,
    indicators: Collection[str] | None = None,
) -> dict[int, tuple[Figure, ...]]:
    """Return the figures of sites (by id; ``None``: all) as known at a moment.

    Of several versions of one figure the last recorded one stands; a site without
    any is left out. *indicators* asks for some of them. One query.
    """
    rows = Observation.objects.filter(recorded_at__lte=known_at)
    if sites is not None:
        rows = rows.filter(site__in=sites)
    if indicators is not None:
        rows = rows.filter(indicator__in=indicators)
    ordered = rows.order_by("site", "recorded_at", "id").values_list(*_COLUMNS)
    last = {row[:4]: row for row in ordered}
    held: dict[int, list[Figure]] = {}
    zone = timezone.get_current_timezone()
    for row in map(_Row._make, last.values()):
        held.setdefault(row.site, []).append(_figure(row, zone))
    return {site: tuple(figures) for site, figures in held.items()}


class _Row(NamedTuple):
    """The columns that a figure is made of, in the order of ``_COLUMNS``."""

    site: int
    indicator: str
    starts: date
    ends: date
    subject: str
    applies: bool
    low: int | None
    high: int | None
    recorded_at: datetime
    source: str
    cell: int | None
    rounded: bool
    note: str


_COLUMNS = (
    *("site_id", "indicator", "starts", "ends", "site__org__code", "applies"),
    *("low", "high", "recorded_at", "source", "cell_id", "rounded", "note"),
)


def _figure(row: _Row, zone: tzinfo) -> Figure:
    return Figure(
        subject=row.subject,
        indicator=row.indicator,
        period=Span(row.starts, row.ends),
        amount=_interval(row.low, row.high) if row.applies else None,
        recorded_on=row.recorded_at.astimezone(zone).date(),
        source=Source(row.source, cell=None if row.cell is None else row.indicator),
        rounded=row.rounded,
        note=row.note,
    )


def newest(rows: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return the last of the versions of each figure; *rows* in order of recording."""
    held: Mapping[tuple[object, ...], Observation] = {
        (row.site_id, row.indicator, row.starts, row.ends): row for row in rows
    }
    return tuple(held.values())


def _interval(low: int | None, high: int | None) -> Interval:
    if low is not None and low == high:
        return Interval.point(low)
    return Interval(
        None if low is None else Fraction(low), None if high is None else Fraction(high)
    )


def _whole(end: Fraction | None) -> int | None:
    """Return an end as a whole number of smallest units.

    Raises:
        ValueError: it is none; readers refuse such figures before they come here.
    """
    if end is None:
        return None
    if end.denominator != 1:
        raise ValueError(f"{end} is no whole number of smallest units")
    return end.numerator
