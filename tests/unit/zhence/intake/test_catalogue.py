"""The catalogue: found by any name, read with every fault at once."""

from fractions import Fraction

import pytest
from tests.unit.zhence.intake.corpus import catalogue

from zhence.errors import BadInputError, Fault, Where
from zhence.evidence import Text
from zhence.facts.catalogue import Catalogue, Indicator, Kind
from zhence.intake.catalogue import (
    default_catalogue,
    default_reference_dir,
    read_catalogue,
)

HEADER = (
    "code,name_zh,name_en,kind,unit,dimension,nonnegative,max,level,aggregation,"
    "components,titles,definition_zh,definition_en,label,policies,levels"
)
TAX = (
    "tax,税收,tax,flow,亿元,money,true,,town|city,sum,,入库税收|税收(万元),定义,meaning,"
    "official,A|B,"
)


def read(tmp_path, *rows: str, header: str = HEADER) -> Catalogue:
    path = tmp_path / "indicators.csv"
    path.write_text("\n".join((header, *rows)), encoding="utf-8")
    return read_catalogue(path)


def faults(tmp_path, *rows: str, header: str = HEADER) -> list[tuple[str, int | None]]:
    with pytest.raises(BadInputError) as caught:
        read(tmp_path, *rows, header=header)
    return [(f.code, f.where.line) for f in caught.value.faults]


@pytest.mark.parametrize(
    "name", ["tax_revenue", "税收收入", "税收", "the tax_revenue", " 税 收 "]
)
def test_an_indicator_is_found_by_each_of_its_names(name):
    found = catalogue().lookup(name)
    assert isinstance(found, Indicator)
    assert found.code == "tax_revenue"


def test_an_unknown_name_is_answered_with_the_nearest_ones():
    found = catalogue().lookup("税收收如", Where("t.csv", 3))
    assert isinstance(found, Fault)
    assert (found.code, found.where.line) == ("indicator_unknown", 3)
    assert "tax_revenue（税收收入）" in found.remedy


@pytest.mark.parametrize("name", ["zzzzzz", "字" * 500, "a\u202eb"])
def test_a_name_like_no_other_gets_no_proposal(name):
    found = catalogue().lookup(name)
    assert isinstance(found, Fault)
    assert "是不是" not in found.remedy
    assert "\u202e" not in found.zh


def test_it_is_a_mapping_by_code():
    known = catalogue()
    assert len(known) == len(list(known)) == 12
    assert known["lead_share"].greatest == 10**9
    assert "税收" not in known


def test_bounds_are_in_smallest_units_where_there_are_any():
    assert catalogue()["tax_revenue"].greatest is None
    score = Indicator("s", Text("", ""), Kind.STOCK, None, maximum=Fraction(100))
    assert score.greatest is None
    assert not score.whole
    assert catalogue()["firms"].whole


def test_running_totals_are_told_from_flows():
    assert Kind.CUMULATIVE.grows
    assert Kind.YEAR_TO_DATE.grows
    assert not Kind.FLOW.grows


def test_one_name_for_two_indicators_cannot_be_built():
    one = Indicator("a", Text("税收", "tax"), Kind.FLOW, None)
    other = Indicator("b", Text("税　收", "levy"), Kind.FLOW, None)
    with pytest.raises(BadInputError, match="indicator_name_twice"):
        Catalogue((one, other))


def test_a_row_becomes_an_indicator(tmp_path):
    found = read(tmp_path, TAX)["tax"]
    assert found.titles == ("入库税收", "税收(万元)")
    assert found.level == ("town", "city")
    assert found.policies == ("A", "B")
    assert (found.maximum, found.components, str(found.unit)) == (None, None, "亿元")


def test_aliases_are_names_too(tmp_path):
    known = read(tmp_path, f"{TAX},levy|duty", header=f"{HEADER},aliases")
    assert known.find("duty") is known["tax"]


def test_ratios_have_parts_and_a_maximum_of_one(tmp_path):
    share = "share,占比,share,ratio,%,ratio,true,1,town,recompute,tax/tax,,,,ours,,"
    found = read(tmp_path, TAX, share)["share"]
    assert found.components == ("tax", "tax")
    assert found.greatest == 10**9


def test_grades_are_counted_in_levels(tmp_path):
    grade = "g,等级,grade,ordinal,,ordinal,true,,town,max,,,,,ours,,none|1A|2A"
    found = read(tmp_path, grade)["g"]
    assert (found.levels, str(found.unit)) == (("none", "1A", "2A"), "级")


@pytest.mark.parametrize(
    ("unit", "dimension"),
    [("分", "score"), ("斗", "money"), ("亿元", "area"), ("", "text")],
)
def test_a_unit_that_only_looks_like_one_is_none(tmp_path, unit, dimension):
    row = f"x,某,some,stock,{unit},{dimension},true,,town,none,,,,,ours,,"
    assert read(tmp_path, row)["x"].unit is None


def test_every_wrong_cell_is_reported_with_its_line(tmp_path):
    wrong = ",名,,flaw,亿元,money,maybe,y,town,add,a,,,,mine,,"
    assert faults(tmp_path, TAX, wrong) == [
        ("catalogue_value", 3),
        ("value_missing", 3),
        ("value_missing", 3),
        ("catalogue_value", 3),
        ("number_unreadable", 3),
        ("catalogue_value", 3),
        ("catalogue_value", 3),
        ("catalogue_value", 3),
    ]


def test_grades_without_levels_are_reported(tmp_path):
    row = "g,等级,grade,ordinal,,ordinal,true,,town,max,,,,,ours,,"
    assert faults(tmp_path, row) == [("catalogue_value", 2)]


def test_names_that_mean_two_things_are_reported(tmp_path):
    other = TAX.replace("tax,税收,tax", "levy,税款,levy")
    assert faults(tmp_path, TAX, other) == [
        ("indicator_name_twice", 3),
        ("indicator_name_twice", 3),
    ]


def test_parts_that_are_not_there_are_reported(tmp_path):
    share = "share,占比,share,ratio,%,ratio,true,1,town,recompute,tax/land,,,,ours,,"
    assert faults(tmp_path, TAX, share) == [("catalogue_component", 3)]


def test_missing_columns_are_reported_before_anything_else(tmp_path):
    found = faults(tmp_path, "a,b", header="code,name_zh")
    assert set(found) == {("column_missing", 1)}
    assert len(found) == 15
    assert len(faults(tmp_path, header="")) == 17


def test_the_catalogue_that_comes_with_zhence_is_sound():
    known = default_catalogue()
    assert known["tax_revenue"].kind is Kind.FLOW
    assert (default_reference_dir() / "indicators.csv").is_file()


def test_shipped_reference_data_comes_before_the_repository(monkeypatch, tmp_path):
    package = tmp_path / "zhence" / "intake"
    shipped = tmp_path / "zhence" / "_data" / "reference"
    shipped.mkdir(parents=True)
    monkeypatch.setattr(
        "zhence.intake.catalogue.__file__", str(package / "catalogue.py")
    )
    assert default_reference_dir() == shipped
