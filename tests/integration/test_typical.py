"""Figures held against what is usual for the type: sites that were accepted before."""

from fractions import Fraction

import pytest
from tests.factories.accounts import organisation
from tests.factories.reporting import Desk, desk, full, minutes, opened, version
from tests.lib.returnforms import form

from zhence.periods import quarter
from zhence_web.records.models import (
    Cell,
    Membership,
    Observation,
    Return,
    Revision,
    Site,
)
from zhence_web.records.reporting import typical
from zhence_web.records.reporting.actions import save_cells
from zhence_web.records.reporting.examining import examined
from zhence_web.records.reporting.facts import cell_value
from zhence_web.records.reporting.typical import FEWEST, usual

YI = 10**10
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten():
    typical.of_type.cache_clear()
    yield
    typical.of_type.cache_clear()


@pytest.fixture
def at() -> Desk:
    return desk()


def accepted(
    at: Desk, number: int, year: int = 2025, category: str = "", **amounts: int
) -> None:
    """A site whose return was accepted, with figures in smallest units."""
    code = f"other-{number}"
    org = organisation(code, "site", code, at.tree.county)
    other = Site.objects.create(
        org_id=org, number=100 + number, kind="town", label="synthetic"
    )
    if category:
        Membership.objects.create(
            site=other,
            policy="X",
            list_name="x",
            state="x",
            category=category,
            recorded_at=minutes(0),
        )
    span = quarter(year, 4)
    row = Return.objects.create(
        site=other,
        form="town-quarter",
        edition=form("town-quarter").edition,
        period=str(span),
        starts=span.start,
        ends=span.end,
        state="province_accepted",
        holder_id=org,
        label="synthetic",
        opened_at=minutes(0),
    )
    revision = Revision.objects.create(
        of=row,
        number=1,
        reason="first",
        made_by_id=at.reporter.user,
        made_at=minutes(0),
    )
    for item, amount in amounts.items():
        cell = Cell.objects.create(
            revision=revision, item=item, kind="value", low=amount, high=amount
        )
        Observation.objects.create(
            site=other,
            indicator=item,
            starts=span.start,
            ends=span.end,
            low=amount,
            high=amount,
            recorded_at=minutes(0),
            reason="first",
            cell=cell,
            label="synthetic",
        )


def told(at: Desk, of: int, **texts: str) -> set[tuple[str, str]]:
    save_cells(
        return_id=of,
        cells=full(form("town-quarter"), **texts),
        version=version(of),
        by=at.reporter,
        at=minutes(version(of)),
    )
    row = Return.objects.get(pk=of)
    cells = {c.item: cell_value(c) for c in row.revisions.get().cells.all()}
    return {(f.number, f.item) for f in examined(row, cells).findings}


def test_a_figure_ten_thousand_times_that_of_its_type_is_asked_about(at: Desk):
    of = opened(at)
    for number in range(FEWEST - 1):
        accepted(at, number, output_total=2 * YI + number)
    assert ("S305", "output_total") not in told(at, of, output_total="20000亿元")
    accepted(at, FEWEST, output_total=2 * YI)
    assert ("S305", "output_total") in told(at, of, output_total="20000亿元")
    assert ("S305", "output_total") not in told(at, of, output_total="3亿元")


def test_output_per_head_outside_that_of_its_type_is_asked_about(at: Desk):
    of = opened(at)
    for number in range(FEWEST):
        accepted(at, number, output_total=(10 + number) * YI, staff=1000)
    far = told(at, of, output_total="12亿元", staff="10")
    assert ("S402", "output_total") in far
    near = told(at, of, output_total="12亿元", staff="1000")
    assert ("S402", "output_total") not in near


def test_the_year_before_speaks_where_this_period_does_not_yet(at: Desk):
    of = opened(at)
    for number in range(FEWEST):
        accepted(at, number, year=2024, output_total=2 * YI)
    assert ("S305", "output_total") in told(at, of, output_total="20000亿元")


def test_a_site_of_a_category_is_held_against_that_category(at: Desk):
    of = opened(at)
    Membership.objects.create(
        site_id=at.site,
        policy="X",
        list_name="x",
        state="x",
        category="tourism",
        recorded_at=minutes(0),
    )
    for number in range(FEWEST):
        accepted(at, number, output_total=2 * YI)
    assert ("S305", "output_total") not in told(at, of, output_total="20000亿元")
    for number in range(FEWEST, 2 * FEWEST):
        accepted(at, number, category="tourism", output_total=2 * YI)
    assert ("S305", "output_total") in told(at, of, output_total="20000亿元")


def test_the_outermost_sites_do_not_widen_the_range_and_nothing_is_no_share():
    shares = [1, 50, 51, 52, 53, 1000]
    sites = {
        n: {"tax_revenue": Fraction(share), "land_in_use": Fraction(1)}
        for n, share in enumerate(shares)
    }
    sites[99] = {"tax_revenue": Fraction(5), "land_in_use": Fraction(0)}
    found = usual(sites)
    assert found.ranges == {
        ("tax_revenue", "land_in_use"): (Fraction(50), Fraction(53))
    }
    assert found.medians["tax_revenue"] == 51
    assert "land_in_use" in found.medians
    assert usual({}).medians == {}
