"""What anybody may take away: whole, labelled, and harmless in a spreadsheet."""

import csv
import io
import json

import pytest
from django.test import Client
from openpyxl import load_workbook

from zhence.evidence import Text
from zhence_web.kit.exports import FORMS, Column, Table, as_csv, as_json, as_xlsx
from zhence_web.packbook import packbook
from zhence_web.screens.public.datasets import DATASETS

pytestmark = pytest.mark.django_db

NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "\r=1", "杭州\x00市")
TABLE = Table(
    "x",
    Text("表", "table"),
    Text("注", "note"),
    (Column("a", Text("甲", "a")), Column("n", Text("数", "n"))),
    (*((text, -3) for text in NASTY), (None, None)),
)


def rows_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_no_text_of_a_csv_begins_like_a_formula():
    for row in rows_of(as_csv(TABLE))[:-1]:
        assert row["a"][0] in {"'", "杭"}
        assert row["n"] == "-3"


def test_no_cell_of_a_workbook_is_a_formula_and_numbers_stay_numbers():
    sheet = load_workbook(io.BytesIO(as_xlsx(TABLE)))["data"]
    kinds = [(a.data_type, n.data_type) for a, n in sheet.iter_rows(min_row=2)]
    # A row of which nothing is known has no cells at all.
    assert kinds == [("s", "n")] * len(NASTY)


def test_json_keeps_the_text_as_it_is_and_unknown_as_null():
    told = json.loads(as_json(TABLE))
    assert told["rows"][0] == {"a": "=1+1", "n": -3}
    assert told["rows"][-1] == {"a": None, "n": None}


@pytest.mark.parametrize("name", DATASETS)
def test_every_row_of_every_table_is_labelled(client: Client, name: str):
    told = json.loads(client.get(f"/data/{name}.json").content)
    assert told["columns"][-1]["code"] == "label"
    assert all(row["label"] for row in told["rows"])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", DATASETS)
def test_every_table_is_there_in_every_form(client: Client, name: str, form: str):
    answer = client.get(f"/data/{name}.{form}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == FORMS[form][0]
    assert f".{form}" in answer["Content-Disposition"]
    again = client.get(f"/data/{name}.{form}", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304


def test_the_list_is_that_of_the_day_asked_for(client: Client):
    rows = rows_of(client.get("/data/towns.csv?on=2016-12-31").content)
    assert len(rows) == 128
    assert sum(row["standing"] == "creation" for row in rows) == 78
    assert {row["on"] for row in rows} == {"2016-12-31"}


def test_what_is_unknown_is_empty_and_never_zero(client: Client):
    rows = rows_of(client.get("/data/towns.csv").content)
    assert {row["category"] for row in rows} >= {""}
    assert "0" not in {row["category"] for row in rows}


@pytest.mark.parametrize("file", ["nothing.csv", "towns.pdf", "towns.exe"])
def test_what_is_not_there_is_said_to_be_absent(client: Client, file: str):
    assert client.get(f"/data/{file}").status_code == 404


def test_bulletins_tell_every_event_once(client: Client):
    book = packbook()
    told = sum(len(n.towns) for b in book.bulletins for n in b.notices)
    assert told == len(book.standings.happenings)
    html = client.get("/bulletins/?year=2015").content.decode()
    assert "点名 37 个" in html
    assert "2016-01-29" not in html


def test_policies_are_compared_in_words_and_a_weight_narrows_them(client: Client):
    html = client.get("/policies/compare/?old=HZ2021&new=HZP2022").content.decode()
    assert "2023-12-31改为2025-12-31" in html
    few = client.get(
        "/policies/compare/?old=HZ2021&new=HZP2022&weight=relaxes"
    ).content.decode()
    assert "2023-12-31改为2025-12-31" not in few
    none = client.get("/policies/compare/?old=HZ2021&new=HZ2021").content.decode()
    assert "没有差异" in none
