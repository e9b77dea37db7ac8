"""Which way the change of one side goes, where the side itself says it."""

from __future__ import annotations

from fractions import Fraction

from zhence.evidence import Force
from zhence.packs.diff_change import Strictness, by_sign

_HARDEST_FIRST = tuple(Force)


def neutral(_: object, __: object) -> Strictness:
    """Say that the side moves nothing."""
    return Strictness.NEUTRAL


def unknown(_: object, __: object) -> Strictness:
    """Say that a person has to read which way it goes."""
    return Strictness.UNKNOWN


def harder(old: Force, new: Force) -> Strictness:
    """Say which of two forces binds harder."""
    return _order(_HARDEST_FIRST.index(new), _HARDEST_FIRST.index(old))


def _order(left: int, right: int) -> Strictness:
    return by_sign((left < right) - (left > right))


def more(old: object, new: object) -> int | None:
    """Return 1 when *new* holds more than *old*, -1 less, ``None`` neither.

    Numbers by size, lists and sets by what they contain, yes above no.
    """
    if isinstance(old, tuple) and isinstance(new, tuple):
        return more(frozenset(old), frozenset(new))
    if isinstance(old, frozenset) and isinstance(new, frozenset):
        return (old < new) - (old > new) or None
    if isinstance(old, int | Fraction) and isinstance(new, int | Fraction):
        return (old < new) - (old > new) or None
    return None


def grows(old: object, new: object) -> Strictness:
    """Say that more asks more: of more occasions, harder, of more lists."""
    return by_sign(more(old, new))


def shrinks(old: object, new: object) -> Strictness:
    """Say that more asks less."""
    return grows(old, new).flipped()
