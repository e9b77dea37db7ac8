"""Criteria, measures, remarks and shown values, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from zhence.evidence import Force, Text
from zhence.packs.diff_change import Change, Kind, Strictness
from zhence.packs.diff_judge import grows, harder, neutral, shrinks, unknown
from zhence.packs.diff_reach import applied_categories
from zhence.packs.diff_say import term_words
from zhence.packs.diff_terms import term_strictness
from zhence.packs.diff_told import Comparer, Editions, compared, numbered, part
from zhence.packs.diff_words import listed, plain, same
from zhence.packs.pack import Pack
from zhence.rules.rulebook import Criterion, Remark, ShownValue
from zhence.rules.terms import Applies

_BINDING = frozenset({Force.MANDATORY, Force.PRINCIPLE})
_ANYBODY = Applies()
_CONDITIONS: Mapping[str, Text] = {
    "categories": Text("类别", "category"),
    "not_categories": Text("除类别", "any category but"),
    "states": Text("状态", "state"),
    "year_of_stay": Text("年度", "year of the stay"),
    "re_entry": Text("再次列入", "re-entry"),
    "parameter": Text("参数", "parameter"),
    "equals": Text("等于", "equals"),
    "or_categories": Text("或类别", "or category"),
    "told": Text("已填报", "reported"),
    "not_told": Text("未填报", "not reported"),
}


def criteria(editions: Editions) -> Iterator[Change]:
    """Yield the changes of criteria."""
    packs = editions.old, editions.new

    def applied(old: tuple[Applies, ...], new: tuple[Applies, ...]) -> Strictness:
        return _applied(old, new, packs)

    parts: tuple[Comparer[Criterion], ...] = (
        part(
            "judge",
            lambda c: c.judge,
            lambda old, new: term_strictness(old, new, packs),
            lambda term: term_words(editions.old, term),
            lambda term: term_words(editions.new, term),
        ),
        part("applies", lambda c: c.applies, applied, _applies_words),
        part("occasions", lambda c: c.occasions, grows),
        part("force", lambda c: c.force, harder),
        part("prohibition", lambda c: c.prohibition, grows),
        part("advisory", lambda c: c.advisory, shrinks),
        part("part", lambda c: c.part, unknown),
        part("on_fail", lambda c: c.on_fail, unknown),
        part("flag_on_pass", lambda c: c.flag_on_pass),
        part("flag_on_fail", lambda c: c.flag_on_fail),
        part("clauses", lambda c: c.clauses),
        part("label", lambda c: c.label),
        part("title", lambda c: c.title),
    )
    olds, news = editions.old.rulebook.criteria, editions.new.rulebook.criteria
    yield from compared(
        editions, Kind.CRITERION, olds, news, parts, lambda c: c.title, _asked
    )


def _asked(criterion: Criterion) -> Strictness:
    """Say what one criterion more comes to; an aim sanctions nobody."""
    binds = criterion.force in _BINDING and not criterion.advisory
    return Strictness.TIGHTENS if binds else Strictness.NEUTRAL


def _applied(
    old: tuple[Applies, ...], new: tuple[Applies, ...], packs: tuple[Pack, Pack]
) -> Strictness:
    """A condition more asks fewer subjects; a category or state more asks more."""
    if set(old) < set(new):
        return Strictness.RELAXES
    if set(new) < set(old):
        return Strictness.TIGHTENS
    if len(old) != 1 or len(new) != 1:
        return Strictness.UNKNOWN
    before, after = old[0], new[0]
    if replace(after, states=before.states) == before:
        return _named(frozenset(before.states), frozenset(after.states))
    alike = replace(
        after, categories=before.categories, not_categories=before.not_categories
    )
    if alike == before:
        inside = applied_categories(packs[0], old), applied_categories(packs[1], new)
        return grows(*inside)
    return Strictness.UNKNOWN


def _named(old: frozenset[str], new: frozenset[str]) -> Strictness:
    """Compare the states asked; none named means all of them."""
    if not old or not new:
        return Strictness.RELAXES if new else Strictness.TIGHTENS
    return grows(old, new)


def _applies_words(conditions: tuple[Applies, ...]) -> Text:
    told = [
        Text(f"{name.zh}{value.zh}", f"{name.en} {value.en}")
        for condition in conditions
        for f in fields(condition)
        if (held := getattr(condition, f.name)) != getattr(_ANYBODY, f.name)
        for name, value in [(_CONDITIONS[f.name], plain(held))]
    ]
    return listed(told) if told else Text("全部对象", "everybody")


def remarks(editions: Editions) -> Iterator[Change]:
    """Yield the changes of flags raised beside the verdicts."""
    parts: tuple[Comparer[Remark], ...] = (
        part(
            "judge",
            lambda r: r.when,
            neutral,
            lambda term: term_words(editions.old, term),
            lambda term: term_words(editions.new, term),
        ),
        part("applies", lambda r: r.applies, neutral, _applies_words),
        part("occasions", lambda r: r.occasions, neutral),
        part("on_fail", lambda r: r.action),
    )
    yield from compared(
        editions,
        Kind.REMARK,
        numbered(editions.old.rulebook.remarks, lambda r: r.flag),
        numbered(editions.new.rulebook.remarks, lambda r: r.flag),
        parts,
        lambda r: same(r.flag),
        lambda _: Strictness.NEUTRAL,
    )


def shown(editions: Editions) -> Iterator[Change]:
    """Yield the changes of figures shown beside the verdicts."""
    parts: tuple[Comparer[ShownValue], ...] = (
        part("measure", lambda v: v.measure),
        part("whole", lambda v: v.whole),
    )
    yield from compared(
        editions,
        Kind.SHOWN,
        {v.name: v for v in editions.old.rulebook.values},
        {v.name: v for v in editions.new.rulebook.values},
        parts,
        lambda v: same(v.name),
        lambda _: Strictness.NEUTRAL,
    )
