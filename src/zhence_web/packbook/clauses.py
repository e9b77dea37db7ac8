"""One clause: our words, and everything in the packs that implements it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhence.cases.run import Case
from zhence.evidence import Text
from zhence.packs import Clause, Home, Pack
from zhence.rules.dated import DatedValue, Parameter, ParameterValue
from zhence.rules.explain import rounded_text
from zhence.rules.rulebook import Criterion
from zhence_web.packbook.figures import unit_name
from zhence_web.packbook.words import (
    CLAUSE_KINDS,
    FORCES,
    HOME_KINDS,
    LABELS,
    OCCASIONS,
    PRIORITIES,
    REASONS,
    SUBJECTS,
    both,
)

_LEFT_OPEN = Text("文件未给出", "left open by the text")


@dataclass(frozen=True, slots=True)
class Implemented:
    """One thing that implements a clause, and the file and line where it stands."""

    kind: Text
    id: str
    title: Text
    where: str


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion: when it is judged and how hard it binds."""

    id: str
    title: Text
    occasions: tuple[Text, ...]
    force: Text
    label: Text
    advisory: bool
    prohibition: bool


@dataclass(frozen=True, slots=True)
class ValueView:
    """One dated value with what it stands on; ``None`` days are open ends.

    *coded*: the value is a word of the pack's own, not of a language.
    """

    value: Text
    coded: bool
    start: str | None
    last: str | None
    document: str
    clauses: tuple[str, ...]
    force: Text
    label: Text


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter with all its dated values."""

    id: str
    title: Text
    unit: Text
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A checklist with its items in the order of the text."""

    id: str
    title: Text
    items: tuple[Text, ...]
    need: str
    open: bool


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
        criteria=tuple(_criterion(pack.rulebook.criteria[i]) for i in ids["criterion"]),
        parameters=tuple(
            _parameter(pack.rulebook.parameters[i]) for i in ids["parameter"]
        ),
        checklists=tuple(_checklist(pack, i) for i in ids["checklist"]),
        incentives=tuple(
            (_words(pack.incentives[i].title), _words(pack.incentives[i].rule))
            for i in ids["incentive"]
        ),
        targets=tuple(_target(pack, i) for i in ids["target"]),
        reason=None if silent is None else REASONS[silent.why],
        why=None if silent is None else _words(silent.reason),
        cases=tuple(
            c.file.id
            for c in cases
            if c.file.policy == pack.id and clause_id in c.file.clauses
        ),
        previous=order[at - 1] if at else None,
        following=order[at + 1] if at + 1 < len(order) else None,
    )


def _words(words: object) -> Text:
    """Return a bilingual form of a pack's file as a value."""
    return Text(str(getattr(words, "zh", "")), str(getattr(words, "en", "")))


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
    return _words(getattr(titled[home.kind][home.id], "title", None))


def _criterion(criterion: Criterion) -> CriterionView:
    return CriterionView(
        criterion.id,
        criterion.title,
        tuple(name for o, name in OCCASIONS.items() if o in criterion.occasions),
        FORCES[criterion.force],
        LABELS[criterion.label],
        criterion.advisory,
        criterion.prohibition,
    )


def _parameter(parameter: Parameter) -> ParameterView:
    return ParameterView(
        parameter.id,
        parameter.title,
        unit_name(parameter.unit.name) if parameter.unit else Text("", ""),
        tuple(_value(v) for v in parameter.values),
    )


def _value(held: DatedValue) -> ValueView:
    source = held.citation
    return ValueView(
        value=value_text(held.value),
        coded=isinstance(held.value, str | tuple),
        start=held.start.isoformat() if held.start else None,
        last=held.last.isoformat() if held.last else None,
        document=source.document if source else "",
        clauses=source.clauses if source else (),
        force=FORCES[source.force] if source else Text("", ""),
        label=LABELS[source.label] if source else Text("", ""),
    )


def value_text(value: ParameterValue) -> Text:
    """Return a parameter's value as people read it; open is said to be open."""
    if value is None:
        return _LEFT_OPEN
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, Fraction):
        text = rounded_text(value)
        return Text(text, text)
    if isinstance(value, tuple):
        return Text("、".join(value), ", ".join(value))
    return Text(value, value)


def _checklist(pack: Pack, id_: str) -> ChecklistView:
    model = pack.checklists[id_]
    return ChecklistView(
        id_,
        _words(model.title),
        tuple(_words(item) for item in model.items.values()),
        str(model.need),
        model.open,
    )


def _target(pack: Pack, id_: str) -> tuple[Text, Text]:
    model = pack.targets[id_]
    by = model.by or ""
    said = Text(
        f"{_TARGET_SIGNS[model.operator].zh} {model.threshold} {model.unit}"
        + (f"，截至 {by}" if by else ""),
        f"{_TARGET_SIGNS[model.operator].en} {model.threshold} {model.unit}"
        + (f", by {by}" if by else ""),
    )
    return _words(model.title), said


_TARGET_SIGNS = {
    "at_least": Text("不低于", "at least"),
    "more_than": Text("超过", "more than"),
    "at_most": Text("不超过", "at most"),
    "less_than": Text("低于", "less than"),
    "about": Text("左右", "about"),
    "exactly": Text("等于", "exactly"),
}
