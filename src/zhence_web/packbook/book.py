"""The packs and the registry that this installation trusts, as one value.

Screens ask it and get frozen views; what decides (rules, life cycle) stays below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache

from zhence.cases.chronicle import chronicle_of, happening
from zhence.cases.run import Case, read_cases
from zhence.intake.tables import read_events
from zhence.periods import DayRange
from zhence_web.packbook.accounts import Accounts
from zhence_web.packbook.benchmark import Benchmark, compare_town
from zhence_web.packbook.bulletins import Bulletin, bulletins_of
from zhence_web.packbook.clauses import Passage, passage
from zhence_web.packbook.figures import Figure, read_figures
from zhence_web.packbook.grades import Grades
from zhence_web.packbook.library import Policy, policy_of
from zhence_web.packbook.registry import Registry, Town, read_registry
from zhence_web.packbook.report import Visited, read_report
from zhence_web.packbook.sources import Sources, read_sources
from zhence_web.packbook.standings import Standings

# What this installation replays, and what it holds the report's towns against.
REPLAYED = "ZJ-PRACTICE"
BENCHMARK = "RPT"


@dataclass(frozen=True, eq=False)
class Packbook:
    """Everything that pages look up; read once, changed never."""

    sources: Sources
    policies: Mapping[str, Policy]
    registry: Registry
    standings: Standings
    grades: Grades
    accounts: Accounts
    figures: Mapping[str, tuple[Figure, ...]]
    report: Mapping[str, Visited]
    cases: tuple[Case, ...]

    @property
    def towns(self) -> tuple[Town, ...]:
        """All towns, by number."""
        return self.registry.towns

    @cached_property
    def bulletins(self) -> tuple[Bulletin, ...]:
        """What was announced, by day, the newest first."""
        return bulletins_of(self.standings, self.towns)

    def clause(self, policy: str, clause: str) -> Passage | None:
        """Return a clause, ``None`` if there is no such policy or clause."""
        pack = self.sources.packs.get(policy)
        return None if pack is None else passage(pack, clause, self.cases)

    def benchmark(self, town: Town, on: date) -> Benchmark | None:
        """Return a report town's benchmark; ``None`` for towns it does not tell of."""
        return _benchmark(self, town.name, on) if town.name in self.report else None

    def touched(self, policy: str, clause: str, on: date) -> tuple[Benchmark, ...]:
        """Return the benchmarks in which criteria of a clause are judged."""
        if policy != BENCHMARK:
            return ()
        told = (self.benchmark(t, on) for t in self.towns if t.name in self.report)
        return tuple(
            b
            for b in told
            if b is not None and any(clause in row.finding.clauses for row in b.rows)
        )

    def moved(self, policy: str, clause: str) -> tuple[tuple[Town, DayRange], ...]:
        """Return the towns that a clause's transitions moved, with the day of each."""
        if policy != REPLAYED:
            return ()
        moves = self.standings.moves_of(clause)
        return tuple(
            (town, on)
            for name, on in moves
            if (town := self.registry.find(name)) is not None
        )


# Every page of a clause asks for all of them, mostly on the same day.
@lru_cache(maxsize=512)
def _benchmark(book: Packbook, name: str, on: date) -> Benchmark:
    return compare_town(book.sources.packs[BENCHMARK], book.report[name], on)


def open_packbook(sources: Sources) -> Packbook:
    """Read the registry and the events, and replay them.

    Raises:
        BadInputError: a table cannot be read; every fault of it.
    """
    reference = sources.reference
    registry = read_registry(reference)
    events = read_events(reference / "zhejiang" / "events.csv").load()
    pack = sources.packs[REPLAYED]
    standings = Standings(
        pack, [happening(e) for e in events], [t.name for t in registry.towns]
    )
    return Packbook(
        sources=sources,
        policies={id_: policy_of(p) for id_, p in sources.packs.items()},
        registry=registry,
        standings=standings,
        grades=Grades(standings, reference),
        accounts=Accounts(chronicle_of(pack, events, None), standings, reference),
        figures=read_figures(reference, sources.catalogue),
        report=read_report(reference, sources.catalogue),
        cases=tuple(read_cases([sources.packs_folder])),
    )


@cache
def packbook() -> Packbook:
    """Return the packbook of this process, read on first use.

    Raises:
        ZhenceError: packs or tables are faulty.
    """
    return open_packbook(read_sources())
