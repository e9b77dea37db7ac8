"""Facts become a frame: years, ratios from amounts, gaps that stay gaps."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.unit.zhence.index.builders import refused

from zhence.evidence import Interval
from zhence.facts import Observation
from zhence.index import Recipe, read_recipe
from zhence.index.figures import frame_of
from zhence.intake.catalogue import default_catalogue
from zhence.periods import Span, quarter, year
from zhence.units import unit

CATALOGUE = default_catalogue()
CODES = ("tax_per_mu", "green_coverage", "hi_tech_enterprises", "wifi_coverage")


def recipe(*, time: bool = True, **stages: Any) -> Recipe:
    return read_recipe(
        {
            "id": "x",
            "columns": {"time": "period"} if time else {},
            "nodes": [{"code": "top"}, *({"code": c, "parent": "top"} for c in CODES)],
            "normalise": {"method": "none"},
        }
        | stages
    )


def fact(code: str, amount: str | None, given: str, **more: Any) -> Observation:
    held = None if amount is None else Fraction(amount) * unit(given).factor
    told: dict[str, Any] = {"subject": "甲", "period": year(2022)} | more
    return Observation(
        indicator=code,
        amount=None if held is None else Interval.point(held),
        **told,
    )


def frame(*facts: Observation, known_on: date | None = None, **stages: Any):
    return frame_of(facts, recipe(**stages), CATALOGUE, {}, known_on)


def test_a_ratio_is_computed_from_its_amounts_and_else_taken_as_reported():
    parts = CATALOGUE["tax_per_mu"].components
    assert parts is not None
    amounts = [fact(parts[0], "3", "亿元"), fact(parts[1], "1500", "亩")]
    reported = fact("tax_per_mu", "7", "万元/亩")
    assert frame(*amounts, reported).column("tax_per_mu") == 20
    assert frame(reported).column("tax_per_mu") == 7
    nothing = fact(parts[1], "0", "亩")
    assert np.isnan(frame(amounts[0], nothing, reported).column("tax_per_mu"))


def test_a_share_of_two_amounts_is_in_percent_like_a_reported_one():
    parts = CATALOGUE["green_coverage"].components
    assert parts is not None
    amounts = [fact(parts[0], "63", "亩"), fact(parts[1], "200", "亩")]
    assert frame(*amounts).column("green_coverage") == 31.5


def test_a_percentage_is_in_percent_and_a_gap_stays_a_gap():
    partly = Observation(
        "甲", "wifi_coverage", year(2022), Interval(Fraction(1, 2), Fraction(1))
    )
    found = frame(
        fact("green_coverage", "31.5", "%"),
        fact("hi_tech_enterprises", "0", "家"),
        fact("tax_per_mu", None, "万元/亩"),
        partly,
    )
    values = dict(zip(found.codes, found.values[0], strict=True))
    assert values["green_coverage"] == 31.5
    assert values["hi_tech_enterprises"] == 0
    assert np.isnan(values["tax_per_mu"])
    assert np.isnan(values["wifi_coverage"])


def test_a_stock_counts_by_its_last_day_of_the_year_and_a_quarters_flow_does_not():
    early = Span(date(2022, 3, 1), date(2022, 3, 2))
    late = Span(date(2022, 11, 1), date(2022, 11, 2))
    found = frame(
        fact("hi_tech_enterprises", "9", "家", period=late),
        fact("hi_tech_enterprises", "4", "家", period=early),
        fact("tax_per_mu", "5", "万元/亩", period=quarter(2022, 4)),
    )
    assert found.column("hi_tech_enterprises") == 9
    assert np.isnan(found.column("tax_per_mu"))


def test_what_was_recorded_later_wins_unless_it_was_not_known_yet():
    first = fact("green_coverage", "30", "%", recorded_on=date(2023, 1, 1))
    second = fact("green_coverage", "40", "%", recorded_on=date(2023, 6, 1))
    assert frame(second, first).column("green_coverage") == 40
    early = frame(second, first, known_on=date(2023, 3, 1))
    assert early.column("green_coverage") == 30


def test_without_a_time_column_the_last_year_is_taken():
    facts = [fact("green_coverage", str(n), "%", period=year(2020 + n)) for n in (1, 2)]
    found = frame_of(facts, recipe(time=False), CATALOGUE, {})
    assert found.times == ("",)
    assert found.column("green_coverage") == 2


def test_labels_go_by_subject_and_an_unknown_one_stays_unknown():
    facts = [fact("green_coverage", "1", "%", subject=who) for who in ("甲", "乙")]
    rule = recipe(rank={"group": "type"})
    found = frame_of(facts, rule, CATALOGUE, {"type": {"乙": "x"}})
    assert dict(
        zip((r.unit for r in found.rows), found.group("type"), strict=True)
    ) == {
        "甲": None,
        "乙": "x",
    }


@pytest.mark.parametrize(
    ("facts", "stages", "code"),
    [
        ((), {}, "index_frame_shape"),
        ((), {"rank": {"group": "type"}}, "index_code_unknown"),
        ((), {"denominate": {"columns": {"tax_per_mu": "x"}}}, "index_code_unknown"),
    ],
)
def test_facts_that_do_not_do_are_refused(facts, stages, code):
    with refused(code):
        frame(*facts, **stages)
