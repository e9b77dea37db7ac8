"""From a question to a decision that everybody can check, in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.functional.judged import PASSWORD, judged_site
from tests.functional.test_accessible import grave_findings, overflow

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("judged")
    with judged_site(folder) as address:
        yield address


def signed_in(browser: Browser, base: str, username: str) -> Page:
    made = browser.new_context(
        base_url=base, locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    page = made.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.set_default_timeout(60_000)
    return page


def test_a_run_proposes_a_body_decides_and_everybody_sees_it(
    browser: Browser, base: str
):
    office = signed_in(browser, base, "li")
    office.goto("/review/runs/")
    office.get_by_label("考核年度").fill("2018")
    office.get_by_label("研判日").fill("2019-03-31")
    office.get_by_role("button", name="发起研判").click()
    # The bar is there at once; a worker of its own process brings it to its end.
    expect(office.get_by_role("progressbar")).to_be_visible()
    expect(office.get_by_text("已完成")).to_be_visible(timeout=60_000)
    expect(office.get_by_text("首年未达标降为培育")).to_be_visible()
    assert grave_findings(office) == []
    assert overflow(office) == 0

    office.get_by_role("link", name="一号小镇").click()
    office.get_by_role("link", name="登记决定").click()
    office.get_by_label("采纳建议").check()
    office.get_by_label("作出决定的机关").select_option(label="市政府")
    office.get_by_label("文号").fill("甲政发〔2026〕3号")
    office.get_by_label("文件名称").fill("关于调整名单的通知（模拟）")
    office.get_by_label("申诉截止日").fill("2039-12-31")
    office.get_by_role("button", name="登记决定").click()
    expect(office.get_by_text("采纳建议")).to_be_visible()
    office.get_by_role("button", name="公布").click()

    anybody = browser.new_context(base_url=base, locale="zh-CN").new_page()
    anybody.goto("/sites/9001/")
    record = anybody.get_by_role("region", name="在案决定")
    for words in ("降为培育", "甲政发〔2026〕3号", "至 2039-12-31"):
        expect(record).to_contain_text(words)
    record.get_by_text("核验轨迹").click()
    seal = record.locator(".trail .digest").last.inner_text()
    assert grave_findings(anybody) == []

    # The seal that everybody sees is the one that stands in the audit.
    auditor = signed_in(browser, base, "auditor")
    auditor.goto("/staff/audit/?action=lifecycle.publish_decision")
    auditor.locator("th[scope=row] a").first.click()
    expect(auditor.get_by_role("main")).to_contain_text(seal)
