"""When what pages show was last changed, by the chain that every deed ends in.

Deeds that change nothing shown are named here; one of a kind that this file does not
know counts as a change, so that a new one can make a page anew for nothing and never
leave it stale. What is not a deed (packs, reference data) does not change while a
process runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

from django.db import connection
from django.db.models import Q

from zhence_web.records.audit.models import Entry, Head


@dataclass(frozen=True, slots=True)
class _Seen:
    """How far the chain was read; *mark* is the seal of the last change till there."""

    seq: int = 0
    digest: str = ""
    mark: str = ""


class Changes:
    """The last deed that may have changed what is shown, told by its seal.

    A seal holds all that came before it, so that two chains never share one: a table
    that was put back to an earlier state is another one.
    """

    def __init__(self, quiet: Sequence[str]) -> None:
        """Watch every deed but those whose name begins with one of *quiet*."""
        self._quiet = reduce(or_, (Q(action__startswith=verb) for verb in quiet))
        self._seen = _Seen()

    def mark(self) -> str:
        """Return the seal of the last change; empty before any.

        One query while nothing happens. Read it before what is shown: what is read
        after it is then as new as the mark or newer.
        """
        seq, digest = _head()
        # Threads may do this twice; both come to the same.
        seen = self._seen
        if (seen.seq, seen.digest) != (seq, digest):
            known = Entry.objects.filter(seq=seen.seq, digest=seen.digest).exists()
            since = seen if known else _Seen()
            seen = _Seen(seq, digest, self._last(since.seq, seq) or since.mark)
            self._seen = seen
        return seen.mark

    def _last(self, after: int, until: int) -> str | None:
        rows = Entry.objects.filter(seq__gt=after, seq__lte=until).exclude(self._quiet)
        return rows.order_by("-seq").values_list("digest", flat=True).first()


@cache
def _asked() -> tuple[str, tuple[int, ...]]:
    """Return the question for the head, put into words once: every page asks it."""
    head = Head.objects.filter(id=1).values_list("seq", "digest")
    sql, given = head.query.sql_with_params()
    return sql, tuple(given)


def _head() -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(*_asked())
        return cursor.fetchone() or (0, "")


_ENTERING = (
    "accounts.add_second_factor",
    "accounts.change_password",
    "accounts.choose_password",
    "accounts.denied",
    "accounts.drop_second_factor",
    "accounts.invite_person",
    "accounts.locked",
    "accounts.remove_second_factor",
    "accounts.renew_link",
    "accounts.second_factor_failed",
    "accounts.sign_in_failed",
    "accounts.signed_",
    "access.",
)
_BESIDE = (
    "assessment.ask_run",
    "audit.",
    "drafts.",
    "intake.check",
    "tasks.end_hook",
    "tasks.make_hook",
    "tasks.renew_hook",
    "tasks.wish_mail",
)
# Typing into a return leaves it where it is, with the site and due on the same day;
# somebody does so every second, and nobody else is shown what is typed.
_TYPING = ("reporting.fill",)
# A figure is known once the last level has accepted it; which one that is, the form
# says, so that every acceptance counts as a change.
_ON_THE_WAY = (
    "reporting.extend",
    "reporting.open",
    "reporting.send_back",
    "reporting.submit",
    "tasks.",
)

MOVING = Changes((*_ENTERING, *_BESIDE, *_TYPING))
"""What follows where every return and task stands."""
SETTLED = Changes((*_ENTERING, *_BESIDE, *_TYPING, *_ON_THE_WAY))
"""What rests on accepted figures, registers and decisions."""
