"""What ranks, as the ranked see it: the board, other weights, a firm's own sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from tests.factories.grades import roster
from tests.factories.rewards import table
from tests.functional.ranked import PASSWORD, ranked_site
from tests.functional.test_accessible import grave_findings, overflow
from tests.lib.rosters import credit_code

pytestmark = pytest.mark.browser
TOWN, FIRM = "一号小镇", "企业1"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("ranked")
    with ranked_site(folder) as address:
        yield address


def opened(browser: Browser, base: str, address: str) -> Page:
    made = browser.new_context(
        base_url=base, locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    page = made.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    return page


def signed_in(browser: Browser, base: str, username: str, address: str) -> Page:
    page = opened(browser, base, f"/accounts/login/?next={address}")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return page


def sound(page: Page) -> None:
    """Nothing serious for axe, and nothing wider than the window or a phone."""
    assert grave_findings(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) == 0
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_town_follows_its_rank_to_the_figures_and_tries_other_weights(
    browser: Browser, base: str
):
    page = opened(browser, base, "/index/")
    first = page.locator("tbody tr").first
    expect(first).to_contain_text(TOWN)
    expect(page.locator("tbody tr").last).to_contain_text("维度不全，不排名")
    sound(page)

    first.get_by_role("link", name=TOWN).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TOWN)
    expect(page.locator("svg").first).to_be_visible()
    parts = page.get_by_role("table", name="贡献之和等于指数")
    expect(parts.get_by_role("row").filter(has_text="亩均税收")).to_be_visible()
    sound(page)

    page.goto("/stars/")
    expect(page.get_by_role("row").filter(has_text=TOWN)).to_contain_text("首次评定")
    sound(page)

    page.goto("/index/what-if/")
    page.get_by_label("形态更美").fill("400")
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(
        "2 个小镇名次移动，最多 1 位"
    )
    expect(page.locator("tbody tr").first).to_contain_text("二号小镇")
    sound(page)


def test_a_firm_reads_its_sheet_objects_and_is_answered_with_a_date(
    browser: Browser, base: str
):
    firms = [(credit_code(n), f"企业{n}", "甲一县") for n in range(1, 6)]
    office = signed_in(browser, base, "index-office", "/review/grades/")
    office.get_by_label("方案").select_option("huangyan-2022")
    file = FilePayload(name="roster.csv", mimeType="text/csv", buffer=roster(firms))
    office.get_by_label("企业名录").set_input_files(file)
    sound(office)
    office.get_by_role("button", name="评价", exact=True).click()
    office.get_by_label("异议截止日").fill("2039-12-31")
    office.get_by_role("button", name="公布").click()
    expect(office.get_by_text("异议截止 2039-12-31")).to_be_visible()
    sound(office)
    office.get_by_role("link", name=FIRM, exact=True).click()
    office.get_by_label("企业账户名").fill("firm")
    office.get_by_role("button", name="指定").click()
    expect(office.get_by_text("代表这家企业的账户：firm")).to_be_visible()

    firm = signed_in(browser, base, "firm", "/desk/grades/")
    firm.get_by_role("link", name="黄岩").click()
    item = firm.get_by_role("row").filter(has_text="亩均税收")
    expect(item).to_contain_text("11.5932")
    firm.get_by_label("异议理由").fill("用地应扣减两亩")
    sound(firm)
    firm.get_by_role("button", name="提出异议").click()
    expect(firm.get_by_text("等待答复", exact=True)).to_be_visible()

    office.reload()
    office.get_by_role("textbox", name="答复").fill("核对属实")
    office.get_by_label("是否采纳").select_option("yes")
    sound(office)
    office.get_by_role("button", name="答复").click()
    firm.reload()
    said = firm.get_by_role("region", name="异议与答复")
    expect(said).to_contain_text("采纳，更正后另行评价")
    # The day of either stands beside its words.
    told = said.locator("dt").all_inner_texts()
    assert [words.split()[0] for words in told] == ["异议", "答复"]
    assert all(words.split()[1].startswith("20") for words in told)


def test_a_race_is_settled_published_and_read_by_everybody(browser: Browser, base: str):
    office = signed_in(browser, base, "index-office", "/review/races/")
    file = FilePayload(name="scores.csv", mimeType="text/csv", buffer=table())
    office.get_by_label("得分表").set_input_files(file)
    office.get_by_label("资金：各名次的金额").fill("100、60、30")
    office.get_by_label("资金：总额度").fill("120.5")
    sound(office)
    office.get_by_role("button", name="结算").click()
    office.get_by_role("button", name="公布").click()
    office.get_by_role("link", name="公开页").click()
    first = office.locator("tbody tr").first
    expect(first).to_contain_text("甲平台")
    expect(first).to_contain_text("应得 100")
    expect(office.get_by_text("—（缺报）")).to_be_visible()
    sound(office)
