"""The grid of a return: keys, blocks from a spreadsheet, undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.functional.staged import staged
from tests.functional.test_accessible import grave_findings
from tests.functional.test_return_journey import sign_in
from tests.lib.islands import built

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with people and one return; needs the built islands."""
    built()
    folder: Path = tmp_path_factory.mktemp("grid")
    with staged(folder) as base:
        yield base


@pytest.fixture
def form(page: Page) -> Page:
    """The open return of the town, with nothing in it."""
    sign_in(page, "filler")
    page.goto("/desk/")
    page.get_by_role("link", name="特色小镇建设季度报表").click()
    # What the test before typed waits as a draft.
    discard = page.get_by_role("button", name="放弃这些")
    if discard.count():
        discard.click()
        expect(discard).to_have_count(0)
    expect(page.get_by_role("button", name="撤销")).to_be_visible()
    return page


def cells(page: Page) -> Locator:
    return page.locator("input.figure")


def texts(page: Page) -> list[str]:
    return [each.input_value() for each in cells(page).all()]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def paste(page: Page, text: str) -> None:
    """What a spreadsheet would have put on the clipboard."""
    page.evaluate(
        """text => {
          const held = new DataTransfer();
          held.setData("text/plain", text);
          const event = { clipboardData: held, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        text,
    )


def test_a_form_is_filled_by_keys_as_in_a_spreadsheet(form: Page):
    first, second, third = (cells(form).nth(n) for n in range(3))
    keys = form.keyboard
    first.focus()
    keys.type("12.5")
    keys.press("Enter")
    assert focused(form) == second.get_attribute("id")
    keys.type("１１")
    keys.press("ArrowDown")
    keys.type("9")
    keys.press("Shift+Enter")
    assert focused(form) == second.get_attribute("id")
    assert texts(form)[:3] == ["12.5", "１１", "9"]

    # Chosen whole: typing replaces. F2 opens it, and typing goes on at its end.
    keys.type("7")
    assert second.input_value() == "7"
    keys.press("Escape")
    assert second.input_value() == "１１"
    keys.press("F2")
    keys.type(".5")
    assert second.input_value() == "１１.5"
    keys.press("Enter")

    # Sideways leads to the box while the text is not open.
    assert focused(form) == third.get_attribute("id")
    keys.press("ArrowRight")
    keys.press("Space")
    box = form.locator("input[type=checkbox]").nth(2)
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    keys.press("ArrowLeft")
    expect(third).to_be_focused()

    # Each step is taken back by itself, and done again.
    keys.press("Control+z")
    expect(box).not_to_be_checked()
    keys.press("Control+z")
    assert texts(form)[:3] == ["12.5", "１１", "9"]
    keys.press("Control+y")
    assert texts(form)[:3] == ["12.5", "１１.5", "9"]
    assert grave_findings(form) == []


def test_a_block_is_pasted_downwards_or_by_the_names_of_indicators(form: Page):
    cells(form).first.focus()
    paste(form, '1,200\r\n"1,100.5"\r\n\r\n３０\r\n')
    assert texts(form)[:5] == ["1,200", "1,100.5", "", "３０", ""]
    expect(form.get_by_role("status")).to_contain_text("粘贴了 4 格")

    keys = form.keyboard
    keys.press("Control+z")
    assert texts(form)[:4] == [""] * 4

    paste(form, "税收收入\t亿元\t1.6\n没有这一项\t人\t3\n从业人员\t人\t3,400\n")
    assert form.get_by_label("税收收入", exact=True).input_value() == "1.6"
    assert form.get_by_label("从业人员", exact=True).input_value() == "3,400"
    expect(form.get_by_role("status")).to_contain_text("1 行没有位置")

    paste(form, "甲\t1\n乙\t2\n")
    expect(form.get_by_role("status")).to_contain_text("没有粘贴")


def test_cells_chosen_together_are_copied_and_cleared_together(form: Page):
    cells(form).first.focus()
    paste(form, "1\n2\n3")
    cells(form).first.focus()
    form.keyboard.press("Shift+ArrowDown")
    form.keyboard.press("Shift+ArrowDown")
    expect(form.locator("td.picked")).to_have_count(3)
    copied = form.evaluate(
        """() => {
          const held = new DataTransfer();
          const event = { clipboardData: held, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent("copy", event));
          return held.getData("text/plain");
        }"""
    )
    assert copied == "1\r\n2\r\n3"
    form.keyboard.press("Delete")
    assert texts(form)[:3] == ["", "", ""]
    form.keyboard.press("Control+z")
    assert texts(form)[:3] == ["1", "2", "3"]
