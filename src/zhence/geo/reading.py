"""A file of boundaries → shapes with a code and a name, and every fault at once.

GeoJSON is read as RFC 7946 has it; a Shapefile comes with its ``.dbf`` in UTF-8 or
GBK, Chinese field names and all, whether or not it says so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import shapely
from pyogrio.errors import DataSourceError
from pyogrio.raw import read as read_shapes

from zhence.errors import BadInputError, Fault, Severity, Where
from zhence.geo.systems import Extent, Found, System, kept, system_of
from zhence.intake.encodings import decode

# The titles that agencies give to the two columns, the plainest first.
CODE_TITLES = ("code", "adcode", "行政区划代码", "区划代码", "县代码", "XZQDM", "PAC")
NAME_TITLES = ("name", "名称", "行政区名称", "县名", "XZQMC", "NAME")
_AREAL = frozenset({"Polygon", "MultiPolygon"})
_RING = "boundary_ring"
_FIELD = 10
_HEADER = 32
_HEADER_LENGTH = slice(8, 10)
_REASONS: Mapping[str, tuple[str, str]] = {
    "Self-intersection": ("边界自相交", "the boundary crosses itself"),
    "Ring Self-intersection": ("环自相交或自相接", "a ring touches or crosses itself"),
    "Hole lies outside shell": ("洞在外环之外", "a hole lies outside its ring"),
    "Holes are nested": ("洞中有洞", "a hole lies inside another"),
    "Nested shells": ("面互相套叠", "one part lies inside another"),
    "Duplicate Rings": ("环重复", "a ring is there twice"),
    "Interior is disconnected": ("内部不连通", "the inside falls apart"),
    "Too few points in geometry component": (
        "环的点数不足",
        "a ring has too few points",
    ),
}


@dataclass(frozen=True, slots=True)
class Boundary:
    """One division: its code (empty where the file has none), name and shape.

    *wkb* is in degrees of CGCS2000; *centre* is a point that lies within.
    """

    code: str
    name: str
    wkb: bytes
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layer:
    """The sound boundaries of a file, what they came as, and what was refused."""

    boundaries: tuple[Boundary, ...]
    system: System
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Raw:
    """A shape as the file has it."""

    where: Where
    fields: Mapping[str, str]
    shape: shapely.Geometry | None
    fault: Fault | None = None


def read_boundaries(
    path: Path,
    *,
    crs: str | None = None,
    code: str = "",
    name: str = "",
    mend: bool = False,
) -> Layer:
    """Return the boundaries of *path*; a shape that is not sound is refused alone.

    *crs* overrides what the file declares; *code* and *name* are the fields to take.
    *mend*: crossing rings are cut where they cross instead, each with a warning; good
    enough for a sketch, and for nothing that is measured.

    Raises:
        BadInputError: the file cannot be read, has no field for a name, or its
            coordinates cannot be told.
    """
    raw, declared = (
        _geojson(path) if path.suffix.lower() in {".json", ".geojson"} else _shp(path)
    )
    fields = list(dict.fromkeys(field for one in raw for field in one.fields))
    name_field = name or _field(fields, NAME_TITLES)
    code_field = code or _field(fields, CODE_TITLES)
    if not name_field and not code_field:
        raise BadInputError(
            Fault(
                "boundary_fields",
                f"找不到代码或名称所在的列，文件的列是：{'、'.join(fields) or '无'}",
                "no field holds a code or a name; the fields are: "
                f"{', '.join(fields) or 'none'}",
                Where(path.name),
                "say which with --code and --name",
            )
        )
    judged = [(one, _unsound(one)) for one in raw]
    sound = [one for one, fault in judged if fault is None]
    faults = [fault for _, fault in judged if fault is not None]
    if mend:
        rings = [(one, fault) for one, fault in judged if _is_ring(fault)]
        sound += [_mended(one) for one, _ in rings]
        faults = [
            replace(f, severity=Severity.WARNING, remedy="mended, for a sketch only")
            if _is_ring(f)
            else f
            for f in faults
        ]
    if not sound:
        raise BadInputError(faults or _nothing(path))
    system = system_of(_extent(sound), crs or declared, Where(path.name))
    return Layer(
        tuple(
            _boundary(one, system, one.fields.get(code_field, ""), name_field)
            for one in sound
        ),
        system,
        tuple(faults),
    )


def _boundary(one: _Raw, system: System, code: str, name_field: str) -> Boundary:
    shape = shapely.normalize(kept(_given(one), system))
    centre = shapely.point_on_surface(shape)
    return Boundary(
        code=code.strip().removesuffix(".0"),
        name=one.fields.get(name_field, "").strip(),
        wkb=bytes(shapely.to_wkb(shape)),
        centre=(float(shapely.get_x(centre)), float(shapely.get_y(centre))),
    )


def _given(one: _Raw) -> shapely.Geometry:
    if one.shape is None:  # what has no shape was refused before
        raise AssertionError(one.where)
    return one.shape


def _unsound(one: _Raw) -> Fault | None:
    """Return why a shape cannot be a boundary, ``None`` if it can."""
    shape = one.shape
    if one.fault is not None:
        return one.fault
    if shape is None or shape.is_empty:
        return Fault("boundary_empty", "没有图形", "there is no shape", one.where)
    if shape.geom_type not in _AREAL:
        return Fault(
            "boundary_kind",
            f"不是面：{shape.geom_type}",
            f"no area: {shape.geom_type}",
            one.where,
            "a boundary is a Polygon or a MultiPolygon",
        )
    if not all(math.isfinite(v) for v in shape.bounds):
        return Fault("boundary_number", "坐标不是数", "no number", one.where)
    if shape.is_valid:
        return None
    reason, _, at = str(shapely.is_valid_reason(shape)).partition("[")
    zh, en = _REASONS.get(reason, (reason, reason))
    at = at.rstrip("]")
    return Fault(
        _RING,
        f"{zh}（在 {at} 附近）",
        f"{en} (near {at})",
        one.where,
        "mend the ring at that place, or say --mend for a sketch",
    )


def _is_ring(fault: Fault | None) -> bool:
    return fault is not None and fault.code == _RING


def _mended(one: _Raw) -> _Raw:
    """Return what is areal of a shape whose rings cross, cut where they do."""
    parts = shapely.get_parts(shapely.make_valid(one.shape))
    areal = [part for part in parts if part.geom_type in _AREAL]
    return replace(one, shape=shapely.union_all(areal))


def _extent(sound: Sequence[_Raw]) -> Extent:
    bounds = [_given(one).bounds for one in sound]
    west, south, east, north = zip(*bounds, strict=True)
    return Extent(min(west), min(south), max(east), max(north))


def _field(fields: Sequence[str], titles: Sequence[str]) -> str:
    """Return the field that carries one of *titles*; a ``.dbf`` may cut it short."""
    for title in titles:
        for field in fields:
            told = field.casefold()
            cut = len(field.encode("gbk", "replace")) >= _FIELD - 1
            if told == title.casefold() or (cut and title.casefold().startswith(told)):
                return field
    return ""


def _geojson(path: Path) -> tuple[list[_Raw], str | None]:
    try:
        told = json.loads(decode(path.read_bytes(), path.name))
    except json.JSONDecodeError as error:
        raise BadInputError(
            Fault(
                "geojson_syntax",
                f"不是 JSON：{error.msg}",
                f"no JSON: {error.msg}",
                Where(path.name, error.lineno),
            )
        ) from None
    except OSError as error:
        raise BadInputError(_unreadable(path, error.strerror or "")) from None
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise BadInputError(
            Fault(
                "geojson_collection",
                "不是 FeatureCollection，没有 features",
                "no FeatureCollection: there are no features",
                Where(path.name),
            )
        )
    crs = told.get("crs")
    declared = crs.get("properties", {}).get("name") if isinstance(crs, dict) else None
    return list(_features(features, path)), declared


def _features(features: Sequence[object], path: Path) -> Iterator[_Raw]:
    for number, feature in enumerate(features, 1):
        where = Where(path.name, cell=f"features[{number}]")
        held = feature if isinstance(feature, dict) else {}
        properties = held.get("properties")
        fields = properties if isinstance(properties, dict) else {}
        told = {str(k): "" if v is None else str(v) for k, v in fields.items()}
        try:
            shape = _shape(held.get("geometry"))
        except shapely.GEOSException as error:
            yield _Raw(where, told, None, _misshapen(error, where))
        else:
            yield _Raw(where, told, shape)


def _shape(geometry: object) -> shapely.Geometry | None:
    return None if geometry is None else shapely.from_geojson(json.dumps(geometry))


def _misshapen(error: Exception, where: Where) -> Fault:
    return Fault(
        "geojson_shape",
        f"图形写法不对：{error}",
        f"the shape is not written as it must be: {error}",
        where,
        "rings are closed and have four positions or more; each is a pair",
    )


def _shp(path: Path) -> tuple[list[_Raw], str | None]:
    try:
        meta, _, shapes, columns = read_shapes(path, encoding=_encoding(path))
    except (DataSourceError, OSError) as error:
        raise BadInputError(_unreadable(path, str(error))) from None
    titles = [str(title) for title in meta["fields"]]
    declared = None if meta["crs"] is None else str(meta["crs"])
    return [
        _Raw(
            Where(path.name, cell=f"#{number}"),
            {
                title: "" if column[number - 1] is None else str(column[number - 1])
                for title, column in zip(titles, columns, strict=True)
            },
            None if shape is None else shapely.from_wkb(shape),
        )
        for number, shape in enumerate(shapes, 1)
    ], declared


def _encoding(path: Path) -> str:
    """Return how the ``.dbf`` is written: as its ``.cpg`` says, else as it shows."""
    said = path.with_suffix(".cpg")
    if said.is_file():
        return said.read_text("ascii", "ignore").strip() or "UTF-8"
    table = path.with_suffix(".dbf")
    if not table.is_file():
        return "UTF-8"
    data = table.read_bytes()
    begins = int.from_bytes(data[_HEADER_LENGTH], "little")
    titles = data[_HEADER:begins]
    names = [titles[i : i + 11] for i in range(0, len(titles) - _HEADER, _HEADER)]
    text = b"\n".join([*names, data[begins:]]).replace(b"\0", b" ")
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        decode(text.rstrip(b"\x1a"), table.name)
        return "GB18030"
    return "UTF-8"


def _unreadable(path: Path, why: str) -> Fault:
    return Fault(
        "boundary_file",
        f"文件读不出：{why}",
        f"the file cannot be read: {why}",
        Where(path.name),
        "give a GeoJSON file or the .shp of a Shapefile with its .dbf and .shx",
    )


def _nothing(path: Path) -> Fault:
    return Fault(
        "boundary_none", "文件里没有边界", "there is no boundary", Where(path.name)
    )


__all__ = ["Boundary", "Found", "Layer", "read_boundaries"]
