"""Categories, tables by category and checklists, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from zhence.evidence import Text
from zhence.packs.diff_change import Areas, Change, Kind, Strictness, by_sign
from zhence.packs.diff_judge import more, unknown
from zhence.packs.diff_pull import direction
from zhence.packs.diff_say import parameter_words
from zhence.packs.diff_terms import Packs, tables
from zhence.packs.diff_told import Comparer, Editions, Told, compared, part
from zhence.packs.diff_words import listed, plain
from zhence.packs.pack import Pack
from zhence.rules.rulebook import ByCategory, Category, ChecklistDefinition


def categories(editions: Editions) -> Iterator[Change]:
    """Yield the changes of the category vocabulary.

    Which category a town falls into moves its thresholds, so none is neutral.
    """
    parts: tuple[Comparer[Category], ...] = (
        part("title", lambda c: c.title),
        part("groups", lambda c: tuple(sorted(c.groups)), unknown),
        part("industries", lambda c: dict(c.industries), unknown, _item_words),
    )
    olds, news = editions.old.rulebook.categories, editions.new.rulebook.categories
    for change in compared(
        editions, Kind.CATEGORY, olds, news, parts, lambda c: c.title
    ):
        inside = Areas(categories=frozenset({change.id}))
        yield replace(change, areas=change.areas | inside)


def thresholds(editions: Editions) -> Iterator[Change]:
    """Yield the changes of which category has which parameter."""
    packs = editions.old, editions.new

    def table(old: ByCategory, new: ByCategory) -> Told | None:
        if old.parameters == new.parameters:
            return None
        return Told(
            "parameters",
            _rows(packs[0], old.parameters, new.parameters),
            _rows(packs[1], new.parameters, old.parameters),
            _table_strictness(old, new, packs),
        )

    parts: tuple[Comparer[ByCategory], ...] = (
        table,
        part("title", lambda t: t.title),
    )
    olds, news = editions.old.rulebook.thresholds, editions.new.rulebook.thresholds
    for change in compared(
        editions, Kind.THRESHOLD, olds, news, parts, lambda t: t.title
    ):
        moved = _moved_rows(olds.get(change.id), news.get(change.id))
        yield replace(
            change,
            areas=replace(change.areas, categories=moved or change.areas.categories),
        )


def _table_strictness(old: ByCategory, new: ByCategory, packs: Packs) -> Strictness:
    ways = {direction(pack, "threshold", new.id).sign for pack in packs}
    sign = ways.pop() if len(ways) == 1 else None
    if sign is None or set(old.parameters) != set(new.parameters):
        return Strictness.UNKNOWN
    higher = tables(old.parameters, new.parameters, packs)
    return higher if sign > 0 else higher.flipped()


def _moved_rows(old: ByCategory | None, new: ByCategory | None) -> frozenset[str]:
    before = old.parameters if old else {}
    after = new.parameters if new else {}
    names = {*before, *after}
    return frozenset(n for n in names if before.get(n) != after.get(n))


def _rows(pack: Pack, held: Mapping[str, str], other: Mapping[str, str]) -> Text:
    """Say the rows in which two tables differ."""
    told = []
    for category, parameter in held.items():
        if other.get(category) != parameter:
            value = parameter_words(pack, parameter)
            named = pack.rulebook.categories.get(category)
            title = named.title if named else plain(category)
            told.append(
                Text(
                    f"{title.zh}{value.zh}（{parameter}）",
                    f"{title.en} {value.en} ({parameter})",
                )
            )
    return listed(told)


def checklists(editions: Editions) -> Iterator[Change]:
    """Yield the changes of checklists.

    How many items are asked is a parameter, so that one item more to choose
    from asks less until the parameter follows.
    """
    packs = editions.old, editions.new

    def items(old: ChecklistDefinition, new: ChecklistDefinition) -> Told | None:
        if dict(old.items) == dict(new.items):
            return None
        strict = _item_strictness(old, new, packs)
        return Told("items", _item_words(old.items), _item_words(new.items), strict)

    parts: tuple[Comparer[ChecklistDefinition], ...] = (
        items,
        part("need", lambda c: c.need, say=_need_words),
        part("open", lambda c: c.open),
        part("evidence", lambda c: dict(c.evidence), unknown),
        part("clauses", lambda c: c.clauses),
        part("title", lambda c: c.title),
    )
    yield from compared(
        editions,
        Kind.CHECKLIST,
        editions.old.rulebook.checklists,
        editions.new.rulebook.checklists,
        parts,
        lambda c: c.title,
        lambda _: Strictness.NEUTRAL,
    )


def _item_strictness(
    old: ChecklistDefinition, new: ChecklistDefinition, packs: Packs
) -> Strictness:
    before, after = frozenset(old.items), frozenset(new.items)
    if before == after or not any(
        direction(pack, "checklist", new.id).used for pack in packs
    ):
        return Strictness.NEUTRAL
    ways = {direction(pack, "checklist", new.id).sign for pack in packs}
    sign, step = ways.pop() if len(ways) == 1 else None, more(before, after)
    return by_sign(step * sign if step and sign else None)


def _need_words(held: int | None) -> Text:
    return plain("all" if held is None else held)


def _item_words(items: Mapping[str, Text]) -> Text:
    return listed(items.values())
