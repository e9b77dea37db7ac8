"""A map as a drawing within its page: areas below, a mark for each site above them.

It needs no script and nothing from elsewhere. Sites have no coordinates, so a mark lies
near the middle of its division, and the page says so. The island ``map`` reads the same
marks and doors out of the page, so that what it draws cannot differ.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from zhence.evidence import Text
from zhence_web.kit.marks import RADIUS

_WIDTH = 1000
_MARGIN = 0.04
# Marks of one division lie on a spiral about its middle, this many radii apart.
_SPREAD = 1.9
_NAME = 2.0
_GOLDEN = math.pi * (3 - math.sqrt(5))
_PAIR = 2
_KEPT = 256
# Corners of a province are drawn less closely than those of a county.
_FINE_BELOW = 3.0

Point = tuple[float, float]
Box = tuple[float, float, float, float]


class Area(Protocol):
    """A division in degrees, longitude first; *coarse* serves small scales."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def centre(self) -> Point:
        """A point within it."""

    @property
    def rings(self) -> tuple[tuple[Point, ...], ...]:
        """Its outer rings."""

    @property
    def coarse(self) -> tuple[tuple[Point, ...], ...]:
        """The same with fewer corners."""


class Layer(Protocol):
    """Areas that are drawn together; it is kept by its identity and never changes."""

    @property
    def divisions(self) -> Mapping[str, Area]:
        """The areas by their codes."""

    def __hash__(self) -> int:
        """Tell layers apart, whatever is in them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A site: *codes* are the divisions it may be drawn in, the best first.

    *kind* names its shape and colour; *said* is the same in words.
    """

    name: str
    codes: tuple[str, ...]
    kind: str
    said: Text
    url: str


@dataclass(frozen=True, slots=True)
class Door:
    """A division that one may look into, with how many sites it has."""

    code: str
    name: Text
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark and where it lies, in the drawing and in degrees."""

    mark: Mark
    x: int
    y: int
    at: Point


@dataclass(frozen=True, slots=True)
class DrawnDoor:
    """A door with its areas as paths, and where its name stands."""

    door: Door
    stem: str
    paths: tuple[str, ...]
    x: int
    y: int
    at: Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page shows: *here* and *beside* are areas in and about it without a door.

    *missing* marks have no division that is drawn. *bounds* are west, south, east and
    north in degrees; *kinds* are the kinds that are drawn, with how many of each.
    """

    width: int
    height: int
    bounds: Box
    doors: tuple[DrawnDoor, ...]
    here: tuple[str, ...]
    beside: tuple[str, ...]
    marks: tuple[DrawnMark, ...]
    missing: int
    kinds: Mapping[str, int]


def stem_of(code: str) -> str:
    """Return the digits that codes within a division begin with.

    >>> stem_of("331000"), stem_of("330000"), stem_of("330110")
    ('3310', '33', '330110')
    """
    bare = code.rstrip("0")
    return code[: len(bare) + len(bare) % _PAIR]


def drawing(
    layer: Layer, within: str, marks: Iterable[Mark], doors: Iterable[Door] = ()
) -> Drawing | None:
    """Return the map of the division *within*, ``None`` where none of it is known."""
    stem = stem_of(within)
    plane = _plane(layer, stem)
    if plane is None:
        return None
    held: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        code = next((c for c in mark.codes if c in layer.divisions), "")
        held[code].append(mark)
    missing = len(held.pop("", ()))
    drawn = tuple(
        one
        for code, some in held.items()
        for one in _about(plane, layer.divisions[code].centre, some)
    )
    opened = tuple(d for door in doors if (d := _opened(plane, layer, door)))
    led = tuple(one.stem for one in opened)
    left = {c: p for c, p in plane.paths.items() if not c.startswith(led)}
    return Drawing(
        width=_WIDTH,
        height=plane.height,
        bounds=plane.bounds,
        doors=opened,
        here=tuple(p for c, p in left.items() if c.startswith(stem)),
        beside=tuple(p for c, p in left.items() if not c.startswith(stem)),
        marks=drawn,
        missing=missing,
        kinds=Counter(one.mark.kind for one in drawn),
    )


@dataclass(frozen=True)
class _Plane:
    """Degrees to the drawing: east is shortened as it is in the middle of it."""

    west: float
    north: float
    per_degree: float
    shortened: float
    height: int
    bounds: Box
    paths: Mapping[str, str]

    def xy(self, point: Point) -> tuple[int, int]:
        x = (point[0] - self.west) * self.shortened * self.per_degree
        return round(x), round((self.north - point[1]) * self.per_degree)

    def degrees(self, x: float, y: float) -> Point:
        lng = self.west + x / (self.shortened * self.per_degree)
        return round(lng, 5), round(self.north - y / self.per_degree, 5)


@lru_cache(maxsize=_KEPT)
def _plane(layer: Layer, stem: str) -> _Plane | None:
    near = [a for a in layer.divisions.values() if a.code.startswith(stem)]
    if not near:
        return None
    west, south, east, north = _around([_box(a) for a in near])
    shortened = math.cos(math.radians((south + north) / 2))
    margin = max((east - west) * shortened, north - south) * _MARGIN
    west, east = west - margin / shortened, east + margin / shortened
    south, north = south - margin, north + margin
    per_degree = _WIDTH / ((east - west) * shortened)
    bounds = (west, south, east, north)
    bare = _Plane(
        west,
        north,
        per_degree,
        shortened,
        round((north - south) * per_degree),
        bounds,
        {},
    )
    fine = north - south < _FINE_BELOW
    paths = {
        a.code: _path(a.rings if fine else a.coarse, bare)
        for a in layer.divisions.values()
        if _meet(_box(a), bounds)
    }
    return replace(bare, paths=paths)


def _box(area: Area) -> Box:
    points = [point for ring in area.coarse for point in ring]
    lngs, lats = zip(*points, strict=True)
    return min(lngs), min(lats), max(lngs), max(lats)


def _around(boxes: Sequence[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


def _path(rings: Iterable[Sequence[Point]], plane: _Plane) -> str:
    """Return rings as steps in whole units: a third of what positions would take."""
    told = []
    for ring in rings:
        x, y = plane.xy(ring[0])
        told.append(f"M{x} {y}l")
        steps = []
        for point in ring[1:-1]:
            to = plane.xy(point)
            if to != (x, y):
                steps.append(f"{to[0] - x} {to[1] - y}")
                x, y = to
        told.append(" ".join(steps).replace(" -", "-") + "z")
    return "".join(told)


def _opened(plane: _Plane, layer: Layer, door: Door) -> DrawnDoor | None:
    """Return a door with its areas, ``None`` where none of them is seen."""
    stem = stem_of(door.code)
    paths = {c: p for c, p in plane.paths.items() if c.startswith(stem)}
    if not paths:
        return None
    centres = [layer.divisions[code].centre for code in paths]
    lng = sum(at[0] for at in centres) / len(centres)
    lat = sum(at[1] for at in centres) / len(centres)
    x, y = plane.xy((lng, lat))
    if len(paths) == 1:
        # The marks stand about this very point, so the name stands above them.
        y -= round(RADIUS * (_SPREAD * math.sqrt(max(door.count - 1, 0)) + _NAME))
    return DrawnDoor(door, stem, tuple(paths.values()), x, y, plane.degrees(x, y))


def _about(plane: _Plane, middle: Point, marks: Sequence[Mark]) -> Iterable[DrawnMark]:
    x, y = plane.xy(middle)
    for number, mark in enumerate(marks):
        away = RADIUS * _SPREAD * math.sqrt(number)
        to = (
            x + away * math.cos(number * _GOLDEN),
            y + away * math.sin(number * _GOLDEN),
        )
        yield DrawnMark(mark, round(to[0]), round(to[1]), plane.degrees(*to))
