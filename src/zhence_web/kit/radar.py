"""A radar of scores from 0 to 100: the drawing beside a table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from zhence.evidence import Text

# The drawing's own units; the page scales it.
WIDTH, HEIGHT = 420, 340
_X, _Y, _R = WIDTH / 2, HEIGHT / 2 + 6, 112
_RINGS = (20, 40, 60, 80, 100)
_NEAR = 0.2
_LABEL = 1.16
_FULL = 100.0

Scores = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Spoke:
    """An axis with its name, which stands at (*x*, *y*) beyond the end of it."""

    name: Text
    end_x: float
    end_y: float
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One series: its outline, the dots of known scores, and its class of colour.

    An unknown score is drawn as a gap: the outline then is open there, and never
    runs through zero.
    """

    kind: str
    name: Text
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Radar:
    """Rings, axes and series."""

    rings: tuple[str, ...]
    spokes: tuple[Spoke, ...]
    shapes: tuple[Shape, ...]
    width: int = WIDTH
    height: int = HEIGHT
    centre_x: float = _X
    centre_y: float = _Y


def radar(names: Sequence[Text], series: Sequence[tuple[str, Text, Scores]]) -> Radar:
    """Return a radar of *series* (class, name, scores) over the axes *names*.

    Scores are cut to 0–100.

    >>> one = radar([Text(n, n) for n in "abc"], [("own", Text("本镇", "town"),
    ...                                           (50.0, None, 100.0))])
    >>> one.shapes[0].closed, len(one.shapes[0].dots), len(one.rings)
    (False, 2, 5)
    """
    count = len(names)
    return Radar(
        rings=tuple(
            _points([_at(i, count, ring) for i in range(count)]) for ring in _RINGS
        ),
        spokes=tuple(_spoke(name, i, count) for i, name in enumerate(names)),
        shapes=tuple(_shape(kind, name, scores) for kind, name, scores in series),
    )


def _spoke(name: Text, place: int, count: int) -> Spoke:
    end = _at(place, count, _FULL)
    x, y = _at(place, count, _FULL * _LABEL)
    side = (x - _X) / _R
    anchor = "middle" if abs(side) < _NEAR else "start" if side > 0 else "end"
    return Spoke(name, *end, x, round(y + 4, 1), anchor)


def _shape(kind: str, name: Text, scores: Scores) -> Shape:
    count = len(scores)
    dots = [None if s is None else _at(i, count, s) for i, s in enumerate(scores)]
    known = tuple(dot for dot in dots if dot is not None)
    if len(known) == count:
        return Shape(kind, name, (_points(known),), known, closed=True)
    lines = []
    for i, dot in enumerate(dots):
        after = dots[(i + 1) % count]
        if dot is not None and after is not None:
            lines.append(_points([dot, after]))
    return Shape(kind, name, tuple(lines), known, closed=False)


def _at(place: int, count: int, score: float) -> tuple[float, float]:
    angle = 2 * pi * place / count - pi / 2
    length = _R * max(score, 0.0) / _FULL
    return round(_X + length * cos(angle), 1), round(_Y + length * sin(angle), 1)


def _points(dots: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in dots)
