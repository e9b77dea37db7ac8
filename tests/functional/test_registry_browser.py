"""The registry in a browser: every page holds at three widths, a firm comes in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.functional.staged import staged
from tests.functional.test_accessible import grave_findings, overflow
from tests.functional.test_return_journey import sign_in
from tests.lib.rosters import credit_code

pytestmark = pytest.mark.browser

WIDTHS = {390: 844, 1920: 1080, 1366: 768}
OFFICE = (
    "/staff/registry/",
    "/staff/registry/new/",
    "/staff/registry/lists/",
    "/staff/registry/firms/",
    "/staff/registry/documents/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with people and one town."""
    folder: Path = tmp_path_factory.mktemp("registry")
    with staged(folder) as base:
        yield base


def fits(page: Page) -> None:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) == 0, (page.url, width)
        if width != 1920:
            assert grave_findings(page) == [], (page.url, width)


def test_an_office_reads_every_page_of_the_registry(page: Page):
    sign_in(page, "city")
    for address in OFFICE:
        page.goto(address)
        fits(page)


def test_a_reporter_records_a_firm_whose_code_does_not_check(page: Page):
    sign_in(page, "filler")
    page.goto("/desk/registry/")
    for tab in ("名单关系", "项目", "文件", "企业"):
        page.get_by_role("link", name=tab, exact=True).click()
        fits(page)
    right = credit_code(7)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    page.get_by_label("统一社会信用代码").fill(f" {wrong.lower()} ")
    page.get_by_label("企业名称").fill("示例公司")
    page.get_by_role("button", name="登记入驻").click()
    expect(page.get_by_role("alert")).to_contain_text(f"应为 {right[-1]}")
    fits(page)
    page.get_by_label("校验位不符仍保留的理由").fill("执照原件如此")
    page.get_by_role("button", name="登记入驻").click()
    expect(page.get_by_role("status")).to_contain_text("小写改为大写")
    expect(page.get_by_text("校验位不符，已说明")).to_be_visible()
    fits(page)
