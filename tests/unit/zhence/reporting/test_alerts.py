"""What the alert rules may say, and when a task goes up."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from zhence.errors import BadPackError
from zhence.evidence import Text, Verdict
from zhence.packs.alert_rules import read_alert_rules
from zhence.reporting.alerts import Rule, Tone, Watch, criteria_seen
from zhence.reporting.approval import Level
from zhence.reporting.workdays import Workdays

REFERENCE = Path(__file__).parents[4] / "reference"
WORDS = Text("话", "words")
FAILING = Rule(
    "A901", Watch.CRITERION_FAILING, Tone.ACT, WORDS, WORDS, WORDS,
    Level.COUNTY, Level.CITY, 0, 5, (3, 9),
)  # fmt: skip
MONDAY = date(2026, 6, 1)


def test_the_shipped_rules_are_sound_and_watch_everything_there_is():
    rules = read_alert_rules(REFERENCE / "alerts")
    assert {rule.watch for rule in rules.rules} == set(Watch)
    assert rules.find("A102") is not None
    (failing,) = rules.of(Watch.CRITERION_FAILING)
    assert rules.find(failing.code) == failing
    assert rules.find("A999") is None


def test_what_is_unknown_can_never_be_held_against_anybody():
    with pytest.raises(ValueError, match="unknown"):
        replace(FAILING, watch=Watch.CRITERION_UNKNOWN)
    with pytest.raises(ValueError, match="unknown"):
        replace(FAILING, tone=Tone.DATA)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_a_failed_criterion_is_failing_and_only_an_open_one_is_asked_for(verdict):
    seen = criteria_seen({"c": verdict})
    assert bool(seen[Watch.CRITERION_FAILING]) is (verdict is Verdict.FAIL)
    assert bool(seen[Watch.CRITERION_UNKNOWN]) is (
        verdict
        in {Verdict.INSUFFICIENT_DATA, Verdict.NOT_COMPUTABLE, Verdict.DATA_ERROR}
    )


@pytest.mark.parametrize(
    ("on", "level"),
    [
        (MONDAY, Level.COUNTY),
        (date(2026, 6, 3), Level.COUNTY),
        (date(2026, 6, 4), Level.CITY),
        (date(2026, 12, 31), Level.CITY),
    ],
)
def test_an_overdue_task_goes_up_by_working_days_and_never_above_its_top(on, level):
    assert FAILING.level(MONDAY, on, Workdays()) is level


def test_a_task_is_due_so_many_working_days_after_it_was_raised():
    holiday = Workdays(off=frozenset({date(2026, 6, 2)}))
    assert FAILING.due(MONDAY, holiday).on == date(2026, 6, 9)


def test_days_of_escalation_that_do_not_grow_and_a_top_below_are_refused():
    with pytest.raises(ValueError, match="grow"):
        replace(FAILING, escalate=(5, 5))
    with pytest.raises(ValueError, match="top"):
        replace(FAILING, top=Level.SITE)


def test_every_slip_of_a_file_is_named_with_its_line(tmp_path):
    sound = (REFERENCE / "alerts" / "alerts.yaml").read_text(encoding="utf-8")
    broken = sound.replace("code: A102", "code: A101").replace(
        "{of}：{what}即将到期", "{whom}：{what}即将到期"
    )
    broken = broken.replace(
        "watch: target_unknown\n    tone: data", "watch: target_unknown\n    tone: act"
    )
    (tmp_path / "alerts.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(BadPackError) as caught:
        read_alert_rules(tmp_path)
    found = {fault.code: fault.where.line for fault in caught.value.faults}
    assert set(found) == {"alert_twice", "words_field", "alert_refused"}
    assert all(found.values())
