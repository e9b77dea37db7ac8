"""Applications for a list: sent, verified, taken on, sent back, as on the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.applications import (
    ApplicationIn,
    ApplicationLine,
    ApplicationOut,
    ReasonIn,
)
from zhence_web.api.shapes.returns import NoteIn
from zhence_web.api.versions import matched
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.applications import actions, reads

SHELF = Shelf("applications", Grant.READ_APPLICATIONS)
_WRITE = Grant.WRITE_APPLICATIONS


class ApplicationsAsked(Paged):
    """The applications of one's branch, narrowed by where they are."""

    state: Literal["", "submitted", "verified", "taken_on", "returned"] = ""
    sort: Literal["", "id", "-id", "number", "-number"] = ""


@SHELF.many("/applications", ApplicationLine, Action.VIEW_APPLICATION)
def list_applications(
    call: Call, asked: Query[ApplicationsAsked]
) -> Sequence[ApplicationLine]:
    """List the applications of one's branch, those that wait for the caller first."""
    told = reads.applications(call.hand, call.today, asked.state)
    return [ApplicationLine.model_validate(one) for one in told]


@SHELF.one("/applications/{int:number}", ApplicationOut, Action.VIEW_APPLICATION)
def get_application(call: Call, number: Number) -> ApplicationOut:
    """Show an application: what it says, where it went, and what would follow."""
    return _told(call, number)


@SHELF.deed("/applications/send", ApplicationOut, Action.APPLY, _WRITE, status=201)
def send_application(call: Call, body: ApplicationIn) -> ApplicationOut:
    """Apply for a list; all that is wrong is told at once, and nothing is written."""
    applicants = reads.applicants(call.hand, call.today)
    site = next((a.site for a in applicants if a.number == body.site), None)
    if site is None:
        raise Http404
    made = actions.send_application(
        sending=actions.Sending(
            site=site,
            policy=body.policy,
            list_name=body.list_name,
            answers=dict(body.answers),
            figures=body.figures,
            paper=actions.Paper(
                body.paper.number,
                body.paper.title,
                body.paper.issuer,
                body.paper.issued_on,
            ),
            note=body.note,
        ),
        by=call.hand,
        at=call.at,
    )
    return _told(call, made)


@SHELF.deed(
    "/applications/{int:number}/verify",
    ApplicationOut,
    Action.VERIFY_APPLICATION,
    _WRITE,
    versioned=True,
)
def verify_application(call: Call, number: Number, body: NoteIn) -> ApplicationOut:
    """Verify an application for the county."""
    return _noted(call, number, body.note, actions.verify_application)


@SHELF.deed(
    "/applications/{int:number}/take-on",
    ApplicationOut,
    Action.TAKE_ON_APPLICATION,
    _WRITE,
    versioned=True,
)
def take_on_application(call: Call, number: Number, body: NoteIn) -> ApplicationOut:
    """Take a verified application on; the policy's step is then proposed by a run."""
    return _noted(call, number, body.note, actions.take_on_application)


@SHELF.deed(
    "/applications/{int:number}/send-back",
    ApplicationOut,
    Action.SEND_BACK_APPLICATION,
    _WRITE,
    versioned=True,
)
def send_application_back(call: Call, number: Number, body: ReasonIn) -> ApplicationOut:
    """Send an application back with its reason; another one may answer it."""
    actions.send_back_application(
        application=number,
        version=_seen(call, number),
        reason=body.reason,
        by=call.hand,
        at=call.at,
    )
    return _told(call, number)


def _noted(
    call: Call, number: int, note: str, deed: Callable[..., object]
) -> ApplicationOut:
    version = _seen(call, number)
    deed(application=number, version=version, by=call.hand, at=call.at, note=note)
    return _told(call, number)


def _found(call: Call, number: int) -> reads.ApplicationView:
    found = reads.application(number, call.hand, call.at)
    if found is None:
        raise Http404
    return found


def _seen(call: Call, number: int) -> int:
    """Return the version that the caller has seen, where it is the newest one."""
    return matched(call.request, _found(call, number).version)


def _told(call: Call, number: int) -> ApplicationOut:
    found = _found(call, number)
    return ApplicationOut.model_validate(
        {
            **{name: getattr(found, name) for name in _SAME},
            "id": found.line.id,
            "may": sorted(found.may),
        }
    )


_SAME = tuple(name for name in ApplicationOut.model_fields if name not in {"id", "may"})
