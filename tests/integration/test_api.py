"""The API: the pages' rights, one effect a key, refusals that say what to do."""

import csv
import io
import json
from collections import Counter

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone
from pydantic import BaseModel
from tests.factories.access import token
from tests.factories.reporting import Desk, desk, full, opened, town_return
from tests.lib.asking import signed_in
from tests.lib.programs import Program, said
from tests.lib.returnforms import form as shipped

from zhence_web.api.shapes.parts import Out
from zhence_web.api.spec import openapi
from zhence_web.api.words import SUMMARIES
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.models import Act, Appointment, Entry, Keyed, OrgName, Return

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_count():
    cache.clear()


@pytest.fixture
def at() -> Desk:
    return desk()


def program(by: Hand, *grants: Grant) -> Program:
    mark = "".join(grant.value[0] + grant.value[-2:] for grant in grants)
    return Program(token(by, timezone.now(), *grants, mark=mark))


def sound(**texts: str) -> dict:
    cells = full(shipped("town-quarter"), **texts)
    return {"cells": {code: {"typed": cell.text} for code, cell in cells.items()}}


def code(answer) -> int:
    assert answer["Content-Type"] == "application/problem+json"
    told = said(answer)
    assert told["status"] == answer.status_code == told["code"] // 100
    assert told["title"]
    assert told["title_en"]
    return int(told["code"])


# --------------------------------------------------------------------- who comes in


def test_what_is_public_needs_no_token():
    for path in ("/policies", "/towns", "/towns/zj-001", "/forms", "/codes"):
        assert Program().get(path).status_code == 200, path


def test_without_a_token_private_things_are_refused_and_say_how_to_come_in():
    answer = Program().get("/returns")
    assert code(answer) == 40101
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert code(Program().get("/me")) == 40101


@pytest.mark.parametrize("header", ["Bearer zt_guessed", "Basic YTpi", "Bearer", ""])
def test_what_is_no_token_is_refused_also_where_none_is_needed(header: str):
    for path in ("/policies", "/returns", "/openapi.json"):
        assert code(Program().get(path, Authorization=header)) == 40102


def test_a_token_opens_what_it_was_made_for_and_nothing_else(at: Desk):
    made = town_return(at)
    reads_only = program(at.reporter, Grant.READ_RETURNS)
    assert reads_only.get(f"/returns/{made}").status_code == 200
    assert code(reads_only.post(f"/returns/{made}/submit", {})) == 40301
    elsewhere = program(at.reporter, Grant.READ_AUDIT)
    assert code(elsewhere.get(f"/returns/{made}")) == 40301


def test_an_ended_appointment_ends_its_token(at: Desk):
    asks = program(at.reporter)
    today = timezone.localdate()
    Appointment.objects.filter(pk=at.reporter.appointment).update(until=today)
    assert code(asks.get("/returns")) == 40105


def test_hidden_and_absent_are_answered_alike_and_the_try_is_on_record(at: Desk):
    made = town_return(at, "submitted")
    stranger = program(at.county)
    Return.objects.filter(pk=made).update()
    other = desk_elsewhere(at)
    hidden, absent = stranger.get(f"/returns/{other}"), stranger.get("/returns/987654")
    assert code(hidden) == 40401
    assert hidden.content == absent.content


def desk_elsewhere(at: Desk) -> int:
    from tests.factories.reporting import site

    far = Desk(
        at.tree,
        site(at.tree.other_city_site, 2),
        at.reporter,
        at.county,
        at.province,
        at.province,
    )
    return opened(far)


def test_a_person_in_a_browser_reads_by_the_session_and_writes_with_its_token(at: Desk):
    made = town_return(at)
    browser = signed_in(at.reporter, csrf=True)
    assert Program(client=browser).get(f"/returns/{made}").status_code == 200
    assert code(Program(client=browser).post(f"/returns/{made}/submit", {})) == 40303
    assert not Act.objects.filter(verb="submit").exists()


# ------------------------------------------------------------- filling and approving


def test_a_return_goes_from_the_first_cell_to_the_last_acceptance(at: Desk):
    made = opened(at)
    filler = program(at.reporter)
    seen = filler.get(f"/returns/{made}")
    kept = filler.post(f"/returns/{made}/cells", sound(), If_Match=seen["ETag"])
    assert kept.status_code == 200, kept.content
    assert {c["given"] for c in said(kept)["cells"]} >= {"value"}
    given = filler.post(
        f"/returns/{made}/submit", {"note": "请审"}, If_Match=kept["ETag"]
    )
    assert said(given)["state"] == "submitted"
    steps = (
        ("verify", at.county, "verified"),
        ("accept-as-city", at.city, "city_accepted"),
        ("accept-as-province", at.province, "province_accepted"),
    )
    for step, by, state in steps:
        asks = program(by)
        tag = asks.get(f"/returns/{made}")["ETag"]
        done = asks.post(f"/returns/{made}/{step}", {}, If_Match=tag)
        assert said(done)["state"] == state, done.content
    told = said(filler.get(f"/returns/{made}/observations"))
    assert told["items"][0]["label"] == "synthetic"
    via = {json.loads(e.payload).get("via") for e in Entry.objects.all()}
    assert "夜间上报" in via


def test_single_cells_go_back_with_their_reasons(at: Desk):
    made = town_return(at, "submitted")
    asks = program(at.county)
    tag = asks.get(f"/returns/{made}")["ETag"]
    body = {"cells": {"staff": "核对"}, "note": "请核"}
    back = asks.post(f"/returns/{made}/send-back", body, If_Match=tag)
    assert said(back)["state"] == "returned"
    cells = {c["code"]: c for c in said(back)["cells"]}
    assert cells["staff"]["returned"] == "核对"


def test_a_figure_keeps_every_digit_and_unknown_is_never_zero(at: Desk):
    made = town_return(at, output_total="1234567.89")
    cells = {
        c["code"]: c
        for c in said(program(at.reporter).get(f"/returns/{made}"))["cells"]
    }
    assert cells["output_total"]["amount"] == {
        "low": "1234567.89",
        "high": "1234567.89",
    }
    missing = [c for c in cells.values() if c["given"] == "missing"]
    assert missing
    assert all(c["amount"] is None for c in missing)


def test_every_fault_is_told_at_its_cell_and_nothing_is_written(at: Desk):
    made = opened(at)
    asks = program(at.reporter)
    tag = asks.get(f"/returns/{made}")["ETag"]
    body = {"cells": {"staff": {"typed": "十二个"}, "nowhere": {"typed": "1"}}}
    answer = asks.post(f"/returns/{made}/cells", body, If_Match=tag)
    assert code(answer) == 42202
    assert {e["where"] for e in said(answer)["errors"]} == {"staff", "nowhere"}
    assert asks.get(f"/returns/{made}")["ETag"] == tag


def test_nobody_approves_their_own_work(at: Desk):
    made = town_return(at, "submitted")
    Act.objects.filter(verb="fill")
    from tests.factories.accounts import hand

    from zhence_web.records.accounts.roles import Role

    both = hand(Role.COUNTY_VERIFIER, at.tree.county, "filler")
    asks = program(both)
    tag = asks.get(f"/returns/{made}")["ETag"]
    assert code(asks.post(f"/returns/{made}/verify", {}, If_Match=tag)) == 40302


# --------------------------------------------------------------------- versions, keys


def test_what_was_not_seen_is_not_changed(at: Desk):
    made = opened(at)
    asks = program(at.reporter)
    tag = asks.get(f"/returns/{made}")["ETag"]
    path = f"/returns/{made}/cells"
    assert code(asks.post(path, sound())) == 42801
    assert code(asks.post(path, sound(), If_Match="*")) == 42801
    assert asks.post(path, sound(), If_Match=tag).status_code == 200
    for stale in (tag, '"v1"', "nonsense", '"v999-0123456789abcdef"'):
        assert code(asks.post(path, sound(), If_Match=stale)) == 41201


def test_who_holds_it_already_is_told_so(at: Desk):
    made = opened(at)
    asks = program(at.reporter)
    tag = asks.get(f"/returns/{made}")["ETag"]
    again = asks.get(f"/returns/{made}", If_None_Match=f'"other", {tag}')
    assert (again.status_code, again.content) == (304, b"")


def test_the_same_key_fifty_times_has_one_effect_and_one_answer(at: Desk):
    made = opened(at)
    asks = program(at.reporter)
    tag = asks.get(f"/returns/{made}")["ETag"]
    told = [
        asks.post(
            f"/returns/{made}/cells", sound(), If_Match=tag, Idempotency_Key="night-1"
        )
        for _ in range(50)
    ]
    assert {(a.status_code, a.content, a["ETag"]) for a in told} == {
        (200, told[0].content, told[0]["ETag"])
    }
    assert [a.get("Idempotent-Replayed") for a in told] == [None, *["true"] * 49]
    assert Act.objects.filter(verb="fill").count() == 1


def test_a_key_holds_for_one_request_only(at: Desk):
    made = opened(at)
    asks = program(at.reporter)
    tag = asks.get(f"/returns/{made}")["ETag"]
    path = f"/returns/{made}/cells"
    asks.post(path, sound(), If_Match=tag, Idempotency_Key="k")
    other = asks.post(path, sound(staff="2"), If_Match=tag, Idempotency_Key="k")
    assert code(other) == 42203


def test_while_a_request_is_under_way_its_key_is_taken(at: Desk):
    made = opened(at)
    asks = program(at.reporter)
    tag = asks.get(f"/returns/{made}")["ETag"]
    path = f"/returns/{made}/cells"
    asks.post(path, sound(), If_Match=tag, Idempotency_Key="k")
    Keyed.objects.update(status=None)
    again = asks.post(path, sound(), If_Match=tag, Idempotency_Key="k")
    assert code(again) == 40902


def test_a_refused_request_leaves_its_key_free(at: Desk):
    made = opened(at)
    asks = program(at.reporter)
    tag = asks.get(f"/returns/{made}")["ETag"]
    path = f"/returns/{made}/cells"
    wrong = {"cells": {"staff": {"typed": "十二个"}}}
    assert code(asks.post(path, wrong, If_Match=tag, Idempotency_Key="k")) == 42202
    done = asks.post(path, sound(), If_Match=tag, Idempotency_Key="k")
    assert done.status_code == 200


def test_what_is_no_key_is_refused(at: Desk):
    asks = program(at.reporter)
    made = opened(at)
    tag = asks.get(f"/returns/{made}")["ETag"]
    for key in ("", "镇", "a b", "k" * 256, "a\tb"):
        answer = asks.post(
            f"/returns/{made}/cells", sound(), If_Match=tag, Idempotency_Key=key
        )
        assert code(answer) == 40003, key


# ---------------------------------------------------------------------- what is sent


UNSOUND = (
    b'{"note": NaN}',
    b'{"note": Infinity}',
    b'{"note": "a", "note": "b"}',
    b"[" * 100_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"note": "a"} trailing',
    b'\xef\xbb\xbf{"note": "a"}',
    b'{"note": "\\ud800"}',
    b'{"note": "\\u0000"}',
    b'{"note": "\xff"}',
    b'{"note": ' + b"9" * 5000 + b"}",
    b"{" + b'"a":{' * 40 + b"}" * 41,
    b"{'note': 1}",
)


def test_a_body_of_no_or_two_meanings_is_refused(at: Desk):
    made, asks = town_return(at), program(at.reporter)
    for raw in UNSOUND:
        answer = asks.post(f"/returns/{made}/submit", None, raw=raw)
        assert code(answer) == 40001, raw[:40]
    assert not Act.objects.filter(verb="submit").exists()


MISSHAPEN: tuple[object, ...] = (
    {"note": 1},
    {"note": "a", "state": "verified"},
    {"role": "provincial_office"},
    {"note": "字" * 301},
    [],
    "text",
    None,
    7,
)


def test_fields_too_many_or_of_another_kind_are_refused(at: Desk):
    made, asks = town_return(at), program(at.reporter)
    for body in MISSHAPEN:
        answer = asks.post(f"/returns/{made}/submit", body)
        assert code(answer) == 42201, body
        assert said(answer)["errors"]


@pytest.mark.parametrize(
    ("header", "text", "wanted"),
    [
        ("Content-Type", "text/plain", 41501),
        ("Content-Type", "application/x-www-form-urlencoded", 41501),
        ("Content-Encoding", "gzip", 41501),
    ],
)
def test_another_type_is_not_taken(at: Desk, header: str, text: str, wanted: int):
    made = town_return(at)
    asks = program(at.reporter)
    answer = asks.post(f"/returns/{made}/submit", {}, raw=b"{}", **{header: text})
    assert code(answer) == wanted


@pytest.mark.parametrize("size", [(1 << 20) + 1, 3 << 20])
def test_a_body_has_a_limit(at: Desk, size: int):
    made = town_return(at)
    raw = b'{"note": "' + b"a" * size + b'"}'
    answer = program(at.reporter).post(f"/returns/{made}/submit", None, raw=raw)
    assert code(answer) == 41301


ODD = (
    "nothing=1",
    "page=1&page=2",
    "page=0",
    "page=-1",
    "size=201",
    "size=1e3",
    "sort=version",
    "sort=id;drop",
    "format=pdf",
    "q=%00",
    "q=" + "a" * 61,
    "%00=1",
)


def test_an_unknown_or_odd_question_is_refused(at: Desk):
    asks = program(at.reporter)
    for query in ODD:
        answer = asks.get(f"/returns?{query}")
        assert code(answer) == 40002, query
        assert said(answer)["errors"]


@pytest.mark.parametrize("day", ["2026-13-01", "1e9", "20260101", "0001-01-01", "x"])
def test_a_day_is_written_one_way(day: str):
    assert code(Program().get(f"/towns?on={day}")) == 40002


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/returns/0", "/returns/-1", "/returns/²", "/returns/" + "9" * 99],
)
def test_an_address_that_is_none_is_a_problem_too(at: Desk, path: str):
    assert code(program(at.reporter).get(path)) == 40401


def test_another_method_is_told_which_there_are():
    answer = Client().put("/api/v1/policies", b"{}", content_type="application/json")
    assert code(answer) == 40501
    assert set(answer["Allow"].split(", ")) == {"GET", "HEAD"}


def test_who_asks_too_often_waits_and_others_do_not(at: Desk):
    with override_settings(API_A_MINUTE=3):
        asks, other = program(at.reporter), program(at.county)
        got = [asks.get("/me").status_code for _ in range(4)]
        assert got in ([200, 200, 200, 429], [200] * 4)  # the minute may turn
        last = asks.get("/me")
        for _ in range(4):
            last = asks.get("/me")
        assert code(last) == 42901
        assert 1 <= int(last["Retry-After"]) <= 60
        assert other.get("/me").status_code == 200


# --------------------------------------------------------------------------- exports


def exported(asks: Program, form: str) -> bytes:
    answer = asks.get(f"/returns?format={form}&sort=id")
    assert answer.status_code == 200
    assert f".{form}" in answer["Content-Disposition"]
    return bytes(answer.content)


def test_exports_show_what_the_reader_would_see_with_its_label(at: Desk):
    mine = opened(at)
    desk_elsewhere(at)
    asks = program(at.reporter)
    rows = list(csv.DictReader(io.StringIO(exported(asks, "csv").decode("utf-8-sig"))))
    assert [(r["id"], r["label"]) for r in rows] == [(str(mine), "synthetic")]
    sheet = openpyxl.load_workbook(io.BytesIO(exported(asks, "xlsx")))["rows"]
    assert [[c.value for c in row] for row in sheet.rows][1][0] == mine
    table = pq.read_table(io.BytesIO(exported(asks, "parquet")))
    assert table.column("label").to_pylist() == ["synthetic"]
    assert table.column("due_on").to_pylist() == [rows[0]["due_on"]]


EVIL = ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", " =1")


@pytest.mark.parametrize("name", EVIL)
def test_no_exported_cell_is_a_formula_and_what_is_stored_stays(at: Desk, name: str):
    opened(at)
    OrgName.objects.filter(org=at.tree.site).update(zh=name)
    asks = program(at.reporter)
    (row,) = csv.DictReader(
        io.StringIO(exported(asks, "csv").decode("utf-8-sig"), newline="")
    )
    assert row["site_name"] == f"'{name}"
    book = openpyxl.load_workbook(io.BytesIO(exported(asks, "xlsx")))
    told = [c for line in book["rows"].rows for c in line if name in str(c.value)]
    assert [c.data_type for c in told] == ["s"]
    table = pq.read_table(io.BytesIO(exported(asks, "parquet")))
    assert table.column("site_name").to_pylist() == [name]


def test_an_export_of_nothing_still_has_its_columns(at: Desk):
    text = exported(program(at.reporter), "csv").decode("utf-8-sig")
    assert text.startswith("id,version,site,site_name,city")


# ------------------------------------------------------------------- the description


def test_the_description_shows_nobody_what_needs_a_token(at: Desk):
    public = said(Program().get("/openapi.json"))
    whole = said(program(at.reporter).get("/openapi.json"))
    assert set(public["paths"]) < set(whole["paths"])
    assert not any("/returns" in path for path in public["paths"])
    assert not any("Return" in name for name in public["components"]["schemas"])
    ids = [o["operationId"] for p in whole["paths"].values() for o in p.values()]
    assert len(ids) == len(set(ids))


def test_every_address_says_in_chinese_what_it_does():
    whole = openapi(full=True)["paths"].values()
    assert {o["operationId"] for p in whole for o in p.values()} == set(SUMMARIES)


def test_lists_are_cut_into_pages_and_sorted_by_what_is_allowed():
    first = said(Program().get("/towns?size=5&sort=-id"))
    assert first["size"] == 5
    assert first["total"] == 128
    assert first["pages"] == 26
    ids = [t["id"] for t in first["items"]]
    assert ids == sorted(ids, reverse=True)
    assert said(Program().get("/towns?page=99"))["items"] == []


def test_the_page_about_it_is_there_in_both_languages(client: Client):
    for path in ("/api/", "/en/api/"):
        page = client.get(path)
        assert page.status_code == 200
        assert b"/api/v1/policies" in page.content
        assert b"/api/v1/returns" not in page.content


def test_whoever_signed_in_finds_every_address_on_that_page(at: Desk):
    page = signed_in(at.reporter).get("/api/").content.decode()
    assert [path for path in openapi(full=True)["paths"] if path not in page] == []


def every(shape: type[BaseModel]) -> set[type[BaseModel]]:
    """All shapes that were made of this one."""
    made = set(shape.__subclasses__())
    return made.union(*(every(one) for one in made))


def test_no_two_shapes_share_the_name_by_which_the_description_knows_them():
    openapi(full=True)
    names = Counter(shape.__name__ for shape in every(Out))
    assert [name for name, times in names.items() if times > 1] == []
