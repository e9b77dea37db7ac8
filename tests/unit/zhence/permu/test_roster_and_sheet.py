"""People's tables in, a sheet for every firm out."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.packs.shelf import PACKS

from zhence.intake.catalogue import default_catalogue
from zhence.packs.permu_schemes import load_schemes
from zhence.permu import register_of, run, with_groups
from zhence.permu.register import grains_of
from zhence.permu.roster import form_of, read_roster
from zhence.permu.scheme import Scale, Status
from zhence.permu.sheet import sheet
from zhence.permu.written import head, lines, rows

CATALOGUE = default_catalogue()
SCHEMES = load_schemes(PACKS, CATALOGUE)
HUANGYAN = SCHEMES["huangyan-2022"]
ROSTER = Path(__file__).resolve().parents[4] / "docs" / "examples" / "permu_firms.csv"
CODE = "91331003MA2A000018"
TITLES = (
    "统一社会信用代码,企业名称,规模,用地面积(亩),税收(万元),增加值(万元),综合能耗(吨标煤),"
    "主要污染物排放量(吨),从业人员(人),研发投入强度,用电量(千瓦时)"
)
GOOD = f"{CODE},甲,规上,10,300,1500,750,0.25,75,0.05,900000"


def read(tmp_path, *lines_, scheme=HUANGYAN, name="firms.csv"):
    path = tmp_path / name
    path.write_text("\n".join(lines_) + "\n", encoding="utf-8")
    return read_roster(path, scheme, CATALOGUE)


def codes(table):
    return [fault.code for fault in table.faults]


def graded(scheme=HUANGYAN, path=ROSTER):
    firms = with_groups(read_roster(path, scheme, CATALOGUE).load(), scheme)
    return firms, run(scheme, register_of(firms, scheme, grains_of(scheme, CATALOGUE)))


def test_a_roster_with_chinese_titles_is_read(tmp_path):
    firm = read(tmp_path, TITLES, GOOD).load()[0]
    assert (firm.code, firm.scale, firm.status) == (CODE, Scale.ABOVE, Status.NORMAL)
    assert firm.amounts["tax_revenue"] == 300
    assert float(firm.amounts["rd_intensity"] or 0) == 0.05


def test_a_roster_with_english_codes_is_read(tmp_path):
    header = (
        "credit_code,name,scale,land_in_use,tax_revenue,value_added,energy_use,"
        "emission,staff,rd_intensity,electricity_use"
    )
    assert read(tmp_path, header, GOOD.replace("规上", "above")).load()[0].name == "甲"


def test_a_workbook_is_read_like_a_csv_file(tmp_path):
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append(TITLES.split(","))
    numbers = [float(cell) for cell in GOOD.split(",")[3:]]
    page.append([CODE, "甲", "规上", *numbers])
    book.save(tmp_path / "firms.xlsx")
    found = read_roster(tmp_path / "firms.xlsx", HUANGYAN, CATALOGUE).load()
    assert found[0].amounts["land_in_use"] == 10


def test_units_in_titles_and_cells_are_converted(tmp_path):
    titles = TITLES.replace("税收(万元)", "税收(元)").replace(
        "研发投入强度", "研发投入强度(%)"
    )
    line = f"{CODE},甲,规上,6666.67m²,3000000,1500,750,0.25,75,5,900000"
    firm = read(tmp_path, titles, line).load()[0]
    assert firm.amounts["tax_revenue"] == 300
    assert float(firm.amounts["rd_intensity"] or 0) == 0.05
    assert round(float(firm.amounts["land_in_use"] or 0), 3) == 10


def test_a_share_typed_as_five_is_refused_at_its_cell(tmp_path):
    table = read(tmp_path, TITLES, GOOD.replace("0.05", "5"))
    assert not table.accepted
    assert codes(table) == ["above_maximum"]
    assert table.faults[0].where.line == 2


def test_expense_above_revenue_is_refused_though_each_of_them_may_be(tmp_path):
    scheme = SCHEMES["anhui-city"]
    header = (
        "credit_code,name,scale,land_in_use,tax_revenue,operating_revenue,value_added,"
        "energy_use,rd_expense,staff"
    )
    table = read(
        tmp_path, header, f"{CODE},甲,above,10,30,1,150,75,5,20", scheme=scheme
    )
    assert codes(table) == ["permu_out_of_range"]


def test_an_empty_cell_is_unknown_and_zero_is_zero(tmp_path):
    line = GOOD.replace(",300,", ",,").replace(",0.25,", ",0,")
    firm = read(tmp_path, TITLES, line).load()[0]
    assert firm.amounts["tax_revenue"] is None
    assert firm.amounts["emission"] == 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (GOOD.replace("规上", "很大"), "choice_unknown"),
        (GOOD.replace(",10,", ",-10,"), "negative"),
        (GOOD.replace(CODE, "123"), "credit_code_length"),
        (GOOD.replace(CODE, ""), "value_missing"),
        (GOOD.replace("甲", ""), "value_missing"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, line, code):
    table = read(tmp_path, TITLES, line)
    assert not table.accepted
    assert code in codes(table)


def test_one_firm_stands_once(tmp_path):
    assert codes(read(tmp_path, TITLES, GOOD, GOOD)) == ["row_twice"]


def test_a_column_that_the_scheme_needs_is_asked_for(tmp_path):
    titles, line = TITLES.rsplit(",", 1)[0], GOOD.rsplit(",", 1)[0]
    assert codes(read(tmp_path, titles, line)) == ["column_missing"]


def test_place_is_needed_where_places_are_compared():
    needed = {
        c.code for c in form_of(SCHEMES["huaian-2024"], CATALOGUE).columns if c.required
    }
    assert "place" in needed
    assert "industry" not in needed


def test_the_sheet_of_the_example_adds_up_to_113_98():
    firms, outcome = graded()
    told = sheet(outcome, firms, 0)
    assert float(told.score or 0) == 113.98
    assert [round(float(p.points or 0), 3) for p in told.parts] == [
        37.349,
        22.033,
        14.848,
        12.171,
        11.025,
        16.556,
    ]
    assert [p.item.measure.code for p in told.parts if p.swamps] == ["rd_intensity"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sheet_can_be_read_in_both_languages(lang):
    firms, outcome = graded()
    for row, firm in enumerate(firms):
        told = list(lines(sheet(outcome, firms, row), HUANGYAN, lang))
        assert told[0].startswith(firm.name)
        assert len(told) >= 3
        if lang == "en":
            text = "".join(told[3:]).replace("万元", "").replace("亩", "")
            assert "得分" not in text


def test_reasons_say_why_somebody_is_not_ranked():
    firms, outcome = graded()
    told = {firm.name: sheet(outcome, firms, i) for i, firm in enumerate(firms)}
    assert told["示例八号"].missing == ("tax_per_mu",)
    assert "无自有用地" in told["示例十二号"].reasons[0].zh
    assert "合并" in told["示例六号"].reasons[0].zh
    assert "同组平均" in str(told["示例三号"].parts[3].remark)
    assert "未载其规则" in told["示例五号"].reasons[0].zh


def test_veto_protection_and_aside_are_told_on_the_sheet(tmp_path):
    text = (PACKS / "permu" / "huangyan-2022.yaml").read_text(encoding="utf-8")
    words = "title: {zh: 规则, en: rule}, source: ours"
    rules = (
        f"veto: {{cap: C, {words}}}\n"
        f"protection: [{{statuses: [new], floor: B, {words}}}]\n"
        f"aside: [{{statuses: [utility], mark: T, {words}}}]\n"
        f"adjustments: {{prize: {{points: 2, {words.replace('规则', '获奖')}}}}}\n"
    )
    folder = tmp_path / "permu"
    folder.mkdir()
    (folder / "huangyan-2022.yaml").write_text(
        text.replace("notes:", rules + "notes:").replace("tie: up", "tie: pending"),
        encoding="utf-8",
    )
    scheme = load_schemes(tmp_path, CATALOGUE)["huangyan-2022"]
    titles = f"{TITLES},企业类别,一票否决,获奖"
    base = "规上,10,{},1500,750,0.25,75,0.05,900000"
    path = tmp_path / "firms.csv"
    rows_ = [
        f"91331003MA2A000018,甲,{base.format(900)},正常,事故,",
        f"91331003MA2A00002B,乙,{base.format(300)},正常,,是",
        f"91331003MA2A00003E,丙,{base.format(300)},正常,,是",
        f"91331003MA2A00004J,丁,{base.format(100)},新建,,",
        f"91331003MA2A00005M,戊,{base.format(100)},公用事业,,",
    ]
    path.write_text("\n".join([titles, *rows_]), encoding="utf-8")
    firms, outcome = graded(scheme, path)
    told = [sheet(outcome, firms, row) for row in range(5)]
    assert [t.final for t in told] == ["C", "?", "?", "B", None]
    assert "事故" in told[0].reasons[0].zh
    assert "主管部门" in told[1].reasons[0].zh
    assert told[3].reasons[0].en == "protection: rule"
    assert told[4].reasons[0].zh == "规则"
    assert any("加减分: 2" in line for line in lines(told[1], scheme, "zh"))


def test_a_firm_of_unknown_scale_is_told_what_is_missing(tmp_path):
    path = tmp_path / "firms.csv"
    path.write_text(f"{TITLES}\n{GOOD.replace('规上', '')}\n", encoding="utf-8")
    firms, outcome = graded(HUANGYAN, path)
    assert sheet(outcome, firms, 0).missing == ("scale",)
    path.write_text(f"{TITLES}\n{GOOD.replace(',10,', ',,')}\n", encoding="utf-8")
    firms, outcome = graded(HUANGYAN, path)
    assert sheet(outcome, firms, 0).missing == ("land_in_use",)


@pytest.mark.parametrize("chinese", [True, False])
def test_the_table_has_one_row_a_firm_and_a_cell_for_every_title(chinese):
    firms, outcome = graded()
    titles = head(HUANGYAN, chinese=chinese)
    made = list(rows(outcome, firms))
    assert {len(row) for row in made} == {len(titles)}
    assert [row[0] for row in made] == [firm.code for firm in firms]


def test_formulas_of_all_schemes_are_in_both_languages():
    for scheme in SCHEMES.values():
        for roll in scheme.rolls:
            assert all("值" in _formula(i).zh for i in roll.items)
            assert all("value" in _formula(i).en for i in roll.items)


def _formula(item):
    from zhence.permu.formula import formula

    return formula(item)
