"""Recipes of indices as packs: what they may not say, told at its line."""

import shutil
from pathlib import Path

import pytest

from zhence.errors import ZhenceError
from zhence.index.reading import read_data, read_nodes, read_rows
from zhence.packs.index_recipes import clause_faults, load_recipe, load_recipes

PACKS = Path(__file__).resolve().parents[4] / "packs"
SMALL = """\
id: small
nodes: [{code: top}, {code: tax, parent: top, name: 税收}]
normalise: {by: kind, posts: {tax: {x: {low: "1", high: "2"}}}}
"""
ABOUT = """\
about:
  what: {zh: 量, en: size}
  sources: {base: {title: {zh: 表, en: table}, label: ours}}
  frozen: {base: "2022", share: ["0.1", "0.9"], by: kind, file: x.csv, source: base}
"""


def faults(path: Path, shown: str | None = None) -> list[tuple[str, int | None]]:
    with pytest.raises(ZhenceError) as told:
        load_recipe(path, shown)
    return [(fault.code, fault.where.line) for fault in told.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("source: base}", "source: other}", ("recipe_source", 7)),
        ("by: kind, file", "by: type, file", ("recipe_frozen_by", 7)),
        ("id: small", "id: small\nlabel: official", ("recipe_label", 2)),
        ("id: small", "id: tiny", ("recipe_file_name", 1)),
        ('high: "2"', 'high: "1"', ("index_parameter", 3)),
        ("by: kind, posts", "posts", ("index_parameter", 3)),
        ("tax: {x:", "taxes: {x:", ("index_code_unknown", 3)),
    ],
)
def test_a_recipe_of_a_pack_is_refused_at_its_line(tmp_path, old, new, expected):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL + ABOUT, encoding="utf-8")
    load_recipe(path, "index")
    path.write_text((SMALL + ABOUT).replace(old, new, 1), encoding="utf-8")
    assert expected in faults(path, "index")


def test_goalposts_may_be_lacking_until_they_are_frozen(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.replace('tax: {x: {low: "1", high: "2"}}', ""), "utf-8")
    assert ("index_parameter", 3) in faults(path)
    assert load_recipe(path, posted=False).recipe.id == "small"


def test_a_list_is_no_recipe(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text("- id: small\n", encoding="utf-8")
    assert faults(path) == [("recipe_no_mapping", 1)]


def test_all_faults_of_all_recipes_are_told_at_once(tmp_path):
    folder = tmp_path / "index"
    shutil.copytree(PACKS / "index", folder)
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("label: ours", "label: mine", 1)
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ZhenceError) as told:
        load_recipes(tmp_path)
    assert {f.where.file for f in told.value.faults} == {
        "index/efficacy-five.yaml",
        "index/vitality.yaml",
    }


def test_a_clause_that_no_pack_has_is_told():
    held = load_recipes(PACKS).values()
    assert {f.code for f in clause_faults(held, [])} == {"recipe_clause"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("subject,tax,tax\nA,1,2\n", "index_duplicate"),
        ("subject,tax\nA,1,2\n", "index_row_long"),
        (",,\n", "index_frame_shape"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path, text, code):
    path = tmp_path / "data.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ZhenceError, match=rf"\[{code}\]"):
        read_rows(path)


def test_a_table_of_nodes_needs_codes(tmp_path):
    path = tmp_path / "nodes.csv"
    path.write_text("parent,weight\ntop,1\n", encoding="utf-8")
    with pytest.raises(ZhenceError, match="index_code_unknown"):
        read_nodes(path)


def test_a_header_without_rows_is_refused(tmp_path):
    recipe, data = tmp_path / "small.yaml", tmp_path / "data.csv"
    recipe.write_text(SMALL, encoding="utf-8")
    data.write_text("subject,税收,kind\n", encoding="utf-8")
    held = load_recipe(recipe).recipe
    with pytest.raises(ZhenceError, match="index_frame_shape"):
        read_data(data, held)
    data.write_text("subject,税收,kind\nA,3,x\n", encoding="utf-8")
    assert read_data(data, held).column("tax") == 3
