"""Races of an office: settle one from a file of scores, look, publish."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.errors import BadInputError, Fault, ZhenceError
from zhence.evidence import Text
from zhence_web.kit.exports import as_csv
from zhence_web.kit.languages import say
from zhence_web.kit.posted import line
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.rankings import races
from zhence_web.records.rankings.entrants import KINDS, UNITS
from zhence_web.records.rankings.racing import AskedRace, publish_race, settle_race
from zhence_web.screens.review.posted import Posted
from zhence_web.screens.review.scope import found

_UNPROCESSABLE = 422
_NAME, _LONGEST = 120, 4000
_MOST_BYTES = 5 * 1024 * 1024
_NO_FILE = Fault(
    "file_missing",
    "没有选择文件",
    "no file was chosen",
    remedy="选择 .xlsx 或 .csv 得分表 / choose a table of scores as .xlsx or .csv",
)
_PUBLISHED = Text("已公布，公众可见", "published: everybody can see it")


@require_safe
@entrance(Action.VIEW_RANKING)
def home(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the races below an office, and offer to settle one."""
    return _home(request, hand, request.GET)


@require_safe
@entrance(Action.RUN_RANKING)
def blank(_request: HttpRequest, _hand: Hand, scheme: str) -> HttpResponse:
    """Hand out the empty table of scores of a scheme."""
    table = found(races.blank(scheme))
    name = f'attachment; filename="{table.name}.csv"'
    return HttpResponse(
        as_csv(table),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@require_POST
@entrance(Action.RUN_RANKING)
def settle(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Settle a race from posted scores; its page shows who came in where."""
    try:
        made = settle_race(asked=_asked(request), by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _home(request, hand, request.POST, refusal.faults)
    return redirect("review:race", made)


@require_safe
@entrance(Action.VIEW_RANKING)
def race(request: HttpRequest, hand: Hand, run: int) -> HttpResponse:
    """Show a race: ranks, what is awarded, who waits, who is unknown."""
    return _race(request, hand, run)


@require_POST
@entrance(Action.PUBLISH_RANKING)
def publish(request: HttpRequest, hand: Hand, run: int) -> HttpResponse:
    """Show a race to everybody."""
    found(races.race(run, hand, timezone.localdate()))
    try:
        publish_race(run=run, by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _race(request, hand, run, refusal.faults)
    messages.success(request, say(_PUBLISHED))
    return redirect("review:race", run)


def _home(
    request: HttpRequest,
    hand: Hand,
    given: QueryDict,
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    today = timezone.localdate()
    shown = {
        "runs": races.heats(hand, today),
        "schemes": races.offered(),
        "purses": [
            (
                kind,
                name,
                UNITS[kind],
                given.get(f"{kind}-unit", ""),
                given.get(f"{kind}-amounts", ""),
                given.get(f"{kind}-block", ""),
            )
            for kind, name in KINDS.items()
        ],
        "may_run": races.may_settle(hand),
        "given": given,
        "last_year": today.year - 1,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/races.html", shown, status=status)


def _race(
    request: HttpRequest, hand: Hand, run: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    today = timezone.localdate()
    told = found(races.race(run, hand, today))
    shown = {
        "told": told,
        "heat": told.heat,
        "may_publish": told.heat.published_at is None
        and races.may_publish(run, hand, today),
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/race.html", shown, status=status)


def _asked(request: HttpRequest) -> AskedRace:
    data = request.POST
    asked = Posted(data)
    scheme = asked.text("scheme", Text("方案", "scheme"))
    year = asked.number("year", Text("年度", "year"))
    places = asked.number("places", Text("名额", "places"))
    asked.check()
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise BadInputError(_NO_FILE)
    prizes = tuple(
        (
            kind,
            line(data.get(f"{kind}-unit", "")) or UNITS[kind][0],
            line(data.get(f"{kind}-amounts", ""))[:_LONGEST],
            line(data.get(f"{kind}-block", ""))[:_LONGEST],
        )
        for kind in KINDS
    )
    return AskedRace(
        scheme,
        year or 0,
        places or 0,
        (file.name or "")[-_NAME:],
        # One byte more than is taken is enough to be told so.
        file.read(_MOST_BYTES + 1),
        prizes,
    )
