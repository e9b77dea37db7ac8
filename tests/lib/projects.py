"""Projects of which everything is true and only some was declared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hypothesis import strategies as st
from tests.lib.conditions import LISTED, operators
from tests.lib.rulebooks import (
    choice,
    criterion,
    facts,
    measure,
    member,
    number,
    parameter,
    rulebook,
)
from tests.lib.worlds import span_of

from zhence.evidence import Interval
from zhence.facts import Facts, Project
from zhence.rules.measures import FromProjects, Over
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import Compare, Share, Term

_PIECES = "个"
USES = ("industrial", "residential", "mixed")


@dataclass(frozen=True, slots=True)
class Truth:
    """One project: its housing part and whether it is of the lead industry.

    *declares_lead* and *declares_housing* say what of it was told.
    """

    name: str
    use: str
    amount: int
    housing: int
    lead: bool
    later: bool
    declares_lead: bool
    declares_housing: bool

    def told(self) -> Project:
        mixed = self.use == "mixed"
        return Project(
            "T",
            self.name,
            self.use,
            Interval.point(self.amount),
            self.lead if self.declares_lead else None,
            Interval.point(self.housing) if mixed and self.declares_housing else None,
            split=self.declares_housing or not mixed,
            period=span_of(12, 24) if self.later else span_of(0, 12),
        )


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The projects of a town."""

    projects: tuple[Truth, ...]

    def told(self) -> Facts:
        return facts(
            *(p.told() for p in self.projects),
            membership=member(listed_on=LISTED),
        )

    def declared(self) -> Facts:
        """The facts if everything had been declared."""
        whole = tuple(
            replace(p, declares_lead=True, declares_housing=True) for p in self.projects
        )
        return Portfolio(whole).told()


@st.composite
def truths(draw, name: str) -> Truth:
    amount = draw(st.integers(0, 12))
    return Truth(
        name,
        draw(st.sampled_from(USES)),
        amount,
        draw(st.integers(0, amount)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def portfolios(draw) -> Portfolio:
    count = draw(st.integers(1, 4))
    return Portfolio(tuple(draw(truths(f"p{i}")) for i in range(count)))


@st.composite
def other_portfolios(draw, portfolio: Portfolio) -> Portfolio:
    """Other truths of which the very same would have been declared."""
    return Portfolio(
        tuple(
            replace(
                p,
                lead=p.lead if p.declares_lead else draw(st.booleans()),
                housing=p.housing
                if p.declares_housing
                else draw(st.integers(0, p.amount)),
            )
            for p in portfolio.projects
        )
    )


def forget_one(portfolio: Portfolio) -> Iterator[tuple[str, Facts]]:
    """The facts without one declaration, or without any project at all."""
    for place, p in enumerate(portfolio.projects):
        for field, forgotten in (
            ("lead", replace(p, declares_lead=False)),
            ("housing", replace(p, declares_housing=False)),
        ):
            less = list(portfolio.projects)
            less[place] = forgotten
            yield f"{p.name}.{field}", Portfolio(tuple(less)).told()
    yield "all projects", Portfolio(()).told()


_limits = st.sampled_from(["n0", "n1"]).map(parameter)
project_terms: st.SearchStrategy[Term] = st.one_of(
    st.builds(Compare, st.sampled_from(["eligible", "lead"]), operators, _limits),
    st.builds(
        lambda operator: Share("lead", "eligible", operator, parameter("s")), operators
    ),
)


@st.composite
def project_books(draw) -> Rulebook:
    """Conditions on eligible investment, on its lead part, and on their share."""
    terms = draw(st.lists(project_terms, min_size=1, max_size=3))
    return rulebook(
        *(criterion(term, f"C{i}") for i, term in enumerate(terms)),
        measures=[
            measure(
                "eligible", FromProjects("out"), unit_name=_PIECES, over=Over.BUILDING
            ),
            measure(
                "lead",
                FromProjects("out", lead=True),
                unit_name=_PIECES,
                over=Over.BUILDING,
            ),
        ],
        parameters=[
            number("n0", str(draw(st.integers(1, 30))), _PIECES),
            number("n1", str(draw(st.integers(1, 30))), _PIECES),
            number("s", str(draw(st.sampled_from([30, 50, 70]))), "%"),
            choice("out", ("residential",)),
        ],
    )
