"""Boundaries as agencies have them: zones, shifts, GBK titles, rings that cross."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio.raw import write
from pyproj import Transformer

from zhence.errors import BadInputError
from zhence.geo import GCJ02, KEPT, Found, read_boundaries
from zhence.geo.gcj02 import from_gcj02, looks_shifted, to_gcj02

# A made-up square of a tenth of a degree near Hangzhou.
SQUARE = [[120.0, 30.0], [120.1, 30.0], [120.1, 30.1], [120.0, 30.1], [120.0, 30.0]]
BOW = [[120.0, 30.0], [120.1, 30.1], [120.1, 30.0], [120.0, 30.1], [120.0, 30.0]]
# Peers agree to a millionth of a degree (googollee/eviltransform, its own tests).
SHIFTED = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]


def geojson(folder: Path, ring: list[list[float]], crs: str = "") -> Path:
    told: dict[str, object] = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"adcode": 330106, "name": "西湖区"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        ],
    }
    if crs:
        told["crs"] = {"type": "name", "properties": {"name": crs}}
    path = folder / "counties.geojson"
    path.write_text(json.dumps(told), "utf-8")
    return path


def turned(code: str) -> list[list[float]]:
    turn = Transformer.from_crs(KEPT, code, always_xy=True)
    return [list(turn.transform(x, y)) for x, y in SQUARE]


def corners(wkb: bytes) -> np.ndarray:
    return np.asarray(shapely.get_coordinates(shapely.from_wkb(wkb)))


def fault_of(path: Path, crs: str | None = None) -> str:
    with pytest.raises(BadInputError) as caught:
        read_boundaries(path, crs=crs)
    return caught.value.faults[0].code


def test_degrees_are_recognised_and_kept_with_code_name_and_a_point_within(
    tmp_path: Path,
):
    layer = read_boundaries(geojson(tmp_path, SQUARE))
    (one,) = layer.boundaries
    assert (one.code, one.name) == ("330106", "西湖区")
    assert (layer.system.code, layer.system.found) == (KEPT, Found.DETECTED)
    assert shapely.from_wkb(one.wkb).contains(shapely.Point(one.centre))
    assert layer.faults == ()


@pytest.mark.parametrize("code", ["EPSG:4528", "EPSG:4498"])
def test_metres_with_a_zone_number_are_recognised(tmp_path: Path, code: str):
    """Three-degree zone 40 and six-degree zone 20."""
    layer = read_boundaries(geojson(tmp_path, turned(code)))
    assert (layer.system.code, layer.system.found) == (code, Found.DETECTED)
    assert np.allclose(
        corners(layer.boundaries[0].wkb).mean(axis=0), [120.04, 30.04], atol=0.02
    )
    west = corners(layer.boundaries[0].wkb)[:, 0].min()
    assert west == pytest.approx(120.0, abs=1e-8)


def test_metres_without_a_zone_number_must_be_declared(tmp_path: Path):
    path = geojson(tmp_path, turned("EPSG:4549"))
    assert fault_of(path) == "crs_unknown"
    layer = read_boundaries(path, crs="EPSG:4549")
    assert layer.system.found is Found.DECLARED
    west = corners(layer.boundaries[0].wkb)[:, 0].min()
    assert west == pytest.approx(120.0, abs=1e-8)


def test_latitude_before_longitude_is_said(tmp_path: Path):
    assert fault_of(geojson(tmp_path, [[y, x] for x, y in SQUARE])) == "crs_axes"


def test_metres_declared_as_degrees_are_refused(tmp_path: Path):
    path = geojson(tmp_path, turned("EPSG:4528"), "urn:ogc:def:crs:OGC:1.3:CRS84")
    assert fault_of(path) == "crs_extent"
    assert fault_of(geojson(tmp_path, SQUARE), crs="EPSG:nothing") == "crs_code"


def test_a_declared_shift_is_taken_back(tmp_path: Path):
    ring = [[float(v[0]) for v in to_gcj02(*_arrays(x, y))] for x, y in SQUARE]
    layer = read_boundaries(geojson(tmp_path, ring), crs="gcj02")
    assert layer.system.code == GCJ02
    found = corners(layer.boundaries[0].wkb)
    assert np.allclose(sorted(found.tolist()), sorted(SQUARE), atol=1e-9)


@pytest.mark.parametrize(("true", "shown"), SHIFTED)
def test_the_shift_agrees_with_its_peers_and_back(
    true: tuple[float, float], shown: tuple[float, float]
):
    there = to_gcj02(*_arrays(*true))
    assert [float(v[0]) for v in there] == pytest.approx(shown, abs=1e-6)
    back = from_gcj02(*_arrays(*shown))
    assert [float(v[0]) for v in back] == pytest.approx(true, abs=1e-9)


def test_a_hidden_shift_is_recognised_against_true_places_and_only_then():
    true = np.array([119.0, 120.2, 121.5]), np.array([28.1, 30.3, 29.9])
    assert looks_shifted(to_gcj02(*true), true)
    assert not looks_shifted(true, true)
    near = true[0] + 0.004, true[1] - 0.003
    assert not looks_shifted((true[0] - 0.004, true[1] + 0.003), near)


def test_a_ring_that_crosses_itself_is_refused_with_the_place(tmp_path: Path):
    with pytest.raises(BadInputError) as caught:
        read_boundaries(geojson(tmp_path, BOW))
    (fault,) = caught.value.faults
    assert fault.code == "boundary_ring"
    assert "自相交" in fault.zh
    assert "120.05 30.05" in fault.en


def test_for_a_sketch_a_crossing_ring_is_cut_and_said(tmp_path: Path):
    layer = read_boundaries(geojson(tmp_path, BOW), mend=True)
    (one,) = layer.boundaries
    shape = shapely.from_wkb(one.wkb)
    assert shape.is_valid
    assert shape.area == pytest.approx(0.005)
    assert [(f.code, f.severity.value) for f in layer.faults] == [
        ("boundary_ring", "warning")
    ]


def test_sound_shapes_stay_when_others_are_refused(tmp_path: Path):
    path = geojson(tmp_path, SQUARE)
    told = json.loads(path.read_text("utf-8"))
    point = {"type": "Point", "coordinates": [120.0, 30.0]}
    told["features"] += [
        {"type": "Feature", "properties": {"name": "点"}, "geometry": point},
        {"type": "Feature", "properties": {"name": "空"}, "geometry": None},
        {
            "type": "Feature",
            "properties": {"name": "短"},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE[:2]]},
        },
    ]
    path.write_text(json.dumps(told), "utf-8")
    layer = read_boundaries(path)
    assert [b.name for b in layer.boundaries] == ["西湖区"]
    assert [f.code for f in layer.faults] == [
        "boundary_kind",
        "boundary_empty",
        "geojson_shape",
    ]
    assert layer.faults[0].where.cell == "features[2]"


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
@pytest.mark.parametrize("page", ["said", "unsaid"])
def test_a_shapefile_is_read_with_or_without_its_code_page(
    tmp_path: Path, encoding: str, page: str
):
    path = tmp_path / "县界.shp"
    write(
        path,
        geometry=np.array([shapely.to_wkb(shapely.Polygon(SQUARE))], dtype=object),
        field_data=[
            np.array(["330106"], dtype=object),
            np.array(["西湖区"], dtype=object),
        ],
        fields=["XZQDM", "名称"],
        crs=KEPT,
        geometry_type="Polygon",
        encoding=encoding,
    )
    if page == "unsaid":
        path.with_suffix(".cpg").unlink(missing_ok=True)
    layer = read_boundaries(path)
    assert [(b.code, b.name) for b in layer.boundaries] == [("330106", "西湖区")]
    assert layer.system.code == KEPT


def test_what_is_no_file_of_boundaries_is_refused_by_name(tmp_path: Path):
    path = tmp_path / "x.geojson"
    for text, code in (
        ("{", "geojson_syntax"),
        ("[]", "geojson_collection"),
        ('{"features": []}', "boundary_fields"),
    ):
        path.write_text(text)
        assert fault_of(path) == code
    assert fault_of(tmp_path / "nothing.shp") == "boundary_file"
    assert fault_of(tmp_path / "nothing.json") == "boundary_file"


def _arrays(x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([x]), np.array([y])
