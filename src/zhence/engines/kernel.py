"""``run(plan, batch)``: every criterion of an occasion on every row, exactly.

A pure function of one batch, so batches may be cut anywhere; on one machine it
runs in threads, on a cluster under ``mapInArrow``.
It says what the plain judge says, without the reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce

import numpy as np
import pyarrow as pa

from zhence.engines import codes as c
from zhence.engines.amounts import Ints, Rows
from zhence.engines.applies import Reach, applies
from zhence.engines.codes import Bits, Codes
from zhence.engines.columns import Held
from zhence.engines.frame import Frame
from zhence.engines.judge import Found, find, surely_fits
from zhence.engines.plan import PROGRESS, Asked, Plan
from zhence.engines.sheet import At, Sheet, keys_of, schema_for, width_of

BLOCK = 32_768
"""Rows worked on at a time: their columns stay in the processor's cache."""

_EPOCH = date(1970, 1, 1)
_LATEST = 2**31 - 1
# Below this part of the rows, looking at them alone is cheaper than at all.
_FEW = 0.25


def run(plan: Plan, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Judge every row of *batch*; the columns are those of ``schema_for``.

    Missing: an amount that was not reported leaves its criteria undecided and
    is named in ``missing``.

    Raises:
        BadInputError: ``batch_overflow`` for a figure that whole arithmetic
            cannot hold (nothing ever wraps round); ``batch_column_missing``
            and ``batch_column_type`` for a batch of another shape.
    """
    sheet = Sheet(plan, batch.num_rows)
    for start in range(0, batch.num_rows, BLOCK):
        held = Held(batch.slice(start, BLOCK))
        judge_rows(plan, held, sheet, slice(start, start + held.rows))
    keys = keys_of(batch.schema)
    return sheet.batch(
        {field.name: batch.column(field.name) for field in keys},
        schema_for(plan, keys),
    )


def judge_rows(
    plan: Plan,
    held: Held,
    sheet: Sheet,
    at: At,
    given: Mapping[str, Codes] | None = None,
) -> None:
    """Judge the rows of *held* into the rows *at* of *sheet*.

    *given* replaces columns of the batch.
    """
    if not held.rows:
        return
    frame = Frame(plan, plan.versions[0], held, given=given)
    if len(plan.versions) == 1:
        _judge(frame, sheet, at)
        return
    starts = [(version.start - _EPOCH).days for version in plan.versions]
    days = frame.days("threshold_day", _LATEST)
    least, most = np.searchsorted(starts, [days.min(), days.max()], side="right") - 1
    if least == most:
        _judge(Frame(plan, plan.versions[least], held, given=given), sheet, at)
        return
    places = np.searchsorted(starts, days, side="right") - 1
    for place in range(least, most + 1):
        rows = np.flatnonzero(places == place)
        if len(rows):
            _judge(frame.only(rows, plan.versions[place]), sheet, _inside(at, rows))


def _judge(frame: Frame, sheet: Sheet, at: At) -> None:
    plan = frame.plan
    joined: dict[str, Codes] = {}
    for group in plan.groups:
        members = [plan.criteria[place] for place in group]
        reaches = [applies(frame, member.scope) for member in members]
        codes = _group(frame, sheet, at, group, reaches)
        for member, reach in zip(members, reaches, strict=True):
            verdict = _finish(frame, member, reach, codes)
            sheet.verdicts[member.id][at] = verdict
            if not member.advisory:
                joined[member.id] = verdict
    sheet.missing[at] = _missing(frame)
    if joined:
        result = _result(plan, joined)
        sheet.result[at] = result
        sheet.shown[at] = _shown(c.weakest(list(joined.values())), result)


def _group(
    frame: Frame,
    sheet: Sheet,
    at: At,
    group: tuple[int, ...],
    reaches: Sequence[Reach | None],
) -> Codes:
    """Judge what the criteria of a group have in common, where any applies."""
    node = frame.version.nodes[frame.plan.criteria[group[0]].id]
    rows = _needed(reaches)
    few = rows is not None and len(rows) < _FEW * len(frame)
    if rows is None or not few or not surely_fits(frame, node):
        found = find(frame, node)
        _gaps(sheet, at, group, found, [_within(r) for r in reaches])
        return found.codes
    codes = c.full(len(frame), c.NOT_APPLICABLE)
    if len(rows):
        found = find(frame.only(rows), node)
        codes[rows] = found.codes
        inside = [_within(r, rows) for r in reaches]
        _gaps(sheet, _inside(at, rows), group, found, inside)
    return codes


def _needed(reaches: Sequence[Reach | None]) -> Rows | None:
    """Return the rows on which any of the criteria may apply; ``None``: all."""
    outside = [r.outside for r in reaches if r is not None]
    if len(outside) < len(reaches):
        return None
    return np.flatnonzero(~reduce(np.logical_and, outside))


def _within(reach: Reach | None, rows: Rows | None = None) -> Bits | None:
    if reach is None:
        return None
    return ~reach.outside if rows is None else ~reach.outside[rows]


def _gaps(
    sheet: Sheet,
    at: At,
    group: tuple[int, ...],
    found: Found,
    insides: Sequence[Bits | None],
) -> None:
    if found.gap is None:
        return
    sheet.put_gap(group, at, found.gap)
    for place, inside in zip(group, insides, strict=True):
        sheet.show_gap(sheet.plan.criteria[place].id, at, found.gap, inside)


def _finish(frame: Frame, asked: Asked, reach: Reach | None, codes: Codes) -> Codes:
    """Decide only what surely applies; excuse by exemption; leave out the rest."""
    if reach is not None and reach.unsure is not None and not asked.spans:
        unsure = reach.unsure & (codes == c.FAIL)
        codes = c.replace(codes, unsure, c.INSUFFICIENT_DATA)
    if asked.exempt_bit is not None and frame.has("exempt"):
        covered = frame.sets("exempt") >> np.int64(asked.exempt_bit) & 1
        codes = c.replace(codes, (codes == c.FAIL) & (covered == 1), c.PASS_EXEMPT)
    if reach is not None:
        codes = c.replace(codes, reach.outside, c.NOT_APPLICABLE)
    return codes


def _result(plan: Plan, joined: Mapping[str, Codes]) -> Codes:
    """Join the criteria; under the reading AND a year fails only in both halves."""
    if not plan.both:
        return c.all_of(list(joined.values()))
    progress = {m.id for m in plan.criteria if m.part == PROGRESS}
    halves = [
        [codes for id_, codes in joined.items() if (id_ in progress) is half]
        for half in (True, False)
    ]
    return c.any_of([c.all_of(half) for half in halves if half])


def _shown(weakest: Codes, result: Codes) -> Codes:
    """Show what a result rests on, where the two readings do not part."""
    same = c.replace(weakest, c.accepted(weakest), c.PASS) == result
    return c.choose(same, weakest, result)


def _missing(frame: Frame) -> Ints:
    bits: Ints = np.zeros(len(frame), width_of(frame.plan))
    for place, name in enumerate(frame.plan.watched):
        unknown = frame.amounts(name).unknown()
        if unknown is not None:
            bits |= unknown.astype(bits.dtype) * bits.dtype.type(1 << place)
    return bits


def missing_of(plan: Plan, criterion: Asked, bits: int) -> tuple[str, ...]:
    """Return what a criterion lacked, by the bitmap of its row."""
    return tuple(
        name.partition(":")[2]
        for place, name in enumerate(plan.watched)
        if bits & criterion.columns & (1 << place)
    )


def _inside(at: At, rows: Rows) -> Rows:
    return rows + at.start if isinstance(at, slice) else at[rows]
