"""Keys of writes: claimed once, answered once, forgotten after a day."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.accounts import hand, tree

from zhence_web.records.access.keys import (
    GIVEN_UP,
    KEPT,
    Claim,
    Held,
    Kept,
    LostClaimError,
    claim,
    keep,
    release,
)
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Keyed

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TOLD = Kept(200, {"ETag": '"v2"'}, '{"a":"镇"}')


@pytest.fixture
def who() -> int:
    return hand(Role.REPORTER, tree().site).appointment


def asked(who: int, key: str = "k", what: str = "a", at: datetime = NOON):
    return claim(appointment=who, key=key, asked=what, at=at)


def claimed(who: int, at: datetime = NOON) -> Claim:
    found = asked(who, at=at)
    assert isinstance(found, Claim)
    return found


def test_the_same_write_gets_the_same_answer(who: int):
    keep(claimed(who), TOLD)
    assert asked(who) == TOLD


def test_another_write_under_the_same_key_is_told_apart(who: int):
    claimed(who)
    assert asked(who, what="b") is Held.OTHER


def test_while_the_first_is_under_way_the_second_is_told_so(who: int):
    claimed(who)
    assert asked(who, at=NOON + GIVEN_UP) is Held.RUNNING


def test_the_key_of_a_process_that_died_is_taken_over_once(who: int):
    first = claimed(who)
    later = NOON + GIVEN_UP + SECOND
    second = claimed(who, later)
    assert asked(who, at=later) is Held.RUNNING
    with pytest.raises(LostClaimError):
        keep(first, TOLD)
    release(first)
    keep(second, TOLD)
    assert asked(who, at=later) == TOLD


def test_what_was_refused_leaves_the_key_free(who: int):
    release(claimed(who))
    claimed(who)


def test_an_answer_is_not_released(who: int):
    held = claimed(who)
    keep(held, TOLD)
    release(held)
    assert asked(who) == TOLD


def test_a_key_is_forgotten_after_a_day(who: int):
    keep(claimed(who), TOLD)
    assert asked(who, at=NOON + KEPT) == TOLD
    assert isinstance(asked(who, what="b", at=NOON + KEPT + SECOND), Claim)
    assert Keyed.objects.count() == 1


def test_two_appointments_may_use_one_key(who: int):
    claimed(who)
    other = hand(Role.LEADER, who_org(who))
    assert isinstance(asked(other.appointment), Claim)


def who_org(appointment: int) -> int:
    from zhence_web.records.models import Appointment

    return int(Appointment.objects.get(pk=appointment).org_id)
