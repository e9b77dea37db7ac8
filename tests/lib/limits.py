"""Every kind of term against every kind of limit, and every way to report both."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from tests.lib.conditions import LISTED
from tests.lib.rulebooks import (
    category,
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
from zhence.facts import Facts, Observation
from zhence.rules.dated import DatedValue
from zhence.rules.measures import Over
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import About, Compare, Operand, Operator, Share, Term

AT_LEAST, AT_MOST = Operator.AT_LEAST, Operator.AT_MOST
# Each kind of report: not made, not applicable, impossible, one figure, a range.
REPORTS: tuple[Interval | str | None, ...] = (
    "silent",
    None,
    Interval.point(-3),
    Interval.point(0),
    Interval.point(5),
    Interval(Fraction(4), Fraction(9)),
)
LIMITS = (
    parameter("n0"),
    parameter("n1"),
    Operand(by_category="limits"),
    Operand(measure="firms"),
    Operand(measure="firms", times="s0"),
)
SHARE_LIMITS = (
    parameter("s0"),
    parameter("nowhere"),
    Operand(by_category="shares"),
    Operand(measure="firms"),
)


def every_kind_of_term() -> list[Term]:
    """Each comparison of the vocabulary against each limit that it may have."""
    found: list[Term] = [
        kind
        for limit in LIMITS
        for kind in (
            Compare("area", AT_LEAST, limit),
            Compare("area", AT_MOST, limit),
            About("area", limit, "tolerance", cap=True),
            About("area", limit, "tolerance", cap=False),
        )
    ]
    found += [
        Share("green", "area", AT_LEAST, limit, reported)
        for limit in SHARE_LIMITS
        for reported in (None, "firms")
    ]
    return found


def judging(
    *judges: Term, lately: str | None = None, over: Over = Over.LATEST
) -> Rulebook:
    """A rulebook of these terms; *lately*: "about" was narrower until then;
    *over*: the span of the flows.
    """
    width = number("tolerance", "20", "%")
    if lately is not None:
        day = date.fromisoformat(lately)
        until = DatedValue(Fraction(5), None, day - timedelta(1))
        since = DatedValue(Fraction(20), day)
        width = replace(width, values=(until, since))
    pieces = [number(n, v, "个") for n, v in (("n1", "5"), ("heavy", "4"))]
    return rulebook(
        *(criterion(term, f"C{i}") for i, term in enumerate(judges)),
        measures=[
            *(measure(n, unit_name="个") for n in ("area", "green", "firms")),
            *(measure(n, over=over) for n in ("led", "invested")),
        ],
        parameters=[
            *pieces,
            number("n0", None, "个"),
            number("light", "6", "个"),
            number("nowhere", None, "%"),
            number("s0", "50", "%"),
            number("s1", "80", "%"),
            width,
        ],
        categories=[category("heavy"), category("light")],
        thresholds={
            "limits": {"heavy": "heavy", "light": "light"},
            "shares": {"heavy": "s0", "light": "s1"},
        },
    )


def every_report(kind: str | None) -> Iterator[Facts]:
    """Every combination of reports; *kind* is the town's category, if known."""
    names = ("area", "green", "firms")
    for told in product(REPORTS, repeat=len(names)):
        held = [
            Observation("T", name, span_of(0, 1), report)
            for name, report in zip(names, told, strict=True)
            if not isinstance(report, str)
        ]
        yield facts(*held, membership=member(kind, listed_on=LISTED))
