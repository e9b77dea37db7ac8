"""Draft editions: their steps, and how two of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhence.evidence import Text
from zhence_web.packbook import packbook
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import OrgName
from zhence_web.records.accounts.permissions import Action, may
from zhence_web.records.accounts.tree import scope_of, subtree
from zhence_web.records.drafts.drafting import APPROVED, DRAFT, SUBMITTED
from zhence_web.records.drafts.models import PolicyDraft, Trial
from zhence_web.records.drafts.reads.asking import sentences_of
from zhence_web.records.drafts.reads.editions import (
    WrittenView,
    texts_of,
    writers,
    written_view,
)
from zhence_web.records.drafts.reforming import pack_named
from zhence_web.records.drafts.written import tried_pack

STATES: Mapping[str, Text] = {
    DRAFT: Text("草拟中", "being drafted"),
    SUBMITTED: Text("待审核", "waiting for review"),
    APPROVED: Text("已审核（仍非法规）", "approved (and still no law)"),
}
_VERBS: Mapping[str, Text] = {
    "save": Text("保存", "saved"),
    "submit": Text("提交审核", "handed in"),
    "approve": Text("审核通过", "approved"),
    "send_back": Text("退回", "sent back"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a draft's history."""

    verb: Text
    who: Text
    office: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft edition: what it changes, in words, and who has done what with it."""

    id: int
    title: str
    reason: str
    state: str
    state_name: Text
    version: int
    trial: int
    policy: str
    policy_title: Text
    edition: str
    changes: Mapping[str, str]
    written: WrittenView | None
    sentences: tuple[tuple[str, Text], ...]
    steps: tuple[Step, ...]
    may_submit: bool
    may_review: bool


def drafts(by: Hand, today: date) -> tuple[DraftView, ...]:
    """Return the drafts of an organisation and those below, the newest first."""
    rows = _drafts().filter(trial__org__in=subtree(by.org, today)).order_by("-pk")
    return tuple(_draft(row, by, today) for row in rows[:50])


def draft(id_: int, by: Hand, today: date) -> DraftView | None:
    """Return one draft, ``None`` if there is no such.

    Raises:
        NotAllowedError: *by* may not look at it.
    """
    row = _drafts().filter(pk=id_).first()
    if row is None:
        return None
    check(by, Action.TRY_REFORM, row.trial.org_id, today)
    return _draft(row, by, today)


def compared(one: DraftView, other: DraftView) -> tuple[tuple[str, Text], ...]:
    """Return what differs between two drafts, in words; the weightiest first."""
    trials = Trial.objects.select_related("written").in_bulk([one.trial, other.trial])
    first, second = (
        tried_pack(pack_named(side.policy), trials[side.trial]) for side in (one, other)
    )
    return sentences_of(first, second)


def _drafts() -> QuerySet[PolicyDraft]:
    rows = PolicyDraft.objects.select_related(
        "trial__written__draft", "trial__asked_by"
    )
    return rows.prefetch_related(
        "acts__by", "acts__deputy_of__user", texts_of("trial__written__draft__texts")
    )


def _draft(row: PolicyDraft, by: Hand, today: date) -> DraftView:
    found = row.trial
    pack = packbook().sources.packs[found.policy]
    scope = scope_of(by.org, found.org_id, today)
    hands = {
        name
        for act in row.acts.all()
        if act.verb in {"save", "submit"}
        for name in (act.by.username, act.deputy_of and act.deputy_of.user.username)
        if name
    }
    hands |= set() if found.written is None else writers(found.written.draft)
    own = bool(by.people & (hands | {found.asked_by.username}))
    reviews = may(by.role, scope, Action.REVIEW_DRAFT, row.state, own_work=own) is None
    offices = dict(
        OrgName.objects.filter(
            org__in={a.office_id for a in row.acts.all()}, since__lte=today
        )
        .order_by("since")
        .values_list("org_id", "zh")
    )
    return DraftView(
        id=row.pk,
        title=row.title,
        reason=row.reason,
        state=row.state,
        state_name=STATES[row.state],
        version=row.version,
        trial=row.trial_id,
        policy=found.policy,
        policy_title=pack.title,
        edition=found.edition,
        changes=found.changes,
        written=None if found.written is None else written_view(found.written),
        sentences=sentences_of(pack, tried_pack(pack, found)),
        steps=tuple(
            Step(
                _VERBS[act.verb],
                _who(
                    act.by.display_name,
                    act.deputy_of.user.display_name if act.deputy_of else "",
                ),
                offices.get(act.office_id, ""),
                act.at,
                act.note,
            )
            for act in sorted(row.acts.all(), key=lambda a: a.pk)
        ),
        may_submit=row.state == DRAFT
        and may(by.role, scope, Action.TRY_REFORM) is None,
        may_review=row.state == SUBMITTED and reviews,
    )


def _who(name: str, principal: str) -> Text:
    if not principal:
        return Text(name, name)
    return Text(f"{name} 代 {principal}", f"{name} for {principal}")
