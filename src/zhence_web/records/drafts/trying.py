"""Try a reform on the register: asked for at once, carried out by a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.assessment.models import Progress
from zhence_web.records.audit.actions import record
from zhence_web.records.drafts.members import members_below
from zhence_web.records.drafts.models import EditionText, Trial
from zhence_web.records.drafts.reforming import pack_named, reform
from zhence_web.records.lifecycle.refusals import refused

MOST_YEARS = 15
_MOST_SAID = 600
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Reform:
    """What is to be tried: parameters with their new values, over some years.

    *written* is the version of a draft edition that is tried as a whole instead; then
    there are no changes, and the policy is that of the draft.
    """

    policy: str
    changes: Mapping[str, str]
    first_year: int
    last_year: int
    written: int | None = None


@transaction.atomic
def ask_trial(*, asked: Reform, by: Hand, at: datetime) -> int:
    """Put a trial in the queue and return its id; a bad reform is refused at once.

    Whoever calls hands it to a worker in this transaction.

    Raises:
        BadInputError: an unknown parameter, a value it cannot take, or no change.
        RefusedError: no such policy, a draft edition with faults, years that nobody
            can ask about, or nobody of its lists below *by*.
        NotAllowedError: *by* may not.
    """
    today = localdate(at)
    check(by, Action.TRY_REFORM, by.org, today)
    pack = pack_named(asked.policy)
    if asked.written is None:
        reform(pack, asked.changes)
    else:
        _sound_text(asked.written, pack.id, by, today)
    _sound_years(asked, today)
    members = members_below(pack.id, by.org, today)
    if not members:
        raise refused(
            "nobody_in_scope",
            f"{by.org_name}范围内没有 {pack.id} 名单上的成员",
            f"nobody below {by.org_name} is on a list of {pack.id}",
            "换一个政策，或先登记名单 / take another policy, or list them first",
        )
    years = asked.last_year - asked.first_year + 1
    progress = Progress.objects.create(
        job=f"trial-{moment_key(at)}-{by.appointment}",
        title=f"{pack.id} {asked.first_year}–{asked.last_year}",
        total=len(members) * years,
        started_by_id=by.user,
        queued_at=at,
        changed_at=at,
    )
    trial = Trial.objects.create(
        org_id=by.org,
        policy=pack.id,
        edition=pack.edition,
        pack_hash=pack.hash,
        changes={} if asked.written else dict(asked.changes),
        written_id=asked.written,
        first_year=asked.first_year,
        last_year=asked.last_year,
        known_at=at,
        progress=progress,
        asked_by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        asked_at=at,
    )
    record(
        "drafts.ask_trial",
        kind="trial",
        id_=trial.pk,
        at=at,
        **by.signed,
        detail={
            "policy": pack.id,
            "changes": dict(trial.changes),
            "written": asked.written,
        },
    )
    return int(trial.pk)


def moment_key(at: datetime) -> str:
    """Return a moment as a part of a job's name."""
    return f"{at:%Y%m%d%H%M%S%f}"


def carry_out(*, trial: int, clock: Clock) -> bool:
    """Judge the register twice and keep what differs; ``False`` where that is done.

    It decides nothing and changes nothing else. A fault ends the trial as failed, with
    its words, and is raised again.

    Raises:
        BadInputError: the pack is another one by now, or a figure cannot be judged.
    """
    found = Trial.objects.select_related("progress").get(pk=trial)
    if found.done_at is not None:
        return False
    _set(found, clock(), stage=Progress.Stage.RUNNING, message="", done=0)
    try:
        from zhence_web.records.drafts.judging import tried  # noqa: PLC0415  # numpy

        outcome, digest = tried(
            found, lambda done, total: _tell(found, clock, done, total)
        )
    except Exception as error:
        said = str(error)[:_MOST_SAID]
        _set(found, clock(), stage=Progress.Stage.FAILED, message=said)
        raise
    return _finish(trial, outcome, digest, clock())


def _sound_text(written: int, policy: str, by: Hand, today: date) -> None:
    found = EditionText.objects.select_related("draft").get(pk=written)
    check(by, Action.TRY_REFORM, found.draft.org_id, today)
    if found.faults or found.draft.policy != policy:
        raise refused(
            "edition_faulty",
            f"第 {found.number} 版有 {found.faults} 处问题，不能试算",
            f"version {found.number} has {found.faults} faults and cannot be tried",
            "先改正并保存 / mend and save it first",
        )


def _sound_years(asked: Reform, today: date) -> None:
    first, last = asked.first_year, asked.last_year
    if not today.year - MOST_YEARS <= first <= last <= today.year:
        raise refused(
            "years_wrong",
            f"年度 {first}–{last} 不能试算",
            f"the years {first}–{last} cannot be tried",
            f"取 {today.year - MOST_YEARS} 至 {today.year} / take years from "
            f"{today.year - MOST_YEARS} to {today.year}",
        )


def _tell(trial: Trial, clock: Clock, done: int, total: int) -> None:
    _set(trial, clock(), done=done, total=total)


def _set(trial: Trial, at: datetime, **changes: object) -> None:
    Progress.objects.filter(pk=trial.progress_id).update(changed_at=at, **changes)


@transaction.atomic
def _finish(trial: int, outcome: dict[str, object], digest: str, at: datetime) -> bool:
    found = Trial.objects.select_for_update(of=("self",)).get(pk=trial)
    if found.done_at is not None:
        return False
    found.outcome, found.sha256, found.done_at = outcome, digest, at
    found.save(update_fields=["outcome", "sha256", "done_at"])
    _set(found, at, stage=Progress.Stage.DONE, message="")
    held = found.deputy_of
    changed = outcome["changed"]
    record(
        "drafts.finish_trial",
        kind="trial",
        id_=trial,
        at=at,
        actor=found.asked_by.username,
        acting_for="" if held is None else held.user.username,
        office=found.org.code,
        detail={
            "rows": outcome["rows"],
            "changed": len(changed) if isinstance(changed, list) else 0,
            "sha256": digest,
        },
    )
    return True
