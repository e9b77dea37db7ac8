"""The doors by which files come in: a filled return, a roster, and what waits.

``send_*`` ask for it; where a file is long they only keep it, and a worker calls
``carry_out``. Whatever the verdict, the file stays on record under its hash with who
sent it; a refused file and a trial change nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from zhence.errors import BadInputError, Fault
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.intake.keeping import check_size, digest, fetch, keep
from zhence_web.records.intake.models import Upload
from zhence_web.records.intake.taking import (
    carry_out,
    give_up,
    take,
    unfinished,
    was_given_up,
)
from zhence_web.records.registry.actions.documents import safe_name
from zhence_web.records.registry.actions.turn import day
from zhence_web.records.registry.models import Site
from zhence_web.records.reporting.actions import check_may_fill

__all__ = [
    "FIRST_YEAR",
    "LONG",
    "Sent",
    "carry_out",
    "give_up",
    "is_long",
    "load_again",
    "send_return",
    "send_roster",
    "unfinished",
]

LONG = 512 * 1024
"""Bytes beyond which a file is left to a worker: some thirty thousand cells."""

FIRST_YEAR = 2000
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came, and what is asked: *trial* only checks it.

    *reasons* are why codes that do not check stay, by their places in the file.
    """

    name: str
    data: bytes
    trial: bool
    reasons: Mapping[str, str] = field(default_factory=dict)


def send_return(
    *, return_id: int, version: int, sent: Sent, by: Hand, at: datetime
) -> int:
    """Take in a return filled in a workbook; return the key of the upload.

    Raises:
        NotAllowedError: not the reporter's own, not open any more, or changed since
            *version*.
        BadInputError: the file is too large to be kept at all.
    """
    with transaction.atomic():
        of = check_may_fill(return_id=return_id, version=version, by=by, at=at)
    row = Upload(site=of.site, kind=Upload.Kind.RETURN, of=of, version=version)
    return _send(row, sent, by, at)


def send_roster(
    *, site: int, kind: str, sent: Sent, by: Hand, at: datetime, year: int | None = None
) -> int:
    """Take in a roster of firms (their figures are those of *year*) or of projects.

    Raises:
        NotAllowedError: *by* may not edit the site.
        BadInputError: the file is too large to be kept, or the year of a roster of
            firms is missing or has not begun.
    """
    held = Site.objects.select_related("org").filter(pk=site).first()
    if held is None or kind not in {Upload.Kind.FIRMS, Upload.Kind.PROJECTS}:
        raise NotAllowedError(Denied(Action.EDIT_REGISTRY, Why.SCOPE))
    check(by, Action.EDIT_REGISTRY, held.org_id, day(at))
    firms = kind == Upload.Kind.FIRMS
    if firms and (year is None or not FIRST_YEAR <= year <= day(at).year):
        raise BadInputError(_no_year(day(at).year))
    return _send(
        Upload(site=held, kind=kind, year=year if firms else None), sent, by, at
    )


def load_again(
    *, upload: int, reasons: Mapping[str, str], by: Hand, at: datetime
) -> int:
    """Take in a file that was checked before, now for good; return the new upload.

    It is checked anew: what was right then may have been overtaken. One that was
    given up is taken in as it was asked for the first time, a trial as a trial.

    Raises:
        NotAllowedError: as for sending it the first time.
    """
    rows = Upload.objects.select_related("site", "of")
    row = rows.filter(pk=upload, stage=Upload.Stage.DONE).first()
    if row is None:
        raise NotAllowedError(Denied(Action.EDIT_REGISTRY, Why.SCOPE))
    check(by, Action.EDIT_REGISTRY, row.site.org_id, day(at))
    again = was_given_up(row)
    sent = Sent(
        row.file_name,
        fetch(row.file.name or ""),
        trial=row.trial and again,
        reasons=row.reasons if again else reasons,
    )
    if row.of is not None:
        return send_return(
            return_id=row.of.pk, version=row.version, sent=sent, by=by, at=at
        )
    return send_roster(
        site=row.site_id, kind=row.kind, sent=sent, by=by, at=at, year=row.year
    )


def _send(row: Upload, sent: Sent, by: Hand, at: datetime) -> int:
    row.file_name = safe_name(sent.name)
    check_size(sent.data, row.file_name)
    row.trial = sent.trial
    row.reasons = {
        code: why.strip()[:_LONGEST_REASON]
        for code, why in sent.reasons.items()
        if why.strip()
    }
    row.sha256, row.size = digest(sent.data), len(sent.data)
    row.file.name = keep(sent.data)
    row.sent_by_id, row.appointment_id, row.sent_at = by.user, by.appointment, at
    if row.size > LONG:
        row.stage = Upload.Stage.WAITING
        row.save()
        return row.pk
    row.stage = Upload.Stage.RUNNING
    return take(row, sent.data, by, lambda: at).pk


def is_long(upload: int) -> bool:
    """Say whether the file of an upload is one that is left to a worker."""
    return Upload.objects.filter(pk=upload, size__gt=LONG).exists()


def _no_year(last: int) -> Fault:
    return Fault(
        "year_missing",
        "没有选数据年度，或年度不对",
        "the year that the figures are of is missing or impossible",
        remedy=f"选 {FIRST_YEAR} 至 {last} 之间的一年"
        f" / choose a year from {FIRST_YEAR} to {last}",
    )
