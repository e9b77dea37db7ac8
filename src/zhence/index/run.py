"""The whole method on one table, every stage kept: every score can be followed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhence.errors import Fault
from zhence.index import refusals
from zhence.index.aggregate import Scores, aggregate
from zhence.index.contributions import contributions
from zhence.index.denominate import denominate
from zhence.index.frame import Frame
from zhence.index.impute import Filled, impute
from zhence.index.means import MEANS
from zhence.index.normalise import normalise
from zhence.index.rank import Standing, ranks, standings
from zhence.index.recipe import Recipe
from zhence.index.screen import Available, screen
from zhence.index.sensitivity import Sobol, sensitivity
from zhence.index.spec import Bits, Floats, Ints
from zhence.index.treat import Treated, treat
from zhence.index.uncertainty import Intervals, Uncertainty, simulate
from zhence.index.vary import Model, prepare


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Every stage of one run, in the order of the method.

    Rows and indicators are in order of period and name; each stage carries its
    own labels. *ranks* and *group_ranks* are by row of *scores*, ``nan`` where a
    row is not ranked; *contributions* are rows by indicators, ``None`` where the
    method has none.
    """

    recipe: Recipe
    raw: Frame
    denominated: Frame
    imputed: Frame
    screened: Frame
    treated: Frame
    normalised: Frame
    aggregated: Scores
    ranks: Floats
    group_ranks: Floats | None
    standings: tuple[Standing, ...]
    contributions: Floats | None
    intervals: Intervals | None
    sobol: tuple[Sobol, ...]
    filled: tuple[Filled, ...]
    available: tuple[Available, ...]
    treatment: tuple[Treated, ...]
    warnings: tuple[Fault, ...]

    @property
    def index(self) -> Floats:
        """Return the index of every row; ``nan`` where it is not published."""
        return self.aggregated.scores.column(self.recipe.tree.root)


def run(recipe: Recipe, frame: Frame) -> Outcome:
    """Return every stage of *recipe* applied to *frame*.

    The order of rows and columns of *frame* changes nothing, not even a last
    digit. Without :meth:`Recipe.movers`, neither does a row that is added.

    Raises:
        BadInputError: with the stage's own name for what cannot be computed.
    """
    tree = recipe.tree
    raw = frame.in_order(tree)
    denominated, lost = denominate(raw, tree, recipe.denominate)
    imputed, filled, left = impute(denominated, recipe.impute)
    screened, available = screen(imputed, denominated, recipe.screen)
    treated, treatment, skewed = screened, tuple[Treated, ...](), tuple[Fault, ...]()
    if recipe.treat is not None:
        treated, treatment, skewed = treat(screened, recipe.treat)
    normalised = normalise(treated, tree, recipe.normalise)
    made = aggregate(normalised, tree, recipe.weigh, recipe.aggregate)
    standing = standings(made, tree, recipe.rank)
    ranked = np.array([one is Standing.RANKED for one in standing], dtype=np.bool_)
    comparing = {recipe.aggregate.method(tree, p) for p in tree.inner} - MEANS
    notes = [*lost, *left, *skewed, *recipe.movers()]
    parts = None
    if comparing:
        notes.append(
            refusals.warn("index_no_contributions", method=" ".join(sorted(comparing)))
        )
    else:
        parts = contributions(made, tree, recipe.aggregate)
    intervals, shares = None, tuple[Sobol, ...]()
    if recipe.uncertainty is not None or recipe.sensitivity is not None:
        spec = recipe.uncertainty or Uncertainty()
        if _rows(made, ranked, spec).size or spec.time not in {None, *raw.times}:
            intervals, shares = _about(recipe, treated, made, ranked)
        else:
            notes.append(refusals.warn("index_nobody_ranked"))
    return Outcome(
        recipe,
        raw,
        denominated,
        imputed,
        screened,
        treated,
        normalised,
        made,
        _by_time(made, recipe, ranked),
        _by_group(made, recipe, ranked),
        standing,
        parts,
        intervals,
        shares,
        filled,
        available,
        treatment,
        tuple(notes),
    )


def model_of(
    recipe: Recipe, treated: Frame, made: Scores, ranked: Bits, spec: Uncertainty
) -> tuple[Model, Ints]:
    """Return the model of the ranked rows of one period, and their places."""
    rows = _rows(made, ranked, spec)
    if not len(rows):
        raise refusals.refuse(
            "index_one_unit", count=0, least=1, method=f"uncertainty in {spec.time}"
        )
    model = prepare(
        treated,
        made,
        recipe.tree,
        recipe.normalise,
        recipe.aggregate,
        spec.vary,
        rows,
        spec.seed,
    )
    return model, rows


def _rows(made: Scores, ranked: Bits, spec: Uncertainty) -> Ints:
    """Return the places of the ranked rows of the period that is examined."""
    time = made.scores.times[-1] if spec.time is None else spec.time
    rows = made.scores.at_time(time)
    return rows[ranked[rows]]


def _about(
    recipe: Recipe, treated: Frame, made: Scores, ranked: Bits
) -> tuple[Intervals | None, tuple[Sobol, ...]]:
    spec = recipe.uncertainty or Uncertainty()
    model, rows = model_of(recipe, treated, made, ranked, spec)
    intervals = None
    if recipe.uncertainty is not None:
        names = tuple(made.scores.rows[int(i)] for i in rows)
        intervals = simulate(model, names, spec)
    if recipe.sensitivity is None:
        return intervals, ()
    return intervals, sensitivity(model, recipe.sensitivity)


def _by_time(made: Scores, recipe: Recipe, ranked: Bits) -> Floats:
    column = made.scores.column(recipe.tree.root)
    found = np.full(len(column), np.nan)
    for time in made.scores.times:
        rows = made.scores.at_time(time)
        found[rows] = ranks(column[rows], recipe.rank.decimals, ranked[rows])
    return found


def _by_group(made: Scores, recipe: Recipe, ranked: Bits) -> Floats | None:
    """Return ranks within period and group; a row without a label has none."""
    if recipe.rank.group is None:
        return None
    column = made.scores.column(recipe.tree.root)
    labels = made.scores.group(recipe.rank.group)
    found = np.full(len(column), np.nan)
    keys = [
        (row.time, label) for row, label in zip(made.scores.rows, labels, strict=True)
    ]
    for key in {key for key in keys if key[1] is not None}:
        rows = np.flatnonzero([other == key for other in keys])
        found[rows] = ranks(column[rows], recipe.rank.decimals, ranked[rows])
    return found
