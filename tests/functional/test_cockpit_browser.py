"""The cockpit and the trial of a reform, in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.looked import PASSWORD, looked_at
from tests.functional.test_accessible import grave_findings, overflow

pytestmark = pytest.mark.browser
SCREENS = ((1366, 768), (1920, 1080))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("looked")
    with looked_at(folder) as address:
        yield address


def signed_in(browser: Browser, base: str, username: str) -> Page:
    made = browser.new_context(
        base_url=base, locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    page = made.new_page()
    page.set_default_timeout(60_000)
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def height_over(page: Page) -> int:
    return int(
        page.evaluate(
            "document.documentElement.scrollHeight"
            " - document.documentElement.clientHeight"
        )
    )


def test_a_number_leads_to_its_cell_by_the_keyboard_and_the_frame_never_scrolls(
    browser: Browser, base: str
):
    page = signed_in(browser, base, "leader")
    for address in ("/cockpit/", "/en/cockpit/"):
        page.goto(address)
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            assert (overflow(page), height_over(page)) == (0, 0), (address, width)
        assert grave_findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) == 0
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto("/cockpit/")
    page.get_by_role("link", name="至少 12.5").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("快照")).to_be_visible()
    assert grave_findings(page) == []
    page.get_by_role("link", name="一号小镇").press("Enter")
    expect(page.get_by_text("经手人")).to_be_visible()
    assert grave_findings(page) == []
    page.locator(".source a[href*='/review/returns/']").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("一号小镇")


def test_the_panels_are_kept_fresh_without_touching_what_stays(
    browser: Browser, base: str
):
    page = signed_in(browser, base, "leader")
    page.goto("/cockpit/")
    page.evaluate("document.querySelector('[data-panel=goals]').dataset.mine = '1'")
    before = page.locator("[data-at]").inner_text()
    answer = page.evaluate(
        "fetch(document.querySelector('[data-cockpit]').dataset.cockpit)"
        ".then((told) => told.json())"
    )
    for name, (digest, _) in answer["panels"].items():
        panel = page.locator(f"[data-panel={name}]")
        expect(panel).to_have_attribute("data-digest", digest)
    assert answer["at"] >= before


def test_an_officer_tries_a_reform_and_saves_it_as_a_draft(browser: Browser, base: str):
    page = signed_in(browser, base, "officer")
    page.goto("/review/what-if/?policy=NT2017")
    assert grave_findings(page) == []
    page.get_by_label("起始年度").fill("2018")
    page.get_by_label("结束年度").fill("2018")
    share = page.locator("[name='p-NT2017-2.4e.threshold']")
    share.fill("175%")
    expect(page.locator("#w-checked")).to_contain_text("parameter_value")
    share.fill("95%")
    expect(page.locator("#w-checked")).to_contain_text("可以试算")
    page.get_by_role("button", name="开始试算").click()
    expect(page.get_by_text("已完成")).to_be_visible(timeout=90_000)
    expect(page.locator("#flips")).to_contain_text("一号小镇")
    assert grave_findings(page) == []
    assert overflow(page) == 0
    page.get_by_label("名称").fill("提高主导产业比例")
    page.get_by_label("理由").fill("试算影响一个小镇（模拟）")
    page.get_by_role("button", name="存为草案").click()
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("待审核")).to_be_visible()
    assert grave_findings(page) == []


def test_an_officer_drafts_a_policy_and_is_told_of_faults_while_typing(
    browser: Browser, base: str
):
    page = signed_in(browser, base, "officer")
    page.goto("/review/editions/")
    assert grave_findings(page) == []
    page.get_by_label("从哪个政策开始").select_option("NT2017")
    page.get_by_label("草案名称").fill("提高主导产业比例（模拟）")
    page.get_by_role("button", name="开始起草").click()
    expect(page.locator("#faults")).to_contain_text("检查通过")
    page.get_by_role("link", name="parameters/investment.yaml").click()
    text, found = page.locator("#e-text"), page.locator("#e-found")
    held = text.input_value()
    text.fill(held.replace('value: "70"', "value: 70: 1", 1))
    expect(found).to_contain_text("第 26 行")
    found.get_by_role("link", name="第 26 行").press("Enter")
    chosen = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert "70: 1" in text.evaluate(chosen)
    text.fill(held.replace('value: "70"', 'value: "95"', 1))
    expect(found).to_contain_text("可以保存")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存，现为第 2 版")).to_be_visible()
    for address in (page.url, page.url.replace("/review/", "/en/review/")):
        page.goto(address)
        assert grave_findings(page) == []
        for width, height in (*SCREENS, (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            assert overflow(page) == 0, (address, width)
