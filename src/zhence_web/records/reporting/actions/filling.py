"""Filling and submitting: the only writers of cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhence.errors import BadInputError, Fault
from zhence.reporting.approval import Act as Deed
from zhence.reporting.approval import Level, Moved
from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.cells import missing
from zhence.reporting.checks import place
from zhence.reporting.returns import Typed, open_items, read_cells
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.reporting.actions.held import Held, act, decided, hold, move
from zhence_web.records.reporting.examining import Examined, examined
from zhence_web.records.reporting.facts import cell_columns
from zhence_web.records.reporting.locking import refuse_locked
from zhence_web.records.reporting.models import Cell, Draft, Explained, Revision
from zhence_web.records.reporting.standing import FILL, sent_back

_LONGEST_ZH, _LONGEST_EN = 300, 400


@transaction.atomic
def save_cells(
    *,
    return_id: int,
    cells: Mapping[str, Typed],
    version: int,
    by: Hand,
    at: datetime,
) -> int:
    """Keep what was typed into open cells; return the version that now stands.

    A draft may be wrong as a whole (a part above its whole, a figure still missing);
    what cannot be read at all is refused, and then nothing is kept. Where nothing
    changed nothing is written.

    Raises:
        NotAllowedError: not the reporter's own, not open any more, or changed since.
        BadInputError: every cell that is frozen, unknown or cannot be read, at once;
            or the return is locked.
    """
    held = hold(return_id, Action.FILL_RETURN, version=version, by=by, at=at)
    refuse_locked(held.row, held.on)
    returned = sent_back(return_id)
    allowed = open_items(held.form, held.state, returned)
    read, faults = read_cells(
        held.form, {code: typed for code, typed in cells.items() if code in allowed}
    )
    faults = (*(frozen(code) for code in cells if code not in allowed), *faults)
    if faults:
        raise BadInputError(faults)
    before = held.cells()
    changed = {
        code: cell
        for code, cell in read.items()
        if cell != (before.get(code) or missing(code))
    }
    # What was typed is on record now, or is what stood there: no draft is left of it.
    Draft.objects.filter(of=return_id, person_id=by.user).delete()
    keep_cells(held, changed, by=by, at=at)
    return held.row.version


def keep_cells(
    held: Held,
    changed: Mapping[str, CellValue],
    *,
    by: Hand,
    at: datetime,
    source: str = "",
) -> None:
    """Write cells of a held return, with the act and the audit of it; none: nothing.

    *source* is the hash of the file that they came in, empty where they were typed.
    """
    if not changed:
        return
    before = held.cells()
    for cell in changed.values():
        _keep(held.revision, cell)
    held.row.version += 1
    held.row.save(update_fields=["version"])
    act(held.revision, FILL, (held.row.state, held.row.state), by=by, at=at)
    record(
        "reporting.fill",
        kind="return",
        id_=held.row.pk,
        at=at,
        **by.signed,
        detail={
            "revision": held.revision.number,
            "cells": {
                code: [_told(before.get(code) or missing(code)), _told(cell)]
                for code, cell in changed.items()
            },
            **({"file": source} if source else {}),
        },
    )


@transaction.atomic
def submit(
    *, return_id: int, version: int, by: Hand, at: datetime, note: str = ""
) -> Moved:
    """Hand a revision over: from now on no cell of it changes.

    A soft finding passes with a written reason; the audit names those that did.

    Raises:
        NotAllowedError: not the reporter's own, not open any more, or changed since.
        BadInputError: every fault of the return, at once; nothing is handed over.
            Or the return is locked.
    """
    held = hold(return_id, Action.SUBMIT_RETURN, version=version, by=by, at=at)
    refuse_locked(held.row, held.on)
    outcome = decided(held, Deed.SUBMIT, Level.SITE)
    found = examined(held.row, held.cells())
    if found.stopping:
        raise BadInputError(found.faults)
    _seal(held, at)
    _keep_explained(held.revision, found)
    Draft.objects.filter(of=return_id).delete()
    states = (held.row.state, outcome.state.value)
    move(held, outcome.state)
    act(held.revision, Deed.SUBMIT.value, states, by=by, at=at, note=note)
    record(
        "reporting.submit",
        kind="return",
        id_=return_id,
        at=at,
        **by.signed,
        detail={
            "revision": held.revision.number,
            "state": list(states),
            "note": note,
            "explained": [[f.number, f.item] for f in found.explained],
            "unexplained": [[f.number, f.item] for f in found.unexplained],
        },
    )
    return outcome


def _seal(held: Held, at: datetime) -> None:
    Revision.objects.filter(pk=held.revision.pk).update(sealed_at=at)


def _keep_explained(revision: Revision, found: Examined) -> None:
    """Keep what was explained away, one row a finding, with the words of the check."""
    Explained.objects.bulk_create(
        Explained(
            revision=revision,
            number=each.number,
            item=each.item,
            zh=each.fault.zh[:_LONGEST_ZH],
            en=each.fault.en[:_LONGEST_EN],
            reason=each.reason,
        )
        for each in found.explained
    )


def _keep(revision: Revision, cell: CellValue) -> None:
    columns = dict(cell_columns(cell))
    item = columns.pop("item")
    Cell.objects.update_or_create(
        revision=revision, item=item, defaults={**columns, "carried": False}
    )


def _told(cell: CellValue) -> list[str]:
    """Return what the audit says of a cell: kind, what was typed, unit, reason."""
    measure = cell.unit.name if cell.unit else ""
    return [cell.given.value, cell.typed, measure, cell.explanation]


def frozen(code: str) -> Fault:
    """Return the fault of changing a cell that is not open."""
    return Fault(
        "cell_frozen",
        "这一格没有被退回，不能修改",
        "this cell was not sent back, so it is frozen",
        place(code),
        "请审核单位连同理由退回这一格 / ask the approver to send it back with a reason",
    )
