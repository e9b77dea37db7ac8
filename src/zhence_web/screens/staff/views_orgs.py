"""The operator's pages: the tree on a day, one organisation, its changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhence.evidence import Text
from zhence_web.records.accounts.actions import mergers, organisations
from zhence_web.records.accounts.actions.mergers import Part
from zhence_web.records.accounts.door import entrance
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads.organisations import (
    Branch,
    branch_of,
    closed_below,
    history_of,
    path_of,
    tree_on,
)
from zhence_web.records.accounts.refusals import RefusedError
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.accounts.tree import subtree
from zhence_web.screens.staff.posted import Posted

_UNUSABLE = 422
_ORDER = tuple(Tier)
_PARTS = (1, 2, 3)

Deed = Callable[[Posted, int, Hand, datetime], None]


@require_safe
@entrance(Action.MANAGE_ORGS)
def orgs(request: HttpRequest, hand: Hand) -> HttpResponse:
    """Show the tree below one's own organisation on a day."""
    today = timezone.localdate()
    asked = request.GET.get("on", "")
    try:
        on = date.fromisoformat(asked) if asked else today
    except ValueError:
        on = today
    context = {
        "on": on,
        "refused": asked if asked and on == today and asked != str(today) else "",
        "branches": tree_on(on, hand.org),
        "closed": closed_below(hand.org, on),
    }
    return render(request, "staff/orgs.html", context)


@require_safe
@entrance(Action.MANAGE_ORGS)
def org(request: HttpRequest, hand: Hand, org: int) -> HttpResponse:
    """Show one organisation, what happened to it, and what can be done."""
    return _page(request, hand, org)


@require_POST
@entrance(Action.MANAGE_ORGS)
def change(request: HttpRequest, hand: Hand, org: int, deed: str) -> HttpResponse:
    """Change the tree; a refusal shows the page again with what was typed."""
    if deed not in _DEEDS:
        raise Http404
    try:
        _DEEDS[deed](Posted(request), org, hand, timezone.now())
    except RefusedError as error:
        return _page(request, hand, org, deed=deed, error=error)
    return redirect("staff:org", org=org)


def _page(
    request: HttpRequest,
    hand: Hand,
    org: int,
    *,
    deed: str = "",
    error: RefusedError | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    branch = branch_of(org, today)
    if branch is None or org not in subtree(hand.org, today):
        raise Http404
    around = tree_on(today, hand.org)
    context = {
        "branch": branch,
        "path": path_of(org, today),
        "history": history_of(org),
        "children": [one for one in around if one.parent == org],
        "parents": [one for one in around if _above(one, branch)],
        "likes": [one for one in around if _beside(one, branch)],
        "tiers": _ORDER[_ORDER.index(branch.tier) + 1 :],
        "parts": _PARTS,
        "today": today,
        "open_now": branch.closed_on is None,
        "deed": deed,
        "typed": request.POST.dict() if error else {},
        "faults": error.faults if error else (),
    }
    status = _UNUSABLE if error else 200
    return render(request, "staff/org.html", context, status=status)


def _above(one: Branch, branch: Branch) -> bool:
    higher = _ORDER.index(one.tier) < _ORDER.index(branch.tier)
    return higher and one.id != branch.parent


def _beside(one: Branch, branch: Branch) -> bool:
    """Say whether it is one that *branch* would be merged with or handed over to."""
    return one.parent == branch.parent and one.id != branch.id


def _name(sent: Posted) -> Text:
    return Text(sent.text("zh"), sent.text("en"))


def _open(sent: Posted, org: int, hand: Hand, at: datetime) -> None:
    organisations.open_org(
        code=sent.text("code"),
        tier=Tier(sent.text("tier")) if sent.text("tier") in Tier else Tier.SITE,
        name=_name(sent),
        parent=org,
        on=sent.day("on"),
        document=sent.text("document"),
        by=hand,
        at=at,
    )


def _rename(sent: Posted, org: int, hand: Hand, at: datetime) -> None:
    organisations.rename_org(
        org=org,
        name=_name(sent),
        on=sent.day("on"),
        document=sent.text("document"),
        by=hand,
        at=at,
    )


def _move(sent: Posted, org: int, hand: Hand, at: datetime) -> None:
    organisations.move_org(
        org=org,
        parent=sent.number("parent"),
        on=sent.day("on"),
        document=sent.text("document"),
        by=hand,
        at=at,
    )


def _close(sent: Posted, org: int, hand: Hand, at: datetime) -> None:
    organisations.close_org(
        org=org,
        on=sent.day("on"),
        document=sent.text("document"),
        successor=sent.number("successor") if sent.text("successor") else None,
        by=hand,
        at=at,
    )


def _merge(sent: Posted, org: int, hand: Hand, at: datetime) -> None:
    mergers.merge_orgs(
        orgs=sent.numbers("orgs"),
        into=org,
        on=sent.day("on"),
        document=sent.text("document"),
        by=hand,
        at=at,
    )


def _split(sent: Posted, org: int, hand: Hand, at: datetime) -> None:
    children = [one.id for one in tree_on(sent.day("on"), org) if one.parent == org]
    goes = {child: sent.text(f"child-{child}") for child in children}
    parts = [
        Part(
            code=sent.text(f"code-{n}"),
            name=Text(sent.text(f"zh-{n}"), ""),
            children=tuple(child for child in children if goes[child] == str(n)),
        )
        for n in _PARTS
        if sent.text(f"code-{n}") or sent.text(f"zh-{n}")
    ]
    mergers.split_org(
        org=org,
        parts=parts,
        stays=sent.ticked("stays"),
        on=sent.day("on"),
        document=sent.text("document"),
        by=hand,
        at=at,
    )


_DEEDS: Mapping[str, Deed] = {
    "open": _open,
    "rename": _rename,
    "move": _move,
    "close": _close,
    "merge": _merge,
    "split": _split,
}
