"""A corrected figure asks for reviews; what was decided stays as it was."""

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from tests.factories.reporting import Desk, desk, lift, minutes, town_return, version

from zhence.reporting.returns import Typed
from zhence_web.jobs.approvals import approve
from zhence_web.records.models import Entry, Observation
from zhence_web.records.reporting.actions import (
    accept_as_province,
    save_cells,
    send_back,
)

pytestmark = pytest.mark.django_db


def accept(at: Desk, of: int, minute: int) -> tuple[int, ...]:
    done = approve(
        accept_as_province,
        return_id=of,
        version=version(of),
        by=at.province,
        at=minutes(minute),
    )
    return done.figures.restated


def corrected(at: Desk, of: int, **texts: str) -> None:
    send_back(
        return_id=of,
        version=version(of),
        cells=dict.fromkeys(texts, "核对"),
        by=at.province,
        at=minutes(40),
    )
    save_cells(
        return_id=of,
        cells={code: Typed(text) for code, text in texts.items()},
        version=version(of),
        by=at.reporter,
        at=minutes(41),
    )
    lift(at, of, "city_accepted", minute=42)


def asked_for() -> list[str]:
    return [row.task_path for row in DBTaskResult.objects.all()]


def test_a_first_report_asks_for_no_review():
    at = desk()
    made = town_return(at, "city_accepted", staff="12")
    assert accept(at, made, 30) == ()
    assert asked_for() == []


def test_a_correction_asks_for_a_review_once():
    at = desk()
    made = town_return(at, "city_accepted", staff="12")
    accept(at, made, 30)
    corrected(at, made, staff="15")
    told = accept(at, made, 50)
    assert told == (Observation.objects.get(indicator="staff", low=15).pk,)
    assert asked_for() == ["zhence_web.jobs.reviews.reconsider"]


def test_a_correction_that_changes_nothing_asks_for_nothing():
    at = desk()
    made = town_return(at, "city_accepted", staff="12")
    accept(at, made, 30)
    corrected(at, made, staff="12人")
    assert accept(at, made, 50) == ()
    assert asked_for() == []


def test_what_was_undone_asked_for_nothing_either():
    at = desk()
    made = town_return(at, "city_accepted", staff="12")
    accept(at, made, 30)
    corrected(at, made, staff="15")
    entries = Entry.objects.count()
    with transaction.atomic():
        accept(at, made, 50)
        transaction.set_rollback(True)
    assert asked_for() == []
    assert Entry.objects.count() == entries
