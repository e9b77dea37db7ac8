"""Clauses, documents and other words of a policy before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel

from zhence.packs.diff_change import Change, Kind, Strictness
from zhence.packs.diff_judge import harder, unknown
from zhence.packs.diff_told import Comparer, Editions, compared, numbered, part
from zhence.packs.diff_words import plain, same
from zhence.packs.pack import Clause
from zhence.packs.schema import DocumentFile, NotComputableModel, PublishedFile

Model = TypeVar("Model", bound=BaseModel)


def clauses(editions: Editions) -> Iterator[Change]:
    """Yield the changes of clauses.

    A summary in other words may be another rule or only better words: a person
    has to read it.
    """
    parts: tuple[Comparer[Clause], ...] = (
        part("force", lambda c: c.force, harder),
        part("summary", lambda c: c.summary, unknown),
        part("reading", lambda c: c.reading, unknown),
        part("kind", lambda c: c.kind, unknown),
        part("subject", lambda c: c.subject, unknown),
        part("section", lambda c: c.section),
        part("priority", lambda c: c.priority),
        part("example", lambda c: c.example),
        part("checked_on", lambda c: c.checked_on),
    )
    olds, news = editions.old.clauses, editions.new.clauses
    before, after = editions.reaches
    for change in compared(
        editions, Kind.CLAUSE, olds, news, parts, lambda c: same(c.section)
    ):
        touched = before.of_clause(change.id) | after.of_clause(change.id)
        yield replace(change, areas=touched)


def documents(editions: Editions) -> Iterator[Change]:
    """Yield the changes of what is known about the source documents."""
    yield from compared(
        editions,
        Kind.DOCUMENT,
        editions.old.documents,
        editions.new.documents,
        _every_field(DocumentFile),
        lambda d: plain(d.title),
        lambda _: Strictness.NEUTRAL,
    )


def not_computable(editions: Editions) -> Iterator[Change]:
    """Yield the changes of why clauses give no verdict."""
    yield from compared(
        editions,
        Kind.NOT_COMPUTABLE,
        editions.old.not_computable,
        editions.new.not_computable,
        _every_field(NotComputableModel),
        lambda n: plain(n.why),
        lambda _: Strictness.NEUTRAL,
    )


def published(editions: Editions) -> Iterator[Change]:
    """Yield the changes of published figures that a replay is held against."""
    yield from compared(
        editions,
        Kind.PUBLISHED,
        _figures(editions.old.published),
        _figures(editions.new.published),
        (part("value", lambda figure: figure),),
        plain,
        lambda _: Strictness.NEUTRAL,
    )


def _figures(file: PublishedFile) -> dict[str, BaseModel]:
    named = numbered(file.populations, lambda p: f"{p.year} {p.state} {p.on}")
    return {**named, **file.equations}


def _every_field(model: type[Model]) -> tuple[Comparer[Model], ...]:
    """Return a comparer for every field; none of them moves a verdict."""
    return tuple(_field(name) for name in model.model_fields)


def _field(name: str) -> Comparer[Model]:
    def read(held: Model) -> object:
        return getattr(held, name)

    return part(name, read)
