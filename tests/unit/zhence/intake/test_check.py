"""The verdict on a file, as ``zhence facts check`` and the upload give it."""

import json
from dataclasses import replace

import pytest
from tests.unit.zhence.intake.corpus import (
    CODES,
    FACTS,
    GOOD,
    book,
    catalogue,
    csv,
    firm,
    roster,
    upload,
)

from zhence.errors import BadInputError
from zhence.intake.check import FORMS, check_file
from zhence.intake.credit_codes import check_character
from zhence.intake.limits import LIMITS
from zhence.intake.tables import read_firms


def test_facts_are_the_usual_form(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_bytes(csv("甲,税收,2018,1,亿元,,,,", header=FACTS))
    report = check_file(path, catalogue=catalogue())
    assert (report.accepted, report.rows, report.faults) == (True, 1, ())
    assert check_file(path, None).accepted


def test_every_form_of_the_contracts_can_be_asked_for():
    tables = {"facts", "firms", "subjects", "projects", "events"}
    assert set(FORMS) == {*tables, "project-files"}
    for form in FORMS.values():
        header = ",".join(column.code for column in form.columns)
        report = check_file(upload(csv(header=header)), form.id, catalogue())
        assert report.accepted
        titles = ",".join(column.title for column in form.columns)
        assert check_file(upload(csv(header=titles)), form.id, catalogue()).accepted


def test_a_form_that_does_not_exist_is_refused():
    with pytest.raises(BadInputError, match="form_unknown"):
        check_file(upload(b"a"), "taxes")


def test_the_json_is_that_of_the_contracts():
    report = check_file(upload(roster([*GOOD[:2], "无", *GOOD[3:]]), "t.xlsx"), "firms")
    told = json.loads(json.dumps(report.as_json()))
    assert (told["accepted"], told["rows"]) == (False, 1)
    (fault,) = told["faults"]
    assert set(fault) == {
        "file",
        "sheet",
        "cell",
        "line",
        "severity",
        "code",
        "message",
        "remedy",
    }
    assert (fault["file"], fault["sheet"], fault["cell"], fault["line"]) == (
        "t.xlsx",
        "名录",
        "C2",
        2,
    )


def test_thirty_seven_seeded_faults_in_a_thousand_rows_are_thirty_seven():
    rows = []
    for n in range(1_000):
        code = f"91350100MA{n:07d}"
        code += check_character(code)
        revenue = "暂无" if n % 27 == 3 else str(n)
        rows.append([code, f"企业{n}", revenue, 1, 2, "2018-09-13"])
    report = check_file(upload(roster(*rows), "t.xlsx"), "firms")
    wrong = [n + 2 for n in range(1_000) if n % 27 == 3]
    assert len(wrong) == 37
    assert [f.where.line for f in report.faults] == wrong
    assert [f.where.cell for f in report.faults] == [f"C{n}" for n in wrong]
    assert report.rows == 1_000
    assert read_firms(upload(roster(*rows), "t.xlsx")).rows == ()


def test_a_csv_and_a_workbook_of_the_same_rows_get_the_same_verdict():
    bad = [CODES[1], "乙", "1e5", "-1", "2.5", "2018-02-30"]
    as_csv = check_file(upload(csv(firm(), ",".join(bad))), "firms")
    as_book = check_file(upload(roster(GOOD, bad), "t.xlsx"), "firms")
    assert [f.code for f in as_csv.faults] == [f.code for f in as_book.faults]


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    assert [f.code for f in check_file(tmp_path / "x.csv").faults] == ["file_missing"]
    assert [f.code for f in check_file(tmp_path).faults] == ["file_unreadable"]


def test_a_file_that_is_too_big_is_not_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(csv(firm()))
    small = replace(LIMITS, file=10)
    assert [f.code for f in check_file(path, limits=small).faults] == ["file_too_big"]
    found = check_file(upload(csv(firm())), "firms", limits=small)
    assert [f.code for f in found.faults] == ["file_too_big"]


def test_reading_stops_after_so_many_errors_and_says_so():
    rows = [firm(staff="-1") for _ in range(20)]
    report = check_file(upload(csv(*rows)), "firms", limits=replace(LIMITS, faults=5))
    assert [f.code for f in report.faults][-1] == "faults_too_many"
    assert len(report.faults) == 6
    assert report.rows < 20


def test_warnings_stop_nothing_and_the_rest_is_counted():
    rows = [firm(code=f"91350100M000100{n:02d}0") for n in range(10, 20)]
    limits = replace(LIMITS, faults=3)
    report = check_file(upload(csv(*rows)), "firms", limits=limits)
    assert report.accepted
    assert report.rows == 10
    assert [f.code for f in report.faults][-1] == "warnings_more"
    bad = check_file(upload(csv(*rows, firm(staff="-1"))), "firms", limits=limits)
    assert not bad.accepted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a;b\n1;2\n", "csv_delimiter"),
        ("a\tb\n1\t2\n", "csv_delimiter"),
        ("统一社会信用代码，企业名称\n", "csv_delimiter"),
        ("一些话\n又一些话\n", "header_missing"),
        ("\n\n,,\nx,y\n", "header_missing"),
        ("统一社会信用代码\n", "header_missing"),
    ],
)
def test_a_text_without_the_columns_is_told_what_is_missing(text, code):
    assert [f.code for f in check_file(upload(text.encode()), "firms").faults] == [code]


def test_header_faults_and_row_faults_come_together():
    header = "统一社会信用代码,企业名称,年营业收人,税收(吨),税收,从业人员,入驻日期"
    report = check_file(upload(csv(f"{CODES[0]},,1,2,3,-4,x", header=header)), "firms")
    assert [f.code for f in report.faults] == [
        "column_unknown",
        "column_unit",
        "column_twice",
        "column_missing",
        "value_missing",
        "negative",
        "date_unreadable",
    ]
    assert "年营业收入(万元)？" in report.faults[0].zh


def test_titles_that_are_too_long_or_in_odd_brackets_are_unknown():
    odd = ("长" * 200, "税收(不含海关)", "企业名称(全称)", "年营业收入(斗)")
    header = ",".join(("统一社会信用代码", "企业名称", *odd))
    report = check_file(upload(csv(header=header)), "firms")
    assert [f.code for f in report.faults][:4] == [
        "column_unknown",
        "column_unit",
        "column_unknown",
        "column_unit",
    ]


def test_rows_of_a_missing_column_are_not_blamed_one_by_one():
    report = check_file(upload(csv("甲公司,1", header="企业名称,税收")), "firms")
    assert {f.code for f in report.faults} == {"column_missing"}


def test_hidden_sheets_alone_leave_nothing_to_read():
    report = check_file(
        upload(book(lambda s: s.append([]), 空="hidden"), "t.xlsx"), "firms"
    )
    assert [f.code for f in report.faults] == ["sheet_hidden", "header_missing"]
