"""Whose things a hand sees, and one thing of theirs or the page of nothing."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.http import Http404

from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.lifecycle.reads import MemberView
from zhence_web.records.lifecycle.reads import member as member_of

Found = TypeVar("Found")


def orgs_of(hand: Hand, today: date) -> frozenset[int]:
    """Return the organisation of a hand and all below it."""
    return subtree(hand.org, today)


def found(thing: Found | None) -> Found:
    """Return a thing that is there.

    Raises:
        Http404: there is none.
    """
    if thing is None:
        raise Http404
    return thing


def member_for(hand: Hand, membership: int, action: Action, today: date) -> MemberView:
    """Return a membership on which a hand may act.

    Raises:
        Http404: there is none such.
        NotAllowedError: it may not.
    """
    seen = found(member_of(membership, today))
    check(hand, action, seen.org, today)
    return seen
