"""A return through Excel: out, filled wrongly, marked, mended, accepted, on its way."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect
from tests.functional.staged import staged
from tests.functional.test_return_journey import fit_to_show, sign_in

pytestmark = pytest.mark.browser

SHEET, CODE, VALUE, NOT_APPLICABLE = "填报", "B", "E", "H"
FIRST, LAST = 7, 40
FIGURES: dict[str, str | float] = {
    "total_investment": 12.5,
    "eligible_investment": 11,
    "lead_investment": 9,
    "residential_investment": 0,
    "output_total": 40,
    "characteristic_output": 30,
    "tax_revenue": "１．５",
    "enterprises": 120,
    "staff": 3400,
}
WRONG: dict[str, str | float] = {"staff": 3400.5, "tax_revenue": "约一点五"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with people and one return."""
    with staged(tmp_path_factory.mktemp("upload")) as base:
        yield base


def fetched(page: Page, link: Locator, to: Path) -> openpyxl.Workbook:
    with page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(to)
    return openpyxl.load_workbook(io.BytesIO(to.read_bytes()))


def enter(book: openpyxl.Workbook, figures: dict[str, str | float]) -> dict[str, str]:
    """Type figures into the white cells; return where each stands."""
    sheet = book[SHEET]
    places = {
        str(sheet[f"{CODE}{row}"].value): f"{VALUE}{row}" for row in range(FIRST, LAST)
    }
    for code, value in figures.items():
        sheet[places[code]].value = value
    return places


def hand_in(page: Page, file: Path, button: str) -> None:
    page.get_by_label("填好的文件").set_input_files(file)
    page.get_by_role("button", name=button).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("检查结果")


def test_a_workbook_goes_out_comes_back_marked_and_is_accepted_mended(
    page: Page, tmp_path: Path
):
    sign_in(page, "filler")
    page.goto("/desk/")
    page.get_by_role("link", name="特色小镇建设季度报表").click()
    page.get_by_role("link", name="用 Excel 填报").click()
    fit_to_show(page)
    here = page.url

    # Filled wrongly in two cells: everything is refused, both cells are named.
    out = page.get_by_role("link", name="下载工作簿（XLSX）")
    book = fetched(page, out, tmp_path / "form.xlsx")
    places = enter(book, FIGURES | WRONG)
    book.save(tmp_path / "filled.xlsx")
    hand_in(page, tmp_path / "filled.xlsx", "检查并写入")
    expect(page.get_by_text("有错误，没有写入任何数据")).to_be_visible()
    for code in WRONG:
        row = page.get_by_role("row").filter(has_text=f"{SHEET}!{places[code]}")
        expect(row).to_contain_text("必须改")
    fit_to_show(page)

    # The same workbook comes back with a note in each, and is mended in place.
    back = page.get_by_role("link", name="取回带批注的工作簿")
    marked = fetched(page, back, tmp_path / "marked.xlsx")
    notes = {
        cell.coordinate
        for row in marked[SHEET].iter_rows(min_col=5, max_col=5, min_row=FIRST)
        for cell in row
        if cell.comment is not None
    }
    assert notes == {places[code] for code in WRONG}
    enter(marked, {code: FIGURES[code] for code in WRONG})
    marked.save(tmp_path / "mended.xlsx")

    # Tried first, which writes nothing, then written.
    page.goto(here)
    hand_in(page, tmp_path / "mended.xlsx", "只检查，不写入")
    expect(page.get_by_text("检查通过，尚未写入任何数据")).to_be_visible()
    fit_to_show(page)
    page.get_by_role("button", name="写入", exact=True).press("Enter")
    expect(page.get_by_text("检查通过，已写入")).to_be_visible()

    page.get_by_role("link", name="去报送…").click()
    page.get_by_role("button", name="确认报送").press("Enter")
    expect(page.get_by_text("已报送，交由县级审核")).to_be_visible()

    # It stands in the county's inbox, with the figures of the workbook.
    sign_in(page, "verifier")
    page.goto("/review/returns/")
    page.get_by_role("link", name="一号小镇").click()
    row = page.get_by_role("row").filter(has_text="从业人员").first
    expect(row).to_contain_text("3,400")


def test_a_roster_is_handed_in_and_a_doubtful_code_gets_its_reason(
    page: Page, tmp_path: Path
):
    sign_in(page, "filler")
    page.goto("/desk/registry/1/enterprises/")
    page.get_by_role("link", name="用 Excel 整批登记企业").click()
    fit_to_show(page)
    out = page.get_by_role("link", name="下载工作簿（XLSX）")
    book = fetched(page, out, tmp_path / "roster.xlsx")
    book.worksheets[0].append(["91330106MA0000003X", "甲公司", 100, 5, 20, None])
    book.save(tmp_path / "filled.xlsx")
    hand_in(page, tmp_path / "filled.xlsx", "检查并写入")
    fit_to_show(page)
    page.get_by_label("信用代码 91330106MA0000003X").fill("营业执照如此")
    page.get_by_role("button", name="带理由写入").press("Enter")
    expect(page.get_by_text("检查通过，已写入")).to_be_visible()
    page.goto("/desk/registry/1/enterprises/")
    expect(page.get_by_text("营业执照如此").first).to_be_visible()
