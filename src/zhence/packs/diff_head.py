"""The head of a policy before and after: does it bind, since when, whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from zhence.packs.diff_change import Change, Kind, Period, Strictness
from zhence.packs.diff_judge import grows, shrinks, unknown
from zhence.packs.diff_told import (
    Comparer,
    Editions,
    Told,
    changed_words,
    compared,
    numbered,
    part,
)
from zhence.packs.diff_words import plain, same
from zhence.packs.pack import Pack
from zhence.packs.schema import RelationModel
from zhence.rules.rulebook import Status

_ONE_DAY = timedelta(days=1)


def _binding(old: Status, new: Status) -> Strictness:
    """Only a policy in force binds; between the others nothing moves."""
    if Status.IN_FORCE not in (old, new):
        return Strictness.NEUTRAL
    return Strictness.TIGHTENS if new is Status.IN_FORCE else Strictness.RELAXES


def _bodies(pack: Pack) -> Iterator[str]:
    for name, bodies in pack.rulebook.exempting_bodies.items():
        for body in bodies:
            yield f"{name}: {body}"


def _relation(relation: RelationModel) -> str:
    return f"{relation.relation} {relation.policy}"


_PARTS: tuple[Comparer[Pack], ...] = (
    part("status", lambda p: p.status, _binding),
    part("lists", lambda p: frozenset(p.lists), grows, plain),
    part("jurisdiction", lambda p: p.jurisdiction, unknown),
    part("assess_occasion", lambda p: p.assess_occasion, unknown),
    part(
        "exempting_bodies",
        lambda p: frozenset(_bodies(p)),
        shrinks,
        plain,
    ),
    part("edition", lambda p: p.edition),
    part("title", lambda p: p.title),
    part("issuer", lambda p: p.issuer),
    part("note", lambda p: p.note),
)
_RELATIONS: tuple[Comparer[RelationModel], ...] = (
    part("clauses", lambda r: r.clauses),
    part("note", lambda r: r.note),
)


def head(editions: Editions) -> Iterator[Change]:
    """Yield the changes of the head and of the relations to other policies."""
    old, new = editions.old, editions.new
    if editions.was != new.id:
        renamed = Told("id", same(editions.was), same(new.id), Strictness.NEUTRAL)
        yield _told(editions, renamed, editions.window)
    for comparer in _PARTS:
        told = comparer(old, new)
        if told is not None:
            yield _told(editions, told, editions.window)
    yield from _dates(editions)
    yield from compared(
        editions,
        Kind.HEAD,
        numbered(old.relations, _relation),
        numbered(new.relations, _relation),
        _RELATIONS,
        lambda r: same(_relation(r)),
        lambda _: Strictness.NEUTRAL,
    )


def _told(editions: Editions, told: Told, days: Period) -> Change:
    new = editions.new
    said = changed_words(Kind.HEAD, new.id, new.title, told)
    change = editions.change(Kind.HEAD, new.id, told.part, said, told.severity)
    return replace(change, period=days)


def _dates(editions: Editions) -> Iterator[Change]:
    """Yield the moved ends of the window, each with the days in between."""
    old, new = editions.old, editions.new
    if old.valid_from != new.valid_from:
        before, after = old.valid_from or date.min, new.valid_from or date.min
        told = _end("valid_from", old.valid_from, new.valid_from, after < before)
        earlier = None if date.min in (before, after) else min(before, after)
        yield _told(editions, told, Period(earlier, max(before, after) - _ONE_DAY))
    if old.valid_to != new.valid_to:
        before, after = old.valid_to or date.max, new.valid_to or date.max
        told = _end("valid_to", old.valid_to, new.valid_to, after > before)
        later = None if date.max in (before, after) else max(before, after)
        yield _told(editions, told, Period(min(before, after) + _ONE_DAY, later))


def _end(
    name: str,
    old: date | None,
    new: date | None,
    longer: bool,  # noqa: FBT001  # the answer itself
) -> Told:
    strict = Strictness.TIGHTENS if longer else Strictness.RELAXES
    return Told(name, plain(old), plain(new), strict)
