"""What a policy asks of whoever applies: read out of its life cycle, nothing added.

A transition's condition names the items of an application that it looks at; these,
once each, are the form. A policy whose table looks at none takes no applications.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhence.evidence import Text
from zhence.facts.catalogue import Indicator
from zhence.lifecycle.conditions import ApplicationHas
from zhence.lifecycle.table import LifeCycle, Transition
from zhence.packs import Pack
from zhence.rules.rulebook import Status
from zhence_web.packbook import packbook
from zhence_web.records.lifecycle.words import leaves


class Kind(StrEnum):
    """How an item is answered."""

    CHOICE = "choice"
    WORDS = "words"
    NAME = "name"
    COUNT = "count"
    ASPECTS = "aspects"


@dataclass(frozen=True, slots=True)
class Asking:
    """One item of a form; *choices* are codes and names, in the policy's order."""

    item: str
    kind: Kind
    title: Text
    choices: tuple[tuple[str, Text], ...] = ()


PLANNED = ("plan_total", "planned_area", "construction_area")
"""Figures that a plan states, where the catalogue has them; none has to be given."""

_TITLES: Mapping[str, Text] = {
    "submitter": Text("申报主体", "who applies"),
    "lead_industries": Text("主导产业", "lead industry"),
    "category": Text("产业类别", "category"),
    "construction_entity": Text("建设主体", "construction body"),
    "key_projects": Text("重点项目个数", "key projects"),
    "plan_aspects": Text("规划覆盖的方面", "aspects that the plan covers"),
    "managing_body": Text("管理机构", "managing body"),
}
_CHOICES: Mapping[str, Text] = {
    "county": Text("县（市、区）", "county or district"),
    "zone": Text("开发区", "development zone"),
}


def open_policies(on: date) -> tuple[Pack, ...]:
    """Return the policies under which one may apply on a day, by their id."""
    return tuple(
        pack for _, pack in sorted(packbook().sources.packs.items()) if _open(pack, on)
    )


def asked_of(pack: Pack, on: date) -> tuple[Asking, ...]:
    """Return the items that a policy asks for on a day, in the order of its table."""
    found: dict[str, Asking] = {}
    for t in asking(pack):
        for leaf in leaves(t.when):
            if isinstance(leaf, ApplicationHas) and leaf.item not in found:
                found[leaf.item] = _asking(pack, leaf, on)
    return tuple(found.values())


def planned() -> tuple[Indicator, ...]:
    """Return the indicators of the figures that a plan states."""
    catalogue = packbook().sources.catalogue
    return tuple(catalogue[code] for code in PLANNED if code in catalogue)


def asking(pack: Pack) -> tuple[Transition, ...]:
    """Return the transitions that look at an application."""
    cycle = pack.lifecycle or LifeCycle({})
    return tuple(
        t
        for t in cycle.transitions
        if any(isinstance(leaf, ApplicationHas) for leaf in leaves(t.when))
    )


def entry_state(pack: Pack) -> str | None:
    """Return the state in which somebody new applies; ``None`` where nobody can."""
    cycle = pack.lifecycle or LifeCycle({})
    return next((s for s in _entries(cycle) if may_apply_from(pack, s)), None)


def may_apply_from(pack: Pack, state: str) -> bool:
    """Say whether an application can be sent in a state: none has led there."""
    ways = asking(pack)
    reached = {t.target for t in ways}
    return state not in reached and any(state in t.sources for t in ways)


def _entries(cycle: LifeCycle) -> Iterator[str]:
    return (state.id for state in cycle.states.values() if state.entry)


def _open(pack: Pack, on: date) -> bool:
    begun = pack.valid_from is None or pack.valid_from <= on
    over = pack.valid_to is not None and pack.valid_to < on
    binds = pack.status is Status.IN_FORCE
    return binds and begun and not over and entry_state(pack) is not None


def _asking(pack: Pack, leaf: ApplicationHas, on: date) -> Asking:
    title = _TITLES.get(leaf.item, Text(leaf.item, leaf.item))
    book = pack.rulebook
    if leaf.one_of:
        choices = tuple((w, _CHOICES.get(w, Text(w, w))) for w in leaf.one_of)
        return Asking(leaf.item, Kind.CHOICE, title, choices)
    if leaf.vocabulary is not None:
        words = book.words(leaf.vocabulary, on)
        named = {c.id: c.title for c in book.categories.values()}
        choices = tuple((w, named.get(w, Text(w, w))) for w in words)
        return Asking(leaf.item, Kind.CHOICE, title, choices)
    if leaf.present:
        return Asking(leaf.item, Kind.NAME, title)
    checklist = book.checklists.get(leaf.item)
    if checklist is not None:
        return Asking(leaf.item, Kind.ASPECTS, title, tuple(checklist.items.items()))
    return Asking(leaf.item, Kind.WORDS if leaf.count else Kind.COUNT, title)
