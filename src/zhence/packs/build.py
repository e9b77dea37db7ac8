"""From checked models to the values that judge: the whole bridge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zhence.evidence import Citation, Force, Label, Text
from zhence.lifecycle.table import (
    Effective,
    Hold,
    LifeCycle,
    Reminder,
    State,
    Transition,
)
from zhence.packs import schema
from zhence.rules.dated import DatedValue, Parameter, ParameterValue
from zhence.rules.measures import (
    Difference,
    From,
    FromProjects,
    Greatest,
    LeadIndustries,
    Measure,
    MonthsListed,
    Over,
    Proven,
    Reported,
    Scaled,
)
from zhence.rules.rulebook import (
    ByCategory,
    Category,
    ChecklistDefinition,
    Criterion,
    Occasion,
    Remark,
    ShownValue,
)
from zhence.units import Unit, exact_number, unit

_MOST_SHOWN = 40


def words(model: schema.Words) -> Text:
    """Return both languages."""
    return Text(model.zh, model.en)


def day(text: str | None) -> date | None:
    """Return the date, ``None`` for none."""
    return None if text is None else date.fromisoformat(text)


def unit_or_none(name: str | None) -> Unit | None:
    """Return the unit, ``None`` for none."""
    return None if name is None else unit(name)


def parameter(id_: str, model: schema.ParameterModel) -> Parameter:
    """Return a parameter with its dated values in order."""
    numeric = not model.levels and not model.choices
    allowed = (*model.levels, *model.choices)
    for value in model.values:
        if allowed and value.value is not None and value.value not in allowed:
            msg = f"{value.value!r} is none of {', '.join(allowed)}"
            raise ValueError(msg)
    return Parameter(
        id=id_,
        title=words(model.title),
        values=tuple(
            sorted(
                (_dated(value, numeric=numeric) for value in model.values),
                key=lambda v: v.start or date.min,
            )
        ),
        unit=unit_or_none(model.unit),
        levels=tuple(model.levels),
        choices=tuple(model.choices),
    )


def target_threshold(
    policy: str, status: str, id_: str, model: schema.TargetModel
) -> Parameter:
    """Return a target's number as a parameter, so that it can be set like any."""
    number = exact_number(model.threshold)
    if number is None:
        msg = f"the threshold {model.threshold!r} is not an exact number"
        raise ValueError(msg)
    return Parameter(
        id=f"{id_}.threshold",
        title=words(model.title),
        values=(
            DatedValue(
                number,
                citation=Citation(
                    policy,
                    tuple(model.clauses),
                    Force(model.force),
                    _TARGET_LABELS.get(status, Label.OFFICIAL),
                ),
            ),
        ),
        unit=unit(model.unit),
    )


_TARGET_LABELS = {"draft": Label.DRAFT, "reference": Label.REFERENCE}


def _dated(model: schema.ValueForm, *, numeric: bool) -> DatedValue:
    return DatedValue(
        value=_value(model.value, numeric=numeric),
        start=day(model.start),
        last=day(model.last),
        citation=Citation(
            model.source.document,
            tuple(model.source.clauses),
            Force(model.source.force),
            Label(model.source.label),
        ),
    )


def _value(held: str | int | list[str] | None, *, numeric: bool) -> ParameterValue:
    if held is None or isinstance(held, bool):
        return held
    if isinstance(held, list):
        return tuple(held)
    if not numeric:
        return str(held)
    number = exact_number(str(held))
    if number is None:
        msg = f"{str(held)[:_MOST_SHOWN]!r} is not an exact decimal or fraction"
        raise ValueError(msg)
    return number


def measure(id_: str, model: schema.MeasureModel) -> Measure:
    """Return a measure; a source that says nothing or two things is refused."""
    return Measure(
        id=id_,
        title=words(model.title),
        unit=unit(model.unit),
        over=Over(model.over),
        sources=tuple(_source(s) for s in model.sources),
        levels=tuple(model.levels),
    )


def _source(model: schema.MeasureSource) -> From:
    given: list[From] = []
    if model.indicator is not None and model.proven_by is not None:
        given.append(Proven(model.indicator, model.proven_by))
    elif model.indicator is not None:
        given.append(Reported(model.indicator))
    if model.projects is not None:
        given.append(FromProjects(model.projects["exclude"], lead=model.lead))
    if model.difference is not None:
        given.append(Difference(model.difference, tuple(model.less)))
    if model.greatest is not None:
        given.append(
            Greatest(
                model.greatest,
                str(model.or_by_category),
                str(model.flag_if_missing),
            )
        )
    if model.scaled is not None:
        given.append(
            Scaled(
                model.scaled,
                str(model.times),
                model.in_year,
                model.when,
                model.equals,
            )
        )
    if model.lead_industries:
        given.append(LeadIndustries())
    if model.months_listed:
        given.append(MonthsListed())
    if len(given) != 1:
        msg = (
            "a measure's source is exactly one of indicator, projects, difference, "
            "proven_by, greatest, scaled, lead_industries, months_listed"
        )
        raise ValueError(msg)
    return given[0]


def criterion(id_: str, model: schema.CriterionModel) -> Criterion:
    """Return a criterion."""
    return Criterion(
        id=id_,
        title=words(model.title),
        clauses=tuple(model.clauses),
        occasions=frozenset(Occasion(o) for o in model.occasions),
        judge=model.judge.build(),
        force=Force(model.force),
        label=Label(model.label),
        applies=tuple(a.build() for a in model.applies),
        prohibition=model.prohibition,
        advisory=model.advisory,
        on_fail=_actions(model.on_fail),
        flag_on_pass=model.flag_on_pass,
        flag_on_fail=model.flag_on_fail,
        part=model.part,
    )


def _actions(held: str | Sequence[str] | None) -> tuple[str, ...]:
    if held is None:
        return ()
    return (held,) if isinstance(held, str) else tuple(held)


def remark(model: schema.RemarkModel) -> Remark:
    """Return a remark."""
    return Remark(
        flag=model.flag,
        occasions=frozenset(Occasion(o) for o in model.occasions),
        when=model.when.build(),
        applies=tuple(a.build() for a in model.applies),
        action=model.action,
        excused_by=frozenset(model.excused_by),
    )


def shown(name: str, model: schema.ShownModel) -> ShownValue:
    """Return a shown value."""
    return ShownValue(name, model.measure, model.of)


def category(id_: str, model: schema.CategoryModel) -> Category:
    """Return a category."""
    return Category(
        id_,
        words(model.title),
        {key: words(text) for key, text in model.industries.items()},
        frozenset(model.groups),
    )


def by_category(id_: str, model: schema.ByCategoryModel) -> ByCategory:
    """Return a threshold by category."""
    return ByCategory(id_, words(model.title), dict(model.parameters))


def checklist(id_: str, model: schema.ChecklistModel) -> ChecklistDefinition:
    """Return a checklist's definition."""
    return ChecklistDefinition(
        id_,
        words(model.title),
        tuple(model.clauses),
        {key: words(text) for key, text in model.items.items()},
        None if model.need == "all" else int(model.need),
        model.open,
        _tuples(model.evidence),
    )


def life_cycle(model: schema.LifeCycleFile) -> LifeCycle:
    """Return the state machine; transitions keep the order of the file."""
    return LifeCycle(
        states={
            name: State(name, words(s.title), s.entry, s.final)
            for name, s in model.states.items()
        },
        transitions=tuple(_transition(n, t) for n, t in model.transitions.items()),
        holds=tuple(Hold(tuple(h.transitions), h.when.build()) for h in model.holds),
        reminders=tuple(
            Reminder(r.action, tuple(r.states), r.when.build()) for r in model.reminders
        ),
        extension_warning=model.extension_warning,
    )


def _transition(id_: str, model: schema.TransitionModel) -> Transition:
    return Transition(
        id=id_,
        title=words(model.title),
        clauses=tuple(model.clauses),
        sources=tuple(model.sources),
        target=model.target,
        when=None if model.when is None else model.when.build(),
        actor=model.actor,
        effective=Effective(model.effective),
        decisions=tuple(model.decisions),
        bodies=tuple(model.bodies),
        events=tuple(model.events),
        proposes=model.proposes,
        raises=model.raises,
        anniversary=model.anniversary,
        flags=_tuples(model.flags),
        target_by_event=dict(model.to_by_record),
    )


def _tuples(held: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in held.items()}
