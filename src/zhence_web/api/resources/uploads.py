"""Workbooks for programs: taken out, handed in, tried, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from django.http import Http404
from ninja import Path, Query
from pydantic import Field

from zhence_web.api.asked import Asked, Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Out, Shelf
from zhence_web.api.shapes.uploads import ReasonsIn, UploadLine, UploadOut
from zhence_web.api.versions import matched
from zhence_web.jobs import uploads as jobs
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.intake import reads
from zhence_web.records.intake.actions import Sent
from zhence_web.records.registry import reads as registry
from zhence_web.records.reporting import reads as reporting

SHELF = Shelf("uploads", Grant.READ_UPLOADS)
_WRITE = Grant.WRITE_UPLOADS
_FILL, _EDIT = Action.FILL_RETURN, Action.EDIT_REGISTRY

Roster = Literal["firms", "projects"]
FileName = Annotated[str, Field(min_length=1, max_length=120)]


class SentAsked(Asked):
    """What a file is called; with *trial* it is only checked, and writes nothing."""

    name: FileName = "api.xlsx"
    trial: bool = False


class RosterAsked(SentAsked):
    """The same; the figures of a roster of firms are those of *year*."""

    year: Annotated[int, Field(ge=1950, le=2099)] | None = None


class UploadsAsked(Paged):
    """The latest files of a return, or of a roster."""

    sort: Literal[""] = ""


@SHELF.file("/returns/{int:number}/workbook", _FILL)
def get_return_workbook(call: Call, number: Number) -> Out:
    """Hand a return out as a workbook; its ETag is the version to send it back for."""
    head = _return(call, number)
    made = reads.return_template(number, call.hand, call.today)
    if made is None:
        raise Http404
    return Out(made, head.version)


@SHELF.taken(
    "/returns/{int:number}/workbook/send", UploadOut, _FILL, _WRITE, versioned=True
)
def send_return_workbook(
    call: Call, number: Number, asked: Query[SentAsked], data: bytes
) -> UploadOut:
    """Take a filled workbook in: all of it, or none of it and every fault."""
    version = matched(call.request, _return(call, number).version)
    made = jobs.send_return(
        return_id=number,
        version=version,
        sent=Sent(asked.name, data, trial=asked.trial),
        by=call.hand,
        at=call.at,
    )
    return _told(call, made)


@SHELF.many("/returns/{int:number}/uploads", UploadLine, _FILL)
def list_return_uploads(
    call: Call, number: Number, asked: Query[UploadsAsked]
) -> Sequence[UploadLine]:
    """List the latest files for a return."""
    del asked
    _return(call, number)
    return [_line(one) for one in reads.uploads_of_return(number)]


@SHELF.file("/sites/{int:number}/rosters/{kind}", _EDIT)
def get_roster_workbook(call: Call, number: Number, kind: Path[Roster]) -> Out:
    """Hand a roster out as a workbook with what is on record."""
    site = _site(call, number)
    return Out(reads.roster_template(site.site, kind, call.hand, call.today))


@SHELF.taken("/sites/{int:number}/rosters/{kind}/send", UploadOut, _EDIT, _WRITE)
def send_roster(
    call: Call,
    number: Number,
    kind: Path[Roster],
    asked: Query[RosterAsked],
    data: bytes,
) -> UploadOut:
    """Take a roster of firms or of projects in: all rows, or none and every fault."""
    made = jobs.send_roster(
        site=_site(call, number).site,
        kind=kind,
        sent=Sent(asked.name, data, trial=asked.trial),
        by=call.hand,
        at=call.at,
        year=asked.year,
    )
    return _told(call, made)


@SHELF.many("/sites/{int:number}/rosters/{kind}/uploads", UploadLine, _EDIT)
def list_roster_uploads(
    call: Call, number: Number, kind: Path[Roster], asked: Query[UploadsAsked]
) -> Sequence[UploadLine]:
    """List the latest rosters of a kind."""
    del asked
    site = _site(call, number)
    return [_line(one) for one in reads.uploads_of_site(site.site, kind)]


@SHELF.one("/uploads/{int:number}", UploadOut, _EDIT)
def get_upload(call: Call, number: Number) -> UploadOut:
    """Show what came of a file, or how far a long one is."""
    return _told(call, number)


@SHELF.file("/uploads/{int:number}/annotated", _EDIT)
def get_annotated(call: Call, number: Number) -> Out:
    """Hand a workbook back with a comment in each faulty cell."""
    found = reads.annotated(number, call.hand, call.today)
    if found is None:
        raise Http404
    return Out(found)


@SHELF.deed("/uploads/{int:number}/load", UploadOut, _EDIT, _WRITE, status=201)
def load_upload(call: Call, number: Number, body: ReasonsIn) -> UploadOut:
    """Take a file in for good that was only tried, or with reasons for its codes."""
    _told(call, number)
    made = jobs.load_again(
        upload=number, reasons=body.reasons, by=call.hand, at=call.at
    )
    return _told(call, made)


def _return(call: Call, number: int) -> reporting.Head:
    found = reporting.sheet(number, call.hand, call.today)
    if found is None:
        raise Http404
    return found.head


def _site(call: Call, number: int) -> registry.SiteView:
    found = registry.site_on(number, call.hand, call.today, call.today)
    if found is None:
        raise Http404
    check(call.hand, _EDIT, found.org, call.today)
    return found


def _told(call: Call, number: int) -> UploadOut:
    found = reads.upload_seen(number, call.hand, call.today)
    if found is None:
        raise Http404
    return UploadOut.model_validate({**dict(_line(found)), "faults": found.faults})


def _line(found: reads.UploadView) -> UploadLine:
    held = {name: getattr(found, name) for name in _SAME}
    return UploadLine.model_validate({**held, "site": found.site_number})


_SAME = tuple(name for name in UploadLine.model_fields if name != "site")
