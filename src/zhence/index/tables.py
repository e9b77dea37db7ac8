"""Tables in and out as rows of text: what the command line reads and writes.

Numbers go out with all their digits, so that whoever reads them back has the same
number; an unknown value is an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from zhence.index import refusals
from zhence.index.denominate import denominators
from zhence.index.frame import Frame, Row
from zhence.index.recipe import Recipe
from zhence.index.run import Outcome
from zhence.index.spec import Floats

MISSING = frozenset({"", "NA", "n/a"})


class Table(NamedTuple):
    """A header and rows of text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_frame(rows: Iterable[Mapping[str, str]], recipe: Recipe) -> Frame:
    """Return the frame that *recipe* needs from rows keyed by column.

    Empty cells, ``NA`` and ``n/a`` are unknown. Columns that the recipe does not
    name are not looked at.

    Raises:
        BadInputError: a column is absent, or a cell is no finite number.
    """
    held = list(rows)
    if not held:
        raise refusals.refuse("index_frame_shape", what="no rows")
    tree, columns = recipe.tree, recipe.columns
    names_, numbers, groups = needed(recipe)
    lost = sorted({*names_, *numbers, *groups} - set(held[0]))
    if lost:
        raise refusals.refuse("index_code_unknown", where="data", what=" ".join(lost))
    below = [code for code in numbers if code not in tree.by_code]
    names = tuple(
        Row(r[columns.unit], "" if columns.time is None else r[columns.time])
        for r in held
    )

    def column(code: str) -> Floats:
        return np.array(
            [_number(r[code], name, code) for r, name in zip(held, names, strict=True)]
        )

    return Frame(
        names,
        tree.leaves,
        np.column_stack([column(code) for code in tree.leaves]),
        {g: tuple(None if r[g] in MISSING else r[g] for r in held) for g in groups},
        {code: column(code) for code in below},
    )


class Needed(NamedTuple):
    """The columns of data that a recipe looks at: who and when, numbers, labels."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    groups: tuple[str, ...]


def needed(recipe: Recipe) -> Needed:
    """Return the columns that *recipe* looks at, indicators before denominators."""
    tree, columns = recipe.tree, recipe.columns
    below = set(denominators(recipe.denominate, tree).values()) - set(tree.leaves)
    grouped = {recipe.impute.group, recipe.normalise.by, recipe.rank.group} - {None}
    names = (columns.unit, *([] if columns.time is None else [columns.time]))
    groups = tuple(sorted(name for name in grouped if name is not None))
    return Needed(names, (*tree.leaves, *sorted(below)), groups)


def cell_number(text: str) -> float | None:
    """Return the number in a cell, ``nan`` for a gap, ``None`` for what is neither.

    >>> cell_number(" 1.5e3"), cell_number("inf"), cell_number("many")
    (1500.0, None, None)
    """
    if text.strip() in MISSING:
        return float("nan")
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _number(text: str, row: Row, code: str) -> float:
    number = cell_number(text)
    if number is None:
        raise refusals.refuse("index_not_finite", unit=row, code=code)
    return number


def stage_tables(outcome: Outcome) -> dict[str, Table]:
    """Return one table a stage, under the names that the contracts give.

    Tables of stages that the recipe does not have are there with a header only.
    """
    frames = {
        "raw": outcome.raw,
        "denominated": outcome.denominated,
        "imputed": outcome.imputed,
        "screened": outcome.screened,
        "treated": outcome.treated,
        "normalised": outcome.normalised,
        "aggregated": outcome.aggregated.scores,
    }
    tables = {
        name: _of(frame, frame.codes, frame.values) for name, frame in frames.items()
    }
    scores = outcome.aggregated.scores
    leaves = outcome.recipe.tree.leaves
    tables["ranks"] = _ranks(outcome)
    tables["uncertainty"] = _intervals(outcome)
    parts = outcome.contributions
    tables["contributions"] = (
        Table(("unit", "time", *leaves), ())
        if parts is None
        else _of(scores, leaves, parts)
    )
    tables["weights"] = _weights(outcome)
    tables["filled"] = Table(
        ("unit", "time", "code", "value", "method", "source"),
        tuple(
            (*f.row, f.code, cell(f.value), f.method, f.source) for f in outcome.filled
        ),
    )
    tables["availability"] = Table(
        ("unit", "time", "missing", "zero", "available", "nonzero", "kept"),
        tuple(
            (
                *a.row,
                str(a.missing),
                str(a.zero),
                cell(a.available),
                cell(a.nonzero),
                str(a.kept).lower(),
            )
            for a in outcome.available
        ),
    )
    tables["treatment"] = _treatment(outcome)
    return tables


def cell(value: float) -> str:
    """Return a number with all its digits; a gap is empty."""
    return "" if np.isnan(value) else repr(float(value))


def _of(frame: Frame, codes: Sequence[str], values: Floats) -> Table:
    return Table(
        ("unit", "time", *codes),
        tuple(
            (*row, *(cell(x) for x in line))
            for row, line in zip(frame.rows, values, strict=True)
        ),
    )


def _ranks(outcome: Outcome) -> Table:
    def lines() -> Iterator[tuple[str, ...]]:
        made = outcome.aggregated
        within = outcome.group_ranks
        for i, row in enumerate(made.scores.rows):
            yield (
                *row,
                cell(float(outcome.index[i])),
                cell(float(outcome.ranks[i])).removesuffix(".0"),
                "" if within is None else cell(float(within[i])).removesuffix(".0"),
                outcome.standings[i],
                cell(float(made.coverage[i])),
            )

    header = ("unit", "time", "index", "rank", "group_rank", "standing", "coverage")
    return Table(header, tuple(lines()))


def _intervals(outcome: Outcome) -> Table:
    header = ("unit", "time", "rank", "mean", "low", "median", "high")
    held = outcome.intervals
    if held is None:
        return Table(header, ())
    columns = np.column_stack(
        [held.nominal, held.mean, held.low, held.median, held.high]
    )
    return Table(
        header,
        tuple(
            (*row, *(cell(x).removesuffix(".0") for x in line))
            for row, line in zip(held.rows, columns, strict=True)
        ),
    )


def _weights(outcome: Outcome) -> Table:
    tree, shares = outcome.recipe.tree, outcome.aggregated.shares
    whole = tree.effective(shares)
    return Table(
        ("code", "parent", "share", "effective"),
        tuple(
            (
                code,
                tree.by_code[code].parent or "",
                cell(shares[code]),
                cell(whole[code]),
            )
            for code in (*tree.leaves, *tree.inner)
        ),
    )


def _treatment(outcome: Outcome) -> Table:
    header = (
        "code",
        "time",
        "how",
        "skew_before",
        "kurt_before",
        "points",
        "form",
        "skew_after",
        "kurt_after",
    )
    return Table(
        header,
        tuple(
            (
                t.code,
                t.time,
                t.how,
                cell(t.before.skew),
                cell(t.before.kurt),
                str(t.points),
                t.form or "",
                cell(t.after.skew),
                cell(t.after.kurt),
            )
            for t in outcome.treatment
        ),
    )
