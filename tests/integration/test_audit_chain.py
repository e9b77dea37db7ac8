"""The chain grows with each deed and shares the fate of its transaction."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from zhence_web.records.audit.actions import NotInTransactionError, record
from zhence_web.records.audit.chain import GENESIS, moment, payload_text, seal
from zhence_web.records.models import Entry

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _deed(word: str, at: datetime = NOON) -> Entry:
    with transaction.atomic():
        return record(word, kind="thing", id_=1, at=at, actor="somebody")


@pytest.mark.django_db
def test_each_entry_is_sealed_over_the_one_before_it():
    first, second = _deed("one"), _deed("two")
    assert (first.seq, first.previous) == (1, GENESIS)
    assert second.previous == first.digest
    assert second.digest == seal(first.digest, second.payload)


@pytest.mark.django_db(transaction=True)
def test_a_deed_without_a_transaction_is_refused():
    with pytest.raises(NotInTransactionError):
        record("alone", kind="thing", id_=1, at=NOON, actor="somebody")


@pytest.mark.django_db
def test_what_is_undone_was_never_recorded():
    with transaction.atomic():
        record("undone", kind="thing", id_=1, at=NOON, actor="somebody")
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert _deed("done").seq == 1


@pytest.mark.django_db
def test_a_clock_that_stands_behind_is_said_so():
    _deed("one")
    late = _deed("two", NOON - timedelta(hours=1))
    assert '"behind":"2026-03-01T12:00:00.000000Z"' in late.payload


def test_a_moment_without_its_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        moment(NOON.replace(tzinfo=None))


def test_a_number_that_json_has_no_word_for_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        payload_text({"detail": float("nan")})
