"""Approving a revision, level by level, and sending single cells of it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhence.errors import BadInputError, Fault
from zhence.reporting.approval import Act as Deed
from zhence.reporting.approval import Level, Moved, State
from zhence.reporting.returns import send_back_faults
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.actions import record
from zhence_web.records.reporting.actions.held import Held, act, decided, hold, move
from zhence_web.records.reporting.actions.recording import Recorded, record_figures
from zhence_web.records.reporting.models import (
    Cell,
    Observation,
    ReturnedCell,
    Revision,
)

_NOTHING = Recorded((), ())
_LEVEL_OF: Mapping[Role, Level] = {
    Role.COUNTY_VERIFIER: Level.COUNTY,
    Role.CITY_OFFICE: Level.CITY,
    Role.PROVINCIAL_OFFICE: Level.PROVINCE,
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A level has approved; *figures* are those that became known by it."""

    state: State
    final: bool
    figures: Recorded = _NOTHING


@transaction.atomic
def verify(
    *, return_id: int, version: int, by: Hand, at: datetime, note: str = ""
) -> Accepted:
    """Verify a submitted revision at the county.

    Raises:
        NotAllowedError: out of reach, one's own work, or somebody was first.
    """
    held = hold(return_id, Action.VERIFY_RETURN, version=version, by=by, at=at)
    return _approve(held, Deed.VERIFY, Level.COUNTY, by=by, at=at, note=note)


@transaction.atomic
def accept_as_city(
    *, return_id: int, version: int, by: Hand, at: datetime, note: str = ""
) -> Accepted:
    """Accept a verified revision for the city.

    Raises:
        NotAllowedError: out of reach, one's own work, or somebody was first.
    """
    held = hold(return_id, Action.ACCEPT_AS_CITY, version=version, by=by, at=at)
    return _approve(held, Deed.ACCEPT_AS_CITY, Level.CITY, by=by, at=at, note=note)


@transaction.atomic
def accept_as_province(
    *, return_id: int, version: int, by: Hand, at: datetime, note: str = ""
) -> Accepted:
    """Accept for the province what its city has accepted.

    Raises:
        NotAllowedError: out of reach, one's own work, or somebody was first.
        BadInputError: the form ends at the city.
    """
    held = hold(return_id, Action.ACCEPT_AS_PROVINCE, version=version, by=by, at=at)
    return _approve(
        held, Deed.ACCEPT_AS_PROVINCE, Level.PROVINCE, by=by, at=at, note=note
    )


@transaction.atomic
def send_back(
    *,
    return_id: int,
    version: int,
    cells: Mapping[str, str],
    by: Hand,
    at: datetime,
    note: str = "",
    reason: str = Observation.Reason.ERROR.value,
) -> Moved:
    """Send single cells back, each with its reason; the others stay as they are.

    A new revision begins: the cells sent back may be filled again, all others are
    carried and frozen. *reason* says what kind of correction an accepted figure will
    get: scheduled, error, scope or method.

    Raises:
        NotAllowedError: out of reach, or somebody was first.
        BadInputError: no cell, a cell without a reason, or no such cell; all at once.
    """
    held = hold(return_id, Action.SEND_BACK, version=version, by=by, at=at)
    outcome = decided(held, Deed.SEND_BACK, _LEVEL_OF[by.role])
    faults = (*send_back_faults(held.form, cells), *_reason_faults(reason))
    if faults:
        raise BadInputError(faults)
    states = (held.row.state, outcome.state.value)
    known = held.state is held.form.chain.final
    move(held, outcome.state)
    step = act(held.revision, Deed.SEND_BACK.value, states, by=by, at=at, note=note)
    ReturnedCell.objects.bulk_create(
        ReturnedCell(act=step, item=item, reason=why.strip())
        for item, why in cells.items()
    )
    number = _next_revision(held, set(cells), reason if known else None, by, at)
    record(
        "reporting.send_back",
        kind="return",
        id_=return_id,
        at=at,
        **by.signed,
        detail={
            "revision": held.revision.number,
            "next": number,
            "state": list(states),
            "cells": {item: why.strip() for item, why in cells.items()},
            "reason": reason,
            "note": note,
        },
    )
    return outcome


def _approve(
    held: Held, deed: Deed, level: Level, *, by: Hand, at: datetime, note: str
) -> Accepted:
    outcome = decided(held, deed, level)
    states = (held.row.state, outcome.state.value)
    move(held, outcome.state)
    act(held.revision, deed.value, states, by=by, at=at, note=note)
    figures = record_figures(held, at) if outcome.final else _NOTHING
    record(
        f"reporting.{deed.value}",
        kind="return",
        id_=held.row.pk,
        at=at,
        **by.signed,
        detail={
            "revision": held.revision.number,
            "state": list(states),
            "observations": list(figures.new),
            "restated": list(figures.restated),
            "note": note,
        },
    )
    return Accepted(outcome.state, outcome.final, figures)


def _next_revision(
    held: Held, returned: set[str], reason: str | None, by: Hand, at: datetime
) -> int:
    """Begin the next revision: every cell is there again, the others carried.

    *reason* ``None``: nothing of it was known yet, so the reason stays what it was.
    """
    old = held.revision
    new = Revision.objects.create(
        of=held.row,
        number=old.number + 1,
        reason=reason or old.reason,
        made_by_id=by.user,
        made_at=at,
    )
    rows = list(Cell.objects.filter(revision=old).order_by("id"))
    for row in rows:
        row.pk = None
        row.revision = new
        row.carried = row.item not in returned
    Cell.objects.bulk_create(rows)
    return int(new.number)


def _reason_faults(reason: str) -> tuple[Fault, ...]:
    kinds = [r.value for r in Observation.Reason if r is not Observation.Reason.FIRST]
    if reason in kinds:
        return ()
    return (
        Fault(
            "correction_unknown",
            "没有这种修订原因",
            f"there is no such kind of correction: {reason!r}",
            remedy="选择一种 / choose one of: " + " ".join(kinds),
        ),
    )
