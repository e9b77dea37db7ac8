"""What runs concluded and restatements reopened, as far as somebody has to act."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.timezone import localdate

from zhence.evidence import Text, Verdict
from zhence.reporting.alerts import Rule, criteria_seen
from zhence_web.packbook import packbook
from zhence_web.records.assessment.models import Result, Review
from zhence_web.records.lifecycle.reads import standings
from zhence_web.records.lifecycle.titles import transition_title
from zhence_web.records.tasks.condition import Condition, Look

_SHOWN = 3


def criteria(rule: Rule, look: Look) -> Iterator[Condition]:
    """Find the newest results with criteria that the rule watches for.

    What fails and what is not known are two watches; one never finds the other's.
    """
    rows = Result.objects.filter(pk__in=_newest(look), run__on__lte=look.on)
    told = rows.order_by("id").values_list(
        "pk", "membership__site__org_id", "dossier__criteria"
    )
    for pk, org, held in told:
        verdicts = {c["id"]: Verdict(c["verdict"]) for c in held}
        found = criteria_seen(verdicts)[rule.watch]
        if found:
            yield Condition(str(pk), org, "result", str(pk), listed(found))


def proposals(rule: Rule, look: Look) -> Iterator[Condition]:
    """Find proposals that no body has answered for the days of the rule.

    Those whose membership has moved on since do not wait any more.
    """
    rows = Result.objects.filter(pk__in=_newest(look), answer__isnull=True)
    rows = rows.exclude(transition="").defer("dossier", "parts")
    rows = rows.select_related("run", "membership__site").order_by("id")
    late = [row for row in rows if _waited(row, look) >= rule.days]
    now = standings((r.membership for r in late), on=look.on, known_at=look.at)
    for row in late:
        if now[row.membership_id].state == row.state:
            pack = packbook().sources.packs.get(row.run.policy)
            what = transition_title(pack, row.transition)
            org = row.membership.site.org_id
            yield Condition(str(row.pk), org, "result", str(row.pk), what)


def reviews(rule: Rule, look: Look) -> Iterator[Condition]:
    """Find reviews that are open for the days of the rule."""
    rows = Review.objects.filter(closed_at__isnull=True)
    for row in rows.select_related("site", "observation").order_by("id"):
        if look.waited(localdate(row.opened_at)) < rule.days:
            continue
        indicator = row.observation.indicator
        known = packbook().sources.catalogue.find(indicator)
        what = Text(indicator, indicator) if known is None else known.name
        yield Condition(str(row.pk), row.site.org_id, "review", str(row.pk), what)


def listed(names: tuple[str, ...]) -> Text:
    """Return some names, and how many there are beside those that are named."""
    shown, more = names[:_SHOWN], len(names) - _SHOWN
    zh, en = "、".join(shown), ", ".join(shown)
    if more <= 0:
        return Text(zh, en)
    return Text(f"{zh} 等 {len(names)} 项", f"{en} and {more} more")


def _newest(look: Look) -> list[int]:
    """Return the results that no later binding run has replaced, by occasion."""
    rows = Result.objects.filter(
        Q(membership__until__isnull=True) | Q(membership__until__gt=look.on),
        run__binding=True,
        run__done_at__isnull=False,
        run__done_at__lte=look.at,
    )
    told = rows.order_by("run__done_at", "id")
    found = {
        (member, occasion): pk
        for pk, member, occasion in told.values_list(
            "pk", "membership_id", "run__occasion"
        )
    }
    return list(found.values())


def _waited(row: Result, look: Look) -> int:
    done = row.run.done_at
    return -1 if done is None else look.waited(localdate(done))
