"""The public map over HTTP: from the province to a county, on pages and as data."""

import gzip
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from tests.factories.accounts import organisation

from zhence_web.records.accounts.roles import Tier

pytestmark = pytest.mark.django_db
# The county of 西湖区 in Hangzhou, and one in Ningbo.
PLACES = {"330106": (120.0, 30.2), "330203": (121.5, 29.8)}


@pytest.fixture
def boundaries(tmp_path: Path) -> None:
    """Two square counties, brought as an operator brings them."""
    features = []
    for code, (west, south) in PLACES.items():
        organisation(code, Tier.COUNTY, f"名{code}")
        corners = [(0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5), (0, 0)]
        ring = [[west + x, south + y] for x, y in corners]
        held = {"adcode": code, "name": f"名{code}"}
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": held, "geometry": shape})
    file = tmp_path / "two.geojson"
    told = {"type": "FeatureCollection", "features": features}
    file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    call_command(
        "boundaries_import",
        str(file),
        licence="made up",
        title="两县界线 / Bounds of two counties",
        stdout=StringIO(),
    )


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_without_boundaries_the_table_of_places_stands_for_the_map(client: Client):
    shown = page(client, "/towns/")
    assert "map-flat" not in shown
    assert "以表代图" in shown
    assert "map-row-none" in shown
    assert 'href="?city=330100#map"' in shown


@pytest.mark.usefixtures("boundaries")
def test_the_map_leads_from_the_province_to_a_city_a_county_and_a_town(client: Client):
    for address in ("/", "/towns/"):
        shown = page(client, address)
        assert re.search(r'class="door-name"\s+href="\?city=330100#map"', shown)
    city = page(client, "/towns/?city=330100")
    county = re.search(r'class="door-name"\s+href="\?([^"]+county=330106)#map"', city)
    assert county is not None
    nearest = page(client, "/towns/?" + county[1].replace("&amp;", "&"))
    towns = set(re.findall(r'class="sign sign-\w+"\s+href="(/towns/zj-\d+/)"', nearest))
    assert towns
    assert all(page(client, town) for town in sorted(towns)[:2])
    # The list below holds the same towns: who has no map misses nothing.
    below = nearest[nearest.index('id="list"') :]
    assert towns <= set(re.findall(r'href="(/towns/zj-\d+/)"', below))


@pytest.mark.usefixtures("boundaries")
def test_boundaries_are_called_by_the_name_in_the_language_of_the_page(client: Client):
    for start, here, other in (
        ("/towns/", "两县界线", "Bounds of two counties"),
        ("/en/towns/", "Bounds of two counties", "两县界线"),
    ):
        shown = page(client, start)
        assert here in shown
        assert other not in shown
        assert "map-row-none" not in shown


@pytest.mark.usefixtures("boundaries")
def test_filters_of_the_address_apply_to_the_map_too(client: Client):
    shown = page(client, "/towns/?standing=named")
    start = shown.index("map-flat")
    drawn = shown[start : shown.index("</svg>", start)]
    kinds = set(re.findall(r"sign-(\w+)", drawn))
    assert kinds == {"named"}


@pytest.mark.usefixtures("boundaries")
def test_programs_are_given_towns_by_county_and_the_middle_of_it(client: Client):
    told = client.get("/map/towns.json", {"county": "330106", "city": "330100"}).json()
    assert told["placed"] == "county_centre"
    centres = {one["code"]: one["centre"] for one in told["counties"]}
    assert centres["330106"] == pytest.approx([120.25, 30.45], abs=0.01)
    assert all(one["towns"] for one in told["counties"])


@pytest.mark.usefixtures("boundaries")
def test_boundaries_travel_compressed_once_and_say_that_they_are_a_sketch(
    client: Client,
):
    whole = client.get("/map/boundaries.json")
    told = whole.json()
    assert told["notice"]["sketch"] is True
    assert {one["properties"]["code"] for one in told["features"]} == set(PLACES)
    small = client.get("/map/boundaries.json", headers={"accept-encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == whole.content
    for answer, coding in ((whole, ""), (small, "gzip")):
        headers = {"if-none-match": answer["ETag"], "accept-encoding": coding}
        again = client.get("/map/boundaries.json", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
