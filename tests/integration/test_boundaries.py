"""An operator replaces the boundaries: known divisions only, shifts found out."""

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from tests.factories.accounts import organisation

from zhence.geo.gcj02 import to_gcj02
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.boundaries.reads import drawn_layer, present_layer
from zhence_web.records.models import Boundary, BoundaryLayer, Entry

pytestmark = pytest.mark.django_db
PLACES = {"330106": (120.0, 30.2), "330110": (119.9, 30.3), "330122": (119.6, 29.8)}


def square(lng: float, lat: float, *, shifted: bool) -> list[list[float]]:
    ring = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    at = [(lng + x, lat + y) for x, y in ring]
    if shifted:
        lngs, lats = to_gcj02(*(np.array(side) for side in zip(*at, strict=True)))
        at = list(zip(lngs.tolist(), lats.tolist(), strict=True))
    return [list(pair) for pair in at]


def file_of(folder: Path, places: dict[str, tuple[float, float]], **shift: bool):
    shifted = shift.get("shifted", False)
    path = folder / "县界.geojson"
    features = [
        {
            "type": "Feature",
            "properties": {"adcode": code, "name": f"名{code}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [square(*at, shifted=shifted)],
            },
        }
        for code, at in places.items()
    ]
    told = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    return path


def take(path: Path, **options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(
        "boundaries_import",
        str(path),
        licence="made up",
        stdout=out,
        stderr=err,
        **options,
    )
    return out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def divisions():
    for code in PLACES:
        organisation(code, Tier.COUNTY, f"名{code}")


def test_boundaries_are_taken_for_divisions_on_record_and_the_rest_is_said(
    tmp_path: Path,
):
    out, err = take(file_of(tmp_path, {**PLACES, "999999": (118.0, 29.0)}))
    assert "边界 3 个，未取 1 个" in out
    assert "999999" in err
    assert Boundary.objects.count() == 3
    entry = Entry.objects.get(action="boundaries.take_layer")
    assert json.loads(entry.payload)["detail"]["boundaries"] == 3


def test_a_new_layer_takes_the_place_of_the_one_before(tmp_path: Path):
    take(file_of(tmp_path, PLACES))
    first = present_layer()
    take(file_of(tmp_path, PLACES), map_number="浙S（2026）1号")
    assert present_layer() != first
    assert BoundaryLayer.objects.filter(replaced_at=None).count() == 1
    number = present_layer()
    assert number is not None
    drawn = drawn_layer(number)
    assert drawn is not None
    assert drawn.map_number == "浙S（2026）1号"
    assert set(drawn.divisions) == set(PLACES)
    assert len(drawn.divisions["330106"].rings) == 1


def test_a_shift_that_nobody_declared_is_refused_and_taken_back_when_said(
    tmp_path: Path,
):
    take(file_of(tmp_path, PLACES))
    shifted = file_of(tmp_path, PLACES, shifted=True)
    with pytest.raises(CommandError, match="GCJ-02"):
        take(shifted)
    assert BoundaryLayer.objects.count() == 1
    take(shifted, crs="GCJ-02")
    lng = Boundary.objects.filter(layer=present_layer(), code="330106").get().lng
    assert lng == pytest.approx(120.05, abs=1e-6)


def test_a_file_without_a_known_division_changes_nothing(tmp_path: Path):
    with pytest.raises(CommandError, match="999999"):
        take(file_of(tmp_path, {"999999": (118.0, 29.0)}))
    assert present_layer() is None
