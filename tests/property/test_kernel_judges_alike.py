"""Over columns as for one member: kernel, program and plain judge say the same."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lib.limits import every_kind_of_term, every_report, judging
from tests.lib.nantong import WINDOW, Known
from tests.lib.nantong import questions as shipped_questions
from tests.lib.nantong import towns as shipped_towns
from tests.lib.projects import Portfolio, portfolios, project_books
from tests.lib.properties import thorough
from tests.lib.rulebooks import annual
from tests.packs.shelf import shipped
from tests.unit.zhence.engines.made import STATES, Rows, rows, rulebooks

from zhence.engines.codes import ORDER
from zhence.engines.kernel import missing_of, run
from zhence.engines.pivot import pivot
from zhence.engines.plan import Plan, plan_for
from zhence.evidence import Finding, Interval, Verdict
from zhence.facts import Facts
from zhence.rules.applies import applies
from zhence.rules.exemptions import exempted
from zhence.rules.judge import Judgement, governs, judge
from zhence.rules.program import compile_program, evaluate
from zhence.rules.proof import proven
from zhence.rules.question import Question
from zhence.rules.resolve import docket
from zhence.rules.rows import row_of
from zhence.rules.rulebook import Occasion, Rulebook
from zhence.rules.terms import Compare

NANTONG = shipped()["NT2017"].rulebook.with_parameters(WINDOW)


def kernel_rows(
    plan: Plan, asked: list[tuple[Facts, Question]]
) -> list[dict[str, int]]:
    told: list[dict[str, int]] = run(plan, pivot(plan, asked)).to_pylist()
    return told


def assert_alike(
    book: Rulebook, asked: list[tuple[Facts, Question]], plan: Plan
) -> None:
    for (known, question), row in zip(asked, kernel_rows(plan, asked), strict=True):
        plain = judge(book, known, question)
        told = {name: ORDER[row[name]] for name in plain.findings}
        assert told == {name: f.verdict for name, f in plain.findings.items()}
        assert ORDER[row["result"]] is plain.result
        assert ORDER[row["shown"]] is plain.shown_result


@thorough
@given(rulebooks(), rows())
def test_the_kernel_says_what_the_plain_judge_says(book: Rulebook, held: Rows):
    assert_alike(book, held.asked, plan_for(book, Occasion.ANNUAL, STATES))


@pytest.mark.parametrize("kind", [None, "heavy"])
def test_they_agree_whatever_value_and_limit_are(kind: str | None):
    """Every kind of report for the value, its whole and its limit, in every term."""
    book = judging(*every_kind_of_term())
    asked = [(known, annual(2018)) for known in every_report(kind)]
    assert_alike(book, asked, plan_for(book, Occasion.ANNUAL))


@thorough
@given(rulebooks(), rows(most=2))
def test_the_kernel_says_what_the_program_says(book: Rulebook, held: Rows):
    """Where a criterion surely applies and nothing excuses it, the same verdict."""
    plan = plan_for(book, Occasion.ANNUAL, STATES)
    asked = held.asked
    for (known, question), row in zip(asked, kernel_rows(plan, asked), strict=True):
        told = proven(docket(book, known, question))
        program = compile_program(book, told.threshold_day())
        columns = row_of(program, told)
        for name, criterion in book.criteria.items():
            fast = evaluate(program.criteria[name], columns)
            if not governs(book, known, question) or not applies(
                told, criterion.applies
            ):
                continue
            excused = fast is Verdict.FAIL and exempted(told, criterion, ())
            expected = Verdict.PASS_EXEMPT if excused else fast
            assert ORDER[row[name]] is expected


@thorough
@given(project_books(), portfolios(), st.sampled_from([2018, 2019]))
def test_they_agree_on_projects(book: Rulebook, portfolio: Portfolio, year: int):
    plan = plan_for(book, Occasion.ANNUAL)
    assert_alike(book, [(portfolio.told(), annual(year))], plan)


@thorough
@given(shipped_towns(), shipped_questions)
def test_they_agree_on_towns_under_a_shipped_policy(town: Known, question: Question):
    plan = plan_for(NANTONG, question.occasion, STATES)
    assert_alike(NANTONG, [(town.part, question), (town.whole, question)], plan)


@thorough
@given(rulebooks(), rows(most=2))
def test_a_distance_is_the_value_less_the_threshold(book: Rulebook, held: Rows):
    plan = plan_for(book, Occasion.ANNUAL, STATES)
    asked = held.asked
    scales = {c.id: c.gap_scale for c in plan.criteria}
    for (known, question), row in zip(asked, kernel_rows(plan, asked), strict=True):
        judged = judge(book, known, question)
        for name, finding in judged.findings.items():
            scale = scales[name]
            if scale is None or not _compares(book, name, finding):
                continue
            shown = _in_smallest(book, name, finding.gap)
            ends = (row[f"{name}_gap_lo"], row[f"{name}_gap_hi"])
            assert [*_scaled(shown, scale)] == [*ends]


def _compares(book: Rulebook, name: str, finding: Finding) -> bool:
    term = book.criteria[name].judge
    return isinstance(term, Compare) and finding.gap is not None


def _in_smallest(book: Rulebook, name: str, gap: Interval | None) -> Interval:
    term = book.criteria[name].judge
    assert gap is not None
    assert isinstance(term, Compare)
    return gap.times(book.measures[term.measure].unit.factor)


def _scaled(gap: Interval, scale: int) -> tuple[Fraction | None, Fraction | None]:
    low, high = gap.times(scale).low, gap.times(scale).high
    return low, high


@thorough
@given(rulebooks(), rows(most=2))
def test_what_is_missing_is_what_was_no_single_figure(book: Rulebook, held: Rows):
    plan = plan_for(book, Occasion.ANNUAL, STATES)
    asked = held.asked
    for (known, question), row in zip(asked, kernel_rows(plan, asked), strict=True):
        judged: Judgement = judge(book, known, question)
        for criterion in plan.criteria:
            finding = judged.findings[criterion.id]
            if not finding.verdict.undecided or not isinstance(
                book.criteria[criterion.id].judge, Compare
            ):
                continue
            named = set(missing_of(plan, criterion, row["missing"]))
            open_ = {n for n, i in finding.trace.inputs.items() if not i.known}
            assert named - {"limits"} == open_
