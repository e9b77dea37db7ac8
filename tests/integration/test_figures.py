"""Rows and values say the same, and a question about a moment sees that moment."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.reporting import desk, lift, minutes, town_return, version
from tests.lib.returnforms import item

from zhence.evidence import Interval, Source
from zhence.facts import Observation as Figure
from zhence.periods import Span, quarter, year
from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.cells import Given
from zhence.reporting.returns import Typed
from zhence.units import known_units
from zhence_web.records.models import Cell, Observation, Org, Return, Site
from zhence_web.records.reporting.actions import save_cells, send_back
from zhence_web.records.reporting.facts import (
    FormGoneError,
    cell_columns,
    cell_value,
    figure_columns,
    figure_of,
    figures_known,
    form_of,
)

WHOLE = st.integers(-(2**62), 2**62)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(WHOLE), draw(WHOLE)))
    ends = [None if draw(st.booleans()) else Fraction(end) for end in (low, high)]
    return Interval(*ends)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.dates(date(2000, 1, 1), date(2040, 1, 1)))
    return Span(start, start + timedelta(days=draw(st.integers(1, 800))))


@given(
    amount=st.none() | intervals(),
    period=spans(),
    rounded=st.booleans(),
    source=WORDS,
    note=WORDS,
)
def test_a_figure_survives_its_row(
    amount: Interval | None, period: Span, *, rounded: bool, source: str, note: str
):
    figure = Figure(
        subject="site-1",
        indicator="tax_revenue",
        period=period,
        amount=amount,
        recorded_on=date(2026, 3, 1),
        source=Source(source),
        rounded=rounded,
        note=note,
    )
    row = Observation(recorded_at=minutes(0), **figure_columns(figure))
    assert figure_of(row, "site-1") == figure


@given(
    amount=intervals().filter(lambda i: i.low is not None),
    measure=st.none() | st.sampled_from(known_units()),
    given_as=st.sampled_from(Given),
    typed=WORDS,
    why=WORDS,
    rounded=st.booleans(),
)
def test_a_cell_survives_its_row(
    amount: Interval,
    measure: object,
    given_as: Given,
    typed: str,
    why: str,
    *,
    rounded: bool,
):
    cell = CellValue(
        "staff",
        given_as,
        typed,
        measure,  # type: ignore[arg-type]
        amount if given_as is Given.VALUE else None,
        rounded,
        why,
    )
    assert cell_value(Cell(**cell_columns(cell))) == cell


def test_an_amount_that_no_row_can_hold_is_refused():
    half = Figure("x", "staff", year(2025), Interval.point(Fraction(1, 2)))
    with pytest.raises(ValueError, match="smallest units"):
        figure_columns(half)


@pytest.mark.django_db
def test_figures_are_those_that_were_known_at_a_moment():
    at = desk()
    made = town_return(at, "province_accepted", staff="12", tax_revenue="1")
    send_back(
        return_id=made,
        version=version(made),
        cells={"staff": "核对"},
        by=at.province,
        at=minutes(40),
    )
    save_cells(
        return_id=made,
        cells={"staff": Typed("15")},
        version=version(made),
        by=at.reporter,
        at=minutes(41),
    )
    lift(at, made, "province_accepted", minute=42)

    def staff(minute: int) -> list[Interval | None]:
        held = figures_known(minutes(minute)).get(at.site, ())
        return [f.amount for f in held if f.indicator == "staff"]

    assert staff(5) == []
    assert staff(30) == [Interval.point(12)]
    assert staff(60) == [Interval.point(15)]


@pytest.mark.django_db
def test_figures_carry_the_code_of_the_site_the_days_and_the_source():
    at = desk()
    town_return(at, "province_accepted", tax_revenue="1")
    held = {f.indicator: f for f in figures_known(minutes(60), [at.site])[at.site]}
    tax = held["tax_revenue"]
    assert tax.subject == Org.objects.get(site=at.site).code
    assert tax.period == item("tax_revenue").spoken_for(quarter(2025, 4))
    assert tax.source.name == "特色小镇建设季度报表 2025Q4 第1稿"
    assert tax.source.cell == "tax_revenue"
    assert figures_known(minutes(60), [Site.objects.get().pk + 1]) == {}


@pytest.mark.django_db
def test_a_return_on_an_edition_that_was_removed_says_what_to_do():
    at = desk()
    made = town_return(at)
    Return.objects.filter(pk=made).update(edition="1999")
    with pytest.raises(FormGoneError, match="put the file back"):
        form_of(Return.objects.get(pk=made))
