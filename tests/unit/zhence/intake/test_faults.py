"""The words of faults: each complete, each used, each safe to print."""

import ast
import string
from pathlib import Path

import pytest

import zhence.intake
from zhence.errors import Severity, Where
from zhence.intake.faults import FaultLog, fault, in_column
from zhence.intake.wording import WARNINGS, WORDS

SOURCES = sorted(Path(zhence.intake.__file__).parent.glob("*.py"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def words_in_code() -> set[str]:
    return {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("code", sorted(WORDS))
def test_each_fault_has_both_languages_and_a_remedy_in_both(code):
    zh, en, remedy_zh, remedy_en = WORDS[code]
    assert all((zh, en, remedy_zh, remedy_en))
    assert any("\u4e00" <= c <= "\u9fff" for c in zh)
    names = set().union(*map(fields, WORDS[code]))
    found = fault(code, Where("t.csv", 1), **dict.fromkeys(names, "x"))
    assert found.zh
    assert found.en
    assert " / " in found.remedy
    expected = Severity.WARNING if code in WARNINGS else Severity.ERROR
    assert found.severity is expected


def test_each_fault_is_used_and_each_used_one_has_words():
    used = words_in_code() | {"cumulative_fell_noted"}
    assert set(WORDS) <= used
    assert set(WORDS) >= WARNINGS


def test_the_same_value_is_filled_into_both_languages():
    for code, (zh, en, *_) in WORDS.items():
        differ = fields(zh) ^ fields(en)
        assert {name.removesuffix("_zh").removesuffix("_en") for name in differ} <= {
            "kind",
            "reason",
            "subject",
            "indicator",
        }, code


def test_values_are_shown_safely_and_shortly():
    found = fault("number_unreadable", text="\x1b[2J" + "x" * 500)
    assert "\x1b" not in found.zh
    assert len(found.zh) < 120


def test_a_column_is_named_first():
    found = in_column(fault("value_missing"), "税收", Where("t.csv", 3))
    assert str(found).startswith("t.csv:3: [value_missing] 税收：这一格不能空 / 税收: ")


def test_a_log_keeps_errors_and_warnings_apart():
    log = FaultLog(1)
    log.add(fault("power_of_ten", value="1", usual="1", times="1"))
    assert (log.full, log.refuses) == (False, False)
    log.add(fault("value_missing"), fault("value_missing"))
    assert (log.full, log.refuses) == (True, True)
    assert [f.code for f in log.faults()] == [
        "power_of_ten",
        "value_missing",
        "faults_too_many",
    ]
