"""What the auditor asks of the chain, and how it is taken out."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.factories.audit import NOON, SITE, deed, file, life
from tests.lib.guards import lifted
from tools.verify_audit import SOUND, main, receipts_in

from zhence_web.records.audit import reads
from zhence_web.records.audit.check import check
from zhence_web.records.audit.reads import Asked
from zhence_web.records.models import Entry, Head

pytestmark = pytest.mark.django_db


def asked(**what: object) -> list[int]:
    return [e.seq for e in reads.entries(Asked(**what)).items]  # type: ignore[arg-type]


def test_a_chain_without_entries_has_no_head_and_an_empty_page():
    assert reads.head() is None
    assert reads.entries(Asked()).items == ()
    assert check().sound


def test_entries_come_latest_first_and_in_pages():
    last = life()
    page = reads.entries(Asked(), "1")
    assert page.total == last
    assert [e.seq for e in page.items][:2] == [last, last - 1]
    for n in range(60):
        deed("thing.done", 100 + n)
    assert reads.entries(Asked(), "2").items[-1].seq == 1


def test_the_latest_are_told_and_no_more_than_asked_for():
    last = life()
    assert [e.seq for e in reads.latest(Asked(), 2)] == [last, last - 1]
    assert [e.seq for e in reads.latest(Asked(actor="auditor"), 9)] == [12]


def test_entries_are_found_by_each_of_their_sides():
    last = life()
    assert asked(actor="auditor") == [12]
    assert asked(office="P1") == [last - 1]
    assert asked(action="reporting.send_back") == [14]
    assert asked(action="reporting", object_id="2") == [14, 5, 4]
    assert asked(action="report") == []
    assert asked(object_kind="decision") == [last - 1]
    evening = NOON + timedelta(minutes=90)
    assert asked(since=evening) == [last, last - 1]
    assert asked(until=NOON) == []
    assert asked(since=NOON, until=NOON + timedelta(seconds=1)) == [1]


def test_who_looks_into_some_offices_sees_no_other():
    last = life()
    county = frozenset({"C1"})
    assert asked(offices=county) == [15, 14, 13]
    assert reads.entry(last, county) is None
    assert reads.entry(13, county) is not None
    assert reads.actions_known(county) == ("reporting.send_back", "reporting.verify")
    assert "audit.export" in reads.actions_known()


def test_one_entry_tells_what_was_sealed():
    life()
    found = reads.entry(14)
    assert found is not None
    assert found.behind == "2026-03-01T13:01:00.000000Z"
    assert json.loads(found.payload)["object"] == ["return", "2"]
    assert reads.entry(15) is not None
    deputy = reads.entry(13)
    assert deputy is not None
    assert (deputy.actor, deputy.acting_for, deputy.behind) == ("a", "b", None)
    assert reads.entry(999) is None


def test_a_file_holds_what_was_there_and_not_what_came_later(tmp_path: Path):
    last = life()
    first = file()
    deed("thing.done", 999)
    again = "".join(reads.exported(last + 1, SITE)).encode()
    assert again == first
    path = tmp_path / "audit.jsonl"
    path.write_bytes(first)
    assert main([str(path)]) == SOUND


def test_the_command_writes_a_file_that_is_sound_and_never_over_another(tmp_path: Path):
    life()
    path = tmp_path / "audit.jsonl"
    said = StringIO()
    call_command("audit_export", str(path), "--by", "甲", stderr=said)
    receipt = StringIO()
    call_command("audit_head", stdout=receipt)
    note = tmp_path / "head.txt"
    note.write_text(receipt.getvalue(), encoding="utf-8")
    assert main([str(path), "--head", str(note)]) == SOUND
    assert "1–18" in said.getvalue()
    with pytest.raises(CommandError, match="another name"):
        call_command("audit_export", str(path))
    assert Entry.objects.count() == 18


def test_a_deed_by_a_program_names_its_token_and_the_verifier_knows_such(
    tmp_path: Path,
):
    plain = deed("reporting.fill", 0)
    told = deed("reporting.fill", 1, via="夜间上报")
    back = deed("reporting.fill", 0, via="夜间上报")
    views = [reads.entry(seq) for seq in (plain, told, back)]
    assert [v.via for v in views if v] == [None, "夜间上报", "夜间上报"]
    assert views[2] is not None
    assert views[2].behind is not None
    path = tmp_path / "audit.jsonl"
    path.write_bytes(file())
    assert main([str(path)]) == SOUND


def test_the_command_writes_to_the_screen(capsys: pytest.CaptureFixture[str]):
    call_command("audit_export", "-", "--site", SITE)
    header, entry = capsys.readouterr().out.splitlines()
    assert json.loads(header)["site"] == SITE
    assert json.loads(entry)["seq"] == 1


def test_the_head_is_printed_for_machines_too():
    with pytest.raises(CommandError, match="nothing is recorded"):
        call_command("audit_head")
    life()
    said = StringIO()
    call_command("audit_head", "--json", "--site", SITE, stdout=said)
    head = reads.head()
    assert head is not None
    assert json.loads(said.getvalue())["head"] == head.short
    assert receipts_in(head.short) == [(head.seq, head.digest)]


def test_a_chain_as_it_was_written_is_sound():
    last = life()
    found = check()
    assert found.sound
    assert found.last == last


@pytest.mark.parametrize(
    ("change", "seq", "why"),
    [
        ({"payload": '{"a":1}'}, 3, "digest"),
        ({"previous": "a" * 64}, 3, "follow"),
        ({"actor": "x"}, 3, "columns"),
        ({"seq": 400}, 17, "gap"),
        ({"seq": 400}, 17, "head"),
    ],
)
def test_what_somebody_with_the_whole_database_changes_is_seen(change, seq, why):
    life()
    with lifted():
        Entry.objects.filter(seq=seq).update(**change)
    assert any(why in flaw.why.en for flaw in check().flaws)


def test_a_head_that_was_set_back_is_seen():
    life()
    with lifted():
        Head.objects.update(seq=16)
    assert [flaw.seq for flaw in check().flaws] == [0]


def test_a_chain_that_is_wrong_throughout_tells_its_first_flaws():
    for n in range(60):
        deed("thing.done", n)
    with lifted():
        Entry.objects.update(previous="a" * 64, payload="{}")
    assert 100 <= len(check().flaws) <= 103
