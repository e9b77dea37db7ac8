"""The pages: each asks the packbook, arranges the answer, and renders it."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhence_web.packbook import BENCHMARK, REPLAYED, packbook
from zhence_web.records.boundaries.reads import shown_layer
from zhence_web.records.kept import SETTLED, kept_page, unkept
from zhence_web.screens.public.asked import Asked, asked, categories
from zhence_web.screens.public.bulletins import all_lines, newest
from zhence_web.screens.public.chart import standings_by_year
from zhence_web.screens.public.comparison import comparison, verdict_badge
from zhence_web.screens.public.legends import STANDING_LEGEND, VERDICT_LEGEND
from zhence_web.screens.public.mapped import drawn
from zhence_web.screens.public.places import drill
from zhence_web.screens.public.present import (
    Badge,
    coverage,
    days_text,
    grade_badges,
    headlines,
    standing_badge,
    town_page,
)
from zhence_web.screens.public.recorded import number_of, recorded

_ON_HOME = 22
_ON_LIST = 40


@require_safe
@kept_page(SETTLED)
def home(request: HttpRequest) -> HttpResponse:
    """Show the list on a day: four figures, the towns, what is unaccounted."""
    book = packbook()
    question = asked(request.GET, book)
    counts = book.standings.counts(question.on)
    lines = all_lines()
    shown = render(
        request,
        "public/home.html",
        {
            **_list(question, _ON_HOME),
            "headlines": headlines(book, question.on),
            "counts": {state.lower(): n for state, n in counts.items()},
            "populations": book.accounts.populations,
            "chart": standings_by_year(book),
            "bulletins": newest(lines),
            "replayed": REPLAYED,
            "days": _days_worth_asking(),
        },
    )
    return shown if lines.readable else unkept(shown)


@require_safe
@kept_page(SETTLED)
def towns(request: HttpRequest) -> HttpResponse:
    """List the towns with all that the register says of each."""
    question = asked(request.GET, packbook())
    return render(request, "public/towns.html", _list(question, _ON_LIST))


@require_safe
@kept_page(SETTLED)
def town(request: HttpRequest, key: str) -> HttpResponse:
    """Show one town; a name leads to its number, so that each page has one address."""
    book = packbook()
    question = asked(request.GET, book)
    found = book.registry.find(key)
    if found is None:
        raise Http404
    if key != found.id:
        return redirect(reverse("public:town", args=[found.id]) + question.query)
    moments = book.standings.timeline(found.name, question.on)
    standing = book.standings.on(question.on)[found.name]
    names = book.standings.state_names()
    record = recorded(number_of(found.id))
    shown = render(
        request,
        "public/town.html",
        {
            "asked": question,
            "town": found,
            "listings": [(names[x.state], x) for x in found.listings],
            "standing": standing_badge(standing),
            "since": days_text(standing.since) if standing.since else None,
            "possible": standing.possible,
            "moments": [
                (m, days_text(m.on), Badge((m.state or "").lower(), m.title))
                for m in moments
            ],
            "grades": [
                (g, names[g.state], grade_badges(g), g.later_than(question.on))
                for g in book.grades.of(found.name)
            ],
            "figures": book.figures.get(found.name, ()),
            "comparison": comparison(book.benchmark(found, question.on)),
            "replayed": REPLAYED,
            "recorded": record,
            "drawn": record.drawn(request.GET.get("indicator", "")),
        },
    )
    return shown if record.readable else unkept(shown)


@require_safe
@kept_page(SETTLED)
def policies(request: HttpRequest) -> HttpResponse:
    """List the policies with what each is worth."""
    book = packbook()
    return render(
        request, "public/policies.html", {"policies": tuple(book.policies.values())}
    )


@require_safe
@kept_page(SETTLED)
def policy(request: HttpRequest, policy_id: str) -> HttpResponse:
    """Show a policy: its documents, its clauses, and what implements them."""
    book = packbook()
    found = book.policies.get(policy_id)
    if found is None:
        raise Http404
    return render(
        request,
        "public/policy.html",
        {"policy": found, "known": frozenset(book.policies)},
    )


@require_safe
@kept_page(SETTLED)
def clause(request: HttpRequest, policy_id: str, clause_id: str) -> HttpResponse:
    """Show one clause: our words, what implements it, whom it touches now."""
    book = packbook()
    question = asked(request.GET, book)
    found = book.clause(policy_id, clause_id)
    if found is None:
        raise Http404
    touched = [
        (book.registry.find(b.visited.town), row, verdict_badge(row))
        for b in book.touched(policy_id, clause_id, question.on)
        for row in b.rows
        if clause_id in row.finding.clauses
    ]
    return render(
        request,
        "public/clause.html",
        {
            "asked": question,
            "policy": book.policies[policy_id],
            "clause": found,
            "touched": touched,
            "moved": [
                (town, days_text(on)) for town, on in book.moved(policy_id, clause_id)
            ],
        },
    )


@require_safe
@kept_page(SETTLED)
def replay(request: HttpRequest) -> HttpResponse:
    """Hold what was published as numbers against what the events give by name."""
    book = packbook()
    return render(
        request,
        "public/replay.html",
        {
            "policy": book.policies[REPLAYED],
            "equations": book.accounts.equations,
            "populations": book.accounts.populations,
            "grades": [
                (year, [(g, Badge(g.grade, g.grade_name)) for g in told])
                for year, told in groupby(book.accounts.grades, key=lambda g: g.year)
            ],
            "chart": standings_by_year(book),
        },
    )


@require_safe
@kept_page(SETTLED)
def about(request: HttpRequest) -> HttpResponse:
    """Say what the labels mean, where the data are from, and what unknown is."""
    book = packbook()
    return render(
        request,
        "public/about.html",
        {
            "policies": tuple(book.policies.values()),
            "verdicts": VERDICT_LEGEND,
            "standings": STANDING_LEGEND,
            **coverage(book.accounts.equations),
            "towns": len(book.towns),
            "events": len(book.standings.happenings),
            "benchmark": book.policies[BENCHMARK],
        },
    )


def _list(question: Asked, size: int) -> dict[str, object]:
    book = packbook()
    standings = book.standings.on(question.on)
    drilled, layer = drill(book, question, standings), shown_layer()
    return {
        "drill": drilled,
        "layer": layer,
        "drawing": drawn(book, question, standings, drilled, layer),
        "kinds": [(s.lower(), n) for s, n in book.standings.state_names().items()],
        "categories": categories(book),
        "asked": question,
        "page": town_page(book, question, size),
        "cities": book.registry.cities(),
        "states": [(s.lower(), n) for s, n in book.standings.state_names().items()],
        "total": len(book.towns),
    }


def _days_worth_asking() -> list[date]:
    """Return the days on which a published number can be compared, and the last."""
    book = packbook()
    days = {a.on for a in book.accounts.populations if a.published is not None}
    return [*sorted(days), book.standings.last_day]
