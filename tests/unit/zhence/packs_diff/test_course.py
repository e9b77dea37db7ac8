"""Life cycles change: states, transitions, precedence, holds, reminders."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.zhence.packs_diff.edited import changes, edited, only, shipped

from zhence.evidence import Text
from zhence.lifecycle import conditions as c
from zhence.packs.diff import Kind, Strictness, differences
from zhence.packs.diff_guard import guard_words

FILE = "lifecycle.yaml"


@pytest.mark.parametrize(
    ("name", "sides", "part", "words"),
    [
        ("N4", {"from": ["CREATION", "ACCEPTED"]}, "from", "CREATION、ACCEPTED"),
        ("N4", {"to": "EXITED"}, "to", "由CULTIVATION改为EXITED"),
        ("N4", {"actor": "office"}, "actor", "由municipal_government改为office"),
        ("N4", {"effective": "decision"}, "effective", "由next_january改为decision"),
        ("N4", {"decisions": ["exit"]}, "decisions", "由downgrade改为exit"),
        ("N4", {"events": ["left"]}, "events", "由无改为left"),
        ("N4", {"proposes": False}, "proposes", "由是改为否"),
        ("N4", {"anniversary": "window_years"}, "anniversary", "window_years"),
        ("N6", {"raises": "FIRST"}, "raises", "由PRIORITY改为FIRST"),
        ("N3", {"to_by_record": {"decline": "NOT_LISTED"}}, "to_by_record", "decline"),
        ("N4", {"when": None}, "when", "由首年result未达到改为无"),
        (
            "N4",
            {"when": {"year": "later", "part": "share", "failed": False}},
            "when",
            "改为以后年度share达到",
        ),
    ],
)
def test_each_side_of_a_transition_is_told_and_has_to_be_read(
    tmp_path: Path, name: str, sides: dict, part: str, words: str
):
    found = changes(
        "NT2017", tmp_path, {FILE: lambda d: d["transitions"][name].update(sides)}
    )
    change = only(found, Kind.TRANSITION, name, part)
    assert change.severity is Strictness.UNKNOWN
    assert words in change.sentence.zh
    assert change.sentence.en
    assert name in change.areas.rules
    assert change.areas.states


@pytest.mark.parametrize(
    ("sides", "part"),
    [
        ({"flags": {"seen": ["CREATION"]}}, "flags"),
        ({"clauses": ["NT2017-3.3d"]}, "clauses"),
        ({"title": {"zh": "降格", "en": "down"}}, "title"),
    ],
)
def test_words_and_flags_of_a_transition_move_nothing(
    tmp_path: Path, sides: dict, part: str
):
    found = changes(
        "NT2017", tmp_path, {FILE: lambda d: d["transitions"]["N4"].update(sides)}
    )
    change = only(found, Kind.TRANSITION, "N4", part)
    assert change.severity is Strictness.NEUTRAL


def test_a_transition_comes_and_goes_with_its_way(tmp_path: Path):
    old = shipped()["NT2017"]
    new = edited("NT2017", tmp_path, {FILE: lambda d: d["transitions"].pop("N6")})
    gone = only(differences(old, new), Kind.TRANSITION, "N6", "removed")
    assert "CULTIVATION → PRIORITY" in gone.sentence.zh
    came = only(differences(new, old), Kind.TRANSITION, "N6", "added")
    assert came.severity is Strictness.UNKNOWN


def test_another_precedence_is_told_once(tmp_path: Path):
    def turn(data: dict) -> None:
        data["transitions"] = dict(reversed(data["transitions"].items()))

    (change,) = changes("NT2017", tmp_path, {FILE: turn})
    assert (change.kind, change.part) == (Kind.LIFECYCLE, "precedence")
    assert "N11、N5、N4" in change.sentence.zh


def test_states_come_and_change(tmp_path: Path):
    def edit(data: dict) -> None:
        data["states"]["NAMED"] = {"title": {"zh": "命名", "en": "named town"}}
        data["states"]["PLANNED"]["entry"] = False
        data["states"]["FRESH"] = {"title": {"zh": "新", "en": "fresh"}, "entry": True}

    found = changes("NT2017", tmp_path, {FILE: edit})
    assert {(x.id, x.part): x.severity.value for x in found} == {
        ("NAMED", "final"): "unknown",
        ("NAMED", "title"): "neutral",
        ("PLANNED", "entry"): "unknown",
        ("FRESH", "added"): "unknown",
    }
    assert "N10" in only(found, Kind.STATE, "NAMED", "final").areas.rules


def test_holds_and_reminders_come_and_change(tmp_path: Path):
    year = {"year": "first", "part": "result", "failed": True}
    later = {**year, "year": "later"}
    remind = {"action": "ALERT", "states": ["CREATION"], "when": year}

    def first(data: dict) -> None:
        data["holds"] = [{"transitions": ["N4", "N5"], "when": year}]
        data["reminders"] = [remind]

    def second(data: dict) -> None:
        data["holds"] = [{"transitions": ["N4", "N5"], "when": later}]
        data["reminders"] = [
            {**remind, "when": later},
            {**remind, "states": []},
        ]

    old = edited("NT2017", tmp_path / "old", {FILE: first})
    new = edited("NT2017", tmp_path / "new", {FILE: second})
    found = differences(old, new)
    assert {(x.id, x.part): x.severity.value for x in found} == {
        ("hold N4 N5", "when"): "unknown",
        ("reminder ALERT CREATION", "when"): "neutral",
        ("reminder ALERT", "added"): "neutral",
    }
    hold = only(found, Kind.LIFECYCLE, "hold N4 N5", "when")
    assert "暂缓N4、N5" in hold.sentence.zh


def test_what_the_table_says_as_a_whole_is_told(tmp_path: Path):
    def edit(data: dict) -> None:
        data["extension_warning"] = "window_years"
        data["event_order"] = ["listed_creation"]

    found = changes("NT2017", tmp_path, {FILE: edit})
    assert {x.part for x in found} == {"extension_warning", "event_order"}


def test_a_policy_may_get_a_life_cycle():
    held = shipped()["NT2017"]
    bare = replace(held, lifecycle=None, event_order=())
    found = differences(bare, held)
    assert {Kind.STATE, Kind.TRANSITION} <= {x.kind for x in found}
    states = [x for x in found if x.kind is Kind.STATE]
    assert {x.part for x in states} == {"added"}
    gone = [x for x in differences(held, bare) if x.kind is Kind.STATE]
    assert {x.part for x in gone} == {"removed"}


YEARS = "window_years"


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        (None, "无", "none"),
        (c.AdjacentFails("progress", YEARS, "x"), "连续3个考核年度未达到", "adjacent"),
        (c.WasCreation(("CREATION",)), "曾处于CREATION", "is or was CREATION"),
        (c.InState(("CREATION",)), "处于CREATION", "is CREATION"),
        (c.CriteriaMet("annual"), "年度考核判据全部达到", "all criteria of annual"),
        (
            c.EventSeen(
                ("fraud",),
                verified=True,
                by=("office",),
                aspects=YEARS,
                until="end",
                code="no_event",
            ),
            "有事件fraud（机关：office，核实：是，方面：3，期限：end，代码：no_event）",
            "event fraud (by: office, verified: yes, aspects: 3",
        ),
        (c.EventSeen(("fraud",)), "（机关：无，核实：无", "aspects: none"),
        (
            c.DecisionTaken("exit", ("office",), ("yes",), "end"),
            "有决定 exit（机关：office，取值：yes，期限：end）",
            "decision exit (by: office, values: yes, until: end)",
        ),
        (
            c.ExtensionGranted(("province",), YEARS),
            "province批准延期，不超过3",
            "at most 3",
        ),
        (c.Elapsed(YEARS), "列入满3", "3 since listing"),
        (c.DaysSince("exit", YEARS), "决定 exit 后满3", "3 since decision exit"),
        (
            c.BatchesSince(("exit",), "batch", YEARS),
            "exit之后已有3（batch）",
            "3 (batch) since exit",
        ),
        (c.Past("extension_end"), "extension_end 已过", "extension_end is past"),
        (c.Graded("province", YEARS), "province 等次为3", "grade by province is 3"),
        (
            c.ApplicationHas("site", "no_site", vocabulary=YEARS, at_least=YEARS),
            "申报的 site 属于3、不少于3 [no_site]",
            "site of the application one of 3, at least 3 [no_site]",
        ),
        (
            c.ApplicationHas("site", count=YEARS, one_of=("a", "b"), present=True),
            "等于3、为a、b、已填写",
            "exactly 3, is a, b, given",
        ),
        (c.ParameterIs("p", "true"), "参数 p 为 true", "p is true"),
        (c.Undecided("N4"), "N4 尚不能判定", "N4 is undecided"),
        (
            c.Every((c.Past("a"), c.Never(c.Past("b")))),
            "（a 已过且并非b 已过）",
            "(a is past and not b is past)",
        ),
        (c.Either((c.Past("a"), c.Past("b"))), "（a 已过或b 已过）", "or b is past"),
    ],
)
def test_every_guard_has_words_of_both_languages(condition, zh: str, en: str):
    said = guard_words(shipped()["NT2017"], condition)
    assert zh in said.zh
    assert en in said.en


def test_no_condition_of_the_vocabulary_is_without_words():
    """A new word of the vocabulary fails here until somebody gives it a phrase."""
    for kind in c.Condition.__args__:
        sample = kind(*("x" for _ in kind.__dataclass_fields__))
        if kind in (c.Every, c.Either):
            sample = kind((c.Past("x"),))
        if kind is c.Never:
            sample = kind(c.Past("x"))
        assert isinstance(guard_words(shipped()["NT2017"], sample), Text), kind
