"""One small mistake a folder: each is named, placed, and given a remedy.

A folder replaces files of ``sound``; the comment ``# wrong: CODE`` stands on
the line that the fault has to point at.
"""

import re
import shutil
import time
from pathlib import Path

import pytest

from zhence.cli.checking import check_paths
from zhence.errors import BadPackError, Fault, ZhenceError
from zhence.intake.catalogue import default_catalogue
from zhence.packs import load_pack, load_packs

HERE = Path(__file__).parent
SOUND = HERE / "sound"
_MARK = re.compile(r"# wrong: (?P<codes>[a-z_]+(?: [a-z_]+)*)$")


def marks(folder: Path) -> set[tuple[str, str, int | None]]:
    """The faults that the files of *folder* say they have: code, file, line."""
    return {
        (code, path.relative_to(folder).as_posix(), number)
        for path in folder.rglob("*.yaml")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if (match := _MARK.search(line))
        for code in match["codes"].split()
    }


MISTAKES = sorted(p.name for p in HERE.iterdir() if p.is_dir() and marks(p))


def pack_with(mistake: Path | None, into: Path) -> Path:
    """The sound pack, some of its files replaced by those of *mistake*."""
    folder = into / "pack"
    shutil.copytree(SOUND, folder)
    if mistake is not None:
        shutil.copytree(mistake, folder, dirs_exist_ok=True)
    return folder


def faults_of(folder: Path) -> list[Fault]:
    return check_paths([folder], folder, default_catalogue()).faults


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return pack_with(None, tmp_path)


def test_the_sound_pack_is_sound(sound: Path):
    assert [str(f) for f in faults_of(sound)] == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_mistake_is_named_at_its_line(mistake: str, tmp_path: Path):
    faults = faults_of(pack_with(HERE / mistake, tmp_path))

    found = {
        (f.code, str(f.where.file).partition("/")[2], f.where.line) for f in faults
    }
    assert found == marks(HERE / mistake)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_mistake_comes_with_a_remedy_in_both_languages(
    mistake: str, tmp_path: Path
):
    faults = faults_of(pack_with(HERE / mistake, tmp_path))

    assert faults
    assert [f for f in faults if not (f.remedy and f.zh and f.en)] == []


def test_several_mistakes_are_told_at_once(tmp_path: Path):
    faults = faults_of(pack_with(HERE / "several_at_once", tmp_path))

    assert len({f.where.file for f in faults}) == 3


def test_an_alias_bomb_explodes_nowhere(tmp_path: Path):
    folder = pack_with(HERE / "alias_bomb", tmp_path)
    began = time.monotonic()

    faults = faults_of(folder)

    assert time.monotonic() - began < 5
    assert {f.code for f in faults} == {"yaml_alias"}


# ---------------------------------------------------- mistakes too large to keep here


def test_a_pack_of_50_mb_is_not_even_read(sound: Path):
    (sound / "rules" / "heavy.yaml").touch()
    with (sound / "rules" / "heavy.yaml").open("r+b") as file:
        file.truncate(50_000_000)

    (fault,) = faults_of(sound)

    assert fault.code == "pack_too_large"
    assert fault.where.file == "pack"
    assert "20,000,000" in fault.en
    assert fault.remedy


def test_a_file_over_the_limit_is_not_read(sound: Path):
    heavy = sound / "rules" / "heavy.yaml"
    heavy.write_text("criteria: {}\n" + "#" * 2_000_000, encoding="utf-8")

    (fault,) = faults_of(sound)

    assert (fault.code, fault.where.file) == (
        "pack_file_too_large",
        "pack/rules/heavy.yaml",
    )
    assert fault.remedy


def test_a_file_in_gb18030_is_refused_by_its_line(sound: Path):
    path = sound / "documents" / "act.yaml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))

    (fault,) = faults_of(sound)

    assert (fault.code, fault.where.file, fault.where.line) == (
        "pack_encoding",
        "pack/documents/act.yaml",
        2,
    )
    assert "UTF-8" in fault.remedy


def test_a_byte_order_mark_does_no_harm(sound: Path):
    path = sound / "documents" / "act.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert faults_of(sound) == []


def test_a_control_character_is_refused(sound: Path):
    path = sound / "documents" / "act.yaml"
    path.write_bytes(path.read_bytes() + b"note: \x07\n")

    (fault,) = faults_of(sound)

    assert (fault.code, fault.where.file) == ("yaml_syntax", "pack/documents/act.yaml")
    assert fault.remedy


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_deep_nesting_is_refused(sound: Path, opening: str):
    deep = sound / "rules" / "deep.yaml"
    deep.write_text("criteria: " + opening * 20_000, encoding="utf-8")

    (fault,) = faults_of(sound)

    assert fault.code == "yaml_too_deep_or_long"
    assert str(fault.where) == "pack/rules/deep.yaml:1"
    assert fault.remedy


def test_too_many_nodes_are_refused(sound: Path):
    long = sound / "rules" / "long.yaml"
    long.write_text("criteria: [" + "x," * 200_001 + "x]", encoding="utf-8")

    (fault,) = faults_of(sound)

    assert fault.code == "yaml_too_deep_or_long"


@pytest.mark.parametrize(
    "number",
    [
        "NaN",
        ".nan",
        "Infinity",
        "-.inf",
        "three",
        "1/0",
        "0x1f",
        "9" * 400,
        "0." + "3" * 400,
        "1e400",
        "1e999999999",
        "1e-999999999",
    ],
    ids=lambda n: n[:14],
)
def test_a_number_that_is_none_is_refused(sound: Path, number: str):
    path = sound / "parameters" / "numbers.yaml"
    path.write_text(
        path.read_text("utf-8").replace('value: "3"', f'value: "{number}"'),
        encoding="utf-8",
    )
    began = time.monotonic()

    (fault,) = faults_of(sound)

    assert time.monotonic() - began < 5
    assert (fault.code, fault.where.file, fault.where.line) == (
        "value_wrong",
        "pack/parameters/numbers.yaml",
        2,
    )
    assert fault.remedy
    assert len(str(fault)) < 500


@pytest.mark.parametrize(
    "number", ["NaN", "inf", "9" * 400, "1e999999999"], ids=lambda n: n[:12]
)
def test_a_parameter_is_not_set_to_what_is_no_number(sound: Path, number: str):
    book = load_pack(sound, default_catalogue()).rulebook
    began = time.monotonic()

    with pytest.raises(ZhenceError) as refused:
        book.with_parameters({"SOUND-1.threshold": number})

    assert time.monotonic() - began < 5
    (fault,) = refused.value.faults
    assert fault.code == "parameter_value"
    assert fault.remedy


def test_an_empty_file_is_refused_by_name(sound: Path):
    (sound / "rules" / "criteria.yaml").write_text("", encoding="utf-8")

    (fault,) = faults_of(sound)

    assert (fault.code, str(fault.where)) == (
        "value_wrong",
        "pack/rules/criteria.yaml:1",
    )


def test_a_folder_without_a_head_is_refused(sound: Path):
    (sound / "pack.yaml").unlink()

    with pytest.raises(BadPackError) as refused:
        load_pack(sound, default_catalogue())

    (fault,) = refused.value.faults
    assert (fault.code, fault.where.file) == ("pack_head_missing", "pack/pack.yaml")
    assert fault.remedy


def test_a_broken_head_is_told_once(sound: Path):
    (sound / "pack.yaml").write_text("id: [", encoding="utf-8")

    faults = faults_of(sound)

    assert [f.code for f in faults] == ["yaml_syntax"]


def test_the_faults_of_all_packs_are_told_together(tmp_path: Path):
    for mistake in ("key_unknown", "name_twice"):
        target = tmp_path / mistake
        target.mkdir()
        pack_with(HERE / mistake, target).rename(tmp_path / f"pack_{mistake}")
        target.rmdir()

    with pytest.raises(BadPackError) as refused:
        load_packs(tmp_path, default_catalogue())

    assert {f.where.file for f in refused.value.faults} == {
        "pack_key_unknown/rules/criteria.yaml",
        "pack_name_twice/rules/more.yaml",
    }


# --------------------------------------------------- several packs, and their tables


def test_two_folders_with_one_id_are_named(tmp_path: Path):
    for name in ("first", "second"):
        shutil.copytree(SOUND, tmp_path / name)

    (fault,) = check_paths([tmp_path], tmp_path, default_catalogue()).faults

    assert (fault.code, fault.where.file) == ("pack_twice", "second/pack.yaml")
    assert fault.where.line == 2


def test_policies_that_replace_each_other_are_named_at_their_relation(tmp_path: Path):
    for name, other in (("A", "B"), ("B", "A")):
        shutil.copytree(SOUND, tmp_path / name)
        head = tmp_path / name / "pack.yaml"
        text = head.read_text("utf-8").replace("id: SOUND", f"id: {name}")
        relation = f"relations:\n  - {{relation: supersedes, policy: {other}}}\n"
        head.write_text(text + relation, encoding="utf-8")
        for path in (tmp_path / name).rglob("*.yaml"):
            named = path.read_text("utf-8").replace("SOUND-", f"{name}-")
            path.write_text(named, encoding="utf-8")

    (fault,) = check_paths([tmp_path], tmp_path, default_catalogue()).faults

    assert fault.code == "supersedes_circle"
    assert fault.where.file == "A/pack.yaml"
    assert fault.where.line is not None
    assert fault.where.line > 1


BROKEN_TABLES = sorted((HERE / "diff").glob("mapping-*.yaml"))


def with_table(table: Path, into: Path) -> Path:
    """A folder of the sound pack with a mapping table beside it."""
    shutil.copytree(SOUND, into / "SOUND")
    shutil.copy(table, into / "mapping.yaml")
    return into


@pytest.mark.parametrize("table", BROKEN_TABLES, ids=lambda p: p.stem)
def test_a_table_between_vocabularies_is_checked_with_the_packs(
    table: Path, tmp_path: Path
):
    shelf = with_table(table, tmp_path)

    found = check_paths([shelf], shelf, default_catalogue())

    assert found.tables == 1
    assert found.faults
    assert {f.where.file for f in found.faults} == {"mapping.yaml"}
    assert [f for f in found.faults if f.where.line is None] == []


def test_what_is_wrong_with_packs_and_table_is_told_in_one_pass(tmp_path: Path):
    shelf = with_table(HERE / "diff" / "mapping-row-twice.yaml", tmp_path)
    shutil.copytree(HERE / "relation_dangling", shelf / "SOUND", dirs_exist_ok=True)
    shutil.copytree(
        HERE / "target_indicator_unknown", shelf / "SOUND", dirs_exist_ok=True
    )

    found = check_paths([shelf], shelf, default_catalogue()).faults

    assert {"relation_dangling", "target_indicator_unknown", "row_twice"} <= {
        f.code for f in found
    }


def test_a_pack_that_cannot_be_read_is_no_fault_of_the_table(tmp_path: Path):
    shelf = with_table(HERE / "diff" / "mapping-sound.yaml", tmp_path)
    broken = shelf / "NT2017"
    shutil.copytree(SOUND, broken)
    (broken / "categories.yaml").write_text("catgories: {}\n", encoding="utf-8")

    found = check_paths([shelf], shelf, default_catalogue()).faults

    assert [f for f in found if f.code == "policy_unknown" and "NT2017" in f.en] == []
    assert [f for f in found if f.code == "policy_unknown" and "ZJ2023" in f.en]
    assert "key_unknown" in {f.code for f in found}
