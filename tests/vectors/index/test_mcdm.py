"""Published worked examples of decision methods, to their printed digits."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zhence.index import Frame, Outcome, Row, ahp, informed, outrank, read_recipe, run
from zhence.index.means import Power, weighted

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def examples(shared: Path) -> dict[str, dict[str, Any]]:
    path = shared / "vectors" / "mcdm.json"
    if not path.is_file():
        pytest.skip("no mcdm.json in the shared material")
    return {one["id"]: one for one in json.loads(path.read_text(encoding="utf-8"))}


def matrix(example: dict[str, Any]):
    """The matrix, its weights (if any) and its directions."""
    ways = np.array([1.0 if way == "max" else -1.0 for way in example["types"]])
    weights = np.array(example.get("weights", []), dtype=np.float64)
    return np.array(example["matrix"], dtype=np.float64), weights, ways


@pytest.mark.parametrize("id_", ["topsis_tzeng2011", "topsis_hodgett_cars"])
def test_topsis(examples, id_):
    example = examples[id_]
    found = outrank.topsis(*matrix(example))
    expected = example["expected"]
    assert found.closeness == pytest.approx(expected["similarity"], abs=example["atol"])
    if "ideal" in expected:
        assert found.ideal == pytest.approx(expected["ideal"], abs=1e-8)
        assert found.anti_ideal == pytest.approx(expected["anti_ideal"], abs=1e-8)
    if "rank" in expected:
        assert list(np.argsort(np.argsort(-found.closeness)) + 1) == expected["rank"]


def test_vikor(examples):
    example = examples["vikor_tzeng"]
    values, weights, ways = matrix(example)
    found = outrank.vikor(values, weights, example["v"], ways)
    expected = example["expected"]
    assert found.utility == pytest.approx(expected["s"], abs=example["atol"])
    assert found.regret == pytest.approx(expected["r"], abs=example["atol"])
    assert found.compromise == pytest.approx(expected["q"], abs=example["atol"])


def test_critic(examples):
    example = examples["critic_diakoulaki1995"]
    found = informed.critic(matrix(example)[0])
    assert found == pytest.approx(example["expected"]["weights"], abs=example["atol"])


def test_merec(examples):
    example = examples["merec_keshavarz2021"]
    values, _, ways = matrix(example)
    found = informed.merec(np.where(ways > 0, values, 1 / values))
    assert found == pytest.approx(example["expected"]["weights"], abs=example["atol"])


def test_ahp_of_drinks(examples):
    example = examples["ahp_saaty2008_drinks"]
    expected = example["expected"]
    found = ahp.judge(example["items"], example["pairs"])
    assert found.weights == pytest.approx(expected["weights"], abs=example["atol"])
    assert round(found.ratio, 3) == expected["cr_saaty_ri"]
    other = ahp.judge(example["items"], example["pairs"], ahp.RandomIndex.DONEGAN_DODD)
    assert round(other.ratio, 4) == expected["cr_donegan_dodd_ri"]


def test_ahp_completes_what_was_not_asked(examples):
    example = examples["ahp_incomplete_bozoki2010"]
    expected = example["expected"]
    found = ahp.judge("abcd", example["pairs"], ahp.RandomIndex.DONEGAN_DODD)
    assert found.completed == pytest.approx(expected["missing"], abs=example["atol"])
    assert found.weights == pytest.approx(expected["weights"], abs=example["atol"])
    assert round(found.ratio, 4) == expected["cr"]


def test_ahp_of_cars_through_a_hierarchy(examples):
    example = examples["ahp_hodgett_cars"]
    criteria = ahp.judge_matrix(example["criteria_order"], example["criteria"]).weights
    local = {
        name: ahp.judge_matrix(example["items"], example[name]).weights
        for name in criteria
    }
    found = ahp.hierarchy(criteria, local)
    assert [found[name] for name in example["items"]] == pytest.approx(
        example["expected"]["overall"], abs=example["atol"]
    )


def test_the_cities_come_without_their_judgements(examples):
    example = examples["ahp_saaty2005_cities_hierarchy"]
    if "pairs" not in example:
        pytest.skip(f"input is not in the shared material: {example['input']}")


def by_recipe(example: dict[str, Any], **stages: Any) -> Outcome:
    """Run an example as a recipe that names its method, rows and columns mixed."""
    values, weights, ways = matrix(example)
    codes = [f"c{place}" for place in range(values.shape[1])]
    nodes = [
        {"code": code, "parent": "top", "direction": int(way), "weight": float(weight)}
        for code, way, weight in zip(
            codes, ways, weights if len(weights) else np.ones(len(codes)), strict=True
        )
    ]
    recipe = read_recipe(
        {
            "id": "example",
            "nodes": [{"code": "top"}, *nodes[::-1]],
            "normalise": {"method": "none"},
            **stages,
        }
    )
    rows = tuple(Row(f"r{place:02d}") for place in range(len(values)))
    return run(recipe, Frame(rows[::-1], tuple(codes[::-1]), values[::-1, ::-1]))


@pytest.mark.parametrize("id_", ["topsis_tzeng2011", "topsis_hodgett_cars"])
def test_topsis_by_its_name_in_a_recipe(examples, id_):
    example = examples[id_]
    told = by_recipe(example, aggregate={"methods": ["topsis"]})
    wanted = example["expected"]["similarity"]
    assert told.index == pytest.approx(wanted, abs=example["atol"])


def test_vikor_by_its_name_in_a_recipe(examples):
    example = examples["vikor_tzeng"]
    stage = {"methods": ["vikor"], "strategy": example["v"]}
    told = by_recipe(example, aggregate=stage)
    assert 1 - told.index == pytest.approx(
        example["expected"]["q"], abs=example["atol"]
    )


def test_critic_by_its_name_in_a_recipe(examples):
    example = examples["critic_diakoulaki1995"]
    values, _, ways = matrix(example)
    assert (ways > 0).all()
    told = by_recipe(example, weigh={"method": "critic"})
    found = [told.aggregated.shares[f"c{place}"] for place in range(values.shape[1])]
    assert found == pytest.approx(example["expected"]["weights"], abs=example["atol"])


def test_human_development_is_a_geometric_mean(examples):
    example = examples["hdi_hdr2020_example"]
    given = example["given"]
    span = np.log(given["GNI_max"]) - np.log(given["GNI_min"])
    income = (np.log(given["GNI_pc"]) - np.log(given["GNI_min"])) / span
    assert income == pytest.approx(example["expected"]["income_index"], abs=1e-4)
    parts = np.array([[given["health_index"], given["education_index"], income]])
    found = weighted(parts, np.full(3, 1 / 3), Power(0.0))
    assert found[0] == pytest.approx(example["expected"]["HDI"], abs=example["atol"])


def test_the_weighted_means(examples):
    """Of x = 1 2 3 4 with w = 0.1 … 0.4: by hand, for the file is not shared."""
    example = examples["coinr_means"]
    scores, shares = np.array([example["x"]]), np.array(example["w"])
    by_hand = {
        1.0: 3.0,
        0.0: np.exp(0.2 * np.log(2) + 0.3 * np.log(3) + 0.4 * np.log(4)),
        -1.0: 1 / (0.1 + 0.1 + 0.1 + 0.1),
        2.0: np.sqrt(0.1 + 0.8 + 2.7 + 6.4),
    }
    for power, wanted in by_hand.items():
        found = weighted(scores * 1.0, shares, Power(power))
        assert found[0] == pytest.approx(wanted, abs=example["atol"])
