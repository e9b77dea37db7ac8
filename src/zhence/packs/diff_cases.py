"""Criteria that are the rows of one table: same figure, different categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhence.packs.diff_pull import ORIENTATION
from zhence.packs.diff_reach import applied_categories
from zhence.packs.pack import Pack
from zhence.rules import terms as t

Signature = frozenset[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Case:
    """One row: a criterion, and the categories that it is asked of."""

    criterion: str
    categories: frozenset[str]
    restricted: bool


def tables_of_cases(pack: Pack) -> list[list[Case]]:
    """Return the criteria that compare the same figures on the same occasion.

    Their other conditions of use are the same too, so that each category
    should find exactly one of them.
    """
    groups: dict[tuple[object, ...], list[Case]] = defaultdict(list)
    for criterion in pack.rulebook.criteria.values():
        signature: Signature = frozenset(_compared(criterion.judge))
        others = tuple(
            left
            for a in criterion.applies
            if (left := replace(a, categories=None, not_categories=None)) != t.Applies()
        )
        restricted = any(a.categories or a.not_categories for a in criterion.applies)
        inside = applied_categories(pack, criterion.applies)
        for occasion in sorted(criterion.occasions):
            if signature:
                groups[occasion, signature, others].append(
                    Case(criterion.id, inside, restricted)
                )
    return list(groups.values())


def _compared(term: t.Term) -> Iterator[tuple[str, str, int]]:
    """Yield the figures that a term compares, and on which side of the limit."""
    match term:
        case t.Compare(measure, operator):
            yield measure, "", ORIENTATION[operator]
        case t.Share(part, whole, operator):
            yield part, whole, ORIENTATION[operator]
        case t.About(measure, _, _, cap):
            yield measure, "", -1 if cap else 1
        case t.Checklist(checklist):
            yield checklist, "", 1
        case t.All(members) | t.AnyOf(members):
            for member in members:
                yield from _compared(member)
        case t.Not(member):
            yield from _compared(member)
        case _:
            return
