"""A finding in words: what was compared, what is missing, what would turn it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from zhence.evidence import Finding, Flip, Text
from zhence.rules.explain import VERDICT_NAMES, rounded_text
from zhence.rules.rulebook import Criterion, Occasion, Rulebook
from zhence.rules.terms import All, AnyOf, Compare, Not, Term
from zhence_web.packbook.figures import unit_name
from zhence_web.packbook.words import FORCES, LABELS, MISSING, OCCASIONS, OPERATORS

_PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion as the benchmark shows it.

    *levels* name the ranks of a graded value; *missing* and *flips* are words.
    *reported* is false where nothing at all is known of the value: the interval
    then only says what is possible, and must not be read as a figure.
    """

    finding: Finding
    title: Text
    verdict: Text
    occasion: Text
    force: Text
    label: Text
    operator: str
    unit: Text
    levels: tuple[str, ...]
    missing: tuple[Text, ...]
    flips: tuple[Text, ...]
    advisory: bool
    reported: bool


def compared(
    rulebook: Rulebook, criterion: Criterion, finding: Finding, occasion: Occasion
) -> Compared:
    """Return a finding with its names in both languages."""
    levels = _levels(rulebook, criterion.judge)
    return Compared(
        finding=finding,
        title=criterion.title,
        verdict=VERDICT_NAMES[finding.verdict],
        occasion=OCCASIONS[occasion],
        force=FORCES[criterion.force],
        label=LABELS[criterion.label],
        operator=OPERATORS.get(finding.operator or "", finding.operator or ""),
        unit=_unit(finding, levels),
        levels=levels,
        missing=_missing(rulebook, finding.missing),
        flips=tuple(flip_text(rulebook, flip) for flip in finding.flips),
        advisory=criterion.advisory,
        reported=not _open(finding, levels),
    )


def _unit(finding: Finding, levels: tuple[str, ...]) -> Text:
    """Return the unit's name; grades are named by themselves and have none."""
    if levels or finding.unit is None:
        return Text("", "")
    return unit_name(finding.unit)


def _open(finding: Finding, levels: tuple[str, ...]) -> bool:
    """Say whether the value is the whole of what is possible, so says nothing."""
    value = finding.value
    if value is None or value.known or value.low not in (None, 0):
        return False
    most: Fraction | int | None = None
    if levels:
        most = len(levels) - 1
    elif finding.unit is None:
        most = len(finding.missing)
    elif finding.unit == _PERCENT:
        most = 100
    return value.high is None or value.high == most


def _levels(rulebook: Rulebook, term: Term) -> tuple[str, ...]:
    """Return the names of the ranks that a term compares, none for amounts."""
    match term:
        case Compare(measure):
            return rulebook.measures[measure].levels
        case All(members) | AnyOf(members):
            return next((found for m in members if (found := _levels(rulebook, m))), ())
        case Not(member):
            return _levels(rulebook, member)
        case _:
            return ()


def _missing(rulebook: Rulebook, names: Iterable[str]) -> tuple[Text, ...]:
    """Return what is missing in words; items of one checklist stand together."""
    found: list[Text] = []
    items: dict[str, list[Text]] = {}
    for name in names:
        list_, _, item = name.partition(".")
        checklist = rulebook.checklists.get(list_)
        if checklist is not None and item in checklist.items:
            items.setdefault(list_, []).append(checklist.items[item])
        else:
            found.append(_named(rulebook, name))
    for list_, told in items.items():
        title = rulebook.checklists[list_].title
        found.append(
            Text(
                f"{title.zh}（{'、'.join(t.zh for t in told)}）",
                f"{title.en} ({', '.join(t.en for t in told)})",
            )
        )
    return tuple(found)


def _named(rulebook: Rulebook, name: str) -> Text:
    if name in rulebook.catalogue:
        return rulebook.catalogue[name].name
    if name in rulebook.measures:
        return rulebook.measures[name].title
    return MISSING.get(name, Text(name, name))


def flip_text(rulebook: Rulebook, flip: Flip) -> Text:
    """Say which change of one amount would turn the verdict."""
    measure = rulebook.measures[flip.amount]
    levels = measure.levels
    limit = levels[int(flip.to)] if levels else f"{rounded_text(flip.to)} {flip.unit}"
    if flip.downward:
        return Text(
            f"{measure.title.zh}{'低于' if flip.strict else '不超过'} {limit}",
            f"{measure.title.en} {'below' if flip.strict else 'at most'} {limit}",
        )
    return Text(
        f"{measure.title.zh}{'超过' if flip.strict else '达到'} {limit}",
        f"{measure.title.en} {'above' if flip.strict else 'at least'} {limit}",
    )
