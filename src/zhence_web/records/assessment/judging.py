"""One membership of a snapshot, judged, and what a result row keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from zhence.dossier import Dossier, assessed_year, dossier_json, open_dossier
from zhence.errors import BadInputError, Fault
from zhence.packs import Pack
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion
from zhence_web.packbook import packbook
from zhence_web.records.assessment.frozen import Known
from zhence_web.records.assessment.models import Result, Run, Snapshot


@dataclass(frozen=True, slots=True)
class Judged:
    """What is kept of a dossier."""

    verdict: str
    state: str
    transition: str
    target: str
    effective: date | None
    actor: str
    dossier: dict[str, object]
    parts: dict[str, str]


def judged(pack: Pack, known: Known, question: Question) -> Judged:
    """Judge one membership; the same facts and pack give the same answer."""
    opened = open_dossier(pack, known.facts, question, known.past)
    proposal = opened.outcome.proposal
    return Judged(
        verdict=opened.judgement.result.value,
        state=opened.outcome.state,
        transition="" if proposal is None else proposal.transition,
        target="" if proposal is None else proposal.target,
        effective=None if proposal is None else proposal.effective,
        actor="" if proposal is None else proposal.actor,
        dossier=dossier_json(opened),
        parts=_parts(pack, opened),
    )


def question_of(run: Run, snapshot: Snapshot) -> Question:
    """Return what a run asks of each membership."""
    occasion = Occasion(run.occasion)
    year = run.year if occasion is Occasion.ANNUAL else None
    return Question(occasion, run.on, year, localdate(snapshot.known_at))


def pack_of_snapshot(snapshot: Snapshot) -> Pack:
    """Return the pack that a snapshot was taken for, in the very same text.

    Raises:
        BadInputError: the installation has it no more, or in another text.
    """
    pack = packbook().sources.packs.get(snapshot.policy)
    if pack is None or pack.hash != snapshot.pack_hash:
        raise BadInputError(
            Fault(
                "pack_changed",
                f"政策包 {snapshot.policy} 已不是快照所用的版本",
                f"pack {snapshot.policy} is not the one the snapshot was taken for",
                remedy=f"装回版次 {snapshot.edition}（摘要 {snapshot.pack_hash[:12]}）"
                " / put that edition back",
            )
        )
    return pack


def row_of(run: Run, membership: int, told: Judged) -> Result:
    """Return the unsaved result of a membership."""
    return Result(
        run=run,
        membership_id=membership,
        verdict=told.verdict,
        state=told.state,
        transition=told.transition,
        target=told.target,
        effective=told.effective,
        actor=told.actor,
        dossier=told.dossier,
        parts=told.parts,
    )


def _parts(pack: Pack, opened: Dossier) -> dict[str, str]:
    """Return the year's verdicts by part; a year before the first one counts none."""
    judgement = opened.judgement
    year = judgement.question.year
    if judgement.question.occasion is not Occasion.ANNUAL or year is None:
        return {}
    if (judgement.calendar.first_year or year) > year:
        return {}
    told = assessed_year(pack, year, judgement)
    return {name: verdict.value for name, verdict in told.parts.items()}
