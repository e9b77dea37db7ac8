"""The task of an alert on its way: taken, refused without proof, closed with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.functional.serving import serving_rows
from tests.functional.test_accessible import grave_findings
from tests.functional.test_return_journey import fit_to_show, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with one return that is late, and its task."""
    folder: Path = tmp_path_factory.mktemp("task")
    with serving_rows("tests.functional.staged_late", folder) as base:
        yield base


def test_a_task_of_an_alert_is_taken_and_closed_with_its_evidence(page: Page):
    sign_in(page, "filler")
    page.goto("/staff/tasks/")
    expect(page.get_by_role("row").nth(1)).to_contain_text("还有")
    page.get_by_role("main").get_by_role("link", name="逾期未报").click()
    page.get_by_role("button", name="认领：由我来办").click()
    expect(page.get_by_text("周填报 在办")).to_be_visible()
    fit_to_show(page)
    page.get_by_label("办结依据").select_option(label="报表")
    page.get_by_label("依据的编号").fill("987654")
    page.get_by_label("办结说明").fill("已与县里商定补报日期")
    page.get_by_role("button", name="办结", exact=True).click()
    expect(page.get_by_label("依据的编号")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("依据的编号").fill("1")
    page.get_by_role("button", name="办结", exact=True).click()
    expect(page.get_by_text("已办结，依据记录在案。")).to_be_visible()
    page.goto("/en" + page.url.removeprefix(page.url.split("/staff/")[0]))
    expect(page.get_by_text("done", exact=True)).to_be_visible()
    assert grave_findings(page) == []
    page.goto("/en/staff/tasks/?show=closed")
    expect(page.get_by_role("row")).to_have_count(2)
    assert grave_findings(page) == []
