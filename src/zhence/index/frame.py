"""Units and periods by indicators, with names on every axis and gaps that stay gaps.

A missing value is ``nan`` and never zero; a zero is a reported zero.
An infinite value is refused: it is always a division that nobody looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from zhence.index import refusals
from zhence.index.spec import Bits, Floats, Ints
from zhence.index.tree import Tree

_AXES = 2


class Row(NamedTuple):
    """A unit in a period; *time* is empty where there is only one."""

    unit: str
    time: str = ""

    def __str__(self) -> str:
        """Return the unit, with its period where it has one."""
        return f"{self.unit} {self.time}".rstrip()


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A table of numbers: *values* by *rows* and *codes*, ``nan`` where missing.

    *groups* hold one label a row (type, region; ``None`` where unknown), *extra*
    one number a row that is no indicator (denominators).

    >>> Frame((Row("A"), Row("B")), ("tax",), np.array([[1.0], [np.nan]])).known
    array([[ True],
           [False]])
    """

    rows: tuple[Row, ...]
    codes: tuple[str, ...]
    values: Floats
    groups: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    extra: Mapping[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        if values.ndim != _AXES or values.shape != (len(self.rows), len(self.codes)):
            raise refusals.refuse(
                "index_frame_shape",
                what=f"{values.shape} for {len(self.rows)} × {len(self.codes)}",
            )
        lengths = {name: len(column) for name, column in self.groups.items()}
        lengths |= {name: len(column) for name, column in self.extra.items()}
        for name, length in lengths.items():
            if length != len(self.rows):
                raise refusals.refuse("index_frame_shape", what=name)
        for axis in (Counter(self.rows), Counter(self.codes)):
            twins = [str(label) for label, count in axis.items() if count > 1]
            if twins:
                raise refusals.refuse("index_duplicate", what=", ".join(sorted(twins)))
        bad = np.argwhere(np.isinf(values))
        if len(bad):
            row, column = bad[0]
            raise refusals.refuse(
                "index_not_finite", unit=self.rows[row], code=self.codes[column]
            )
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    @property
    def known(self) -> Bits:
        """Return where a value is known."""
        return ~np.isnan(self.values)

    @property
    def times(self) -> tuple[str, ...]:
        """Return the periods, in their order as text."""
        return tuple(sorted({row.time for row in self.rows}))

    def column(self, code: str) -> Floats:
        """Return the values of one indicator, or of an extra column."""
        if code in self.extra:
            return np.asarray(self.extra[code], dtype=np.float64)
        if code not in self.codes:
            raise refusals.refuse("index_code_unknown", where="data", what=code)
        return self.values[:, self.codes.index(code)]

    def group(self, name: str) -> tuple[str | None, ...]:
        """Return the labels of one grouping.

        Raises:
            BadInputError: there is no such grouping.
        """
        if name not in self.groups:
            raise refusals.refuse("index_code_unknown", where="groups", what=name)
        return self.groups[name]

    def at_time(self, time: str) -> Ints:
        """Return the places of the rows of one period."""
        return np.flatnonzero(np.array([row.time == time for row in self.rows]))

    def with_values(self, values: Floats) -> Frame:
        """Return the same table with other numbers."""
        return replace(self, values=values)

    def take(self, places: Sequence[int] | Ints) -> Frame:
        """Return only the rows at *places*, in that order."""
        chosen = np.asarray(places, dtype=np.int64)
        return Frame(
            tuple(self.rows[i] for i in chosen),
            self.codes,
            self.values[chosen],
            {k: tuple(v[i] for i in chosen) for k, v in self.groups.items()},
            {k: np.asarray(v, np.float64)[chosen] for k, v in self.extra.items()},
        )

    def in_order(self, tree: Tree) -> Frame:
        """Return the indicators of *tree* only, rows and columns in order of name.

        Sums then run in one order whatever order the data came in, so that a
        permutation changes not even the last digit.

        Raises:
            BadInputError: an indicator has no column, or a value lies outside
                the bounds that the tree gives.
        """
        lost = sorted(set(tree.leaves) - set(self.codes))
        if lost:
            raise refusals.refuse(
                "index_code_unknown", where="data", what=" ".join(lost)
            )
        order = sorted(range(len(self.rows)), key=lambda i: self.rows[i][::-1])
        columns = [self.codes.index(code) for code in tree.leaves]
        others = {
            code: self.values[:, i]
            for i, code in enumerate(self.codes)
            if code not in tree.leaves
        }
        sorted_ = Frame(
            self.rows,
            tree.leaves,
            self.values[:, columns],
            self.groups,
            {**others, **self.extra},
        ).take(order)
        _bounded(sorted_, tree)
        return sorted_


def _bounded(frame: Frame, tree: Tree) -> None:
    for place, code in enumerate(frame.codes):
        node = tree.by_code[code]
        least = -np.inf if node.least is None else node.least
        most = np.inf if node.most is None else node.most
        column = frame.values[:, place]
        bad = np.flatnonzero((column < least) | (column > most))
        if len(bad):
            raise refusals.refuse(
                "index_out_of_range",
                unit=frame.rows[bad[0]],
                code=code,
                value=f"{column[bad[0]]:g}",
                least=f"{least:g}",
                most=f"{most:g}",
            )
