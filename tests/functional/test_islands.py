"""Charts and maps drawn from what a page holds, under the site's own policy."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect
from tests.functional.test_accessible import grave_findings
from tests.lib.islands import built

from zhence.evidence import Text
from zhence_web.kit.headers import CONTENT_SECURITY_POLICY
from zhence_web.kit.mapping import Door, Mark, drawing

pytestmark = pytest.mark.browser

HEAD = """<!DOCTYPE html><html lang="zh-Hans"><head><title>图</title>
<link rel="stylesheet" href="/static/site/tokens.css">
<link rel="stylesheet" href="/static/site/base.css">
<link rel="stylesheet" href="/static/site/parts.css">
</head><body><main><h1>图</h1>"""
FOOT = "</main></body></html>"
DRAWS = '<script type="module" src="/static/islands/chart.js"></script>'
CHART = """<figure data-chart="{}" data-table="counts" data-unit="个"></figure>
<table id="counts"><caption>各状态小镇数</caption>
<thead><tr><th>截至</th><th>创建</th><th>命名</th></tr></thead>
<tbody><tr><th>2019</th><td>1,060</td><td data-value="22">约 22</td></tr>
<tr><th>2020</th><td>—（缺报）</td><td>0</td></tr>
<tr><th>2021</th><td>90</td><td>31</td></tr></tbody></table>"""
SQUARE = ((120.0, 30.0), (121.0, 30.0), (121.0, 31.0), (120.0, 31.0), (120.0, 30.0))
SHAPES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
            "properties": {"code": "330106"},
        }
    ],
}


@dataclass(frozen=True)
class County:
    """The only county of this map."""

    code: str = "330106"
    centre: tuple[float, float] = (120.5, 30.5)
    rings: tuple[tuple[tuple[float, float], ...], ...] = (SQUARE,)
    coarse: tuple[tuple[tuple[float, float], ...], ...] = (SQUARE,)


@dataclass(frozen=True, eq=False)
class Layer:
    """A sketch of it."""

    divisions: dict[str, County] = field(default_factory=lambda: {"330106": County()})
    name: str = "方格"
    licence: str = "made up"
    map_number: str = ""


def map_figure() -> str:
    """Return the map of two towns in one county, as pages show it."""
    said = Text("创建", "under creation")
    marks = [
        Mark(name, ("330106",), "creation", said, "/towns/")
        for name in ("甲镇", "乙镇")
    ]
    doors = [Door("330106", Text("甲县", "County A"), 2, "/towns/?county=330106#map")]
    layer = Layer()
    shown = {
        "drawing": drawing(layer, "330106", marks, doors),
        "layer": layer,
        "kinds": [("creation", said)],
        "label": "小镇分布",
    }
    made = render_to_string("components/map.html", shown)
    assert "/static/islands/map.js" in made
    return made


@pytest.fixture(autouse=True)
def _built() -> None:
    built()


def show(page: Page, body: str) -> None:
    """Open a page of the site that holds *body*, with the site's own policy."""
    texts = {
        "/island/": ("text/html; charset=utf-8", HEAD + body + FOOT),
        "/map/boundaries.json": ("application/json", json.dumps(SHAPES)),
    }

    for path, (kind, text) in texts.items():
        headers = {
            "Content-Type": kind,
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        }
        page.route(f"**{path}", answering(text, headers))
    page.goto("/island/")
    page.wait_for_load_state("networkidle")


def answering(text: str, headers: dict[str, str]) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=text, headers=headers)


def test_a_chart_is_drawn_from_its_table_and_leaves_it_there(page: Page):
    show(page, CHART.format("bar") + DRAWS)
    drawn = page.get_by_role("img", name="各状态小镇数")
    expect(drawn.locator("svg")).to_be_visible()
    expect(drawn.locator("svg text").filter(has_text="2021")).to_have_count(1)
    expect(drawn.locator("svg text").filter(has_text="命名")).to_have_count(1)
    expect(page.get_by_role("table")).to_be_visible()
    assert grave_findings(page) == []


def test_a_line_has_a_gap_where_nothing_is_known(page: Page):
    def marks(table: str) -> int:
        show(page, table + DRAWS)
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


def test_without_webgl_the_drawing_of_the_page_stays(page: Page):
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    show(page, map_figure())
    figure = page.locator("figure[data-drawn=flat]")
    expect(figure.locator(".map-flat .sign")).to_have_count(2)
    expect(figure.get_by_text("县界为示意图，无审图号")).to_be_visible()
    assert grave_findings(page) == []
    figure.locator(".map-flat .sign").first.click()
    expect(page).to_have_url(re.compile("/towns/$"))


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
    show(webgl, map_figure())
    if not webgl.evaluate(
        "document.createElement('canvas').getContext('webgl2') !== null"
    ):
        pytest.skip("this Chromium has no WebGL at all")
    # No graphics card draws here, so the page offers the map instead of taking it.
    webgl.get_by_role("button", name="打开可缩放的地图").click()
    expect(webgl.locator("[data-drawn=live]")).to_be_visible(timeout=60_000)
    assert [text for text in said if "Content Security Policy" in text] == []
    expect(webgl.get_by_role("button", name="放大")).to_be_visible()
    expect(webgl.locator(".map-flat")).to_be_hidden()
    assert grave_findings(webgl) == []
    webgl.locator(".map-name", has_text="甲县 2").click()
    expect(webgl).to_have_url(re.compile("county=330106"))
