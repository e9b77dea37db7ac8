"""The boundaries that are shown, and where the middle of a division lies."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import DatabaseError

from zhence.evidence import Text
from zhence_web.records.boundaries.models import Boundary, BoundaryLayer

if TYPE_CHECKING:
    from zhence.geo import Ring

_LOG = logging.getLogger(__name__)
# In degrees: about three hundred metres, and what a map of a whole province shows.
_FINE, _COARSE = 0.003, 0.01


@dataclass(frozen=True, slots=True)
class Drawn:
    """A division as a map draws it, in degrees of CGCS2000, longitude first.

    *coarse* are the same rings with fewer corners.
    """

    code: str
    name: str
    centre: tuple[float, float]
    rings: tuple[Ring, ...]
    coarse: tuple[Ring, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnLayer:
    """The boundaries that are shown; *map_number* empty: a sketch.

    *name* may be in two languages, as ``中文 / English``.
    """

    id: int
    name: str
    licence: str
    map_number: str
    came_as: str
    imported_at: datetime
    divisions: Mapping[str, Drawn]

    @property
    def title(self) -> Text:
        """What it is called; one name stands for both languages."""
        zh, _, en = self.name.partition(" / ")
        return Text(zh, en or zh)


def shown_layer() -> DrawnLayer | None:
    """Return the boundaries that are shown, ``None`` if there are none.

    Where the record does not answer there are none, either: a page goes without a map.
    """
    rows = BoundaryLayer.objects.filter(replaced_at__isnull=True).order_by("-id")
    try:
        shown = rows.values_list("id", "sha256", "imported_at").first()
    except DatabaseError:
        _LOG.exception("the boundaries cannot be read")
        return None
    return None if shown is None else _kept(*shown)


@lru_cache(maxsize=2)
def _kept(number: int, sha256: str, imported_at: datetime) -> DrawnLayer | None:
    """Return a layer, which never changes; another database may reuse its number."""
    del sha256, imported_at
    return drawn_layer(number)


def present_layer() -> int | None:
    """Return the number of the layer that is shown, ``None`` if there is none."""
    rows = BoundaryLayer.objects.filter(replaced_at__isnull=True).order_by("-id")
    return rows.values_list("id", flat=True).first()


def drawn_layer(number: int) -> DrawnLayer | None:
    """Return a layer drawn coarsely, ``None`` if there is none of this number."""
    row = BoundaryLayer.objects.filter(pk=number).first()
    if row is None:
        return None
    from zhence.geo import outline  # noqa: PLC0415  # shapely, only where one draws

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
                outline(bytes(one.wkb), _FINE),
                outline(bytes(one.wkb), _COARSE),
            )
            for one in shapes
        },
    )
