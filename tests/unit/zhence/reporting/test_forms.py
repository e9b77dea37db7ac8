"""Forms as data: periods, what a figure speaks for, and faults with their lines."""

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from tests.lib.returnforms import form, item, shipped_forms

from zhence.errors import BadPackError, PeriodError
from zhence.evidence import Text
from zhence.facts.catalogue import Indicator, Kind
from zhence.intake.catalogue import default_catalogue, default_reference_dir
from zhence.packs.return_forms import read_return_forms
from zhence.periods import Span, parse_period, quarter, year
from zhence.reporting.checks import amount_fault
from zhence.reporting.forms import DayCount, Item
from zhence.units import unit

TEXT = (default_reference_dir() / "forms" / "park-year.yaml").read_text("utf-8")


def faults(folder: Path, text: str) -> list[str]:
    (folder / "park-year.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadPackError) as caught:
        read_return_forms(folder, default_catalogue())
    return [f"{f.where} {f.code}" for f in caught.value.faults]


def line(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_the_shipped_forms_are_sound_and_known_by_code_and_edition():
    assert [f.code for f in shipped_forms().forms] == [
        "park-quarter",
        "park-year",
        "town-quarter",
        "town-year",
    ]
    assert shipped_forms().of("town-quarter", "1999") is None
    assert shipped_forms().in_force(date(2014, 1, 1)) == ()
    assert len(shipped_forms().in_force(date(2024, 1, 1))) == 4


def test_a_form_is_filled_for_its_own_kind_of_period_only():
    quarterly, yearly = form("town-quarter"), form("town-year")
    assert quarterly.period_of("2024Q3") == quarter(2024, 3)
    assert yearly.period_of("2024") == year(2024)
    for of, text in ((quarterly, "2024"), (yearly, "2024Q1"), (yearly, "soon")):
        with pytest.raises(PeriodError):
            of.period_of(text)


def test_the_period_before_the_first_quarter_is_the_last_of_the_year_before():
    assert form("town-quarter").before(quarter(2024, 1)) == quarter(2023, 4)
    assert form("town-quarter").before(quarter(2024, 3)) == quarter(2024, 2)
    assert form("town-year").before(year(2024)) == year(2023)


def test_a_return_is_due_some_days_after_its_period():
    assert form("town-quarter").due(quarter(2024, 3)) == date(2024, 10, 20)


def test_each_kind_of_figure_speaks_for_its_own_days():
    third = quarter(2024, 3)
    assert item("tax_revenue").spoken_for(third) == parse_period("2024-01..2024-09")
    assert item("new_jobs").spoken_for(third) == third
    assert item("staff").spoken_for(third) == Span(date(2024, 9, 30), date(2024, 10, 1))


def test_the_fourth_quarter_to_date_is_the_year():
    assert item("tax_revenue").spoken_for(quarter(2024, 4)) == year(2024)


def test_a_share_above_the_whole_is_refused():
    share = Indicator(
        "share", Text("占比", "share"), Kind.RATIO, unit("%"), maximum=Fraction(1)
    )
    asked = Item(share, Kind.STOCK, unit("%"))
    assert amount_fault(asked, unit("%").factor * 100) is None
    above = amount_fault(asked, unit("%").factor * 101)
    assert above is not None
    assert above.code == "above_maximum"


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("tech_smes", "tech_smee", "indicator_unknown", "tech_smee"),
        ("unit: 个", "unit: 亩", "unit_mismatch", "new_projects"),
        ("unit: 个", "unit: 石", "unit_unknown", "new_projects"),
        (
            "value_added, kind: flow",
            "value_added, kind: stock",
            "kind_does_not_fit",
            "value_added",
        ),
        ("[county, city]", "[city]", "chain_wrong", "chain:"),
        (
            "part_of: supplied_industrial_land",
            "part_of: x",
            "item_unknown",
            "part_of: x",
        ),
        ("valid_to: 2030", "valid_to: 2001", "period_backward", "valid_to"),
        ("indicator: tech_smes", "indicator: value_added", "item_twice", "value_added"),
        ("due_days: 45", "due_days: 0", "value_wrong", "due_days"),
        ("due_days: 45", "due_date: 45", "key_unknown", "due_date"),
    ],
)
def test_a_fault_of_a_form_has_its_line(
    tmp_path: Path, old: str, new: str, code: str, words: str
):
    text = TEXT.replace(old, new)
    assert text != TEXT
    assert f"park-year.yaml:{line(text, words)} {code}" in faults(tmp_path, text)


def test_an_edition_that_is_there_twice_is_refused(tmp_path: Path):
    (tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
    assert any("form_twice" in one for one in faults(tmp_path, TEXT))


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path):
    (tmp_path / "a.yaml").write_text("code: [", encoding="utf-8")
    (tmp_path / "b.source.yaml").write_text("not: [read", encoding="utf-8")
    shutil.copy(default_reference_dir() / "forms" / "town-year.yaml", tmp_path)
    told = faults(tmp_path, TEXT.replace("due_days: 45", "due_days: 0"))
    assert len(told) == 2


def test_a_form_may_count_its_time_in_working_days(tmp_path):
    written = TEXT.replace("due_days: 45", "due_days: 10\ndue_in: working")
    (tmp_path / "f.yaml").write_text(written, encoding="utf-8")
    read = read_return_forms(tmp_path, default_catalogue()).forms[0]
    assert (read.days, read.counts) == (10, DayCount.WORKING)
