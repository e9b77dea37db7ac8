"""Autosave: nothing typed is lost with the sign-in, no window undoes another."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.functional.staged import PASSWORD, staged
from tests.functional.test_accessible import grave_findings, overflow
from tests.functional.test_return_journey import sign_in
from tests.lib.islands import built

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with people and one return; needs the built islands."""
    built()
    folder: Path = tmp_path_factory.mktemp("drafts")
    with staged(folder) as base:
        yield base


def opened(page: Page) -> str:
    """Open the return of the town with nothing waiting in it; its address."""
    sign_in(page, "filler")
    page.goto("/desk/")
    page.get_by_role("link", name="特色小镇建设季度报表").click()
    discard = page.get_by_role("button", name="放弃这些")
    if discard.count():
        discard.click()
    expect(page.get_by_role("button", name="撤销")).to_be_visible()
    return page.url


def retype(page: Page, name: str, text: str) -> None:
    page.get_by_label(name, exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def value(page: Page, name: str) -> str:
    return page.get_by_label(name, exact=True).input_value()


def kept(page: Page) -> None:
    expect(page.locator(".draftstate")).to_contain_text("草稿已存")


def test_a_draft_is_kept_and_checked_while_one_types(page: Page):
    address = opened(page)
    retype(page, "营业收入", "1")
    retype(page, "税收收入", "0.8")
    retype(page, "从业人员", "3 亩")
    kept(page)
    expect(page.locator("#l-staff")).to_contain_text("人")
    expect(page.locator(".live .force")).to_have_text(["需说明", "必须改"])
    expect(page.locator(".draftstate")).to_contain_text("格没有填")
    assert grave_findings(page) == []
    for width in (390, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == 0
    retype(page, "从业人员", "3,400")
    expect(page.locator("#l-staff")).to_have_count(0)

    # A new page, without any script even, has what was typed.
    page.goto(address)
    assert value(page, "从业人员") == "3,400"
    expect(page.get_by_text("还没有保存的 3 格")).to_be_visible()
    assert grave_findings(page) == []


def test_what_was_typed_when_the_sign_in_had_ended_comes_back(page: Page):
    opened(page)
    retype(page, "总投资", "12.5")
    kept(page)
    session = [c for c in page.context.cookies() if c.get("name") != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(
        [
            {"name": c["name"], "value": c["value"], "url": page.url}
            for c in session
            if "name" in c and "value" in c
        ]
    )
    retype(page, "税收收入", "１．５")
    page.get_by_label("不适用（年接待游客）").press("Space")
    box = page.get_by_role("alert").filter(has_text="登录已结束")
    expect(box).to_be_visible()
    assert grave_findings(page) == []

    box.get_by_role("link", name="重新登录").click()
    page.locator("input[name=login]").fill("filler")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    told = page.get_by_role("status").filter(has_text="已恢复您在")
    expect(told).to_contain_text("填的 2 格")
    expect(told).to_contain_text("税收收入")
    assert (value(page, "总投资"), value(page, "税收收入")) == ("12.5", "１．５")
    expect(page.get_by_label("不适用（年接待游客）")).to_be_checked()
    kept(page)
    assert page.evaluate("localStorage.length") == 0

    # Saved by the form itself: nothing waits any more, here or there.
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    expect(page.get_by_text("还没有保存")).to_have_count(0)
    assert value(page, "税收收入") == "１．５"
    assert page.evaluate("localStorage.length") == 0


def test_the_form_saved_after_the_sign_in_ended_is_not_lost(page: Page):
    opened(page)
    page.context.clear_cookies(name="sessionid")
    retype(page, "入驻企业数", "120")
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator("input[name=login]").fill("filler")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("status").filter(has_text="已恢复")).to_contain_text(
        "入驻企业数"
    )
    assert value(page, "入驻企业数") == "120"


def test_a_second_window_is_told_and_may_take_over(page: Page, context: BrowserContext):
    address = opened(page)
    second = context.new_page()
    second.goto(address)
    retype(page, "总产出", "40")
    kept(page)
    retype(second, "总产出", "41")
    box = second.get_by_role("alert").filter(has_text="另一个窗口")
    expect(box).to_be_visible()
    box.get_by_role("button", name="以本窗口为准").click()
    kept(second)
    page.goto(address)
    assert value(page, "总产出") == "41"


def test_a_form_that_somebody_saved_meanwhile_says_so(
    page: Page, context: BrowserContext
):
    address = opened(page)
    second = context.new_page()
    second.goto(address)
    retype(second, "从业人员", "77")
    second.get_by_role("button", name="保存", exact=True).click()
    expect(second.get_by_text("已保存。")).to_be_visible()
    retype(page, "从业人员", "78")
    expect(page.get_by_role("alert")).to_contain_text("别人保存过")
    page.get_by_role("button", name="重新打开本页").click()
    offered = page.get_by_role("alert").filter(has_text="没有存上")
    expect(offered).to_contain_text("从业人员")
    assert value(page, "从业人员") == "77"
    offered.get_by_role("button", name="恢复到表里").click()
    assert value(page, "从业人员") == "78"
