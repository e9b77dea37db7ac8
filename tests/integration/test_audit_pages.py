"""The auditor's pages, and who may see how much of them."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from tests.factories.accounts import Tree, deputy, hand, tree
from tests.factories.audit import deed, life
from tests.integration.test_frame import signed_in
from tests.lib.guards import lifted
from tools.verify_audit import SOUND, main

from zhence.reporting.approval import Act
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Entry, Head
from zhence_web.screens.staff.audit_told import told
from zhence_web.screens.staff.audit_words import DEEDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def orgs() -> Tree:
    return tree()


@pytest.fixture
def auditor(orgs: Tree) -> Client:
    client = signed_in(hand(Role.AUDITOR, orgs.province, "auditor"))
    forget()
    return client


def forget() -> None:
    """Begin the chain anew: signing in is on record too."""
    with lifted():
        Entry.objects.all().delete()
        Head.objects.all().delete()


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


def test_a_deed_done_for_somebody_reads_a_for_b(auditor: Client, orgs: Tree):
    chief = hand(Role.COUNTY_VERIFIER, orgs.county, "chief")
    signed = deputy(chief, "stand-in").signed
    deed("reporting.verify", kind="return", id_=7, **signed)
    page = text(auditor, "/staff/audit/")
    assert "stand-in 代 chief" in page
    assert "县级审核报表" in page
    assert "stand-in for chief" in text(auditor, "/en/staff/audit/1/")


def test_the_address_holds_the_filters(auditor: Client):
    last = life()
    page = text(auditor, "/staff/audit/?kind=return&id=2&since=2026-03-01")
    assert page.count('scope="row"') == 3
    assert 'href="?kind=return&amp;id=2#list"' in page
    none = text(auditor, "/staff/audit/?until=2026-02-28")
    assert "没有符合条件的记录" in none
    assert text(auditor, "/staff/audit/?until=2026-03-01").count('scope="row"') == last


def test_a_day_that_is_none_is_said_and_left_out(auditor: Client):
    life()
    page = text(auditor, "/staff/audit/?since=2026-02-30&until=9999-12-31")
    assert "2026-02-30、9999-12-31" in page
    assert 'scope="row"' in page
    assert auditor.get("/staff/audit/?actor=%00&page=%C2%B2").status_code == 200


def test_an_empty_chain_says_so_and_has_no_head(auditor: Client):
    assert "还没有记录" in text(auditor, "/staff/audit/")
    assert auditor.get("/staff/audit/head/").status_code == 404


def test_an_entry_shows_before_and_after_and_its_seal(auditor: Client):
    life()
    page = text(auditor, "/staff/audit/2/")
    assert '<td data-label="原值">—</td> <td data-label="值">100</td>' in page
    assert Entry.objects.get(seq=2).digest in page
    assert "时钟倒退" in text(auditor, "/staff/audit/14/")
    assert auditor.get("/staff/audit/999/").status_code == 404


def test_the_export_is_sound_and_ends_with_itself(auditor: Client, tmp_path: Path):
    life()
    assert auditor.get("/staff/audit/export/").status_code == 405
    answer = auditor.post("/staff/audit/export/")
    path = tmp_path / "audit.jsonl"
    path.write_bytes(b"".join(answer))
    note = tmp_path / "head.txt"
    note.write_bytes(auditor.get("/staff/audit/head/?form=text").content)
    assert main([str(path), "--head", str(note)]) == SOUND
    last = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
    assert json.loads(last["payload"])["actor"] == "auditor"


def test_a_receipt_is_shown_and_taken_away(auditor: Client):
    last = life()
    digest = Entry.objects.get(seq=last).digest
    assert f"{last}:{digest}" in text(auditor, "/staff/audit/head/")
    taken = auditor.get("/staff/audit/head/?form=json")
    assert json.loads(taken.content)["digest"] == digest
    assert "attachment" in taken["Content-Disposition"]


def test_the_check_tells_what_it_found(auditor: Client):
    life()
    assert "审计链完好" in text(auditor, "/staff/audit/check/")
    with lifted():
        Entry.objects.filter(seq=3).update(actor="x")
    page = text(auditor, "/en/staff/audit/check/")
    assert "The chain is not sound" in page
    assert 'href="/en/staff/audit/3/"' in page


def test_who_audits_a_part_sees_that_part_and_takes_nothing_out(orgs: Tree):
    client = signed_in(hand(Role.AUDITOR, orgs.city, "part"))
    forget()
    deed("reporting.verify", office="330106")
    deed("reporting.verify", office="330203")
    deed("accounts.signed_in", office="")
    page = text(client, "/staff/audit/")
    assert page.count('scope="row"') == 1
    assert "只列出本单位及下级单位" in page
    assert client.get("/staff/audit/2/").status_code == 404
    assert client.get("/staff/audit/3/").status_code == 404
    assert client.get("/staff/audit/check/").status_code == 404
    assert client.post("/staff/audit/export/").status_code == 404
    assert Entry.objects.count() == 3
    assert client.get("/staff/audit/head/").status_code == 200


def test_every_deed_on_record_has_a_name_in_both_languages():
    """A code on the auditor's page is a name that somebody forgot: audit_words.py."""
    code = re.compile(
        r"(access|accounts|assessment|audit|demo|lifecycle|rankings|registry"
        r"|reporting|tasks)"
        r"\.[a-z_]+"
    )
    records = Path(__file__).resolve().parents[2] / "src" / "zhence_web" / "records"
    told = {
        node.value
        for module in records.rglob("*.py")
        if "cockpit" not in module.parts  # it names beginnings of deeds, and does none
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and code.fullmatch(node.value)
    }
    told |= {f"reporting.{act.value}" for act in Act}
    # What only begins like deeds asks for all of them, and is none itself.
    begins = {t for t in told for deed in DEEDS if deed != t and deed.startswith(t)}
    assert told - begins - DEEDS.keys() == set()


def lines(detail: dict[str, object]) -> list[tuple[str, str | None, str]]:
    """What is told, in English."""
    return [
        (one.name, one.before.en if one.before else None, one.value.en)
        for one in told(detail)
    ]


def test_a_change_is_told_as_before_and_after():
    assert lines({"before": 1, "after": None, "why": ""}) == [
        ("", "1", "—"),
        ("why", None, "—"),
    ]
    assert lines({"x": {"before": {"a": 1}, "after": {"b": [2]}}}) == [
        ("x.a", "1", "—"),
        ("x.b", "—", "[2]"),
    ]
    assert lines({"before": {"a": 1}, "after": "x", "state": ["draft", "sent"]}) == [
        ("", '{"a": 1}', "x"),
        ("state", "draft", "sent"),
    ]
    assert lines({"ids": [1, 2, 3, 4], "after": True}) == [
        ("ids", None, "[1, 2, 3, 4]"),
        ("after", None, "true"),
    ]


def test_a_cell_is_told_as_it_was_given():
    empty = ["missing", "", "", ""]
    given = {
        "a": [empty, ["value", "5", "亿元", ""]],
        "b": [empty, ["n/a", "", "", "x"]],
    }
    assert lines({"cells": given}) == [
        ("cells.a", "— (missing)", "5 亿元"),
        ("cells.b", "— (missing)", "not applicable (x)"),
    ]
