"""Limits that nothing can satisfy, and checklists that do not add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from zhence.errors import Fault, Severity, Where
from zhence.packs.diff_pull import ORIENTATION
from zhence.packs.diff_say import measure_words, parameter_words
from zhence.packs.diff_terms import newest
from zhence.packs.pack import Pack
from zhence.rules import terms as t
from zhence.rules.rulebook import ChecklistDefinition


def limits(pack: Pack) -> Iterator[Fault]:
    """Yield what no figure and no list can ever satisfy, and what disagrees."""
    needs: dict[str, set[Fraction]] = defaultdict(set)
    for criterion in pack.rulebook.criteria.values():
        where = pack.places.get(("criterion", criterion.id), Where())
        for term in _every(criterion.judge):
            if isinstance(term, t.All):
                yield from _reversed(pack, term, where)
            if isinstance(term, t.Checklist):
                need = newest(pack, term.need)
                if isinstance(need, Fraction):
                    needs[term.checklist].add(need)
    for name, asked in needs.items():
        known = pack.rulebook.checklists.get(name)
        if known is not None:
            yield from _needs(pack, known, asked)


def _every(term: t.Term) -> Iterator[t.Term]:
    yield term
    match term:
        case t.All(members) | t.AnyOf(members):
            for member in members:
                yield from _every(member)
        case t.Not(member):
            yield from _every(member)
        case _:
            return


def _reversed(pack: Pack, term: t.All, where: Where) -> Iterator[Fault]:
    compared = [m for m in term.members if isinstance(m, t.Compare)]
    for low in compared:
        for high in compared:
            asked = ORIENTATION[low.operator], ORIENTATION[high.operator]
            if asked != (1, -1) or low.measure != high.measure:
                continue
            ends = _end(pack, low), _end(pack, high)
            if ends[0] is None or ends[1] is None or ends[0] <= ends[1]:
                continue
            title = measure_words(pack, low.measure)
            least = parameter_words(pack, low.against.parameter or "")
            most = parameter_words(pack, high.against.parameter or "")
            yield Fault(
                "band_reversed",
                f"{title.zh}既要不低于{least.zh}又要不超过{most.zh}，没有数值能满足",
                f"{title.en} must be {least.en} at least and {most.en} at most: "
                "no figure can be both",
                where,
                "give the lower limit first",
                Severity.WARNING,
            )


def _end(pack: Pack, compared: t.Compare) -> Fraction | None:
    value = newest(pack, compared.against.parameter or "")
    return Fraction(value) if isinstance(value, int | Fraction) else None


def _needs(
    pack: Pack, known: ChecklistDefinition, asked: set[Fraction]
) -> Iterator[Fault]:
    """Hold a checklist against the numbers that criteria ask of it."""
    count, most = len(known.items), max(asked)
    where = pack.places.get(("checklist", known.id), Where())
    if most > count and not known.open:
        yield Fault(
            "need_above_items",
            f"清单「{known.title.zh}」只有 {count} 项，却要求 {most} 项",
            f'"{known.title.en}" has {count} items, and {most} are required',
            where,
            "list the missing items, or lower the number",
            Severity.WARNING,
        )
    elif (count if known.need is None else known.need) not in asked:
        told = "、".join(str(n) for n in sorted(asked))
        yield Fault(
            "need_differs",
            f"清单「{known.title.zh}」写明的项数与判据要求的 {told} 项不一致",
            f'"{known.title.en}" says another number than its criteria ({told})',
            where,
            "let need and the parameter say the same",
            Severity.WARNING,
        )
