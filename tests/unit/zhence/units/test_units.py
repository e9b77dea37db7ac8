"""Units are understood in the spellings of reports, and never guessed."""

from fractions import Fraction

import pytest

from zhence.errors import UnitError
from zhence.units import (
    Dimension,
    Quantity,
    decimal_text,
    exact_number,
    from_smallest,
    known_units,
    unit,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("亿元", "亿元"),
        ("亿 元", "亿元"),
        (" 亿元\u3000", "亿元"),
        ("％", "%"),
        ("１", "1"),
        ("ｋｍ2", "km²"),
        ("km²", "km²"),
        ("㎢", "km²"),
        ("㎡", "m²"),
        ("平方公里", "km²"),
        ("平方千米", "km²"),
        ("万平方米", "万m²"),
        ("万m²", "万m²"),
        ("公顷", "ha"),
        ("hm²", "ha"),
        ("亿元/km²", "亿元/km²"),
        ("亿元/km2", "亿元/km²"),
        ("吨标准煤", "吨标煤"),
        ("个百分点", "百分点"),
        ("kWh", "千瓦时"),
        ("CNY", "元"),
        ("fraction", "1"),
    ],
)
def test_a_unit_is_understood_in_the_spellings_of_reports(written: str, meant: str):
    assert unit(written).name == meant


@pytest.mark.parametrize("bare", ["万", "亿", "万亿", "百万", "千", " 亿 "])
def test_a_bare_multiplier_is_refused_by_name_and_not_guessed(bare: str):
    with pytest.raises(UnitError) as refused:
        unit(bare)
    (fault,) = refused.value.faults
    assert fault.code == "unit_bare_multiplier"
    assert bare in fault.zh
    assert "亿元" in fault.remedy


@pytest.mark.parametrize("unknown", ["石", "", "亿元元", "km3", "dollars", "KM²"])
def test_an_unknown_unit_is_refused_with_the_units_there_are(unknown: str):
    with pytest.raises(UnitError) as refused:
        unit(unknown)
    (fault,) = refused.value.faults
    assert fault.code == "unit_unknown"
    assert repr(unknown) in fault.en
    assert "万元" in fault.remedy


@pytest.mark.parametrize(
    ("value", "written", "asked", "expected"),
    [
        ("1", "亩", "m²", Fraction(2000, 3)),
        ("7500", "亩", "km²", Fraction(5)),
        ("4500", "亩", "km²", Fraction(3)),
        ("1", "km²", "ha", Fraction(100)),
        ("1", "km²", "亩", Fraction(1500)),
        ("1", "ha", "亩", Fraction(15)),
        ("1", "万亩", "km²", Fraction(20, 3)),
        ("1", "万亿元", "亿元", Fraction(10**4)),
        ("1", "亿元", "元", Fraction(10**8)),
        ("1", "千万元", "百万元", Fraction(10)),
        ("1", "万元", "千元", Fraction(10)),
        ("1", "万人次", "人次", Fraction(10**4)),
        ("1", "万家", "家", Fraction(10**4)),
        ("70", "%", "1", Fraction(7, 10)),
        ("5", "‰", "%", Fraction(1, 2)),
        ("1", "万吨标煤", "吨标煤", Fraction(10**4)),
        ("1", "吨标煤", "千克标煤", Fraction(1000)),
        ("1", "吨", "千克", Fraction(1000)),
        ("1", "亿千瓦时", "万千瓦时", Fraction(10**4)),
        ("1", "亿元/km²", "万元/亩", Fraction(20, 3)),
        ("1", "万元/亩", "元/亩", Fraction(10**4)),
        ("1", "万元/人", "元/人", Fraction(10**4)),
    ],
)
def test_conversion_is_exact(value: str, written: str, asked: str, expected: Fraction):
    converted = Quantity(Fraction(value), unit(written)).to(unit(asked))
    assert converted == Quantity(expected, unit(asked))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("人", "人次"),
        ("人", "家"),
        ("%", "百分点"),
        ("万元", "万元/亩"),
        ("吨", "吨标煤"),
        ("1", "倍"),
        ("分", "个"),
    ],
)
def test_units_that_measure_different_things_never_convert(one: str, other: str):
    with pytest.raises(UnitError) as refused:
        Quantity(Fraction(1), unit(one)).to(unit(other))
    (fault,) = refused.value.faults
    assert fault.code == "unit_mismatch"
    assert one in fault.zh
    assert other in fault.zh
    assert unit(other).dimension.value in fault.remedy


def test_one_hundredth_of_a_yuan_is_the_smallest_amount_of_money():
    assert Quantity(Fraction("0.01"), unit("元")).smallest() == 1
    assert Quantity(Fraction("8.99"), unit("亿元")).smallest() == 89_900_000_000


def test_a_mu_is_a_whole_number_of_the_smallest_areas():
    assert unit("亩").factor == 2000
    assert unit("m²").factor == 3


def test_from_smallest_gives_back_what_smallest_took():
    assert from_smallest(Fraction(2000), unit("m²")) == Fraction(2000, 3)


def test_every_unit_stands_once_and_has_a_positive_factor():
    units = known_units()
    assert len({u.name for u in units}) == len(units)
    assert all(u.factor > 0 for u in units)
    assert {u.dimension for u in units} == set(Dimension)


def test_every_unit_is_found_by_the_name_it_prints():
    assert [unit(str(u)) for u in known_units()] == list(known_units())


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(0), "0"),
        (Fraction(-1, 1000), "-0.001"),
        (Fraction(1, 20), "0.05"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7501, 1500), "-7501/1500"),
        (Fraction(100), "100"),
        (Fraction(123456789, 10**4), "12345.6789"),
        (Fraction(1, 2**20), "0.00000095367431640625"),
        (Fraction(7, 10), "0.7"),
    ],
)
def test_a_value_is_written_as_its_exact_decimal_or_as_a_fraction(
    value: Fraction, written: str
):
    assert decimal_text(value) == written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" 8.99 ", Fraction("8.99")),
        ("-8.99", Fraction("-8.99")),
        ("1,234.5", Fraction("1234.5")),
        ("7/9", Fraction(7, 9)),
        ("9" * 60, Fraction(10**60 - 1)),
        ("9" * 61, None),
        ("1e9", None),
        ("1/0", None),
        ("+1", None),
        (".5", None),
        ("5.", None),
        ("", None),
        ("NaN", None),
        ("Infinity", None),
        ("1_000", None),
        ("１", None),
    ],
)
def test_a_plain_decimal_or_fraction_is_read_and_nothing_else(
    written: str, read: Fraction | None
):
    assert exact_number(written) == read


def test_a_quantity_is_written_with_its_unit():
    assert str(Quantity(Fraction("8.99"), unit("亿元"))) == "8.99 亿元"
