"""The check character of GB 32100: complete, and blind to no single slip."""

from hypothesis import assume, given
from hypothesis import strategies as st

from zhence.errors import Severity
from zhence.intake.credit_codes import check_character, doubt_about_code, plain_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WIDER = 0xFEE0  # from a plain character to its full-width form

bodies = st.tuples(
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
).map("".join)
codes = bodies.map(lambda body: body + check_character(body))


@given(codes)
def test_a_code_with_its_check_character_is_beyond_doubt(code):
    assert doubt_about_code(code) is None


@given(bodies)
def test_every_body_has_one_check_character(body):
    right = [c for c in ALPHABET if doubt_about_code(body + c) is None]
    assert right == [check_character(body)]


@given(codes, st.integers(8, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(code, place, other):
    assume(code[place] != other)
    doubt = doubt_about_code(code[:place] + other + code[place + 1 :])
    assert doubt is not None
    assert doubt.severity is Severity.WARNING


@given(codes, st.integers(8, 15))
def test_two_neighbours_swapped_are_found(code, place):
    one, two = code[place], code[place + 1]
    assume(one != two)
    swapped = code[:place] + two + one + code[place + 2 :]
    assert doubt_about_code(swapped) is not None


@given(codes, st.sampled_from("IOSVZ"), st.integers(0, 17))
def test_a_letter_that_no_code_has_is_an_error_wherever_it_stands(code, letter, place):
    doubt = doubt_about_code(code[:place] + letter + code[place + 1 :])
    assert doubt is not None
    assert doubt.severity is Severity.ERROR


@given(codes, st.lists(st.integers(0, 18), max_size=4), st.booleans(), st.booleans())
def test_width_spaces_and_small_letters_change_no_code(code, gaps, small, wide):
    typed = code
    for gap in gaps:
        typed = f"{typed[:gap]} {typed[gap:]}"
    if small:
        typed = typed.lower()
    if wide:
        typed = "".join(chr(ord(c) + WIDER) if c != " " else "\u3000" for c in typed)
    assert plain_code(typed) == code
