"""Every step of the ASEM index and of its panel, against figures of COINr 1.1.14."""

import csv
from pathlib import Path

import numpy as np
import pytest

from zhence.index import Frame, Outcome, Recipe, Row, read_recipe, run
from zhence.index.tables import read_frame
from zhence.index.treat import How

pytestmark = pytest.mark.shared
CLOSE = 1e-9


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    found = shared / "vectors" / "asem"
    if not found.is_dir():
        pytest.skip("no ASEM vectors in the shared material")
    return found


def asem(folder: Path, **stages: object) -> Recipe:
    nodes = [
        {
            "code": row["iCode"],
            "parent": row["Parent"] or None,
            "weight": row["Weight"],
            "direction": row["Direction"],
            "denominator": row["Denominator"] or None,
        }
        for row in rows(folder / "in" / "ASEM_iMeta.csv")
        if row["Type"] in {"Indicator", "Aggregate"}
    ]
    return read_recipe(
        {
            "id": "asem",
            "columns": {"unit": "uCode"},
            "nodes": nodes,
            "impute": {"method": "group_mean", "group": "EurAsia_group"},
            "screen": {"at_least": 0.9, "counted": "imputed"},
            "treat": {},
            "normalise": {"method": "min_max"},
            "rank": {"group": "EurAsia_group"},
        }
        | stages
    )


@pytest.fixture(scope="module")
def single(folder: Path) -> Outcome:
    recipe = asem(folder)
    return run(recipe, read_frame(rows(folder / "in" / "ASEM_iData.csv"), recipe))


@pytest.fixture(scope="module")
def panel(folder: Path) -> Outcome:
    """The panel is screened, treated year by year, and normalised as one."""
    whole = asem(folder)
    recipe = asem(
        folder,
        columns={"unit": "uCode", "time": "Time"},
        denominate={"columns": {n.code: "" for n in whole.nodes if n.denominator}},
        impute={},
        treat={"panel": "each"},
        normalise={"method": "min_max", "panel": "pooled"},
        rank={},
    )
    return run(recipe, read_frame(rows(folder / "in" / "ASEM_iData_panel.csv"), recipe))


def agree(frame: Frame, path: Path) -> None:
    expected = {Row(row["uCode"], row.get("Time", "")): row for row in rows(path)}
    assert set(expected) == set(frame.rows)
    for code in frame.codes:
        wanted = [expected[row][code] for row in frame.rows]
        numbers = [
            float("nan") if text in {"", "NA"} else float(text) for text in wanted
        ]
        np.testing.assert_allclose(
            frame.column(code), numbers, rtol=CLOSE, atol=1e-15, err_msg=code
        )


def stage(outcome: Outcome, name: str) -> Frame:
    if name == "aggregated":
        return outcome.aggregated.scores
    found = getattr(outcome, name)
    assert isinstance(found, Frame)
    return found


@pytest.mark.parametrize(
    "name",
    [
        *("raw", "denominated", "imputed", "screened", "treated", "normalised"),
        "aggregated",
    ],
)
def test_every_step_agrees(folder: Path, single: Outcome, name: str):
    agree(stage(single, name), folder / "steps" / f"{name.title()}.csv")


@pytest.mark.parametrize(
    "name", ["raw", "screened", "treated", "normalised", "aggregated"]
)
def test_every_step_of_the_panel_agrees(folder: Path, panel: Outcome, name: str):
    agree(stage(panel, name), folder / "steps" / f"panel_{name.title()}.csv")


def test_ranks_agree_in_all_and_within_groups(folder: Path, single: Outcome):
    units = [row.unit for row in single.aggregated.scores.rows]
    for path, found in (
        ("results_ranks.csv", single.ranks),
        ("results_groupranks.csv", single.group_ranks),
    ):
        wanted = {r["uCode"]: int(r["Index"]) for r in rows(folder / "steps" / path)}
        assert found is not None
        assert dict(zip(units, found, strict=True)) == wanted


def test_the_outliers_treated_are_the_same_ones(folder: Path, single: Outcome):
    wanted = {
        row["iCode"]: int(row["winsorise.nwin"])
        for row in rows(folder / "steps" / "treat_details.csv")
        if row["winsorise.nwin"] not in {"", "NA"}
    }
    assert {t.code: t.points for t in single.treatment if t.how is How.WINSORISED} == (
        wanted
    )


def test_availability_is_the_same(folder: Path, single: Outcome):
    wanted = {
        row["uCode"]: (int(row["N_missing"]), int(row["N_zero"]))
        for row in rows(folder / "steps" / "screened_DataSummary.csv")
    }
    assert {a.row.unit: a.missing for a in single.available} == {
        unit: missing for unit, (missing, _) in wanted.items()
    }
    assert {a.row.unit: a.zero for a in single.available} == {
        unit: zero for unit, (_, zero) in wanted.items()
    }
