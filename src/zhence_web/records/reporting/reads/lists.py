"""What is to be done: a site's own returns, and what waits at a level above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, QuerySet, Value, When

from zhence.reporting.approval import State
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.reporting.models import Return
from zhence_web.records.reporting.reads.heads import Head, heads

_APPROVING = (
    Action.VERIFY_RETURN,
    Action.ACCEPT_AS_CITY,
    Action.ACCEPT_AS_PROVINCE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty words let everything through.

    *state* is a state, ``waiting`` (for the hand that asks) or empty for all.
    *words* is looked for in the names of the site, its county and its city.
    """

    state: str = ""
    form: str = ""
    period: str = ""
    words: str = ""


def tasks(by: Hand, on: date) -> tuple[Head, ...]:
    """Return the returns of one's own site: first what is to be filled, by due date.

    None for a hand that fills nothing.
    """
    if all(right.role is not by.role for right in RIGHTS[Action.FILL_RETURN]):
        return ()
    rows = Return.objects.filter(site__org=by.org)
    return heads(_urgent(rows), on)


def inbox(by: Hand, on: date, wanted: Wanted) -> tuple[Head, ...]:
    """Return the returns of the sites below an office that pass what is *wanted*.

    The newest periods come first, and in each the sites by number.
    Those of a site itself are not below it; a hand that may see none gets none.
    """
    rows = below(by, on)
    if wanted.form:
        rows = rows.filter(form=wanted.form)
    if wanted.period:
        rows = rows.filter(period=wanted.period)
    rows = rows.filter(_in_state(wanted.state, by))
    found = heads(rows.order_by("-ends", "site__number", "form"), on)
    if not wanted.words:
        return found
    return tuple(h for h in found if any(wanted.words in n for n in h.site.searched))


def below(by: Hand, on: date) -> QuerySet[Return]:
    """Return the returns that *by* may see of the sites below its organisation."""
    if all(right.role is not by.role for right in RIGHTS[Action.VIEW_RETURN]):
        return Return.objects.none()
    return Return.objects.filter(site__org__in=subtree(by.org, on) - {by.org})


def waiting_states(by: Hand) -> frozenset[str]:
    """Return the states in which a return waits for this hand's approval."""
    return frozenset(
        state
        for action in _APPROVING
        for right in RIGHTS[action]
        if right.role is by.role
        for state in right.states or ()
    )


def _in_state(asked: str, by: Hand) -> Q:
    if asked == "waiting":
        # A form may end below: what is final there waits for nobody any more.
        return Q(state__in=waiting_states(by), holder=by.org)
    return Q(state=asked) if asked else Q()


def _urgent(rows: QuerySet[Return]) -> QuerySet[Return]:
    """Order: what was sent back, drafts, then by due date and site."""
    first = Case(
        When(state=State.RETURNED.value, then=Value(0)),
        When(state=State.DRAFT.value, then=Value(1)),
        default=Value(2),
    )
    return rows.order_by(first, "-ends", "due_on", "site__number", "form")
