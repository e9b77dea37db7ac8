"""What would flip a verdict, flips it: exactly there and nothing else with it."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.lib.properties import thorough
from tests.lib.rulebooks import (
    ANNUAL,
    category,
    criterion,
    facts,
    measure,
    member,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.evidence import Finding, Flip, Interval, Verdict
from zhence.facts import Facts
from zhence.rules.judge import judge
from zhence.rules.measures import Over
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import About, Compare, Operand, Operator, Share, Term
from zhence.units import decimal_text, unit

AMOUNTS = ("invested", "led", "area", "firms")
UNITS = {"invested": "亿元", "led": "亿元", "area": "km²", "firms": "家"}

_operators = st.sampled_from(Operator)
_compare = st.builds(
    lambda name, operator: Compare(name, operator, parameter(f"limit_{name}")),
    st.sampled_from(AMOUNTS),
    _operators,
)
_abouts = st.builds(
    lambda name, cap: About(name, parameter(f"limit_{name}"), "tolerance", cap=cap),
    st.sampled_from(AMOUNTS),
    st.booleans(),
)
_others = st.one_of(
    st.builds(
        lambda operator: Share("led", "invested", operator, parameter("share")),
        _operators,
    ),
    st.builds(
        lambda operator: Compare(
            "led", operator, Operand(measure="invested", times="share")
        ),
        _operators,
    ),
    st.builds(
        lambda operator: Compare("invested", operator, Operand(by_category="limits")),
        _operators,
    ),
)
_terms: st.SearchStrategy[Term] = st.one_of(_compare, _abouts, _others)


def hundredths(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(lambda n: decimal_text(Fraction(n, 100)))


_limits = st.one_of(st.just("0"), hundredths(0, 6000))


@st.composite
def books(draw) -> Rulebook:
    terms = draw(st.lists(_terms, min_size=1, max_size=4))
    return rulebook(
        *(criterion(term, f"C{i}") for i, term in enumerate(terms)),
        measures=[
            measure("invested", over=Over.YEAR),
            measure("led", over=Over.YEAR),
            measure("area", unit_name="km²"),
            measure("firms", unit_name="家"),
        ],
        parameters=[
            *(number(f"limit_{n}", draw(_limits), UNITS[n]) for n in AMOUNTS),
            number("share", draw(st.sampled_from(["30", "66.67", "70"])), "%"),
            number("tolerance", "20", "%"),
            number("heavy_limit", draw(_limits), "亿元"),
        ],
        categories=[category("heavy")],
        thresholds={"limits": {"heavy": "heavy_limit"}},
    )


@st.composite
def towns(draw) -> Facts:
    """Every amount known; the lead part fits into what was invested."""
    values = hundredths(0, 6000)
    invested = draw(values)
    led = draw(hundredths(0, int(Fraction(invested) * 100)))
    return facts(
        told("invested", "2018", invested),
        told("led", "2018", led),
        told("area", "2018-06-30", draw(values)),
        told("firms", "2018-06-30", draw(values)),
        membership=member("heavy"),
    )


def with_amount(known: Facts, name: str, smallest: Fraction) -> Facts:
    """The facts with one amount changed, in smallest units."""
    return replace(
        known,
        observations=tuple(
            replace(o, amount=Interval.point(smallest)) if o.indicator == name else o
            for o in known.observations
        ),
    )


def findings(book: Rulebook, known: Facts) -> Mapping[str, Finding]:
    return judge(book, known, ANNUAL).findings


def uses(term: Term, name: str) -> bool:
    """Say whether the criterion looks at the amount at all."""
    if isinstance(term, Share):
        return name in {term.part, term.whole}
    assert isinstance(term, Compare | About)
    return name in {term.measure, term.against.measure}


def at(flip: Flip) -> Fraction:
    return flip.to * unit(flip.unit).factor


def step(flip: Flip) -> int:
    """One smallest unit in the direction of the flip."""
    return -1 if flip.downward else 1


@thorough
@given(books(), towns())
def test_a_failing_amount_set_to_its_flip_is_accepted_and_one_unit_less_fails(
    book: Rulebook, town: Facts
):
    found = findings(book, town)
    failed = [f for f in found.values() if f.verdict is Verdict.FAIL]
    assume(failed)
    for failure in failed:
        if not failure.flips:
            continue
        (flip,) = failure.flips
        reached = at(flip) + (step(flip) if flip.strict else 0)
        short = at(flip) if flip.strict else at(flip) - step(flip)
        assert not _impossible(book, failure, town, at(flip))
        # Firms are drawn in hundredths: from one of them a whole unit is too far.
        if any(_impossible(book, failure, town, a) for a in (reached, short)):
            continue
        flipped = findings(book, with_amount(town, flip.amount, reached))
        assert flipped[failure.criterion].verdict.accepted
        missed = findings(book, with_amount(town, flip.amount, short))
        assert missed[failure.criterion].verdict is Verdict.FAIL


@thorough
@given(books(), towns())
def test_a_flip_leaves_every_criterion_alone_that_does_not_look_at_its_amount(
    book: Rulebook, town: Facts
):
    found = findings(book, town)
    for failure in found.values():
        for flip in failure.flips:
            flipped = findings(book, with_amount(town, flip.amount, at(flip)))
            for name, other in book.criteria.items():
                if not uses(other.judge, flip.amount):
                    assert flipped[name] == found[name]


@thorough
@given(books(), towns())
def test_what_is_accepted_names_no_flip_and_what_fails_names_one_that_can_be(
    book: Rulebook, town: Facts
):
    for found in findings(book, town).values():
        if found.verdict.accepted:
            assert found.flips == ()
        if found.verdict is Verdict.FAIL:
            assert found.threshold is not None
            # No amount is less than none.
            none = found.operator == "<" and found.threshold.high == 0
            assert len(found.flips) == (0 if none else 1)


@thorough
@given(books(), towns())
def test_the_gap_is_the_value_less_the_threshold_and_has_the_sign_of_the_miss(
    book: Rulebook, town: Facts
):
    for found in findings(book, town).values():
        if found.value is None or found.threshold is None:
            continue
        assert found.gap == found.value.minus(found.threshold)
        if found.verdict is Verdict.FAIL and found.operator in (">=", ">"):
            assert found.gap.high is not None
            assert found.gap.high <= 0


def _impossible(
    book: Rulebook, failure: Finding, town: Facts, reached: Fraction
) -> bool:
    """Nothing is below zero, and no part is above its whole."""
    if not isinstance(book.criteria[failure.criterion].judge, Share):
        return reached < 0
    (whole,) = (o.amount for o in town.observations if o.indicator == "invested")
    assert whole is not None
    assert whole.high is not None
    return not 0 <= reached <= whole.high
