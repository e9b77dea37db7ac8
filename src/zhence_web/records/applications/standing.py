"""Whether a site may apply now, and who had a hand in what it sent."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from zhence.packs import Pack
from zhence_web.packbook import packbook
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.applications.models import Application, ApplicationStep
from zhence_web.records.applications.questions import (
    entry_state,
    may_apply_from,
    open_policies,
)
from zhence_web.records.lifecycle.facts import recorded_of
from zhence_web.records.lifecycle.refusals import refused, unknown_word
from zhence_web.records.registry.models import Membership


def policy_named(policy: str, on: date) -> Pack:
    """Return the pack of a policy that takes applications on a day.

    Raises:
        RefusedError: it takes none, is not in force, or is not here.
    """
    known = {pack.id: pack for pack in open_policies(on)}
    if policy not in known:
        raise refused(
            "no_applications",
            f"{policy} 现在不接受申报",
            f"{policy} takes no applications now",
            "可申报的政策 / one may apply under: " + ("、".join(known) or "—"),
        )
    return known[policy]


def check_may_apply(
    pack: Pack, site: int, list_name: str, on: date, at: datetime
) -> None:
    """Refuse an application that could lead nowhere.

    Raises:
        RefusedError: no such list, one is open already, or the site stands where no
            application is looked at.
    """
    if list_name not in pack.lists:
        raise unknown_word("list_unknown", "名单", list_name, pack.lists, pack.id)
    rows = Application.objects.filter(site=site, policy=pack.id, list_name=list_name)
    open_states = (Application.State.SUBMITTED, Application.State.VERIFIED)
    if rows.filter(state__in=open_states).exists():
        raise refused(
            "application_open",
            "已有一件申报在办理",
            "an application is under way already",
            "等它办完，或请审核单位退回 / wait for it, or ask for it back",
        )
    state = state_of(pack, site, list_name, on, at)
    if state is None or not may_apply_from(pack, state):
        states = pack.lifecycle.states if pack.lifecycle is not None else {}
        title = states[state].title.zh if state and state in states else state
        raise refused(
            "cannot_apply_from",
            f"处于“{title}”，不能申报列入名单",
            f"from the state {state} nobody applies for the list",
            "看“名单与状态”页 / see the page of its standing",
        )


def membership_of(policy: str, site: int, list_name: str) -> Membership | None:
    """Return the present membership of a site; at most one, by the table itself."""
    rows = Membership.objects.filter(
        site=site, policy=policy, list_name=list_name, until__isnull=True
    )
    return rows.select_related("site__org").first()


def state_of(
    pack: Pack, site: int, list_name: str, on: date, at: datetime
) -> str | None:
    """Return where a site stands on a list; not on it, where somebody new begins."""
    row = membership_of(pack.id, site, list_name)
    if row is None:
        return entry_state(pack)
    return recorded_of([row], pack, on, at)[row.pk].membership.state


def sent_by(application: int, by: Hand) -> bool:
    """Say whether a hand sent or verified an application, be it as a deputy."""
    whose = Q(by__username__in=by.people) | Q(deputy_of__user__username__in=by.people)
    return ApplicationStep.objects.filter(whose, application=application).exists()


def pack_of(row: Application) -> Pack | None:
    """Return the pack of an application's policy, ``None`` if it is gone."""
    return packbook().sources.packs.get(row.policy)
