"""Checks as data: what may stand in the files, and where a slip is named."""

from pathlib import Path

import pytest
from tests.lib.returnforms import shipped_checks, shipped_forms

from zhence.errors import BadPackError
from zhence.intake.catalogue import default_reference_dir
from zhence.packs.return_checks import read_return_checks
from zhence.reporting.checks import law

FOLDER = default_reference_dir() / "checks"
TEXT = (FOLDER / "figures.yaml").read_text("utf-8")
HEAD = """\
checks:
  - code: S900
    title: {zh: 题, en: title}
    says: {zh: "{item}", en: "{item}"}
    remedy: {zh: 改, en: mend}
"""


def read(folder: Path, text: str) -> law.Checks:
    (folder / "c.yaml").write_text(text, encoding="utf-8")
    return read_return_checks(folder, shipped_forms())


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadPackError) as caught:
        read(folder, text)
    return [f"{f.where} {f.code}" for f in caught.value.faults]


def test_every_number_says_by_its_letter_whether_a_reason_helps():
    for check in shipped_checks().checks:
        hard = check.force is law.Force.HARD
        assert hard is check.code.startswith("H"), check.code


def test_the_least_set_of_checks_is_there():
    kinds = {type(check.test) for check in shipped_checks().checks}
    assert kinds == {
        law.Own,
        law.AtMost,
        law.Needs,
        law.NeverFalls,
        law.Moved,
        law.PowerOfTen,
        law.SameAsLast,
        law.OutsideType,
        law.Elsewhere,
    }


def test_a_check_of_stocks_is_read(tmp_path):
    tail = "    test: {kind: carries_over, item: staff, plus: [new_jobs]}\n"
    found = read(tmp_path, HEAD + tail)
    assert found.checks[0].test == law.CarriesOver("staff", ("new_jobs",), ())
    assert found.shortest_reason == 1


def test_no_file_is_no_check(tmp_path):
    assert read_return_checks(tmp_path, shipped_forms()) == law.Checks()


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("test: {kind: never_falls, who: me}", ["c.yaml:6 key_unknown"]),
        ("test: {kind: sometimes}", ["c.yaml:6 value_wrong"]),
        ("test: {kind: elsewhere}", ["c.yaml:6 key_missing"]),
        ('test: {kind: elsewhere, share: "-1"}', ["c.yaml:6 value_wrong"]),
        ('test: {kind: elsewhere, share: "half"}', ["c.yaml:6 value_wrong"]),
        (
            "test: {kind: needs, item: staff, needs: nobody}",
            ["c.yaml:6 check_dangling"],
        ),
        (
            "test: {kind: at_most, items: [nobody], than: nothing}",
            ["c.yaml:6 check_dangling", "c.yaml:6 check_dangling"],
        ),
        (
            "test: {kind: outside_type, item: staff, per: nobody}",
            ["c.yaml:6 check_dangling"],
        ),
        (
            'test: {kind: moved, against: last_year, share: "1", own: {x: "2"}}',
            ["c.yaml:6 check_dangling"],
        ),
        (
            (
                "test: {kind: never_falls}\n    forms: [town-year, no-form]\n"
                "    yields_to: [S999]"
            ),
            ["c.yaml:7 check_dangling", "c.yaml:8 check_dangling"],
        ),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path, tail, expected):
    assert faults(tmp_path, f"{HEAD}    {tail}\n") == expected


def test_a_number_that_is_there_twice_is_named_at_both(tmp_path):
    body = HEAD + "    test: {kind: never_falls}\n"
    twice = body + body.removeprefix("checks:\n")
    assert faults(tmp_path, twice) == ["c.yaml:2 check_twice", "c.yaml:7 check_twice"]


@pytest.mark.parametrize("says", ["{nobody}", "{item.code}", "{", "{0}"])
def test_braces_that_nothing_fills_are_named(tmp_path, says):
    text = HEAD.replace('says: {zh: "{item}"', f'says: {{zh: "{says}"')
    found = faults(tmp_path, text + "    test: {kind: never_falls}\n")
    assert found == ["c.yaml:4 words_field"]


def test_several_files_are_faulted_at_once(tmp_path):
    (tmp_path / "a.yaml").write_text("checks: []\n", encoding="utf-8")
    found = faults(tmp_path, TEXT.replace("code: S301", "code: T301"))
    assert [f.split(":")[0] for f in found] == ["a.yaml", "c.yaml"]
