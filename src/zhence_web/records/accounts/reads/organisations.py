"""The tree on a day, and what happened to an organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from zhence.evidence import Text
from zhence_web.records.accounts.models import Org, OrgChange, OrgName
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.accounts.tree import chain_of, parents_on, subtree

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation where it stands on a day; *depth* 0 is the highest shown.

    *closed_on* may lie after the day asked for: an end that is on record already.
    """

    id: int
    code: str
    tier: Tier
    name: Text
    depth: int
    parent: int | None
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the tree; names are those of the day it held from.

    *before* of a renaming or a move is what was left: a name, a parent.
    """

    kind: str
    kind_name: str
    on: date
    document: str
    before: tuple[Text, ...]
    after: tuple[Text, ...]


def tree_on(on: date, root: int | None = None) -> tuple[Branch, ...]:
    """Return the organisations open on a day, each after the one above it.

    *root* shows it and what stands below it; else every root is shown. Within one
    parent they come in the order of their codes.
    """
    parents = parents_on(on)
    names = _names_on(on)
    rows = {org.pk: org for org in _open_on(on).order_by("code")}
    below: dict[int | None, list[int]] = {}
    for pk in rows:
        below.setdefault(parents.get(pk), []).append(pk)

    def walk(pk: int, depth: int) -> Iterator[Branch]:
        row = rows[pk]
        yield Branch(
            id=pk,
            code=row.code,
            tier=Tier(row.tier),
            name=names.get(pk, Text("", "")),
            depth=depth,
            parent=parents.get(pk),
            opened_on=row.opened_on,
            closed_on=row.closed_on,
        )
        for child in below.get(pk, ()):
            yield from walk(child, depth + 1)

    tops = below.get(None, []) if root is None else [root] if root in rows else []
    return tuple(branch for top in tops for branch in walk(top, 0))


def branch_of(org: int, on: date) -> Branch | None:
    """Return one organisation, open on that day or not; ``None`` for no such id.

    Before it opened and after it closed it has the name nearest to that day.
    """
    row = Org.objects.filter(pk=org).first()
    if row is None:
        return None
    parents = parents_on(on)
    return Branch(
        id=org,
        code=row.code,
        tier=Tier(row.tier),
        name=_name_near(org, on),
        depth=len(chain_of(org, parents)) - 1,
        parent=parents.get(org),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
    )


def is_open(org: int, on: date) -> bool:
    """Say whether an organisation stands on that day."""
    return _open_on(on).filter(pk=org).exists()


def path_of(org: int, on: date) -> tuple[Text, ...]:
    """Return the names from the highest above an organisation down to itself."""
    chain = chain_of(org, parents_on(on))
    return tuple(_name_near(pk, on) for pk in reversed(chain))


def closed_below(root: int, on: date) -> tuple[Branch, ...]:
    """Return what was closed by a day within a branch, the last closed first."""
    rows = Org.objects.filter(pk__in=subtree(root, on), closed_on__lte=on)
    found = (branch_of(row.pk, on) for row in rows.order_by("-closed_on", "code"))
    return tuple(branch for branch in found if branch is not None)


def history_of(org: int) -> tuple[Change, ...]:
    """Return every change that an organisation was part of, the first one first."""
    rows = OrgChange.objects.filter(Q(before=org) | Q(after=org)).distinct()
    return tuple(_change(row) for row in rows.order_by("on", "id"))


def _change(row: OrgChange) -> Change:
    kind = OrgChange.Kind(row.kind)
    eve = row.on - _DAY
    before = [org.pk for org in row.before.order_by("code")]
    after = [org.pk for org in row.after.order_by("code")]
    if kind is OrgChange.Kind.MOVE:
        old, new = parents_on(eve), parents_on(row.on)
        before = [old[pk] for pk in before if pk in old]
        after = [new[pk] for pk in after if pk in new]
    return Change(
        kind=kind.value,
        kind_name=str(kind.label),
        on=row.on,
        document=row.document,
        before=tuple(_name_near(pk, eve) for pk in before),
        after=tuple(_name_near(pk, row.on) for pk in after),
    )


def _open_on(on: date) -> QuerySet[Org]:
    later = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    return Org.objects.filter(later, opened_on__lte=on)


def _names_on(on: date) -> dict[int, Text]:
    later = Q(until__isnull=True) | Q(until__gt=on)
    rows = OrgName.objects.filter(later, since__lte=on)
    return {row.org_id: Text(row.zh, row.en or row.zh) for row in rows}


def _name_near(org: int, on: date) -> Text:
    rows = OrgName.objects.filter(org=org)
    row = (
        rows.filter(since__lte=on).order_by("-since").first()
        or rows.order_by("since").first()
    )
    return Text(row.zh, row.en or row.zh) if row else Text("", "")
