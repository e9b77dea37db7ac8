"""What implements a clause, as pages show it: criteria, parameters, lists, targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhence.evidence import Text
from zhence.packs import Pack
from zhence.rules.dated import DatedValue, Parameter, ParameterValue
from zhence.rules.explain import rounded_text
from zhence.rules.rulebook import Criterion
from zhence_web.packbook.figures import unit_name
from zhence_web.packbook.words import FORCES, LABELS, OCCASIONS

_LEFT_OPEN = Text("文件未给出", "left open by the text")


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

    *number*: the value is one; *coded*: it is a word of the pack's own, not of a
    language.
    """

    value: Text
    coded: bool
    number: bool
    start: str | None
    last: str | None
    document: str
    clauses: tuple[str, ...]
    force: Text
    label: Text


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter with all its dated values.

    *choices* are the words that it may be; empty: it is a number or a text.
    """

    id: str
    title: Text
    unit: Text
    choices: tuple[str, ...]
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A checklist with its items in the order of the text."""

    id: str
    title: Text
    items: tuple[Text, ...]
    need: str
    open: bool


def in_both(words: object) -> Text:
    """Return a bilingual form of a pack's file as a value."""
    return Text(str(getattr(words, "zh", "")), str(getattr(words, "en", "")))


def criterion_view(criterion: Criterion) -> CriterionView:
    """Return a criterion with its names."""
    return CriterionView(
        criterion.id,
        criterion.title,
        tuple(name for o, name in OCCASIONS.items() if o in criterion.occasions),
        FORCES[criterion.force],
        LABELS[criterion.label],
        criterion.advisory,
        criterion.prohibition,
    )


def parameter_view(parameter: Parameter, names: Mapping[str, Text]) -> ParameterView:
    """Return a parameter with all its values, the oldest first; *names* of codes."""
    return ParameterView(
        parameter.id,
        parameter.title,
        unit_name(parameter.unit.name) if parameter.unit else Text("", ""),
        parameter.levels or parameter.choices,
        tuple(_value(v, names) for v in parameter.values),
    )


def _value(held: DatedValue, names: Mapping[str, Text]) -> ValueView:
    source = held.citation
    codes = (held.value,) if isinstance(held.value, str) else held.value
    return ValueView(
        value=value_text(held.value, names),
        number=isinstance(held.value, Fraction),
        coded=isinstance(codes, tuple) and not all(code in names for code in codes),
        start=held.start.isoformat() if held.start else None,
        last=held.last.isoformat() if held.last else None,
        document=source.document if source else "",
        clauses=source.clauses if source else (),
        force=FORCES[source.force] if source else Text("", ""),
        label=LABELS[source.label] if source else Text("", ""),
    )


def value_text(value: ParameterValue, names: Mapping[str, Text]) -> Text:
    """Return a parameter's value as people read it; open is said to be open.

    A code that has no name stands as it is.
    """
    if value is None:
        return _LEFT_OPEN
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, Fraction):
        text = rounded_text(value)
        return Text(text, text)
    if isinstance(value, tuple):
        told = [names.get(code, Text(code, code)) for code in value]
        return Text("、".join(t.zh for t in told), ", ".join(t.en for t in told))
    return names.get(value, Text(value, value))


def checklist_view(pack: Pack, id_: str) -> ChecklistView:
    """Return a checklist of the pack."""
    model = pack.checklists[id_]
    return ChecklistView(
        id_,
        in_both(model.title),
        tuple(in_both(item) for item in model.items.values()),
        str(model.need),
        model.open,
    )


def target_view(pack: Pack, id_: str) -> tuple[Text, Text]:
    """Return a target's name, and what is to be reached by when."""
    model = pack.targets[id_]
    by = model.by or ""
    said = Text(
        f"{_TARGET_SIGNS[model.operator].zh} {model.threshold} {model.unit}"
        + (f"，截至 {by}" if by else ""),
        f"{_TARGET_SIGNS[model.operator].en} {model.threshold} {model.unit}"
        + (f", by {by}" if by else ""),
    )
    return in_both(model.title), said


_TARGET_SIGNS = {
    "at_least": Text("不低于", "at least"),
    "more_than": Text("超过", "more than"),
    "at_most": Text("不超过", "at most"),
    "less_than": Text("低于", "less than"),
    "about": Text("左右", "about"),
    "exactly": Text("等于", "exactly"),
}
