"""The recipes as shipped: frozen goalposts, nobody moved by others, honest labels."""

import numpy as np
import pytest
from tests.packs.shelf import PACKS, shipped

from zhence.evidence import Label
from zhence.index import Frame, Row, run
from zhence.index.goalposts import freeze
from zhence.index.rank import Standing
from zhence.index.reading import read_data
from zhence.packs.index_recipes import clause_faults, load_recipes

RECIPES = load_recipes(PACKS)
DIGITS = 4


def base(id_: str) -> Frame:
    held = RECIPES[id_]
    assert held.frozen is not None
    return read_data(PACKS / "index" / held.frozen.file, held.recipe)


def joined(first: Frame, second: Frame) -> Frame:
    return Frame(
        (*first.rows, *second.rows),
        first.codes,
        np.vstack([first.values, second.values]),
        {name: (*first.groups[name], *second.groups[name]) for name in first.groups},
    )


@pytest.mark.parametrize("id_", RECIPES)
def test_goalposts_are_those_of_the_frozen_base_year(id_):
    held = RECIPES[id_]
    assert held.frozen is not None
    frame = base(id_).in_order(held.recipe.tree)
    found = freeze(frame, held.frozen.base, held.frozen.by, held.frozen.share, DIGITS)
    assert held.recipe.normalise.posts == found


@pytest.mark.parametrize("id_", RECIPES)
def test_a_town_or_a_year_that_joins_changes_no_score(id_):
    held = RECIPES[id_]
    assert held.recipe.movers() == ()
    frame = base(id_)
    places = range(len(frame.rows))
    newcomers = frame.take([i for i in places if i % 3 == 0])
    newcomers = Frame(
        tuple(Row(f"new {r.unit}", r.time) for r in newcomers.rows),
        newcomers.codes,
        np.minimum(newcomers.values * 1.5, 100),
        newcomers.groups,
    )
    later = Frame(
        tuple(Row(r.unit, "2023") for r in frame.rows),
        frame.codes,
        frame.values * 0.9,
        frame.groups,
    )
    bare = held.recipe.model_copy(update={"uncertainty": None})
    old = run(bare, frame).aggregated.scores
    new = run(bare, joined(joined(frame, newcomers), later)).aggregated.scores
    same = [new.rows.index(row) for row in old.rows]
    np.testing.assert_array_equal(new.values[same], old.values)


def test_the_vitality_index_has_five_dimensions_of_twenty_each():
    tree = RECIPES["vitality"].recipe.tree
    weights = {code: tree.by_code[code].weight for code in tree.children["vitality"]}
    assert weights == dict.fromkeys(
        ("form", "industry", "innovation", "institution", "radiation"), 20
    )


def test_four_dimensions_are_published_and_not_ranked_three_are_not_published():
    recipe = RECIPES["vitality"].recipe.model_copy(update={"uncertainty": None})
    frame = base("vitality")
    tree = recipe.tree
    values = np.array(frame.values)
    gone = [frame.codes.index(code) for code in tree.children["form"]]
    values[:2, gone[:1]] = np.nan  # two of three are two thirds of the weight
    values[1:3, gone] = np.nan
    values[2, [frame.codes.index(c) for c in tree.children["radiation"][:2]]] = np.nan
    told = run(recipe, frame.with_values(values))
    standing = dict(zip(told.aggregated.scores.rows, told.standings, strict=True))
    assert [standing[row] for row in frame.rows[:3]] == [
        Standing.RANKED,
        Standing.PARTIAL,
        Standing.UNPUBLISHED,
    ]
    ranks = dict(zip(told.aggregated.scores.rows, told.ranks, strict=True))
    assert np.isnan(ranks[frame.rows[1]])


def test_efficacy_scores_lie_between_forty_and_a_hundred():
    recipe = RECIPES["efficacy-five"].recipe.model_copy(update={"uncertainty": None})
    scores = run(recipe, base("efficacy-five")).normalised.values
    assert np.nanmin(scores) == pytest.approx(40, abs=8)
    assert np.nanmin(scores) >= 40
    assert np.nanmax(scores) == 100


def test_a_share_above_the_whole_is_caught_before_scoring():
    frame = base("vitality")
    values = np.array(frame.values)
    values[0, frame.codes.index("rd_intensity")] = 320
    with pytest.raises(Exception, match="index_out_of_range"):
        run(RECIPES["vitality"].recipe, frame.with_values(values))


def test_recipes_are_ours_say_so_and_rest_on_clauses_that_exist():
    known = [clause for pack in shipped().values() for clause in pack.clauses]
    assert list(clause_faults(RECIPES.values(), known)) == []
    for held in RECIPES.values():
        assert held.recipe.label is Label.OURS
        assert held.sources["base"].label is Label.SYNTHETIC
        assert held.notes
        assert held.what is not None


def test_every_category_of_hangzhou_has_a_type_with_goalposts():
    types = RECIPES["vitality"].types
    posts = RECIPES["vitality"].recipe.normalise.posts["tax_per_mu"]
    assert isinstance(posts, dict)
    for category in shipped()["HZ2021"].rulebook.categories:
        assert types[category] in posts
