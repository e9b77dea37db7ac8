"""Stage 4: outliers, only where the test of skewness and kurtosis says so.

First the extreme values of one end at a time are drawn in to the next value; if
that does not help within the limit, the *original* values are transformed.
What was done to each column, and to how many cells, is on record.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from pydantic import Field

from zhence.errors import Fault
from zhence.index import refusals
from zhence.index.frame import Frame
from zhence.index.moments import Shape, shape, skew
from zhence.index.spec import Bits, Floats, Panel, Spec
from zhence.index.transforms import Form, transform

_LEAST_DISTINCT = 2


class Treatment(Spec):
    """How one column is treated.

    It fails the test when absolute skewness ≥ *skew* and kurtosis ≥ *kurt*. At most
    *most* points are winsorised (``None``: no limit; 0: none), tied points counting
    each. *then* is tried when the column still fails, on the original values, or
    on the winsorised ones where *combine*. *power* is the exponent of Box-Cox;
    ``None`` chooses the likeliest. *force* applies *then* whatever the test says.
    """

    skew: float = 2.0
    kurt: float = 3.5
    most: int | None = 5
    then: Form = Form.LOG
    combine: bool = False
    power: float | None = None
    force: bool = False


class Treat(Treatment):
    """The treatment of all columns, and of single ones in *codes*.

    With ``panel: each`` every period is treated by itself.
    """

    panel: Panel = Panel.POOLED
    codes: dict[str, Treatment] = Field(default_factory=dict)


class How(StrEnum):
    """What was done to a column."""

    NOTHING = "nothing"
    WINSORISED = "winsorised"
    TRANSFORMED = "transformed"
    UNTESTABLE = "untestable"


class Treated(NamedTuple):
    """The account of one column: shape before and after, points drawn in, form."""

    code: str
    time: str
    how: How
    before: Shape
    points: int
    form: Form | None
    after: Shape


def treat(
    frame: Frame, spec: Treat
) -> tuple[Frame, tuple[Treated, ...], tuple[Fault, ...]]:
    """Return *frame* treated, the account by column, and what is still skewed."""
    unknown = sorted(set(spec.codes) - set(frame.codes))
    if unknown:
        raise refusals.refuse(
            "index_code_unknown", where="treat", what=" ".join(unknown)
        )
    values = np.array(frame.values)
    account: list[Treated] = []
    each = spec.panel is Panel.EACH
    parts = (
        [(time, frame.at_time(time)) for time in frame.times]
        if each
        else [("", np.arange(len(frame.rows)))]
    )
    for place, code in enumerate(frame.codes):
        own = spec.codes.get(code, spec)
        for time, rows in parts:
            column, told = treat_column(values[rows, place], own)
            values[rows, place] = column
            account.append(told._replace(code=code, time=time))
    notes = [
        refusals.warn(
            "index_still_skewed",
            code=one.code,
            skew=f"{one.after.skew:.3g}",
            kurt=f"{one.after.kurt:.3g}",
        )
        for one in account
        if one.after.passes is False
    ]
    return frame.with_values(values), tuple(account), tuple(notes)


def treat_column(column: Floats, spec: Treatment) -> tuple[Floats, Treated]:
    """Return one column treated, and the account of it (without its name)."""
    before = shape(column, spec.skew, spec.kurt)
    if before.passes is None:
        return column, Treated("", "", How.UNTESTABLE, before, 0, None, before)
    drawn, points, after = column, 0, before
    if not before.passes and spec.most != 0:
        drawn, points, after = winsorise(column, spec)
    how = How.WINSORISED if points else How.NOTHING
    if spec.then is Form.NONE or (after.passes and not spec.force):
        return drawn, Treated("", "", how, before, points, None, after)
    if not spec.combine:
        drawn, points = column, 0
    formed = transform(drawn, spec.then, spec.power)
    after = shape(formed, spec.skew, spec.kurt)
    told = Treated("", "", How.TRANSFORMED, before, points, spec.then, after)
    return formed, told


def winsorise(column: Floats, spec: Treatment) -> tuple[Floats, int, Shape]:
    """Draw in the extremes of the heavier end until the test passes.

    Each round moves all points at the extreme to the next value; tied points
    count each, and a round that starts below the limit is finished. Returns the
    column, the points now at a drawn-in value, and the shape.
    """
    column = np.array(column)
    high: Bits | None = None
    low: Bits | None = None
    points, now = 0, shape(column, spec.skew, spec.kurt)
    while now.passes is False and (spec.most is None or points < spec.most):
        known = column[~np.isnan(column)]
        if len(np.unique(known)) <= _LEAST_DISTINCT:
            break
        if skew(np.sort(known)) >= 0:
            high = column == known.max()
            column[high] = known[known < known.max()].max()
        else:
            low = column == known.min()
            column[low] = known[known > known.min()].min()
        points = sum(int(end.sum()) for end in (high, low) if end is not None)
        now = shape(column, spec.skew, spec.kurt)
    return column, points, now
