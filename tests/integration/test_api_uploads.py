"""Workbooks by programs: out, filled, tried, taken in, and what came of each."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.factories.access import token
from tests.factories.intake import cells
from tests.factories.reporting import Desk, desk, version
from tests.factories.reporting import opened as asked
from tests.lib.filledforms import filled, row_of
from tests.lib.programs import Program, said
from tests.lib.rosters import firm, opened, roster

from zhence_web.api import handed
from zhence_web.jobs import uploads
from zhence_web.records.access.grants import Grant
from zhence_web.records.intake import actions
from zhence_web.records.models import Cell, Enterprise, Extension, Upload

pytestmark = pytest.mark.django_db
FIRMS = "/sites/1/rosters/firms"


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def at() -> Desk:
    return desk()


@pytest.fixture
def asks(at: Desk) -> Program:
    return Program(token(at.reporter, timezone.now()))


def send(asks: Program, path: str, data: bytes, **headers: str):
    told = {"Content_Type": handed.SHEET} | headers
    return asks.post(path, None, raw=data, **told)


def test_a_return_goes_out_and_in_again_by_a_program(at: Desk, asks: Program):
    of = asked(at)
    here = f"/returns/{of}/workbook"
    sends = f"{here}/send"
    taken = asks.get(here)
    assert taken["Content-Type"] == handed.SHEET
    assert "filename*=UTF-8''" in taken["Content-Disposition"]
    assert taken["Cache-Control"] == "no-store"
    seen = taken["ETag"]
    assert asks.get(here, If_None_Match=seen).status_code == 304
    wrong = filled(taken.content, {"staff": 2.5})
    refused = said(send(asks, sends, wrong, If_Match=seen))
    assert refused["verdict"] == "refused"
    assert f"填报!E{row_of('staff')}" in {f["place"] for f in refused["faults"]}
    back = asks.get(f"/uploads/{refused['id']}/annotated")
    notes = [c.comment for row in opened(back.content)["填报"].rows for c in row]
    assert any(note and "not_whole" in note.text for note in notes)
    sound = filled(taken.content, {"staff": 25})
    tried = said(send(asks, f"{sends}?trial=true&name=季报.xlsx", sound, If_Match=seen))
    assert (tried["verdict"], tried["trial"]) == ("accepted", True)
    assert tried["file_name"] == "季报.xlsx"
    assert not Cell.objects.exists()
    loaded = asks.post(f"/uploads/{tried['id']}/load", {})
    assert (loaded.status_code, said(loaded)["changed"]) == (201, tried["changed"])
    assert cells(of)["staff"] == "25"
    told = said(asks.get(f"/returns/{of}/uploads"))["items"]
    assert [one["verdict"] for one in told] == ["accepted", "accepted", "refused"]
    assert send(asks, sends, sound, If_Match=seen).status_code == 412
    assert send(asks, sends, sound).status_code == 428


def test_an_office_puts_off_the_day_on_which_a_return_locks(at: Desk, asks: Program):
    of = asked(at, until=None)
    county = Program(token(at.county, timezone.now(), mark="county"))
    seen = county.get(f"/returns/{of}")["ETag"]
    here, sent = f"/returns/{of}/extend", {"until": "2099-01-01", "reason": "人员交接"}
    assert county.post(here, sent).status_code == 428
    short = county.post(here, sent | {"reason": "x"}, If_Match=seen)
    assert [e["where"] for e in said(short)["errors"]] == ["reason"]
    assert asks.post(here, sent, If_Match=seen).status_code == 404
    assert county.post(here, sent, If_Match=seen).status_code == 200
    assert Extension.objects.get().reason == "人员交接"


def test_a_file_sent_again_with_its_key_is_taken_in_once(at: Desk, asks: Program):
    of = asked(at)
    here = f"/returns/{of}/workbook"
    sends = f"{here}/send"
    taken = asks.get(here)
    sent = {"If_Match": taken["ETag"], "Idempotency_Key": "night-1"}
    sound = filled(taken.content, {"staff": 25})
    first = send(asks, sends, sound, **sent)
    again = send(asks, sends, sound, **sent)
    assert again["Idempotent-Replayed"] == "true"
    assert said(again) == said(first)
    assert (Upload.objects.count(), version(of)) == (1, 2)
    other = send(asks, sends, filled(taken.content, {"staff": 26}), **sent)
    assert said(other)["code"] == 42203


def test_a_roster_is_taken_in_with_a_reason_for_a_doubtful_code(asks: Program):
    row = firm(1, code="91330106MA0000003X")
    assert (
        said(send(asks, f"{FIRMS}/send", roster([row])))["errors"][0]["code"]
        == "year_missing"
    )
    refused = said(send(asks, f"{FIRMS}/send?year=2025", roster([row])))
    assert [(f["code"], f["soft"]) for f in refused["faults"]] == [
        ("override_missing", True)
    ]
    reasons = {"reasons": {refused["faults"][0]["place"]: "执照如此"}}
    loaded = asks.post(f"/uploads/{refused['id']}/load", reasons)
    assert said(loaded)["verdict"] == "accepted"
    assert Enterprise.objects.get().override == "执照如此"
    assert opened(asks.get(FIRMS).content).worksheets[0]["A2"].value == row[0]
    assert said(asks.get(f"{FIRMS}/uploads"))["total"] == 2
    for path in ("/sites/1/rosters/else", "/sites/9/rosters/firms", "/uploads/9"):
        assert asks.get(path).status_code == 404


def test_a_long_file_is_left_to_a_worker_and_its_state_can_be_asked(
    asks: Program, monkeypatch
):
    for module in (actions, uploads):
        monkeypatch.setattr(module, "LONG", 0)
    sent = said(send(asks, f"{FIRMS}/send?year=2025", roster([firm(1)])))
    assert (sent["over"], sent["verdict"]) == (False, "")
    here = f"/uploads/{sent['id']}"
    assert asks.get(f"{here}/annotated").status_code == 404
    assert uploads.take_in.func(sent["id"])
    assert said(asks.get(here))["verdict"] == "accepted"


def test_what_is_no_file_or_too_large_is_refused_before_it_is_kept(
    at: Desk, asks: Program, monkeypatch
):
    sends = f"{FIRMS}/send?year=2025"
    for kind in ("application/json", "multipart/form-data; boundary=x", "text/html"):
        answer = send(asks, sends, b"x", Content_Type=kind)
        assert said(answer)["code"] == 41502
    squeezed = send(asks, sends, b"x", Content_Encoding="gzip")
    assert squeezed.status_code == 415
    monkeypatch.setattr(handed, "MOST_BYTES", 10)
    assert said(send(asks, sends, b"x" * 11))["code"] == 41301
    narrow = Program(
        token(at.reporter, timezone.now(), Grant.WRITE_RETURNS, mark="narrow")
    )
    assert said(send(narrow, sends, b"x"))["code"] == 40301
    assert not Upload.objects.exists()
