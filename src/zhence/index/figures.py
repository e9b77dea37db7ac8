"""The data of an index from facts: what towns reported, by indicator and year.

A ratio is computed from its amounts where both are known, and taken as reported
else. A figure is in the unit of the catalogue, percentages as percent. What is
partly known, does not apply or was not reported is a gap, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

import numpy as np

from zhence.facts import Observation
from zhence.facts.catalogue import Catalogue, Indicator, Kind
from zhence.index import refusals
from zhence.index.frame import Frame, Row
from zhence.index.recipe import Recipe
from zhence.index.tables import needed
from zhence.periods import year
from zhence.units import Dimension, from_smallest, unit

Labels = Mapping[str, Mapping[str, str | None]]
_PER_AREA, _ONE = unit("亩"), unit("1")
_Held = dict[tuple[str, int, str], tuple[date, date, Fraction | None]]


def frame_of(
    facts: Iterable[Observation],
    recipe: Recipe,
    catalogue: Catalogue,
    labels: Labels,
    known_on: date | None = None,
) -> Frame:
    """Return the frame that *recipe* needs: one row a subject and calendar year.

    A flow or a ratio counts for the year that its period is; a stock for the year
    it was taken in, the last one of it. Of several records of one figure the one
    recorded last counts, up to *known_on* (``None``: all of them). *labels* has
    the label of every subject by grouping; a subject without one is unknown there.
    A recipe without a time column takes the last year that there is.

    Raises:
        BadInputError: an indicator of the recipe is not in the catalogue, or has no
            unit; a grouping without labels; no figure at all.
    """
    wanted = needed(recipe)
    _refuse_unknown(wanted.numbers, wanted.groups, catalogue, labels)
    codes = {*wanted.numbers, *_parts(wanted.numbers, catalogue)}
    held = _held(facts, codes, catalogue, known_on)
    years = sorted({at for _, at, _ in held})
    if not years:
        raise refusals.refuse("index_frame_shape", what="no facts")
    if recipe.columns.time is None:
        years = years[-1:]
    places = sorted({(who, at) for who, at, _ in held if at in years})
    timed = recipe.columns.time is not None
    columns = {
        code: np.array([_figure(held, who, at, catalogue[code]) for who, at in places])
        for code in wanted.numbers
    }
    leaves = recipe.tree.leaves
    return Frame(
        tuple(Row(who, str(at) if timed else "") for who, at in places),
        leaves,
        np.column_stack([columns[code] for code in leaves]),
        {g: tuple(labels[g].get(who) for who, _ in places) for g in wanted.groups},
        {code: columns[code] for code in wanted.numbers if code not in leaves},
    )


def _refuse_unknown(
    codes: Iterable[str], groups: Iterable[str], catalogue: Catalogue, labels: Labels
) -> None:
    lost = [c for c in codes if c not in catalogue or catalogue[c].unit is None]
    lost += [g for g in groups if g not in labels]
    if lost:
        raise refusals.refuse("index_code_unknown", where="facts", what=" ".join(lost))


def _parts(codes: Iterable[str], catalogue: Catalogue) -> set[str]:
    return {part for code in codes for part in catalogue[code].components or ()}


def _held(
    facts: Iterable[Observation],
    codes: set[str],
    catalogue: Catalogue,
    known_on: date | None,
) -> _Held:
    """Return the figure that counts, by subject, year and code."""
    held: _Held = {}
    for seen in facts:
        recorded = seen.recorded_on or date.min
        if seen.indicator not in codes or (known_on and recorded > known_on):
            continue
        at = seen.period.last.year
        stock = catalogue[seen.indicator].kind is Kind.STOCK
        if not stock and seen.period != year(at):
            continue
        known = seen.amount is not None and seen.amount.known
        amount = seen.amount.low if seen.amount is not None and known else None
        place = (seen.subject, at, seen.indicator)
        # Later in the year first, for a stock; then what was recorded later.
        told = (seen.period.last, recorded, amount)
        if place not in held or told[:2] >= held[place][:2]:
            held[place] = told
    return held


def _figure(held: _Held, who: str, at: int, indicator: Indicator) -> float:
    def amount(code: str) -> Fraction | None:
        return held[who, at, code][2] if (who, at, code) in held else None

    found = amount(indicator.code)
    shown = indicator.unit
    if indicator.components is not None:
        above, below = (amount(part) for part in indicator.components)
        if above is not None and below is not None:
            # Over nothing is not computable, whatever was reported beside it.
            found = above / below if below else None
            if shown is not None and shown.dimension is Dimension.MONEY_PER_AREA:
                # Per 亩, whose smallest units are thirds of a square metre.
                found = None if found is None else found * _PER_AREA.factor
            elif shown is not None and shown.dimension is Dimension.RATIO:
                # A share of its parts is in ones, whose smallest units are finer.
                found = None if found is None else found * _ONE.factor
    if found is None or shown is None:
        return float("nan")
    return float(from_smallest(found, shown))
