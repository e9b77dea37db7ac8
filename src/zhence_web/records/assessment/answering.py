"""Decide with what runs have found: the assessed years are given to the life cycle."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence.dossier import Past
from zhence.lifecycle.table import LifeCycle
from zhence.packs import Pack
from zhence_web.packbook import packbook
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.assessment.models import Answer, Result
from zhence_web.records.assessment.past import past_of
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle import actions as lifecycle
from zhence_web.records.lifecycle.forms import Deciding, Happening
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.lifecycle.words import NOT_FOLLOWED
from zhence_web.records.registry.models import Membership


@transaction.atomic
def answer_proposal(
    *, result: int, follows: bool, deciding: Deciding, by: Hand, at: datetime
) -> int:
    """Put on record what a body decided about a proposal; return the decision's id.

    Followed, the decision is the one that carries out the proposed transition, from
    the proposed day unless another is given; not followed, it moves nothing. The
    first answer stands.

    Raises:
        RefusedError: a newer run has taken its place, no record of the table carries
            it out, or the library refuses the step.
        NotAllowedError: *by* may not, or somebody answered first.
    """
    rows = Result.objects.select_for_update(of=("self",))
    found = rows.select_related("run", "membership__site").get(pk=result)
    check(by, Action.DECIDE, found.membership.site.org_id, localdate(at))
    answered = Answer.objects.filter(result=found).exists()
    if answered or not found.transition or not found.run.binding:
        raise NotAllowedError(Denied(Action.DECIDE, Why.STATE))
    if result not in newest_binding([found.membership_id]):
        raise refused(
            "superseded",
            "已有更新的研判结果，这条建议不再有效",
            "a newer run has taken its place",
            "办理最新的建议 / answer the newest one",
        )
    what = _word(found) if follows else NOT_FOLLOWED
    effective = deciding.effective or (found.effective if follows else None)
    decision = decide(
        membership=found.membership_id,
        deciding=replace(deciding, what=what, effective=effective),
        by=by,
        at=at,
    )
    Answer.objects.create(result=found, decision_id=decision, follows=follows)
    record(
        "assessment.answer_proposal",
        kind="result",
        id_=result,
        at=at,
        **by.signed,
        detail={
            "decision": decision,
            "follows": follows,
            "run": found.run_id,
            "transition": found.transition,
            "snapshot": found.run.snapshot.sha256 if found.run.snapshot else "",
        },
    )
    return decision


@transaction.atomic
def decide(
    *,
    membership: int,
    deciding: Deciding,
    by: Hand,
    at: datetime,
    case: int | None = None,
) -> int:
    """Record a decision with or without a proposal; see the life cycle's own verb."""
    return lifecycle.record_decision(
        membership=membership,
        deciding=deciding,
        by=by,
        at=at,
        past=past_now(membership, at),
        case=case,
    )


@transaction.atomic
def record_event(
    *, membership: int, happening: Happening, by: Hand, at: datetime
) -> int:
    """Record an event and what follows from it; see the life cycle's own verb."""
    return lifecycle.record_event(
        membership=membership,
        happening=happening,
        by=by,
        at=at,
        past=past_now(membership, at),
    )


@transaction.atomic
def close_case(*, case: int, membership: int, by: Hand, at: datetime) -> str:
    """Close a case and let what waited take effect; see the life cycle's own verb."""
    past = past_now(membership, at)
    return lifecycle.close_case(case=case, by=by, at=at, past=past)


def past_now(membership: int, at: datetime) -> Past:
    """Return what binding runs found of a membership by a moment."""
    row = Membership.objects.get(pk=membership)
    pack = packbook().sources.packs.get(row.policy)
    return Past() if pack is None else past_of([membership], pack, at)[membership]


def newest_binding(members: list[int]) -> frozenset[int]:
    """Return the ids of the results that no later binding run has replaced.

    One per membership, occasion and assessed year; a later year replaces an earlier
    one as far as proposals go, because it looked at all that the earlier one saw.
    """
    rows = Result.objects.filter(
        membership__in=members, run__binding=True, run__done_at__isnull=False
    )
    found: dict[tuple[int, str], int] = {}
    for row in rows.select_related("run").order_by("run__done_at", "id"):
        found[row.membership_id, row.run.occasion] = row.pk
    return frozenset(found.values())


def _word(result: Result) -> str:
    """Return the kind of decision that carries out the proposed transition."""
    pack: Pack = packbook().sources.packs[result.run.policy]
    cycle = pack.lifecycle or LifeCycle({})
    for t in cycle.transitions:
        for word in t.decisions:
            if t.id == result.transition and t.towards(word) == result.target:
                return word
    raise refused(
        "no_record_carries",
        f"流转 {result.transition} 没有规定由哪种决定执行",
        f"the table names no decision that carries out {result.transition}",
        "请政策管理员核对政策包 / ask the maintainer of the pack",
    )
