"""What somebody typed into a return and did not save: only they see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhence.reporting.returns import Typed
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.reporting.models import Draft


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft: the cells that differed from what was saved when it was kept.

    *version* is that of the return it was typed over: where the return has a newer
    one, somebody saved it since.
    """

    cells: Mapping[str, Typed]
    version: int
    serial: int
    kept_at: datetime


def draft_of(return_id: int, by: Hand) -> DraftView | None:
    """Return one's own draft of a return; ``None`` where nothing waits to be saved."""
    row = Draft.objects.filter(of=return_id, person_id=by.user).first()
    if row is None:
        return None
    cells = {
        code: Typed(text=text, applies=applies, explanation=why)
        for code, (text, applies, why) in row.cells.items()
    }
    return DraftView(cells, row.version, row.serial, row.kept_at)
