"""Every page, in both languages: axe finds nothing serious, and nothing overflows."""

from urllib.parse import quote

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.functional.serving import PAGES

pytestmark = pytest.mark.browser

ADDRESSES = [f"{language}{page}" for language in ("", "/en") for page in PAGES]
WIDTHS = {390: 844, 1366: 768, 1920: 1080}
# Judged in the narrow and in the wide layout; 1920 is the wide one with more room,
# and a narrow English page differs from the Chinese one in nothing that axe sees.
JUDGED = {"zh": (390, 1366), "en": (1366,)}


def overflow(page: Page) -> int:
    """How many pixels a page is wider than its window."""
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return int(over)


def grave_findings(page: Page) -> list[str]:
    """What axe calls serious or critical, with where it is."""
    # It writes down each place where a rule holds, too, unless told to leave that.
    judged = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{v['id']}: {v['help']}: {[n['target'] for n in v['nodes']][:3]}"
        for v in judged["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    page: Page, address: str
):
    page.goto(quote(address, safe="/?=&"))
    judged = JUDGED["en" if address.startswith("/en/") else "zh"]
    found = {}
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) == 0, width
        if width in judged:
            found[width] = grave_findings(page)
    assert found == {width: [] for width in judged}


@pytest.mark.parametrize("address", ["/", "/towns/zj-019/", "/en/replay/"])
def test_a_page_holds_at_four_hundred_per_cent(page: Page, address: str):
    """1280 pixels at 400 % are 320: nothing is lost and nothing scrolls sideways."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(address)
    assert overflow(page) == 0


def test_a_page_prints_without_its_controls(page: Page):
    page.goto("/")
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    assert not page.locator(".mainnav").is_visible()
    assert page.locator(".headlines").is_visible()
