"""Stage 2: how gaps are filled, and where; every filled cell is on record.

Nothing is filled unless the recipe says so: an unknown is no zero. What cannot be
filled (a group without one known value, no earlier period) stays missing, is
counted in coverage, and is named in a warning.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from pydantic import Field

from zhence.errors import Fault
from zhence.index import refusals
from zhence.index.frame import Frame, Row
from zhence.index.spec import Floats, Ints, Panel, Spec


class Fill(StrEnum):
    """Where the filler comes from."""

    NONE = "none"
    MEAN = "mean"
    GROUP_MEAN = "group_mean"
    MEDIAN = "median"
    GROUP_MEDIAN = "group_median"
    LAST_VALUE = "last_value"


class Impute(Spec):
    """How gaps are filled.

    *group* names the grouping of the group methods. *panel* says whether means
    and medians look at each period alone or at all of them. *back* bounds how many
    periods of the data ``last_value`` looks back; ``None`` is without bound.
    *codes* gives single indicators another method.
    """

    method: Fill = Fill.NONE
    group: str | None = None
    panel: Panel = Panel.EACH
    back: int | None = None
    codes: dict[str, Fill] = Field(default_factory=dict)


class Filled(NamedTuple):
    """One filled cell: where, with what, by which method, from which period."""

    row: Row
    code: str
    value: float
    method: Fill
    source: str


def impute(
    frame: Frame, spec: Impute
) -> tuple[Frame, tuple[Filled, ...], tuple[Fault, ...]]:
    """Return *frame* with gaps filled, the cells that were, and what is left.

    Raises:
        BadInputError: a column without one known value, an unknown group or code,
            a group method without a group.
    """
    unknown = sorted(set(spec.codes) - set(frame.codes))
    if unknown:
        raise refusals.refuse(
            "index_code_unknown", where="impute", what=" ".join(unknown)
        )
    values = np.array(frame.values)
    record: list[Filled] = []
    notes: list[Fault] = []
    for place, code in enumerate(frame.codes):
        method = spec.codes.get(code, spec.method)
        gaps = ~frame.known[:, place]
        if method is Fill.NONE or not gaps.any():
            continue
        if gaps.all():
            raise refusals.refuse("index_all_missing", code=code)
        filler, sources = _filler(frame, place, method, spec)
        values[gaps, place] = filler[gaps]
        record += [
            Filled(frame.rows[i], code, float(filler[i]), method, sources[i])
            for i in np.flatnonzero(gaps & ~np.isnan(filler))
        ]
        left = int(np.isnan(values[:, place]).sum())
        if left:
            notes.append(refusals.warn("index_still_missing", code=code, count=left))
    return frame.with_values(values), tuple(record), tuple(notes)


def populations(frame: Frame, panel: Panel) -> tuple[Ints, ...]:
    """Return the places of the rows that are looked at together.

    A base period is no population of its own here: it counts as pooled.
    """
    if panel is Panel.EACH:
        return tuple(frame.at_time(time) for time in frame.times)
    return (np.arange(len(frame.rows)),)


def _filler(
    frame: Frame, place: int, method: Fill, spec: Impute
) -> tuple[Floats, list[str]]:
    """Return what each row would be filled with, and where that comes from."""
    if method is Fill.LAST_VALUE:
        return _last(frame, place, spec.back)
    filler = np.full(len(frame.rows), np.nan)
    sources = [""] * len(frame.rows)
    middle = _median if method in {Fill.MEDIAN, Fill.GROUP_MEDIAN} else _mean
    for rows in populations(frame, spec.panel):
        for label, members in _groups(frame, rows, method, spec.group):
            known = frame.values[members, place]
            known = known[~np.isnan(known)]
            if len(known):
                filler[members] = middle(known)
                for i in members:
                    sources[i] = label
    return filler, sources


def _groups(
    frame: Frame, rows: Ints, method: Fill, group: str | None
) -> list[tuple[str, Ints]]:
    if method not in {Fill.GROUP_MEAN, Fill.GROUP_MEDIAN}:
        return [("", rows)]
    if group is None:
        raise refusals.refuse("index_parameter", where="impute", what="group")
    labels = frame.group(group)
    return [
        (label, rows[[labels[i] == label for i in rows]])
        for label in sorted({labels[i] or "" for i in rows} - {""})
    ]


def _last(frame: Frame, place: int, back: int | None) -> tuple[Floats, list[str]]:
    """Carry the latest earlier value of the same unit forward; never backward."""
    filler = np.full(len(frame.rows), np.nan)
    sources = [""] * len(frame.rows)
    times = {time: i for i, time in enumerate(frame.times)}
    held: dict[str, tuple[int, float]] = {}
    for i in sorted(range(len(frame.rows)), key=lambda i: times[frame.rows[i].time]):
        row, now = frame.rows[i], times[frame.rows[i].time]
        value = float(frame.values[i, place])
        if not np.isnan(value):
            held[row.unit] = (now, value)
        elif row.unit in held:
            then, old = held[row.unit]
            if back is None or now - then <= back:
                filler[i], sources[i] = old, frame.times[then]
    return filler, sources


def _mean(known: Floats) -> float:
    return float(np.sort(known).sum() / len(known))


def _median(known: Floats) -> float:
    return float(np.median(known))
