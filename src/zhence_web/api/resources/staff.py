"""Organisations for the operator, the audit for the auditor; one's branch of each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.http import Http404
from django.utils import timezone
from ninja import Query

from zhence_web.api.asked import Day, Name, Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.staff import (
    EntryLine,
    EntryOut,
    OrgChangeOut,
    OrgLine,
    OrgOut,
)
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads import offices_seen
from zhence_web.records.accounts.reads.organisations import (
    branch_of,
    history_of,
    tree_on,
)
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.audit import reads

ORGS = Shelf("organisations", Grant.READ_ORGANISATIONS)
AUDIT = Shelf("audit", Grant.READ_AUDIT)
_DAY = timedelta(days=1)
_MOST = 20_000


class OrgsAsked(Paged):
    """The organisations of one's branch on a day."""

    on: Day | None = None
    sort: Literal["", "code", "-code"] = ""


class EntriesAsked(Paged):
    """Entries of the audit, narrowed; *until* counts in."""

    actor: Name = ""
    office: Name = ""
    action: Name = ""
    kind: Name = ""
    id: Name = ""
    since: Day | None = None
    until: Day | None = None
    sort: Literal[""] = ""


@ORGS.many("/organisations", OrgLine, Action.MANAGE_ORGS)
def list_organisations(call: Call, asked: Query[OrgsAsked]) -> Sequence[OrgLine]:
    """List the organisations of one's branch on a day, each after the one above it."""
    told = tree_on(asked.on or call.today, call.hand.org)
    return [OrgLine.model_validate(one) for one in told]


@ORGS.one("/organisations/{int:number}", OrgOut, Action.MANAGE_ORGS)
def get_organisation(call: Call, number: Number) -> OrgOut:
    """Show an organisation and what happened to it."""
    found = branch_of(number, call.today)
    if found is None or number not in subtree(call.hand.org, call.today):
        raise Http404
    line = OrgLine.model_validate(found)
    history = [OrgChangeOut.model_validate(one) for one in history_of(number)]
    return OrgOut.model_validate({**dict(line), "history": history})


@AUDIT.many("/audit", EntryLine, Action.VIEW_AUDIT)
def list_entries(call: Call, asked: Query[EntriesAsked]) -> Sequence[EntryLine]:
    """List the deeds that one may look into, the latest first."""
    wanted = reads.Asked(
        actor=asked.actor,
        office=asked.office,
        action=asked.action,
        object_kind=asked.kind,
        object_id=asked.id,
        since=None if asked.since is None else _midnight(asked.since),
        until=None if asked.until is None else _midnight(asked.until + _DAY),
        offices=offices_seen(call.hand.org, call.today),
    )
    return [EntryLine.model_validate(one) for one in reads.latest(wanted, _MOST)]


@AUDIT.one("/audit/{int:number}", EntryOut, Action.VIEW_AUDIT)
def get_entry(call: Call, number: Number) -> EntryOut:
    """Show one deed: what it changed, and the seal over it."""
    found = reads.entry(number, offices_seen(call.hand.org, call.today))
    if found is None:
        raise Http404
    return EntryOut.model_validate(found)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
