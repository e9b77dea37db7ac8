"""What of a policy rests on a name: the rules, states, categories and indicators."""

from __future__ import annotations

from collections.abc import Iterator

from zhence.lifecycle.conditions import Condition, CriteriaMet, Either, Every, Never
from zhence.lifecycle.table import Transition
from zhence.packs.diff_change import Areas
from zhence.packs.names import (
    condition_parameters,
    measure_indicators,
    measure_parameters,
    term_names,
)
from zhence.packs.pack import Pack
from zhence.packs.schema import TargetModel
from zhence.rules.rulebook import Category, Criterion
from zhence.rules.terms import Applies

Name = tuple[str, str]


class Reach:
    """The names that every criterion, transition and target of a pack rests on."""

    def __init__(self, pack: Pack) -> None:
        """Follow every rule down to its parameters and indicators, once."""
        self._pack = pack
        self._lists = Areas(lists=frozenset(pack.lists))
        self._known = frozenset(pack.rulebook.categories)
        cycle = pack.lifecycle
        self._states = frozenset(cycle.states if cycle else ())
        self._roots: list[tuple[dict[Name, frozenset[str]], Areas]] = []
        self._roots += [self._criterion(c) for c in pack.rulebook.criteria.values()]
        self._roots += [
            self._transition(t) for t in (cycle.transitions if cycle else ())
        ]
        self._roots += [self._target(n, t) for n, t in pack.targets.items()]

    def used(self, kind: str, id_: str) -> bool:
        """Say whether any rule rests on the name."""
        return any((kind, id_) in names for names, _ in self._roots)

    def areas(self, kind: str, id_: str) -> Areas:
        """Return what rests on the name, directly or through other names."""
        touched = self._lists
        for names, areas in self._roots:
            if (kind, id_) in names:
                touched |= Areas(
                    areas.rules,
                    areas.occasions,
                    areas.lists,
                    names[kind, id_],
                    areas.states,
                    areas.indicators,
                )
        return touched

    def of_clause(self, clause: str) -> Areas:
        """Return what the criteria, transitions and targets of a clause touch."""
        touched = self._lists
        for kind, id_, clauses in self._pack.citations():
            if clause in clauses:
                touched |= self.areas(kind, id_)
        return touched

    def _criterion(
        self, criterion: Criterion
    ) -> tuple[dict[Name, frozenset[str]], Areas]:
        inside = applied_categories(self._pack, criterion.applies)
        names: dict[Name, frozenset[str]] = {("criterion", criterion.id): inside}
        for kind, name in term_names(criterion.judge):
            self._follow(names, kind, name, inside)
        for applies in criterion.applies:
            if applies.parameter is not None:
                self._follow(names, "parameter", applies.parameter, inside)
        stated = [frozenset(a.states) for a in criterion.applies if a.states]
        return names, Areas(
            rules=frozenset({criterion.id}),
            occasions=frozenset(o.value for o in criterion.occasions),
            states=frozenset.intersection(*stated) if stated else self._states,
            indicators=frozenset(n for k, n in names if k == "indicator"),
        )

    def _follow(
        self,
        names: dict[Name, frozenset[str]],
        kind: str,
        name: str,
        inside: frozenset[str],
    ) -> None:
        """Note a name and all below it, with the categories it is asked for."""
        held = names.get((kind, name))
        if held is not None and inside <= held:
            return
        names[kind, name] = inside | (held or frozenset())
        for below, below_name, asked in self._below(kind, name, inside):
            self._follow(names, below, below_name, asked)

    def _below(
        self, kind: str, name: str, inside: frozenset[str]
    ) -> Iterator[tuple[str, str, frozenset[str]]]:
        book = self._pack.rulebook
        if kind == "measure" and name in book.measures:
            for indicator in measure_indicators(book.measures[name]):
                yield "indicator", indicator, inside
            for below, below_name in measure_parameters(book.measures[name]):
                yield below, below_name, inside
        if kind == "threshold" and name in book.thresholds:
            table = book.thresholds[name].parameters
            for parameter in set(table.values()):
                asked = inside & {c for c, p in table.items() if p == parameter}
                if asked:
                    yield "parameter", parameter, frozenset(asked)

    def _transition(
        self, moved: Transition
    ) -> tuple[dict[Name, frozenset[str]], Areas]:
        names = dict.fromkeys(condition_parameters(moved.when), self._known)
        names["transition", moved.id] = self._known
        if moved.anniversary is not None:
            names["parameter", moved.anniversary] = self._known
        targets = {moved.target, *moved.target_by_event.values()} - {None}
        states = frozenset(str(s) for s in {*moved.sources, *targets})
        names |= {("state", s): self._known for s in states}
        return names, Areas(
            rules=frozenset({moved.id}),
            occasions=frozenset(_occasions(moved.when)),
            states=states,
        )

    def _target(
        self, id_: str, target: TargetModel
    ) -> tuple[dict[Name, frozenset[str]], Areas]:
        """Sort the words of a target by what they name in this pack."""
        book = self._pack.rulebook
        said = frozenset(_leaves(target.model_dump(exclude={"title", "reading"})))
        groups = [group_members(self._pack, word) for word in said]
        inside = frozenset[str]().union(*groups) or self._known
        names: dict[Name, frozenset[str]] = {
            ("parameter", word): inside for word in said if word in book.parameters
        }
        names["target", id_] = inside
        return names, Areas(
            rules=frozenset({id_}),
            states=said & self._states,
            indicators=said & frozenset(book.catalogue),
        )


def _leaves(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for held in value.values():
                yield from _leaves(held)
        case list():
            for held in value:
                yield from _leaves(held)
        case _:
            return


def group_members(pack: Pack, group: str) -> frozenset[str]:
    """Return the categories of a group; a category is a group of its own."""
    categories: tuple[Category, ...] = tuple(pack.rulebook.categories.values())
    return frozenset(c.id for c in categories if group in c.groups or group == c.id)


def applied_categories(pack: Pack, conditions: tuple[Applies, ...]) -> frozenset[str]:
    """Return the categories that a criterion is asked of."""
    inside = frozenset(pack.rulebook.categories)
    for applies in conditions:
        if applies.categories is not None:
            inside &= group_members(pack, applies.categories)
        if applies.not_categories is not None:
            inside -= group_members(pack, applies.not_categories)
    return inside


def _occasions(condition: Condition | None) -> Iterator[str]:
    match condition:
        case CriteriaMet(occasion):
            yield occasion
        case Every(members) | Either(members):
            for member in members:
                yield from _occasions(member)
        case Never(member):
            yield from _occasions(member)
        case _:
            return
