"""Indicators of a town over time, as everybody sees them."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.factories.lifecycle import town

from zhence_web.records.models import Observation, Site
from zhence_web.records.reporting.published import series_of

pytestmark = pytest.mark.django_db
YI = 10**10


def known(
    site: int, indicator: str, year: int, low: int | None, **changes: object
) -> Observation:
    """A yearly figure of a site, as its form's last level has accepted it."""
    given = {
        "starts": date(year, 1, 1),
        "ends": date(year + 1, 1, 1),
        "low": low,
        "high": low,
        "recorded_at": datetime(year + 1, 3, 1, tzinfo=UTC),
        "reason": "first",
        "source": "年报（模拟）",
        "label": "synthetic",
    }
    return Observation.objects.create(
        site_id=site, indicator=indicator, **{**given, **changes}
    )


@pytest.fixture
def site() -> int:
    made = town()
    Site.objects.update(number=9001)
    return made.site


def page(address: str = "/sites/9001/") -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    html = str(answer.content.decode())
    return html.split('id="series"')[1].split("</section>", maxsplit=1)[0]


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def test_a_restated_value_stands_beside_the_first_one_with_day_and_reason(site: int):
    known(site, "output_total", 2023, 11 * YI)
    known(site, "output_total", 2024, 12 * YI)
    known(
        site,
        "output_total",
        2024,
        13 * YI,
        recorded_at=datetime(2025, 6, 1, tzinfo=UTC),
        reason="error",
    )
    (told,) = series_of(9001)
    assert [(p.period, p.now.exact, p.first.exact) for p in told.points] == [
        ("2023", "11", "11"),
        ("2024", "13", "12"),
    ]
    assert [p.period for p in told.restated] == ["2024"]
    shown = words(page())
    assert "2024 13 模拟 有更正 12" in shown
    assert "2025-06-01 2024：差错更正 12 （2025-03-01 起） → 13" in shown
    assert "模拟数据" in shown


def test_what_nobody_knows_leaves_a_gap_and_is_no_zero(site: int):
    known(site, "output_total", 2022, 0)
    known(site, "output_total", 2023, None)
    known(site, "output_total", 2024, 5 * YI, high=None)
    (told,) = series_of(9001)
    assert [p.now.exact for p in told.points] == ["0", "", ""]
    shown = page()
    assert 'data-value=""' in shown
    assert "—（缺报）" in words(shown)
    assert "至少 5" in words(shown)


def test_a_quarter_and_its_year_are_two_lines(site: int):
    known(site, "output_total", 2024, 12 * YI)
    known(site, "output_total", 2024, 3 * YI, ends=date(2024, 4, 1))
    assert [(s.key, s.every.zh) for s in series_of(9001)] == [
        ("output_total.1", "按年"),
        ("output_total.3", "按季"),
    ]
    assert "2024Q1" in page("/sites/9001/?indicator=output_total.3")
    assert "2024Q1" not in page("/sites/9001/?indicator=output_total.1")


def test_a_figure_that_no_policy_judges_by_stays_inside(site: int):
    known(site, "an_office_own_figure", 2024, 7 * YI)
    assert series_of(9001) == ()
    assert "未知，不是零" in page()


def test_figures_of_another_site_and_odd_wishes_change_nothing(site: int):
    known(site, "output_total", 2024, 12 * YI)
    assert series_of(9002) == ()
    assert "12" in words(page("/sites/9001/?indicator=%00nothing"))


def test_one_query_whatever_there_is(site: int, django_assert_num_queries):
    for year in range(2000, 2003):
        known(site, "output_total", year, YI)
    with django_assert_num_queries(1):
        series_of(9001)
    for year in range(2003, 2025):
        known(site, "output_total", year, YI)
        known(site, "tax_revenue", year, YI)
    with django_assert_num_queries(1):
        assert len(series_of(9001)) == 2
