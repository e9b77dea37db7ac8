"""Charts and maps drawn from what a page holds, under the site's own policy."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.functional.test_accessible import grave_findings
from tests.lib.islands import built

from zhence_web.kit.headers import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.browser

HEAD = """<!DOCTYPE html><html lang="zh-Hans"><head><title>图</title>
<link rel="stylesheet" href="/static/site/tokens.css">
<link rel="stylesheet" href="/static/site/base.css">
<link rel="stylesheet" href="/static/site/parts.css">
<link rel="stylesheet" href="/static/islands/map.css">
</head><body><main><h1>图</h1>"""
FOOT = """<script type="module" src="/static/islands/{}.js"></script>
</main></body></html>"""
CHART = """<figure data-chart="{}" data-table="counts" data-unit="个"></figure>
<table id="counts"><caption>各状态小镇数</caption>
<thead><tr><th>截至</th><th>创建</th><th>命名</th></tr></thead>
<tbody><tr><th>2019</th><td>1,060</td><td data-value="22">约 22</td></tr>
<tr><th>2020</th><td>—（缺报）</td><td>0</td></tr>
<tr><th>2021</th><td>90</td><td>31</td></tr></tbody></table>"""
MAP = """<div data-map data-points="/points.json" data-shapes="/shapes.json"
data-label="小镇分布" data-notice="示意图，无审图号"></div>"""
POINTS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": place},
            "properties": {"name": name, "tint": "creation-fill", "url": "/towns/"},
        }
        for name, place in {"甲镇": [120.1, 30.2], "乙镇": [120.6, 30.7]}.items()
    ],
}
RING = [[120.0, 30.0], [121.0, 30.0], [121.0, 31.0], [120.0, 31.0], [120.0, 30.0]]
SHAPES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [RING]},
            "properties": {"name": "甲县"},
        }
    ],
}


@pytest.fixture(autouse=True)
def _built() -> None:
    built()


def show(page: Page, body: str, island: str) -> None:
    """Open a page of the site that holds *body*, with the site's own policy."""
    texts = {
        "/island/": ("text/html; charset=utf-8", HEAD + body + FOOT.format(island)),
        "/points.json": ("application/geo+json", json.dumps(POINTS)),
        "/shapes.json": ("application/geo+json", json.dumps(SHAPES)),
    }

    for path, (kind, text) in texts.items():
        headers = {
            "Content-Type": kind,
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        }
        page.route(f"**{path}", answering(text, headers))
    page.goto("/island/")


def answering(text: str, headers: dict[str, str]) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=text, headers=headers)


def test_a_chart_is_drawn_from_its_table_and_leaves_it_there(page: Page):
    show(page, CHART.format("bar"), "chart")
    drawn = page.get_by_role("img", name="各状态小镇数")
    expect(drawn.locator("svg")).to_be_visible()
    expect(drawn.locator("svg text").filter(has_text="2021")).to_have_count(1)
    expect(drawn.locator("svg text").filter(has_text="命名")).to_have_count(1)
    expect(page.get_by_role("table")).to_be_visible()
    assert grave_findings(page) == []


def test_a_line_has_a_gap_where_nothing_is_known(page: Page):
    def marks(table: str) -> int:
        show(page, table, "chart")
        drawn = page.get_by_role("img", name="各状态小镇数")
        expect(drawn.locator("svg text").filter(has_text="命名")).to_have_count(1)
        return drawn.locator("svg path[transform]").count()

    line = CHART.format("line")
    unknown = marks(line)
    # What is told under the cursor is text: markup would break the policy.
    page.locator(".chart-drawn").hover(position={"x": 1000, "y": 120})
    expect(page.locator("svg text").filter(has_text="31")).to_have_count(1)
    page.unroute_all()
    assert marks(line.replace("—（缺报）", "500")) == unknown + 1


def test_without_webgl_the_map_is_a_drawing(page: Page):
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    show(page, MAP, "map")
    place = page.get_by_role("group", name="小镇分布")
    expect(place.locator("svg path").first).to_be_visible()
    expect(page.get_by_text("示意图，无审图号")).to_be_visible()
    assert grave_findings(page) == []


def test_a_map_without_its_points_leads_to_the_list(page: Page):
    show(page, MAP.replace("/points.json", "/island/"), "map")
    expect(page.get_by_text("地图没有画出来")).to_be_visible()


@pytest.fixture
def webgl(browser: Browser, chromium: str, site: str) -> Iterator[Page]:
    """A page in a browser that draws WebGL by the processor."""
    flags = ["--no-sandbox", "--enable-unsafe-swiftshader", "--use-angle=swiftshader"]
    running = browser.browser_type.launch(executable_path=chromium, args=flags)
    yield running.new_context(base_url=site).new_page()
    running.close()


def test_with_webgl_the_map_is_live_and_breaks_no_policy(webgl: Page):
    said: list[str] = []
    webgl.on("console", lambda m: said.append(m.text))
    show(webgl, MAP, "map")
    if not webgl.evaluate(
        "document.createElement('canvas').getContext('webgl2') !== null"
    ):
        pytest.skip("this Chromium has no WebGL at all")
    expect(webgl.locator("[data-drawn=live]")).to_be_visible(timeout=60_000)
    assert [text for text in said if "Content Security Policy" in text] == []
    expect(webgl.get_by_role("button", name="放大")).to_be_visible()
