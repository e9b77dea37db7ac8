"""Sites on a map that is part of its page: where they lie, and what leads where."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string

from zhence.evidence import Text
from zhence_web.kit.headers import (
    CONTENT_SECURITY_POLICY,
    PolicyHeaders,
    content_policy,
)
from zhence_web.kit.mapping import Door, Mark, drawing, stem_of
from zhence_web.kit.marks import shape
from zhence_web.kit.tiles import HOST, tianditu
from zhence_web.records.boundaries.reads import Drawn, DrawnLayer
from zhence_web.records.drafts.reads import Flip
from zhence_web.screens.review.mapped import drawn

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Square:
    code: str
    west: float
    south: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.west + 0.5, self.south + 0.5

    @property
    def rings(self) -> tuple[Ring, ...]:
        w, s = self.west, self.south
        return (((w, s), (w + 1, s), (w + 1, s + 1), (w, s + 1), (w, s)),)

    @property
    def coarse(self) -> tuple[Ring, ...]:
        return self.rings


@dataclass(frozen=True, eq=False)
class Squares:
    divisions: dict[str, Square]
    name: str = "方格"
    licence: str = "made up"
    map_number: str = ""


PLACES = {"330102": (120.0, 30.0), "330106": (121.0, 30.0), "330203": (122.0, 30.0)}
LAYER = Squares({code: Square(code, *at) for code, at in PLACES.items()})


def mark(name: str, *codes: str, kind: str = "creation") -> Mark:
    return Mark(name, codes, kind, Text("创建", "under creation"), f"/towns/{name}/")


def door(code: str) -> Door:
    return Door(code, Text("甲市", "City A"), 2, f"?city={code}#map")


def test_a_mark_lies_in_the_middle_of_the_first_division_that_is_drawn():
    told = drawing(LAYER, "330000", [mark("甲", "339999", "330106")])
    assert told is not None
    (one,) = told.marks
    assert one.at == pytest.approx((121.5, 30.5), abs=0.01)
    assert told.missing == 0


def test_a_mark_without_a_drawn_division_is_counted_and_not_drawn():
    told = drawing(LAYER, "330000", [mark("甲", "339999"), mark("乙")])
    assert told is not None
    assert (told.marks, told.missing) == ((), 2)


def test_marks_of_one_division_do_not_cover_each_other():
    told = drawing(LAYER, "330000", [mark(str(n), "330106") for n in range(30)])
    assert told is not None
    at = [(one.x, one.y) for one in told.marks]
    apart = [
        (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a in at for b in at if a is not b
    ]
    assert min(apart) > 15**2


def test_a_door_holds_the_areas_of_its_division_and_what_is_left_leads_nowhere():
    told = drawing(LAYER, "330000", [], [door("330100"), door("340000")])
    assert told is not None
    (only,) = told.doors
    assert (only.stem, len(only.paths)) == ("3301", 2)
    assert only.at == pytest.approx((121.0, 30.5), abs=0.01)
    assert (len(told.here), len(told.beside)) == (1, 0)


def test_drilling_down_draws_nearer_with_the_neighbours_beside():
    whole, city = drawing(LAYER, "330000", []), drawing(LAYER, "330200", [])
    assert whole is not None
    assert city is not None
    assert (len(city.here), len(city.beside)) == (1, 1)
    wide = whole.bounds[2] - whole.bounds[0]
    assert city.bounds[2] - city.bounds[0] < wide / 2


def test_a_place_that_no_boundary_is_of_has_no_map():
    assert drawing(LAYER, "320600", [mark("甲", "320681")]) is None


@pytest.mark.parametrize(
    ("code", "stem"),
    [("330000", "33"), ("331000", "3310"), ("330100", "3301"), ("330110", "330110")],
)
def test_codes_within_a_place_begin_with_its_stem(code: str, stem: str):
    assert stem_of(code) == stem


def test_each_standing_has_a_shape_of_its_own():
    kinds = ("creation", "cultivation", "named", "exited", "unknown", "unlisted")
    assert len({shape(kind) for kind in kinds}) == len(kinds)
    assert len({shape(str(n)) for n in range(1, 9)}) == 8


def test_the_map_says_in_words_what_its_shapes_mean_and_that_it_is_a_sketch():
    marks = [mark("甲", "330106"), mark("乙", "330203", kind="named"), mark("丙")]
    shown = render_to_string(
        "components/map.html",
        {
            "drawing": drawing(LAYER, "330000", marks, [door("330100")]),
            "layer": LAYER,
            "kinds": [
                ("creation", Text("创建", "under creation")),
                ("named", Text("已命名", "named")),
                ("exited", Text("已退出", "exited")),
            ],
            "label": "图",
        },
    )
    assert "已命名 1" in " ".join(shown.split())
    assert "已退出" not in shown
    assert "县界为示意图，无审图号" in shown
    assert "另有 1 个所在地不详" in shown
    assert "tianditu" not in shown


def flip(subject: str, code: str, before: str, after: str, year: int = 2020) -> Flip:
    said = Text(after, after)
    return Flip(
        subject,
        (code, "330000"),
        subject,
        "县",
        "—",
        year,
        before,
        after,
        said,
        said,
        (),
    )


def brought() -> DrawnLayer:
    squares = {
        code: Drawn(code, code, one.centre, one.rings, one.coarse)
        for code, one in LAYER.divisions.items()
    }
    return DrawnLayer(
        1, "方格", "made up", "", "EPSG:4490", datetime(2026, 1, 1, tzinfo=UTC), squares
    )


def test_a_reform_shows_on_the_map_whom_it_turns_and_which_way_in_the_last_year():
    told = drawn(
        [
            flip("甲", "330102", "PASS", "FAIL", 2019),
            flip("甲", "330102", "FAIL", "PASS", 2020),
            flip("乙", "330106", "PASS", "FAIL"),
            flip("丙", "330106", "PASS", "INSUFFICIENT_DATA"),
            flip("丁", "330106", "FAIL", "NOT_APPLICABLE"),
        ],
        brought(),
    )
    assert told is not None
    assert [one.mark.kind for one in told.marks] == ["up", "down", "open", "other"]
    # Nothing beyond their city is looked at.
    assert (len(told.here), len(told.beside)) == (2, 1)


def test_a_reform_that_turns_nobody_who_is_placed_has_no_map():
    assert drawn([], brought()) is None
    assert drawn([flip("甲", "339999", "PASS", "FAIL")], brought()) is None
    assert drawn([flip("甲", "330102", "PASS", "FAIL")], None) is None


def test_without_a_key_no_map_and_no_policy_names_another_machine():
    assert tianditu("") == {}
    assert content_policy(tiles=False) == CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


def test_with_a_key_the_policy_opens_for_the_tiles_alone():
    told = tianditu("abc123")
    assert set(told) == {"tiles", "names"}
    assert all(
        at.startswith(f"{HOST}/") and at.endswith("tk=abc123") for at in told.values()
    )
    assert "TILEMATRIX={z}&TILEROW={y}&TILECOL={x}" in told["tiles"]
    opened = content_policy(tiles=True).split("; ")
    assert f"img-src 'self' data: {HOST}" in opened
    assert f"connect-src 'self' {HOST}" in opened
    assert [part for part in opened if HOST in part and "src" not in part] == []
    assert "default-src 'self'" in opened


def test_a_site_with_a_key_says_so_on_its_maps_and_in_its_headers(settings: Any):
    settings.CONFIG = replace(settings.CONFIG, tianditu_key="abc123")
    answer = PolicyHeaders(lambda _: HttpResponse())(HttpRequest())
    assert HOST in answer["Content-Security-Policy"]
    shown = Template("{% basemap %}").render(Context())
    assert f'data-tiles="{HOST}/vec_w/' in shown
    assert "tk=abc123" in shown
