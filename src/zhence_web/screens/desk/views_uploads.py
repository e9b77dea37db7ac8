"""Workbooks at the desk: taken out, handed in, and given back with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhence.errors import BadInputError, Fault
from zhence.evidence import Text
from zhence_web.jobs import uploads as jobs
from zhence_web.kit.faults import Said, said
from zhence_web.kit.languages import say
from zhence_web.kit.paging import Listed, page_of
from zhence_web.kit.posted import line, whole
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.gate import NotAllowedError, allowed
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.intake import reads
from zhence_web.records.intake.actions import FIRST_YEAR, Sent
from zhence_web.records.intake.keeping import MOST_BYTES
from zhence_web.records.intake.reads import UploadView, Workbook
from zhence_web.records.registry import reads as registry
from zhence_web.records.reporting import reads as reporting

ROSTERS: dict[str, Text] = {
    "firms": Text("企业名录", "Roster of firms"),
    "projects": Text("项目名录", "Roster of projects"),
}
REASON = "reason-"
"""What the field of a reason begins with; the place of the code follows."""

_A_PAGE = 100
_MEGABYTE = 1024 * 1024
_UNPROCESSABLE = 422
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_FILE = Fault(
    "file_missing",
    "没有选择文件",
    "no file was chosen",
    remedy="选择填好的 .xlsx 或 .csv 文件 / choose the filled .xlsx or .csv file",
)
_LOADED = Text("已检查并写入。", "Checked and written.")


@require_safe
@entrance(Action.FILL_RETURN)
def workbook(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Hand a return out as a workbook with what is known of it, or say why not."""
    try:
        made = reads.return_template(number, hand, timezone.localdate())
    except BadInputError as error:
        sheet = _sheet(number, hand)
        return _of_return(request, sheet, tuple(map(said, error.faults)))
    if made is None:
        raise Http404
    return _handed_out(made)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.FILL_RETURN)
def of_return(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show how a return goes through Excel; take a filled workbook in."""
    sheet = _sheet(number, hand)
    faults: tuple[Said, ...] = ()
    if request.method == "POST":
        version = whole(request.POST.get("version", "")) or 0
        # Told before the file is looked at: it was filled for what stood then.
        if version != sheet.head.version:
            raise NotAllowedError(Denied(Action.FILL_RETURN, Why.STATE))
        answer = _sent(
            request,
            lambda sent: jobs.send_return(
                return_id=number,
                version=version,
                sent=sent,
                by=hand,
                at=timezone.now(),
            ),
        )
        if isinstance(answer, HttpResponse):
            return answer
        faults = answer
    return _of_return(request, sheet, faults)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.EDIT_REGISTRY)
def roster(request: HttpRequest, hand: Hand, number: int, kind: str) -> HttpResponse:
    """Show how a roster goes through Excel; take a filled one in."""
    site = _site(hand, number, kind)
    faults: tuple[Said, ...] = ()
    if request.method == "POST":
        year = whole(request.POST.get("year", ""))
        answer = _sent(
            request,
            lambda sent: jobs.send_roster(
                site=site.site,
                kind=kind,
                sent=sent,
                by=hand,
                at=timezone.now(),
                year=year,
            ),
        )
        if isinstance(answer, HttpResponse):
            return answer
        faults = answer
    now = timezone.localdate().year
    shown = {
        "site": site,
        "kind": kind,
        "title": ROSTERS[kind],
        "tab": {"firms": "enterprises"}.get(kind, kind),
        "uploads": reads.uploads_of_site(site.site, kind),
        "faults": faults,
        "years": range(now, FIRST_YEAR - 1, -1),
        "chosen": whole(request.POST.get("year", "")) or now - 1,
        "most": MOST_BYTES // _MEGABYTE,
    }
    status = _UNPROCESSABLE if faults else 200
    return render(request, "desk/roster.html", shown, status=status)


@require_safe
@entrance(Action.EDIT_REGISTRY)
def roster_workbook(
    _request: HttpRequest, hand: Hand, number: int, kind: str
) -> HttpResponse:
    """Hand a roster out as a workbook with what is on record."""
    site = _site(hand, number, kind)
    today = timezone.localdate()
    return _handed_out(reads.roster_template(site.site, kind, hand, today))


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.EDIT_REGISTRY)
def upload(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show what came of a file; take one that was only checked in for good."""
    seen = _seen(number, hand)
    if request.method == "POST":
        reasons = {
            name.removeprefix(REASON): line(request.POST.get(name, ""))
            for name in request.POST
            if name.startswith(REASON)
        }
        made = jobs.load_again(
            upload=seen.id, reasons=reasons, by=hand, at=timezone.now()
        )
        return _told(request, made, hand)
    shown = {
        "upload": seen,
        "page": page_of(seen.faults, request.GET.get("page"), _A_PAGE),
        "asked": Listed(),
        "verdict": _verdict(seen),
        "may_load": seen.trial and seen.verdict == "accepted",
    }
    return render(request, "desk/upload.html", shown)


@require_safe
@entrance(Action.EDIT_REGISTRY)
def upload_progress(_request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Say how far a long file has come."""
    seen = _seen(number, hand)
    told = {"done": seen.done, "total": seen.steps, "over": seen.over}
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@require_safe
@entrance(Action.EDIT_REGISTRY)
def annotated(_request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Hand the workbook back with a comment in each faulty cell."""
    found = reads.annotated(number, hand, timezone.localdate())
    if found is None:
        raise Http404
    return _handed_out(found)


_PRIVATE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def _handed_out(made: Workbook) -> HttpResponse:
    name = quote(made.name)
    headers = {
        **_PRIVATE,
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
    }
    return HttpResponse(made.data, content_type=_SHEET, headers=headers)


def _sheet(number: int, hand: Hand) -> reporting.Sheet:
    found = reporting.sheet(number, hand, timezone.localdate())
    if found is None:
        raise Http404
    return found


def _of_return(
    request: HttpRequest, sheet: reporting.Sheet, faults: tuple[Said, ...]
) -> HttpResponse:
    shown = {
        "sheet": sheet,
        "head": sheet.head,
        "uploads": reads.uploads_of_return(sheet.head.id),
        "faults": faults,
        "most": MOST_BYTES // _MEGABYTE,
    }
    status = _UNPROCESSABLE if faults else 200
    return render(request, "desk/return_upload.html", shown, status=status)


def _site(hand: Hand, number: int, kind: str) -> registry.SiteView:
    today = timezone.localdate()
    found = registry.site_on(number, hand, today, today)
    if found is None or kind not in ROSTERS:
        raise Http404
    if allowed(hand, Action.EDIT_REGISTRY, found.org, today) is not None:
        raise Http404
    return found


def _seen(number: int, hand: Hand) -> UploadView:
    found = reads.upload_seen(number, hand, timezone.localdate())
    if found is None:
        raise Http404
    return found


def _sent(
    request: HttpRequest, send: Callable[[Sent], int]
) -> HttpResponse | tuple[Said, ...]:
    """Send the posted file on; lead to what came of it, or say why it was not kept."""
    try:
        made = send(_file(request))
    except BadInputError as error:
        return tuple(map(said, error.faults))
    return redirect("desk:upload", made)


def _file(request: HttpRequest) -> Sent:
    """Return the posted file.

    Raises:
        BadInputError: none was chosen.
    """
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise BadInputError(_NO_FILE)
    # One byte more than is taken is enough to be told so.
    data = file.read(MOST_BYTES + 1)
    return Sent(file.name or "", data, trial="load" not in request.POST)


def _told(request: HttpRequest, made: int, hand: Hand) -> HttpResponse:
    if _seen(made, hand).verdict == "accepted":
        messages.success(request, say(_LOADED))
    return redirect("desk:upload", made)


_VERDICTS: dict[tuple[str, bool], Text] = {
    ("accepted", True): Text(
        "检查通过，尚未写入任何数据", "It passes. Nothing was written yet"
    ),
    ("accepted", False): Text("检查通过，已写入", "It passes, and it was written"),
    ("unchanged", True): Text(
        "检查通过，与现有数据相同，没有可写的", "It passes and says nothing new"
    ),
    ("unchanged", False): Text(
        "检查通过，与现有数据相同，没有变化", "It passes and changed nothing"
    ),
    ("refused", True): Text("有错误，没有写入任何数据", "Faulty; nothing was written"),
    ("refused", False): Text("有错误，没有写入任何数据", "Faulty; nothing was written"),
}


def _verdict(seen: UploadView) -> Text:
    waiting = Text("正在检查", "being checked")
    return _VERDICTS.get((seen.verdict, seen.trial), waiting)
