"""A return on its way: filled, sent back in three cells, mended, and accepted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.functional.staged import PASSWORD, staged
from tests.functional.test_accessible import grave_findings, overflow

pytestmark = pytest.mark.browser

FIGURES = {
    "总投资": "12.5",
    "有效投资": "1,100,000,000 元",
    "特色产业投资": "90,000万元",
    "商品住宅投资": "0",
    "总产出": "40",
    "特色产业产出": "30",
    "税收收入": "１．５",
    "入驻企业数": "120",
    "从业人员": "3,400",
}
BACK = {
    "特色产业投资": "比上季多一倍，请核对项目",
    "税收收入": "与入库数不符",
    "从业人员": "与社保数不符",
}
MENDED = {"特色产业投资": "8.8", "税收收入": "1.62", "从业人员": "3,350"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with people and one return."""
    folder: Path = tmp_path_factory.mktemp("journey")
    with staged(folder) as base:
        yield base


def sign_in(page: Page, username: str) -> None:
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def figure(page: Page, name: str) -> None:
    """Put the cursor into the cell of an indicator, as a keyboard would get there."""
    page.get_by_label(name, exact=True).focus()


def enter(page: Page, figures: dict[str, str]) -> None:
    for name, text in figures.items():
        figure(page, name)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)


def submit(page: Page) -> None:
    page.get_by_role("button", name="保存并报送…").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("确认报送")
    page.get_by_role("button", name="确认报送").press("Enter")
    expect(page.get_by_text("已报送，交由县级审核")).to_be_visible()


def fit_to_show(page: Page) -> None:
    """Nothing serious for axe, and nothing wider than its window, at three widths."""
    for width, height in {390: 844, 1920: 1080, 1366: 768}.items():
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page) == 0, (page.url, width)
        if width != 1920:
            assert grave_findings(page) == [], (page.url, width)


def open_from_inbox(page: Page) -> None:
    page.goto("/review/returns/")
    page.get_by_role("link", name="一号小镇").click()


def approve(page: Page, username: str, button: str) -> None:
    sign_in(page, username)
    open_from_inbox(page)
    page.get_by_role("button", name=button).press("Enter")
    expect(page.get_by_role("button", name=button)).to_have_count(0)


def test_from_the_first_figure_to_the_last_signature(page: Page):
    # The reporter fills with the keyboard alone, and submits.
    sign_in(page, "filler")
    page.goto("/desk/")
    fit_to_show(page)
    page.get_by_role("link", name="特色小镇建设季度报表").click()
    enter(page, FIGURES)
    page.get_by_label("不适用（年接待游客）").press("Space")
    fit_to_show(page)
    submit(page)

    # The county sends three cells back, each with its reason.
    sign_in(page, "verifier")
    open_from_inbox(page)
    fit_to_show(page)
    for name, why in BACK.items():
        page.get_by_label(f"退回：{name}").press("Space")
        page.get_by_label(f"退回理由：{name}").fill(why)
    page.get_by_role("button", name="退回勾选的单元格").press("Enter")
    expect(page.get_by_text("已退回填报单位")).to_be_visible()

    # The reporter may change exactly those three; the server refuses any other.
    sign_in(page, "filler")
    page.goto("/desk/")
    page.get_by_role("link", name="填报", exact=True).click()
    fit_to_show(page)
    expect(page.locator("input.figure")).to_have_count(3)
    expect(page.get_by_text("退回理由：与社保数不符")).to_be_visible()
    posted = page.request.post(
        page.url,
        form={
            "csrfmiddlewaretoken": page.locator(
                "[name=csrfmiddlewaretoken]"
            ).last.input_value(),
            "version": page.locator("[name=version]").input_value(),
            "v-output_total": "99",
        },
        headers={"Referer": page.url},
    )
    assert posted.status == 422
    assert "没有被退回" in posted.text()
    enter(page, MENDED)
    submit(page)

    # The verifier sees three rows of changes; the deputy verifies in his place.
    sign_in(page, "verifier")
    open_from_inbox(page)
    changed = page.locator("#changed")
    expect(changed.get_by_role("heading")).to_contain_text("改动 3 项")
    expect(changed.locator("tbody tr")).to_have_count(3)
    expect(changed.get_by_role("row").filter(has_text="税收收入")).to_contain_text(
        "+0.12"
    )
    fit_to_show(page)
    approve(page, "stand-in", "县级审核通过")
    approve(page, "city", "市级审定")
    approve(page, "province", "省级审定")

    page.get_by_role("link", name="经过和历次修订").click()
    row = page.get_by_role("row").filter(has_text="县级审核通过")
    expect(row).to_contain_text("孙代理 代 钱审核")
    expect(page.get_by_role("heading", name="已入库的数")).to_be_visible()
    fit_to_show(page)
    page.goto("/review/completeness/")
    fit_to_show(page)
