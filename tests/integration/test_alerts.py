"""What is found becomes a task once, clears by itself, goes up, and is never undone."""

from datetime import date, timedelta

import pytest
from tests.factories.reporting import Desk, desk, fill, lift, version
from tests.factories.tasks import DUE, asked, look, noon, tasks

from zhence_web.records.models import Return, TaskStep
from zhence_web.records.reporting.actions import extend, send_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def day(number: int, month: int = 1) -> date:
    return date(2026, month, number)


def test_looking_twice_raises_once(at: Desk):
    asked(at)
    assert look(day(21)).raised == 1
    before = TaskStep.objects.count()
    again = look(day(21))
    assert (again.raised, again.cleared, again.escalated) == (0, 0, 0)
    assert TaskStep.objects.count() == before


def test_a_return_is_announced_before_its_day_and_missing_after_it(at: Desk):
    asked(at)
    assert look(day(14)).raised == 0
    look(day(16))
    assert [t.rule for t in tasks() if t.closed_at is None] == ["A101"]
    look(DUE)
    look(day(21))
    found = {t.rule: t.outcome for t in tasks()}
    assert found == {"A101": "gone", "A102": ""}


def test_a_missing_return_is_asked_of_the_site_and_says_that_nothing_is_known(
    at: Desk,
):
    asked(at)
    look(day(21))
    (task,) = tasks("A102")
    assert (task.office_id, task.role) == (at.tree.site, "reporter")
    assert "一号小镇" in task.zh
    assert "未知" in task.zh
    assert "unknown" in task.en


def test_an_overdue_task_goes_up_the_tree_level_by_level_once_each(at: Desk):
    asked(at)
    look(day(21))
    (task,) = tasks("A102")
    offices: dict[int, date] = {}
    for number in range(60):
        on = task.due_on + timedelta(days=number)
        look(on)
        (now,) = tasks("A102")
        offices.setdefault(now.office_id, on)
    assert list(offices) == [at.tree.site, at.tree.county, at.tree.city]
    verbs = list(TaskStep.objects.filter(task=task).values_list("verb", flat=True))
    assert verbs == ["raise", "escalate", "escalate"]


def test_a_clock_that_goes_back_undoes_nothing(at: Desk):
    asked(at)
    look(day(21))
    look(day(27, 2))
    (late,) = tasks("A102")
    back = look(day(12))
    assert (back.cleared, back.escalated) == (0, 0)
    (now,) = tasks("A102")
    assert (now.office_id, now.closed_at, now.version) == (
        late.office_id,
        None,
        late.version,
    )


def test_what_was_sent_in_clears_its_task_and_late_is_not_missing(at: Desk):
    made = asked(at)
    look(day(21))
    fill(at, made)
    lift(at, made, "submitted")
    look(day(2, 3))
    (task,) = tasks("A102")
    assert (task.outcome, task.closed_at) == ("gone", noon(day(2, 3)))


def test_a_cause_that_comes_back_opens_its_task_again(at: Desk):
    made = asked(at)
    look(day(21))
    Return.objects.filter(pk=made).update(state="submitted")
    look(day(22))
    Return.objects.filter(pk=made).update(state="draft")
    assert look(day(23)).raised == 1
    (task,) = tasks("A102")
    assert (task.outcome, task.closed_at) == ("", None)


def test_what_was_sent_back_is_another_thing_than_what_never_came(at: Desk):
    made = asked(at)
    fill(at, made)
    lift(at, made, "submitted")
    send_back(
        return_id=made,
        version=version(made),
        cells={"staff": "核对"},
        by=at.county,
        at=noon(day(2, 3)),
    )
    look(day(4, 3))
    assert tasks() == []
    look(day(5, 3))
    assert [t.rule for t in tasks()] == ["A103"]


def test_what_a_level_holds_too_long_is_that_levels_task(at: Desk):
    made = asked(at)
    fill(at, made)
    lift(at, made, "verified")
    look(day(31, 3))
    (task,) = tasks("A104")
    assert (task.office_id, task.role) == (at.tree.city, "city_office")


def test_an_extension_stills_the_alarm_until_its_own_day_is_over(at: Desk):
    made = asked(at)
    extend(
        return_id=made,
        version=version(made),
        until=day(30),
        reason="统计员交接",
        by=at.county,
        at=noon(day(19)),
    )
    assert look(day(30)).raised == 0
    assert look(day(31)).raised == 1
