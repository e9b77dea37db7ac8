"""Nothing of the tables reaches a page in one language only."""

import csv
import re
from pathlib import Path

import pytest

from zhence_web.packbook import packbook
from zhence_web.packbook.citations import cited
from zhence_web.packbook.notes import noted

REFERENCE = Path(__file__).resolve().parents[3] / "reference"
ENGLISH = re.compile(r"[A-Za-z]{3,}")
REMARKS = [
    ("zhejiang/towns.csv", "note"),
    ("zhejiang/indicators.csv", "note"),
    ("zhejiang/indicators.csv", "period"),
    ("zhejiang/assessments_implied.csv", "basis"),
]


@pytest.mark.parametrize(("table", "column"), REMARKS)
def test_every_remark_has_its_chinese(table: str, column: str):
    with (REFERENCE / table).open(encoding="utf-8", newline="") as file:
        remarks = {row[column] for row in csv.DictReader(file)} - {""}
    untold = {r for r in remarks if ENGLISH.search(noted(r).zh)}
    assert untold == set()


def test_every_event_has_its_chinese():
    book = packbook()
    details = {
        m.detail.zh
        for town in book.towns
        for m in book.standings.timeline(town.name, book.standings.last_day)
    }
    assert {d for d in details if ENGLISH.search(d)} == set()


def test_every_indicator_and_unit_has_both_names():
    book = packbook()
    for figures in book.figures.values():
        for figure in figures:
            assert not ENGLISH.search(figure.indicator.zh), figure.indicator
            assert re.search("[\u4e00-\u9fff%²]", figure.unit.zh), figure.unit


def test_every_figure_of_the_report_has_both_names():
    book = packbook()
    for visited in book.report.values():
        for printed in visited.figures:
            assert not ENGLISH.search(printed.indicator.zh.replace("APP", ""))
            assert not ENGLISH.search(noted(printed.value).zh)


def test_a_source_cell_becomes_single_sources():
    told = cited(
        "roster in a public repository (names only) ; http://a.cn/1.html ; "
        "dates: http://b.cn/2.html ; no-url:某网 (search excerpt came without address)"
    )
    assert [(c.name.zh, c.url) for c in told] == [
        ("公开代码库中的名录（仅有名称）", None),
        ("a.cn", "http://a.cn/1.html"),
        ("b.cn", "http://b.cn/2.html"),
        ("某网（未留网址）", None),
    ]
    assert told[2].role is not None
    assert told[2].role.zh == "日期"


def test_a_remark_that_nobody_knows_stands_for_itself():
    assert noted("something new").zh == "something new"
