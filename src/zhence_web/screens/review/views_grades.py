"""Per-mu grades of an office: grade a roster, look, publish, answer the firms."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

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
from zhence_web.records.boundaries.reads import shown_layer
from zhence_web.records.rankings import grades
from zhence_web.records.rankings.firmlist import Wanted, choices, firm_page
from zhence_web.records.rankings.grading import (
    MOST_FIRMS,
    AskedGrades,
    grade_firms,
    publish_grades,
)
from zhence_web.records.rankings.objecting import answer_objection, seat_firm
from zhence_web.records.rankings.placed import by_place
from zhence_web.screens.review.mapped_grades import drawn, kinds_of
from zhence_web.screens.review.posted import Posted
from zhence_web.screens.review.scope import found

_UNPROCESSABLE = 422
_LONGEST, _NAME = 60, 120
_MOST_BYTES = 20 * 1024 * 1024
_NO_FILE = Fault(
    "file_missing",
    "没有选择文件",
    "no file was chosen",
    remedy="选择 .xlsx 或 .csv 企业名录 / choose a roster as .xlsx or .csv",
)
_PUBLISHED = Text("已公布，企业可见自己的结果", "published: firms see their own result")
_ANSWERED = Text("已答复", "answered")
_SEATED = Text("已指定企业账户", "the account speaks for the firm")


@dataclass(frozen=True, slots=True)
class Question:
    """What an address of the list asks for."""

    wanted: Wanted

    @property
    def filtered(self) -> bool:
        """Say whether rows are left out."""
        return bool(self.parameters)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the fields of the address, the page left out."""
        held = self.wanted
        told = (
            ("place", held.place),
            ("band", held.band),
            ("standing", held.standing),
            ("objected", "1" if held.objected else ""),
            ("q", held.words),
        )
        return tuple((name, value) for name, value in told if value)

    def page_query(self, number: int) -> str:
        """Return the query of another page of the list."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])


@require_safe
@entrance(Action.VIEW_RANKING)
def home(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the runs below an office, and offer to grade a roster."""
    return _home(request, hand, request.GET)


@require_safe
@entrance(Action.RUN_RANKING)
def blank(_request: HttpRequest, _hand: Hand, scheme: str) -> HttpResponse:
    """Hand out the empty roster of a scheme, to be filled and posted."""
    table = found(grades.blank(scheme))
    name = f'attachment; filename="{table.name}.csv"'
    return HttpResponse(
        as_csv(table),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@require_POST
@entrance(Action.RUN_RANKING)
def ask_for(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Grade the firms of a posted roster; its page shows them."""
    try:
        made = grade_firms(asked=_asked(request), by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _home(request, hand, request.POST, refusal.faults)
    return redirect("review:grading", made)


@require_safe
@entrance(Action.VIEW_RANKING)
def grading(request: HttpRequest, hand: Hand, run: int) -> HttpResponse:
    """Show the firms of a run; everything asked for is in the address."""
    return _grading(request, hand, run)


@require_POST
@entrance(Action.PUBLISH_RANKING)
def publish(request: HttpRequest, hand: Hand, run: int) -> HttpResponse:
    """Show each firm its own result, and take objections up to a day."""
    found(grades.grading(run, hand, timezone.localdate()))
    asked = Posted(request.POST)
    try:
        until = asked.day("until", Text("异议截止日", "last day for objections"))
        asked.check()
        publish_grades(run=run, until=until, by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _grading(request, hand, run, refusal.faults)
    messages.success(request, say(_PUBLISHED))
    return redirect("review:grading", run)


@require_safe
@entrance(Action.VIEW_RANKING)
def firm(request: HttpRequest, hand: Hand, grade: int) -> HttpResponse:
    """Show one firm's sheet, what it said and what was answered."""
    return _firm(request, hand, grade)


@require_POST
@entrance(Action.ANSWER_OBJECTION)
def answer(request: HttpRequest, hand: Hand, grade: int) -> HttpResponse:
    """Answer the open objection of a firm."""
    found(grades.sheet_for_office(grade, hand, timezone.localdate()))
    try:
        answer_objection(
            grade=grade,
            upheld=request.POST.get("upheld") == "yes",
            answer=request.POST.get("answer", ""),
            by=hand,
            at=timezone.now(),
        )
    except ZhenceError as refusal:
        return _firm(request, hand, grade, refusal.faults)
    messages.success(request, say(_ANSWERED))
    return redirect("review:firm_grade", grade)


@require_POST
@entrance(Action.SEAT_FIRM)
def seat(request: HttpRequest, hand: Hand, grade: int) -> HttpResponse:
    """Let an enterprise's account speak for the firm."""
    found(grades.sheet_for_office(grade, hand, timezone.localdate()))
    username = line(request.POST.get("account", ""))[:_NAME]
    try:
        seat_firm(grade=grade, username=username, by=hand, at=timezone.now())
    except ZhenceError as refusal:
        return _firm(request, hand, grade, refusal.faults)
    messages.success(request, say(_SEATED))
    return redirect("review:firm_grade", grade)


def _home(
    request: HttpRequest,
    hand: Hand,
    given: QueryDict,
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    today = timezone.localdate()
    shown = {
        "runs": grades.gradings(hand, today),
        "schemes": grades.offered(),
        "may_run": grades.may_grade(hand),
        "given": given,
        "last_year": today.year - 1,
        "most": MOST_FIRMS,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/grades.html", shown, status=status)


def _grading(
    request: HttpRequest, hand: Hand, run: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    today = timezone.localdate()
    told = found(grades.grading(run, hand, today))
    asked = _question(request.GET)
    held, layer = choices(run), shown_layer()
    placed = by_place(run, [name for name, _ in told.bands])
    shown = {
        "told": told,
        "asked": asked,
        "wanted": asked.wanted,
        "industries": held.industries,
        "places": held.places,
        "bands": [name for name, _ in told.bands],
        "standings": list(grades.STANDINGS.items()),
        "placed": placed,
        "drawing": drawn(placed, layer),
        "layer": layer,
        "kinds": kinds_of(placed),
        "page": firm_page(run, asked.wanted, request.GET.get("page")),
        "all": held.total,
        "may_publish": told.published_at is None
        and grades.may(hand, Action.PUBLISH_RANKING, run, today),
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/grading.html", shown, status=status)


def _firm(
    request: HttpRequest, hand: Hand, grade: int, faults: tuple[Fault, ...] = ()
) -> HttpResponse:
    today = timezone.localdate()
    told = found(grades.sheet_for_office(grade, hand, today))
    shown = {
        "told": told,
        "may_answer": grades.may(hand, Action.ANSWER_OBJECTION, told.grading.id, today),
        "may_seat": grades.may(hand, Action.SEAT_FIRM, told.grading.id, today),
        "given": request.POST,
        "faults": faults,
    }
    status = _UNPROCESSABLE if faults else None
    return render(request, "review/firm_grade.html", shown, status=status)


def _question(data: QueryDict) -> Question:
    place, band, standing, words = (
        line(data.get(name, ""))[:_LONGEST]
        for name in ("place", "band", "standing", "q")
    )
    return Question(Wanted(place, band, standing, data.get("objected") == "1", words))


def _asked(request: HttpRequest) -> AskedGrades:
    asked = Posted(request.POST)
    scheme = asked.text("scheme", Text("方案", "scheme"))
    year = asked.number("year", Text("年度", "year"))
    asked.check()
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise BadInputError(_NO_FILE)
    # One byte more than is taken is enough to be told so.
    data = file.read(_MOST_BYTES + 1)
    return AskedGrades(scheme, year or 0, (file.name or "")[-_NAME:], data)
