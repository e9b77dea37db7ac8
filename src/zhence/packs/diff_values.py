"""Parameters: which value held on which days, before and after.

Two editions are laid over each other day by day, so that splitting one value
into two equal ones is no change, and a new value from next year is told for
next year only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from zhence.evidence import Citation, Force, Text
from zhence.packs.diff_change import (
    Change,
    Kind,
    Period,
    Strictness,
    by_sign,
)
from zhence.packs.diff_judge import harder, more, neutral, unknown
from zhence.packs.diff_names import KINDS
from zhence.packs.diff_pull import direction, excluded_from
from zhence.packs.diff_stretch import Read, Stretch, runs, stretches
from zhence.packs.diff_told import (
    ADDED,
    REMOVED,
    Editions,
    Judge,
    Told,
    changed_words,
    compared,
    part,
)
from zhence.packs.diff_words import (
    listed,
    period_words,
    plain,
    quoted,
    same,
    size,
    value_words,
)
from zhence.packs.pack import Pack
from zhence.rules.dated import DatedValue, Parameter
from zhence.units import Unit

_ABSENT = Text("没有值", "no value")
_UNCITED = Citation("", ())


def parameters(editions: Editions) -> Iterator[Change]:
    """Yield every change of a parameter: its values by day, then its other sides."""
    olds, news = _own(editions.old), _own(editions.new)
    yield from (
        _with_values(editions, change)
        for change in compared(
            editions,
            Kind.PARAMETER,
            olds,
            news,
            (
                part("title", lambda p: p.title),
                part("unit", lambda p: p.unit, _unit_strictness, _unit_words),
                part("levels", lambda p: p.levels, unknown),
                part("choices", lambda p: p.choices, unknown),
            ),
            lambda p: p.title,
        )
    )
    for name in (n for n in olds if n in news):
        yield from _values(editions, olds[name], news[name])


def _own(pack: Pack) -> dict[str, Parameter]:
    """Return the parameters of the pack's files; a target tells its own threshold."""
    made = {
        ("parameter", f"{name}.threshold"): ("target", name) for name in pack.targets
    }
    return {
        name: held
        for name, held in pack.rulebook.parameters.items()
        if ("parameter", name) not in made
        or pack.places.get(("parameter", name))
        != pack.places.get(made["parameter", name])
    }


def _with_values(editions: Editions, change: Change) -> Change:
    """Say which values came or went; what uses them is told by itself."""
    if change.part not in {ADDED, REMOVED}:
        return change
    came = change.part == ADDED
    held = (editions.new if came else editions.old).rulebook.parameters[change.id]
    told = listed(_dated_words(v, held) for v in held.values)
    used = editions.reaches[came].used("parameter", change.id)
    said = change.sentence
    return replace(
        change,
        sentence=Text(f"{said.zh[:-1]}：{told.zh}。", f"{said.en[:-1]}: {told.en}."),
        severity=Strictness.NEUTRAL if used else Strictness.UNKNOWN,
    )


def _dated_words(value: DatedValue, parameter: Parameter) -> Text:
    told = value_words(value.value, parameter)
    days = period_words(Period(value.start, value.last))
    return Text(f"{told.zh}（{days.zh}）", f"{told.en} ({days.en})")


def _unit_words(held: Unit | None) -> Text:
    return plain(held.name if held else None)


def _unit_strictness(old: Unit | None, new: Unit | None) -> Strictness:
    return Strictness.NEUTRAL if _alike(old, new) else Strictness.UNKNOWN


def _alike(old: Unit | None, new: Unit | None) -> bool:
    return (old and old.dimension) == (new and new.dimension)


def _values(editions: Editions, old: Parameter, new: Parameter) -> Iterator[Change]:
    held = stretches(old, new)
    for run in runs(held, lambda v: _exact(v, old), lambda v: _exact(v, new)):
        yield _value_change(editions, old, new, run)
    # Where a value came or went, its citation came or went with it.
    both = [s for s in held if s.old is not None and s.new is not None]
    for name, read in _CITED.items():
        for run in runs(both, read):
            told = Told(
                name,
                plain(read(run.old)),
                plain(read(run.new)),
                _CITED_STRICTNESS[name](_cited(run.old).force, _cited(run.new).force),
            )
            said = changed_words(Kind.PARAMETER, new.id, new.title, told)
            change = editions.change(Kind.PARAMETER, new.id, name, said, told.severity)
            yield replace(change, period=run.period)


def _cited(value: DatedValue | None) -> Citation:
    return (value and value.citation) or _UNCITED


_CITED: Mapping[str, Read] = {
    "clauses": lambda v: (_cited(v).document, *_cited(v).clauses),
    "force": lambda v: _cited(v).force,
    "label": lambda v: _cited(v).label,
}
_CITED_STRICTNESS: Mapping[str, Judge[Force]] = {
    "clauses": neutral,
    "force": harder,
    "label": neutral,
}


def _value_change(
    editions: Editions, old: Parameter, new: Parameter, run: Stretch
) -> Change:
    before, after = _said(run.old, old), _said(run.new, new)
    days, cited = period_words(run.period), _citation_words(run.new or run.old)
    left_out = excluded_from(editions.new, new.id)
    measures = listed(quoted(editions.new.rulebook.measures[m].title) for m in left_out)
    named, kind = quoted(new.title), KINDS[Kind.PARAMETER]
    beside = (
        Text(f"（不计入{measures.zh}）", f" (left out of {measures.en})")
        if left_out
        else same("")
    )
    said = Text(
        f"{kind.zh}{named.zh}（{new.id}）{beside.zh}"
        f"{days.zh}由{before.zh}改为{after.zh}（{cited.zh}）。",
        f"The {kind.en} {named.en} ({new.id}){beside.en}: from {before.en} "
        f"to {after.en} {days.en} ({cited.en}).",
    )
    name = "exclusion" if left_out else "value"
    strict = _strictness(editions, old, new, run)
    change = editions.change(Kind.PARAMETER, new.id, name, said, strict)
    return replace(change, period=run.period)


def _said(value: DatedValue | None, parameter: Parameter) -> Text:
    return _ABSENT if value is None else value_words(value.value, parameter)


def _citation_words(value: DatedValue | None) -> Text:
    cited = _cited(value)
    return listed((plain(cited.clauses), plain(cited.force), plain(cited.label)))


def _exact(value: DatedValue | None, parameter: Parameter) -> object:
    """Return a value so that two units of one dimension compare exactly."""
    if value is None:
        return None
    held = value.value
    if isinstance(held, Fraction) and parameter.unit is not None:
        return held * parameter.unit.factor, parameter.unit.dimension
    return (held,)


def _strictness(
    editions: Editions, old: Parameter, new: Parameter, run: Stretch
) -> Strictness:
    """Return which way a value went; both editions must use it alike."""
    way = direction(editions.new, "parameter", new.id)
    if way != direction(editions.old, "parameter", new.id):
        return Strictness.UNKNOWN
    before, after = size(run.old, old), size(run.new, new)
    if (before is None) is not (after is None) and way.limit:
        # Without a limit the figure is shown and not judged.
        return Strictness.TIGHTENS if before is None else Strictness.RELAXES
    if old.levels != new.levels or not _alike(old.unit, new.unit):
        return Strictness.UNKNOWN
    step = more(before, after)
    return by_sign(step * way.sign if step and way.sign else None)
