"""Ask for a run: which policy, on which day, of whom; the facts are frozen at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from zhence import __version__
from zhence.packs import Pack
from zhence.rules.rulebook import Occasion, Status
from zhence_web.packbook import packbook
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.assessment.facts import facts_known
from zhence_web.records.assessment.frozen import Known, freeze
from zhence_web.records.assessment.models import Progress, Run, Snapshot
from zhence_web.records.assessment.past import past_of
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.refusals import RefusedError, refused
from zhence_web.records.registry.models import Membership

_NOT_BINDING = {
    Status.DRAFT: ("policy_draft", "是征求意见稿", "is a draft"),
    Status.REFERENCE: ("policy_reference", "是参考材料", "is a reference"),
    Status.PRACTICE: ("policy_practice", "是实践归纳", "is as practised"),
    Status.EXPIRED: ("policy_expired", "已失效", "has expired"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run is to look at.

    *year* is the assessed year of an annual occasion, and else the year of *on*.
    *occasion* ``None``: the one at which the policy assesses its list.
    """

    policy: str
    year: int
    on: date
    occasion: Occasion | None = None
    binding: bool = True


@transaction.atomic
def ask_run(*, asked: Asked, by: Hand, at: datetime) -> int:
    """Freeze what is known of every member below *by* and put the run in the queue.

    Returns the run's id; whoever calls hands it to a worker in this transaction.

    Raises:
        RefusedError: the text may not bind (by name), is not in force on the day, or
            nobody is on its list.
        NotAllowedError: *by* may not.
    """
    today = localdate(at)
    check(by, Action.RUN_ASSESSMENT, by.org, today)
    pack = _pack(asked, today)
    occasion = asked.occasion or pack.assess_occasion
    members = _members(pack, asked, by, today, at)
    if not members:
        raise refused(
            "nobody_in_scope",
            f"{by.org_name}范围内没有 {pack.id} 名单上的成员",
            f"nobody below {by.org_name} is on a list of {pack.id}",
            "先在名录中登记 / put them on the list first",
        )
    facts = facts_known(members, pack, asked.on, at)
    before = asked.year if occasion is Occasion.ANNUAL else None
    past = past_of(facts.keys(), pack, at, before=before, on=asked.on)
    frozen = freeze({key: Known(facts[key], past[key]) for key in facts})
    snapshot = Snapshot.objects.create(
        policy=pack.id,
        edition=pack.edition,
        pack_hash=pack.hash,
        on=asked.on,
        known_at=at,
        content=frozen.content,
        sha256=frozen.sha256,
        made_at=at,
    )
    title = f"{pack.id} {asked.year}"
    progress = Progress.objects.create(
        job=f"assessment-{snapshot.pk}",
        title=title,
        total=len(facts),
        started_by_id=by.user,
        queued_at=at,
        changed_at=at,
    )
    run = Run.objects.create(
        org_id=by.org,
        snapshot=snapshot,
        policy=pack.id,
        year=asked.year,
        occasion=occasion.value,
        on=asked.on,
        binding=asked.binding,
        code_version=f"zhence {__version__}",
        progress=progress,
        asked_by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        asked_at=at,
    )
    record(
        "assessment.ask_run",
        kind="run",
        id_=run.pk,
        at=at,
        **by.signed,
        detail={
            "policy": pack.id,
            "edition": pack.edition,
            "pack": pack.hash,
            "year": asked.year,
            "on": asked.on.isoformat(),
            "occasion": occasion.value,
            "binding": asked.binding,
            "members": len(facts),
            "snapshot": frozen.sha256,
        },
    )
    return int(run.pk)


def occasion_named(name: str) -> Occasion | None:
    """Return the occasion of a name; ``None`` for the policy's own."""
    return Occasion(name) if name in set(Occasion) else None


def may_bind(pack: Pack) -> bool:
    """Say whether a run under the pack may have consequences."""
    return pack.status is Status.IN_FORCE


def _pack(asked: Asked, today: date) -> Pack:
    pack = packbook().sources.packs.get(asked.policy)
    if pack is None:
        raise refused(
            "policy_unknown",
            f"本平台没有政策包 {asked.policy}",
            f"there is no pack {asked.policy} here",
        )
    if asked.on > today:
        raise refused(
            "in_the_future",
            f"{asked.on} 尚未到来",
            f"{asked.on} has not come yet",
            "核对日期 / check the day",
        )
    if not date.min.year <= asked.year <= asked.on.year:
        raise refused(
            "year_not_over",
            f"{asked.year} 年度在 {asked.on} 尚未开始",
            f"the year {asked.year} has not begun on {asked.on}",
            "核对年度 / check the year",
        )
    if asked.binding:
        _check_binding(pack, asked.on)
    return pack


def _check_binding(pack: Pack, on: date) -> None:
    if not may_bind(pack):
        code, zh, en = _NOT_BINDING[pack.status]
        raise refused(
            code,
            f"{pack.id} {zh}，不能用于正式研判",
            f"{pack.id} {en} and binds nobody",
            "改为模拟 / ask for a simulation",
        )
    if pack.valid_from is not None and on < pack.valid_from:
        raise _outside(pack, on, f"自 {pack.valid_from} 起施行")
    if pack.valid_to is not None and on > pack.valid_to:
        raise _outside(pack, on, f"至 {pack.valid_to} 止")


def _outside(pack: Pack, on: date, zh: str) -> RefusedError:
    return refused(
        "policy_not_in_force",
        f"{pack.id} {zh}，{on} 不在施行期内",
        f"{pack.id} is not in force on {on}",
        "核对日期 / check the day",
    )


def _members(
    pack: Pack, asked: Asked, by: Hand, today: date, at: datetime
) -> list[Membership]:
    """Return those on the policy's lists; a reference is held against any list."""
    held = Q(until__isnull=True) | Q(until__gt=asked.on)
    begun = Q(since__isnull=True) | Q(since__lte=asked.on)
    rows = Membership.objects.filter(
        held,
        begun,
        site__org__in=subtree(by.org, today),
        recorded_at__lte=at,
    )
    if pack.status is not Status.REFERENCE:
        rows = rows.filter(list_name__in=pack.lists)
    if asked.binding:
        rows = rows.filter(policy=pack.id)
    rows = rows.select_related("site__org").prefetch_related("category_rulings")
    return list(rows.order_by("site__number", "id"))
