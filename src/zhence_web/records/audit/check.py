"""The chain held against itself where it lies: seals, numbers, columns and the head.

It sees what an exported file cannot show: columns that no longer repeat the payload,
and a head that is not the last entry. It cannot see a chain that was written anew as
a whole; for that there are receipts, kept elsewhere, and the verifier in ``tools/``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from zhence.evidence import Text
from zhence_web.records.audit.chain import GENESIS, moment, seal
from zhence_web.records.audit.models import Entry, Head

_AT_ONCE = 2_000
_MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one entry; *seq* 0 is the head."""

    seq: int
    why: Text


@dataclass(frozen=True, slots=True)
class Checked:
    """Up to where the chain was walked, and the first flaws."""

    last: int
    digest: str
    flaws: tuple[Flaw, ...]

    @property
    def sound(self) -> bool:
        """Say whether nothing was found."""
        return not self.flaws


_GAP = Text("序号不连续，有记录缺失", "the numbers have a gap: entries are missing")
_LINK = Text("所记的上一条摘要对不上", "it does not follow the entry before it")
_SEAL = Text("摘要与内容不符", "the digest is not that of its content")
_COLUMNS = Text(
    "列表用的列与封存的内容不一致",
    "the columns that lists use do not repeat what was sealed",
)
_HEAD = Text("链头不是最后一条记录", "the head is not the last entry")


def check() -> Checked:
    """Walk the whole chain; what is recorded meanwhile disturbs nothing."""
    flaws: list[Flaw] = []
    before = _head()
    seen = seq, digest = 0, GENESIS
    for row in Entry.objects.order_by("seq").iterator(chunk_size=_AT_ONCE):
        if len(flaws) < _MOST_TOLD:
            flaws += [Flaw(row.seq, why) for why in _flaws(row, seq, digest)]
        seq, digest = row.seq, row.digest
        if seq == before[0]:
            seen = seq, digest
    if seen != before or _head()[0] < seq:
        flaws.append(Flaw(0, _HEAD))
    return Checked(seq, digest, tuple(flaws))


def _head() -> tuple[int, str]:
    head = Head.objects.first()
    return (head.seq, head.digest) if head else (0, GENESIS)


def _flaws(row: Entry, seq: int, digest: str) -> Iterator[Text]:
    if row.seq != seq + 1:
        yield _GAP
    if row.previous != digest:
        yield _LINK
    if seal(row.previous, row.payload) != row.digest:
        yield _SEAL
    elif _columns(row) != _told(row):
        yield _COLUMNS


def _columns(row: Entry) -> tuple[object, ...]:
    thing = [row.object_kind, row.object_id]
    who = (row.actor, row.acting_for, row.office)
    return (row.seq, moment(row.at), *who, row.action, thing)


def _told(row: Entry) -> tuple[object, ...]:
    told = json.loads(row.payload)
    return tuple(
        told[name]
        for name in ("seq", "at", "actor", "for", "office", "action", "object")
    )
