"""Tables about a finished index: what moved it, what it hangs on, who is strong where.

They stand beside the stages; a recipe needs nothing for them, and they change no
score.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from zhence.errors import BadInputError
from zhence.index.contributions import changes
from zhence.index.examine import (
    cronbach,
    effective_weights,
    flags,
    profile,
    remove_one,
)
from zhence.index.run import Outcome
from zhence.index.tables import Table, cell


def look_tables(outcome: Outcome) -> dict[str, Table]:
    """Return the tables about *outcome* by name.

    ``changes`` (what each indicator adds to the change since the period before),
    ``influence``, ``correlations``, ``consistency``, ``removal``, ``profiles`` and
    ``sensitivity``; a table that the method does not have holds a header only.
    """
    return {
        "changes": _changes(outcome),
        "influence": Table(
            ("code", "weight", "influence"),
            tuple(
                (one.code, cell(one.nominal), cell(one.influence))
                for one in effective_weights(outcome.aggregated, outcome.recipe.tree)
            ),
        ),
        "correlations": Table(
            ("parent", "left", "right", "correlation", "units", "concern"),
            tuple(
                (
                    f.parent,
                    f.left,
                    f.right,
                    cell(f.correlation),
                    str(f.pairs),
                    f.concern,
                )
                for f in flags(outcome.aggregated, outcome.recipe.tree)
            ),
        ),
        "consistency": Table(
            ("parent", "children", "cronbach"), tuple(_alpha(outcome))
        ),
        "removal": Table(
            ("code", "mean_rank_shift", "most_rank_shift"),
            tuple(
                (one.code, cell(one.mean_shift), cell(one.most_shift))
                for one in remove_one(
                    outcome.normalised,
                    outcome.recipe.tree,
                    outcome.aggregated,
                    outcome.recipe.aggregate,
                    outcome.recipe.rank.decimals,
                )
            ),
        ),
        "profiles": Table(
            ("unit", "time", "strengths", "weaknesses"), tuple(_profiles(outcome))
        ),
        "sensitivity": Table(
            ("factor", "first", "total"),
            tuple((s.factor, cell(s.first), cell(s.total)) for s in outcome.sobol),
        ),
    }


def _changes(outcome: Outcome) -> Table:
    frame, recipe = outcome.aggregated.scores, outcome.recipe
    leaves = recipe.tree.leaves
    header = ("unit", "time", "since", "change", *leaves)
    if outcome.contributions is None:
        return Table(header, ())
    places = {row: i for i, row in enumerate(frame.rows)}
    times = frame.times
    before = dict(zip(times[1:], times[:-1], strict=True))
    pairs = [
        (places[row._replace(time=before[row.time])], i)
        for i, row in enumerate(frame.rows)
        if row.time in before and row._replace(time=before[row.time]) in places
    ]
    if not pairs:
        return Table(header, ())
    old, new = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    parts = changes(outcome.aggregated, recipe.tree, recipe.aggregate, old, new)
    moved = outcome.index[new] - outcome.index[old]
    return Table(
        header,
        tuple(
            (*frame.rows[j], frame.rows[i].time, cell(d), *map(cell, line))
            for i, j, d, line in zip(old, new, moved, parts, strict=True)
        ),
    )


def _alpha(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    for parent in outcome.recipe.tree.inner:
        children = outcome.recipe.tree.children[parent]
        scores = np.column_stack(
            [outcome.aggregated.scores.column(code) for code in children]
        )
        try:
            found = cell(cronbach(scores))
        except BadInputError:
            found = ""  # one child, or nothing that varies, has no alpha
        yield parent, str(len(children)), found


def _profiles(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    made, tree = outcome.aggregated, outcome.recipe.tree
    for i, row in enumerate(made.scores.rows):
        best, worst = profile(made, tree, i)
        yield (*row, " ".join(best), " ".join(worst))
