"""Whom a trial looks at."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from zhence_web.records.accounts.tree import subtree
from zhence_web.records.registry.models import Membership


def members_below(policy: str, org: int, on: date) -> list[Membership]:
    """Return the members of a policy's lists below an organisation, by number."""
    held = Q(until__isnull=True) | Q(until__gt=on)
    rows = Membership.objects.filter(
        held, policy=policy, site__org__in=subtree(org, on)
    )
    rows = rows.select_related("site__org").prefetch_related("category_rulings")
    found: dict[str, Membership] = {}
    for row in rows.order_by("site__number", "id"):
        # A site on two lists of one policy is looked at as it is on the first.
        found.setdefault(row.site.org.code, row)
    return list(found.values())
