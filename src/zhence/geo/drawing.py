"""Shapes as a drawing needs them: coarser, and as rings of numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from zhence.geo.gcj02 import looks_shifted

Point = tuple[float, float]
Ring = tuple[Point, ...]
_DECIMALS = 4


def outline(wkb: bytes, tolerance: float) -> tuple[Ring, ...]:
    """Return the outer rings of a shape in degrees, the largest first.

    Parts that are smaller than *tolerance* across are left out, all but the largest;
    holes are not drawn. Neighbours are simplified apart, so that at a small scale
    hair-thin gaps may show: a drawing, not a measurement.
    """
    coarse = shapely.simplify(shapely.from_wkb(wkb), tolerance)
    parts = sorted(shapely.get_parts(coarse), key=shapely.area, reverse=True)
    return tuple(
        tuple(
            (round(float(x), _DECIMALS), round(float(y), _DECIMALS))
            for x, y in shapely.get_coordinates(shapely.get_exterior_ring(part))
        )
        for number, part in enumerate(parts)
        if number == 0 or shapely.area(part) > tolerance**2
    )


def hidden_shift(both: Sequence[tuple[Point, Point]]) -> bool:
    """Say whether places look like GCJ-02: pairs of a place given and the true one."""
    given, true = (np.array(side) for side in zip(*both, strict=True))
    return looks_shifted((given[:, 0], given[:, 1]), (true[:, 0], true[:, 1]))
