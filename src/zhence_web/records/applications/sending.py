"""A town or its county applies: all faults at once, or it lies with the county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence.errors import BadInputError, Fault
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.applications.answers import (
    Typed,
    read_answers,
    read_figures,
)
from zhence_web.records.applications.models import Application, ApplicationStep
from zhence_web.records.applications.questions import asked_of, planned
from zhence_web.records.applications.standing import check_may_apply, policy_named
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.forms import Paper
from zhence_web.records.lifecycle.papers import cite
from zhence_web.records.registry.models import Site

LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Sending:
    """An application as it is typed.

    *answers* are by item of the policy, *figures* by indicator, with or without a
    unit; a figure left empty is unknown. *paper* is the letter that applies.
    """

    site: int
    policy: str
    list_name: str
    answers: Mapping[str, Typed]
    paper: Paper
    figures: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@transaction.atomic
def send_application(*, sending: Sending, by: Hand, at: datetime) -> int:
    """Send an application to the county; return its id.

    The last one that went back and has no answer yet is answered by it.

    Raises:
        NotAllowedError: *by* does not apply for that site, or there is none such.
        RefusedError: the policy takes no applications, one is under way, or the site
            stands where none is looked at.
        BadInputError: everything that is missing or unreadable, each by its item.
    """
    site = Site.objects.select_for_update(of=("self",)).filter(pk=sending.site).first()
    if site is None:
        raise NotAllowedError(Denied(Action.APPLY, Why.SCOPE))
    today = localdate(at)
    check(by, Action.APPLY, site.org_id, today)
    pack = policy_named(sending.policy, today)
    check_may_apply(pack, site.pk, sending.list_name, today, at)
    faults: list[Fault] = []
    answers, figures = {}, {}
    try:
        answers = read_answers(asked_of(pack, today), sending.answers)
    except BadInputError as error:
        faults += error.faults
    try:
        figures = read_figures(planned(), sending.figures)
    except BadInputError as error:
        faults += error.faults
    if faults:
        raise BadInputError(faults)
    before = Application.objects.filter(
        site=site,
        policy=pack.id,
        list_name=sending.list_name,
        state=Application.State.RETURNED,
        followed_by__isnull=True,
    ).order_by("-id")
    row = Application.objects.create(
        site=site,
        policy=pack.id,
        list_name=sending.list_name,
        state=Application.State.SUBMITTED,
        answers=answers,
        figures=figures,
        document=cite(sending.paper, label=site.label, at=at),
        note=sending.note.strip()[:LONGEST_NOTE],
        follows=before.first(),
        sent_at=at,
    )
    write_down(row, "", "", by, at)
    record(
        "applications.send",
        kind="application",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={
            "site": site.org.code,
            "policy": pack.id,
            "list": sending.list_name,
            "answers": answers,
            "figures": figures,
            "document": row.document.number,
        },
    )
    return int(row.pk)


def write_down(
    row: Application, before: str, note: str, by: Hand, at: datetime
) -> None:
    """Write down one step of an application, and in whose place it was done."""
    ApplicationStep.objects.create(
        application=row,
        before=before,
        after=row.state,
        by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        office_id=by.org,
        note=note,
        at=at,
    )
