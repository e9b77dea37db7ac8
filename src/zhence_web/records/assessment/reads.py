"""Questions about runs, results, proposals and reviews, as frozen views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from zhence.evidence import Text, Verdict
from zhence.restatement import Priority, priority_of
from zhence.rules.rulebook import Occasion
from zhence_web.packbook import packbook
from zhence_web.packbook.words import OCCASIONS
from zhence_web.records.accounts.reads import names_of
from zhence_web.records.assessment.answering import newest_binding
from zhence_web.records.assessment.asking import may_bind
from zhence_web.records.assessment.findings import FindingView, findings_of
from zhence_web.records.assessment.models import Answer, Progress, Result, Review, Run
from zhence_web.records.lifecycle.reads import (
    MemberView,
    member_view,
    names_of_members,
    standings,
)
from zhence_web.records.lifecycle.titles import (
    body_title,
    state_title,
    transition_title,
)


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
class ResultLine:
    """A result as lists show it; *answered* ``None``: nobody has decided."""

    id: int
    run: int
    year: int
    occasion: Text
    member: MemberView
    verdict: str
    state: Text
    transition: str
    proposal: Text | None
    target: Text | None
    effective: date | None
    actor: Text | None
    clauses: tuple[str, ...]
    answered: int | None
    missing: int
    failed: int


@dataclass(frozen=True, slots=True)
class ResultView:
    """One result with its criteria and what it rests on."""

    line: ResultLine
    run: RunView
    shown: str
    findings: tuple[FindingView, ...]
    flags: tuple[str, ...]
    actions: tuple[str, ...]
    held: tuple[Text, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class FlipView:
    """What would come out otherwise."""

    what: str
    title: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review; *result* ``None``: nothing would flip.

    *urgent*: the figure would lift a failed result, and somebody bears it meanwhile.
    """

    id: int
    site: int
    org: int
    member: MemberView | None
    name: str
    indicator: Text
    period: tuple[date, date]
    reason: str
    recorded_at: datetime
    opened_at: datetime
    result: int | None
    run: int | None
    year: int | None
    flips: tuple[FlipView, ...]
    urgent: bool
    closed_at: datetime | None
    closed_by: str
    outcome: str


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


def results(run_id: int, on: date) -> tuple[ResultLine, ...]:
    """Return the results of a run by the number of the site."""
    rows = _results().filter(run=run_id)
    return _lines(rows.order_by("membership__site__number", "id"), on)


def tally(lines: Iterable[ResultLine]) -> dict[str, int]:
    """Return how many results there are of each verdict."""
    return dict(Counter(line.verdict for line in lines))


def result(id_: int, on: date) -> ResultView | None:
    """Return one result, ``None`` if there is no such."""
    row = _results().filter(pk=id_).first()
    if row is None:
        return None
    pack = packbook().sources.packs.get(row.run.policy)
    (line,) = _lines([row], on)
    return ResultView(
        line=line,
        run=_run_view(_runs().get(pk=row.run_id)),
        shown=row.dossier["shown_result"],
        findings=findings_of(row.dossier, pack),
        flags=tuple(row.dossier["flags"]),
        actions=tuple(row.dossier["actions"]),
        held=tuple(transition_title(pack, name) for name in row.dossier["held"]),
        current=row.pk in newest_binding([row.membership_id]),
    )


def proposals(orgs: Collection[int], on: date, at: datetime) -> tuple[ResultLine, ...]:
    """Return the proposals that wait for a body, as decided on by nobody yet.

    Only those that no newer run has replaced, and whose membership still stands
    where the run saw it.
    """
    rows = _results().filter(
        membership__site__org__in=orgs,
        run__binding=True,
        run__done_at__isnull=False,
        answer__isnull=True,
    )
    rows = rows.exclude(transition="").order_by("membership__site__number", "id")
    held = list(rows)
    newest = newest_binding([row.membership_id for row in held])
    now = standings((row.membership for row in held), on=on, known_at=at)
    waiting = [
        row
        for row in held
        if row.pk in newest and now[row.membership_id].state == row.state
    ]
    return _lines(waiting, on)


def results_of(membership: int, on: date) -> tuple[ResultLine, ...]:
    """Return the binding results of a membership, the newest first."""
    rows = _results().filter(
        membership=membership, run__binding=True, run__done_at__isnull=False
    )
    return _lines(rows.order_by("-run__done_at", "-id"), on)


def answered_by(decision: int) -> tuple[int, bool] | None:
    """Return the result that a decision answered and whether it followed it."""
    row = Answer.objects.filter(decision=decision).first()
    return None if row is None else (row.result_id, row.follows)


def reviews(orgs: Collection[int], on: date) -> tuple[ReviewView, ...]:
    """Return the reviews of these organisations' sites: open first, urgent before."""
    rows = _reviews().filter(site__org__in=orgs).order_by("-opened_at", "-id")
    told = _review_views(rows, on)
    return tuple(sorted(told, key=lambda r: (r.closed_at is not None, not r.urgent)))


def review(id_: int, on: date) -> ReviewView | None:
    """Return one review, ``None`` if there is no such."""
    row = _reviews().filter(pk=id_).first()
    return next(iter(_review_views([] if row is None else [row], on)), None)


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


def _results() -> QuerySet[Result]:
    return Result.objects.select_related(
        "run", "membership__site__org", "answer__decision"
    )


def _lines(rows: Iterable[Result], on: date) -> tuple[ResultLine, ...]:
    held = list(rows)
    names = names_of_members((row.membership for row in held), on)
    return tuple(_line(row, names) for row in held)


def _line(row: Result, names: Mapping[int, str]) -> ResultLine:
    pack = packbook().sources.packs.get(row.run.policy)
    answer = getattr(row, "answer", None)
    proposal = row.dossier["proposal"]
    verdicts = [c["verdict"] for c in row.dossier["criteria"]]
    return ResultLine(
        id=row.pk,
        run=row.run_id,
        year=row.run.year,
        occasion=OCCASIONS[Occasion(row.run.occasion)],
        member=member_view(row.membership, names),
        verdict=row.verdict,
        state=state_title(pack, row.state),
        transition=row.transition,
        proposal=transition_title(pack, row.transition) if row.transition else None,
        target=state_title(pack, row.target) if row.target else None,
        effective=row.effective,
        actor=body_title(row.actor) if row.actor else None,
        clauses=() if proposal is None else tuple(proposal["clauses"]),
        answered=None if answer is None else answer.decision_id,
        missing=verdicts.count("INSUFFICIENT_DATA"),
        failed=verdicts.count("FAIL"),
    )


def _reviews() -> QuerySet[Review]:
    return Review.objects.select_related(
        "site__org",
        "observation",
        "result__run",
        "result__membership__site__org",
        "closed_by",
    )


def _review_views(rows: Iterable[Review], on: date) -> list[ReviewView]:
    held = list(rows)
    names = names_of({row.site.org_id for row in held}, on)
    return [_review_view(row, names) for row in held]


def _review_view(row: Review, names: Mapping[int, str]) -> ReviewView:
    figure, found = row.observation, row.result
    known = packbook().sources.catalogue.find(figure.indicator)
    name = Text(figure.indicator, figure.indicator) if known is None else known.name
    pack = None if found is None else packbook().sources.packs.get(found.run.policy)
    criteria = {} if pack is None else pack.rulebook.criteria
    titles = {
        "result": Text("结果", "result"),
        "proposal": Text("建议", "proposal"),
        **{key: c.title for key, c in criteria.items()},
    }
    view = None if found is None else member_view(found.membership, names)
    return ReviewView(
        id=row.pk,
        site=row.site_id,
        org=row.site.org_id,
        member=view,
        name=names.get(row.site.org_id, ""),
        indicator=name,
        period=(figure.starts, figure.ends),
        reason=figure.get_reason_display(),
        recorded_at=figure.recorded_at,
        opened_at=row.opened_at,
        result=row.result_id,
        run=None if found is None else found.run_id,
        year=None if found is None else found.run.year,
        flips=tuple(
            FlipView(
                f["what"],
                titles.get(f["what"], Text(f["what"], f["what"])),
                f["before"],
                f["after"],
            )
            for f in row.flips
        ),
        urgent=_urgent(row),
        closed_at=row.closed_at,
        closed_by="" if row.closed_by is None else row.closed_by.display_name,
        outcome=row.outcome,
    )


def _urgent(row: Review) -> bool:
    return any(
        priority_of(Verdict(f["before"]), Verdict(f["after"])) is Priority.HIGH
        for f in row.flips
        if f["what"] == "result"
    )
