"""When what the cockpit shows was last changed, by the chain that every deed ends in.

A deed of a kind that this file does not know counts as a change, so that a new one can
make a page read again for nothing, and never leave it stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

from django.db.models import Q

from zhence_web.records.audit.models import Entry

SETTLED, MOVING = "settled", "moving"
"""What rests on accepted figures and decisions, and what follows every return."""

_NEVER = ("accounts.signed_", "accounts.denied", "accounts.locked", "audit.", "drafts.")
_ON_THE_WAY = ("reporting.fill", "reporting.open", "reporting.submit", "reporting.send")
_QUIET: Mapping[str, tuple[str, ...]] = {
    SETTLED: (*_NEVER, *_ON_THE_WAY),
    MOVING: _NEVER,
}


def stamp(kind: str) -> int:
    """Return the number of the last deed that may have changed a kind; 0 before any."""
    quiet = reduce(or_, (Q(action__startswith=verb) for verb in _QUIET[kind]))
    rows = Entry.objects.exclude(quiet).order_by("-seq").values_list("seq", flat=True)
    return rows.first() or 0
