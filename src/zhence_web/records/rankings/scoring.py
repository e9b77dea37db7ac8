"""The index of a run: the table of its members, every stage, and rows to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypedDict

import numpy as np

from zhence.errors import BadInputError
from zhence.index import Frame, Outcome, Recipe, Row, run
from zhence.index.contributions import changes
from zhence.index.examine import cronbach, effective_weights, flags, profile, remove_one
from zhence.index.figures import frame_of
from zhence.index.spec import Floats, Mean
from zhence.index.weigh import By, Weights
from zhence.packs.index_recipes import Published
from zhence_web.packbook import packbook
from zhence_web.records.rankings.models import IndexRun
from zhence_web.records.registry.facts import ruling_on
from zhence_web.records.registry.models import Membership
from zhence_web.records.reporting.facts import figures_known


class Kept(TypedDict):
    """The columns of a row, without the run and the site."""

    year: int
    type: str
    standing: str
    score: float | None
    rank: int | None
    type_rank: int | None
    coverage: float
    low: int | None
    high: int | None
    parts: dict[str, object]


def table_of(asked: IndexRun, held: Published, members: list[Membership]) -> Frame:
    """Return the figures of the members as known when a run was asked for.

    Years outside of the run are left out, and nobody is made up: a site without any
    figure in a year has no row in it.

    Raises:
        BadInputError: nobody has a figure, or an indicator has no unit.
    """
    by_site = figures_known(asked.known_at, {row.site_id for row in members})
    years = range(asked.first_year, asked.last_year + 1)
    facts = [
        seen
        for figures in by_site.values()
        for seen in figures
        if seen.period.last.year in years
    ]
    on = date(asked.last_year, 12, 31)
    category = {row.site.org.code: _category(row, on, asked) for row in members}
    by = held.recipe.normalise.by or held.recipe.rank.group
    labels: dict[str, dict[str, str | None]] = {"category": category}
    if by is not None and by not in labels:
        labels[by] = {
            who: None if one is None else held.types.get(one)
            for who, one in category.items()
        }
    frame = frame_of(facts, held.recipe, packbook().sources.catalogue, labels)
    return frame.take([i for i, r in enumerate(frame.rows) if _whole(frame, i, r)])


def _whole(frame: Frame, place: int, row: Row) -> bool:
    """Say whether a row can be placed: a type, and at least one figure."""
    del row
    labelled = all(labels[place] is not None for labels in frame.groups.values())
    return labelled and bool(frame.known[place].any())


def _category(row: Membership, on: date, asked: IndexRun) -> str | None:
    ruling = ruling_on(row, on, asked.known_at)
    return (row.category if ruling is None else ruling.category) or None


def reweighed(recipe: Recipe, weights: Mapping[str, float], mean: str = "") -> Recipe:
    """Return a recipe with other weights of the dimensions, without its draws.

    *mean* is how the dimensions become the index; empty: as the recipe says.

    Raises:
        BadInputError: weights of unknown dimensions, or all of them zero.
    """
    top = recipe.tree.root
    below = {**recipe.weigh.below}
    below[top] = Weights(method=By.GIVEN, values=dict(weights))
    weigh = recipe.weigh.model_copy(update={"below": below})
    made: dict[str, object] = {"weigh": weigh, "uncertainty": None}
    made["sensitivity"] = None
    if mean:
        nodes = {**recipe.aggregate.nodes, top: Mean(mean)}
        zero = {"nodes": nodes, "zeros": "zero"}
        made["aggregate"] = recipe.aggregate.model_copy(update=zero)
    return recipe.model_copy(update=made)


def computed(recipe: Recipe, frame: Frame) -> Outcome:
    """Return every stage of a method on a table.

    Raises:
        BadInputError: with the stage's own name for what cannot be computed.
    """
    return run(recipe, frame)


def rows_of(told: Outcome) -> Iterator[tuple[str, Kept]]:
    """Yield the subject and the columns of every row."""
    made, tree = told.aggregated, told.recipe.tree
    moved = _changes(told)
    spans = {}
    if told.intervals is not None:
        held = told.intervals
        spans = {
            row: (int(low), int(high))
            for row, low, high in zip(held.rows, held.low, held.high, strict=True)
        }
    group = told.recipe.rank.group
    labels = made.scores.group(group) if group else (None,) * len(made.scores.rows)
    for i, row in enumerate(made.scores.rows):
        low, high = spans.get(row, (None, None))
        best, worst = profile(made, tree, i)
        yield (
            row.unit,
            Kept(
                year=int(row.time) if row.time else 0,
                type=labels[i] or "",
                standing=told.standings[i].value,
                score=_known(told.index[i]),
                rank=_rank(told.ranks[i]),
                type_rank=None
                if told.group_ranks is None
                else _rank(told.group_ranks[i]),
                coverage=float(made.coverage[i]),
                low=low,
                high=high,
                parts={
                    "dimensions": _dimensions(told, i),
                    "indicators": _indicators(told, i),
                    "change": moved.get(row),
                    "best": list(best),
                    "worst": list(worst),
                },
            ),
        )


def whole_of(told: Outcome) -> dict[str, object]:
    """Return what a run tells of the whole index, as plain data."""
    made, tree, recipe = told.aggregated, told.recipe.tree, told.recipe
    effective = tree.effective(made.shares)
    influence = {w.code: _known(w.influence) for w in effective_weights(made, tree)}
    return {
        "weights": {
            code: [made.shares[code], effective[code], influence.get(code)]
            for code in (*tree.leaves, *tree.inner)
        },
        "flags": [
            [f.parent, f.left, f.right, f.correlation, f.pairs, f.concern.value]
            for f in flags(made, tree)
        ],
        "alpha": {parent: _alpha(told, parent) for parent in tree.inner},
        "removal": {
            one.code: [_known(one.mean_shift), _known(one.most_shift)]
            for one in remove_one(
                told.normalised, tree, made, recipe.aggregate, recipe.rank.decimals
            )
        },
        "warnings": [{"code": f.code, "zh": f.zh, "en": f.en} for f in told.warnings],
        "draws": 0 if recipe.uncertainty is None else recipe.uncertainty.draws,
        "counts": {
            state: sum(s.value == state for s in told.standings)
            for state in ("ranked", "partial", "unpublished")
        },
    }


def _alpha(told: Outcome, parent: str) -> float | None:
    children = told.recipe.tree.children[parent]
    columns = [told.aggregated.scores.column(code) for code in children]
    try:
        return _known(cronbach(np.column_stack(columns)))
    except BadInputError:
        return None  # one child, or nothing that varies, has no alpha


def _dimensions(told: Outcome, row: int) -> dict[str, list[float | None]]:
    """Return score and share of weight that is there, by child of the index."""
    made, tree = told.aggregated, told.recipe.tree
    return {
        code: [
            _known(made.scores.column(code)[row]),
            float(made.available[row, made.parents.index(code)])
            if code in made.parents
            else None,
        ]
        for code in tree.children[tree.root]
    }


def _indicators(told: Outcome, row: int) -> dict[str, list[float | None]]:
    """Return the figure, its score and what it adds to the index, by indicator."""
    found = {}
    for i, code in enumerate(told.recipe.tree.leaves):
        added = None if told.contributions is None else told.contributions[row, i]
        found[code] = [
            _known(told.denominated.column(code)[row]),
            _known(told.normalised.column(code)[row]),
            None if added is None else _known(added),
        ]
    return found


def _changes(told: Outcome) -> dict[Row, dict[str, object]]:
    """Return what each indicator adds to the change since the year before."""
    made, recipe = told.aggregated, told.recipe
    if told.contributions is None:
        return {}
    places = {row: i for i, row in enumerate(made.scores.rows)}
    times = made.scores.times
    before = dict(zip(times[1:], times[:-1], strict=True))
    pairs = [
        (places[row._replace(time=before[row.time])], i)
        for i, row in enumerate(made.scores.rows)
        if row.time in before and row._replace(time=before[row.time]) in places
    ]
    if not pairs:
        return {}
    old, new = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    parts: Floats = changes(made, recipe.tree, recipe.aggregate, old, new)
    whole = told.index[new] - told.index[old]
    return {
        made.scores.rows[j]: {
            "since": int(made.scores.rows[i].time),
            "whole": float(d),
            "adds": dict(zip(recipe.tree.leaves, map(float, line), strict=True)),
        }
        for i, j, d, line in zip(old, new, whole, parts, strict=True)
        if not np.isnan(d) and not np.isnan(line).any()
    }


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _rank(number: float) -> int | None:
    return None if np.isnan(number) else int(number)
