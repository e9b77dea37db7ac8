"""Everybody is told once of what concerns their office, and mailed when they wish."""

from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import hand
from tests.factories.applications import applying, sent, taken_on
from tests.factories.reporting import Desk, desk, fill, lift, version
from tests.factories.tasks import asked, look, noon, tell_all
from tests.lib.asking import signed_in

from zhence_web.jobs.deliveries import send_due
from zhence_web.jobs.ticking import tick
from zhence_web.packbook.alerts import alert_rules
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.applications.actions import (
    send_back_application,
    verify_application,
)
from zhence_web.records.models import Appointment, Delivery, Notice, Return, User
from zhence_web.records.reporting.actions import send_back
from zhence_web.records.tasks import reads_channels
from zhence_web.records.tasks.channels import mark_read, wish_mail
from zhence_web.records.tasks.refusals import RefusedError
from zhence_web.records.tasks.telling import remind

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 2)


@pytest.fixture
def at() -> Desk:
    return desk()


def topics(of: Hand) -> list[str]:
    rows = Notice.objects.filter(appointment=of.appointment).order_by("id")
    return list(rows.values_list("topic", flat=True))


def test_each_deed_is_told_to_the_office_whose_turn_it_is_and_to_no_other(at: Desk):
    far = hand(Role.COUNTY_VERIFIER, at.tree.other_county, "far")
    made = asked(at)
    fill(at, made)
    lift(at, made, "submitted")
    tell_all(ON)
    assert (topics(at.reporter), topics(at.county)) == (["to_fill"], ["to_approve"])
    lift(at, made, "verified", minute=20)
    tell_all(ON)
    assert topics(at.city) == ["to_approve"]
    lift(at, made, "province_accepted", minute=30)
    tell_all(ON)
    assert topics(at.reporter) == ["to_fill", "accepted"]
    assert topics(at.province) == []  # it was accepted before anybody was told
    assert topics(far) == []


def test_what_was_sent_back_is_told_to_whoever_fills_and_not_to_whoever_did_it(
    at: Desk,
):
    made = asked(at)
    fill(at, made)
    lift(at, made, "submitted")
    send_back(
        return_id=made,
        version=version(made),
        cells={"staff": "核对"},
        by=at.county,
        at=noon(ON),
    )
    tell_all(ON)
    assert topics(at.reporter)[-1] == "to_fill"
    assert topics(at.county) == []  # it was sent on before anybody was told


def test_telling_twice_tells_once(at: Desk):
    asked(at)
    assert tell_all(ON) == 1
    before = Notice.objects.count()
    assert tell_all(ON) == 0
    assert Notice.objects.count() == before == 1


def test_an_old_installation_does_not_tell_its_history(at: Desk):
    asked(at)
    tell_all(date(2026, 6, 1))
    assert not Notice.objects.exists()


def test_a_site_is_reminded_once_a_day_of_reminding_and_after_a_pause_of_the_last(
    at: Desk,
):
    asked(at)

    def go(day: int) -> int:
        return remind(rules=alert_rules(), at=noon(date(2026, 1, day)))

    assert [go(12), go(13), go(13), go(16), go(20), go(21)] == [0, 1, 0, 1, 1, 0]
    assert topics(at.reporter) == ["reminder"] * 3


def test_a_task_is_told_when_it_is_raised_and_when_it_comes_up(at: Desk):
    asked(at)
    look(date(2026, 1, 21))
    tell_all(date(2026, 1, 21))
    assert topics(at.reporter) == ["to_fill", "task"]
    look(ON)
    tell_all(ON)
    assert topics(at.county) + topics(at.city) == ["task"]


def test_who_came_to_the_office_since_is_told_and_who_left_is_not(at: Desk):
    made = asked(at)
    Appointment.objects.filter(pk=at.reporter.appointment).update(until=ON)
    heir = hand(Role.REPORTER, at.tree.site, "heir")
    tell_all(ON)
    assert (topics(at.reporter), topics(heir)) == ([], ["to_fill"])
    assert Return.objects.filter(pk=made).exists()


def test_a_mail_goes_to_whoever_wants_one_and_says_no_figure(at: Desk):
    wish_mail(email="a@example.cn", topics=["to_fill"], by=at.reporter, at=noon(ON))
    asked(at)
    tell_all(ON)
    assert send_due(clock=lambda: noon(ON)) == 1
    assert send_due(clock=lambda: noon(ON)) == 0
    (sent,) = mail.outbox
    assert (sent.to, "布置了报表" in sent.body) == (["a@example.cn"], True)
    assert Delivery.objects.get().state == "sent"


@pytest.mark.parametrize("email", ["", "no address", "a@b\nc@d"])
def test_mail_needs_an_address(at: Desk, email: str):
    with pytest.raises(RefusedError):
        wish_mail(email=email, topics=["task"], by=at.reporter, at=noon(ON))
    assert reads_channels.wishes(at.reporter).email == ""


def test_the_frame_counts_what_is_not_read_and_the_page_marks_it(
    at: Desk, client: Client
):
    asked(at)
    tell_all(ON)
    client.force_login(User.objects.get(username="filler"))
    assert "通知（1 未读）" in client.get(reverse("desk:tasks")).content.decode()
    (one,) = reads_channels.notices(at.reporter)
    page = client.get(reverse("staff:notices")).content.decode()
    assert one.words.zh in page
    client.post(reverse("staff:notices_read"), {"notice": str(one.id)})
    assert reads_channels.unread(at.reporter) == 0
    again = client.get(reverse("desk:tasks")).content.decode()
    assert "未读" not in again


def test_nobody_marks_what_somebody_else_was_told(at: Desk):
    asked(at)
    tell_all(ON)
    (one,) = reads_channels.notices(at.reporter)
    assert mark_read(by=at.county, at=noon(ON), notice=one.id) == 0
    assert mark_read(by=at.county, at=noon(ON)) == 0
    assert reads_channels.unread(at.reporter) == 1


def test_ticking_twice_is_ticking_once(at: Desk):
    asked(at)
    moment = noon(date(2026, 1, 21))
    first = tick(moment)
    assert (first.raised, first.told > 0) == (1, True)
    again = tick(moment)
    assert (again.reminded, again.raised, again.told, again.queued) == (0, 0, 0, False)


def test_an_application_is_told_to_whoevers_turn_it_is_and_its_end_to_who_applied():
    at = applying()
    made = sent(at, noon(ON))
    tell_all(ON)
    assert topics(at.county) == ["application"]
    verify_application(application=made, version=1, by=at.county, at=noon(ON))
    tell_all(ON)
    assert topics(at.city) == ["application"]
    assert topics(at.reporter) == []
    send_back_application(
        application=made, version=2, reason="核对", by=at.city, at=noon(ON)
    )
    tell_all(ON)
    assert topics(at.reporter) == ["application"]
    page = signed_in(at.reporter).get(reverse("staff:notices")).content.decode()
    assert reverse("desk:application", args=[made]) in page
    assert "名单申报被退回" in page


def test_an_application_that_moved_on_before_anybody_was_told_is_told_where_it_is():
    at = applying()
    taken_on(at, noon(ON))
    tell_all(ON)
    assert [topics(by) for by in (at.county, at.city)] == [[], []]
    assert topics(at.reporter) == ["application"]
