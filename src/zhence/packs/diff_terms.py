"""Two terms of one criterion: which of them asks more, and never by guess."""

from __future__ import annotations

from collections.abc import Mapping

from zhence.packs.diff_change import Strictness, by_sign, joined
from zhence.packs.diff_pull import ORIENTATION
from zhence.packs.diff_told import grows, more, shrinks
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


def term_strictness(old: t.Term, new: t.Term, packs: Packs) -> Strictness:
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
    match old, new:
        case (
            (t.Categorised(before), t.Categorised(after))
            | (t.ChosenFrom(_, before), t.ChosenFrom(_, after))
            | (t.IndustryBelongs(_, before), t.IndustryBelongs(_, after))
        ):
            if old == _with_parameter(new, before):
                return _parameters(before, after, packs).flipped()
    return Strictness.UNKNOWN
