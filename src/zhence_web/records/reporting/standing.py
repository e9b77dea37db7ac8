"""Where a return stands: who has it, what was sent back, who had a hand in it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from zhence.reporting.approval import Act as Deed
from zhence.reporting.approval import Level
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Org
from zhence_web.records.accounts.tree import chain_of, parents_on
from zhence_web.records.reporting.models import Act, ReturnedCell

FILL = "fill"
"""The verb of an act that changes cells and no state."""

OWN_VERBS = (FILL, Deed.SUBMIT.value)
"""Whoever did one of these to a return had a hand in it."""

_UPWARD = (Level.COUNTY, Level.CITY, Level.PROVINCE)


def had_a_hand(return_id: int, by: Hand) -> bool:
    """Say whether a hand ever filled or submitted a return, be it as a deputy.

    Both persons of a hand count, and both of the act: else somebody could let a
    deputy approve in their name what they filled in, or the other way round.
    Any revision counts: cells are carried from one to the next.
    """
    whose = Q(by__username__in=by.people) | Q(deputy_of__user__username__in=by.people)
    acts = Act.objects.filter(revision__of=return_id, verb__in=OWN_VERBS)
    return acts.filter(whose).exists()


def sent_back(return_id: int) -> dict[str, str]:
    """Return the cells that were last sent back, with why; none before the first."""
    acts = Act.objects.filter(revision__of=return_id, verb=Deed.SEND_BACK.value)
    last = acts.order_by("-id").first()
    if last is None:
        return {}
    rows = ReturnedCell.objects.filter(act=last).order_by("id")
    return dict(rows.values_list("item", "reason"))


def holder_of(site_org: int, level: Level, on: date) -> int:
    """Return the organisation that acts for a site at a level on a day.

    Where a site has none at that level (it stands right below its city), the next one
    above acts; where there is none at all, the site itself keeps the return.
    """
    if level is Level.SITE:
        return site_org
    chain = chain_of(site_org, parents_on(on))
    tiers = dict(Org.objects.filter(pk__in=chain).values_list("pk", "tier"))
    wanted = {each.value for each in _UPWARD[_UPWARD.index(level) :]}
    return next((org for org in chain if tiers.get(org) in wanted), site_org)
