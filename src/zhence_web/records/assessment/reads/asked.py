"""Which runs were asked for, how far each is, and other jobs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from zhence.evidence import Text
from zhence.rules.rulebook import Occasion
from zhence_web.packbook import packbook
from zhence_web.packbook.words import OCCASIONS
from zhence_web.records.assessment.asking import may_bind
from zhence_web.records.assessment.models import Progress, Run


@dataclass(frozen=True, slots=True)
class ProgressView:
    """How far a job is; *percent* is of what there is to do."""

    title: str
    stage: str
    done: int
    total: int
    percent: int
    message: str
    queued_at: datetime
    changed_at: datetime
    started_by: str
    run: int | None

    @property
    def over(self) -> bool:
        """Say whether nothing more will come."""
        return self.stage in {Progress.Stage.DONE, Progress.Stage.FAILED}


@dataclass(frozen=True, slots=True)
class RunView:
    """A run: what was asked of whom, by which text, on which snapshot."""

    id: int
    org: int
    policy: str
    policy_title: Text
    edition: str
    pack_hash: str
    year: int
    occasion: Text
    on: date
    known_at: datetime
    binding: bool
    snapshot: str
    code_version: str
    asked_by: str
    asked_at: datetime
    done_at: datetime | None
    progress: ProgressView
    proposals: int


@dataclass(frozen=True, slots=True)
class PolicyChoice:
    """A policy that a run can be asked of; *binding*: its results may bind."""

    id: str
    title: Text
    binding: bool


def policies() -> tuple[PolicyChoice, ...]:
    """Return the policies, those that may bind first."""
    packs = packbook().sources.packs.values()
    told = [PolicyChoice(p.id, p.title, may_bind(p)) for p in packs]
    return tuple(sorted(told, key=lambda p: not p.binding))


def runs(orgs: Collection[int]) -> tuple[RunView, ...]:
    """Return the runs that these organisations asked for, the newest first."""
    rows = _runs().filter(org__in=orgs).order_by("-asked_at", "-id")
    return tuple(_run_view(row) for row in rows)


def run(id_: int) -> RunView | None:
    """Return one run, ``None`` if there is no such."""
    row = _runs().filter(pk=id_).first()
    return None if row is None else _run_view(row)


def run_view(id_: int) -> RunView:
    """Return a run that there is."""
    return _run_view(_runs().get(pk=id_))


def jobs(orgs: Collection[int], user: int) -> tuple[ProgressView, ...]:
    """Return the jobs that these organisations started, the newest first.

    A job that no run belongs to is shown to *user* who started it; where nobody
    did it is the site's own, and everybody's who may look.
    """
    own = Q(started_by__isnull=True) | Q(started_by=user)
    rows = Progress.objects.filter(Q(run__org__in=orgs) | Q(run__isnull=True) & own)
    rows = rows.select_related("started_by", "run").order_by("-queued_at", "-id")
    return tuple(_progress_view(row) for row in rows)


def _runs() -> QuerySet[Run]:
    rows = Run.objects.select_related(
        "snapshot", "progress__started_by", "progress__run", "asked_by"
    )
    rows = rows.defer("snapshot__content")
    waiting = Count("results", filter=~Q(results__transition=""))
    return rows.annotate(proposed=waiting)


def _run_view(row: Run) -> RunView:
    pack = packbook().sources.packs.get(row.policy)
    snapshot = row.snapshot
    return RunView(
        id=row.pk,
        org=row.org_id,
        policy=row.policy,
        policy_title=Text(row.policy, row.policy) if pack is None else pack.title,
        edition="" if snapshot is None else snapshot.edition,
        pack_hash="" if snapshot is None else snapshot.pack_hash,
        year=row.year,
        occasion=OCCASIONS[Occasion(row.occasion)],
        on=row.on,
        known_at=row.asked_at if snapshot is None else snapshot.known_at,
        binding=row.binding,
        snapshot="" if snapshot is None else snapshot.sha256,
        code_version=row.code_version,
        asked_by=row.asked_by.display_name,
        asked_at=row.asked_at,
        done_at=row.done_at,
        progress=_progress_view(row.progress),
        proposals=int(getattr(row, "proposed", 0)),
    )


def _progress_view(row: Progress) -> ProgressView:
    held = getattr(row, "run", None)
    return ProgressView(
        title=row.title,
        stage=row.stage,
        done=row.done,
        total=row.total,
        percent=row.done * 100 // row.total if row.total else 0,
        message=row.message,
        queued_at=row.queued_at,
        changed_at=row.changed_at,
        started_by="" if row.started_by is None else row.started_by.display_name,
        run=None if held is None else held.pk,
    )
