"""Which coordinates these are: declared, or recognised by how large they are.

Government data are CGCS2000, in degrees (EPSG:4490) or in metres of a zone; the
metres of a zone carry its number before the east value, or leave it out. Web maps are
GCJ-02. WGS 84 and CGCS2000 differ by centimetres and are one thing on a map.
Everything is kept as CGCS2000 in degrees, with what it came as beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from zhence.errors import BadInputError, Fault, Where
from zhence.geo.gcj02 import from_gcj02

KEPT = "EPSG:4490"
"""What every shape is kept in: CGCS2000, degrees, longitude first."""

GCJ02 = "GCJ-02"


class Found(StrEnum):
    """How it is known which coordinates these are."""

    DECLARED = "declared"
    DETECTED = "detected"


@dataclass(frozen=True, slots=True)
class System:
    """The coordinates of a layer: a code such as ``EPSG:4528`` or ``GCJ-02``."""

    code: str
    found: Found


@dataclass(frozen=True, slots=True)
class Extent:
    """The smallest and largest coordinates of a layer, as they are in the file."""

    west: float
    south: float
    east: float
    north: float


# The mainland and the sea around it, in degrees; wide enough to hold all of it.
_DEGREES = Extent(72.0, 2.0, 137.0, 55.0)
# Metres in a zone: the middle lies at 500 km, and a zone is never wider than this.
_NEAREST, _FARTHEST = 100_000.0, 900_000.0
_NORTHMOST = 6_200_000.0
_PREFIX = 1_000_000
# Zone number → the code of CGCS2000 in that zone, with the prefix.
_THREE_DEGREES = range(25, 46)
_SIX_DEGREES = range(13, 24)
_FIRST_OF_THREE, _FIRST_OF_SIX = 4513, 4491


def system_of(extent: Extent, declared: str | None, where: Where) -> System:
    """Return which coordinates these are.

    *declared* is what the file or a person says: a code, WKT, or ``GCJ-02``; what a
    file in degrees declares is believed, and a shift that it hides is looked for
    elsewhere (see :func:`zhence.geo.gcj02.looks_shifted`).

    Raises:
        BadInputError: undeclared and not to be recognised, or not what it says.
    """
    if declared is None:
        return System(_recognised(extent, where), Found.DETECTED)
    if declared.upper().replace("-", "").replace("_", "").startswith("GCJ02"):
        _check_degrees(extent, GCJ02, where)
        return System(GCJ02, Found.DECLARED)
    try:
        crs = CRS.from_user_input(declared)
    except CRSError:
        raise BadInputError(_unknown(declared, where)) from None
    authority = crs.to_authority(min_confidence=70)
    code = ":".join(authority) if authority else crs.to_wkt()
    if crs.is_geographic:
        _check_degrees(extent, code, where)
    return System(code, Found.DECLARED)


def kept(shape: shapely.Geometry, system: System) -> shapely.Geometry:
    """Return a shape as it is kept: flat, in degrees of CGCS2000, longitude first."""
    flat = shapely.force_2d(shape)
    if system.code == GCJ02:
        return shapely.transform(
            flat, lambda xy: np.column_stack(from_gcj02(xy[:, 0], xy[:, 1]))
        )
    if system.code in {KEPT, "EPSG:4326", "OGC:CRS84"}:
        return flat
    turn = Transformer.from_crs(CRS.from_user_input(system.code), KEPT, always_xy=True)
    return shapely.transform(
        flat, lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1]))
    )


def _recognised(extent: Extent, where: Where) -> str:
    if _within(extent):
        return KEPT
    turned = Extent(extent.south, extent.west, extent.north, extent.east)
    if _within(turned):
        raise BadInputError(
            Fault(
                "crs_axes",
                "坐标次序是“纬度、经度”，应为“经度、纬度”",
                "latitude stands before longitude",
                where,
                "write longitude first, then latitude",
            )
        )
    zone, west = divmod(extent.west, _PREFIX)
    east = extent.east - zone * _PREFIX
    upright = 0 <= extent.south <= extent.north <= _NORTHMOST
    if upright and _NEAREST <= west <= east <= _FARTHEST:
        number = int(zone)
        if number in _THREE_DEGREES:
            return f"EPSG:{_FIRST_OF_THREE + number - _THREE_DEGREES[0]}"
        if number in _SIX_DEGREES:
            return f"EPSG:{_FIRST_OF_SIX + number - _SIX_DEGREES[0]}"
    raise BadInputError(
        Fault(
            "crs_unknown",
            "没有说明坐标系，从数值也认不出"
            f"（横 {extent.west:g}–{extent.east:g}，"
            f"纵 {extent.south:g}–{extent.north:g}）",
            "no coordinate system is declared, and the numbers do not tell which "
            f"(x {extent.west:g} to {extent.east:g}, "
            f"y {extent.south:g} to {extent.north:g})",
            where,
            "say which it is, such as EPSG:4549 for metres without a zone number "
            "on the meridian of 120°",
        )
    )


def _check_degrees(extent: Extent, code: str, where: Where) -> None:
    """Refuse metres that are declared to be degrees, and places beyond the country."""
    if not _within(extent):
        raise BadInputError(
            Fault(
                "crs_extent",
                f"坐标系写明是 {code}，但数值不在中国的经纬度范围内"
                f"（{extent.west:g}–{extent.east:g}，{extent.south:g}–{extent.north:g}）",
                f"declared as {code}, but these are no degrees of China "
                f"({extent.west:g} to {extent.east:g}, "
                f"{extent.south:g} to {extent.north:g})",
                where,
                "declare the system that the numbers are in, longitude first",
            )
        )


def _within(extent: Extent) -> bool:
    return (
        _DEGREES.west <= extent.west <= extent.east <= _DEGREES.east
        and _DEGREES.south <= extent.south <= extent.north <= _DEGREES.north
    )


def _unknown(declared: str, where: Where) -> Fault:
    said = declared if len(declared) <= len("EPSG:123456") else declared[:60] + "…"
    return Fault(
        "crs_code",
        f"不认识的坐标系：{said}",
        f"unknown coordinate system: {said}",
        where,
        "give a code such as EPSG:4490, or GCJ-02",
    )
