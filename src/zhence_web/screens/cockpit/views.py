"""The cockpit, its panels for the script that keeps them fresh, and the evidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from zhence.errors import BadInputError
from zhence.periods import parse_date
from zhence_web.kit.languages import in_english
from zhence_web.kit.paging import listed, page_of
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.boundaries.reads import shown_layer
from zhence_web.records.cockpit import reads
from zhence_web.records.cockpit.evidence import Evidence, evidence_of
from zhence_web.records.cockpit.figures import STANDING, figure_id
from zhence_web.records.cockpit.ground import Ground
from zhence_web.records.cockpit.standings import OUTSIDE
from zhence_web.records.kept import MOVING, SETTLED, Kept
from zhence_web.screens.cockpit import mapped, present
from zhence_web.screens.cockpit.flow import flow_of

_FIRST, _TOWNS, _ON_PAGE = 5, 12, 40
_LONGEST = 19
_DIGEST = 12
# A province with its cities and counties, in two languages, a few policies each.
_PANELS: Kept[dict[str, str]] = Kept(400)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page as it stands, with the digest that the script compares."""

    name: str
    html: SafeString
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    place: int
    policy: str
    board: str

    def query(self, **changes: object) -> str:
        """Return the query of the same page with something else asked."""
        told = {"place": self.place, "policy": self.policy, "board": self.board}
        return urlencode({k: v for k, v in {**told, **changes}.items() if v})


@require_safe
@entrance(Action.VIEW_COCKPIT)
def home(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show a place: without a question one's own."""
    now = timezone.now()
    asked, here, ground = _look(request, hand, now)
    shown = {
        "here": here,
        "asked": asked,
        "now": now,
        "above": [(spot, asked.query(place=spot.org)) for spot in here.above],
        "policies": [(p, asked.query(policy=p.id)) for p in here.policies],
        "panels": {p.name: p for p in _panels(asked, here, ground, now)},
        "refresh": f"{reverse('cockpit:panels')}?{asked.query()}",
    }
    return render(request, "cockpit/cockpit.html", shown)


@require_safe
@entrance(Action.VIEW_COCKPIT)
def panels(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Give the panels of a place to the script of its page, each with its digest."""
    now = timezone.now()
    asked, here, ground = _look(request, hand, now)
    told = {p.name: [p.digest, p.html] for p in _panels(asked, here, ground, now)}
    at = timezone.localtime(now)
    return JsonResponse(
        {"panels": told, "at": f"{at:%Y-%m-%d %H:%M:%S}"},
        headers={"Cache-Control": "no-store"},
    )


@require_safe
@entrance(Action.VIEW_COCKPIT)
def evidence(request: HttpRequest, hand: Hand, figure: str) -> HttpResponse:
    """Show what a figure means, what was looked at, and each member's part."""
    told, place, on = _evidence(request, hand, figure)
    page = page_of(told.parts, request.GET.get("page"), _ON_PAGE)
    rows = [
        (
            one,
            present.said(one.value),
            present.part_url(figure, one.key, place, on),
        )
        for one in page.items
    ]
    shown = {
        **_shown(told, place, on),
        "page": page.showing(rows),
        "asked": listed(place=str(place), on="" if on is None else on.isoformat()),
    }
    return render(request, "cockpit/evidence.html", shown)


@require_safe
@entrance(Action.VIEW_COCKPIT)
def part(request: HttpRequest, hand: Hand, figure: str, part: str) -> HttpResponse:
    """Show the cells or records that one member's part goes back to."""
    told, place, on = _evidence(request, hand, figure)
    one = told.part(part)
    if one is None:
        raise Http404
    shown = {
        **_shown(told, place, on),
        "part": one,
        "value": present.said(one.value),
        "sources": [(s, present.labelled([s.label])) for s in one.sources],
    }
    return render(request, "cockpit/part.html", shown)


def _shown(told: Evidence, place: int, on: date | None) -> dict[str, object]:
    figure = told.figure
    return {
        "told": told,
        "figure": figure,
        "value_of_all": present.said(figure.value),
        "labels": present.labelled(figure.labels),
        "evidence_url": present.evidence_url(figure.id, place, on),
        "back": f"{reverse('cockpit:here')}?{urlencode({'place': place})}",
    }


def _evidence(
    request: HttpRequest, hand: Hand, figure: str
) -> tuple[Evidence, int, date | None]:
    now = timezone.now()
    place = _number(request.GET.get("place", "")) or hand.org
    on = _day(request.GET.get("on", ""))
    today = timezone.localdate(now)
    told = evidence_of(figure, place=place, by=hand, on=on or today, at=now)
    if told is None:
        raise Http404
    return told, place, on


def _look(
    request: HttpRequest, hand: Hand, now: datetime
) -> tuple[Asked, reads.Here, Ground]:
    place = _number(request.GET.get("place", "")) or hand.org
    policy, board = request.GET.get("policy", ""), request.GET.get("board", "")
    found = reads.look(place=place, policy=policy, board=board, by=hand, at=now)
    if found is None:
        raise Http404
    here, ground = found
    chosen = "" if here.policy is None else here.policy.id
    return Asked(place, chosen, here.board), here, ground


def _panels(
    asked: Asked, here: reads.Here, ground: Ground, now: datetime
) -> tuple[Panel, ...]:
    """Return the panels, made anew only where a deed may have changed them."""
    key = (asked, in_english(), ground.on)

    def make_settled() -> dict[str, str]:
        return _settled(asked, here, ground, reads.settled(here, ground, now))

    def make_moving() -> dict[str, str]:
        return _moving(asked, reads.moving(ground, now, _FIRST), ground.on)

    told = {
        **_PANELS.get(("settled", SETTLED.mark(), key), make_settled),
        **_PANELS.get(("moving", MOVING.mark(), key), make_moving),
    }
    return tuple(
        Panel(
            name,
            mark_safe(html),  # noqa: S308  # rendered by our own templates
            hashlib.sha256(html.encode()).hexdigest()[:_DIGEST],
        )
        for name, html in told.items()
    )


def _settled(
    asked: Asked, here: reads.Here, ground: Ground, told: reads.Settled
) -> dict[str, str]:
    place, layer = asked.place, shown_layer()
    boards = [(code, name, asked.query(board=code)) for code, name in here.boards]

    def link(state: str, on: date) -> str:
        if state == OUTSIDE:
            return ""
        figure = figure_id(STANDING, asked.policy, state)
        return present.evidence_url(figure, place, on)

    shown = {
        "here": here,
        "asked": asked,
        "place": place,
        "standings": [present.card(f, place) for f in told.standings],
        "totals": [present.card(f, place) for f in told.totals],
        "aims": [present.aim(goal, place) for goal in told.goals],
        "flow": flow_of(told.years, told.states, link),
        "places": [
            (one, asked.query(place=one.row.spot.org))
            for one in present.board(told.places, place)
        ],
        "towns": present.board(told.towns[:_TOWNS], place),
        "boards": boards,
        "layer": layer,
        "drawing": mapped.drawn(
            told, ground, asked.policy, layer, lambda org: "?" + asked.query(place=org)
        ),
        "kinds": mapped.kinds_of(told),
    }
    names = ("figures", "goals", "map", "flow", "places", "towns")
    return {name: render_to_string(f"cockpit/_{name}.html", shown) for name in names}


def _moving(asked: Asked, told: reads.Moving, today: date) -> dict[str, str]:
    place = asked.place
    shown = {
        "cards": [present.card(f, place) for f in told.figures],
        "things": [present.thing(one, n, place, today) for one, n in told.first],
    }
    return {"waiting": render_to_string("cockpit/_waiting.html", shown)}


def _number(text: str) -> int | None:
    plain = text.strip()
    sound = plain.isascii() and plain.isdigit() and len(plain) < _LONGEST
    return int(plain) if sound else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text.strip()) if text.strip() else None
    except BadInputError:
        return None
