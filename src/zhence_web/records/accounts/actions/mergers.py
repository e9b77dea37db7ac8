"""Merge several organisations into one, and split one into several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhence.evidence import Text
from zhence_web.records.accounts import branching
from zhence_web.records.accounts.actions.organisations import new, take_over
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Org, OrgChange, OrgParent
from zhence_web.records.accounts.refusals import refuse
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.accounts.tree import parents_on
from zhence_web.records.audit.actions import record


@dataclass(frozen=True, slots=True)
class Part:
    """One of the organisations that a split makes; *children* are ids."""

    code: str
    name: Text
    children: tuple[int, ...] = ()


@transaction.atomic
def merge_orgs(
    *,
    orgs: Sequence[int],
    into: int,
    on: date,
    document: str = "",
    by: Hand,
    at: datetime,
) -> None:
    """Merge *orgs* into *into*, which may be one of them or was opened for it.

    The others close: their appointments end, everything below them moves.

    Raises:
        NotAllowedError: no right over one of them or over what stands above it.
        RefusedError: nothing to merge, mixed tiers, or a change out of order.
    """
    today = timezone.localdate(at)
    everyone = branching.held(*dict.fromkeys((into, *orgs)))
    for row in everyone:
        branching.check_branch(by, row, today)
    heir, *closing = everyone
    if not closing or any(row.tier != heir.tier for row in closing):
        refuse(
            "merge_unlike",
            "合并至少涉及两个机构，且须同级。请重新选择。",
            "A merger joins two or more organisations of one tier. Choose again.",
        )
    for row in everyone:
        branching.stands(row, on)
    moved = {row.code: take_over(row, heir, on) for row in closing}
    ended = sum(branching.close(row, on) for row in closing)
    branching.note(OrgChange.Kind.MERGE, on, document, closing, (heir,))
    record(
        "accounts.merge_orgs",
        kind="org",
        id_=heir.code,
        at=at,
        **by.signed,
        detail={
            "merged": [row.code for row in closing],
            "moved": moved,
            "appointments_ended": ended,
            "on": str(on),
            "document": document,
        },
    )


@transaction.atomic
def split_org(
    *,
    org: int,
    parts: Sequence[Part],
    stays: bool,
    on: date,
    document: str = "",
    by: Hand,
    at: datetime,
) -> tuple[int, ...]:
    """Split *org*: each part is new and takes its children; return their ids.

    *stays*: it goes on with the children that no part takes; else it closes, and
    every child that is open must be taken by exactly one part.

    Raises:
        NotAllowedError: no right over it and over its parent.
        RefusedError: no part, a child taken twice, left over, or not its own.
    """
    row = branching.locked(org)
    branching.check_branch(by, row, timezone.localdate(at))
    branching.stands(row, on)
    _complete(row, parts, stays=stays)
    above = parents_on(on).get(org)
    made = [_part(row, part, above, on) for part in parts]
    ended = 0 if stays else branching.close(row, on)
    branching.note(
        OrgChange.Kind.SPLIT, on, document, (row,), (*made, *([row] if stays else []))
    )
    record(
        "accounts.split_org",
        kind="org",
        id_=row.code,
        at=at,
        **by.signed,
        detail={
            "parts": [part.code for part in parts],
            "stays": stays,
            "appointments_ended": ended,
            "on": str(on),
            "document": document,
        },
    )
    return tuple(int(part.pk) for part in made)


def _complete(org: Org, parts: Sequence[Part], *, stays: bool) -> None:
    below = Org.objects.filter(pk__in=branching.children_of(org.pk))
    present = {child.pk for child in below if child.closed_on is None}
    taken = [child for part in parts for child in part.children]
    whole = set(taken) <= present and (stays or set(taken) == present)
    if not parts or len(taken) != len(set(taken)) or not whole:
        refuse(
            "split_children",
            "拆分须列出新机构，原下级各归其一：不能重复、遗漏，也不能是别处的机构。",
            "A split names its parts, and each child goes to one of them: none twice, "
            "none left over, none from elsewhere.",
        )


def _part(org: Org, part: Part, above: int | None, on: date) -> Org:
    made = new(code=part.code, tier=Tier(org.tier), name=part.name, on=on)
    if above is not None:
        OrgParent.objects.create(org=made, parent_id=above, since=on)
    for child in part.children:
        branching.reparent(child, made, on)
    return made
