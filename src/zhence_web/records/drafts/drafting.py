"""Drafts: saved of a trial, handed in, approved by somebody else, or sent back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.audit.actions import record
from zhence_web.records.drafts.models import (
    EditionText,
    PolicyDraft,
    PolicyDraftAct,
    Trial,
)
from zhence_web.records.lifecycle.refusals import refused

DRAFT, SUBMITTED, APPROVED = "draft", "submitted", "approved"
_STEPS = {
    "submit": (DRAFT, SUBMITTED),
    "approve": (SUBMITTED, APPROVED),
    "send_back": (SUBMITTED, DRAFT),
}
DEEDS = tuple(_STEPS)


@transaction.atomic
def save_draft(*, trial: int, title: str, reason: str, by: Hand, at: datetime) -> int:
    """Save a finished trial as a draft edition; return its id. A trial has one.

    Raises:
        RefusedError: it has no title or no reason.
        NotAllowedError: *by* may not, it is not finished, or it was saved already.
    """
    found = Trial.objects.select_for_update(of=("self",)).get(pk=trial)
    check(by, Action.TRY_REFORM, found.org_id, localdate(at))
    if found.done_at is None or PolicyDraft.objects.filter(trial=found).exists():
        raise NotAllowedError(Denied(Action.TRY_REFORM, Why.STATE))
    if not title.strip() or not reason.strip():
        raise refused(
            "draft_nameless",
            "草案缺少名称或理由",
            "the draft has no title or no reason",
            "两项都要写 / give both",
        )
    draft = PolicyDraft.objects.create(
        trial=found, title=title.strip(), reason=reason.strip()
    )
    _act(draft, "save", "", DRAFT, by, at, "")
    return int(draft.pk)


@transaction.atomic
def move_draft(
    *, draft: int, deed: str, version: int, note: str, by: Hand, at: datetime
) -> str:
    """Hand a draft in, approve it or send it back; return its new state.

    Approving makes it no law: it says that somebody else has read it. Whoever had a
    hand in it may do neither; sending back needs a reason.

    Raises:
        RefusedError: it is sent back without a reason.
        NotAllowedError: *by* may not, or somebody was faster.
    """
    found = PolicyDraft.objects.select_for_update(of=("self",)).get(pk=draft)
    before, after = _STEPS[deed]
    action = Action.TRY_REFORM if deed == "submit" else Action.REVIEW_DRAFT
    own = deed != "submit" and _had_a_hand(found, by)
    org = Trial.objects.values_list("org_id", flat=True).get(pk=found.trial_id)
    check(by, action, org, localdate(at), found.state, own_work=own)
    if found.state != before or found.version != version:
        raise NotAllowedError(Denied(action, Why.STATE))
    if deed == "send_back" and not note.strip():
        raise refused(
            "reason_missing",
            "退回没有写明理由",
            "it is sent back without a reason",
            "写明哪里要改 / say what is to be changed",
        )
    found.state, found.version = after, version + 1
    found.save(update_fields=["state", "version"])
    _act(found, deed, before, after, by, at, note.strip())
    return after


def _had_a_hand(draft: PolicyDraft, by: Hand) -> bool:
    """Say whether either person of a hand wrote it, tried it, saved it or submitted."""
    people = by.people
    whose = Q(by__username__in=people) | Q(deputy_of__user__username__in=people)
    asked = Q(asked_by__username__in=people) | Q(deputy_of__user__username__in=people)
    acts = PolicyDraftAct.objects.filter(draft=draft, verb__in=("save", "submit"))
    trial = Trial.objects.filter(pk=draft.trial_id)
    texts = EditionText.objects.filter(whose, draft__texts__trials=draft.trial_id)
    found = (acts.filter(whose), trial.filter(asked), texts)
    return any(rows.exists() for rows in found)


def _act(
    draft: PolicyDraft,
    verb: str,
    before: str,
    after: str,
    by: Hand,
    at: datetime,
    note: str,
) -> None:
    PolicyDraftAct.objects.create(
        draft=draft,
        verb=verb,
        before=before,
        after=after,
        by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        office_id=by.org,
        note=note,
        at=at,
    )
    record(
        f"drafts.{verb}",
        kind="draft",
        id_=draft.pk,
        at=at,
        **by.signed,
        detail={"before": before, "after": after, "trial": draft.trial_id},
    )
