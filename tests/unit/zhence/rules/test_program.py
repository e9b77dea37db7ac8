"""Criteria compiled to linear forms: the same verdicts from rows of amounts."""

import pytest
from tests.lib.rulebooks import (
    ANNUAL,
    asked,
    category,
    checklist,
    criterion,
    decision,
    facts,
    finding,
    measure,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.evidence import Verdict
from zhence.facts import Facts
from zhence.rules import program as compiled
from zhence.rules.measures import Over
from zhence.rules.program import Form, compile_program, evaluate
from zhence.rules.rows import row_of
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import (
    About,
    All,
    AnyOf,
    Checklist,
    Compare,
    Not,
    OnRecord,
    Operand,
    Operator,
    Share,
    Term,
)

AT_LEAST = Operator.AT_LEAST


def book(term: Term) -> Rulebook:
    return rulebook(
        criterion(term),
        measures=[
            measure("invested", over=Over.YEAR),
            measure("led", over=Over.YEAR),
            measure("led_share", unit_name="%"),
            measure("area", unit_name="km²"),
        ],
        parameters=[
            number("ten", "10", "亿元"),
            number("share", "70", "%"),
            number("figure", "3", "km²"),
            number("tolerance", "20", "%"),
            number("need", "2", "个"),
            number("open", None),
        ],
        checklists=[checklist("list", "a", "b")],
        categories=[category("heavy"), category("light")],
        thresholds={"limits": {"heavy": "ten", "light": "ten"}},
    )


def both(term: Term, known: Facts) -> tuple[Verdict, Verdict]:
    """The verdict of the plain judge, and of the program on the same row."""
    rules = book(term)
    docket = asked(rules, known, ANNUAL)
    program = compile_program(rules, docket.threshold_day())
    fast = evaluate(program.criteria["C"], row_of(program, docket))
    return finding(rules, known, ANNUAL).verdict, fast


PART, WHOLE = told("led", "2018", "7"), told("invested", "2018", "10")
NAMED = OnRecord(decisions=("name",))
ENOUGH = Compare("invested", AT_LEAST, parameter("ten"))


@pytest.mark.parametrize(
    ("term", "known", "verdict"),
    [
        (ENOUGH, facts(WHOLE), Verdict.PASS),
        (ENOUGH, facts(told("invested", "2018", "9.99")), Verdict.FAIL),
        (ENOUGH, facts(), Verdict.INSUFFICIENT_DATA),
        (ENOUGH, facts(told("invested", "2018", None)), Verdict.NOT_APPLICABLE),
        (ENOUGH, facts(told("invested", "2018", "-1")), Verdict.DATA_ERROR),
        (
            Compare("invested", AT_LEAST, Operand(by_category="limits")),
            facts(WHOLE),
            Verdict.PASS,
        ),
        (
            Compare("led", AT_LEAST, Operand(measure="invested", times="share")),
            facts(PART, WHOLE),
            Verdict.PASS,
        ),
        (
            Compare("led", AT_LEAST, Operand(measure="invested", times="open")),
            facts(PART, WHOLE),
            Verdict.NOT_APPLICABLE,
        ),
        (
            Compare("led", AT_LEAST, Operand(measure="invested")),
            facts(PART, WHOLE),
            Verdict.FAIL,
        ),
        (
            Compare("led", AT_LEAST, Operand(measure="invested")),
            facts(told("led", "2018", "10"), WHOLE),
            Verdict.PASS,
        ),
        (
            Compare("led", AT_LEAST, Operand(measure="invested")),
            facts(PART, told("invested", "2018", None)),
            Verdict.INSUFFICIENT_DATA,
        ),
        (Compare("led", AT_LEAST, parameter("open")), facts(PART), None),
        (
            Share("led", "invested", AT_LEAST, parameter("share")),
            facts(PART, WHOLE),
            Verdict.PASS,
        ),
        (
            Share("led", "invested", AT_LEAST, parameter("open")),
            facts(PART, WHOLE),
            Verdict.NOT_APPLICABLE,
        ),
        (
            Share("led", "invested", AT_LEAST, parameter("share")),
            facts(told("led", "2018", "0"), told("invested", "2018", "0")),
            Verdict.NOT_COMPUTABLE,
        ),
        (
            Share("led", "invested", AT_LEAST, parameter("share")),
            facts(WHOLE, told("led", "2018", "11")),
            Verdict.DATA_ERROR,
        ),
        (
            Share("led", "invested", AT_LEAST, parameter("share"), "led_share"),
            facts(WHOLE, told("led_share", "2018-06-30", "71")),
            Verdict.PASS,
        ),
        (
            Share("led", "invested", AT_LEAST, parameter("share"), "led_share"),
            facts(PART, WHOLE, told("led_share", "2018-06-30", "60")),
            Verdict.PASS,
        ),
        (
            About("area", parameter("figure"), "tolerance", cap=True),
            facts(told("area", "2018-06-30", "3.5")),
            Verdict.APPROX,
        ),
        (
            About("area", parameter("figure"), "tolerance", cap=True),
            facts(told("area", "2018-06-30", "3")),
            Verdict.PASS,
        ),
        (
            About("area", parameter("figure"), "open", cap=True),
            facts(told("area", "2018-06-30", "3.5")),
            Verdict.FAIL,
        ),
        (
            About("area", parameter("open"), "tolerance", cap=True),
            facts(told("area", "2018-06-30", "3.5")),
            Verdict.NOT_APPLICABLE,
        ),
        (
            Checklist("list", "need"),
            facts(checklists={"list": {"a": True, "b": True}}),
            Verdict.PASS,
        ),
        (
            Checklist("list", "need"),
            facts(checklists={"list": {"a": True}}),
            Verdict.INSUFFICIENT_DATA,
        ),
        (
            Checklist("list", "open"),
            facts(checklists={"list": {"a": True}}),
            Verdict.NOT_APPLICABLE,
        ),
        (All((ENOUGH, NAMED)), facts(WHOLE), Verdict.FAIL),
        (
            All((ENOUGH, NAMED)),
            facts(WHOLE, decisions=[decision("name")]),
            Verdict.PASS,
        ),
        (AnyOf((ENOUGH, NAMED)), facts(WHOLE), Verdict.PASS),
        (Not(ENOUGH), facts(WHOLE), Verdict.FAIL),
    ],
)
def test_a_program_says_what_the_plain_judge_says(
    term: Term, known: Facts, verdict: Verdict | None
):
    plain, fast = both(term, known)
    assert fast is plain
    assert plain is (verdict or Verdict.NOT_APPLICABLE)


def test_every_coefficient_of_a_form_is_whole():
    rules = book(Share("led", "invested", AT_LEAST, parameter("share")))
    node = compile_program(rules, None).criteria["C"]
    assert isinstance(node, compiled.Test)
    assert node.form == Form((("m:led", 3), ("r:led/invested", -7)))
    assert (node.whole, node.part) == ("m:invested", "m:led")


def test_a_program_is_compiled_for_the_thresholds_of_its_day():
    rules = rulebook(
        criterion(ENOUGH),
        measures=[measure("invested", over=Over.YEAR)],
        parameters=[number("ten", "10", "亿元", since=ANNUAL.on)],
    )
    docket = asked(rules, facts(WHOLE), ANNUAL)
    for day, verdict in (
        (ANNUAL.on, Verdict.PASS),
        (docket.threshold_day(), Verdict.NOT_APPLICABLE),
    ):
        program = compile_program(rules, day)
        assert program.day == day
        node = program.criteria["C"]
        assert evaluate(node, row_of(program, docket)) is verdict


def test_an_impossible_limit_is_a_data_error_for_both():
    term = Compare("invested", AT_LEAST, Operand(measure="led"))
    known = facts(told("invested", "2018", "5"), told("led", "2018", "-1"))
    assert both(term, known) == (Verdict.DATA_ERROR, Verdict.DATA_ERROR)
