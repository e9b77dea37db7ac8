"""What the signatures in the audit mean to people: offices, and who signed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from zhence_web.records.accounts.models import Org, User
from zhence_web.records.accounts.tree import parents_on, subtree


def offices_seen(org: int, on: date) -> frozenset[str] | None:
    """Return the codes of an organisation and all below it on a day.

    ``None``: it is the one root, so that it sees everything, also what was signed for
    no office at all and by offices that were closed.
    """
    parents = parents_on(on)
    later = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    roots = Org.objects.filter(later, opened_on__lte=on).exclude(pk__in=parents)
    if list(roots.values_list("pk", flat=True)) == [org]:
        return None
    below = Org.objects.filter(pk__in=subtree(org, on))
    return frozenset(below.values_list("code", flat=True))


def called(usernames: Collection[str]) -> Mapping[str, str]:
    """Return how the pages call those who signed; who is unknown here is left out."""
    rows = User.objects.filter(username__in=set(usernames))
    return dict(rows.values_list("username", "display_name"))
