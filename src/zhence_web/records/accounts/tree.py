"""The tree of organisations on a day: who stands under whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from zhence_web.records.accounts.models import OrgParent
from zhence_web.records.accounts.permissions import Scope


def _holding(on: date) -> Q:
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def parents_on(on: date) -> dict[int, int]:
    """Return every organisation's parent on that day, by id; roots are left out."""
    rows = OrgParent.objects.filter(_holding(on)).values_list("org_id", "parent_id")
    return dict(rows)


def chain_of(org: int, parents: dict[int, int]) -> tuple[int, ...]:
    """Return an organisation and those above it, the lowest first.

    A circle, which no action lets in, ends the chain instead of going on for ever.
    """
    found = [org]
    while (above := parents.get(found[-1])) is not None and above not in found:
        found.append(above)
    return tuple(found)


def subtree(org: int, on: date) -> frozenset[int]:
    """Return the ids of an organisation and of all below it on that day."""
    parents = parents_on(on)
    below = {o for o in parents if org in chain_of(o, parents)}
    return frozenset(below | {org})


def scope_of(own: int, other: int, on: date) -> Scope:
    """Return where *other* stands, seen from *own*."""
    if own == other:
        return Scope.OWN
    parents = parents_on(on)
    if own in chain_of(other, parents):
        return Scope.BELOW
    if other in chain_of(own, parents):
        return Scope.ABOVE
    same = own in parents and parents.get(own) == parents.get(other)
    return Scope.SIBLING if same else Scope.ELSEWHERE
