"""Returns: reading, filling, submitting, approving, sending back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence_web.api.asked import Number, Paged, Words
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.returns import (
    CellsIn,
    ExtendIn,
    NoteIn,
    ObservationOut,
    OpenedOut,
    OpenIn,
    ReturnLine,
    ReturnOut,
    RevisionOut,
    SendBackIn,
    ShareOut,
)
from zhence_web.api.told.returns import head, sheet
from zhence_web.api.versions import matched
from zhence_web.jobs.approvals import Approval, approve
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.reporting import actions, reads
from zhence_web.records.reporting.forms import Typed
from zhence_web.records.reporting.reads import Sheet, Wanted

SHELF = Shelf("returns", Grant.READ_RETURNS)
_WRITE = Grant.WRITE_RETURNS


class ReturnsAsked(Paged):
    """Returns, narrowed; *state* may be ``waiting``, for the caller."""

    state: Words = ""
    form: Words = ""
    period: Words = ""
    q: Words = ""
    sort: Literal[
        "", "id", "-id", "site", "-site", "period", "-period", "due_on", "-due_on"
    ] = ""


class PastAsked(Paged):
    """What happened to a return."""

    sort: Literal[""] = ""


class ShareAsked(Paged):
    """Which form and period the completeness is asked of."""

    form: Words
    period: Words
    sort: Literal[""] = ""


@SHELF.many("/returns", ReturnLine, Action.VIEW_RETURN)
def list_returns(call: Call, asked: Query[ReturnsAsked]) -> Sequence[ReturnLine]:
    """List one's own returns, then those of the sites below."""
    wanted = Wanted(asked.state, asked.form, asked.period, asked.q)
    own = [h for h in reads.tasks(call.hand, call.today) if _passes(h, wanted)]
    return [head(h) for h in (*own, *reads.inbox(call.hand, call.today, wanted))]


@SHELF.one("/returns/{int:number}", ReturnOut, Action.VIEW_RETURN)
def get_return(call: Call, number: Number) -> ReturnOut:
    """Show a return cell by cell, and what may be done to it now."""
    return sheet(_sheet(call, number))


@SHELF.many("/returns/{int:number}/history", RevisionOut, Action.VIEW_RETURN)
def list_revisions(
    call: Call, number: Number, asked: Query[PastAsked]
) -> Sequence[RevisionOut]:
    """List the revisions of a return, and who did what for whom."""
    del asked
    _sheet(call, number)
    told = reads.history(number, call.hand, call.today)
    return [RevisionOut.model_validate(revision) for revision in told]


@SHELF.many("/returns/{int:number}/observations", ObservationOut, Action.VIEW_RETURN)
def list_observations(
    call: Call, number: Number, asked: Query[PastAsked]
) -> Sequence[ObservationOut]:
    """List the figures that a return made known, the newest first."""
    del asked
    label = _sheet(call, number).head.label
    told = reads.corrections(number, call.hand, call.today)
    return [
        ObservationOut.model_validate(
            {
                "name": one.name,
                "unit": one.unit,
                "value": one.value,
                "reason": one.reason,
                "at": one.at,
                "label": label,
            }
        )
        for one in told
    ]


@SHELF.many("/completeness", ShareOut, Action.SEND_BACK)
def list_completeness(call: Call, asked: Query[ShareAsked]) -> Sequence[ShareOut]:
    """Tell how complete a form is for a period: the whole, then each part."""
    told = reads.completeness(call.hand, call.today, asked.form, asked.period)
    return [ShareOut.model_validate(share) for share in told]


@SHELF.deed("/returns/ask", OpenedOut, Action.OPEN_RETURN, _WRITE, status=201)
def open_returns(call: Call, body: OpenIn) -> OpenedOut:
    """Ask every site below that fills a form for a period."""
    made = actions.open_returns(
        form=body.form,
        period=body.period,
        label=body.label,
        by=call.hand,
        at=call.at,
        due_on=body.due_on,
    )
    return OpenedOut(returns=list(made))


@SHELF.deed(
    "/returns/{int:number}/cells",
    ReturnOut,
    Action.FILL_RETURN,
    _WRITE,
    versioned=True,
)
def fill_return(call: Call, number: Number, body: CellsIn) -> ReturnOut:
    """Keep cells of a draft; all of them, or none and every fault at once."""
    actions.save_cells(
        return_id=number,
        cells={
            code: Typed(cell.typed, cell.applies, cell.explanation)
            for code, cell in body.cells.items()
        },
        version=_seen(call, number),
        by=call.hand,
        at=call.at,
    )
    return sheet(_sheet(call, number))


@SHELF.deed(
    "/returns/{int:number}/submit",
    ReturnOut,
    Action.SUBMIT_RETURN,
    _WRITE,
    versioned=True,
)
def submit_return(call: Call, number: Number, body: NoteIn) -> ReturnOut:
    """Hand a return over to the county; from then on no cell of it changes."""
    actions.submit(
        return_id=number,
        version=_seen(call, number),
        by=call.hand,
        at=call.at,
        note=body.note,
    )
    return sheet(_sheet(call, number))


@SHELF.deed(
    "/returns/{int:number}/verify",
    ReturnOut,
    Action.VERIFY_RETURN,
    _WRITE,
    versioned=True,
)
def verify_return(call: Call, number: Number, body: NoteIn) -> ReturnOut:
    """Verify a submitted return for the county."""
    return _approved(call, number, body.note, actions.verify)


@SHELF.deed(
    "/returns/{int:number}/accept-as-city",
    ReturnOut,
    Action.ACCEPT_AS_CITY,
    _WRITE,
    versioned=True,
)
def accept_return_as_city(call: Call, number: Number, body: NoteIn) -> ReturnOut:
    """Accept a verified return for the city."""
    return _approved(call, number, body.note, actions.accept_as_city)


@SHELF.deed(
    "/returns/{int:number}/accept-as-province",
    ReturnOut,
    Action.ACCEPT_AS_PROVINCE,
    _WRITE,
    versioned=True,
)
def accept_return_as_province(call: Call, number: Number, body: NoteIn) -> ReturnOut:
    """Accept for the province what its city has accepted."""
    return _approved(call, number, body.note, actions.accept_as_province)


@SHELF.deed(
    "/returns/{int:number}/send-back",
    ReturnOut,
    Action.SEND_BACK,
    _WRITE,
    versioned=True,
)
def send_return_back(call: Call, number: Number, body: SendBackIn) -> ReturnOut:
    """Send single cells back, each with its reason; the others stay as they are."""
    actions.send_back(
        return_id=number,
        version=_seen(call, number),
        cells=body.cells,
        by=call.hand,
        at=call.at,
        note=body.note,
        reason=body.reason,
    )
    return sheet(_sheet(call, number))


@SHELF.deed(
    "/returns/{int:number}/extend",
    ReturnOut,
    Action.EXTEND_RETURN,
    _WRITE,
    versioned=True,
)
def extend_return(call: Call, number: Number, body: ExtendIn) -> ReturnOut:
    """Let a site fill a return up to and with a day; what comes late stays late."""
    actions.extend(
        return_id=number,
        version=_seen(call, number),
        until=body.until,
        reason=body.reason,
        by=call.hand,
        at=call.at,
    )
    return sheet(_sheet(call, number))


def _approved(call: Call, number: int, note: str, deed: Approval) -> ReturnOut:
    approve(
        deed,
        return_id=number,
        version=_seen(call, number),
        by=call.hand,
        at=call.at,
        note=note,
    )
    return sheet(_sheet(call, number))


def _sheet(call: Call, number: int) -> Sheet:
    found = reads.sheet(number, call.hand, call.today)
    if found is None:
        raise Http404
    return found


def _seen(call: Call, number: int) -> int:
    """Return the version that the caller has seen, where it is the newest one."""
    return matched(call.request, _sheet(call, number).head.version)


def _passes(one: reads.Head, wanted: Wanted) -> bool:
    if wanted.state and wanted.state != one.state.value:
        return False
    if wanted.form and wanted.form != one.form:
        return False
    if wanted.period and wanted.period != one.period:
        return False
    return not wanted.words or any(wanted.words in name for name in one.site.searched)
