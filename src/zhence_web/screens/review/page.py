"""The page of one return, as it stands or with what was refused on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhence.evidence import Text
from zhence_web.kit.faults import Said
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.reporting import reads
from zhence_web.records.reporting.forms import LONGEST_TEXT, Deed
from zhence_web.records.reporting.reads import CellView

# The address of each approving act, and what its button says.
APPROVALS: Mapping[Deed, tuple[str, Text]] = {
    Deed.VERIFY: ("review:verify", Text("县级审核通过", "Verify")),
    Deed.ACCEPT_AS_CITY: (
        "review:accept_as_city",
        Text("市级审定", "Accept for the city"),
    ),
    Deed.ACCEPT_AS_PROVINCE: (
        "review:accept_as_province",
        Text("省级审定", "Accept for the province"),
    ),
}
# Why a figure that was already known is to change.
CORRECTIONS: tuple[tuple[str, Text], ...] = (
    ("error", Text("差错更正", "an error")),
    ("scheduled", Text("定期修订", "a scheduled revision")),
    ("scope", Text("口径调整", "another scope")),
    ("method", Text("方法变更", "another method")),
)


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked to go back, with what was wrong with it."""

    reasons: Mapping[str, str]
    boxes: frozenset[str]
    faults: Mapping[str, Sequence[Said]]
    note: str = ""
    reason: str = ""


_NOTHING = Ticked({}, frozenset(), {})


@dataclass(frozen=True, slots=True)
class Row:
    """A cell with its box and its reason, as ticked."""

    cell: CellView
    box: bool
    reason: str
    faults: tuple[Said, ...]
    changed: bool


def return_page(
    request: HttpRequest,
    hand: Hand,
    number: int,
    ticked: Ticked = _NOTHING,
    status: int = 200,
) -> HttpResponse:
    """Return the page; what is hidden is not there."""
    today = timezone.localdate()
    sheet = reads.sheet(number, hand, today)
    if sheet is None:
        raise Http404
    changed = reads.differences_of(number, hand, today)
    codes = frozenset(d.code for d in changed or ())
    known = {cell.code for cell in sheet.cells}
    approval = next((APPROVALS[d] for d in APPROVALS if d in sheet.acts), None)
    shown = {
        "head": sheet.head,
        "sheet": sheet,
        "changed": changed,
        "approval": approval,
        "sends_back": Deed.SEND_BACK in sheet.acts,
        "sections": [
            (title, [_row(cell, ticked, codes) for cell in cells])
            for title, cells in sheet.sections
        ],
        "general": [
            f for code, each in ticked.faults.items() if code not in known for f in each
        ],
        "count": sum(len(each) for each in ticked.faults.values()),
        "ticked": ticked,
        "corrections": CORRECTIONS if sheet.head.final else (),
        "longest": LONGEST_TEXT,
    }
    return render(request, "review/return.html", shown, status=status)


def _row(cell: CellView, ticked: Ticked, changed: frozenset[str]) -> Row:
    return Row(
        cell=cell,
        box=cell.code in ticked.boxes,
        reason=ticked.reasons.get(cell.code, ""),
        faults=tuple(ticked.faults.get(cell.code, ())),
        changed=cell.code in changed,
    )
