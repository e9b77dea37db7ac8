"""One clause: our words, and everything in the packs that implements it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhence.cases.run import Case
from zhence.evidence import Text
from zhence.packs import Clause, Home, Pack
from zhence_web.packbook.codes import code_names
from zhence_web.packbook.implements import (
    ChecklistView,
    CriterionView,
    ParameterView,
    checklist_view,
    criterion_view,
    in_both,
    parameter_view,
    target_view,
)
from zhence_web.packbook.words import (
    CLAUSE_KINDS,
    FORCES,
    HOME_KINDS,
    PRIORITIES,
    REASONS,
    SUBJECTS,
    both,
)


@dataclass(frozen=True, slots=True)
class Implemented:
    """One thing that implements a clause, and the file and line where it stands."""

    kind: Text
    id: str
    title: Text
    where: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause and its neighbours in the text.

    *reason* and *why* say why it gives no verdict, where it gives none.
    *cases* are the ids of worked cases that name the clause.
    """

    policy: str
    id: str
    section: str
    kind: Text
    subjects: tuple[Text, ...]
    force: Text
    priority: Text
    summary: Text
    reading: Text | None
    example: Text | None
    checked_on: str
    where: str
    homes: tuple[Implemented, ...]
    criteria: tuple[CriterionView, ...]
    parameters: tuple[ParameterView, ...]
    checklists: tuple[ChecklistView, ...]
    incentives: tuple[tuple[Text, Text], ...]
    targets: tuple[tuple[Text, Text], ...]
    reason: Text | None
    why: Text | None
    cases: tuple[str, ...]
    previous: str | None
    following: str | None


def passage(pack: Pack, clause_id: str, cases: Iterable[Case]) -> Passage | None:
    """Return one clause of a pack, ``None`` if it has none of this id."""
    clause = pack.clauses.get(clause_id)
    if clause is None:
        return None
    homes = pack.homes()[clause_id]
    ids = {kind: [h.id for h in homes if h.kind == kind] for kind in HOME_KINDS}
    order = list(pack.clauses)
    at = order.index(clause_id)
    silent = pack.not_computable.get(clause_id)
    names = code_names(pack)
    return Passage(
        policy=pack.id,
        id=clause.id,
        section=clause.section,
        kind=both(CLAUSE_KINDS, clause.kind),
        subjects=tuple(both(SUBJECTS, s) for s in clause.subject.split(";")),
        force=FORCES[clause.force],
        priority=both(PRIORITIES, clause.priority),
        summary=clause.summary,
        reading=clause.reading,
        example=clause.example,
        checked_on=clause.checked_on.isoformat(),
        where=str(pack.places["clause", clause.id]),
        homes=tuple(_implemented(pack, clause, home) for home in homes),
        criteria=tuple(
            criterion_view(pack.rulebook.criteria[i]) for i in ids["criterion"]
        ),
        parameters=tuple(
            parameter_view(pack.rulebook.parameters[i], names) for i in ids["parameter"]
        ),
        checklists=tuple(checklist_view(pack, i) for i in ids["checklist"]),
        incentives=tuple(
            (in_both(pack.incentives[i].title), in_both(pack.incentives[i].rule))
            for i in ids["incentive"]
        ),
        targets=tuple(target_view(pack, i) for i in ids["target"]),
        reason=None if silent is None else REASONS[silent.why],
        why=None if silent is None else in_both(silent.reason),
        cases=tuple(
            c.file.id
            for c in cases
            if c.file.policy == pack.id and clause_id in c.file.clauses
        ),
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
    )


def _implemented(pack: Pack, clause: Clause, home: Home) -> Implemented:
    return Implemented(
        HOME_KINDS[home.kind], home.id, _title(pack, clause, home), str(home.where)
    )


def _title(pack: Pack, clause: Clause, home: Home) -> Text:
    if home.kind == "not_computable":
        return REASONS[pack.not_computable[clause.id].why]
    moves = pack.lifecycle.transitions if pack.lifecycle else ()
    titled: Mapping[str, Mapping[str, object]] = {
        "criterion": pack.rulebook.criteria,
        "parameter": pack.rulebook.parameters,
        "transition": {t.id: t for t in moves},
        "checklist": pack.checklists,
        "incentive": pack.incentives,
        "target": pack.targets,
    }
    return in_both(getattr(titled[home.kind][home.id], "title", None))
