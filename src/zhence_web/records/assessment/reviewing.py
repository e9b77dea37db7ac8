"""A figure was restated: what would come out otherwise. Decisions stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence.facts import Observation as Figure
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.assessment.frozen import Known, thaw
from zhence_web.records.assessment.judging import (
    Judged,
    judged,
    pack_of_snapshot,
    question_of,
)
from zhence_web.records.assessment.models import Result, Review
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.reporting.facts import figure_of
from zhence_web.records.reporting.models import Observation

SYSTEM = "system"
"""Who opens a review: nobody asked for it, the restatement did."""


@transaction.atomic
def open_review(*, observation: int, at: datetime) -> tuple[int, ...]:
    """Hold the newest binding results of a site against a restated figure.

    Returns the ids of the reviews: one for each result that would come out otherwise,
    or a single one without a result that says that none would. Asked again about the
    same figure, or about a first report, it opens nothing.
    """
    found = Observation.objects.select_for_update(of=("self",))
    figure = found.select_related("site__org").get(pk=observation)
    first = figure.reason == Observation.Reason.FIRST
    if first or Review.objects.filter(observation=figure).exists():
        return ()
    looked = _results(figure)
    if not looked:
        return ()
    told = [(result, _flips(result, figure)) for result in looked]
    flipped = [(result, flips) for result, flips in told if flips]
    nothing: list[tuple[Result | None, list[dict[str, str]]]] = [(None, [])]
    opened = [
        Review.objects.create(
            site=figure.site,
            observation=figure,
            result=result,
            flips=flips,
            opened_at=at,
        )
        for result, flips in flipped or nothing
    ]
    record(
        "assessment.open_review",
        kind="observation",
        id_=observation,
        at=at,
        actor=SYSTEM,
        office=figure.site.org.code,
        detail={
            "reviews": [row.pk for row in opened],
            "flips": [flips for _, flips in flipped],
            "looked_at": [result.pk for result in looked],
        },
    )
    return tuple(row.pk for row in opened)


@transaction.atomic
def close_review(*, review: int, outcome: str, by: Hand, at: datetime) -> None:
    """Say what came of a review; whatever was decided stands until decided anew.

    Raises:
        RefusedError: nothing is said.
        NotAllowedError: *by* may not, or it is closed.
    """
    rows = Review.objects.select_for_update(of=("self",))
    found = rows.select_related("site").get(pk=review)
    check(by, Action.CLOSE_REVIEW, found.site.org_id, localdate(at))
    if found.closed_at is not None:
        raise NotAllowedError(Denied(Action.CLOSE_REVIEW, Why.STATE))
    if not outcome.strip():
        raise refused(
            "outcome_missing",
            "没有写明处理意见",
            "nothing is said of the outcome",
            "写明维持、重新研判或另行决定 / say what follows",
        )
    Review.objects.filter(pk=review).update(
        outcome=outcome.strip(), closed_at=at, closed_by_id=by.user
    )
    record(
        "assessment.close_review",
        kind="review",
        id_=review,
        at=at,
        **by.signed,
        detail={"outcome": outcome.strip()},
    )


def restated() -> tuple[int, ...]:
    """Return the restated figures about which no review was opened, oldest first.

    Only those of sites that a binding run has looked at: nothing else can flip.
    """
    rows = Observation.objects.exclude(reason=Observation.Reason.FIRST).filter(
        reviews__isnull=True,
        site__memberships__results__run__binding=True,
        site__memberships__results__run__done_at__isnull=False,
    )
    return tuple(rows.order_by("id").distinct().values_list("id", flat=True))


def _results(figure: Observation) -> list[Result]:
    """Return the newest result of each membership, occasion and year of the site.

    One whose snapshot was taken later has seen the figure already.
    """
    rows = Result.objects.filter(
        membership__site=figure.site,
        run__binding=True,
        run__done_at__isnull=False,
        run__snapshot__isnull=False,
    )
    rows = rows.select_related("run__snapshot").order_by("run__done_at", "id")
    newest: dict[tuple[int, str, int], Result] = {}
    for row in rows:
        newest[row.membership_id, row.run.occasion, row.run.year] = row
    return [
        row
        for row in newest.values()
        if row.run.snapshot is not None
        and row.run.snapshot.known_at < figure.recorded_at
    ]


def _flips(result: Result, figure: Observation) -> list[dict[str, str]]:
    snapshot = result.run.snapshot
    if snapshot is None:
        return []
    held = thaw(snapshot.content, snapshot.sha256)[result.membership_id]
    told = figure_of(figure, figure.site.org.code)
    question = replace(
        question_of(result.run, snapshot), known_on=localdate(figure.recorded_at)
    )
    now = judged(pack_of_snapshot(snapshot), _with(held, told), question)
    return differences(result, now)


def _with(known: Known, figure: Figure) -> Known:
    facts = known.facts
    return replace(
        known, facts=replace(facts, observations=(*facts.observations, figure))
    )


def differences(result: Result, now: Judged) -> list[dict[str, str]]:
    """Return what comes out otherwise: criteria, then the result and the proposal."""
    before = {c["id"]: c["verdict"] for c in result.dossier["criteria"]}
    criteria = now.dossier["criteria"]
    after = (
        {c["id"]: c["verdict"] for c in criteria} if isinstance(criteria, list) else {}
    )
    pairs = [(name, before.get(name, ""), told) for name, told in after.items()]
    pairs.append(("result", result.verdict, now.verdict))
    pairs.append(("proposal", result.transition, now.transition))
    return [
        {"what": what, "before": old, "after": new}
        for what, old, new in pairs
        if old != new
    ]
