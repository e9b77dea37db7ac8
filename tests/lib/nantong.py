"""Towns under a shipped policy: facts of one hidden truth, told in part.

The figures are those that the municipal pack asks for; where they come from
(months, quarters, years) and how much of them was reported is drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st
from tests.lib.rulebooks import annual
from tests.lib.worlds import (
    Series,
    Told,
    nested_spans,
    part_of,
    series,
    span_of,
    tellings,
    total,
)

from zhence.evidence import Interval
from zhence.facts import Exemption, Facts, Membership, Observation
from zhence.periods import day, parse_period, year
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion
from zhence.units import unit

LISTED_ON = date(2018, 1, 15)
STEP = unit("亿元").factor / 4  # a month's investment is up to a few 亿元
PARLOUR = ("startup", "commerce", "culture", "meeting_space")
CATEGORIES = (
    "historic_classics",
    "high_end_manufacturing",
    "new_it",
    "innovation_startup",
    "sports_health",
    "other",
)
GRADES = 6
# Acceptance is asked about a window of the two years that the truth covers.
WINDOW = {"window_years": "2"}
ACCEPTANCE = Question(Occasion.ACCEPTANCE, date(2020, 3, 31))
questions = st.sampled_from([annual(2018), annual(2019), ACCEPTANCE])

# Stocks by code, each with the unit it is drawn in and its largest value.
_STOCKS = {
    "planned_area": ("km²", 8, 2),
    "construction_area": ("km²", 8, 4),
    "wifi_coverage": ("%", 100, 1),
    "digital_management_coverage": ("%", 100, 1),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What was told of a town, and all of it."""

    part: Facts
    whole: Facts


def _flow(code: str, told: Told, truth: Series) -> list[Observation]:
    return [
        Observation("T", code, span, Interval.point(total(truth, span) * STEP))
        for span, _, _ in told.held
    ]


def _stock(code: str, value: Fraction) -> Observation:
    return Observation("T", code, day(date(2018, 6, 30)), Interval.point(value))


@st.composite
def towns(draw) -> Known:
    """A town of the municipal list; the approved plan is always on record."""
    eligible: Series = draw(series)
    lead: Series = draw(part_of(eligible))
    whole_span = Told("", ((span_of(0, 12), 0, 0), (span_of(12, 24), 0, 0)))
    truth = [
        *_flow("eligible_investment", whole_span, eligible),
        *_flow("lead_investment", whole_span, lead),
    ]
    part = [
        *_flow("eligible_investment", draw(tellings("", 4, nested_spans)), eligible),
        *_flow("lead_investment", draw(tellings("", 4, nested_spans)), lead),
    ]
    stocks = [_stock("plan_total", draw(st.integers(0, 60)) * 4 * STEP)]
    for code, (unit_name, most, pieces) in _STOCKS.items():
        value = Fraction(draw(st.integers(most - 10 if most > 10 else 0, most)))
        stocks.append(_stock(code, value / pieces * unit(unit_name).factor))
    standard = draw(st.integers(0, GRADES - 1))
    stocks.append(_stock("scenic_standard", Fraction(standard)))
    stocks.append(_stock("scenic_grade", Fraction(draw(st.integers(0, standard)))))
    plans = [
        Observation(
            "T",
            "plan_cumulative",
            year(number),
            Interval.point(draw(st.integers(0, 40)) * 4 * STEP),
        )
        for number in (2018, 2019)
    ]
    reported = [o for o in (*stocks, *plans) if _always(o) or draw(st.booleans())]
    items = {item: draw(st.booleans()) for item in PARLOUR}
    told_items = {i: s for i, s in items.items() if draw(st.booleans())}
    membership = Membership(
        "T",
        "municipal",
        "CREATION",
        draw(st.sampled_from(CATEGORIES)),
        draw(st.sampled_from([None, ("robots",), ("silk",)])),
        LISTED_ON,
        2018,
    )
    excused = draw(st.booleans())
    exemptions = (_exemption("NT2017-2.4b"), _exemption("NT2017-2.2c"))
    facts = Facts(
        membership,
        (*truth, *stocks, *plans),
        (),
        {"parlour_functions": items},
        exemptions if excused else (),
    )
    return Known(
        replace(
            facts,
            observations=(*part, *reported),
            checklists={"parlour_functions": told_items},
        ),
        facts,
    )


def _always(observation: Observation) -> bool:
    """The plan has a declared fallback, so it is never what is missing here."""
    return observation.indicator == "plan_total"


def _exemption(clause: str) -> Exemption:
    return Exemption(
        clause,
        parse_period("2018..2019"),
        "municipal_government",
        "D-1",
        "late land",
        date(2030, 1, 1),
    )


def one_thing_less(known: Facts) -> Iterator[tuple[str, Facts]]:
    """The facts without one report, checklist answer or trait of the membership."""
    for place, report in enumerate(known.observations):
        if not _always(report):
            rest = known.observations[:place] + known.observations[place + 1 :]
            name = f"{report.indicator} of {report.period}"
            yield name, replace(known, observations=rest)
    items = known.checklists["parlour_functions"]
    for item in items:
        fewer = {k: v for k, v in items.items() if k != item}
        yield item, replace(known, checklists={"parlour_functions": fewer})
    held = known.membership
    for trait, less in (
        ("category", replace(held, category=None)),
        ("listed_on", replace(held, listed_on=None)),
        ("lead_industries", replace(held, lead_industries=None)),
    ):
        yield trait, replace(known, membership=less)
