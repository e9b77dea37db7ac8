"""Small frames and recipes for tests of the index."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from zhence.errors import BadInputError
from zhence.index import Frame, Outcome, Recipe, Row, read_recipe, run

NAN = float("nan")
# Two dimensions: "one" with a and b, "two" with c and d; d is better the less.
NODES: tuple[dict[str, object], ...] = (
    {"code": "top"},
    {"code": "one", "parent": "top", "weight": 60},
    {"code": "two", "parent": "top", "weight": 40},
    {"code": "a", "parent": "one", "weight": 30},
    {"code": "b", "parent": "one", "weight": 10},
    {"code": "c", "parent": "two", "weight": 1},
    {"code": "d", "parent": "two", "weight": 1, "direction": -1},
)
POSTS = {code: {"low": 0, "high": 10} for code in "abcd"}


def recipe(nodes: Sequence[Mapping[str, object]] = NODES, **stages: Any) -> Recipe:
    """A recipe; without a normalisation, goalposts from 0 to 10."""
    stages.setdefault("normalise", {"posts": POSTS})
    return read_recipe({"id": "test", "nodes": list(nodes), **stages})


def frame(
    values: Sequence[Sequence[float]],
    codes: Sequence[str] = "abcd",
    *,
    times: Sequence[str] = ("",),
    **groups: Sequence[str | None],
) -> Frame:
    """A frame of units U0, U1, …; with several times, the units of each in turn."""
    units = len(values) // len(times)
    rows = tuple(Row(f"U{i}", time) for time in times for i in range(units))
    return Frame(
        rows,
        tuple(codes),
        np.array(values, dtype=np.float64),
        {name: tuple(labels) for name, labels in groups.items()},
    )


FOUR = frame([[1, 2, 3, 4], [9, 8, 7, 6], [5, 5, 5, 5], [2, 9, 4, 1]])


def outcome(table: Frame = FOUR, **stages: Any) -> Outcome:
    return run(recipe(**stages), table)


def cases(*given: tuple[object, ...]):
    """Parameter sets with an id each: its number and its last word."""
    return [
        pytest.param(*one, id=f"{number} {one[-1]}")
        for number, one in enumerate(given, 1)
    ]


def refused(code: str):
    """The refusal of that name, as a context."""
    return pytest.raises(BadInputError, match=rf"\[{code}\]")


def column(result: Frame, code: str) -> list[float]:
    return [float(x) for x in result.column(code)]
