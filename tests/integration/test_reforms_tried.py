"""A reform tried on the register, and the draft edition made of it."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import TODAY, deputy, hand
from tests.factories.assessment import figures
from tests.factories.lifecycle import NOON, Town, later, town
from tests.lib.asking import signed_in

from zhence.errors import ZhenceError
from zhence_web.jobs.trials import try_out
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.drafts import reads
from zhence_web.records.drafts.actions import (
    Reform,
    ask_trial,
    carry_out,
    move_draft,
    save_draft,
)
from zhence_web.records.drafts.reforming import typed_changes
from zhence_web.records.models import (
    Entry,
    Move,
    PolicyDraft,
    PolicyDraftAct,
    Result,
    Trial,
)

pytestmark = pytest.mark.django_db
SHARE = "NT2017-2.4e.threshold"


def officer(made: Town) -> Hand:
    return hand(Role.POLICY_OFFICER, made.tree.city, "officer")


def asked(value: str = "95%", *, year: int = 2018) -> Reform:
    return Reform("NT2017", {SHARE: value}, year, year)


def tried(by: Hand, reform: Reform | None = None) -> int:
    trial = ask_trial(asked=reform or asked(), by=by, at=NOON)
    assert carry_out(trial=trial, clock=lambda: NOON)
    return trial


def listed() -> Town:
    """A town whose lead share is 8 of 9, which 75 % lets pass and 95 % does not."""
    made = town()
    figures(made, Fraction(9), 8)
    return made


def seen(trial: int, by: Hand) -> reads.TrialView:
    told = reads.trial(trial, by, TODAY)
    assert told is not None
    return told


def test_a_reform_names_who_flips_and_by_which_clause():
    made = listed()
    by = officer(made)
    told = seen(tried(by), by)
    (flip,) = told.flips
    assert flip.name == "一号小镇"
    assert flip.before != flip.after == "FAIL"
    assert any(why.clauses for why in flip.because)
    assert told.by_county == (("甲一县", 1),)
    assert told.by_category == ((flip.category, 1),)
    assert told.ledger == reads.Ledger(gained=0, lost=1, open=0)
    assert sum(before for *_, before, _ in told.counts) == told.rows == 1


def test_a_reform_that_nobody_feels_flips_nobody():
    made = listed()
    by = officer(made)
    told = seen(tried(by, asked("71%")), by)
    assert told.flips == ()
    assert told.sentences


def test_a_trial_changes_no_standing_decides_nothing_and_is_audited():
    made = listed()
    by = officer(made)
    tried(by)
    assert not Result.objects.exists()
    assert not Move.objects.exists()
    deeds = list(Entry.objects.values_list("action", flat=True))
    assert deeds[-2:] == ["drafts.ask_trial", "drafts.finish_trial"]


def test_a_trial_that_is_done_is_not_done_again():
    made = listed()
    trial = tried(officer(made))
    before = Trial.objects.get(pk=trial).outcome
    assert not carry_out(trial=trial, clock=later)
    assert Trial.objects.get(pk=trial).outcome == before


@pytest.mark.parametrize(
    ("reform", "code"),
    [
        (Reform("NT2017", {}, 2018, 2018), "reform_empty"),
        (Reform("NT2017", {"nothing": "1"}, 2018, 2018), "parameter_unknown"),
        (Reform("NT2017", {SHARE: "much"}, 2018, 2018), "parameter_value"),
        (Reform("NT2017", {SHARE: "175%"}, 2018, 2018), "parameter_value"),
        (Reform("NOPE", {SHARE: "1"}, 2018, 2018), "policy_unknown"),
        (Reform("NT2017", {SHARE: "75%"}, 1999, 2018), "years_wrong"),
        (Reform("NT2017", {SHARE: "75%"}, 2019, 2018), "years_wrong"),
        (Reform("HZ2021", {}, 2018, 2018), "reform_empty"),
    ],
)
def test_a_reform_that_cannot_be_is_refused_by_name(reform: Reform, code: str):
    made = listed()
    with pytest.raises(ZhenceError) as refusal:
        ask_trial(asked=reform, by=officer(made), at=NOON)
    assert [fault.code for fault in refusal.value.faults] == [code]
    assert not Trial.objects.exists()


def test_nobody_in_scope_is_refused():
    made = listed()
    by = hand(Role.POLICY_OFFICER, made.tree.other_city, "far-officer")
    with pytest.raises(ZhenceError) as refusal:
        ask_trial(asked=asked(), by=by, at=NOON)
    assert refusal.value.faults[0].code == "nobody_in_scope"


@pytest.mark.parametrize(
    ("fields", "yaml", "code"),
    [
        ({}, "- one\n- two", "changes_unreadable"),
        ({}, "a: {b: c}", "changes_unreadable"),
        ({"a": "1"}, "a: 2", "set_twice"),
        ({"a": "1" * 201}, "", "value_too_long"),
        ({"a": "1\0"}, "", "value_unreadable"),
        ({str(n): "1" for n in range(61)}, "", "too_many_changes"),
    ],
)
def test_what_is_typed_is_refused_by_name(fields: dict[str, str], yaml: str, code: str):
    with pytest.raises(ZhenceError) as refusal:
        typed_changes(fields, yaml)
    assert refusal.value.faults[0].code == code


def test_yaml_and_form_say_the_same():
    assert typed_changes({"a": " 1 ", "b": ""}, "c: [x, y]\nd: true\ne: 75%") == {
        "a": "1",
        "c": "x,y",
        "d": "true",
        "e": "75%",
    }


def test_a_draft_is_approved_by_somebody_who_had_no_hand_in_it():
    made = listed()
    by = made.city
    draft = save_draft(trial=tried(by), title="提高比例", reason="试算", by=by, at=NOON)
    move_draft(draft=draft, deed="submit", version=1, note="", by=by, at=NOON)
    stand_in = deputy(by, "stand-in")
    for own in (by, stand_in):
        with pytest.raises(NotAllowedError):
            move_draft(draft=draft, deed="approve", version=2, note="", by=own, at=NOON)
    other = hand(Role.CITY_OFFICE, made.tree.city, "second-office")
    with pytest.raises(NotAllowedError):
        move_draft(draft=draft, deed="approve", version=1, note="", by=other, at=NOON)
    move_draft(draft=draft, deed="approve", version=2, note="看过", by=other, at=NOON)
    assert PolicyDraft.objects.get(pk=draft).state == "approved"
    verbs = list(PolicyDraftAct.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["save", "submit", "approve"]


def test_a_draft_goes_back_only_with_a_reason_and_can_be_handed_in_again():
    made = listed()
    by = officer(made)
    draft = save_draft(trial=tried(by), title="一", reason="二", by=by, at=NOON)
    move_draft(draft=draft, deed="submit", version=1, note="", by=by, at=NOON)
    with pytest.raises(ZhenceError) as refusal:
        move_draft(
            draft=draft, deed="send_back", version=2, note=" ", by=made.city, at=NOON
        )
    assert refusal.value.faults[0].code == "reason_missing"
    move_draft(
        draft=draft, deed="send_back", version=2, note="太高", by=made.city, at=NOON
    )
    assert (
        move_draft(draft=draft, deed="submit", version=3, note="", by=by, at=NOON)
        == "submitted"
    )


def test_a_trial_becomes_one_draft_and_only_when_it_is_done():
    made = listed()
    by = officer(made)
    trial = ask_trial(asked=asked(), by=by, at=NOON)
    with pytest.raises(NotAllowedError):
        save_draft(trial=trial, title="一", reason="二", by=by, at=NOON)
    carry_out(trial=trial, clock=lambda: NOON)
    with pytest.raises(ZhenceError):
        save_draft(trial=trial, title=" ", reason="二", by=by, at=NOON)
    save_draft(trial=trial, title="一", reason="二", by=by, at=NOON)
    with pytest.raises(NotAllowedError):
        save_draft(trial=trial, title="一", reason="二", by=by, at=NOON)


def gone(answer: HttpResponseBase) -> str:
    """Where an answer leads."""
    return answer.headers["Location"]


def test_the_pages_lead_from_a_policy_to_an_approved_draft():
    made = listed()
    client = signed_in(officer(made))
    form = client.get("/review/what-if/?policy=NT2017").content.decode()
    assert f'name="p-{SHARE}"' in form
    wrong = client.post(
        "/review/what-if/check/", {"policy": "NT2017", f"p-{SHARE}": "175%"}
    ).content.decode()
    assert "parameter_value" in wrong
    sound = client.post(
        "/review/what-if/check/", {"policy": "NT2017", f"p-{SHARE}": "95%"}
    ).content.decode()
    assert "可以试算" in sound
    ask = {"policy": "NT2017", "first_year": "2018", "last_year": "2018"}
    refused = client.post("/review/what-if/ask/", ask)
    assert refused.status_code == 422
    went = client.post("/review/what-if/ask/", {**ask, f"p-{SHARE}": "95%"})
    assert went.status_code == 302
    trial = Trial.objects.get()
    waiting = client.get(gone(went) + "progress/").json()
    assert waiting["over"] is False
    try_out.call(trial=trial.pk)
    shown = client.get(gone(went)).content.decode()
    assert "一号小镇" in shown
    assert "NT2017-2.4" in shown
    assert "模拟" in shown
    saved = client.post(f"{gone(went)}save/", {"title": "提高比例", "reason": "试算"})
    assert saved.status_code == 302
    handed = client.post(f"{gone(saved)}move/", {"deed": "submit", "version": "1"})
    assert handed.status_code == 302
    office = signed_in(made.city)
    done = office.post(f"{gone(saved)}move/", {"deed": "approve", "version": "2"})
    assert done.status_code == 302
    assert "仍非法规" in office.get(gone(saved)).content.decode()
    assert "Draft" in client.get("/en" + gone(saved)).content.decode()


def test_two_drafts_are_compared_in_words():
    made = listed()
    by = officer(made)
    ids = [
        save_draft(
            trial=ask_and_do(by, value, minute),
            title=value,
            reason="试算",
            by=by,
            at=NOON,
        )
        for minute, value in enumerate(("80%", "95%"))
    ]
    shown = signed_in(by).get(f"/review/drafts/compare/?a={ids[0]}&b={ids[1]}")
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "80" in text
    assert "95" in text


def ask_and_do(by: Hand, value: str, minute: int) -> int:
    at = datetime(2026, 3, 1, 5, minute, tzinfo=UTC)
    trial = ask_trial(asked=asked(value), by=by, at=at)
    carry_out(trial=trial, clock=lambda: at)
    return trial


def test_the_list_of_trials_takes_no_query_for_each():
    made = listed()
    by = officer(made)
    counts = []
    for minute in range(2):
        ask_and_do(by, "80%", minute)
        with CaptureQueriesContext(connection) as queries:
            reads.trials(by, date(2026, 3, 1))
        counts.append(len(queries))
    assert counts[0] == counts[1]
