"""Taking a file in: read, tried or written, and put on record with its verdict.

A real run writes what the file says, the verdict and the audit in one transaction: all
of it or nothing. A trial goes through the same refusals and leaves none of the
rows, so that no verdict can differ between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhence.errors import BadInputError, Fault, Severity, Where
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.audit.actions import record
from zhence_web.records.intake.keeping import fetch, keep
from zhence_web.records.intake.models import Upload
from zhence_web.records.intake.parsing import Parsed, parse
from zhence_web.records.intake.told import kept

Clock = Callable[[], datetime]

READ, TRIED, DONE = 1, 2, 3
"""How far a file has come, of :data:`DONE`."""

_GIVEN_UP = "work_given_up"
_DOUBT = "credit_code_check"
_OVERRIDE = "override_missing"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a file. *changed* rows were written, or would have been.

    *annotated* is where the workbook with its faults is kept, empty without one.
    """

    verdict: str
    rows: int
    changed: int
    faults: tuple[Fault, ...]
    annotated: str = ""


def take(row: Upload, data: bytes, by: Hand, clock: Clock) -> Upload:
    """Take the file of *row* in, which need not be saved yet; return it, done."""
    parsed = parse(row, data)
    _step(row, READ)
    refused = _refusals(parsed.faults, ())
    if parsed.load is not None:
        # Before the transaction: nobody shall wait while a workbook is written.
        warned = _annotated(data, parsed.faults, row.file_name)
        try:
            if row.trial:
                tried = _loaded(parsed, _tried(parsed, by, clock()), warned)
                with transaction.atomic():
                    return _close(row, tried, by, clock())
            load = parsed.load
            if parsed.weigh is not None:
                load = parsed.weigh(by, clock()).load
            with transaction.atomic():
                at = clock()
                loaded = _loaded(parsed, load(by, at), warned)
                return _close(row, loaded, by, at)
        except BadInputError as error:
            refused = _refusals(parsed.faults, error.faults)
        except NotAllowedError as error:
            refused = _refusals(parsed.faults, [_overtaken(error, row.file_name)])
    _step(row, TRIED)
    outcome = _Outcome(
        Upload.Verdict.REFUSED.value,
        parsed.rows,
        0,
        refused,
        _annotated(data, refused, row.file_name),
    )
    with transaction.atomic():
        return _close(row, outcome, by, clock())


def carry_out(*, upload: int, clock: Clock) -> bool:
    """Take in a file that waits; return whether this call did it.

    The rights are those of now: who has lost the appointment writes nothing. Begun
    again after a kill it does what is left: all of it, or nothing.
    """
    row = Upload.objects.select_related("site__org", "of__site__org").get(pk=upload)
    if row.stage == Upload.Stage.DONE:
        return False
    Upload.objects.filter(pk=upload).update(stage=Upload.Stage.RUNNING)
    by = _hand_of(row, clock())
    if by is None:
        outcome = _Outcome(
            Upload.Verdict.REFUSED.value, 0, 0, (_rights_ended(row.file_name),)
        )
        with transaction.atomic():
            _close(row, outcome, None, clock())
        return True
    take(row, fetch(row.file.name or ""), by, clock)
    return True


def unfinished() -> tuple[int, ...]:
    """Return the uploads that are still to be taken in, by anybody."""
    rows = Upload.objects.exclude(stage=Upload.Stage.DONE)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def give_up(*, upload: int, at: datetime) -> bool:
    """End an upload that no worker is at any more; return whether this call did it.

    It is told as a fault of the file, which is kept: whoever sent it tries again.
    """
    with transaction.atomic():
        rows = Upload.objects.select_for_update(of=("self",)).select_related("site")
        row = rows.exclude(stage=Upload.Stage.DONE).filter(pk=upload).first()
        if row is None:
            return False
        given_up = (_given_up(row.file_name),)
        _close(row, _Outcome(Upload.Verdict.REFUSED.value, 0, 0, given_up), None, at)
    return True


def was_given_up(row: Upload) -> bool:
    """Say whether an upload ended by :func:`give_up`."""
    return any(fault[0] == _GIVEN_UP for fault in row.faults)


def _tried(parsed: Parsed, by: Hand, at: datetime) -> int:
    """Return what a real run would change, or raise what it would.

    It is done and taken back, but where what can refuse stands by itself: nobody
    shall wait for rows that are not to stay.
    """
    if parsed.weigh is not None:
        return parsed.weigh(by, at).changed
    with transaction.atomic():
        changed = 0 if parsed.load is None else parsed.load(by, at)
        transaction.set_rollback(True)
    return changed


def _hand_of(row: Upload, at: datetime) -> Hand | None:
    held = hands_of(row.sent_by_id, timezone.localdate(at))
    return next((h for h in held if h.appointment == row.appointment_id), None)


def _step(row: Upload, steps: int) -> None:
    """Tell whoever watches a long file; a short one is over before anybody looks."""
    if row.pk is not None:
        Upload.objects.filter(pk=row.pk).update(steps=steps)


def _loaded(parsed: Parsed, changed: int, warned: str) -> _Outcome:
    verdict = Upload.Verdict.ACCEPTED if changed else Upload.Verdict.UNCHANGED
    return _Outcome(verdict.value, parsed.rows, changed, parsed.faults, warned)


def _refusals(found: Iterable[Fault], more: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return all faults; a doubt that became a refusal is told once."""
    later = tuple(more)
    asked = {f.where for f in later if f.code == _OVERRIDE}
    return (
        *later,
        *(f for f in found if f.code != _DOUBT or f.where not in asked),
    )


def _close(row: Upload, outcome: _Outcome, by: Hand | None, at: datetime) -> Upload:
    """Write the verdict down, in the transaction of what was loaded."""
    row.stage = Upload.Stage.DONE
    row.steps = DONE
    row.verdict = outcome.verdict
    row.rows, row.changed = outcome.rows, outcome.changed
    row.faults = kept(outcome.faults)
    row.annotated.name = outcome.annotated
    row.done_at = at
    row.save()
    signed = by.signed if by is not None else {"actor": row.sent_by.username}
    errors = sum(f.severity is Severity.ERROR for f in outcome.faults)
    record(
        "intake.check" if row.trial else "intake.load",
        kind="upload",
        id_=row.pk,
        at=at,
        **signed,
        detail={
            "kind": row.kind,
            "site": row.site.number,
            "return": row.of_id,
            "year": row.year,
            "file": row.sha256,
            "file_name": row.file_name,
            "verdict": row.verdict,
            "rows": row.rows,
            "changed": row.changed,
            "errors": errors,
            "warnings": len(outcome.faults) - errors,
        },
    )
    return row


def _annotated(data: bytes, faults: tuple[Fault, ...], name: str) -> str:
    """Keep the annotated workbook; empty where there is nothing to say or no way."""
    if not any(f.where.sheet for f in faults):
        return ""
    from zhence.workbooks.annotate import annotate  # noqa: PLC0415  # slow to load

    try:
        return keep(annotate(data, faults, name))
    except BadInputError:
        return ""  # a CSV file, or a workbook that nobody should open


def _overtaken(error: NotAllowedError, name: str) -> Fault:
    if error.denied.why is Why.STATE:
        return Fault(
            "changed_since",
            "检查期间有别人保存过这份报表，或者它已报送",
            "somebody saved the return meanwhile, or it was submitted",
            Where(name),
            "打开报表核对后重新上传 / open the return, compare, and upload again",
        )
    return _rights_ended(name)


def _given_up(name: str) -> Fault:
    return Fault(
        _GIVEN_UP,
        "后台读这个文件时多次中断，已停止处理；没有写入任何数据",
        "the worker was cut short at this file too often and gave it up;"
        " nothing was written",
        Where(name),
        "再试一次；仍然不行就拆成几份，或请管理员查看后台日志"
        " / try again; if that fails too split the file, or ask an administrator"
        " to look into the worker's log",
    )


def _rights_ended(name: str) -> Fault:
    return Fault(
        "rights_ended",
        "上传之后您的任职已结束，或不再管这个单位",
        "your appointment ended after the upload, or the site is no longer yours",
        Where(name),
        "请现在负责的人上传 / ask whoever is in charge now to upload it",
    )
