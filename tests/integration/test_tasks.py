"""Whose task it is, who sees it, and with what it is closed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.accounts import hand
from tests.factories.reporting import Desk, desk
from tests.factories.tasks import look, missing_task, noon, tasks

from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Document, Entry, Return, Task, TaskStep, User
from zhence_web.records.tasks import reads
from zhence_web.records.tasks.actions import close, take
from zhence_web.records.tasks.refusals import RefusedError

pytestmark = pytest.mark.django_db

ON = date(2026, 1, 22)


@pytest.fixture
def at() -> Desk:
    return desk()


def shut(
    task: Task, by: Hand, proof: str, ref: str = "", note: str = "已经补报"
) -> None:
    close(
        task=task.pk,
        version=Task.objects.get(pk=task.pk).version,
        proof=proof,
        proof_ref=ref,
        note=note,
        by=by,
        at=noon(ON),
    )


def test_a_task_is_closed_with_evidence_that_is_on_record_about_the_place(at: Desk):
    task = missing_task(at)
    shut(task, at.reporter, "return", task.ref)
    row = Task.objects.get(pk=task.pk)
    assert (row.outcome, row.proof, row.proof_ref) == ("done", "return", task.ref)
    assert Entry.objects.get(action="tasks.close").actor == "filler"
    assert look(ON + timedelta(days=1)).raised == 0


def test_evidence_of_another_place_of_none_and_no_account_are_refused(at: Desk):
    task = missing_task(at)
    elsewhere = Document.objects.create(
        title="别处的文件",
        site_id=_site(at.tree.far_site),
        label="synthetic",
        recorded_at=noon(ON),
    )
    for proof, ref, note, code in (
        ("document", str(elsewhere.pk), "已经补报", "proof_absent"),
        ("return", "987654", "已经补报", "proof_absent"),
        ("return", "x", "已经补报", "proof_absent"),
        ("decision", "1", "已经补报", "proof_kind"),
        ("note", "", "短", "task_note"),
    ):
        with pytest.raises(RefusedError) as caught:
            shut(task, at.reporter, proof, ref, note)
        assert caught.value.faults[0].code == code
    assert Task.objects.get(pk=task.pk).closed_at is None


def _site(org: int) -> int:
    from tests.factories.reporting import site

    return site(org, 77)


def test_only_the_office_that_has_it_closes_it_and_only_once(at: Desk):
    task = missing_task(at)
    for other in (at.county, at.city, hand(Role.LEADER, at.tree.site, "leader")):
        with pytest.raises(NotAllowedError):
            shut(task, other, "note")
    shut(task, at.reporter, "note")
    with pytest.raises(NotAllowedError):
        shut(task, at.reporter, "note")


def test_of_two_who_take_it_on_the_same_page_one_does(at: Desk):
    task = missing_task(at)
    other = hand(Role.REPORTER, at.tree.site, "second")
    take(task=task.pk, version=1, by=at.reporter, at=noon(ON))
    with pytest.raises(NotAllowedError):
        take(task=task.pk, version=1, by=other, at=noon(ON))
    seen = reads.task(task.pk, other, noon(ON))
    assert seen is not None
    assert seen.taken_by == "filler"


def test_nobody_sees_another_countys_tasks(at: Desk):
    task = missing_task(at)
    far = hand(Role.COUNTY_VERIFIER, at.tree.other_county, "far")
    sibling = hand(Role.REPORTER, at.tree.other_site, "neighbour")
    for other in (far, sibling):
        assert reads.task(task.pk, other, noon(ON)) is None
        assert reads.tasks(other, noon(ON), reads.OPEN) == ()
    for one in (at.reporter, at.county, at.city, at.province):
        assert [t.id for t in reads.tasks(one, noon(ON), reads.OPEN)] == [task.pk]


def test_lists_take_as_many_queries_for_many_tasks_as_for_one(
    at: Desk, django_assert_max_num_queries
):
    task = missing_task(at)
    rows = Task.objects.bulk_create(
        Task(
            rule=task.rule,
            subject=f"more-{n}",
            about=task.about,
            office=task.office,
            role=task.role,
            level=task.level,
            zh=task.zh,
            en=task.en,
            kind=task.kind,
            ref=task.ref,
            raised_at=task.raised_at,
            seen_at=task.seen_at,
            due_on=task.due_on,
        )
        for n in range(30)
    )
    TaskStep.objects.bulk_create(
        TaskStep(task=row, verb="raise", office=row.office, at=row.raised_at)
        for row in rows
    )
    with django_assert_max_num_queries(6):
        assert len(reads.tasks(at.city, noon(ON), reads.OPEN)) == 31
    with django_assert_max_num_queries(4):
        assert len(reads.steps(task.pk, noon(ON))) == 1


def test_the_pages_lead_from_the_list_to_the_task_and_close_it(
    at: Desk, client: Client
):
    task = missing_task(at)
    client.force_login(User.objects.get(username="filler"))
    listed = client.get(reverse("staff:tasks")).content.decode()
    assert task.zh in listed
    page = client.get(reverse("staff:task", args=[task.pk])).content.decode()
    assert reverse("desk:return", args=[int(task.ref)]) in page
    empty = client.post(
        reverse("staff:task_close", args=[task.pk]),
        {"version": "1", "proof": "note", "note": ""},
    )
    assert empty.status_code == 422
    assert "请写明怎样办结" in empty.content.decode()
    done = client.post(
        reverse("staff:task_close", args=[task.pk]),
        {"version": "1", "proof": "note", "note": "已向县里说明"},
        follow=True,
    )
    assert "已办结" in done.content.decode()
    assert tasks()[0].closed_at is not None
    english = client.get("/en" + reverse("staff:task", args=[task.pk])).content
    assert b"What happened" in english
    assert Return.objects.filter(pk=int(task.ref)).exists()
    assert timezone.now() > noon(ON)
