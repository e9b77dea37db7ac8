"""The verifier says line and reason in two languages, and ends with 0, 1 or 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.lib.tampering import Payload, lines_of, written
from tools.verify_audit import (
    MOST_SHOWN,
    NOT_SOUND,
    SOUND,
    UNUSABLE,
    check,
    main,
    receipts_in,
)

from zhence_web.records.audit.chain import GENESIS, attested, payload_text, seal

TOOL = Path(__file__).resolve().parents[3] / "tools" / "verify_audit.py"


def payload(
    action: str = "thing.done", at: str = "12:00:00", **more: object
) -> Payload:
    said: Payload = {
        "action": action,
        "actor": "甲",
        "at": f"2026-03-01T{at}.000000Z",
        "detail": {},
        "for": "",
        "object": ["thing", "1"],
        "office": "T1",
        "seq": 1,
    }
    return said | more


EXPORT = payload("audit.export", "13:00:00", detail=attested("here"))
HONEST = written([payload(), payload(at="12:30:00"), EXPORT])


def reasons(file: bytes, *receipts: tuple[int, str]) -> list[str]:
    return [str(fault) for fault in check(lines_of(file), receipts)]


def changed(number: int, **more: object) -> bytes:
    """The honest file with other words on one line."""
    lines = lines_of(HONEST)
    lines[number] = payload_text(json.loads(lines[number]) | more).encode() + b"\n"
    return b"".join(lines)


def saying(text: str) -> bytes:
    """A file of one entry, well sealed, whose payload is just this text."""
    entry = {
        "digest": seal(GENESIS, text),
        "payload": text,
        "previous": GENESIS,
        "seq": 1,
    }
    return b"{}\n" + payload_text(entry).encode() + b"\n"


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    path = tmp_path / "audit.jsonl"
    path.write_bytes(HONEST)
    return path


def head() -> str:
    return str(json.loads(lines_of(HONEST)[-1])["digest"])


def test_an_honest_file_has_no_fault():
    assert reasons(HONEST) == []
    assert reasons(HONEST, (3, head())) == []


def test_an_empty_file_is_no_chain():
    assert reasons(b"") == ["文件是空的 / the file is empty"]


def test_an_edit_is_named_once_with_its_line_in_two_languages():
    own, next_one = reasons(changed(2, digest="a" * 64))
    assert own.startswith("第 3 行：摘要与内容不符")
    assert own.endswith("line 3: the digest is not that of its content")
    assert next_one.endswith("line 4: does not follow the entry before it")


@pytest.mark.parametrize(
    ("order", "word"),
    [
        ([0, 1, 1, 2, 3], "line 3: number 1 twice"),
        ([0, 1, 3], "line 3: number 3 after 1: entries are missing"),
        ([0, 2, 1, 3], "line 3: number 1 after 2: reordered"),
    ],
)
def test_what_is_out_of_order_is_called_so(order: list[int], word: str):
    lines = lines_of(HONEST)
    assert any(
        reason.endswith(word) for reason in reasons(b"".join(lines[n] for n in order))
    )


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (b"{}", "cut off"),
        (b"\xff\n", "no UTF-8"),
        (b"{\n", "no JSON"),
        (b'{"a":NaN}\n', "no JSON"),
        (b"[" * 100_000 + b"\n", "no JSON"),
        (b'{"a": 1}\n', "canonical"),
        (b'{"a":1,"a":1}\n', "canonical"),
        (b"[]\n", "keys or types"),
        (b'{"a":1}\n', "keys or types"),
    ],
)
def test_a_line_that_is_no_entry_says_why(line: bytes, word: str):
    assert word in reasons(b"{}\n" + line)[0]


def test_true_is_no_number():
    assert "keys or types" in reasons(changed(1, seq=True))[0]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("{", "payload: no JSON"),
        (payload_text({"seq": 1}), "payload: keys or types"),
        (payload_text(payload(seq=2)), "the payload names another number"),
        (payload_text(payload(at="noon")), "time is not written"),
        (payload_text(payload(at="25:00:00")), "time is not written"),
        (
            payload_text(payload(behind="2026-03-01T12:00:00.000000Z")),
            "says of the clock is not so",
        ),
    ],
)
def test_a_well_sealed_payload_is_read_too(said: str, word: str):
    assert word in reasons(saying(said))[0]


def test_a_clock_set_back_has_to_be_said():
    early = payload(at="11:00:00")
    silent = written([payload(), early, EXPORT])
    assert "时间倒退而未注明" in reasons(silent)[0]
    said = early | {"behind": payload()["at"]}
    assert reasons(written([payload(), said, EXPORT])) == []


def test_a_file_ends_with_its_export():
    assert "末条不是本次导出的记录" in reasons(written([payload()]))[0]
    other = EXPORT | {"detail": attested("here") | {"first": True}}
    assert "末条不是本次导出的记录" in reasons(written([other]))[0]
    alone = lines_of(HONEST)[0]
    assert "line 1: the last entry is not" in reasons(alone)[0]


def test_the_header_is_held_to_what_the_export_attests():
    assert "line 1: the header is not" in reasons(changed(0, site="elsewhere"))[0]


def test_a_receipt_of_what_is_gone_is_found():
    assert "entry 9 is not as a receipt noted it" in reasons(HONEST, (9, "a" * 64))[0]
    assert "第 3 条不在文件中" in reasons(HONEST, (3, head()), (3, "a" * 64))[0]


def test_sound_without_a_receipt_says_what_it_cannot_see(
    honest: Path, capsys: pytest.CaptureFixture[str]
):
    assert main([str(honest)]) == SOUND
    said = capsys.readouterr().out
    assert f"3:{head()}" in said
    assert "No receipt was given" in said


def test_receipts_come_typed_or_as_files(
    honest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    note = tmp_path / "receipt.txt"
    note.write_text(f"链头 / head: 3:{head()}\n", encoding="utf-8")
    assert main([str(honest), "--head", f"3:{head()}", "--head", str(note)]) == SOUND
    assert "agrees with 2 receipt(s)" in capsys.readouterr().out


def test_tampering_ends_with_one_and_shows_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "audit.jsonl"
    path.write_bytes(changed(0, site="x"))
    assert main([str(path)]) == NOT_SOUND
    path.write_bytes(b"{}\n" + b"\n" * MOST_SHOWN)
    assert main([str(path)]) == NOT_SOUND
    said = capsys.readouterr().out
    assert "NOT SOUND: 21 fault(s)" in said
    assert "另有 1 处 / and 1 more" in said


def test_what_cannot_be_read_ends_with_two(
    honest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main([str(tmp_path / "none.jsonl")]) == UNUSABLE
    assert main([str(tmp_path)]) == UNUSABLE
    assert main([str(honest), "--head", "nothing"]) == UNUSABLE
    assert main([str(honest), "--head", str(tmp_path)]) == UNUSABLE
    assert "读不了收据" in capsys.readouterr().err
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert main([str(honest), "--head", str(empty)]) == UNUSABLE
    assert "SEQ:DIGEST" in capsys.readouterr().err


def test_a_receipt_with_a_longer_digest_is_none(tmp_path: Path):
    note = tmp_path / "receipt.txt"
    note.write_text(f"3:{'a' * 65}", encoding="utf-8")
    with pytest.raises(ValueError, match="SEQ:DIGEST"):
        receipts_in(str(note))


def test_it_runs_alone_without_the_site_and_its_packages(honest: Path):
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(TOOL), str(honest)],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert run.returncode == SOUND, run.stderr.decode()
