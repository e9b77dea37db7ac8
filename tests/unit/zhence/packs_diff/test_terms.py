"""Which of two requirements asks more, term by term."""

from dataclasses import replace

import pytest
from tests.unit.zhence.packs_diff.edited import shipped

from zhence.evidence import Text
from zhence.packs.diff_pull import direction
from zhence.packs.diff_say import term_words
from zhence.packs.diff_terms import term_strictness
from zhence.packs.pack import Pack
from zhence.rules.dated import DatedValue, Parameter
from zhence.rules.rulebook import ByCategory
from zhence.rules.terms import (
    About,
    All,
    AnyOf,
    Categorised,
    Checklist,
    ChosenFrom,
    Compare,
    IndustryBelongs,
    MandateCovers,
    Not,
    OnRecord,
    Operand,
    Operator,
    Share,
)

LOW, HIGH = Operand("NT2017-2.4c.threshold"), Operand("NT2017-2.4b.threshold")
TABLE = Operand(by_category="category_investment")
AT_LEAST, MORE_THAN, AT_MOST = Operator.AT_LEAST, Operator.MORE_THAN, Operator.AT_MOST
LESS_THAN, EXACTLY = Operator.LESS_THAN, Operator.EXACTLY


def pack() -> Pack:
    """A shipped pack with a few more lists and tables to compare."""
    held = shipped()["NT2017"]
    book = held.rulebook
    lists = {
        name: Parameter(name, Text(name, name), (DatedValue(words),))
        for name, words in (
            ("short", ("silk",)),
            ("long", ("silk", "tea")),
            ("unset", None),
        )
    }
    rows = book.thresholds["category_investment"].parameters
    cheap = dict.fromkeys(rows, "NT2017-2.4c.threshold")
    dear = dict.fromkeys(rows, "NT2017-2.4b.threshold")
    tables = {
        name: ByCategory(name, Text(name, name), table)
        for name, table in (("cheap", cheap), ("dear", dear))
    }
    return replace(
        held,
        rulebook=replace(
            book,
            parameters={**book.parameters, **lists},
            thresholds={**book.thresholds, **tables},
        ),
    )


def compare(operator: Operator = AT_LEAST, against: Operand = LOW) -> Compare:
    return Compare("plan_total", operator, against)


def share(operator: Operator = AT_LEAST, against: Operand = LOW) -> Share:
    return Share("lead_to_date", "eligible_to_date", operator, against)


def about(against: Operand = LOW, tolerance: str = "x", *, cap: bool) -> About:
    return About("planned_area", against, tolerance, cap)


A, B, C = OnRecord(("a",)), OnRecord(("b",)), OnRecord(("c",))
LIGHT, HEAVY = "NT2017-2.4c.threshold", "NT2017-2.4b.threshold"


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        (A, A, "neutral"),
        (A, B, "unknown"),
        (compare(), share(), "unknown"),
        (compare(), Compare("planned_area", AT_LEAST, LOW), "unknown"),
        # the operator
        (compare(AT_LEAST), compare(MORE_THAN), "tightens"),
        (compare(MORE_THAN), compare(AT_LEAST), "relaxes"),
        (compare(AT_MOST), compare(LESS_THAN), "tightens"),
        (compare(AT_LEAST), compare(EXACTLY), "tightens"),
        (compare(EXACTLY), compare(AT_MOST), "relaxes"),
        (compare(AT_LEAST), compare(AT_MOST), "unknown"),
        # the threshold
        (compare(), compare(against=HIGH), "tightens"),
        (compare(AT_MOST), compare(AT_MOST, HIGH), "relaxes"),
        (compare(EXACTLY), compare(EXACTLY, HIGH), "unknown"),
        (compare(AT_LEAST), compare(MORE_THAN, HIGH), "tightens"),
        (compare(MORE_THAN, LOW), compare(AT_LEAST, HIGH), "unknown"),
        (share(), share(against=HIGH), "tightens"),
        (share(), replace(share(), reported="lead_share"), "unknown"),
        (compare(), compare(against=Operand("gone")), "unknown"),
        # tables by category
        (compare(against=LOW), compare(against=TABLE), "tightens"),
        (compare(against=HIGH), compare(against=TABLE), "relaxes"),
        (
            compare(against=Operand(by_category="cheap")),
            compare(against=Operand(by_category="dear")),
            "tightens",
        ),
        (
            compare(against=LOW),
            compare(against=Operand(by_category="cheap")),
            "neutral",
        ),
        (compare(against=TABLE), compare(against=Operand(by_category="?")), "unknown"),
        # measures as thresholds
        (
            compare(against=Operand(measure="base", times=LIGHT)),
            compare(against=Operand(measure="base", times=HEAVY)),
            "tightens",
        ),
        (
            compare(against=Operand(measure="base")),
            compare(against=Operand(measure="plan_cumulative")),
            "unknown",
        ),
        (compare(), compare(against=Operand(measure="base")), "unknown"),
        # about
        (about(cap=True), about(HIGH, cap=True), "relaxes"),
        (about(cap=False), about(HIGH, cap=False), "tightens"),
        (about(tolerance=LIGHT, cap=True), about(tolerance=HEAVY, cap=True), "relaxes"),
        (about(cap=True), about(cap=False), "unknown"),
        # checklists and lists
        (Checklist("x", LIGHT), Checklist("x", HEAVY), "tightens"),
        (Checklist("x", LIGHT), Checklist("y", LIGHT), "unknown"),
        (Categorised("short"), Categorised("long"), "relaxes"),
        (Categorised("long"), Categorised("short"), "tightens"),
        (Categorised("short"), Categorised("unset"), "unknown"),
        (ChosenFrom("m", "short"), ChosenFrom("m", "long"), "relaxes"),
        (ChosenFrom("m", "short"), ChosenFrom("n", "long"), "unknown"),
        (IndustryBelongs("c", "long"), IndustryBelongs("c", "short"), "tightens"),
        (MandateCovers("x"), MandateCovers("y"), "unknown"),
        # joins
        (Not(compare()), Not(compare(against=HIGH)), "relaxes"),
        (All((A,)), All((A, B)), "tightens"),
        (All((A, B)), All((A,)), "relaxes"),
        (A, All((A, B)), "tightens"),
        (All((A, B)), B, "relaxes"),
        (All((A, B)), All((B, A)), "neutral"),
        (All((A, compare())), All((A, compare(MORE_THAN))), "tightens"),
        (All((A, B, C)), All((compare(),)), "unknown"),
        (AnyOf((A,)), AnyOf((A, B)), "relaxes"),
        (A, AnyOf((A, B)), "relaxes"),
        (AnyOf((A, compare())), AnyOf((A, compare(MORE_THAN))), "tightens"),
        (All((A, B)), AnyOf((B, A)), "relaxes"),
        (AnyOf((A, B)), All((A, B)), "tightens"),
    ],
)
def test_a_requirement_goes_one_way_or_has_to_be_read(old, new, severity: str):
    held = pack()
    assert term_strictness(old, new, (held, held)) == severity


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (compare(AT_LEAST), compare(MORE_THAN)),
        (compare(), compare(against=HIGH)),
        (All((A,)), All((A, B))),
        (Categorised("long"), Categorised("short")),
    ],
)
def test_going_back_is_the_opposite(old, new):
    held = pack()
    there = term_strictness(old, new, (held, held))
    assert term_strictness(new, old, (held, held)) is there.flipped()


@pytest.mark.parametrize(
    ("term", "zh", "en"),
    [
        (
            share(),
            "「主导产业投资」占「累计有效投资（不含住宅）」不低于20 亿元",
            'of "cumulative eligible investment (without housing)" at least 20 亿元',
        ),
        (
            replace(share(), reported="plan_total"),
            "（或「批准的计划总投资」）",
            '(or "approved plan total")',
        ),
        (about(cap=True), "20 亿元左右（上限，容差x）", "(a cap, tolerance x)"),
        (about(cap=False), "目标", "a goal"),
        (
            Checklist("parlour_functions", LIGHT),
            "具备20 亿元项以上",
            "20 亿元 or more of",
        ),
        (MandateCovers("nothing"), "「nothing」覆盖主导产业", "cover the lead"),
        (Categorised("short"), "类别属于silk", "the category is one of silk"),
        (IndustryBelongs("c", "short"), "c类的主导产业属于silk", "industry of c is in"),
        (ChosenFrom("site_type", "short"), "「选址类型」属于silk", "is one of silk"),
        (
            OnRecord(("a",), ("b",), verified=True, exempts=True),
            "有a、b记录（已核实）（视为豁免）",
            "a, b on record (verified) (as an exemption)",
        ),
        (All((A, B)), "（有a记录且有b记录）", "(a on record and b on record)"),
        (AnyOf((A, B)), "（有a记录或有b记录）", "(a on record or b on record)"),
        (Not(A), "并非有a记录", "not a on record"),
        (
            compare(against=Operand(measure="base", times=LIGHT)),
            "「投资基数（计划总投资与类别下限取大）」×20 亿元",
            "× 20 亿元",
        ),
        (compare(against=Operand(measure="base")), "不低于「投资基数", "at least"),
        (
            compare(against=TABLE),
            "「按类别的三年投资下限」（20 亿元、30 亿元）",
            '"three-year investment by category" (20 亿元, 30 亿元)',
        ),
        (compare(against=Operand(by_category="gone")), "不低于gone", "at least gone"),
        (compare(against=Operand("gone")), "不低于gone", "at least gone"),
        (Compare("gone", AT_MOST, LOW), "「gone」不超过", '"gone" at most'),
        (compare(LESS_THAN), "低于20 亿元", "less than 20 亿元"),
    ],
)
def test_every_term_has_words_of_both_languages(term, zh: str, en: str):
    said = term_words(pack(), term)
    assert zh in said.zh
    assert en in said.en


@pytest.mark.parametrize(
    ("kind", "name", "sign"),
    [
        ("parameter", LIGHT, 1),
        ("parameter", "tolerance_cap", -1),
        ("parameter", "NT2017-2.1b.vocabulary", -1),
        ("parameter", "NT2017-2.1c.industries", -1),
        ("parameter", "NT2017-2.4d.threshold", 1),  # scales what is asked
        ("parameter", "y1_progress_basis", None),  # a reading, not an amount
        ("parameter", "NT2017-2.4f.excluded", None),  # lowers both sides of a share
        ("parameter", "nobody", None),
        ("measure", "wifi_coverage", -1),
        ("checklist", "parlour_functions", -1),
        ("threshold", "category_investment", 1),
    ],
)
def test_a_name_pulls_one_way_or_none(kind: str, name: str, sign: int | None):
    assert direction(shipped()["NT2017"], kind, name).sign == sign


def test_a_chosen_reading_of_the_text_pulls_no_way():
    assert direction(shipped()["RPT"], "parameter", "share_scope").sign is None


def test_what_a_denied_limit_asks_is_turned_round():
    held = pack()
    criterion = held.rulebook.criteria["NT2017-2.3b.wifi"]
    denied = replace(criterion, judge=Not(compare(against=Operand("short"))))
    found = direction(
        replace(held, rulebook=replace(held.rulebook, criteria={"x": denied})),
        "parameter",
        "short",
    )
    assert (found.sign, found.limit) == (-1, False)
