"""Which names a term, a measure or a guard rests on: none may be forgotten."""

import pytest
from tests.lib.rulebooks import measure

from zhence.lifecycle import conditions as c
from zhence.packs.names import (
    condition_parameters,
    measure_indicators,
    measure_parameters,
    term_names,
)
from zhence.rules import measures as m
from zhence.rules import terms as t

SIMPLE = t.Operand(parameter="p")
AT_LEAST = t.Operator.AT_LEAST


@pytest.mark.parametrize(
    ("term", "names"),
    [
        (t.Compare("a", AT_LEAST, SIMPLE), {("measure", "a"), ("parameter", "p")}),
        (
            t.Compare("a", AT_LEAST, t.Operand(by_category="th")),
            {("measure", "a"), ("threshold", "th")},
        ),
        (
            t.Compare("a", AT_LEAST, t.Operand(measure="b", times="x")),
            {("measure", "a"), ("measure", "b"), ("parameter", "x")},
        ),
        (
            t.Share("a", "b", AT_LEAST, SIMPLE),
            {("measure", "a"), ("measure", "b"), ("parameter", "p")},
        ),
        (
            t.Share("a", "b", AT_LEAST, SIMPLE, "r"),
            {("measure", "a"), ("measure", "b"), ("parameter", "p"), ("measure", "r")},
        ),
        (
            t.About("a", SIMPLE, "tol", cap=True),
            {("measure", "a"), ("parameter", "p"), ("parameter", "tol")},
        ),
        (t.Checklist("l", "p"), {("checklist", "l"), ("parameter", "p")}),
        (t.MandateCovers("l"), {("checklist", "l")}),
        (t.Categorised("p"), {("parameter", "p")}),
        (t.IndustryBelongs("cat", "p"), {("category", "cat"), ("parameter", "p")}),
        (t.ChosenFrom("a", "p"), {("measure", "a"), ("parameter", "p")}),
        (t.OnRecord(("fraud",)), set()),
        (
            t.All((t.Categorised("p"), t.AnyOf((t.MandateCovers("l"),)))),
            {("parameter", "p"), ("checklist", "l")},
        ),
        (t.Not(t.Categorised("p")), {("parameter", "p")}),
    ],
)
def test_names_of_a_term(term: t.Term, names: set[tuple[str, str]]):
    assert set(term_names(term)) == names


@pytest.mark.parametrize(
    ("source", "indicators", "rests_on"),
    [
        (m.Reported("i"), {"i"}, set()),
        (m.Proven("i", "j"), {"i", "j"}, set()),
        (m.Difference("i", ("j", "k")), {"i", "j", "k"}, set()),
        (m.FromProjects("p"), set(), {("parameter", "p")}),
        (
            m.Greatest("a", "th", "flag"),
            set(),
            {("measure", "a"), ("threshold", "th")},
        ),
        (m.Scaled("a", "p"), set(), {("measure", "a"), ("parameter", "p")}),
        (
            m.Scaled("a", "p", "first", "w", "x"),
            set(),
            {("measure", "a"), ("parameter", "p"), ("parameter", "w")},
        ),
        (m.LeadIndustries(), set(), set()),
        (m.MonthsListed(), set(), set()),
    ],
)
def test_names_of_a_measure(source: m.From, indicators, rests_on):
    assert set(measure_indicators(measure("a", source))) == indicators
    assert set(measure_parameters(measure("a", source))) == rests_on


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (
            c.AdjacentFails("progress", "n", "b"),
            {("parameter", "n"), ("parameter", "b")},
        ),
        (c.EventSeen(("e",), aspects="n"), {("parameter", "n")}),
        (c.EventSeen(("e",)), set()),
        (c.BatchesSince(("e",), "batch", "n"), {("parameter", "n")}),
        (c.ExtensionGranted(("g",), "n"), {("parameter", "n")}),
        (c.Elapsed("n"), {("parameter", "n")}),
        (c.DaysSince("what", "n"), {("parameter", "n")}),
        (c.Graded("city", "n"), {("parameter", "n")}),
        (
            c.ApplicationHas("a", vocabulary="v", at_least="n", count="m"),
            {("parameter", "v"), ("parameter", "n"), ("parameter", "m")},
        ),
        (c.ApplicationHas("a", present=True), set()),
        (c.ParameterIs("n", "x"), {("parameter", "n")}),
        (c.Undecided("T1"), {("transition", "T1")}),
        (
            c.Every((c.Elapsed("n"), c.Either((c.Elapsed("m"),)))),
            {("parameter", "n"), ("parameter", "m")},
        ),
        (c.Never(c.Elapsed("n")), {("parameter", "n")}),
        (c.InState(("A",)), set()),
        (c.Past("extension_end"), set()),
        (None, set()),
    ],
)
def test_names_of_a_guard(condition: c.Condition | None, names):
    assert set(condition_parameters(condition)) == names
