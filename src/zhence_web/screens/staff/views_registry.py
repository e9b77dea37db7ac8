"""The registry as a whole: all sites, a list on any day, firms once, documents."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhence.errors import ZhenceError
from zhence.evidence import Label, Text
from zhence_web.kit.languages import say
from zhence_web.kit.paging import page_of
from zhence_web.kit.posted import Posted, told
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action
from zhence_web.records.lifecycle.reads import standings_of
from zhence_web.records.registry import actions, reads
from zhence_web.screens.staff.registry_asked import list_asked, sites_asked

_SITES_A_PAGE = 50
_UNPROCESSABLE = 422


@require_safe
@entrance(Action.VIEW_REGISTRY)
def sites(request: HttpRequest, hand: Hand) -> HttpResponse:
    """List the sites that one looks after; the address holds every filter."""
    asked, today = sites_asked(request.GET), timezone.localdate()
    seen = reads.sites_seen(hand, today)
    wanted = [site for site in seen if asked.wants(site)]
    cities = {s.city.code: s.city for s in seen if s.city is not None}
    page = page_of(wanted, asked.page, _SITES_A_PAGE)
    context = {
        "asked": asked,
        "page": page,
        "total": len(seen),
        "cities": tuple(cities[code] for code in sorted(cities)),
        "keeps": _keeps(hand),
    }
    return render(request, "staff/registry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.KEEP_LISTS)
def new_site(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Put a town or a park on record."""
    faults = None
    if request.method == "POST":
        try:
            number = _add(Posted(request.POST), hand, timezone.now())
        except ZhenceError as error:
            faults = told(error)
        else:
            messages.success(
                request, say(Text("已登记，编号已定", "On record with its number"))
            )
            return redirect("desk:registry_site", number)
    context = {
        "faults": faults,
        "typed": request.POST,
        "parents": reads.parents_for(hand, timezone.localdate()),
    }
    status = 200 if faults is None else _UNPROCESSABLE
    return render(request, "staff/registry_new.html", context, status=status)


@require_safe
@entrance(Action.VIEW_REGISTRY)
def lists(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show who was on a list on a day, by what was known at a moment."""
    kept = reads.lists_kept()
    asked = list_asked(request.GET, tuple(f"{p}:{name}" for p, _, name in kept))
    edition = reads.list_on(
        asked.policy, asked.list_name, asked.on, asked.known_at, hand, asked.today
    )
    shown = page_of(edition.rows, asked.page, _SITES_A_PAGE)
    rows = (*shown.items, *edition.undated)
    standing = standings_of(
        [row.membership.membership for row in rows],
        on=asked.on,
        known_at=asked.known_at,
    )
    context = {
        "asked": asked,
        "kept": tuple((f"{p}:{name}", p, title, name) for p, title, name in kept),
        "page": shown.showing(
            [(row, standing.get(row.membership.membership)) for row in shown.items]
        ),
        "undated": tuple(
            (row, standing.get(row.membership.membership)) for row in edition.undated
        ),
    }
    return render(request, "staff/registry_lists.html", context)


@require_safe
@entrance(Action.VIEW_REGISTRY)
def firms(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Count the firms of all one's sites once each, and name those in several."""
    today = timezone.localdate()
    seen = reads.sites_seen(hand, today)
    context = {
        "today": today,
        "sites": len(seen),
        "tenants": reads.tenants_over(seen, today, timezone.now()),
    }
    return render(request, "staff/registry_firms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.KEEP_LISTS)
def documents(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show and take documents about lists and policies."""
    faults = None
    if request.method == "POST":
        try:
            _file(request, Posted(request.POST), hand, timezone.now())
        except ZhenceError as error:
            faults = told(error)
        else:
            messages.success(request, say(Text("文件已登记", "It is on record")))
            return redirect("staff:registry_documents")
    context = {
        "papers": reads.list_documents(),
        "faults": faults,
        "typed": request.POST,
        "keeps": _keeps(hand),
    }
    status = 200 if faults is None else _UNPROCESSABLE
    return render(request, "staff/registry_documents.html", context, status=status)


def _keeps(hand: Hand) -> bool:
    return any(right.role is hand.role for right in RIGHTS[Action.KEEP_LISTS])


def _add(posted: Posted, hand: Hand, at: datetime) -> int:
    """Add a site and return its number."""
    new = actions.NewSite(
        code=posted.text("code", 64),
        kind=posted.text("kind", 8),
        zh=posted.text("zh", 120),
        en=posted.text("en", 160),
        parent=posted.number("parent") or 0,
        opened_on=posted.day("opened_on", required=True) or date.min,
        label=Label.LOCAL,
    )
    posted.check()
    key = actions.add_site(new=new, by=hand, at=at)
    today = timezone.localdate(at)
    return next(s.number for s in reads.sites_seen(hand, today) if s.site == key)


def _file(request: HttpRequest, posted: Posted, hand: Hand, at: datetime) -> None:
    paper = actions.Paper(
        site=None,
        title=posted.text("title", 300),
        label=Label.LOCAL,
        number=posted.text("number", 120),
        issuer=posted.text("issuer", 160),
        issued_on=posted.day("issued_on"),
        link=posted.text("link", 600),
    )
    posted.check()
    file = request.FILES.get("file")
    upload = None if file is None else actions.Upload(file.name or "", file.read())
    actions.file_document(paper=paper, by=hand, at=at, upload=upload)
