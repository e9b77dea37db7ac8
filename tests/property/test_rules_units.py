"""Units convert there and back, and an exact value is written exactly."""

import re
from collections import defaultdict
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.lib.properties import thorough

from zhence.units import (
    Dimension,
    Quantity,
    Unit,
    decimal_text,
    exact_number,
    from_smallest,
    known_units,
)

values = st.fractions(min_value=-(10**15), max_value=10**15, max_denominator=10**9)
decimals = st.decimals(-(10**12), 10**12, places=6, allow_nan=False).map(Fraction)


def _pairs() -> list[tuple[Unit, Unit]]:
    alike: dict[Dimension, list[Unit]] = defaultdict(list)
    for unit in known_units():
        alike[unit.dimension].append(unit)
    return [(a, b) for units in alike.values() for a in units for b in units]


PAIRS = _pairs()


@thorough
@given(values, st.sampled_from(PAIRS))
def test_a_quantity_comes_back_from_every_unit_of_its_kind(
    value: Fraction, pair: tuple[Unit, Unit]
):
    one, other = pair
    quantity = Quantity(value, one)
    assert quantity.to(other).to(one) == quantity
    assert quantity.to(other).smallest() == quantity.smallest()
    assert from_smallest(quantity.smallest(), one) == value


@thorough
@given(values, values, st.sampled_from(PAIRS))
def test_converting_keeps_order_and_sums(
    first: Fraction, second: Fraction, pair: tuple[Unit, Unit]
):
    one, other = pair
    a, b = (Quantity(v, one).to(other).value for v in (first, second))
    assert (first < second) == (a < b)
    assert Quantity(first + second, one).to(other).value == a + b


@thorough
@given(st.one_of(values, decimals))
def test_an_exact_value_is_written_so_that_it_reads_back(value: Fraction):
    assert Fraction(decimal_text(value)) == value


@thorough
@given(decimals)
def test_a_decimal_is_written_in_its_shortest_form(value: Fraction):
    written = decimal_text(value)
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", written)
    assert written != "-0"


@thorough
@given(decimals)
def test_what_is_written_can_be_read_as_a_parameter(value: Fraction):
    assert exact_number(decimal_text(value)) == value


@thorough
@given(st.text(max_size=80))
def test_reading_a_number_never_raises_and_never_reads_an_exponent(text: str):
    read = exact_number(text)
    assert read is None or isinstance(read, Fraction)
    if "e" in text.casefold():
        assert read is None
