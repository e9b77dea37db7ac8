"""YAML as plain data: every key has a line, numbers stay exact, nothing hides."""

from pathlib import Path

import pytest

from zhence.errors import BadPackError, Fault
from zhence.packs.source import MAX_DEPTH, parse_yaml, read_yaml


def data(text: str) -> object:
    return parse_yaml(text, "a.yaml").data


def faults(text: str) -> list[Fault]:
    with pytest.raises(BadPackError) as refused:
        parse_yaml(text, "a.yaml")
    return list(refused.value.faults)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("007", "007"),
        ("-0", 0),
        ("0.70", "0.70"),
        ("1e3", "1e3"),
        ("2018-03-01", "2018-03-01"),
        ("1234567890123456", "1234567890123456"),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("on", "on"),
        ("null", None),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ('"true"', "true"),
        ("３", "３"),
        ("! 12", 12),
    ],
)
def test_unquoted_words_mean_what_they_say(text: str, value: object):
    found = data(f"key: {text}")

    assert isinstance(found, dict)
    assert found == {"key": value}
    assert type(found["key"]) is type(value)


def test_an_empty_file_is_nothing():
    assert data("") is None
    assert data("# only a comment\n") is None


def test_every_key_and_item_has_its_line():
    source = parse_yaml("a:\n  - x\n  - b: 1\n\nc: {d: [e]}\n", "a.yaml")

    assert str(source.where(("a",))) == "a.yaml:1"
    assert str(source.where(("a", 1, "b"))) == "a.yaml:3"
    assert str(source.where(("c", "d", 0))) == "a.yaml:5"


def test_an_unknown_path_stands_where_its_parent_does():
    source = parse_yaml("a:\n  b: 1\n", "a.yaml")

    assert source.where(("a", "z", "y")) == source.where(("a",))
    assert str(source.where(("z",))) == "a.yaml:1"


def test_a_file_without_content_still_has_a_place():
    assert str(parse_yaml("", "a.yaml").where(("z",))) == "a.yaml:1"


def test_all_faults_of_a_file_are_told_at_once():
    told = faults("a: &x 1\na: 2\nb: *x\nc: !!int 3\n? [k]\n: v\n")

    assert [(f.code, f.where.line) for f in told] == [
        ("yaml_alias", 1),
        ("yaml_duplicate_key", 2),
        ("yaml_alias", 3),
        ("yaml_tag", 4),
        ("yaml_key", 5),
    ]
    assert all(f.remedy for f in told)


def test_the_first_of_two_keys_is_named():
    (fault,) = faults("a: 1\nb: 2\na: 3\n")

    assert "line 1" in fault.remedy


def test_a_list_may_be_nested_as_deep_as_the_limit():
    assert data("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None


@pytest.mark.parametrize("text", ["a: [", "a: 'x", "a: b: c", "\t- x", "a: %x\n- b"])
def test_what_is_no_yaml_has_its_line(text: str):
    (fault,) = faults(text)

    assert fault.code == "yaml_syntax"
    assert fault.where.line is not None
    assert fault.remedy


def test_a_character_that_yaml_forbids_is_refused():
    (fault,) = faults("a: \x00")

    assert fault.code == "yaml_syntax"


def test_a_second_document_is_not_silently_taken():
    (fault,) = faults("a: 1\n---\na: 2\n")

    assert fault.remedy


def test_a_file_is_read_by_its_name_or_another(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n", encoding="utf-8")

    assert read_yaml(path).name == "a.yaml"
    assert read_yaml(path, "pack/a.yaml").name == "pack/a.yaml"
