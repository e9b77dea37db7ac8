"""Targets are followed by the office whose they are; unknown ones are asked for."""

from datetime import date, timedelta

import pytest
from tests.factories.reporting import desk
from tests.factories.tasks import noon, tasks

from zhence_web.jobs.ticking import tick
from zhence_web.jobs.watching_targets import Targets
from zhence_web.packbook.alerts import alert_rules
from zhence_web.records.models import Membership, Task, Told
from zhence_web.records.tasks.raising import look_round

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 2)


def listed() -> int:
    at = desk()
    Membership.objects.create(
        site_id=at.site,
        policy="ZJ2023",
        list_name="provincial",
        state="CREATION",
        since=date(2024, 1, 1),
        recorded_at=noon(date(2024, 1, 1)),
    )
    return at.tree.province


def test_what_nobody_can_follow_is_asked_for_and_never_said_to_be_behind():
    province = listed()
    tick(noon(ON))
    (asked,) = tasks("A302")
    assert (asked.office_id, asked.role) == (province, "provincial_office")
    assert "缺数不等于落后" in str(alert_rules().find("A302"))
    behind = [word for task in tasks("A301") for word in task.zh.split("（")[1:]]
    named = asked.zh.split("（")[1].split(" ")[0].rstrip("）").split("、")
    assert all(target not in word for word in behind for target in named)


def test_targets_are_looked_at_once_a_day_and_a_clock_that_goes_back_is_no_new_day():
    listed()
    targets = Targets()

    def look(on: date) -> int:
        done = look_round(rules=alert_rules(), at=noon(on), daily=targets.watchers())
        return done.raised

    assert look(ON) > 0
    Task.objects.filter(rule__in=["A301", "A302"]).update(subject="moved")
    assert look(ON) == 0
    assert look(ON - timedelta(days=3)) == 0
    assert look(ON + timedelta(days=1)) > 0
    assert Told.objects.get().day == ON + timedelta(days=1)
