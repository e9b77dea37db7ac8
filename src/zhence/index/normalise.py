"""Stage 5: to a common scale, direction respected.

By default scores come from goalposts fixed in advance: a town that joins, or a
year that is added, moves nobody. Methods that compare units with each other do
move them; with several periods such a method has to say over which rows.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from zhence.index import refusals
from zhence.index.frame import Frame
from zhence.index.scales import APART, COUNTING, Method, Post, Scale, apply, count
from zhence.index.scales import need_units as _need_units
from zhence.index.spec import Floats, Ints, Panel
from zhence.index.tree import Tree


class Normalise(Scale):
    """The scale of all columns, and of single ones in *codes*.

    *posts* are the goalposts by code; one entry may hold posts by label of the
    grouping *by* (type, region). *panel* is needed by methods that compare
    units when there are several periods; *base* names the period of
    ``panel: base``.
    """

    codes: dict[str, Scale] = Field(default_factory=dict)
    posts: dict[str, Post | dict[str, Post]] = Field(default_factory=dict)
    by: str | None = None
    panel: Panel | None = None
    base: str | None = None

    def of(self, code: str) -> Scale:
        """Return the scale of one indicator, its goalposts filled in."""
        own = self.codes.get(code, self)
        post = self.posts.get(code, own.post)
        fields = {name: getattr(own, name) for name in Scale.model_fields}
        return Scale(**{**fields, "post": post})


def normalise(frame: Frame, tree: Tree, spec: Normalise) -> Frame:
    """Return scores: more is better in every column; gaps stay gaps.

    Raises:
        BadInputError: unknown codes, a constant column, too few units, a missing
            goalpost, target or reference, several periods without a panel mode.
    """
    for codes in (spec.codes, spec.posts):
        unknown = sorted(set(codes) - set(frame.codes))
        if unknown:
            raise refusals.refuse(
                "index_code_unknown", where="normalise", what=" ".join(unknown)
            )
    values = np.empty_like(frame.values)
    for place, code in enumerate(frame.codes):
        direction = tree.by_code[code].direction
        values[:, place] = column_scores(frame, code, direction, spec)
    return frame.with_values(values)


def column_scores(
    frame: Frame,
    code: str,
    direction: int,
    spec: Normalise,
    nudge: tuple[float, float] = (0.0, 0.0),
) -> Floats:
    """Return the scores of one column.

    *nudge* moves the ends that score 0 and 1 outwards by these shares of the
    distance between them: the uncertainty of limits.
    """
    scale = spec.of(code)
    column = frame.column(code) * direction
    if scale.method is Method.NONE:
        return column
    if scale.method in APART:
        zero, one = _posts(frame, code, direction, scale, spec.by)
        return apply(column, *_nudged(zero, one, nudge), scale)
    scores = np.full(len(column), np.nan)
    for rows, basis in _parts(frame, scale.method, spec):
        known = column[basis]
        known = known[~np.isnan(known)]
        if not len(known):
            raise refusals.refuse("index_all_missing", code=code)
        if scale.method in COUNTING:
            low, high = scale.ends()
            counted = count(column[rows], scale.method, code)
            scores[rows] = counted * (high - low) + low
        elif scale.method is Method.FRACTION_OF_MAX and direction < 0:
            scores[rows] = _least_over(frame, code, rows, -known)
        else:
            line = _line(known, scale, direction, frame, code)
            scores[rows] = apply(column[rows], *_nudged(*line, nudge), scale)
    return scores


def _nudged(
    zero: Floats, one: Floats, nudge: tuple[float, float]
) -> tuple[Floats, Floats]:
    length = one - zero
    return zero - nudge[0] * length, one + nudge[1] * length


def _parts(
    frame: Frame, method: Method, spec: Normalise
) -> Iterator[tuple[Ints, Ints]]:
    """Yield the rows scored together and the rows that their limits come from."""
    everyone = np.arange(len(frame.rows))
    times = frame.times
    if spec.panel is None and len(times) > 1:
        raise refusals.refuse("index_panel_undeclared", method=method)
    match spec.panel:
        case Panel.EACH:
            yield from ((rows, rows) for rows in map(frame.at_time, times))
        case Panel.BASE:
            if spec.base not in times or method in COUNTING:
                raise refusals.refuse(
                    "index_parameter", where="normalise", what=f"base with {method}"
                )
            yield everyone, frame.at_time(spec.base)
        case _:
            yield everyone, everyone


def _line(
    known: Floats, scale: Scale, direction: int, frame: Frame, code: str
) -> tuple[Floats, Floats]:
    """Return the value that scores 0 and the one that scores 1."""
    _need_units(len(known), scale.method)
    zero, one = float(known.min()), float(known.max())
    match scale.method:
        case Method.Z:
            held = np.sort(known)
            spread = float(held.std(ddof=1)) if zero < one else 0.0
            zero = float(held.mean())
            one = zero + spread
        case Method.FRACTION_OF_MAX:
            zero = 0.0
        case Method.DISTANCE_TO_TARGET:
            if scale.target is None:
                raise refusals.refuse(
                    "index_parameter", where=code, what="normalise.target"
                )
            one = scale.target * direction
        case Method.DISTANCE_TO_REFERENCE:
            one = direction * _reference(frame, code, scale.reference)
        case _:
            pass
    if one == zero:
        raise refusals.refuse("index_constant_column", code=code, method=scale.method)
    return np.array(zero), np.array(one)


def _reference(frame: Frame, code: str, unit: str | None) -> float:
    """Return the value of the reference unit, in the last period that has one."""
    held = [i for i, row in enumerate(frame.rows) if row.unit == unit]
    values = frame.column(code)[sorted(held, key=lambda i: frame.rows[i].time)]
    values = values[~np.isnan(values)]
    if not len(values):
        raise refusals.refuse(
            "index_parameter", where=code, what=f"normalise.reference {unit}"
        )
    return float(values[-1])


def _least_over(frame: Frame, code: str, rows: Ints, known: Floats) -> Floats:
    """Return min/x, for what is better the less there is; zeros are refused."""
    column = frame.column(code)[rows]
    bad = np.flatnonzero(column <= 0)
    if len(bad):
        raise refusals.refuse(
            "index_not_positive",
            unit=frame.rows[rows[bad[0]]],
            code=code,
            value=f"{column[bad[0]]:g}",
            method=Method.FRACTION_OF_MAX,
        )
    return np.asarray(known.min() / column, dtype=np.float64)


def _posts(
    frame: Frame, code: str, direction: int, scale: Scale, by: str | None
) -> tuple[Floats, Floats]:
    """Return, for every row, the direction-adjusted ends of its goalposts.

    A row whose label has no posts, or is unknown, gets no score.
    """
    post = scale.post
    if post is None and scale.method is Method.SCALED:
        post = Post(low=0, high=100)
    if post is None or (isinstance(post, dict) and by is None):
        raise refusals.refuse("index_parameter", where=code, what="normalise.posts")
    if isinstance(post, Post):
        held: list[Post | None] = [post] * len(frame.rows)
        named = {"": post}
    else:
        named = post
        held = [post.get(label or "") for label in frame.group(by or "")]
    for one in named.values():
        if not one.low < one.high:
            raise refusals.refuse(
                "index_parameter", where=code, what=f"posts {one.low} {one.high}"
            )
    low = np.array([np.nan if one is None else one.low for one in held])
    high = np.array([np.nan if one is None else one.high for one in held])
    return (low, high) if direction > 0 else (-high, -low)
