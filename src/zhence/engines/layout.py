"""Which rows of a batch are which subject's, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhence.engines import refusals
from zhence.engines.columns import Held
from zhence.engines.past import Years
from zhence.engines.sheet import At


@dataclass(frozen=True, slots=True)
class YearRows:
    """One year: *rows* of the batch, and *who* of the subjects, in one order."""

    year: int
    rows: At
    who: At


@dataclass(frozen=True, slots=True)
class Layout:
    """How many subjects there are, and where each of the years stands."""

    subjects: int
    years: tuple[YearRows, ...]


def layout_of(batch: pa.RecordBatch) -> Layout:
    """Return where the years of a batch stand.

    A batch whose years follow one another, each with the same subjects in the
    same order, is cut into slices; any other is picked apart row by row.

    Raises:
        BadInputError: two rows are of one subject and year.
    """
    years = Held(batch).years("year")
    if not len(years):
        return Layout(0, ())
    lowest = int(years.min())
    counts = np.bincount(years - lowest)
    present = [int(y) + lowest for y in np.flatnonzero(counts)]
    size, rest = divmod(len(years), len(present))
    if not rest and _in_blocks(batch, years, present, size):
        everybody = slice(0, size, 1)
        return Layout(
            size,
            tuple(
                YearRows(year, slice(place * size, (place + 1) * size, 1), everybody)
                for place, year in enumerate(present)
            ),
        )
    return _picked_apart(batch, years, present)


def _in_blocks(
    batch: pa.RecordBatch, years: Years, present: list[int], size: int
) -> bool:
    order = np.asarray(present, np.int16)[:, np.newaxis]
    if not (years.reshape(len(present), size) == order).all():
        return False
    subjects = batch.column("subject")
    first = subjects.slice(0, size)
    alike = all(
        subjects.slice(place * size, size).equals(first)
        for place in range(1, len(present))
    )
    return alike and _all_differ(first)


def _all_differ(subjects: pa.Array) -> bool:
    if pa.types.is_integer(subjects.type):
        numbers = subjects.to_numpy()
        if (numbers[1:] > numbers[:-1]).all():
            return True
    return len(pc.unique(subjects)) == len(subjects)


def _picked_apart(batch: pa.RecordBatch, years: Years, present: list[int]) -> Layout:
    encoded = batch.column("subject").dictionary_encode()
    who = encoded.indices.to_numpy().astype(np.intp)
    subjects = len(encoded.dictionary)
    found = []
    for year in present:
        rows = np.flatnonzero(years == year)
        counts = np.bincount(who[rows], minlength=subjects)
        if counts.max() > 1:
            twice = encoded.dictionary[int(counts.argmax())].as_py()
            raise refusals.year_twice(twice, year)
        found.append(YearRows(year, rows, who[rows]))
    return Layout(subjects, tuple(found))
