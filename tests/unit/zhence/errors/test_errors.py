"""An error says what, where, why, and what to do."""

import pytest

from zhence.errors import (
    NOWHERE,
    BadInputError,
    BadPackError,
    Fault,
    PeriodError,
    Severity,
    UnitError,
    Where,
    ZhenceError,
)


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        (Where("t.csv", 3), "t.csv:3"),
        (Where("t.csv"), "t.csv"),
        (Where("t.xlsx", sheet="表1", cell="C7"), "t.xlsx[表1!C7]"),
        (Where("t.xlsx", cell="C7"), "t.xlsx[C7]"),
        (Where("t.xlsx", 7, "表1", "C7"), "t.xlsx[表1!C7]"),
        (Where(line=3), "<input>:3"),
        (NOWHERE, "<input>"),
    ],
)
def test_a_place_is_written_so_that_a_person_can_open_it(where: Where, shown: str):
    assert str(where) == shown


FAULT = Fault("c", "错", "wrong", Where("t.csv", 3), remedy="mend it")


def test_a_fault_says_place_code_both_languages_and_remedy():
    assert str(FAULT) == "t.csv:3: [c] 错 / wrong → mend it"


def test_a_fault_without_a_remedy_ends_with_its_reason():
    assert str(Fault("c", "错", "wrong")) == "<input>: [c] 错 / wrong"


def test_a_fault_is_flat_in_json():
    assert FAULT.as_json() == {
        "file": "t.csv",
        "line": 3,
        "sheet": None,
        "cell": None,
        "severity": "error",
        "code": "c",
        "message": "错 / wrong",
        "remedy": "mend it",
    }
    warning = Fault("c", "错", "wrong", severity=Severity.WARNING)
    assert warning.as_json()["severity"] == "warning"


def test_an_error_says_every_fault_at_once():
    other = Fault("d", "又错", "wrong too")
    error = BadInputError(fault for fault in (FAULT, other))
    assert error.faults == (FAULT, other)
    assert str(error) == f"{FAULT}\n{other}"


def test_one_fault_makes_an_error_of_one():
    assert ZhenceError(FAULT).faults == (FAULT,)


def test_whoever_catches_bad_input_catches_units_and_periods():
    assert issubclass(UnitError, BadInputError)
    assert issubclass(PeriodError, BadInputError)
    assert issubclass(BadPackError, ZhenceError)
    assert not issubclass(BadPackError, BadInputError)
