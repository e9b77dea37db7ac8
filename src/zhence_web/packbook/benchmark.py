"""The report's towns held against the report's own standards: a benchmark.

Nothing follows from it: the report is no policy, and the site says so on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhence.dossier import Dossier, label_of, open_dossier
from zhence.evidence import Source, Text, Verdict
from zhence.facts import Facts, Membership, Observation
from zhence.facts.catalogue import Kind
from zhence.packs import Pack
from zhence.periods import day
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion, Rulebook
from zhence_web.packbook.compared import Compared, compared
from zhence_web.packbook.report import Visited

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
_OCCASIONS = (Occasion.ACCEPTANCE, Occasion.APPLICATION, Occasion.STANDING)


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
                found[criterion.id] = compared(rulebook, criterion, finding, occasion)
    return [found[name] for name in rulebook.criteria if name in found]
