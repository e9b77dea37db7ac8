"""What is on record stays, even for somebody who writes SQL past the site."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from zhence_web.records.accounts.roles import Tier
from zhence_web.records.audit.actions import record
from zhence_web.records.models import (
    Act,
    Cell,
    Decision,
    Document,
    Entry,
    Head,
    Membership,
    Move,
    Observation,
    Org,
    Return,
    ReturnedCell,
    Revision,
    Site,
    User,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = date(2026, 3, 1)
LABEL = "synthetic"


def refused(sql: str, *values: int | str | date | None) -> str:
    """Run a statement that must be refused; return the database's words."""
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    return str(caught.value)


def done(sql: str, *values: int | str | date | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


@pytest.fixture
def entry() -> Entry:
    record("one", kind="thing", id_=1, at=NOON, actor="somebody")
    return record("two", kind="thing", id_=1, at=NOON, actor="somebody")


@pytest.fixture
def site() -> Site:
    org = Org.objects.create(code="T1", tier=Tier.SITE, opened_on=DAY)
    return Site.objects.create(number=1, org=org, kind="town", label=LABEL)


@pytest.fixture
def user() -> User:
    return User.objects.create(username="somebody", display_name="某人")


@pytest.fixture
def cell(site: Site, user: User) -> Cell:
    """A cell of a revision that is still open."""
    form = Return.objects.create(
        site=site,
        form="quarter",
        edition="1",
        period="2026Q1",
        starts=DAY,
        ends=DAY,
        state="draft",
        holder=site.org,
        label=LABEL,
        opened_at=NOON,
    )
    revision = Revision.objects.create(
        of=form, number=1, reason="first", made_by=user, made_at=NOON
    )
    return Cell.objects.create(revision=revision, item="a", kind="value", low=1, high=1)


@pytest.fixture
def decision(site: Site, user: User) -> Decision:
    member = Membership.objects.create(
        site=site, policy="P", list_name="l", state="creation", recorded_at=NOON
    )
    paper = Document.objects.create(title="文", label=LABEL, recorded_at=NOON)
    made = Decision.objects.create(
        membership=member,
        what="name",
        body="b",
        document=paper,
        on=DAY,
        recorded_by=user,
        recorded_at=NOON,
    )
    Move.objects.create(
        membership=member,
        decision=made,
        transition="t",
        before="creation",
        after="named",
        on=DAY,
        label=LABEL,
        recorded_at=NOON,
    )
    return made


def seal(cell: Cell) -> None:
    Revision.objects.filter(pk=cell.revision_id).update(sealed_at=NOON)


def test_an_audit_entry_is_neither_changed_nor_deleted(entry: Entry):
    assert "appended" in refused("UPDATE records_entry SET actor = 'x' WHERE seq = 1")
    assert "appended" in refused("DELETE FROM records_entry WHERE seq = 2")
    assert "appended" in refused("DELETE FROM records_entry")
    assert Entry.objects.count() == entry.seq


def test_an_audit_entry_is_neither_put_in_between_nor_put_on_top(entry: Entry):
    insert = (
        "INSERT INTO records_entry (seq, at, actor, acting_for, office, action,"
        " object_kind, object_id, payload, previous, digest)"
        " SELECT %s, at, actor, acting_for, office, action, object_kind, object_id,"
        " payload, %s, %s FROM records_entry WHERE seq = 1"
    )
    assert "follows the head" in refused(insert, 4, entry.digest, "a" * 64)
    assert "follows the head" in refused(insert, 3, "b" * 64, "a" * 64)
    if connection.vendor == "sqlite":
        again = insert.replace("INSERT", "INSERT OR REPLACE")
        assert "follows the head" in refused(again, 1, "0" * 64, "a" * 64)


def test_the_head_goes_on_by_one_and_stays(entry: Entry):
    assert "stays" in refused("UPDATE records_head SET seq = 1")
    refused("UPDATE records_head SET seq = 9")
    refused("UPDATE records_head SET digest = %s", "a" * 64)
    refused("DELETE FROM records_head")
    assert Head.objects.get().digest == entry.digest


def test_a_cell_opens_and_closes_with_its_revision(cell: Cell):
    assert done("UPDATE records_cell SET low = 2, high = 2 WHERE id = %s", cell.pk) == 1
    seal(cell)
    refused("UPDATE records_cell SET low = 3 WHERE id = %s", cell.pk)
    refused("DELETE FROM records_cell WHERE id = %s", cell.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(revision=cell.revision, item="b", kind="missing")
    refused("UPDATE records_revision SET sealed_at = NULL")
    refused("DELETE FROM records_revision")
    cell.refresh_from_db()
    assert cell.low == 2


def test_a_cell_is_not_moved_into_a_sealed_revision(cell: Cell, user: User):
    seal(cell)
    later = Revision.objects.create(
        of=cell.revision.of, number=2, reason="error", made_by=user, made_at=NOON
    )
    free = Cell.objects.create(revision=later, item="b", kind="missing")
    refused(
        "UPDATE records_cell SET revision_id = %s WHERE id = %s",
        cell.revision_id,
        free.pk,
    )
    assert done("DELETE FROM records_cell WHERE id = %s", free.pk) == 1


def test_acts_and_their_reasons_are_only_appended(cell: Cell, user: User, site: Site):
    act = Act.objects.create(
        revision=cell.revision,
        verb="return",
        before="submitted",
        after="returned",
        by=user,
        office=site.org,
        at=NOON,
    )
    ReturnedCell.objects.create(act=act, item="a", reason="？")
    refused("UPDATE records_act SET note = 'x'")
    refused("DELETE FROM records_act")
    refused("UPDATE records_returnedcell SET reason = 'x'")
    refused("DELETE FROM records_returnedcell")


def test_an_observation_is_only_followed(site: Site):
    seen = Observation.objects.create(
        site=site,
        indicator="i",
        starts=DAY,
        ends=DAY,
        low=0,
        high=0,
        recorded_at=NOON,
        reason="first",
        label=LABEL,
    )
    refused("UPDATE records_observation SET low = 1 WHERE id = %s", seen.pk)
    refused("DELETE FROM records_observation WHERE id = %s", seen.pk)


def test_a_decision_is_published_and_withdrawn_but_never_edited(
    decision: Decision,
):
    Decision.objects.filter(pk=decision.pk).update(published_at=NOON)
    refused("UPDATE records_decision SET published_at = %s", timezone.now())
    refused("UPDATE records_decision SET published_at = NULL")
    # Even a column that is empty as yet.
    refused("UPDATE records_decision SET effective = %s", DAY)
    refused("UPDATE records_decision SET grounds = 'x'")
    refused("DELETE FROM records_decision")
    assert Decision.objects.filter(withdrawn_by=None).count() == 1


@pytest.mark.usefixtures("decision")
def test_a_decision_is_withdrawn_once():
    # By its own number: which decision may do it is the actions' business.
    done("UPDATE records_decision SET withdrawn_by_id = id")
    refused("UPDATE records_decision SET withdrawn_by_id = NULL")


def test_a_move_is_only_followed(decision: Decision):
    refused("UPDATE records_move SET after = 'exited'")
    refused("DELETE FROM records_move")
    assert decision.move.after == "named"


@pytest.mark.usefixtures("decision")
def test_replacing_does_not_delete_past_the_guards():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite replaces a row by inserting another")
    refused(
        "INSERT OR REPLACE INTO records_move (id, membership_id, decision_id,"
        ' transition, before, after, "on", source, label, recorded_at)'
        " SELECT id, membership_id, decision_id, transition, before, 'exited', \"on\","
        " source, label, recorded_at FROM records_move"
    )


def test_nothing_on_record_is_emptied_at_a_stroke(entry: Entry):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE")
    assert "stays" in refused("TRUNCATE records_entry")
    assert "stays" in refused("TRUNCATE records_org CASCADE")
    assert Entry.objects.count() == entry.seq
