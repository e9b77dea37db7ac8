"""The divisions of Zhejiang and of Nantong as a tree of organisations, in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from zhence.intake.delimited import read_records
from zhence_web.packbook import packbook
from zhence_web.records.accounts.models import Org, OrgChange, OrgName, OrgParent
from zhence_web.records.management.demo.stage import Stage

BEGINNING = date(2010, 1, 1)
"""The table knows divisions since then; those that are older are opened on it."""

_ROOTS = ("330000", "320000")


def load_divisions(stage: Stage) -> dict[str, Org]:
    """Load every division that has no organisation yet; return all by code."""
    rows = [row for _, row in read_records(_table())]
    orgs = {org.code: org for org in Org.objects.filter(code__in=_codes(rows))}
    fresh = [row for row in rows if row["code"] not in orgs]
    made = Org.objects.bulk_create(
        Org(
            code=row["code"],
            tier=row["level"],
            opened_on=_day(row["valid_from"]) or BEGINNING,
            closed_on=_day(row["valid_to"]),
        )
        for row in fresh
    )
    orgs |= {org.code: org for org in made}
    OrgName.objects.bulk_create(
        OrgName(
            org=orgs[row["code"]],
            zh=row["name_zh"],
            en=row["name_en"],
            since=orgs[row["code"]].opened_on,
            until=orgs[row["code"]].closed_on,
        )
        for row in fresh
    )
    OrgParent.objects.bulk_create(
        OrgParent(
            org=orgs[row["code"]],
            parent=orgs[row["parent"]],
            since=orgs[row["code"]].opened_on,
            # A closed division keeps its place: whoever stood above it still sees
            # what it did.
        )
        for row in fresh
        if row["code"] not in _ROOTS
    )
    changes = _changes(fresh, orgs)
    stage.loaded("行政区划", {"机构": len(made), "变更": changes})
    return orgs


def _table() -> Path:
    return packbook().sources.reference / "divisions.csv"


def _codes(rows: list[Mapping[str, str]]) -> list[str]:
    return [row["code"] for row in rows]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _changes(rows: list[Mapping[str, str]], orgs: Mapping[str, Org]) -> int:
    """Record which division went over into which, on the day and by the document."""
    heirs: dict[tuple[date, tuple[str, ...]], list[Mapping[str, str]]] = {}
    for row in rows:
        ended, successor = _day(row["valid_to"]), row["successor"]
        if ended is not None and successor:
            key = (ended, tuple(successor.split("|")))
            heirs.setdefault(key, []).append(row)
    for (on, after), before in sorted(heirs.items(), key=lambda item: item[0]):
        kind = OrgChange.Kind.RENAME
        if len(before) > 1:
            kind = OrgChange.Kind.MERGE
        elif len(after) > 1:
            kind = OrgChange.Kind.SPLIT
        change = OrgChange.objects.create(
            kind=kind, on=on, document=before[0]["note"][:160]
        )
        change.before.set([orgs[row["code"]] for row in before])
        change.after.set([orgs[code] for code in after])
    return len(heirs)
