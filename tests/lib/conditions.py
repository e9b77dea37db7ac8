"""Random conditions, and towns of which the truth is known and part was told.

A :class:`Town` is a truth; :class:`Telling` says which of it was reported and
how vaguely, so that one telling can be applied to another truth as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from hypothesis import strategies as st
from tests.lib.rulebooks import (
    GRADES,
    annual,
    category,
    checklist,
    criterion,
    facts,
    grade,
    measure,
    member,
    number,
    parameter,
    rulebook,
)
from tests.lib.worlds import (
    SMALL,
    Series,
    Told,
    nested_spans,
    other_worlds,
    part_of,
    series,
    span_of,
    tellings,
)

from zhence.evidence import Interval
from zhence.facts import Facts, Observation
from zhence.periods import Span
from zhence.rules.measures import Difference, Measure, Over, Proven, Reported
from zhence.rules.question import Question
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import (
    About,
    All,
    AnyOf,
    Checklist,
    Compare,
    Not,
    Operand,
    Operator,
    Share,
    Term,
)

LISTED = span_of(0, 1).start  # what was built counts from the first month on
ITEMS = ("a", "b", "c")
FLOWS = ("invested", "led", "housing")
STOCKS = ("area", "green", "firms", "standard", "rating")
NUMBERS = tuple(f"n{i}" for i in range(4))
SHARES = tuple(f"s{i}" for i in range(3))

# Amounts are counted in pieces, so that the numbers in a failure stay readable.
_PIECES = "个"
MEASURES: tuple[Measure, ...] = (
    measure("invested", unit_name=_PIECES, over=Over.BUILDING),
    measure("led", unit_name=_PIECES, over=Over.BUILDING),
    measure(
        "net",
        Difference("invested", ("housing",)),
        unit_name=_PIECES,
        over=Over.BUILDING,
    ),
    measure("area", unit_name=_PIECES),
    measure("green", unit_name=_PIECES),
    measure("firms", unit_name=_PIECES),
    measure("standard", Proven("standard", "rating"), unit_name="级", levels=GRADES),
    measure("rating", Reported("rating"), unit_name="级", levels=GRADES),
)

operators = st.sampled_from(Operator)
_amounts = st.sampled_from(["invested", "led", "net", "area", "green", "firms"])
_limits = st.one_of(
    st.sampled_from([parameter(n) for n in NUMBERS]),
    st.just(Operand(by_category="limits")),
    st.just(Operand(measure="led", times="s0")),
    st.sampled_from([Operand(measure="firms"), Operand(measure="area")]),
)
_compare = st.builds(Compare, _amounts, operators, _limits)
_shares = st.builds(
    lambda pair, operator, limit: Share(pair[0], pair[1], operator, parameter(limit)),
    st.sampled_from([("led", "invested"), ("green", "area")]),
    operators,
    st.sampled_from(SHARES),
)
_abouts = st.builds(
    lambda name, limit, cap: About(name, parameter(limit), "tolerance", cap=cap),
    _amounts,
    st.sampled_from(NUMBERS),
    st.booleans(),
)
_grades = st.builds(
    Compare,
    st.just("standard"),
    st.sampled_from([Operator.AT_LEAST, Operator.AT_MOST]),
    st.just(parameter("grade")),
)
_lists = st.just(Checklist("list", "need"))
leaves: st.SearchStrategy[Term] = st.one_of(
    _compare, _shares, _shares, _abouts, _grades, _lists
)
terms: st.SearchStrategy[Term] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=4,
)


@st.composite
def rulebooks(draw, of: st.SearchStrategy[Term] = terms, most: int = 3) -> Rulebook:
    """A rulebook of up to *most* criteria with thresholds of the size of towns."""
    judges = draw(st.lists(of, min_size=1, max_size=most))
    limits = st.integers(1, 12 * SMALL).map(str)
    return rulebook(
        *(criterion(term, f"C{i}") for i, term in enumerate(judges)),
        measures=MEASURES,
        parameters=[
            *(number(n, draw(limits), _PIECES) for n in NUMBERS[1:]),
            # Now and then the text leaves a number open.
            number(NUMBERS[0], draw(limits | st.none()), _PIECES),
            *(number(n, draw(limits), _PIECES) for n in ("heavy", "light")),
            *(
                number(s, str(draw(st.sampled_from([10, 30, 50, 70, 90]))), "%")
                for s in SHARES
            ),
            number("tolerance", "20", "%"),
            number("need", str(draw(st.integers(1, 3))), _PIECES),
            grade("grade", draw(st.sampled_from(GRADES))),
        ],
        checklists=[checklist("list", *ITEMS)],
        categories=[category("heavy"), category("light")],
        thresholds={"limits": {"heavy": "heavy", "light": "light"}},
    )


questions = st.sampled_from([annual(2018), annual(2019)])


@dataclass(frozen=True, slots=True)
class Town:
    """What is true of a town: flows by month, stocks, items, category."""

    flows: tuple[Series, Series, Series]
    stocks: tuple[int, ...]
    items: tuple[bool, ...]
    category: str


@st.composite
def towns(draw) -> Town:
    invested = draw(series)
    area = draw(st.integers(0, 40))
    standard = draw(st.integers(0, len(GRADES) - 1))
    return Town(
        (invested, draw(part_of(invested)), draw(part_of(invested))),
        (
            area,
            draw(st.integers(0, area)),
            draw(st.integers(0, 40)),
            standard,
            # A rating proves its grade of the standard, so it is never above it.
            draw(st.integers(0, standard)),
        ),
        tuple(draw(st.booleans()) for _ in ITEMS),
        draw(st.sampled_from(["heavy", "light"])),
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """What was reported of a town: which spans, stocks and items, how vaguely.

    A stock's pair says how far below and above the truth the report reaches;
    ``None`` was not reported.
    """

    flows: tuple[Told, ...]
    stocks: tuple[tuple[int, int] | None, ...]
    items: tuple[bool, ...]
    category: bool

    def of(self, town: Town) -> Facts:
        """The facts that this telling makes of the town's truth."""
        held = [
            report
            for told, truth in zip(self.flows, town.flows, strict=True)
            for report in told.of(truth)
        ]
        for name, truth, blur in zip(STOCKS, town.stocks, self.stocks, strict=True):
            if blur is not None:
                held.append(_stock(name, truth, *blur))
        return facts(
            *held,
            membership=member(
                town.category if self.category else None, listed_on=LISTED
            ),
            checklists={
                "list": {
                    item: state
                    for item, state, told in zip(
                        ITEMS, town.items, self.items, strict=True
                    )
                    if told
                }
            },
        )


def _stock(name: str, truth: int, below: int, above: int) -> Observation:
    top = len(GRADES) - 1 if name in {"standard", "rating"} else truth + above
    interval = Interval(
        Fraction(max(truth - below, 0)), Fraction(min(truth + above, top))
    )
    return Observation("T", name, span_of(0, 1), interval)


@st.composite
def tellings_of_towns(draw) -> Telling:
    blurs = st.sampled_from([None, (0, 0), (0, 0), (1, 2), (0, 5)])
    exact = st.sampled_from([None, (0, 0), (0, 0)])
    return Telling(
        tuple(draw(tellings(name, 4, nested_spans)) for name in FLOWS),
        (*(draw(blurs) for _ in range(3)), draw(exact), draw(exact)),
        tuple(draw(st.booleans()) for _ in ITEMS),
        draw(st.booleans()),
    )


def everything(question: Question) -> Telling:
    """Every figure exactly, over the very span that the question asks about."""
    assert question.year is not None
    span = Span(LISTED, question.on.replace(month=1, day=1))
    return Telling(
        tuple(Told(name, ((span, 0, 0),)) for name in FLOWS),
        ((0, 0),) * len(STOCKS),
        (True,) * len(ITEMS),
        category=True,
    )


@st.composite
def towns_told_the_same(draw, town: Town, telling: Telling) -> Town:
    """Another truth of which the very same could have been told."""
    invested, led, housing = town.flows
    other_invested, other_led = draw(other_worlds(invested, led, telling.flows))
    # Housing keeps its months where something was told of it or of the whole;
    # it must only fit into what was invested.
    if other_invested != invested:
        other_housing = tuple(
            min(h, i) for h, i in zip(housing, other_invested, strict=True)
        )
        if telling.flows[2].of(other_housing) != telling.flows[2].of(housing):
            other_invested, other_led, other_housing = town.flows
    else:
        other_housing = housing
    stocks = list(town.stocks)
    for place, blur in enumerate(telling.stocks):
        if blur is None and STOCKS[place] not in {"standard", "rating"}:
            stocks[place] = draw(st.integers(0, 60))
    stocks[1] = min(stocks[1], stocks[0]) if telling.stocks[1] is None else stocks[1]
    if stocks[1] > stocks[0]:
        stocks[0] = town.stocks[0]
    if telling.stocks[3] is None:
        stocks[3] = draw(st.integers(town.stocks[4], len(GRADES) - 1))
    return Town(
        (other_invested, other_led, other_housing),
        tuple(stocks),
        tuple(
            state if told else draw(st.booleans())
            for state, told in zip(town.items, telling.items, strict=True)
        ),
        town.category
        if telling.category
        else draw(st.sampled_from(["heavy", "light"])),
    )


def one_thing_less(known: Facts) -> Iterator[tuple[str, Facts]]:
    """The facts without one report, one checklist answer, or the category."""
    for place, report in enumerate(known.observations):
        rest = known.observations[:place] + known.observations[place + 1 :]
        name = f"{report.indicator} of {report.period}"
        yield name, replace(known, observations=rest)
    for name, items in known.checklists.items():
        for item in items:
            rest_of_list = {k: v for k, v in items.items() if k != item}
            lists = {**known.checklists, name: rest_of_list}
            yield f"{name}.{item}", replace(known, checklists=lists)
    if known.membership.category is not None:
        unnamed = replace(known.membership, category=None)
        yield "category", replace(known, membership=unnamed)
