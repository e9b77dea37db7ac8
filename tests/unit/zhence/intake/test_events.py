"""The table of events and the grammar of its details."""

from collections import Counter
from datetime import date

import pytest
from tests.unit.zhence.intake.corpus import book, csv, roster, upload

from zhence.intake.catalogue import default_reference_dir
from zhence.intake.events import Assessment, Grade, ListKind, parse_assessment
from zhence.intake.tables import read_events

HEADER = "town,on,event,detail,source_url"


def read(*rows: str, kinds=None):
    return read_events(upload(csv(*rows, header=HEADER)), kinds)


def codes(*rows: str) -> list[tuple[str, int | None]]:
    return [(f.code, f.where.line) for f in read(*rows).faults]


def test_a_listing_has_a_batch_and_a_day():
    (found,) = read("甲,2015-06-04,listed_creation,batch 1,http://x").load()
    assert (found.town, str(found.on), found.event, found.batch) == (
        "甲",
        "2015-06-04",
        "listed_creation",
        1,
    )
    assert (found.detail, found.source_url, found.line) == ("batch 1", "http://x", 2)
    assert found.assessment is None


@pytest.mark.parametrize(
    ("detail", "batch"),
    [
        ("batch 7, date not seen", 7),
        ("batch not seen", None),
        ("第 3 批", 3),
        ("第3批名单", 3),
    ],
)
def test_batches_are_read_in_every_wording(detail, batch):
    (found,) = read(f'甲,2019,named,"{detail}",').load()
    assert found.batch == batch


def test_an_assessment_has_year_list_and_grade():
    (found,) = read("甲,2018-09,assessed,2017 创建 良好 (inferred),").load()
    assert found.assessment == Assessment(
        2017, ListKind.CREATION, Grade.GOOD, inferred=True
    )
    assert parse_assessment("2019 培育 退出") == Assessment(
        2019, ListKind.CULTIVATION, Grade.EXITED
    )
    assert parse_assessment("2021 命名 优秀") == Assessment(
        2021, ListKind.NAMED, Grade.EXCELLENT
    )
    assert parse_assessment("2021 命名 很好") is None


def test_other_events_may_say_what_they_like():
    rows = (
        "甲,2018,moved_to_cultivation,effect of the 2017 assessment,",
        "甲,2020,left_list,2019 培育 退出,",
        "乙,,left_list,,",
    )
    found = read(*rows).load()
    assert [e.assessment is not None for e in found] == [False, True, False]
    assert str(found[2].on) == "—"


@pytest.mark.parametrize(
    ("on", "shown"),
    [("2016-06", "2016-06"), ("2016年6月", "2016-06"), ("<=2021-11", "<=2021-11-30")],
)
def test_days_may_be_known_more_or_less(on, shown):
    (found,) = read(f"甲,{on},named,batch 1,").load()
    assert str(found.on) == shown


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",2016,named,batch 1,", "value_missing"),
        ("甲,2016,,batch 1,", "value_missing"),
        ("甲,2016,crowned,batch 1,", "choice_unknown"),
        ("甲,2016-02-30,named,batch 1,", "date_impossible"),
        ("甲,damals,named,batch 1,", "period_unreadable"),
        ("甲,2016,named,once,", "detail_unreadable"),
        ("甲,2016,named,batch 1x,", "detail_unreadable"),
        ("甲,2016,listed_creation,,", "detail_unreadable"),
        ("甲,2016,assessed,很好,", "detail_unreadable"),
        ("甲,2016,assessed,2015 创建 优,", "detail_unreadable"),
    ],
)
def test_each_mistake_is_refused_by_its_name(row, code):
    assert codes(row) == [(code, 2)]


def test_the_same_event_twice_is_refused():
    row = "甲,2016,named,batch 1,"
    assert codes(row, row) == [("row_twice", 3)]
    assert codes(row, "乙,2016,named,batch 1,") == []


def test_a_pack_may_bring_its_own_events():
    assert read("甲,2016,merged,anything,", kinds={"merged": "merged"}).accepted


def test_event_tables_in_workbooks_read_days_from_date_cells():
    def fill(sheet):
        sheet.append(HEADER.split(","))
        sheet.append(["甲", date(2016, 1, 29), "named", "batch 1", None])
        sheet.append(["乙", 2016, "named", "batch 1", None])
        sheet.append(["丙", -1, "named", "batch 1", None])
        sheet["B4"].number_format = "yyyy-mm-dd"
        sheet.append(["丁", "=A1", "named", "batch 1", None])

    table = read_events(upload(book(fill), "t.xlsx"))
    assert [(f.code, f.where.cell) for f in table.faults] == [
        ("date_impossible", "B4"),
        ("cell_formula_unsaved", "B5"),
    ]


def test_the_events_of_the_real_register_are_read_whole():
    table = read_events(default_reference_dir() / "zhejiang" / "events.csv")
    assert table.faults == ()
    assert len(table.load()) == 269
    assert Counter(e.event for e in table.rows)["assessed"] == 113
    assert all(e.assessment for e in table.rows if e.event == "assessed")


def test_a_roster_is_no_table_of_events():
    assert read_events(upload(roster(), "t.xlsx")).faults[0].code == "header_missing"
