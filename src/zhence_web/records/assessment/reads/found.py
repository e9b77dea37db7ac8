"""What came out of runs, and which of it waits for a body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhence.evidence import Text
from zhence.rules.rulebook import Occasion
from zhence_web.packbook import packbook
from zhence_web.packbook.words import OCCASIONS
from zhence_web.records.assessment.answering import newest_binding
from zhence_web.records.assessment.findings import FindingView, findings_of
from zhence_web.records.assessment.models import Answer, Result
from zhence_web.records.assessment.reads.asked import RunView, run_view
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
        run=run_view(row.run_id),
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
