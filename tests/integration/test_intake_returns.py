"""A return that goes through Excel: taken out, filled, tried, refused, taken in."""

from datetime import timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.factories.accounts import TODAY, hand
from tests.factories.intake import cells, codes, filled_return, sent, told
from tests.factories.reporting import (
    Desk,
    desk,
    fill,
    lift,
    minutes,
    state,
    version,
)
from tests.factories.reporting import opened as asked
from tests.lib.filledforms import row_of
from tests.lib.rosters import opened, saved

from zhence.errors import BadInputError
from zhence_web.jobs import uploads
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.check import check
from zhence_web.records.intake import actions
from zhence_web.records.intake.keeping import MOST_BYTES
from zhence_web.records.intake.reads import (
    annotated,
    return_template,
    upload_seen,
    uploads_of_return,
)
from zhence_web.records.management.commands.worker import put_back
from zhence_web.records.models import Act, Appointment, Cell, Entry, Upload
from zhence_web.records.reporting.actions import send_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at() -> Desk:
    return desk()


def send(
    at: Desk, of: int, data: bytes, *, trial: bool = False, minute: int = 5
) -> int:
    return actions.send_return(
        return_id=of,
        version=version(of),
        sent=sent(data, trial=trial),
        by=at.reporter,
        at=minutes(minute),
    )


def test_a_sound_workbook_becomes_the_cells_of_the_return(at: Desk):
    of = asked(at)
    data = filled_return(of, at.reporter, TODAY, tax_revenue=1.25, staff="3400")
    made = told(send(at, of, data))
    assert (made.verdict, made.trial, made.stage) == ("accepted", False, "done")
    assert made.changed == len(cells(of)) > 5
    assert (cells(of)["tax_revenue"], cells(of)["staff"]) == ("1.25", "3400")
    assert version(of) == 2
    assert [a.verb for a in Act.objects.all()] == ["fill"]
    entries = list(Entry.objects.order_by("-seq").values_list("action", flat=True)[:2])
    assert entries == ["intake.load", "reporting.fill"]
    assert check().sound
    lift(at, of, "submitted")
    assert state(of) == "submitted"


def test_a_trial_says_the_same_and_writes_nothing_of_it(at: Desk):
    of = asked(at)
    data = filled_return(of, at.reporter, TODAY, tax_revenue=1.25)
    tried = told(send(at, of, data, trial=True))
    assert (tried.verdict, tried.trial) == ("accepted", True)
    assert version(of) == 1
    assert not Cell.objects.exists()
    assert not Act.objects.exists()
    assert not Entry.objects.filter(action="reporting.fill").exists()
    real = told(
        actions.load_again(upload=tried.pk, reasons={}, by=at.reporter, at=minutes(6))
    )
    assert (real.verdict, real.changed) == (tried.verdict, tried.changed)
    assert Cell.objects.count() == real.changed


def test_the_same_file_twice_changes_nothing_and_says_so(at: Desk):
    of = asked(at)
    data = filled_return(of, at.reporter, TODAY, tax_revenue=1.25)
    first = told(send(at, of, data))
    again = told(send(at, of, data, minute=6))
    assert (again.verdict, again.changed) == ("unchanged", 0)
    assert again.sha256 == first.sha256
    assert again.file.name == first.file.name
    assert version(of) == 2
    taken = return_template(of, at.reporter, TODAY)
    assert taken is not None
    assert told(send(at, of, taken.data, minute=7)).verdict == "unchanged"


def test_every_fault_is_told_by_its_cell_and_nothing_is_written(at: Desk):
    of = asked(at)
    data = filled_return(
        of, at.reporter, TODAY, tax_revenue="一亿", staff=2.5, enterprises=-3
    )
    made = send(at, of, data)
    assert told(made).verdict == "refused"
    places = {(f[0], f[6]) for f in told(made).faults}
    assert places >= {
        ("number_in_words", f"E{row_of('tax_revenue')}"),
        ("not_whole", f"E{row_of('staff')}"),
        ("negative", f"E{row_of('enterprises')}"),
    }
    assert not Cell.objects.exists()
    assert version(of) == 1
    back = annotated(made, at.reporter, TODAY)
    assert back is not None
    assert back.name == "t-批注.xlsx"
    book = opened(back.data)
    note = book["填报"][f"E{row_of('staff')}"].comment
    assert note is not None
    assert "[not_whole]" in note.text
    assert "检查结果（镇策）" in book.sheetnames


def test_the_mended_annotated_file_is_accepted(at: Desk):
    of = asked(at)
    data = filled_return(of, at.reporter, TODAY, staff=2.5)
    back = annotated(send(at, of, data), at.reporter, TODAY)
    assert back is not None
    book = opened(back.data)
    book["填报"][f"E{row_of('staff')}"].value = 25
    assert told(send(at, of, saved(book), minute=6)).verdict == "accepted"
    assert cells(of)["staff"] == "25"


def test_the_template_shows_what_is_known_and_the_period_before(at: Desk):
    before = asked(at, period="2025Q3")
    fill(at, before, {"tax_revenue": "1.1"})
    lift(at, before, "submitted")
    of = asked(at)
    fill(at, of, {"tax_revenue": "1.25"})
    made = return_template(of, at.reporter, TODAY)
    assert made is not None
    sheet = opened(made.data)["填报"]
    row = row_of("tax_revenue")
    assert [sheet[f"{c}{row}"].value for c in "EFG"] == [1.25, 1.1, "—（缺报）"]
    assert made.name.endswith("2025Q4.xlsx")
    stranger = hand(Role.REPORTER, at.tree.other_site, "stranger")
    assert return_template(of, stranger, TODAY) is None


def test_only_cells_that_were_sent_back_may_differ(at: Desk):
    of = asked(at)
    fill(at, of, {"staff": "10", "enterprises": "3"})
    lift(at, of, "submitted")
    send_back(
        return_id=of,
        version=version(of),
        cells={"staff": "与社保数不符"},
        by=at.county,
        at=minutes(40),
    )
    data = filled_return(of, at.reporter, TODAY, staff=12, enterprises=4)
    made = send(at, of, data, minute=41)
    assert codes(made) == {"cell_frozen"}
    assert told(made).faults[0][6] == f"E{row_of('enterprises')}"
    assert cells(of)["staff"] == "10"
    data = filled_return(of, at.reporter, TODAY, staff=12)
    assert told(send(at, of, data, minute=42)).verdict == "accepted"
    assert cells(of)["staff"] == "12"


def test_the_workbook_of_another_site_or_period_is_refused_by_name(at: Desk):
    of, other = asked(at), asked(at, period="2025Q3")
    data = filled_return(other, at.reporter, TODAY)
    made = send(at, of, data)
    assert "template_of_another" in codes(made)
    assert not Cell.objects.exists()


def test_who_may_not_fill_the_return_leaves_no_file_behind(at: Desk, tmp_path):
    of = asked(at)
    data = filled_return(of, at.reporter, TODAY)
    for by in (at.county, at.city, hand(Role.REPORTER, at.tree.other_site, "else")):
        with pytest.raises(NotAllowedError):
            actions.send_return(
                return_id=of, version=1, sent=sent(data), by=by, at=minutes(5)
            )
    with pytest.raises(NotAllowedError):
        actions.send_return(
            return_id=987654, version=1, sent=sent(data), by=at.reporter, at=minutes(5)
        )
    assert list(tmp_path.iterdir()) == []
    assert not Upload.objects.exists()


def test_an_old_version_and_a_submitted_return_are_conflicts(at: Desk):
    of = asked(at)
    data = filled_return(of, at.reporter, TODAY)
    fill(at, of)
    with pytest.raises(NotAllowedError) as old:
        actions.send_return(
            return_id=of, version=1, sent=sent(data), by=at.reporter, at=minutes(5)
        )
    assert old.value.denied.why is Why.STATE
    lift(at, of, "submitted")
    with pytest.raises(NotAllowedError):
        send(at, of, data)


def test_what_is_too_large_is_not_even_kept(at: Desk, tmp_path):
    of = asked(at)
    with pytest.raises(BadInputError, match="20 MB"):
        send(at, of, b"x" * (MOST_BYTES + 1))
    assert list(tmp_path.iterdir()) == []


def test_uploads_are_seen_by_whoever_edits_the_site_and_by_nobody_else(at: Desk):
    of = asked(at)
    made = send(at, of, filled_return(of, at.reporter, TODAY, staff=2.5), trial=True)
    seen = upload_seen(made, at.reporter, TODAY)
    assert seen is not None
    assert [f.place for f in seen.errors] == [f"填报!E{row_of('staff')}"]
    assert uploads_of_return(of) == (seen,)
    assert upload_seen(made, at.county, TODAY) == seen
    leader = hand(Role.LEADER, at.tree.county, "leader")
    stranger = hand(Role.REPORTER, at.tree.other_site, "stranger")
    for by in (leader, stranger):
        assert upload_seen(made, by, TODAY) is None
        assert annotated(made, by, TODAY) is None
    assert upload_seen(987654, at.reporter, TODAY) is None


class Long:
    """Files count as long from their first byte on."""

    @pytest.fixture(autouse=True)
    def _long(self, monkeypatch):
        monkeypatch.setattr(actions, "LONG", 0)
        monkeypatch.setattr(uploads, "LONG", 0)


class TestALongFile(Long):
    def wait(self, at: Desk, of: int, data: bytes, *, trial: bool = False) -> int:
        return uploads.send_return(
            return_id=of,
            version=version(of),
            sent=sent(data, trial=trial),
            by=at.reporter,
            at=minutes(5),
        )

    def test_waits_for_a_worker_and_is_then_taken_in_once(self, at: Desk):
        of = asked(at)
        made = self.wait(at, of, filled_return(of, at.reporter, TODAY, staff=7))
        assert told(made).stage == "waiting"
        assert not Cell.objects.exists()
        assert actions.carry_out(upload=made, clock=lambda: minutes(6))
        assert told(made).verdict == "accepted"
        assert cells(of)["staff"] == "7"
        assert not actions.carry_out(upload=made, clock=lambda: minutes(7))
        assert version(of) == 2

    def test_begun_and_killed_it_is_begun_again(self, at: Desk):
        of = asked(at)
        made = self.wait(at, of, filled_return(of, at.reporter, TODAY, staff=7))
        Upload.objects.filter(pk=made).update(stage="running", steps=1)
        assert actions.carry_out(upload=made, clock=lambda: minutes(6))
        assert told(made).verdict == "accepted"

    @pytest.mark.parametrize("trial", [True, False])
    def test_that_its_worker_was_killed_at_too_often_ends_and_is_tried_again(
        self,
        at: Desk,
        trial: bool,  # noqa: FBT001  # what is parametrised
    ):
        of = asked(at)
        data = filled_return(of, at.reporter, TODAY, staff=7)
        made = self.wait(at, of, data, trial=trial)
        Upload.objects.filter(pk=made).update(stage="running", steps=1)
        assert uploads.end_given_up(minutes(6)) == 0
        task = DBTaskResult.objects.get()
        task.status, task.worker_ids = TaskResultStatus.RUNNING, ["zhence-w"] * 3
        task.save()
        assert put_back("zhence-w") == 1
        assert uploads.end_given_up(minutes(7)) == 1
        assert uploads.end_given_up(minutes(8)) == 0
        assert codes(made) == {"work_given_up"}
        assert not Cell.objects.exists()
        seen = upload_seen(made, at.reporter, TODAY)
        assert seen is not None
        assert (seen.over, seen.given_up, seen.verdict) == (True, True, "refused")
        again = uploads.load_again(
            upload=made, reasons={}, by=at.reporter, at=minutes(9)
        )
        actions.carry_out(upload=again, clock=lambda: minutes(10))
        assert (told(again).trial, told(again).verdict) == (trial, "accepted")
        assert Cell.objects.exists() is not trial
        assert check().sound

    def test_somebody_who_saved_meanwhile_is_not_overwritten(self, at: Desk):
        of = asked(at)
        made = self.wait(at, of, filled_return(of, at.reporter, TODAY, staff=7))
        fill(at, of, {"staff": "9"})
        actions.carry_out(upload=made, clock=lambda: minutes(6))
        assert codes(made) == {"changed_since"}
        assert cells(of)["staff"] == "9"

    def test_whose_appointment_ended_writes_nothing(self, at: Desk):
        of = asked(at)
        made = self.wait(at, of, filled_return(of, at.reporter, TODAY, staff=7))
        Appointment.objects.filter(pk=at.reporter.appointment).update(
            until=minutes(0).date() - timedelta(days=1)
        )
        actions.carry_out(upload=made, clock=lambda: minutes(6))
        assert codes(made) == {"rights_ended"}
        assert not Cell.objects.exists()
        assert check().sound
