"""The county verifies an application, an office takes it on, either sends it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.applications.models import Application
from zhence_web.records.applications.questions import entry_state
from zhence_web.records.applications.sending import LONGEST_NOTE, write_down
from zhence_web.records.applications.standing import (
    membership_of,
    policy_named,
    sent_by,
)
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.registry.actions import Listing, enlist
from zhence_web.records.reporting.actions import Stated, state_checklist, state_figures

_ONE = 1


@transaction.atomic
def verify_application(
    *, application: int, version: int, by: Hand, at: datetime, note: str = ""
) -> None:
    """Vouch for an application as the county, and pass it to the office above.

    Raises:
        NotAllowedError: out of reach, one's own work, or somebody was first.
    """
    row = _held(application, version, Action.VERIFY_APPLICATION, by, at)
    _move(row, Application.State.VERIFIED, "verify", note, by, at)


@transaction.atomic
def take_on_application(
    *, application: int, version: int, by: Hand, at: datetime, note: str = ""
) -> int:
    """Take a verified application on; return the membership that it is about.

    A site that is not on the list comes on it where one applies, from today, its
    terms not yet running. What the application states of the plan becomes known.

    Raises:
        NotAllowedError: out of reach, one's own work, or somebody was first.
        RefusedError: the policy takes no applications any more.
        BadInputError: *by* keeps no such list.
    """
    row = _held(application, version, Action.TAKE_ON_APPLICATION, by, at)
    row.membership_id = _member(row, by, at)
    row.taken_on_at = at
    _known(row, by, at)
    _move(row, Application.State.TAKEN_ON, "take_on", note, by, at)
    return int(row.membership_id)


@transaction.atomic
def send_back_application(
    *, application: int, version: int, reason: str, by: Hand, at: datetime
) -> None:
    """Send an application back with its reason; another one may answer it.

    Raises:
        NotAllowedError: out of reach, or somebody was first.
        RefusedError: no reason is given.
    """
    row = _held(application, version, Action.SEND_BACK_APPLICATION, by, at)
    if not reason.strip():
        raise refused(
            "reason_missing",
            "没有写明退回理由",
            "the reason is missing",
            "填写理由 / give one",
        )
    _move(row, Application.State.RETURNED, "send_back", reason, by, at)


def _held(
    application: int, version: int, action: Action, by: Hand, at: datetime
) -> Application:
    """Lock an application for *action*: hidden and absent are alike."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "site__org", "document"
    )
    row = rows.filter(pk=application).first()
    if row is None:
        raise NotAllowedError(Denied(action, Why.SCOPE))
    check(
        by,
        action,
        row.site.org_id,
        localdate(at),
        row.state,
        own_work=sent_by(row.pk, by),
    )
    if row.version != version:
        raise NotAllowedError(Denied(action, Why.STATE))
    return row


def _move(  # a step has these sides
    row: Application,
    to: Application.State,
    verb: str,
    note: str,
    by: Hand,
    at: datetime,
) -> None:
    before, note = row.state, note.strip()[:LONGEST_NOTE]
    row.state = to
    row.version += _ONE
    row.save(update_fields=["state", "version", "membership", "taken_on_at"])
    write_down(row, before, note, by, at)
    record(
        f"applications.{verb}",
        kind="application",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={
            "site": row.site.org.code,
            "policy": row.policy,
            "before": before,
            "after": to.value,
            "membership": row.membership_id,
            "note": note,
        },
    )


def _member(row: Application, by: Hand, at: datetime) -> int:
    """Return the membership applied for, made where there is none."""
    today = localdate(at)
    held = membership_of(row.policy, row.site_id, row.list_name)
    if held is not None:
        return int(held.pk)
    pack = policy_named(row.policy, today)
    industries = row.answers.get("lead_industries", [])
    return enlist(
        listing=Listing(
            site=row.site_id,
            policy=row.policy,
            list_name=row.list_name,
            state=entry_state(pack) or "",
            since=today,
            document=row.document_id,
            category=str(row.answers.get("category", "")),
            lead_industries=tuple(industries),
            running=False,
            reason=row.document.title,
        ),
        by=by,
        at=at,
    )


def _known(row: Application, by: Hand, at: datetime) -> None:
    """Make known what the application states: figures, and what its plan covers."""
    stated = dict(row.figures)
    if "key_projects" in row.answers:
        stated["key_projects"] = int(row.answers["key_projects"])
    if row.answers.get("construction_entity"):
        stated["construction_entities"] = _ONE
    source = f"{row.document.title} {row.document.number}"
    state_figures(
        stated=Stated(row.site_id, localdate(at), source, row.site.label),
        figures=stated,
        at=at,
    )
    for item, answer in row.answers.items():
        if isinstance(answer, dict):
            state_checklist(
                membership=row.membership_id or 0,
                checklist=item,
                holds=answer,
                by=by,
                at=at,
            )
