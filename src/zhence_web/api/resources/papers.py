"""Documents by programs: of a site or about lists; cited, or with their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import Http404
from ninja import Query

from zhence.evidence import Label
from zhence_web.api.asked import Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Out, Shelf
from zhence_web.api.resources.keeping import site_kept
from zhence_web.api.shapes.keeping import CitedIn, FiledAsked
from zhence_web.api.shapes.registry import PaperOut
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.registry import actions, reads

SHELF = Shelf("registry", Grant.READ_REGISTRY)
_WRITE = Grant.WRITE_REGISTRY
_EDIT, _KEEP = Action.EDIT_REGISTRY, Action.KEEP_LISTS


@dataclass(frozen=True, slots=True)
class _Held:
    """The bytes of a document, and the safe name to hand them out under."""

    name: str
    data: bytes


class PapersAsked(Paged):
    """The documents about lists and policies."""

    sort: Literal[""] = ""


@SHELF.file("/documents/{int:number}/file", Action.VIEW_REGISTRY, sheet=False)
def get_document_file(call: Call, number: Number) -> Out:
    """Hand out the bytes of a document that is held here."""
    kept = reads.stored_file(number, call.hand, call.today)
    if kept is None:
        raise Http404
    with kept.content as opened:
        return Out(_Held(kept.name, opened.read()))


@SHELF.deed("/sites/{int:number}/cite", PaperOut, _EDIT, _WRITE, status=201)
def cite_document(call: Call, number: Number, body: CitedIn) -> PaperOut:
    """Put a document of a site on record without its file."""
    site = site_kept(call, number, _EDIT)
    return _filed(call, body.told(site.site, site.marks))


@SHELF.taken("/sites/{int:number}/documents/file", PaperOut, _EDIT, _WRITE)
def file_document(
    call: Call, number: Number, asked: Query[FiledAsked], data: bytes
) -> PaperOut:
    """Put a document of a site on record with its file."""
    site = site_kept(call, number, _EDIT)
    upload = actions.Upload(asked.name, data)
    return _filed(call, asked.told(site.site, site.marks), upload)


@SHELF.many("/papers", PaperOut, _KEEP)
def list_papers(call: Call, asked: Query[PapersAsked]) -> Sequence[PaperOut]:
    """List the documents about lists and policies, the latest issued first."""
    del call, asked
    return [PaperOut.model_validate(one) for one in reads.list_documents()]


@SHELF.deed("/papers/cite", PaperOut, _KEEP, _WRITE, status=201)
def cite_paper(call: Call, body: CitedIn) -> PaperOut:
    """Put a document about a list or a policy on record without its file."""
    return _filed(call, body.told(None, Label.LOCAL))


@SHELF.taken("/papers/file", PaperOut, _KEEP, _WRITE)
def file_paper(call: Call, asked: Query[FiledAsked], data: bytes) -> PaperOut:
    """Put a document about a list or a policy on record with its file."""
    upload = actions.Upload(asked.name, data)
    return _filed(call, asked.told(None, Label.LOCAL), upload)


def _filed(
    call: Call, paper: actions.Paper, upload: actions.Upload | None = None
) -> PaperOut:
    made = actions.file_document(paper=paper, by=call.hand, at=call.at, upload=upload)
    held = (
        reads.list_documents() if paper.site is None else reads.documents_of(paper.site)
    )
    return PaperOut.model_validate(next(one for one in held if one.document == made))
