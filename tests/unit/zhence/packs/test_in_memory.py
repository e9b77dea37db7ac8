"""A pack that stands in memory is judged as its folder is, fault for fault."""

from collections.abc import Callable
from pathlib import Path

import pytest

from zhence.errors import BadPackError, Fault
from zhence.intake.catalogue import read_catalogue
from zhence.packs import load_pack, load_texts
from zhence.packs.files import file_model, pack_hash

ROOT = Path(__file__).resolve().parents[4]
PACKS = ROOT / "packs"
CATALOGUE = read_catalogue(ROOT / "reference" / "indicators.csv")
Edit = Callable[[str], str]
SIZE = "parameters/application.yaml"


def texts(policy: str = "NT2017") -> dict[str, str]:
    folder = PACKS / policy
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.yaml")
    }


def refused(held: dict[str, str]) -> list[Fault]:
    with pytest.raises(BadPackError) as told:
        load_texts("NT2017", held, CATALOGUE)
    return list(told.value.faults)


def test_texts_make_the_same_pack_as_their_folder():
    held = load_texts("NT2017", texts(), CATALOGUE)
    folder = load_pack(PACKS / "NT2017", CATALOGUE)
    assert held.hash == folder.hash == pack_hash(PACKS / "NT2017")
    assert held.places == folder.places
    assert held.rulebook.criteria == folder.rulebook.criteria


def test_another_file_is_another_hash_and_a_case_is_no_part_of_the_law():
    first = load_texts("NT2017", texts(), CATALOGUE).hash
    told = {**texts(), "cases/own.yaml": "nothing: 1"}
    assert load_texts("NT2017", told, CATALOGUE).hash == first
    told["rules/own.yaml"] = "criteria: {}\n"
    assert load_texts("NT2017", told, CATALOGUE).hash != first


@pytest.mark.parametrize(
    ("break_", "code", "said"),
    [
        (lambda t: t + "  - x\n", "yaml_syntax", "缩进"),
        (lambda t: "nothing: 1\n" + t, "key_unknown", "不认识的键"),
        (lambda t: t.replace("title:", "tittle:", 1), "key_missing", "缺少"),
        (lambda t: "a: &x 1\nb: *x\n" + t, "yaml_alias", "别名"),
        (lambda _: "parameters: [1, 2]\n", "value_wrong", "键: 值"),
        (lambda _: "[" * 40, "yaml_too_deep_or_long", "层级"),
    ],
)
def test_a_fault_of_a_text_has_its_file_its_line_and_words_in_chinese(
    break_: Edit, code: str, said: str, tmp_path: Path
):
    held = texts()
    held[SIZE] = break_(held[SIZE])
    found = next(f for f in refused(held) if f.code == code)
    assert found.where.file == f"NT2017/{SIZE}"
    assert found.where.line
    assert said in found.zh
    for name, text in held.items():
        path = tmp_path / "NT2017" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(BadPackError) as folder:
        load_pack(tmp_path / "NT2017", CATALOGUE)
    assert list(folder.value.faults) == refused(held)


def test_without_its_head_nothing_is_a_pack():
    assert [f.code for f in refused({})] == ["pack_head_missing"]


def test_a_text_beyond_the_limit_is_named_before_it_is_read():
    told = refused({**texts(), SIZE: "a: 1\n" * 500_000})
    assert "pack_file_too_large" in [f.code for f in told]


@pytest.mark.parametrize(
    "path",
    ["", "x.yaml", "rules/a/b.yaml", "../pack.yaml", "cases/a.yaml", "rules/a.txt"],
)
def test_a_path_at_which_a_pack_has_nothing_is_of_no_model(path: str):
    assert file_model(path) is None
