"""CSV: lines, quotation, limits."""

from dataclasses import replace

import pytest

from zhence.errors import BadInputError
from zhence.intake.delimited import read_delimited, read_records
from zhence.intake.limits import LIMITS


def texts(data: bytes) -> list[tuple[int, list[str]]]:
    grid, faults = read_delimited(data)
    assert faults == ()
    return [(line.number, list(line.texts())) for line in grid.lines if not line.empty]


def faults(data: bytes, **limits: int) -> list[tuple[str, int | None]]:
    _, found = read_delimited(data, "t.csv", replace(LIMITS, **limits))
    return [(f.code, f.where.line) for f in found]


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_every_kind_of_line_end_is_read(end):
    assert texts(end.join((b"a,b", b"1,2", b""))) == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_quoted_fields_may_hold_commas_quotes_and_lines():
    data = b'a,b\r\n1,"x, ""y"""\r\n"two\r\nlines",2\r\n3,4\r\n'
    assert texts(data)[1:] == [
        (2, ["1", 'x, "y"']),
        (3, ["two\nlines", "2"]),
        (5, ["3", "4"]),
    ]


def test_a_line_separator_of_unicode_ends_no_row():
    assert texts("a,甲\u2028乙\n".encode()) == [(1, ["a", "甲\u2028乙"])]


@pytest.mark.parametrize(
    ("hint", "mark"), [(b"sep=;", b";"), (b'"sep=\t"', b"\t"), (b"SEP=,", b",")]
)
def test_the_hint_of_excel_names_the_delimiter(hint, mark):
    data = b"\r\n".join((hint, b"a" + mark + b"b", b"1" + mark + b'"2"'))
    assert texts(data) == [(2, ["a", "b"]), (3, ["1", "2"])]


def test_a_quotation_that_never_ends_costs_its_own_line_only():
    assert faults(b'a,b\n1,"x\n2,y\n3,z\n') == [("csv_quote", 2)]
    grid, _ = read_delimited(b'a,b\n1,"x\n2,y\n')
    assert [line.number for line in grid.lines if not line.empty] == [1, 3]


def test_text_outside_of_a_quotation_is_refused():
    assert faults(b'a,b\n1,"x"y\n2,z"w"\n3,ok\n') == [
        ("csv_quote", 2),
        ("csv_quote", 3),
    ]


def test_a_quotation_longer_than_a_field_may_be_is_given_up():
    data = b'a,"' + b"x\n" * 100 + b'"\n'
    assert faults(data, field=50)[0] == ("csv_quote", 1)


def test_a_field_that_is_too_long_is_refused_but_a_long_row_is_not():
    long_row = b",".join([b"x" * 40] * 10)
    assert faults(long_row, field=50) == []
    assert faults(b"a," + b"x" * 60, field=50) == [("field_too_long", 1)]
    assert faults(b'a,"' + b"x" * 60 + b'"', field=50) == [("field_too_long", 1)]


def test_too_many_rows_are_refused():
    with pytest.raises(BadInputError) as caught:
        read_delimited(b"a\n" * 20, "t.csv", replace(LIMITS, rows=10))
    assert caught.value.faults[0].code == "rows_too_many"


def test_records_of_our_own_tables_come_with_their_lines(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("code,name\n\na,甲\n", encoding="utf-8")
    assert read_records(path) == ((3, {"code": "a", "name": "甲"}),)
    path.write_text("", encoding="utf-8")
    assert read_records(path) == ()


def test_our_own_tables_must_be_sound(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('code,name\na\nb,"x\n', encoding="utf-8")
    with pytest.raises(BadInputError) as caught:
        read_records(path)
    assert [f.code for f in caught.value.faults] == ["csv_quote", "row_ragged"]
    with pytest.raises(BadInputError) as caught:
        read_records(tmp_path / "none.csv")
    assert caught.value.faults[0].code == "file_unreadable"
