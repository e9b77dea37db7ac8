"""From the home page to the clause behind a verdict, as a reader goes."""

import pytest
from playwright.sync_api import Page, expect

from zhence_web.records.models import Org

pytestmark = pytest.mark.browser


def test_from_the_home_page_through_a_filter_to_a_town_and_its_clause(page: Page):
    page.goto("/")
    expect(page).to_have_title("浙江省特色小镇名单 · 镇策")
    page.get_by_label("设区市", exact=True).select_option(label="嘉兴市")
    page.get_by_label("名称", exact=True).fill("巧克力")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_text("第 1–1 项，共 1 项")).to_be_visible()

    page.get_by_role("link", name="嘉善巧克力甜蜜小镇").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("嘉善巧克力甜蜜小镇")
    expect(page.get_by_role("heading", name="对照考察报告标准")).to_be_visible()
    failed = page.get_by_role("row").filter(has_text="旅游类面积可适当放宽")
    expect(failed).to_contain_text("未达到")
    expect(failed).to_contain_text("+0.87")

    failed.get_by_role("link", name="RPT-1.1c").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("RPT-1.1c")
    expect(page.get_by_text("RPT/rules/benchmark.yaml:").first).to_be_visible()
    expect(
        page.get_by_role("row").filter(has_text="嘉善巧克力甜蜜小镇")
    ).to_contain_text("未达到")


def test_the_same_journey_in_english(page: Page):
    page.goto("/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url("/en/")
    page.get_by_label("Standing", exact=True).select_option(label="Named")
    page.get_by_label("City", exact=True).select_option(label="Hangzhou City")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_label("Standing", exact=True)).to_have_value("named")

    page.get_by_role("link", name="上城玉皇山南基金小镇").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Named")
    page.get_by_role("link", name="ZJ-PRACTICE-6").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ZJ-PRACTICE-6")
    expect(page.get_by_text("Moves on record under this clause")).to_be_visible()
    page.get_by_role("link", name="中文").click()
    expect(page).to_have_url("/policies/ZJ-PRACTICE/ZJ-PRACTICE-6/")


def test_a_day_is_chosen_and_goes_along(page: Page):
    page.goto("/")
    page.get_by_label("查询日", exact=True).fill("2016-12-31")
    page.get_by_role("button", name="查询").click()
    expect(page.locator(".headline-creation .headline-number")).to_contain_text("78")
    page.get_by_role("link", name="余杭梦想小镇").click()
    expect(page).to_have_url("/towns/zj-005/?on=2016-12-31")
    expect(page.get_by_text("在查询日之后").first).to_be_visible()


def test_the_pager_jumps_and_keeps_the_filter(page: Page):
    page.goto("/towns/?standing=creation")
    page.get_by_label("跳至").fill("2")
    page.get_by_role("button", name="前往").click()
    expect(page).to_have_url("/towns/?standing=creation&page=2#list")
    expect(page.locator("[aria-current=page]").filter(has_text="2")).to_be_visible()


def test_a_published_number_leads_to_the_towns_that_are_known(page: Page):
    page.goto("/replay/")
    page.get_by_role("region", name="名单数量核对").get_by_role(
        "link", name="88", exact=True
    ).click()
    expect(page.get_by_text("共 88 项")).to_be_visible()


def test_a_mistyped_address_leads_back(page: Page):
    page.goto("/towns/zj-999/")
    page.get_by_role("main").get_by_role("link", name="小镇名录").click()
    expect(page).to_have_url("/towns/")


def test_the_filters_are_reached_and_used_with_the_keyboard_alone(page: Page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        if page.evaluate("document.activeElement.id") == "f-standing":
            break
    expect(page.get_by_label("状态", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    for _ in ("city", "category", "name"):
        page.keyboard.press("Tab")
    page.keyboard.type("梦想")
    page.keyboard.press("Enter")
    expect(page).to_have_url(
        "/?standing=creation&city=&category=&q=%E6%A2%A6%E6%83%B3#list"
    )


def test_the_skip_link_leads_to_the_content(page: Page):
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.django_db
def test_tests_with_tables_may_follow_on_the_worker_of_a_browser(page: Page):
    """Playwright's loop stays in the thread, for which Django would refuse them all."""
    page.goto("/healthz")
    assert Org.objects.count() == 0
