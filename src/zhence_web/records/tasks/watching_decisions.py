"""Decisions that nobody has published, and those whose time to appeal ends."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import localdate

from zhence.reporting.alerts import Rule
from zhence_web.packbook import packbook
from zhence_web.records.lifecycle.models import Decision
from zhence_web.records.lifecycle.titles import decision_title
from zhence_web.records.tasks.condition import Condition, Look


def unpublished(rule: Rule, look: Look) -> Iterator[Condition]:
    """Find what was recorded the days of the rule ago and is not public."""
    rows = Decision.objects.filter(
        published_at__isnull=True, withdrawn_by__isnull=True, recorded_at__lte=look.at
    )
    for row in rows.select_related("membership__site").order_by("id"):
        if look.waited(localdate(row.recorded_at)) >= rule.days:
            yield _condition(row)


def appeals(rule: Rule, look: Look) -> Iterator[Condition]:
    """Find what may be appealed for no more than the days of the rule."""
    rows = Decision.objects.filter(
        published_at__isnull=False,
        withdrawn_by__isnull=True,
        appeal_until__gte=look.on,
        appeal_until__lte=look.ahead(rule.days),
    )
    for row in rows.select_related("membership__site").order_by("id"):
        yield _condition(row)


def _condition(row: Decision) -> Condition:
    org = row.membership.site.org_id
    key = str(row.pk)
    pack = packbook().sources.packs.get(row.membership.policy)
    return Condition(key, org, "decision", key, decision_title(pack, row.what))
