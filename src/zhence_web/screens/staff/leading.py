"""Where the thing that a task or a notice is about is shown, to whom it is shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action
from zhence_web.records.accounts.roles import Role

# By the kind of a thing: the route, and the right that its page asks for.
_PAGES: Mapping[str, tuple[str, Action]] = {
    "return": ("review:return", Action.SEND_BACK),
    "result": ("review:result", Action.VIEW_ASSESSMENT),
    "review": ("review:review", Action.CLOSE_REVIEW),
    "application": ("desk:application", Action.VIEW_APPLICATION),
    "decision": ("review:decision", Action.PUBLISH_DECISION),
    "task": ("staff:task", Action.VIEW_TASK),
}


def address(kind: str, ref: str, hand: Hand) -> str:
    """Return the page of a thing for a hand; "" where it has none to look at."""
    if not ref.isascii() or not ref.isdigit():
        return ""
    if kind == "return" and hand.role is Role.REPORTER:
        return reverse("desk:return", args=[int(ref)])
    route, action = _PAGES.get(kind, ("", Action.VIEW_TASK))
    if not route or all(right.role is not hand.role for right in RIGHTS[action]):
        return ""
    return reverse(route, args=[int(ref)])
