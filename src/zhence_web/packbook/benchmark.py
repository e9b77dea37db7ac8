"""The report's towns held against the report's own standards: a benchmark.

Nothing follows from it: the report is no policy, and the site says so on the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhence.dossier import Dossier, label_of, open_dossier
from zhence.evidence import Finding, Flip, Source, Text, Verdict
from zhence.facts import Facts, Membership, Observation
from zhence.facts.catalogue import Kind
from zhence.packs import Pack
from zhence.periods import day
from zhence.rules.explain import VERDICT_NAMES, rounded_text
from zhence.rules.question import Question
from zhence.rules.rulebook import Criterion, Occasion, Rulebook
from zhence.rules.terms import All, AnyOf, Compare, Not, Term
from zhence_web.packbook.figures import unit_name
from zhence_web.packbook.report import Visited
from zhence_web.packbook.words import FORCES, LABELS, MISSING, OCCASIONS, OPERATORS

# A figure of the report has no period, because its years were overwritten, and an
# undated figure may not be judged on (reference/README.md). Taking the year of the
# listing, or of the report's likely date, would be a guess that looks like a fact.
# What can be said honestly is weaker: *if the town still is as it was printed at the
# visit*, this is how it compares. So a stock that is printed "at visit" is given the
# day that is asked about, the page says so above the table, and the result is
# labelled a benchmark.
#
# That holds for stocks and ratings only. A flow (visitors, tax) or a sum since a
# start (investment) belongs to a span, and no assumption about a day gives it one:
# it stays unknown, and so does whatever is corrupted, ambiguous or of an overwritten
# year. Defended by tests/unit/web/test_benchmark.py.
_HOLDS_ON_A_DAY = frozenset({Kind.STOCK, Kind.ORDINAL})
_NO_LIST = "none"
_NO_STATE = "NONE"
_PERCENT = "%"
_OCCASIONS = (Occasion.ACCEPTANCE, Occasion.APPLICATION, Occasion.STANDING)


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


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One town against the report's standards, as if printed today."""

    policy: str
    title: Text
    label: Text
    on: date
    pack_hash: str
    category: Text | None
    visited: Visited
    rows: tuple[Compared, ...]

    def count(self, *verdicts: Verdict) -> int:
        """Return how many criteria have one of *verdicts*."""
        return sum(1 for row in self.rows if row.finding.verdict in verdicts)


def compare_town(pack: Pack, visited: Visited, on: date) -> Benchmark:
    """Return the benchmark of one town on *on*; see the comment above."""
    category = next(
        (
            c
            for c in pack.rulebook.categories.values()
            if c.title.zh == visited.category
        ),
        None,
    )
    facts = Facts(
        membership=Membership(
            visited.town,
            _NO_LIST,
            _NO_STATE,
            category=None if category is None else category.id,
        ),
        observations=_observations(visited, on),
    )
    dossiers = [
        (occasion, open_dossier(pack, facts, Question(occasion, on)))
        for occasion in _OCCASIONS
    ]
    return Benchmark(
        policy=pack.id,
        title=pack.title,
        label=label_of(pack.status),
        on=on,
        pack_hash=pack.hash,
        category=None if category is None else category.title,
        visited=visited,
        rows=tuple(_rows(pack.rulebook, dossiers)),
    )


def _observations(visited: Visited, on: date) -> tuple[Observation, ...]:
    return tuple(
        Observation(
            visited.town,
            p.code,
            day(on),
            p.amount,
            source=Source(p.where.zh),
            rounded=False,
        )
        for p in visited.figures
        if p.amount is not None and p.kind in _HOLDS_ON_A_DAY
    )


def _rows(
    rulebook: Rulebook, dossiers: list[tuple[Occasion, Dossier]]
) -> list[Compared]:
    """Return one row a criterion, from the first occasion that judges it."""
    found: dict[str, Compared] = {}
    for occasion, dossier in dossiers:
        for finding in dossier.judgement.findings.values():
            if finding.criterion not in found:
                criterion = rulebook.criteria[finding.criterion]
                found[criterion.id] = _row(rulebook, criterion, finding, occasion)
    return [found[name] for name in rulebook.criteria if name in found]


def _row(
    rulebook: Rulebook, criterion: Criterion, finding: Finding, occasion: Occasion
) -> Compared:
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
        flips=tuple(_flip(rulebook, flip) for flip in finding.flips),
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


def _flip(rulebook: Rulebook, flip: Flip) -> Text:
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
