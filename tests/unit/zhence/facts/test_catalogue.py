"""Indicators by code and by any of their names."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.lib.rulebooks import CATALOGUE, indicator

from zhence.errors import BadInputError, Fault, Where
from zhence.facts.catalogue import Catalogue, Indicator, Kind


def test_a_catalogue_is_a_mapping_by_code():
    assert CATALOGUE["invested"].code == "invested"
    assert next(iter(CATALOGUE)) == "invested"
    assert len(CATALOGUE) == len(list(CATALOGUE))
    assert "石" not in CATALOGUE


@pytest.mark.parametrize(
    "written", ["invested", "INVESTED", "invested（中）", "in vested"]
)
def test_an_indicator_is_found_by_any_spelling_of_its_names(written: str):
    found = CATALOGUE.lookup(written)
    assert isinstance(found, Indicator)
    assert found.code == "invested"


def test_a_name_that_means_nothing_is_a_fault_that_proposes_the_nearest():
    fault = CATALOGUE.lookup("invest", Where("t.csv", 3))
    assert isinstance(fault, Fault)
    assert fault.code == "indicator_unknown"
    assert fault.where == Where("t.csv", 3)
    assert "invested" in fault.remedy


@pytest.mark.parametrize("far", ["石", "", "x" * 400])
def test_a_name_near_to_nothing_is_not_guessed(far: str):
    fault = CATALOGUE.lookup(far)
    assert isinstance(fault, Fault)
    assert "catalogue" in fault.remedy
    assert len(fault.en) < 100


def test_a_name_that_means_two_things_is_refused():
    twice = replace(indicator("a"), aliases=("same",))
    with pytest.raises(BadInputError) as refused:
        Catalogue((twice, replace(indicator("b"), aliases=("same",))))
    assert "same" in str(refused.value)


def test_the_maximum_of_a_share_is_given_as_a_fraction_of_one():
    assert CATALOGUE["coverage"].greatest == 10**9
    assert indicator("n", Kind.STOCK, "万人", maximum="2").greatest == 20_000
    assert CATALOGUE["area"].greatest is None
    assert CATALOGUE["site"].greatest is None


def test_there_is_no_half_enterprise():
    assert CATALOGUE["firms"].whole
    assert CATALOGUE["visits"].whole
    assert not CATALOGUE["area"].whole
    assert not CATALOGUE["site"].whole


def test_year_to_date_and_cumulative_figures_contain_the_earlier_ones():
    assert {k for k in Kind if k.grows} == {Kind.YEAR_TO_DATE, Kind.CUMULATIVE}


def test_a_maximum_is_exact():
    third = indicator("r", Kind.RATIO, "%", maximum="1/3")
    assert third.greatest == Fraction(10**9, 3)
