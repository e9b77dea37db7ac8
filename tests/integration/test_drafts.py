"""Drafts: what was typed is kept, checked and given back, and is on record nowhere."""

import pytest
from django.db.models import Max
from tests.factories.accounts import deputy, hand
from tests.factories.reporting import Desk, desk, fill, lift, minutes, opened, version
from tests.lib.asking import signed_in
from tests.lib.returnforms import form

from zhence.reporting.returns import Typed
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Cell, Draft, Entry
from zhence_web.records.reporting.actions import (
    DraftElsewhereError,
    Kept,
    discard_draft,
    keep_draft,
    save_cells,
    send_back,
    submit,
)
from zhence_web.records.reporting.reads import draft_of

pytestmark = pytest.mark.django_db
REQUIRED = sum(item.required for item in form("town-quarter").items)


def keep(at: Desk, of: int, serial: int | None = 0, **texts: str) -> Kept:
    return keep_draft(
        return_id=of,
        cells={code: Typed(text) for code, text in texts.items()},
        version=version(of),
        serial=serial,
        by=at.reporter,
        at=minutes(5),
    )


def deeds() -> int:
    return int(Entry.objects.aggregate(n=Max("seq"))["n"])


def test_a_draft_is_given_back_to_whoever_typed_it_and_is_no_record():
    at = desk()
    made = opened(at)
    before = deeds()
    assert keep(at, made, staff="许多", tax_revenue="1.5").serial == 1
    kept = draft_of(made, at.reporter)
    assert kept is not None
    assert kept.cells == {"staff": Typed("许多"), "tax_revenue": Typed("1.5")}
    assert (kept.version, kept.serial, kept.kept_at) == (1, 1, minutes(5))
    other = hand(Role.REPORTER, at.tree.site, "second")
    assert draft_of(made, other) is None
    assert not Cell.objects.exists()
    assert deeds() == before


def test_what_is_typed_is_checked_and_what_is_still_empty_is_only_counted():
    at = desk()
    made = opened(at)
    fill(at, made, {"total_investment": "10"})
    kept = keep(at, made, staff="许多", eligible_investment="11")
    assert {"staff", "eligible_investment"} <= set(kept.said)
    assert kept.empty == 0


def test_an_empty_form_has_no_faults_yet():
    at = desk()
    kept = keep(at, opened(at), staff="7")
    assert "staff" not in kept.said
    assert kept.empty == REQUIRED - 1


def test_a_cell_that_was_emptied_again_says_that_it_is_asked_for():
    at = desk()
    made = opened(at)
    fill(at, made)
    kept = keep(at, made, staff="")
    assert (kept.serial, kept.empty) == (1, 0)
    assert "staff" in kept.said


def test_a_draft_that_says_what_is_saved_is_none():
    at = desk()
    made = opened(at)
    fill(at, made, {"staff": "7"})
    assert keep(at, made, staff="8").serial == 1
    assert keep(at, made, serial=1, staff="7") == Kept(0, {}, 0)
    assert draft_of(made, at.reporter) is None
    assert keep(at, made, staff="7").serial == 0


def test_two_windows_of_one_person_do_not_undo_each_other_unseen():
    at = desk()
    made = opened(at)
    keep(at, made, staff="7")
    with pytest.raises(DraftElsewhereError):
        keep(at, made, serial=0, staff="8")
    assert keep(at, made, serial=1, staff="8").serial == 2
    assert keep(at, made, serial=None, staff="9").serial == 3


def test_a_draft_of_an_older_version_or_a_closed_return_is_refused():
    at = desk()
    made = opened(at)
    fill(at, made)
    with pytest.raises(NotAllowedError) as refused:
        keep_draft(
            return_id=made,
            cells={"staff": Typed("7")},
            version=1,
            serial=0,
            by=at.reporter,
            at=minutes(5),
        )
    assert refused.value.denied.why is Why.STATE
    lift(at, made, "submitted")
    with pytest.raises(NotAllowedError):
        keep(at, made, staff="7")


def test_saving_ends_ones_own_draft_and_submitting_everybodys():
    at = desk()
    made = opened(at)
    stand_in = deputy(at.reporter, "stand-in")
    keep(at, made, staff="7")
    keep_draft(
        return_id=made,
        cells={"staff": Typed("9")},
        version=1,
        serial=0,
        by=stand_in,
        at=minutes(6),
    )
    fill(at, made)
    assert draft_of(made, at.reporter) is None
    old = draft_of(made, stand_in)
    assert old is not None
    assert old.version < version(made)
    submit(return_id=made, version=version(made), by=at.reporter, at=minutes(9))
    assert not Draft.objects.exists()


def test_frozen_and_unknown_cells_are_left_out_and_long_texts_cut():
    at = desk()
    made = opened(at)
    keep(at, made, nothing="1", staff="9" * 900)
    kept = draft_of(made, at.reporter)
    assert kept is not None
    assert {code: len(each.text) for code, each in kept.cells.items()} == {"staff": 300}


def test_a_draft_is_discarded_by_its_owner_only():
    at = desk()
    made = opened(at)
    keep(at, made, staff="7")
    discard_draft(return_id=made, by=at.county)
    assert draft_of(made, at.reporter) is not None
    discard_draft(return_id=made, by=at.reporter)
    assert draft_of(made, at.reporter) is None


def test_the_page_keeps_a_draft_and_says_what_the_checks_say():
    at = desk()
    made = opened(at)
    client = signed_in(at.reporter)
    there = f"/desk/returns/{made}/draft/"
    posted = {"version": "1", "serial": "0", "v-staff": "3 亩", "v-tax_revenue": "1"}
    answer = client.post(there, posted)
    assert answer.status_code == 200
    told = answer.json()
    assert told["serial"] == 1
    assert "人" in told["said"]["staff"][0]["words"]
    assert "tax_revenue" not in told["said"]
    assert client.post(there, posted).status_code == 412
    assert client.post(there, posted | {"take": "1"}).json()["serial"] == 2
    shown = client.get(f"/desk/returns/{made}/").content.decode()
    assert 'value="3 亩"' in shown
    assert "还没有保存的 2 格" in shown
    assert 'data-serial="2"' in shown
    assert client.get(there).status_code == 405


def test_what_must_be_mended_is_told_from_what_needs_a_reason():
    at = desk()
    made = opened(at)
    posted = {
        "version": "1",
        "v-staff": "3 亩",
        "v-operating_revenue": "1",
        "v-tax_revenue": "0.8",
    }

    def forces(**more: str) -> dict[str, list[str]]:
        there = f"/desk/returns/{made}/draft/"
        answer = signed_in(at.reporter).post(there, posted | more | {"take": "1"})
        return {
            cell: [each["force"] for each in found]
            for cell, found in answer.json()["said"].items()
        }

    assert forces() == {"staff": ["hard"], "tax_revenue": ["soft"]}
    reasons = {"w-staff": "面积另计入册", "w-tax_revenue": "补缴上年税款"}
    assert forces(**reasons) == {"staff": ["hard"]}


def test_no_reason_is_asked_for_at_a_cell_where_nobody_can_write_one():
    at = desk()
    made = opened(at)
    figures = {i.code: "0" for i in form("town-quarter").items if i.required}
    figures |= {"operating_revenue": "2", "tax_revenue": "0.8", "staff": "9"}
    fill(at, made, figures)
    submit(return_id=made, version=version(made), by=at.reporter, at=minutes(9))
    send_back(
        return_id=made,
        version=version(made),
        cells={"operating_revenue": "核对单位"},
        by=at.county,
        at=minutes(12),
    )
    assert keep(at, made, operating_revenue="1").said == {}


def test_a_draft_under_which_somebody_saved_is_shown_beside_what_is_saved():
    at = desk()
    made = opened(at)
    keep(at, made, staff="7")
    save_cells(
        return_id=made,
        cells={"staff": Typed("9")},
        version=1,
        by=deputy(at.reporter, "stand-in"),
        at=minutes(7),
    )
    client = signed_in(at.reporter)
    posted = {"version": "1", "serial": "1", "v-staff": "8"}
    answer = client.post(f"/desk/returns/{made}/draft/", posted)
    assert answer.status_code == 409
    assert "别人保存过" in answer.json()["why"]
    shown = client.get(f"/desk/returns/{made}/").content.decode()
    assert 'value="7"' in shown
    assert "现存：9" in shown
    answer = client.post(f"/desk/returns/{made}/draft/", {"discard": "1"})
    assert answer.status_code == 302
    assert 'value="9"' in client.get(f"/desk/returns/{made}/").content.decode()


def test_whoever_may_not_see_the_return_keeps_nothing():
    at = desk()
    made = opened(at)
    neighbour = hand(Role.REPORTER, at.tree.other_site, "neighbour")
    client = signed_in(neighbour)
    posted = {"version": "1", "v-staff": "7"}
    answer = client.post(f"/desk/returns/{made}/draft/", posted)
    assert answer.status_code == 404
    assert not Draft.objects.exists()


def test_the_form_shows_the_period_before_and_the_year_before():
    at = desk()
    for period, text in (("2024Q4", "11"), ("2025Q3", "22")):
        fill(at, opened(at, period=period), {"staff": text})
    made = opened(at)
    shown = signed_in(at.reporter).get(f"/desk/returns/{made}/").content.decode()
    row = shown[shown.index('for="v-staff"') :].split("</tr>")[0]
    assert row.index(">\n    22\n") < row.index("上年同期 11")
