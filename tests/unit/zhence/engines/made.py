"""Made-up rulebooks and members for the kernel: scopes, exemptions, dated numbers.

They build on the conditions and towns that the plain judge is tried with, and
add what only a whole register has: rows of several members and years.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st
from tests.lib import conditions
from tests.lib.rulebooks import (
    annual,
    choice,
    decision,
    exemption,
    measure,
    number,
    parameter,
    told,
)

from zhence.evidence import Force, Interval, Text, Verdict
from zhence.facts import Facts, Observation
from zhence.rules.dated import DatedValue, Parameter
from zhence.rules.measures import Greatest, Reported, Scaled
from zhence.rules.question import Question
from zhence.rules.rulebook import ByCategory, Category, Criterion, Rulebook
from zhence.rules.terms import (
    About,
    Applies,
    Compare,
    Not,
    OnRecord,
    Operand,
    Share,
    Term,
)

_PIECES = "个"
STATES = ("CREATION", "CULTIVATION", "EXITED")

# A share of the larger of a plan and a threshold in the first year of a stay, the
# plan itself later: neither stands in a batch, the kernel works them out.
_DERIVED = (
    measure(
        "base",
        Greatest("firms", "limits", "missing"),
        unit_name=_PIECES,
    ),
    measure(
        "target",
        Scaled("base", "fifth", in_year="first", when="basis", equals="floor"),
        Reported("firms"),
        unit_name=_PIECES,
    ),
    measure("always", Scaled("area", "fifth"), unit_name=_PIECES),
)
# What no pack says so far, and the judge can: a share, or "about", held against a
# category's own number or against another amount.
_ANY_SHARE = [
    Operand(by_category="shares"),
    Operand(measure="coverage"),
    Operand(measure="coverage", times="s0"),
]
unusual: st.SearchStrategy[Term] = st.one_of(
    st.builds(
        lambda pair, operator, limit, reported: Share(
            pair[0], pair[1], operator, limit, reported
        ),
        st.sampled_from([("led", "invested"), ("green", "area")]),
        conditions.operators,
        st.sampled_from([*_ANY_SHARE, parameter("s0")]),
        st.sampled_from([None, "coverage"]),
    ),
    st.builds(
        lambda name, limit, cap: About(name, limit, "tolerance", cap=cap),
        st.sampled_from(["invested", "area", "firms"]),
        st.sampled_from(
            [
                parameter("n0"),
                Operand(by_category="limits"),
                Operand(measure="firms"),
                Operand(measure="area", times="s0"),
            ]
        ),
        st.booleans(),
    ),
)


def with_unusual(book: Rulebook) -> Rulebook:
    """The rulebook with what the unusual terms name."""
    return replace(
        book,
        measures={**book.measures, "coverage": measure("coverage", unit_name="%")},
        thresholds={
            **book.thresholds,
            "shares": ByCategory(
                "shares", Text("份额", "shares"), {"heavy": "s0", "light": "s1"}
            ),
        },
    )


coverages: st.SearchStrategy[tuple[Observation, ...]] = st.sampled_from(
    [
        (),
        (told("coverage", "2018", None),),
        (told("coverage", "2018", "30"),),
        (told("coverage", "2018", "40", "80"),),
        (told("coverage", "2018", "130"),),
    ]
)
_terms: st.SearchStrategy[Term] = st.one_of(
    conditions.terms,
    unusual,
    st.builds(
        Compare,
        st.sampled_from(["invested", "led"]),
        conditions.operators,
        st.sampled_from(
            [
                Operand(measure="target"),
                Operand(measure="base"),
                Operand(measure="always"),
            ]
        ),
    ),
    st.builds(
        Compare,
        st.sampled_from(["target", "base", "always"]),
        conditions.operators,
        st.just(parameter("n1")),
    ),
    st.just(Not(OnRecord(decisions=("finding",)))),
)
_scopes = st.lists(
    st.sampled_from(
        [
            Applies(categories="weighty"),
            Applies(not_categories="weighty"),
            Applies(categories="light"),
            Applies(states=("CREATION",)),
            Applies(year_of_stay="first"),
            Applies(year_of_stay="later"),
            Applies(re_entry=True),
            Applies(parameter="basis", equals="floor"),
            Applies(parameter="basis", equals="plan", or_categories="light"),
            Applies(told=("firms", "list")),
            Applies(not_told=("area",)),
        ]
    ),
    max_size=2,
).map(tuple)


@st.composite
def rulebooks(draw) -> Rulebook:
    """A rulebook with scopes, exemptions, halves, and numbers that change."""
    book = draw(conditions.rulebooks(_terms, most=4))
    criteria = {
        id_: _dressed(draw, criterion) for id_, criterion in book.criteria.items()
    }
    parameters = {
        **book.parameters,
        "fifth": number("fifth", draw(st.sampled_from(["20", "100", "150"])), "%"),
        "basis": choice("basis", draw(st.sampled_from(["floor", "plan"]))),
        "failure_join": choice(
            "failure_join", draw(st.sampled_from(["OR", "OR", "AND"]))
        ),
    }
    for name in ("n1", "heavy", "s1", "fifth", "tolerance"):
        parameters[name] = _changing(draw, parameters[name])
    made: Rulebook = replace(
        with_unusual(book),
        criteria=criteria,
        parameters=parameters,
        measures={
            **with_unusual(book).measures,
            **{m.id: m for m in _DERIVED},
        },
        categories={
            name: _grouped(category) for name, category in book.categories.items()
        },
        valid_from=draw(st.sampled_from([None, date(2017, 1, 1), date(2018, 6, 1)])),
    )
    return made


def _grouped(category: Category) -> Category:
    groups = {"weighty"} if category.id == "heavy" else set()
    return replace(category, groups=frozenset(groups))


def _dressed(draw, criterion: Criterion) -> Criterion:
    return replace(
        criterion,
        applies=draw(_scopes),
        force=draw(st.sampled_from([Force.MANDATORY, Force.PRINCIPLE])),
        prohibition=draw(st.sampled_from([False, False, True])),
        advisory=draw(st.sampled_from([False, False, True])),
        part=draw(st.sampled_from([None, "progress", "share"])),
    )


def _changing(draw, held: Parameter) -> Parameter:
    """Now and then another value from a day on, or none before it."""
    day = draw(st.sampled_from([None, date(2018, 1, 1), date(2019, 2, 1)]))
    if day is None:
        return held
    value = held.values[0].value
    later = DatedValue(value + 1 if isinstance(value, Fraction) else value, day)
    before = [DatedValue(value, None, date.fromordinal(day.toordinal() - 1))]
    return replace(held, values=(*(before if draw(st.booleans()) else []), later))


@st.composite
def members(draw, name: str = "T") -> Facts:
    """A member with part of its truth told, and perhaps something on record."""
    telling = draw(conditions.tellings_of_towns())
    known = telling.of(draw(conditions.towns()))
    membership = replace(
        known.membership,
        subject=name,
        state=draw(st.sampled_from(STATES)),
        listed_on=draw(
            st.sampled_from(
                [None, conditions.LISTED, date(2018, 7, 9), date(2019, 3, 31)]
            )
        ),
        stay_first_year=draw(st.sampled_from([None, 2018, 2019, 2020])),
        was_creation=draw(st.sampled_from([None, True, False])),
        list=draw(st.sampled_from(["list", "list", "list", "other"])),
    )
    spoil = draw(st.sampled_from([None, None, None, 0, 1, 2, 3]))
    observations = tuple(
        replace(o, amount=draw(_spoilt)) if place == spoil else o
        for place, o in enumerate(known.observations)
    )
    observations += tuple(replace(o, subject=name) for o in draw(coverages))
    made: Facts = replace(
        known,
        membership=membership,
        observations=observations,
        exemptions=draw(
            st.sampled_from([(), (exemption("X-C0", period="2018..2019"),)])
        ),
        decisions=draw(
            st.sampled_from([(), (decision("finding"),), (decision("exempt_year"),)])
        ),
    )
    return made


_spoilt = st.sampled_from(
    [None, Interval.point(-3), Interval(Fraction(1), None), Interval.point(0)]
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Members, each asked about in each of the years."""

    members: tuple[Facts, ...]
    years: tuple[int, ...]

    @property
    def asked(self) -> list[tuple[Facts, Question]]:
        return [(known, annual(year)) for known in self.members for year in self.years]


@st.composite
def rows(draw, most: int = 3) -> Rows:
    count = draw(st.integers(1, most))
    known = tuple(draw(members(f"T{i}")) for i in range(count))
    return Rows(known, draw(st.sampled_from([(2018,), (2018, 2019), (2019,)])))


def of(verdicts: Sequence[Verdict]) -> list[str]:
    """Verdicts as words, which a failure shows better."""
    return [v.value for v in verdicts]
