"""Questions to the chain: lists for people, and the whole of it for a verifier."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

from django.db.models import QuerySet

from zhence_web.kit.paging import Page, page_of
from zhence_web.records.audit.chain import (
    entry_line,
    header_line,
    moment,
    receipt_line,
)
from zhence_web.records.audit.models import Entry

_SIZE = 50
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class EntryView:
    """One deed, as pages show it; *acting_for* is empty in one's own hand.

    *via* names the token of a program, ``None`` where a person did it in the pages.
    *behind*: the clock stood behind that moment, the latest known before.
    """

    seq: int
    at: datetime
    actor: str
    acting_for: str
    office: str
    action: str
    object_kind: str
    object_id: str
    detail: Mapping[str, object]
    via: str | None
    behind: str | None
    payload: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class HeadView:
    """The end of the chain: what a receipt notes. *at* is when it was recorded."""

    seq: int
    digest: str
    at: datetime

    @property
    def short(self) -> str:
        """Return number and digest as they are printed and typed."""
        return f"{self.seq}:{self.digest}"

    def receipt(self, site: str) -> str:
        """Return the receipt for machines: one JSON line."""
        return receipt_line(site, self.at, self.seq, self.digest)

    def printed(self, site: str) -> str:
        """Return the receipt for paper, which the verifier reads as well."""
        return (
            "审计链头收据 / receipt of the head of the audit chain\n"
            f"站点 / site: {site}\n"
            f"序号 / entry: {self.seq}\n"
            f"时间 / at: {moment(self.at)}\n"
            f"链头 / head: {self.short}\n"
            "请另处保存：核验导出文件时对照它，可发现截断和整本调换。"
            " / Keep it elsewhere: held against it, an exported file shows whether"
            " the log was cut off or swapped as a whole.\n"
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are asked for; an empty part asks for all.

    *since* counts in, *until* does not. *action* may be a context alone ("audit").
    *offices* are the codes of the organisations that whoever asks may look into;
    ``None``: all, and deeds done for none as well.
    """

    actor: str = ""
    office: str = ""
    action: str = ""
    object_kind: str = ""
    object_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    offices: frozenset[str] | None = None


class _Rows(Sequence[Entry]):
    """A query as a sequence that is counted and cut by the database."""

    def __init__(self, query: QuerySet[Entry]) -> None:
        self._query = query

    def __len__(self) -> int:
        return self._query.count()

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | Sequence[Entry]:
        return (
            self._query[index] if isinstance(index, int) else list(self._query[index])
        )


def entries(asked: Asked, page: str | None = None) -> Page[EntryView]:
    """Return one page of what is asked for, the latest first."""
    found = page_of(_Rows(_query(asked).order_by("-seq")), page, _SIZE)
    return found.showing([_view(row) for row in found.items])


def latest(asked: Asked, most: int) -> tuple[EntryView, ...]:
    """Return what is asked for, the latest first, and no more than *most*."""
    return tuple(_view(row) for row in _query(asked).order_by("-seq")[:most])


def entry(seq: int, offices: frozenset[str] | None = None) -> EntryView | None:
    """Return one entry; ``None`` where there is none or it may not be looked into."""
    row = _query(Asked(offices=offices)).filter(seq=seq).first()
    return None if row is None else _view(row)


def head() -> HeadView | None:
    """Return the end of the chain, ``None`` as long as nothing is recorded."""
    row = Entry.objects.order_by("-seq").first()
    return None if row is None else HeadView(row.seq, row.digest, row.at)


def actions_known(offices: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return the words of all deeds on record, sorted."""
    rows = _query(Asked(offices=offices)).order_by("action")
    return tuple(rows.values_list("action", flat=True).distinct())


def kinds_known(offices: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return the kinds of all objects on record, sorted."""
    rows = _query(Asked(offices=offices)).order_by("object_kind")
    return tuple(rows.values_list("object_kind", flat=True).distinct())


def exported(seq: int, site: str) -> Iterator[str]:
    """Yield the lines of the file that ends with the export recorded as *seq*.

    What was recorded since is left out, so the file stays as it was attested.
    """
    last = Entry.objects.get(seq=seq)
    yield header_line(site, last.at, last.seq, last.digest)
    rows = Entry.objects.filter(seq__lte=seq).order_by("seq")
    columns = ("seq", "previous", "digest", "payload")
    for row in rows.values_list(*columns).iterator(chunk_size=_AT_ONCE):
        yield entry_line(*row)


def _query(asked: Asked) -> QuerySet[Entry]:
    exact = {
        "actor": asked.actor,
        "office": asked.office,
        "object_kind": asked.object_kind,
        "object_id": asked.object_id,
        "at__gte": asked.since,
        "at__lt": asked.until,
    }
    rows = Entry.objects.filter(**{name: v for name, v in exact.items() if v})
    if asked.offices is not None:
        rows = rows.filter(office__in=asked.offices)
    if "." in asked.action:
        return rows.filter(action=asked.action)
    return rows.filter(action__startswith=f"{asked.action}.") if asked.action else rows


def _view(row: Entry) -> EntryView:
    told = json.loads(row.payload)
    return EntryView(
        seq=row.seq,
        at=row.at,
        actor=row.actor,
        acting_for=row.acting_for,
        office=row.office,
        action=row.action,
        object_kind=row.object_kind,
        object_id=row.object_id,
        detail=told["detail"],
        via=told.get("via"),
        behind=told.get("behind"),
        payload=row.payload,
        previous=row.previous,
        digest=row.digest,
    )
