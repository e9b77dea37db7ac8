"""What the frame of the pages knows: whose hand it is, and where that hand may go.

Each audience's ``urls`` may carry ``NAV``: (route, Chinese, English, Action), in the
order of the bar. An entry shows to hands whose role may do the action somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from zhence.evidence import Text
from zhence_web.records.accounts.door import hand_here, hands_here
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS
from zhence_web.records.tasks.reads_channels import unread
from zhence_web.screens.cockpit import urls as cockpit
from zhence_web.screens.desk import urls as desk
from zhence_web.screens.review import urls as review
from zhence_web.screens.staff import urls as staff

_AUDIENCES = (desk, review, staff, cockpit)
# What stands under an entry of the bar though its address does not.
_ALSO = {"staff:registry": ("desk:registry",)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the bar; *here* is where one is, *below* on a page under it."""

    name: Text
    url: str
    here: bool
    below: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Give templates what is asked for when it is used."""
    return {
        "hand": SimpleLazyObject(lambda: hand_here(request)),
        "hands": SimpleLazyObject(lambda: hands_here(request)),
        "hand_choices": SimpleLazyObject(lambda: tuple(_choices(request))),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "work_bar": SimpleLazyObject(lambda: tuple(_bar(request))),
    }


def _choices(request: HttpRequest) -> Iterator[tuple[int, Text, bool]]:
    """Return each hand by its number and words, and whether it acts now."""
    hand = hand_here(request)
    for one in hands_here(request):
        zh, en = one.name, one.name
        if one.deputy:
            zh, en = f"{zh} 代 {one.principal_name}", f"{en} for {one.principal_name}"
        words = one.role.words
        told = Text(
            f"{zh} · {words.zh} · {one.org_name}", f"{en} · {words.en} · {one.org_name}"
        )
        yield one.appointment, told, hand is one


def _unread(request: HttpRequest) -> int:
    """Return how many notices of the present hand nobody has read."""
    hand = hand_here(request)
    return 0 if hand is None else unread(hand)


def _bar(request: HttpRequest) -> Iterator[Entry]:
    hand = hand_here(request)
    if hand is None:
        return
    entries = tuple(_open_to(hand))
    # Of two entries of which one lies below the other, one is on the nearer.
    above = {
        place: url
        for route, _, _, url in entries
        for place in (url, *map(reverse, _ALSO.get(route, ())))
        if request.path.startswith(place)
    }
    nearest = above[max(above, key=len)] if above else ""
    for route, zh, en, url in entries:
        here = request.resolver_match and request.resolver_match.view_name == route
        yield Entry(Text(zh, en), url, bool(here), url == nearest)


def _open_to(hand: Hand) -> Iterator[tuple[str, str, str, str]]:
    for audience in _AUDIENCES:
        for route, zh, en, action in getattr(audience, "NAV", ()):
            if any(right.role is hand.role for right in RIGHTS[action]):
                yield route, zh, en, reverse(route)
