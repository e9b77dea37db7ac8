"""What holds for every number: written with a unit, it reads back as itself."""

from decimal import Context, Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from zhence.errors import BadInputError
from zhence.intake.numbers import read_number, read_stored_number
from zhence.units import decimal_text, known_units

decimals = st.builds(
    lambda digits, places: Fraction(digits, 10**places),
    st.integers(-(10**20), 10**20),
    st.integers(0, 12),
)
units = st.sampled_from([unit for unit in known_units() if not unit.name.isascii()])
FULL_WIDTH = str.maketrans("0123456789.,-%", "０１２３４５６７８９．，－％")


@given(value=decimals, unit=units, space=st.sampled_from(["", " ", "\u00a0", "\u3000"]))
def test_a_number_with_its_unit_reads_back_as_itself(value, unit, space):
    given_ = read_number(f"{decimal_text(value)}{space}{unit.name}")
    assert (given_.value, given_.unit) == (value, unit)


@given(value=decimals)
def test_grouping_and_width_change_nothing(value):
    whole, _, part = decimal_text(value).partition(".")
    grouped = f"{int(whole):,}" if whole not in {"-0", ""} else whole
    text = f"{grouped}.{part}" if part else grouped
    assert read_number(text).value == value
    assert read_number(text.translate(FULL_WIDTH)).value == value


@given(
    digits=st.text("0123456789", min_size=1, max_size=15),
    point=st.integers(0, 15),
    sign=st.sampled_from(["", "-"]),
)
@example(digits="999999999999999", point=15, sign="")
@example(digits="000000000000001", point=1, sign="-")
def test_a_short_stored_number_needs_no_double(digits, point, sign):
    whole, part = digits[:point], digits[point:]
    raw = f"{sign}{whole or '0'}.{part}" if part else f"{sign}{whole}"
    double = Context(prec=15).create_decimal_from_float(float(raw))
    assert read_stored_number(raw) == Fraction(double)


@given(text=st.text(max_size=60))
@example("1_0")
@example("٣")
@example("1e5")
def test_a_text_is_a_number_only_if_it_says_so_in_plain_digits(text):
    try:
        given_ = read_number(text)
    except BadInputError:
        return
    assert given_.value is None or any(
        c in "0123456789０１２３４５６７８９" for c in text
    )


@given(value=st.floats(min_value=-1e14, max_value=1e14))
def test_a_stored_double_is_its_fifteen_digits(value):
    raw = repr(value)
    if value and abs(value) < 1e-30:
        return
    assert read_stored_number(raw) == Fraction(Decimal(f"{value:.15g}"))
