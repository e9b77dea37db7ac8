"""Drafts: what somebody typed and did not save yet, kept so that nothing is lost.

A draft is no record: nobody else sees it, no figure rests on it, and it may hold what
cannot be read. So the audit does not name it; saving, which does, ends it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.cells import Given
from zhence.reporting.returns import LONGEST_TEXT, Typed, open_items, read_cells
from zhence_web.kit.faults import Said, by_cell
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.reporting.actions.held import Held, hold
from zhence_web.records.reporting.examining import examined
from zhence_web.records.reporting.models import Draft
from zhence_web.records.reporting.standing import sent_back


class DraftElsewhereError(Exception):
    """The same person went on with this draft in another window meanwhile."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that was kept, and what would be said of it if it were saved.

    *serial* is what the next keeping has to name; 0 where nothing is left to keep.
    *said* are the faults by cell ("" for the whole) that would keep it from being
    submitted, the soft ones last; *empty* counts the cells with nothing in them that
    would be asked for then, which are no news meanwhile.
    """

    serial: int
    said: Mapping[str, tuple[Said, ...]]
    empty: int


@transaction.atomic
def keep_draft(
    *,
    return_id: int,
    cells: Mapping[str, Typed],
    version: int,
    serial: int | None,
    by: Hand,
    at: datetime,
) -> Kept:
    """Keep what stands in a form, as far as it differs from what is saved.

    *serial* is that of the draft the window went on from, 0 for none; ``None`` takes
    the draft over from whichever window has it. Cells that are not open are left out.

    Raises:
        NotAllowedError: not the reporter's own, not open any more, or changed since.
        DraftElsewhereError: another window of the same person was first.
    """
    held = hold(return_id, Action.FILL_RETURN, version=version, by=by, at=at)
    row = Draft.objects.filter(of=return_id, person_id=by.user).first()
    there = row.serial if row else 0
    if serial is not None and serial != there:
        raise DraftElsewhereError
    may = open_items(held.form, held.state, sent_back(return_id))
    saved = held.cells()
    typed = {
        code: _cut(each)
        for code, each in cells.items()
        if code in may and _cut(each) != typed_of(saved.get(code))
    }
    if typed:
        Draft.objects.update_or_create(
            of_id=return_id,
            person_id=by.user,
            defaults={
                "version": version,
                "serial": there + 1,
                "cells": {code: _row(each) for code, each in typed.items()},
                "kept_at": at,
            },
        )
    elif row:
        row.delete()
    return _told(held, saved, typed, there + 1 if typed else 0)


@transaction.atomic
def discard_draft(*, return_id: int, by: Hand) -> None:
    """Forget one's own draft of a return, if there is one; nothing that was saved."""
    Draft.objects.filter(of=return_id, person_id=by.user).delete()


def typed_of(cell: CellValue | None) -> Typed:
    """Return what would have to be typed for a cell to stand as it does."""
    if cell is None:
        return Typed()
    applies = cell.given is not Given.NOT_APPLICABLE
    return Typed(cell.typed, applies, cell.explanation)


def _told(
    held: Held, saved: Mapping[str, CellValue], typed: Mapping[str, Typed], serial: int
) -> Kept:
    """Return what the checks say: of what can be read, beside what is saved."""
    read, faults = read_cells(held.form, typed)
    unread = {f.where.cell for f in faults}
    cells = {**saved, **read}
    stopping = examined(held.row, cells).stopping
    found = [f for f in stopping if f.item not in unread]
    empty = {f.item for f in found if _empty(cells.get(f.item)) and f.item not in typed}
    news = [f.fault for f in found if f.item not in empty]
    return Kept(serial, by_cell([*faults, *news]), len(empty))


def _empty(cell: CellValue | None) -> bool:
    return cell is None or cell.given is Given.MISSING


def _cut(typed: Typed) -> Typed:
    return replace(
        typed,
        text=typed.text[:LONGEST_TEXT],
        explanation=typed.explanation[:LONGEST_TEXT],
    )


def _row(typed: Typed) -> list[object]:
    return [typed.text, typed.applies, typed.explanation]
