"""Every page, in both languages: axe finds nothing serious, and nothing overflows."""

from urllib.parse import quote

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.functional.serving import PAGES

pytestmark = pytest.mark.browser

ADDRESSES = [f"{language}{page}" for language in ("", "/en") for page in PAGES]
WIDTHS = {390: 844, 1366: 768, 1920: 1080}


def go(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto(quote(address, safe="/?=&"))


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_serious(page: Page, address: str, width: int):
    go(page, address, width)
    found = Axe().run(page)["violations"]
    grave = [
        f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes']][:3]}"
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
    assert grave == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_scrolls_sideways(page: Page, address: str, width: int):
    go(page, address, width)
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0


@pytest.mark.parametrize("address", ["/", "/towns/zj-019/", "/en/replay/"])
def test_a_page_holds_at_four_hundred_per_cent(page: Page, address: str):
    """1280 pixels at 400 % are 320: nothing is lost and nothing scrolls sideways."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(address)
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0


def test_a_page_prints_without_its_controls(page: Page):
    page.goto("/")
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    assert not page.locator(".mainnav").is_visible()
    assert page.locator(".headlines").is_visible()
