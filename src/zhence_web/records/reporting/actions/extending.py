"""Letting a site fill a return later than the form allows: dated, with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from zhence.errors import BadInputError, Fault, Where
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.reporting.actions.held import hold
from zhence_web.records.reporting.models import Extension

_SHORTEST, _LONGEST = 4, 300


@transaction.atomic
def extend(
    *,
    return_id: int,
    version: int,
    until: date | None,
    reason: str,
    by: Hand,
    at: datetime,
) -> int:
    """Let a site fill and submit a return up to and with a day; return the id.

    The due day stays: what comes later than it stays late.

    Raises:
        NotAllowedError: out of reach, no draft any more, or somebody was first.
        BadInputError: no day, one that is over, or no reason; all at once.
    """
    held = hold(return_id, Action.EXTEND_RETURN, version=version, by=by, at=at)
    why = reason.strip()
    faults = tuple(_faults(until, why, held.on))
    if faults or until is None:
        raise BadInputError(faults)
    made = Extension.objects.create(
        of=held.row,
        until=until,
        reason=why,
        by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        office_id=by.org,
        at=at,
    )
    record(
        "reporting.extend",
        kind="return",
        id_=return_id,
        at=at,
        **by.signed,
        detail={
            "due": held.row.due_on and held.row.due_on.isoformat(),
            "until": until.isoformat(),
            "reason": why,
        },
    )
    return int(made.pk)


def _faults(until: date | None, why: str, on: date) -> Iterator[Fault]:
    if until is None or until < on:
        yield Fault(
            "extension_day",
            "延期须写明截止日，且不早于今天",
            "an extension needs its last day, today or later",
            Where(cell="until"),
            "填写日期，如 2026-12-31 / give a day such as 2026-12-31",
        )
    if not _SHORTEST <= len(why) <= _LONGEST:
        yield Fault(
            "extension_reason",
            f"请写明延期理由（{_SHORTEST} 到 {_LONGEST} 字）",
            f"say why it is extended, in {_SHORTEST} to {_LONGEST} characters",
            Where(cell="reason"),
            "写清是谁、为何不能按期报 / say who cannot report in time, and why",
        )
