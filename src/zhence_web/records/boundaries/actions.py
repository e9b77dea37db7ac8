"""Take boundaries in; the layer before stays on record and is no longer shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhence.errors import BadInputError, Fault, Severity, Where
from zhence.geo import GCJ02, Boundary, Layer, hidden_shift
from zhence_web.records.accounts.models import Org, OrgName
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.audit.actions import record
from zhence_web.records.boundaries import models

_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file is from and what may be done with it; *map_number* may be empty."""

    name: str
    licence: str
    map_number: str
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an import: how many boundaries, and what was left out, and why."""

    layer: int
    boundaries: int
    left_out: tuple[Fault, ...]


@transaction.atomic
def take_layer(layer: Layer, origin: Origin, *, actor: str, at: datetime) -> Taken:
    """Show *layer* from now on. Audited.

    A shape counts by its code, or by its name where that is one division's alone.

    Raises:
        BadInputError: no shape is of a division on record, or the shapes lie shifted
            against those that are shown, though nobody said so.
    """
    by_name = _by_name(at)
    codes = set(Org.objects.exclude(tier=Tier.SITE).values_list("code", flat=True))
    found: dict[str, Boundary] = {}
    left_out = list(layer.faults)
    for one in layer.boundaries:
        code = one.code if one.code in codes else by_name.get(one.name, "")
        if not code or code in found:
            left_out.append(_stranger(one, origin, doubled=bool(code)))
        else:
            found[code] = one
    if not found:
        raise BadInputError(left_out)
    _refuse_hidden_shift(layer, found, origin)
    present = models.BoundaryLayer.objects.filter(replaced_at__isnull=True)
    present.update(replaced_at=at)
    row = models.BoundaryLayer.objects.create(
        name=origin.name,
        licence=origin.licence,
        map_number=origin.map_number,
        came_as=layer.system.code[:40],
        found=layer.system.found.value,
        file_name=origin.file_name,
        sha256=origin.sha256,
        imported_at=at,
    )
    models.Boundary.objects.bulk_create(
        models.Boundary(
            layer=row,
            code=code,
            name=one.name,
            wkb=one.wkb,
            lng=one.centre[0],
            lat=one.centre[1],
        )
        for code, one in found.items()
    )
    record(
        "boundaries.take_layer",
        kind="boundary_layer",
        id_=row.pk,
        at=at,
        actor=actor,
        detail={
            "file": origin.file_name,
            "sha256": origin.sha256,
            "system": row.came_as,
            "found": row.found,
            "boundaries": len(found),
            "left_out": len(left_out),
        },
    )
    return Taken(row.pk, len(found), tuple(left_out))


def _refuse_hidden_shift(
    layer: Layer, found: Mapping[str, Boundary], origin: Origin
) -> None:
    """Hold the middle of each shape against the layer that is shown."""
    if layer.system.code == GCJ02:
        return
    shown = models.Boundary.objects.filter(
        layer__replaced_at__isnull=True, code__in=found
    )
    true = {
        code: (lng, lat) for code, lng, lat in shown.values_list("code", "lng", "lat")
    }
    both = [(found[code].centre, at) for code, at in true.items()]
    if len(both) >= _ENOUGH and hidden_shift(both):
        raise BadInputError(
            Fault(
                "crs_shifted",
                "与现有边界相比，整体偏移与 GCJ-02（网络地图）一致，但文件没有说明",
                "against the boundaries that are shown, all of it lies shifted as "
                "GCJ-02 (web maps) is, and the file does not say so",
                Where(origin.file_name),
                "if it is a web map's, say --crs GCJ-02; it is shifted back then",
            )
        )


def _by_name(at: datetime) -> Mapping[str, str]:
    """Return the codes of divisions by the name of that day; a shared name has none."""
    on = at.date()
    held = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))
    rows = OrgName.objects.filter(held).exclude(org__tier=Tier.SITE)
    codes: dict[str, str] = {}
    for name, code in rows.values_list("zh", "org__code"):
        codes[name] = "" if name in codes else code
    return codes


def _stranger(one: Boundary, origin: Origin, *, doubled: bool) -> Fault:
    named = " ".join(part for part in (one.code, one.name) if part) or "—"
    if doubled:
        return Fault(
            "boundary_twice",
            f"同一区划有两个图形，取第一个：{named}",
            f"a division has two shapes, the first is taken: {named}",
            Where(origin.file_name),
            severity=Severity.WARNING,
        )
    return Fault(
        "boundary_stranger",
        f"在册区划中没有：{named}",
        f"no division on record: {named}",
        Where(origin.file_name),
        severity=Severity.WARNING,
    )
