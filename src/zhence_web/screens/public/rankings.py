"""Published indices: the board, a town's profile, the method, other weights tried."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhence.errors import Fault, ZhenceError
from zhence.evidence import Text
from zhence_web.kit.faults import said
from zhence_web.kit.paging import page_of
from zhence_web.kit.posted import line, whole
from zhence_web.kit.radar import radar
from zhence_web.packbook.method import MethodView, method, methods
from zhence_web.records.rankings import reads, trying
from zhence_web.records.rankings.named import STANDINGS, type_name
from zhence_web.screens.public.asked import plain

_A_PAGE = 40
_LONGEST = 60
_FIELD = "w-"
_OWN, _PEERS = Text("本镇", "this town"), Text("同类中位数", "median of its type")


@dataclass(frozen=True, slots=True)
class Question:
    """What an address of the board asks for; an empty field asks for nothing."""

    edition: int
    year: int
    type: str
    standing: str
    words: str

    @property
    def filtered(self) -> bool:
        """Say whether rows are left out."""
        return bool(self.type or self.standing or self.words)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the fields of the address, the page left out."""
        told = (
            ("edition", str(self.edition)),
            ("year", str(self.year)),
            ("type", self.type),
            ("standing", self.standing),
            ("q", self.words),
        )
        return tuple((name, value) for name, value in told if value)

    @property
    def query(self) -> str:
        """Return nothing: the day of the lists is no part of these pages."""
        return ""

    def page_query(self, number: int) -> str:
        """Return the query of another page of the board."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])

    def wants(self, row: reads.Row) -> bool:
        """Say whether a row passes the filters."""
        return (
            self.type in {"", row.type}
            and self.standing in {"", row.standing}
            and (not self.words or plain(self.words) in plain(row.name))
        )


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show a published index in one year; everything asked for is in the address."""
    editions = reads.editions()
    if not editions:
        return render(request, "public/index_none.html", {"methods": methods()})
    chosen, year = _chosen(request.GET, editions)
    told = reads.board(reads.published().get(pk=chosen.id), year)
    standing = request.GET.get("standing", "")
    question = Question(
        edition=chosen.id,
        year=year,
        type=_one_of(request.GET.get("type", ""), [code for code, _ in told.types]),
        standing=standing if standing in told.counts else "",
        words=line(request.GET.get("q", ""))[:_LONGEST],
    )
    rows = [row for row in told.rows if question.wants(row)]
    shown = {
        "asked": question,
        "editions": editions,
        "chosen": chosen,
        "board": told,
        "standings": [(code, STANDINGS[code]) for code in told.counts],
        "page": page_of(rows, request.GET.get("page"), _A_PAGE),
    }
    return render(request, "public/index.html", shown)


@require_safe
def town(request: HttpRequest, number: int) -> HttpResponse:
    """Show where the points of one town come from, and what moved them."""
    if not reads.is_site(number):
        raise Http404
    editions = reads.editions_with(number)
    absent = {"name": reads.name_of_site(number)}
    if not editions:
        return render(request, "public/index_absent.html", absent)
    chosen, year = _chosen(request.GET, editions)
    told = reads.profile(reads.published().get(pk=chosen.id), number, year)
    if told is None:
        return render(request, "public/index_absent.html", absent)
    cells = told.row.dimensions
    peers = [("peers", _PEERS, told.peers)] * (told.peer_count > 1)
    shown = {
        "editions": editions,
        "chosen": chosen,
        "told": told,
        "row": told.row,
        "year": year,
        "key": reads.address_of(number),
        "radar": radar(
            [cell.name for cell in cells],
            [*peers, ("own", _OWN, [cell.score for cell in cells])],
        ),
        "cells": list(zip(cells, told.peers, strict=True)),
    }
    return render(request, "public/index_town.html", shown)


@require_safe
def about(request: HttpRequest, name: str) -> HttpResponse:
    """Show a method from its recipe: tree, weights, posts, what is done with gaps."""
    found = method(name)
    if found is None:
        raise Http404
    shown = {
        "method": found,
        "others": [m for m in methods() if m.id != found.id],
        "posts": _posts(found),
        "types": [
            (type_name(type_), [_category(c) for c in names])
            for type_, names in found.types
        ],
        "editions": reads.editions(found.id),
    }
    return render(request, "public/index_method.html", shown)


@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """Try other weights on a published index; nothing of it is kept."""
    editions = reads.editions()
    if not editions:
        return render(request, "public/index_none.html", {"methods": methods()})
    chosen, year = _chosen(request.GET, editions)
    run = reads.published_whole().get(pk=chosen.id)
    typed = {
        name.removeprefix(_FIELD): line(str(value))
        for name, value in request.GET.items()
        if name.startswith(_FIELD)
    }
    faults: tuple[Fault, ...] = ()
    told = None
    dimensions = trying.dimensions(run)
    mean = _one_of(request.GET.get("mean", ""), trying.MEANS)
    if typed:
        try:
            told = trying.tried(run, year, typed, mean)
        except ZhenceError as refusal:
            faults = refusal.faults
    moves = () if told is None else told.moves
    type_ = _one_of(request.GET.get("type", ""), [m.row.type for m in moves])
    shown = {
        "asked": Question(chosen.id, year, type_, "", ""),
        "editions": editions,
        "chosen": chosen,
        "year": year,
        "controls": [(d, typed.get(d.code, d.plain)) for d in dimensions],
        "means": trying.MEAN_NAMES,
        "mean": mean,
        "told": told,
        "moves": [m for m in moves if type_ in {"", m.row.type}],
        "types": sorted({(m.row.type, m.row.type_name) for m in moves}),
        "type": type_,
        "faults": [said(fault) for fault in faults],
    }
    status = 422 if faults else None
    return render(request, "public/index_what_if.html", shown, status=status)


def _chosen(
    query: QueryDict, editions: tuple[reads.Edition, ...]
) -> tuple[reads.Edition, int]:
    """Return the edition and the year of an address; by default the newest ones.

    By default the index of the first method, where there is one.
    """
    asked = whole(query.get("edition", "")) or 0
    usual = next((e for e in editions if e.method == methods()[0].id), editions[0])
    chosen = next((e for e in editions if e.id == asked), usual)
    year = whole(query.get("year", "")) or 0
    return chosen, year if year in chosen.years else chosen.last_year


def _one_of(asked: str, known: list[str] | tuple[str, ...]) -> str:
    return asked if asked in known else ""


def _posts(found: MethodView) -> list[tuple[Text, Text, list[tuple[Text, str, str]]]]:
    """Return posts by indicator, each with its types."""
    held: dict[str, tuple[Text, Text, list[tuple[Text, str, str]]]] = {}
    for post in found.posts:
        name = Text("全部", "all") if not post.type else type_name(post.type)
        row = held.setdefault(post.name.zh, (post.name, post.unit, []))
        row[2].append((name, post.low, post.high))
    return list(held.values())


def _category(code: str) -> Text:
    return reads.category_name(code)
