"""The boundaries that are shown, and where the middle of a division lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhence.geo import Ring, outline
from zhence_web.records.boundaries.models import Boundary, BoundaryLayer

# About two hundred metres: more is not seen on a map of a province.
_TOLERANCE = 0.002


@dataclass(frozen=True, slots=True)
class Drawn:
    """A division as a map draws it, in degrees of CGCS2000, longitude first."""

    code: str
    name: str
    centre: tuple[float, float]
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class DrawnLayer:
    """The boundaries that are shown; *map_number* empty: a sketch."""

    id: int
    name: str
    licence: str
    map_number: str
    came_as: str
    imported_at: datetime
    divisions: Mapping[str, Drawn]


def present_layer() -> int | None:
    """Return the number of the layer that is shown, ``None`` if there is none."""
    rows = BoundaryLayer.objects.filter(replaced_at__isnull=True).order_by("-id")
    return rows.values_list("id", flat=True).first()


def drawn_layer(number: int) -> DrawnLayer | None:
    """Return a layer drawn coarsely, ``None`` if there is none of this number."""
    row = BoundaryLayer.objects.filter(pk=number).first()
    if row is None:
        return None
    shapes = Boundary.objects.filter(layer=row).order_by("code")
    return DrawnLayer(
        id=row.pk,
        name=row.name,
        licence=row.licence,
        map_number=row.map_number,
        came_as=row.came_as,
        imported_at=row.imported_at,
        divisions={
            one.code: Drawn(
                one.code,
                one.name,
                (one.lng, one.lat),
                outline(bytes(one.wkb), _TOLERANCE),
            )
            for one in shapes
        },
    )
