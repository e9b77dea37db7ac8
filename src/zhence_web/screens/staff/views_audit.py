"""The auditor's pages: what was done, one deed, the head, the check, the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.evidence import Text
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads import called, offices_seen
from zhence_web.records.audit import actions, reads
from zhence_web.records.audit.check import check
from zhence_web.records.audit.reads import EntryView
from zhence_web.screens.staff.audit_asked import asked
from zhence_web.screens.staff.audit_told import Told, told
from zhence_web.screens.staff.audit_words import choices, deed, kind, kinds


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with the words that people have for it; *principal* empty: own hand."""

    entry: EntryView
    deed: Text
    kind: Text
    who: str
    principal: str
    told: tuple[Told, ...]


def _rows(entries: Iterable[EntryView]) -> Iterator[Row]:
    entries = tuple(entries)
    signed = {e.actor for e in entries} | {e.acting_for for e in entries}
    names = called(signed)
    for one in entries:
        yield Row(
            entry=one,
            deed=deed(one.action),
            kind=kind(one.object_kind),
            who=names.get(one.actor, one.actor),
            principal=names.get(one.acting_for, one.acting_for),
            told=told(one.detail),
        )


def _offices(hand: Hand) -> frozenset[str] | None:
    return offices_seen(hand.org, timezone.localdate())


def _whole_chain(hand: Hand) -> None:
    """Turn away whoever may look into a part only.

    Raises:
        Http404: the chain as a whole is not theirs.
    """
    if _offices(hand) is not None:
        raise Http404


@require_safe
@entrance(Action.VIEW_AUDIT)
def audit(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List entries, the latest first; the address holds every filter."""
    question, offices = asked(request.GET), _offices(hand)
    page = reads.entries(question.of(offices), question.page)
    return render(
        request,
        "staff/audit.html",
        {
            "asked": question,
            "page": page.showing(list(_rows(page.items))),
            "head": reads.head(),
            "whole": offices is None,
            "kinds": kinds(reads.kinds_known(offices)),
            "deeds": choices(reads.actions_known(offices)),
        },
    )


@require_safe
@entrance(Action.VIEW_AUDIT)
def audit_entry(request: HttpRequest, hand: Hand, seq: int) -> HttpResponse:
    """Show one entry with its seal, and the way to the others on its object."""
    found = reads.entry(seq, _offices(hand))
    if found is None:
        raise Http404
    (row,) = _rows([found])
    return render(request, "staff/audit_entry.html", {"row": row})


@require_safe
@entrance(Action.VIEW_AUDIT)
def audit_head(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show the receipt of the head, to be kept elsewhere; ``form`` names a file."""
    del hand
    head, site = reads.head(), request.get_host()
    if head is None:
        raise Http404
    forms = {"text": head.printed, "json": head.receipt}
    form = request.GET.get("form", "")
    if form in forms:
        plain = {"text": ("text/plain", "txt"), "json": ("application/json", "json")}
        type_, ending = plain[form]
        response = HttpResponse(
            forms[form](site), content_type=f"{type_}; charset=utf-8"
        )
        name = f"audit-head-{head.seq}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return render(request, "staff/audit_head.html", {"head": head, "site": site})


@require_safe
@entrance(Action.VIEW_AUDIT)
def audit_check(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Walk the whole chain where it lies, and show what was found."""
    _whole_chain(hand)
    return render(
        request, "staff/audit_check.html", {"found": check(), "now": timezone.now()}
    )


@require_POST
@entrance(Action.VIEW_AUDIT)
def audit_export(request: HttpRequest, hand: Hand) -> HttpResponseBase:
    """Give the whole chain out as a file; that this was done is its last entry."""
    _whole_chain(hand)
    site = request.get_host()
    seq = actions.export(site=site, at=timezone.now(), **hand.signed)
    return StreamingHttpResponse(
        reads.exported(seq, site),
        content_type="application/x-ndjson; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="audit-{seq}.jsonl"'},
    )
