"""Approving a return, and what a restated figure calls for: both or neither.

The records of returns stand below those of runs and cannot call them, so the two are
joined here: an acceptance that restates a figure hands the figure to a worker in the
same transaction. The worker holds it against what was concluded; decisions stay.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import transaction

from zhence_web.jobs.reviews import reconsider
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.reporting.actions import Accepted


class Approval(Protocol):
    """One of the three acts that carry a revision up."""

    def __call__(
        self, *, return_id: int, version: int, by: Hand, at: datetime, note: str
    ) -> Accepted:
        """Approve one revision."""
        ...


@transaction.atomic
def approve(
    deed: Approval,
    *,
    return_id: int,
    version: int,
    by: Hand,
    at: datetime,
    note: str = "",
) -> Accepted:
    """Do one of the acts of approval; ask for reviews where figures were restated.

    Raises:
        NotAllowedError: as the deed does.
        BadInputError: as the deed does.
    """
    done = deed(return_id=return_id, version=version, by=by, at=at, note=note)
    if done.figures.restated:
        reconsider.enqueue()
    return done
