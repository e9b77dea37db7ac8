"""Cells that came in a file: read already, held against what stands, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zhence.errors import BadInputError, Where
from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.cells import missing
from zhence.reporting.returns import open_items
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.reporting.actions.filling import frozen, keep_cells
from zhence_web.records.reporting.actions.held import hold
from zhence_web.records.reporting.models import Return
from zhence_web.records.reporting.standing import sent_back


def check_may_fill(*, return_id: int, version: int, by: Hand, at: datetime) -> Return:
    """Return a return that *by* may fill now; called in a transaction.

    Raises:
        NotAllowedError: not the reporter's own, not open any more, or changed since.
    """
    return hold(return_id, Action.FILL_RETURN, version=version, by=by, at=at).row


@transaction.atomic
def take_cells(
    *,
    return_id: int,
    cells: Mapping[str, CellValue],
    places: Mapping[str, Where],
    version: int,
    source: str,
    by: Hand,
    at: datetime,
) -> int:
    """Keep the cells of a file that say something new; return how many they are.

    *places* say where in the file each stands, *source* is the file's hash. A figure
    typed in another unit says nothing new; a frozen one may stand in the file as it
    is on record. What the file leaves out stays as it is.

    Raises:
        NotAllowedError: not the reporter's own, not open any more, or changed since.
        BadInputError: every frozen cell that the file would change, at its place.
    """
    held = hold(return_id, Action.FILL_RETURN, version=version, by=by, at=at)
    allowed = open_items(held.form, held.state, sent_back(return_id))
    before = held.cells()
    changed = {
        code: cell
        for code, cell in cells.items()
        if not _alike(before.get(code) or missing(code), cell)
    }
    faults = [
        replace(frozen(code), where=places.get(code, Where()))
        for code in changed
        if code not in allowed
    ]
    if faults:
        raise BadInputError(faults)
    keep_cells(held, changed, by=by, at=at, source=source)
    return len(changed)


def _alike(old: CellValue, new: CellValue) -> bool:
    return old.says(new) and old.explanation == new.explanation
