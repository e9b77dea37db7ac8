"""One criterion over the rows of a frame: the columnar reading of a program.

It is :func:`zhence.rules.program.evaluate`, word for word, over columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from zhence.engines import codes as c
from zhence.engines.amounts import GREATEST, Amounts, any_mask, either
from zhence.engines.codes import Bits, Codes
from zhence.engines.frame import Frame
from zhence.engines.plan import leaves_of
from zhence.rules.program import (
    Given,
    Instead,
    Inverted,
    Joined,
    Node,
    Open,
    Test,
    Tolerant,
)
from zhence.rules.terms import OnRecord, Operator


@dataclass(frozen=True, slots=True)
class Found:
    """The verdicts of a criterion, and the distance from its threshold.

    *gap* ``None``: it compares no amount; where an end of it is open, there is
    no distance to show.
    """

    codes: Codes
    gap: Amounts | None = None


def find(frame: Frame, node: Node) -> Found:
    """Return what a criterion comes to on every row."""
    match node:
        case Open():
            return Found(c.full(len(frame), c.NOT_APPLICABLE))
        case Given():
            return Found(_given(frame, node))
        case Joined():
            return _joined(frame, node)
        case Inverted(member):
            inner = find(frame, member)
            return Found(c.negate(inner.codes), inner.gap)
        case Test() | Tolerant() | Instead():
            return _compared(frame, node)


def surely_fits(frame: Frame, node: Node) -> bool:
    """Say whether no form of the criterion can exceed int64 on any of the rows."""
    return all(
        _reach(frame, leaf) <= GREATEST
        for leaf in leaves_of(node)
        if isinstance(leaf, Test)
    )


def _reach(frame: Frame, test: Test) -> int:
    total = abs(test.form.constant)
    for name, coefficient in test.form.coefficients:
        rest = name.startswith("r:")
        reach = frame.rest_reach(name) if rest else frame.amounts(name).reach
        total += max(reach, reach * abs(coefficient))
    return total


def _joined(frame: Frame, node: Joined) -> Found:
    found = [find(frame, member) for member in node.members]
    join = c.all_of if node.every else c.any_of
    gap = next((f.gap for f in found if f.gap is not None), None)
    return Found(join([f.codes for f in found]), gap)


def _compared(frame: Frame, node: Test | Tolerant | Instead) -> Found:
    match node:
        case Test():
            return _test(frame, node)
        case Tolerant(exact, loose):
            return _tolerant(frame, exact, loose)
        case Instead(first, reported):
            return _instead(frame, first, reported)


def _given(frame: Frame, node: Given) -> Codes:
    """Return a verdict judged elsewhere; records are closed-world, so none is none."""
    if isinstance(node.term, OnRecord) and not frame.has(node.column):
        return c.full(len(frame), c.FAIL)
    return frame.small(node.column, c.INSUFFICIENT_DATA)


def _instead(frame: Frame, first: Test, reported: Test) -> Found:
    found = _test(frame, first)
    told = _told(frame, first)
    if told is None:
        return found
    others = _told(frame, reported)
    used = ~told if others is None else others & ~told
    rows = np.flatnonzero(used)
    if not len(rows):
        return found
    some = frame.only(rows) if surely_fits(frame, reported) else None
    codes = found.codes.copy()
    codes[rows] = (
        _test(frame, reported).codes[rows]
        if some is None
        else _test(some, reported).codes
    )
    return Found(codes, None if found.gap is None else _without(found.gap, used))


def _tolerant(frame: Frame, exact: Test, loose: Test) -> Found:
    strict = _test(frame, exact)
    wide = _test(frame, loose).codes
    wide = c.replace(wide, wide == c.PASS, c.APPROX)
    open_ = (strict.codes == c.FAIL) | (strict.codes == c.INSUFFICIENT_DATA)
    return Found(strict.codes + open_.view(np.int8) * (wide - strict.codes), strict.gap)


def _told(frame: Frame, test: Test) -> Bits | None:
    """Return where every column was told, ``None`` for everywhere."""
    masks = [frame.amounts(name).told for name in test.columns]
    held = [m for m in masks if m is not None]
    return reduce(np.logical_and, held) if held else None


def _test(frame: Frame, test: Test) -> Found:
    form = frame.form(test.form)
    columns = [frame.amounts(name) for name in test.columns]
    codes = _holds(test.operator, form)
    # What is judged may not apply; what it is held against excuses nobody.
    judged = columns if test.whole is not None else columns[:1]
    if test.part is not None and test.whole is not None:
        codes = _share(frame, test.part, test.whole, form, codes)
    against = any_mask([a.absent for a in columns[len(judged) :]])
    if against is not None:
        codes = c.replace(codes, against, c.INSUFFICIENT_DATA)
    impossible = any_mask([a.impossible for a in columns])
    if impossible is not None:
        codes = c.replace(codes, impossible, c.DATA_ERROR)
    # Part before whole, so the part is looked at last and has the last word.
    for told in reversed(judged):
        if told.impossible is not None and len(judged) > 1:
            codes = c.replace(codes, told.impossible, c.DATA_ERROR)
        if told.absent is not None:
            codes = c.replace(codes, told.absent, c.NOT_APPLICABLE)
    absent = any_mask([a.absent for a in judged])
    nothing = any_mask((absent, against))
    return Found(codes, form if nothing is None else _without(form, nothing))


def _share(frame: Frame, part: str, whole: str, form: Amounts, codes: Codes) -> Codes:
    """Leave ties open where the whole may be nothing; nothing has no share."""
    some, total = frame.amounts(part), frame.amounts(whole)
    least = _at_most_zero(total)
    if least.any():
        tied = _bounded(form.low == 0, form.low_open)
        tied |= _bounded(form.high == 0, form.high_open)
        tied &= least & _at_most_zero(some)
        codes = c.replace(codes, tied, c.INSUFFICIENT_DATA)
        nothing = _bounded(total.low == 0, total.low_open)
        nothing &= _bounded(total.high == 0, total.high_open)
        codes = c.replace(codes, nothing, c.NOT_COMPUTABLE)
    room = frame.room(f"r:{part[2:]}/{whole[2:]}")
    return c.replace(codes, _bounded(room.high < 0, room.high_open), c.DATA_ERROR)


def _at_most_zero(amounts: Amounts) -> Bits:
    """Say where an amount may be zero or less, its lower end being so low."""
    least: Bits = amounts.low <= 0
    return least if amounts.low_open is None else least | amounts.low_open


def _holds(operator: Operator, form: Amounts) -> Codes:
    """Judge ``form operator 0`` on every row by both ends of the form."""
    passes, fails = _ends(operator, form)
    return c.decided(passes, fails)


def _ends(operator: Operator, form: Amounts) -> tuple[Bits, Bits]:
    low, high = form.low, form.high
    at_low, at_high = form.low_open, form.high_open
    match operator:
        case Operator.AT_LEAST:
            return _bounded(low >= 0, at_low), _bounded(high < 0, at_high)
        case Operator.MORE_THAN:
            return _bounded(low > 0, at_low), _bounded(high <= 0, at_high)
        case Operator.AT_MOST:
            return _bounded(high <= 0, at_high), _bounded(low > 0, at_low)
        case Operator.LESS_THAN:
            return _bounded(high < 0, at_high), _bounded(low >= 0, at_low)
        case Operator.EXACTLY:
            within = _bounded(low == 0, at_low) & _bounded(high == 0, at_high)
            beyond = _bounded(low > 0, at_low) | _bounded(high < 0, at_high)
            return within, beyond


def _bounded(where: Bits, open_: Bits | None) -> Bits:
    return where if open_ is None else where & ~open_


def _without(gap: Amounts, where: Bits) -> Amounts:
    """Return the gap, with nothing to show in some rows."""
    return replace(
        gap,
        low_open=either(where, gap.low_open),
        high_open=either(where, gap.high_open),
    )
