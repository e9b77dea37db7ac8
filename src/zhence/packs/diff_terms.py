"""Two terms of one criterion: which of them asks more, and never by guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zhence.packs.diff_change import Strictness, by_sign, joined
from zhence.packs.diff_judge import more
from zhence.packs.diff_pull import ORIENTATION
from zhence.packs.diff_words import size
from zhence.packs.pack import Pack
from zhence.rules import terms as t

Packs = tuple[Pack, Pack]

_EVERY = ""
# At one threshold, whatever satisfies the first also satisfies the second.
_WITHIN = frozenset(
    {
        (t.Operator.MORE_THAN, t.Operator.AT_LEAST),
        (t.Operator.LESS_THAN, t.Operator.AT_MOST),
        (t.Operator.EXACTLY, t.Operator.AT_LEAST),
        (t.Operator.EXACTLY, t.Operator.AT_MOST),
    }
)


def term_strictness(  # noqa: C901, PLR0911  # one arm a word
    old: t.Term, new: t.Term, packs: Packs
) -> Strictness:
    """Return which way a requirement went from the first pack to the second.

    A parameter that keeps its name is no change here: its values are told by
    themselves.
    """
    if old == new:
        return Strictness.NEUTRAL
    match old, new:
        case t.Compare(), t.Compare() if old.measure == new.measure:
            return _limits(old, new, packs)
        case t.Share(), t.Share() if _parts(old) == _parts(new):
            return _limits(old, new, packs)
        case t.About(), t.About() if (old.measure, old.cap) == (new.measure, new.cap):
            limit = _operands(old.against, new.against, packs)
            wider = _parameters(old.tolerance, new.tolerance, packs)
            return joined((limit.flipped() if new.cap else limit, wider.flipped()))
        case t.Checklist(), t.Checklist() if old.checklist == new.checklist:
            return _parameters(old.need, new.need, packs)
        case t.Not(), t.Not():
            return term_strictness(old.member, new.member, packs).flipped()
        case t.All(), t.AnyOf() if set(old.members) == set(new.members):
            return Strictness.RELAXES
        case t.AnyOf(), t.All() if set(old.members) == set(new.members):
            return Strictness.TIGHTENS
        case (t.All(), _) | (_, t.All()):
            sides = _of(old, t.All), _of(new, t.All)
            return _members(*sides, packs, Strictness.TIGHTENS)
        case (t.AnyOf(), _) | (_, t.AnyOf()):
            sides = _of(old, t.AnyOf), _of(new, t.AnyOf)
            return _members(*sides, packs, Strictness.RELAXES)
        case _:
            return _listed(old, new, packs)


def _listed(old: t.Term, new: t.Term, packs: Packs) -> Strictness:
    """Compare what is allowed: a longer list asks less."""
    before, after = _allowed(old), _allowed(new)
    if before is None or after is None or before[1:] != after[1:]:
        return Strictness.UNKNOWN
    return _parameters(before[0], after[0], packs).flipped()


def _allowed(term: t.Term) -> tuple[str, str] | None:
    """Return the parameter that lists what is allowed, and of what."""
    match term:
        case t.Categorised(parameter):
            return parameter, "category"
        case t.ChosenFrom(measure, parameter):
            return parameter, f"measure {measure}"
        case t.IndustryBelongs(category, parameter):
            return parameter, f"industry {category}"
        case _:
            return None


def _parts(share: t.Share) -> tuple[str, str, str | None]:
    return share.part, share.whole, share.reported


def _of(term: t.Term, kind: type[t.All | t.AnyOf]) -> tuple[t.Term, ...]:
    """Return the members of a join of this kind; any other term stands alone."""
    return term.members if isinstance(term, kind) else (term,)


def _members(
    old: tuple[t.Term, ...], new: tuple[t.Term, ...], packs: Packs, added: Strictness
) -> Strictness:
    """Compare the members of a join; *added* is what one member more comes to."""
    gone = [m for m in old if m not in new]
    came = [m for m in new if m not in old]
    if not gone and not came:
        return Strictness.NEUTRAL
    if not gone or not came:
        return added if came else added.flipped()
    if len(gone) != len(came):
        return Strictness.UNKNOWN
    pairs = zip(gone, came, strict=True)
    return joined(term_strictness(a, b, packs) for a, b in pairs)


def _limits(
    old: t.Compare | t.Share, new: t.Compare | t.Share, packs: Packs
) -> Strictness:
    operators = _operators(old.operator, new.operator)
    moved = _operands(old.against, new.against, packs)
    orientation = ORIENTATION[new.operator]
    if moved is not Strictness.NEUTRAL and not orientation:
        return Strictness.UNKNOWN
    return joined((operators, moved if orientation > 0 else moved.flipped()))


def _operators(old: t.Operator, new: t.Operator) -> Strictness:
    if old is new:
        return Strictness.NEUTRAL
    if (new, old) in _WITHIN:
        return Strictness.TIGHTENS
    return Strictness.RELAXES if (old, new) in _WITHIN else Strictness.UNKNOWN


def _operands(old: t.Operand, new: t.Operand, packs: Packs) -> Strictness:
    """Return which threshold is the higher, as if it were of "at least"."""
    if old == new:
        return Strictness.NEUTRAL
    if old.measure or new.measure:
        same = replace(new, times=old.times) == old
        if same and old.times and new.times:
            return _parameters(old.times, new.times, packs)
        return Strictness.UNKNOWN
    before, after = _numbers(old, packs[0]), _numbers(new, packs[1])
    names = (set(before) & set(after)) or (set(before) | set(after)) - {_EVERY}
    return _steps(
        [
            (before.get(n, before.get(_EVERY)), after.get(n, after.get(_EVERY)))
            for n in names
        ]
    )


def _numbers(operand: t.Operand, pack: Pack) -> Mapping[str, object]:
    """Return the threshold of each category, or one for every category."""
    if operand.parameter is not None:
        return {_EVERY: newest(pack, operand.parameter)}
    table = pack.rulebook.thresholds.get(operand.by_category or "")
    return {c: newest(pack, p) for c, p in table.parameters.items()} if table else {}


def tables(old: Mapping[str, str], new: Mapping[str, str], packs: Packs) -> Strictness:
    """Return which table by category has the higher parameters."""
    shared = [c for c in old if c in new]
    return _steps(
        [(newest(packs[0], old[c]), newest(packs[1], new[c])) for c in shared]
    )


def _steps(pairs: list[tuple[object, object]]) -> Strictness:
    return joined(
        Strictness.NEUTRAL if a == b and a is not None else by_sign(more(a, b))
        for a, b in pairs
    )


def _parameters(old: str, new: str, packs: Packs) -> Strictness:
    if old == new:
        return Strictness.NEUTRAL
    return _steps([(newest(packs[0], old), newest(packs[1], new))])


def newest(pack: Pack, name: str) -> object:
    """Return the newest value of a parameter in smallest units, or ``None``."""
    held = pack.rulebook.parameters.get(name)
    return None if held is None else size(held.on(None), held)
