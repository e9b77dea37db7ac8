"""The one place where scope and right are checked, for every door alike."""

from __future__ import annotations

from datetime import date

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Scope, Why, may
from zhence_web.records.accounts.tree import scope_of


class NotAllowedError(Exception):
    """Somebody may not; *denied* says why, in a word that pages translate."""

    def __init__(self, denied: Denied) -> None:
        """Keep the answer."""
        super().__init__(f"{denied.action}: {denied.why}")
        self.denied = denied


def allowed(
    by: Hand | None,
    action: Action,
    org: int,
    on: date,
    state: str | None = None,
    *,
    own_work: bool = False,
) -> Denied | None:
    """Return ``None`` where *by* may act on a thing of *org*, or why not."""
    if by is None:
        return may(None, Scope.ELSEWHERE, action, state)
    scope = scope_of(by.org, org, on)
    return may(by.role, scope, action, state, own_work=own_work)


def check(
    by: Hand | None,
    action: Action,
    org: int,
    on: date,
    state: str | None = None,
    *,
    own_work: bool = False,
) -> Hand:
    """Return *by* where it may, else raise.

    Raises:
        NotAllowedError: it may not.
    """
    if by is None:
        raise NotAllowedError(Denied(action, Why.NOBODY))
    denied = allowed(by, action, org, on, state, own_work=own_work)
    if denied is not None:
        raise NotAllowedError(denied)
    return by
