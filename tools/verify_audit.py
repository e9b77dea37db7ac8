#!/usr/bin/env python3
"""Check an exported audit file, far from the site that wrote it.

It needs Python 3.9 or later and nothing else; it imports nothing of the site, so that
whoever distrusts the site need not trust it here::

    python verify_audit.py audit.jsonl --head receipt.txt --head 812:9f2c…

The form. The first line is the header: one JSON object with ``at``, ``first``,
``format``, ``head`` (the digest of the last entry), ``last`` and ``site``. Every other
line is one entry with ``digest``, ``payload``, ``previous`` and ``seq``; entries count
from 1. The payload is itself JSON, held as a text. Both are canonical: sorted keys, no
spaces, every character as it is, UTF-8, one line feed after each line. The digest is
SHA-256, hexadecimal, of the previous digest, a line feed and the payload; the first
entry calls the one before it sixty-four zeros.

The file ends with the entry of its own export, which attests every word of the header.

What a chain cannot show by itself: whoever holds the whole site can write a whole new
chain. Only what was noted elsewhere finds that: a receipt, which is the number of an
entry and its digest, printed as ``812:9f2c…``. Give every receipt you have.

Exit status: 0 sound; 1 not sound, with line and reason; 2 nothing could be checked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

FORMAT = "zhence-audit/1"
EXPORT = "audit.export"
GENESIS = "0" * 64
SOUND, NOT_SOUND, UNUSABLE = 0, 1, 2
MOST_SHOWN = 20

_RECEIPT = re.compile(r"(?<![0-9])([1-9][0-9]{0,17}):([0-9a-f]{64})(?![0-9a-f])")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
)
_ENTRY = {"digest": str, "payload": str, "previous": str, "seq": int}
_PAYLOAD = {
    "action": str,
    "actor": str,
    "at": str,
    "detail": dict,
    "for": str,
    "object": list,
    "office": str,
    "seq": int,
}
# A clock set back, a deed by a program's token: each is told where there is one.
_MARKS: tuple[dict[str, type], ...] = (
    {},
    {"behind": str},
    {"via": str},
    {"behind": str, "via": str},
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one line, counted from 1; line 0 is the file as a whole."""

    line: int
    zh: str
    en: str

    def __str__(self) -> str:
        """Return it in both languages."""
        if not self.line:
            return f"{self.zh} / {self.en}"
        return f"第 {self.line} 行：{self.zh} / line {self.line}: {self.en}"


@dataclass
class Chain:
    """How far a file was followed; *last* is the payload of the last entry."""

    seq: int = 0
    digest: str = GENESIS
    latest: str = ""
    last: dict[str, Any] | None = None
    met: set[tuple[int, str]] = field(default_factory=set)


class _UnsoundError(ValueError):
    """A text is not what it has to be."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def canonical(value: object) -> str:
    """Return the one JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _object(text: str, *shapes: dict[str, type]) -> dict[str, Any]:
    """Return the object that a text is, of one of the shapes, written canonically."""
    try:
        value = json.loads(text, parse_constant=_no_number)
        again = canonical(value)
    except (ValueError, RecursionError):
        raise _UnsoundError("不是 JSON", "no JSON") from None
    if again != text:
        raise _UnsoundError("不是规范写法的 JSON", "not the canonical form of its JSON")
    if not isinstance(value, dict) or not any(_fits(value, s) for s in shapes):
        raise _UnsoundError(
            "字段不全、多余或类型不对", "keys or types are not as agreed"
        )
    return value


def _fits(value: dict[str, Any], shape: dict[str, type]) -> bool:
    # `type(…) is`: to isinstance, true is a whole number.
    return value.keys() == shape.keys() and all(
        type(value[key]) is wanted for key, wanted in shape.items()
    )


def _line(raw: bytes) -> str:
    if not raw.endswith(b"\n"):
        raise _UnsoundError("行尾没有换行，文件被截断", "no line feed: cut off")
    try:
        return raw[:-1].decode()
    except UnicodeDecodeError:
        raise _UnsoundError("不是 UTF-8", "no UTF-8") from None


def check(
    lines: Iterable[bytes],
    receipts: Iterable[tuple[int, str]] = (),
    chain: Chain | None = None,
) -> Iterator[Fault]:
    """Yield each fault as it is met; *chain* tells afterwards how far it went.

    After a fault the walk goes on from what the line says of itself, so that one
    edit is one fault and not one a line to the end.
    """
    chain = Chain() if chain is None else chain
    noted: dict[int, set[str]] = {}
    for seq, digest in receipts:
        noted.setdefault(seq, set()).add(digest)
    rows = iter(lines)
    header = next(rows, None)
    if header is None:
        yield Fault(0, "文件是空的", "the file is empty")
        return
    number = 1
    for number, raw in enumerate(rows, 2):
        for zh, en in _entry(raw, chain, noted):
            yield Fault(number, zh, en)
    yield from _ending(header, number, chain)
    for seq, digests in sorted(noted.items()):
        if not digests <= {digest for at, digest in chain.met if at == seq}:
            yield Fault(
                0,
                f"收据所记的第 {seq} 条不在文件中，或已被改写：截断、改写或整本调换",
                f"entry {seq} is not as a receipt noted it: cut off, rewritten or"
                " the whole log swapped",
            )


def _entry(
    raw: bytes, chain: Chain, noted: dict[int, set[str]]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with one entry, and move the chain on."""
    chain.last = None
    try:
        entry = _object(_line(raw), _ENTRY)
    except _UnsoundError as error:
        yield error.zh, error.en
        return
    seq, text = entry["seq"], entry["payload"]
    previous, digest = entry["previous"], entry["digest"]
    if seq != chain.seq + 1:
        yield _out_of_order(seq, chain.seq)
    if previous != chain.digest:
        yield "所记的上一条摘要对不上", "does not follow the entry before it"
    if hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest() != digest:
        yield "摘要与内容不符，内容被改过", "the digest is not that of its content"
    chain.seq, chain.digest = seq, digest
    if digest in noted.get(seq, ()):
        chain.met.add((seq, digest))
    try:
        payload = _object(text, *({**_PAYLOAD, **more} for more in _MARKS))
    except _UnsoundError as error:
        yield f"内容{error.zh}", f"payload: {error.en}"
        return
    chain.last = payload
    if payload["seq"] != seq:
        yield "内容里的序号与行上的不同", "the payload names another number"
    yield from _clock(payload, chain)


def _out_of_order(seq: int, before: int) -> tuple[str, str]:
    if seq == before:
        return f"序号 {seq} 重复", f"number {seq} twice"
    if seq < before:
        return f"序号 {seq} 倒退，次序被调换", f"number {seq} after {before}: reordered"
    return (
        f"序号从 {before} 跳到 {seq}，中间的记录缺失",
        f"number {seq} after {before}: entries are missing",
    )


def _clock(payload: dict[str, Any], chain: Chain) -> Iterator[tuple[str, str]]:
    """Yield it where time runs backwards unsaid, or is said to and does not."""
    at, behind = payload["at"], payload.get("behind")
    if not _moment(at):
        yield "时间不是规定的写法", "the time is not written as agreed"
        return
    due = chain.latest if at < chain.latest else None
    if behind != due:
        if behind is None:
            yield "时间倒退而未注明", "time runs backwards and nothing says so"
        else:
            yield "时间倒退的注明不实", "what it says of the clock is not so"
    chain.latest = max(at, chain.latest)


def _moment(text: str) -> bool:
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: DTZ007  # UTC by form
    except ValueError:
        return False
    return True


def _ending(header: bytes, number: int, chain: Chain) -> Iterator[Fault]:
    """Yield it where the file does not end with its export, or the header differs."""
    last = chain.last or {}
    detail = last.get("detail")
    site = detail.get("site") if isinstance(detail, dict) else None
    attested = {"first": 1, "format": FORMAT, "site": site}
    if (
        last.get("action") != EXPORT
        or not isinstance(site, str)
        or canonical(detail) != canonical(attested)
    ):
        yield Fault(
            number,
            "末条不是本次导出的记录，文件尾部被截断或续写",
            "the last entry is not that of this export: cut off or added to",
        )
        return
    words = {**attested, "at": last["at"], "head": chain.digest, "last": chain.seq}
    if header != f"{canonical(words)}\n".encode():
        yield Fault(
            1,
            "文件头与末条导出记录所证明的不符",
            "the header is not what the export's own entry attests",
        )


def receipts_in(given: str) -> list[tuple[int, str]]:
    """Return the receipts that an argument is, or that the file it names holds.

    Raises:
        ValueError: it is none and holds none; the message says so in two languages.
    """
    text = given
    if not _RECEIPT.fullmatch(given):
        try:
            text = Path(given).read_text(encoding="utf-8")
        except (OSError, ValueError):
            raise ValueError(
                f"读不了收据 {given!r} / cannot read the receipt {given!r}"
            ) from None
    found = [(int(seq), digest) for seq, digest in _RECEIPT.findall(text)]
    if not found:
        raise ValueError(
            f"{given!r} 里没有“序号:摘要”/ no SEQ:DIGEST in the receipt {given!r}"
        )
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one file and say what was found."""
    parser = argparse.ArgumentParser(
        description="核验导出的审计文件 / check an exported audit file"
    )
    parser.add_argument("file", help="导出的文件 / the exported file")
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="RECEIPT",
        help="链头收据：文件，或 序号:摘要；可多次 / a file or SEQ:DIGEST, repeatable",
    )
    asked = parser.parse_args(arguments)
    chain = Chain()
    try:
        receipts = [pair for given in asked.head for pair in receipts_in(given)]
        with Path(asked.file).open("rb") as file:
            faults = list(check(file, receipts, chain))
    except ValueError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except OSError as error:
        print(f"读不了文件 / cannot read the file: {error}", file=sys.stderr)
        return UNUSABLE
    if faults:
        _blame(faults)
        return NOT_SOUND
    _praise(chain, len(receipts))
    return SOUND


def _blame(faults: Sequence[Fault]) -> None:
    print(f"不可信：发现 {len(faults)} 处 / NOT SOUND: {len(faults)} fault(s)")
    for fault in faults[:MOST_SHOWN]:
        print(f"  {fault}")
    if len(faults) > MOST_SHOWN:
        more = len(faults) - MOST_SHOWN
        print(f"  另有 {more} 处 / and {more} more")


def _praise(chain: Chain, receipts: int) -> None:
    print(f"可信：共 {chain.seq} 条 / SOUND: {chain.seq} entries")
    print(f"链头 / head: {chain.seq}:{chain.digest}")
    if receipts:
        print(f"对照收据 {receipts} 份，相符 / agrees with {receipts} receipt(s)")
    else:
        print(
            "没有对照收据：整本调换、或截到更早一次导出处，只有另存的收据能发现。\n"
            "No receipt was given: a log swapped as a whole, or cut back to an earlier"
            " export, is found only by a receipt kept elsewhere."
        )


if __name__ == "__main__":
    raise SystemExit(main())
