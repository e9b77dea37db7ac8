"""One site: who it is, its lists, firms, projects and documents, and their forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhence.errors import ZhenceError
from zhence.evidence import Interval, Text
from zhence_web.kit.figures import interval_text
from zhence_web.kit.languages import say
from zhence_web.kit.paging import page_of
from zhence_web.kit.posted import Posted, told
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.gate import allowed
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.lifecycle.reads import standings_of
from zhence_web.records.registry import reads
from zhence_web.records.registry.uses import USES
from zhence_web.screens.desk.registry_asked import AsOf, as_of
from zhence_web.screens.desk.registry_forms import FORMS, Deed
from zhence_web.screens.desk.registry_years import firm_years

TABS: Mapping[str, Text] = {
    "identity": Text("基本信息", "Identity"),
    "lists": Text("名单关系", "Lists"),
    "enterprises": Text("企业", "Enterprises"),
    "years": Text("企业年度数据", "Firms by year"),
    "projects": Text("项目", "Projects"),
    "documents": Text("文件", "Documents"),
}
# Firm by firm what it earned and paid: for those who answer for it, nobody else.
_TABS_OF_KEEPERS = frozenset({"years"})
_FIRMS_A_PAGE = 50
_YI = Fraction(1, 10**10)
_UNPROCESSABLE = 422


@require_safe
@entrance(Action.VIEW_REGISTRY)
def own(_request: HttpRequest, hand: Hand) -> HttpResponse:
    """Lead to one's own site, or to the list of those that one looks after."""
    found = [
        s for s in reads.sites_seen(hand, timezone.localdate()) if s.org == hand.org
    ]
    if not found:
        return redirect("staff:registry")
    return redirect("desk:registry_site", found[0].number)


@require_http_methods(["GET", "HEAD", "POST"])
@entrance(Action.VIEW_REGISTRY)
def site(
    request: HttpRequest, hand: Hand, number: int, tab: str = "identity"
) -> HttpResponse:
    """Show one tab of a site; take the forms that stand on it."""
    asked = as_of(request)
    found = reads.site_on(number, hand, asked.on, asked.today)
    if found is None or tab not in FORMS:
        raise Http404
    if request.method != "POST":
        return _page(request, hand, asked, found, tab)
    name = request.POST.get("deed", "")
    form = FORMS[tab].get(name)
    if form is None:
        raise Http404
    try:
        done = form(
            Deed(
                site=found.site,
                posted=Posted(request.POST),
                by=hand,
                at=timezone.now(),
                label=found.marks,
                file=request.FILES.get("file"),
            )
        )
    except ZhenceError as error:
        refused = {"faults": {name: told(error)}, "typed": {name: request.POST}}
        return _page(request, hand, asked, found, tab, refused, _UNPROCESSABLE)
    messages.success(request, say(done))
    return redirect("desk:registry_tab", number, tab)


@require_safe
@entrance(Action.VIEW_REGISTRY)
def years(request: HttpRequest, hand: Hand, number: int) -> HttpResponse:
    """Show what the site said of its firms, year by year, to those who keep it."""
    asked = as_of(request)
    found = reads.site_on(number, hand, asked.on, asked.today)
    if found is None or "years" not in _tabs(hand, asked, found):
        raise Http404
    return _page(request, hand, asked, found, "years")


@require_safe
@entrance(Action.VIEW_REGISTRY)
def project(request: HttpRequest, hand: Hand, number: int, code: str) -> HttpResponse:
    """Show every version of one project."""
    asked = as_of(request)
    found = reads.site_on(number, hand, asked.on, asked.today)
    versions = () if found is None else reads.project_versions(found.site, code)
    if found is None or not versions:
        raise Http404
    context = {
        **_frame(hand, asked, found, "projects"),
        "versions": tuple((v, money(v.amount)) for v in reversed(versions)),
        "code": code,
    }
    return render(request, "desk/registry_project.html", context)


@require_safe
@entrance(Action.VIEW_REGISTRY)
def document(_request: HttpRequest, hand: Hand, number: int) -> FileResponse:
    """Hand out the bytes of a document, never to be opened in the page itself."""
    kept = reads.stored_file(number, hand, timezone.localdate())
    if kept is None:
        raise Http404
    return FileResponse(
        kept.content,
        as_attachment=True,
        filename=kept.name,
        content_type="application/octet-stream",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )


def money(amount: Interval | None) -> Text:
    """Return an amount of 分 in 亿元; what is not known is said to be unreported."""
    shown = interval_text(None if amount is None else amount.times(_YI))
    if amount is None or not amount.known:
        return shown if amount is not None else Text("—（缺报）", "— (not reported)")
    return Text(f"{shown.zh} 亿元", f"{shown.en} 亿元")


def _page(  # a page has these sides
    request: HttpRequest,
    hand: Hand,
    asked: AsOf,
    found: reads.SiteView,
    tab: str,
    refused: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_frame(hand, asked, found, tab),
        **_CONTENTS[tab](request, asked, found),
        **(refused or {}),
    }
    return render(request, f"desk/registry_{tab}.html", context, status=status)


def _frame(
    hand: Hand, asked: AsOf, found: reads.SiteView, tab: str
) -> dict[str, object]:
    """Return what every tab shows: whose page it is, and what may be done on it."""
    may_edit = allowed(hand, Action.EDIT_REGISTRY, found.org, asked.today) is None
    may_keep = allowed(hand, Action.KEEP_LISTS, found.org, asked.today) is None
    return {
        "site": found,
        "tabs": tuple(_tabs(hand, asked, found).items()),
        "tab": tab,
        "asked": asked,
        "may_edit": may_edit and not asked.past,
        "may_keep": may_keep and not asked.past,
        "public": found.code if found.code.startswith("zj-") else "",
        "own": hand.org == found.org,
    }


def _tabs(hand: Hand, asked: AsOf, found: reads.SiteView) -> dict[str, Text]:
    keeps = allowed(hand, Action.EDIT_REGISTRY, found.org, asked.today) is None
    return {tab: t for tab, t in TABS.items() if keeps or tab not in _TABS_OF_KEEPERS}


def _identity(
    _request: HttpRequest, _asked: AsOf, _found: reads.SiteView
) -> dict[str, object]:
    return {}


def _lists(
    request: HttpRequest, asked: AsOf, found: reads.SiteView
) -> dict[str, object]:
    members = reads.memberships_of(found.site, asked.on, asked.known_at)
    standing = standings_of(
        [m.membership for m in members], on=asked.on, known_at=asked.known_at
    )
    chosen = request.POST.get("policy") or request.GET.get("policy", "")
    return {
        "members": tuple(
            (m, standing.get(m.membership), reads.categories_of(m.policy))
            for m in members
        ),
        "papers": reads.list_documents(),
        "lists": reads.lists_kept(),
        "chosen": chosen,
        "chosen_lists": tuple(
            name for policy, _, name in reads.lists_kept() if policy == chosen
        ),
        "states": reads.states_of(chosen),
        "categories": reads.categories_of(chosen),
    }


def _enterprises(
    request: HttpRequest, asked: AsOf, found: reads.SiteView
) -> dict[str, object]:
    rows = reads.enterprises_of(found.site, asked.on, asked.known_at)
    page = page_of(rows, request.GET.get("page"), _FIRMS_A_PAGE)
    return {"page": page, "pages": asked.pages()}


def _projects(
    _request: HttpRequest, asked: AsOf, found: reads.SiteView
) -> dict[str, object]:
    rows = reads.projects_of(found.site, asked.known_at)
    whole = Interval.point(0)
    for row in rows:
        whole = whole + row.amount
    return {
        "projects": tuple(
            (row, money(row.amount), money(row.residential), money(row.complex))
            for row in rows
        ),
        "whole": money(whole),
        "uses": tuple(USES.items()),
    }


def _documents(
    _request: HttpRequest, _asked: AsOf, found: reads.SiteView
) -> dict[str, object]:
    return {"papers": reads.documents_of(found.site)}


_CONTENTS: Mapping[
    str, Callable[[HttpRequest, AsOf, reads.SiteView], dict[str, object]]
] = {
    "identity": _identity,
    "lists": _lists,
    "enterprises": _enterprises,
    "years": firm_years,
    "projects": _projects,
    "documents": _documents,
}
