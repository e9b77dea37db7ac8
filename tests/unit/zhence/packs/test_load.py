"""A folder becomes a pack: every clause knows what implements it, and where."""

import shutil
from pathlib import Path

import pytest

from zhence.errors import BadPackError
from zhence.evidence import Force
from zhence.intake.catalogue import default_catalogue
from zhence.packs import Pack, load_pack, load_packs
from zhence.packs.files import pack_hash
from zhence.packs.load import pack_folders
from zhence.packs.locate import data_folder
from zhence.rules.rulebook import Occasion, Status

SOUND = Path(__file__).parents[3] / "broken_packs" / "sound"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "sound"))


def loaded(folder: Path) -> Pack:
    return load_pack(folder, default_catalogue())


def test_the_head_of_a_pack(folder: Path):
    pack = loaded(folder)

    assert (pack.id, pack.status, pack.lists) == (
        "SOUND",
        Status.IN_FORCE,
        ("municipal",),
    )
    assert pack.assess_occasion is Occasion.ANNUAL
    assert pack.rulebook.exempting_bodies == {"municipal": ("office",)}
    assert (pack.note, pack.relations) == (None, ())


def test_a_clause_in_our_own_words(folder: Path):
    clause = loaded(folder).clauses["SOUND-1"]

    assert clause.summary.en == "no more than three square kilometres"
    assert (clause.force, clause.kind) == (Force.MANDATORY, "criterion")
    assert (clause.reading, clause.example) == (None, None)


def test_every_home_of_a_clause_stands_at_its_line(folder: Path):
    homes = loaded(folder).homes()

    assert {(h.kind, h.id, str(h.where)) for h in homes["SOUND-1"]} == {
        ("criterion", "SOUND-1", "sound/rules/criteria.yaml:9"),
        ("parameter", "SOUND-1.threshold", "sound/parameters/numbers.yaml:2"),
        ("checklist", "functions", "sound/checklists/all.yaml:2"),
    }
    assert {(h.kind, h.id) for h in homes["SOUND-2"]} == {
        ("parameter", "first_year_rule"),
        ("transition", "T1"),
        ("transition", "T2"),
    }
    assert [h.kind for h in homes["SOUND-3"]] == ["not_computable"]


def test_incentives_and_targets_are_homes(folder: Path):
    (folder / "not_computable.yaml").unlink()
    (folder / "incentives").mkdir()
    (folder / "incentives" / "a.yaml").write_text(
        "incentives:\n"
        "  support:\n"
        "    title: {zh: 支持, en: support}\n"
        "    clauses: [SOUND-3]\n"
        "    effect: service\n"
        "    rule: {zh: 服务, en: service}\n"
        "    amount: missing\n",
        encoding="utf-8",
    )

    homes = loaded(folder).homes()["SOUND-3"]

    assert [(h.kind, h.id) for h in homes] == [("incentive", "support")]


def test_a_citation_of_another_policy_is_no_home_here(folder: Path):
    path = folder / "rules" / "criteria.yaml"
    text = path.read_text("utf-8").replace("[SOUND-1]\n", "[SOUND-1, OTHER-1]\n", 1)
    path.write_text(text, encoding="utf-8")

    assert "OTHER-1" not in loaded(folder).homes()


def test_a_pack_without_a_life_cycle(folder: Path):
    (folder / "lifecycle.yaml").unlink()
    pack = loaded(folder)

    assert (pack.lifecycle, pack.event_order) == (None, ())
    assert not [c for c in pack.citations() if c[0] == "transition"]


def test_the_hash_is_that_of_the_law_and_not_of_its_cases(folder: Path):
    before = pack_hash(folder)
    (folder / "cases").mkdir()
    (folder / "cases" / "a.yaml").write_text("[]\n", encoding="utf-8")
    assert pack_hash(folder) == before == loaded(folder).hash

    numbers = folder / "parameters" / "numbers.yaml"
    numbers.write_text(numbers.read_text("utf-8") + "\n", encoding="utf-8")
    assert pack_hash(folder) != before


def test_a_renamed_file_is_another_law(folder: Path):
    before = pack_hash(folder)
    (folder / "parameters" / "numbers.yaml").rename(folder / "parameters" / "b.yaml")

    assert pack_hash(folder) != before


def test_folders_with_a_head_are_packs(folder: Path):
    (folder.parent / "no_pack").mkdir()

    assert pack_folders(folder) == [folder]
    assert pack_folders(folder.parent) == [folder]


def test_packs_are_found_by_their_id(folder: Path):
    assert list(load_packs(folder.parent, default_catalogue())) == ["SOUND"]


def test_two_folders_with_one_id_are_refused(folder: Path):
    shutil.copytree(folder, folder.parent / "twin")

    with pytest.raises(BadPackError):
        load_packs(folder.parent, default_catalogue())


def test_two_documents_with_one_id_are_refused(folder: Path):
    shutil.copy(folder / "documents" / "act.yaml", folder / "documents" / "b.yaml")

    with pytest.raises(BadPackError):
        loaded(folder)


def test_the_data_stand_in_the_tree_or_in_the_package():
    assert (data_folder("packs") / "README.md").exists()
    assert (data_folder("reference") / "indicators.csv").exists()


def test_an_installed_wheel_carries_its_own_data(tmp_path: Path, monkeypatch):
    shipped = tmp_path / "_data" / "packs"
    shipped.mkdir(parents=True)
    monkeypatch.setattr("zhence.packs.locate._PACKAGE", tmp_path)

    assert data_folder("packs") == shipped
