"""Category words of one policy beside those of another: stated, never guessed."""

from pathlib import Path

import pytest
from tests.unit.zhence.packs_diff.edited import BROKEN, PACKS, shipped

from zhence.errors import BadInputError, BadPackError
from zhence.packs.mapping import CategoryMapping, Match
from zhence.packs.mapping_check import check_mapping
from zhence.packs.mapping_load import load_mapping


@pytest.fixture(scope="module")
def mapping() -> CategoryMapping:
    return load_mapping(PACKS / "mapping.yaml")


def found(mapping: CategoryMapping, *asked: str) -> list[tuple[str | None, str]]:
    return [(c.category, c.match.value) for c in mapping.translate(*asked)]


def test_the_shipped_table_agrees_with_the_packs(mapping: CategoryMapping):
    assert check_mapping(mapping, shipped()) == ()


def test_every_policy_with_categories_is_in_the_table(mapping: CategoryMapping):
    own = {p.id for p in shipped().values() if p.rulebook.categories}
    assert own == set(mapping.vocabularies)


def test_every_category_is_placed_beside_every_other_policy(mapping: CategoryMapping):
    for source, vocabulary in mapping.vocabularies.items():
        for target in mapping.vocabularies:
            for category in vocabulary.categories:
                candidates = mapping.translate(category, source, target)
                assert candidates
                assert all(c.reason.zh and c.reason.en for c in candidates)


def test_each_relation_reads_the_same_from_the_other_side(mapping: CategoryMapping):
    for (category, source, target), candidates in mapping.rows.items():
        for candidate in candidates:
            if candidate.category is not None:
                back = mapping.translate(candidate.category, target, source)
                (mirror,) = [c for c in back if c.category == category]
                assert mirror.match is candidate.match.turned()
                assert mirror.reason == candidate.reason


def test_an_exact_word_is_exact_for_one_word_only(mapping: CategoryMapping):
    for candidates in mapping.rows.values():
        exact = [c for c in candidates if c.match is Match.EXACT]
        assert len(exact) <= 1
        assert not exact or len(candidates) == 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (
            ("historic_classics", "NT2017", "ZJ2023"),
            [("historic_classics", "exact")],
        ),
        (("tourism", "ZJ2023", "NT2017"), [(None, "none")]),
        (
            ("health", "RPT", "NT2017"),
            [("sports_health", "broader"), ("other", "overlaps")],
        ),
        (
            ("finance", "ZJ2023", "NT2017"),
            [("innovation_startup", "overlaps"), ("other", "overlaps")],
        ),
        (("digital_economy", "ZJ2023", "RPT"), [("information_economy", "narrower")]),
        (("information_economy", "RPT", "ZJ2023"), [("digital_economy", "broader")]),
        (("startup", "HZ2021", "ZJ2023"), [(None, "none")]),
        (("artificial_intelligence", "HZP2022", "NT2017"), [("new_it", "broader")]),
        (("other", "NT2017", "NT2017"), [("other", "exact")]),
    ],
)
def test_a_word_has_the_candidates_that_the_table_states(
    mapping: CategoryMapping, asked: tuple, expected: list
):
    assert found(mapping, *asked) == expected


def test_a_candidate_says_why_and_that_there_may_be_none(mapping: CategoryMapping):
    (none,) = mapping.translate("tourism", "ZJ2023", "NT2017")
    assert none.as_json() == {
        "category": None,
        "title": None,
        "relation": "none",
        "reason": {"zh": none.reason.zh, "en": none.reason.en},
    }
    (exact,) = mapping.translate("fashion", "RPT", "ZJ2023")
    assert exact.as_json()["title"] == {"zh": "时尚", "en": "fashion"}


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (("tourism", "NT2017", "ZJ2023"), ["category_unknown"]),
        (("tourism", "NT2016", "ZJ2022"), ["vocabulary_unknown"] * 2),
        (("tourism", "ZJ2023", "ZJ-PRACTICE"), ["vocabulary_unknown"]),
    ],
)
def test_a_word_or_policy_that_is_not_there_is_refused(
    mapping: CategoryMapping, asked: tuple, codes: list
):
    with pytest.raises(BadInputError) as refused:
        mapping.translate(*asked)
    assert [f.code for f in refused.value.faults] == codes
    assert all(f.remedy.startswith("use one of ") for f in refused.value.faults)


# ---------------------------------------------------------------------- broken tables

MISTAKES = [
    ("category-unknown", "category_unknown", 21, "NT2017 odds"),
    ("incomplete", "mapping_incomplete", 18, "NT2017 other → ZJ2023"),
    ("key-unknown", "key_unknown", 20, "relatoin"),
    ("label-missing", "key_missing", 2, "label"),
    ("none-and-some", "none_and_some", 18, "NT2017 new_it → ZJ2023"),
    ("one-side", "row_sides", 20, "new_it / None"),
    ("none-with-two-sides", "row_sides", 21, "other / tourism"),
    ("pair-missing", "mapping_incomplete", 21, "RPT fashion → NT2017"),
    ("pair-same", "pair_same", 18, "NT2017 / NT2017"),
    ("pair-twice", "pair_twice", 23, "ZJ2023 / NT2017"),
    ("policy-unknown", "vocabulary_unknown", 18, "ZJ2032"),
    ("row-twice", "row_twice", 18, "NT2017 new_it → ZJ2023"),
]


@pytest.mark.parametrize(("name", "code", "line", "words"), MISTAKES)
def test_each_mistake_is_named_with_its_line(
    name: str, code: str, line: int, words: str
):
    with pytest.raises(BadPackError) as refused:
        load_mapping(BROKEN / f"mapping-{name}.yaml")
    told = [f for f in refused.value.faults if f.code == code]
    assert [f.where.file for f in told] == [f"mapping-{name}.yaml"] * len(told)
    assert any(f.where.line == line and words in f.en for f in told), refused.value


def test_every_broken_table_is_tried_and_the_sound_one_loads():
    names = {p.stem.removeprefix("mapping-") for p in BROKEN.glob("mapping-*.yaml")}
    assert names == {name for name, *_ in MISTAKES} | {"sound"}
    sound = load_mapping(BROKEN / "mapping-sound.yaml")
    assert found(sound, "other", "NT2017", "ZJ2023") == [(None, "none")]


def test_a_table_that_disagrees_with_the_packs_is_named(tmp_path: Path):
    text = (BROKEN / "mapping-sound.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mapping.yaml"
    path.write_text(text.replace("NT2017-2.1b", "NT2017-9"), encoding="utf-8")
    held = shipped()
    faults = check_mapping(load_mapping(path), {"NT2017": held["NT2017"]})
    told = {(f.code, f.where.line) for f in faults}
    assert ("clause_unknown", 6) in told
    assert ("policy_unknown", 11) in told
    assert any("NT2017 sports_health" in f.en for f in faults)
    assert not check_mapping(
        load_mapping(BROKEN / "mapping-sound.yaml"),
        dict.fromkeys(("NT2017", "ZJ2023"), held["ZJ-PRACTICE"]),
    )[2:]
