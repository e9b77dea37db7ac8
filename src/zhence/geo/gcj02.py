"""The shift of Chinese web maps (GCJ-02): recognised, and taken back.

Public web maps of mainland China show places up to some hundred metres from where
they are; BD-09 shifts them once more. Neither is published, so what is known is the
formula that everybody uses. Government data are not shifted, and the two must never
be laid over each other unnoticed.
Degrees everywhere, longitude first.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

# The ellipsoid that the formula was written with (Krasovsky 1940).
_AXIS = 6_378_245.0
_ECCENTRICITY = 0.006_693_421_622_965_943
_CENTRE = (105.0, 35.0)
_ROUNDS = 6


def shift(lng: Degrees, lat: Degrees) -> Pair:
    """Return by how many degrees GCJ-02 lies off at these true places."""
    x, y = lng - _CENTRE[0], lat - _CENTRE[1]
    root = np.sqrt(np.abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    common = _waves(x, (20, 6), (20, 2))
    east += common + _waves(x, (20, 1), (40, 1 / 3)) + _waves(x, (150, 1 / 12))
    east += _waves(x, (300, 1 / 30))
    north += common + _waves(y, (20, 1), (40, 1 / 3)) + _waves(y, (160, 1 / 12))
    north += _waves(y, (320, 1 / 30))
    turn = np.radians(lat)
    bulge = 1 - _ECCENTRICITY * np.sin(turn) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (bulge * np.sqrt(bulge))
    return (
        np.degrees(east / (_AXIS / np.sqrt(bulge) * np.cos(turn))),
        np.degrees(north / meridian),
    )


def to_gcj02(lng: Degrees, lat: Degrees) -> Pair:
    """Return where a web map of mainland China shows these places."""
    east, north = shift(lng, lat)
    return lng + east, lat + north


def from_gcj02(lng: Degrees, lat: Degrees) -> Pair:
    """Return the true places; six rounds leave far less than a millimetre.

    >>> at = [np.array([v]) for v in (121.5272106, 31.1774276)]
    >>> [abs(float((a - b)[0])) < 1e-9 for a, b in zip(from_gcj02(*to_gcj02(*at)), at)]
    [True, True]
    """
    true = lng, lat
    for _ in range(_ROUNDS):
        east, north = shift(*true)
        true = lng - east, lat - north
    return true


def looks_shifted(given: Pair, true: Pair) -> bool:
    """Say whether places look like GCJ-02, held against where they truly are.

    They do when taking the shift back brings them to less than a third of their
    distance; of places that lie where they should it makes the distance grow.
    """
    mended = from_gcj02(*given)
    return 3 * _distance(mended, true) < _distance(given, true)


def _waves(x: Degrees, *waves: tuple[float, float]) -> Degrees:
    """Return two thirds of a sum of sines, of half turns."""
    total = np.zeros_like(x)
    for height, per in waves:
        total = total + height * np.sin(per * x * math.pi)
    return total * 2 / 3


def _distance(one: Pair, other: Pair) -> float:
    """Return the middle distance in degrees: one odd place decides nothing."""
    return float(np.median(np.hypot(one[0] - other[0], one[1] - other[1])))
