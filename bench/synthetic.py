"""A made-up register of any size, the same for every engine: all of it SYNTHETIC.

    python bench/synthetic.py FOLDER --subjects 1600            people's tables, CSV
    python bench/synthetic.py FOLDER --subjects 1000000 --parquet

Amounts are whole 分 without a round end, some exactly on a threshold, some
missing: what tells an exact judge from a float.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

FIRST_YEAR = 2017
YEARS = tuple(range(FIRST_YEAR, FIRST_YEAR + 10))
DAYS = {year: date(year + 1, 3, 31) for year in YEARS}
CATEGORIES = (
    "historic_classics",
    "high_end_manufacturing",
    "new_it",
    "innovation_startup",
    "sports_health",
    "other",
)
INDICATORS = (
    "eligible_investment",
    "lead_investment",
    "lead_share",
    "plan_cumulative",
    "plan_total",
)
YI = 10**10
"""One 亿元 in 分."""

_EPOCH = date(1970, 1, 1)
_SHARE = 10**9
_MISSING = 0.03

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some subjects: members, decisions, and their reports in long form."""

    members: pa.RecordBatch
    decisions: pa.RecordBatch
    reports: pa.RecordBatch


def pieces(
    subjects: int, size: int, grain: int = 1, seed: int = 20171021
) -> Iterator[Piece]:
    """Yield the register in pieces of *size* subjects; each piece has its own dice.

    Every amount is a multiple of *grain* 分.
    """
    for start in range(0, subjects, size):
        rng = np.random.default_rng([seed, start])
        yield piece(rng, start, min(size, subjects - start), grain)


def piece(rng: np.random.Generator, start: int, count: int, grain: int = 1) -> Piece:
    """Return the subjects from *start* on."""
    subject = np.arange(start, start + count, dtype=np.int64)
    listed = _listing_days(rng, count)
    year_one = listed.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    shape = (count, len(YEARS))
    exact = rng.random(shape) < 0.05
    plan = _grained(rng.integers(2 * YI, 8 * YI, count), grain)
    pace = np.cumsum(_grained(rng.integers(YI // 2, 8 * YI, shape), grain), axis=1)
    invested = _grained(rng.integers(YI // 4, 10 * YI, shape), grain)
    # A first year exactly on its 20 %, of a plan that divides by five.
    invested[:, 0] = np.where(exact[:, 0], plan, invested[:, 0])
    plan_total = 5 * plan
    share = rng.uniform(0.62, 0.95, shape)
    lead = _grained((invested * share).astype(np.int64), grain)
    tens = _grained(invested, 10 * grain)
    invested = np.where(exact, tens, invested)
    lead = np.where(exact, tens // 10 * 7, lead)
    missing = {name: rng.random(shape) < _MISSING for name in INDICATORS}
    told_share = missing["lead_investment"] & (rng.random(shape) < 0.5)
    percent = rng.integers(600, 950, shape) * (_SHARE // 1000)
    columns = {
        "eligible_investment": (invested, ~missing["eligible_investment"]),
        "lead_investment": (lead, ~missing["lead_investment"]),
        "lead_share": (percent, told_share),
        "plan_cumulative": (pace, ~missing["plan_cumulative"]),
        "plan_total": (
            np.repeat(plan_total[:, np.newaxis], len(YEARS), axis=1),
            ~missing["plan_total"] & (np.arange(len(YEARS)) == 0),
        ),
    }
    return Piece(
        _members(rng, subject, listed),
        _decisions(rng, subject),
        _reports(subject, listed, year_one, columns),
    )


def write(folder: Path, subjects: int, size: int = 65_536, grain: int = 1) -> None:
    """Write the register as Parquet: members, decisions and reports."""
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[str, pq.ParquetWriter] = {}
    for part in pieces(subjects, size, grain):
        for name in ("members", "decisions", "reports"):
            batch = getattr(part, name)
            if name not in writers:
                writers[name] = pq.ParquetWriter(
                    folder / f"{name}.parquet", batch.schema
                )
            # One piece a row group: whole subjects can be read again as written.
            writers[name].write_batch(batch, row_group_size=max(batch.num_rows, 1))
    for writer in writers.values():
        writer.close()


def write_tables(folder: Path, subjects: int, size: int = 65_536) -> None:
    """Write the members and their reports as the tables that people fill in."""
    folder.mkdir(parents=True, exist_ok=True)
    members = _Table(folder / "subjects.csv", _MEMBER_HEADS)
    facts = _Table(folder / "facts.csv", ("subject", "indicator", "period", *_FIGURE))
    for part in pieces(subjects, size):
        members.add(
            f"T{row['subject']:07},SYNTHETIC {row['subject']},town,NT2017,"
            f"{row['list']},{row['state']},{row['category'] or ''},"
            f"{row['listed_on']},{row['stay_first_year']}"
            for row in part.members.to_pylist()
        )
        facts.add(map(_figure, part.reports.to_pylist()))
    members.close()
    facts.close()


_MEMBER_HEADS = (
    *("subject", "name", "kind", "policy", "list", "state", "category"),
    *("listed_on", "stay_first_year"),
)
_FIGURE = ("value", "unit")


class _Table:
    """A table that is written row by row."""

    def __init__(self, path: Path, heads: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        csv.writer(self._file).writerow(heads)

    def add(self, lines: Iterator[str]) -> None:
        self._file.writelines(f"{line}\r\n" for line in lines)

    def close(self) -> None:
        self._file.close()


def _figure(row: dict[str, object]) -> str:
    subject, amount = row["subject"], int(str(row["amount"]))
    start, end = date.fromisoformat(str(row["start"])), row["end"]
    last = date.fromisoformat(str(end)) - timedelta(1)
    if row["indicator"] in _AT_A_DAY:
        period = str(last)
    elif start.month == 1:
        period = str(start.year)
    else:
        period = f"{start:%Y-%m}..{last:%Y-%m}"
    if row["indicator"] == "lead_share":
        figure = f"{amount // _PERCENT}.{amount % _PERCENT // (_PERCENT // 10)},%"
    else:
        figure = f"{amount // _YUAN}.{amount % _YUAN:02},元"
    return f"T{subject:07},{row['indicator']},{period},{figure}"


_AT_A_DAY = frozenset({"lead_share", "plan_total"})
_YUAN = 100
_PERCENT = 10**7


def _grained(amounts: Ints, grain: int) -> Ints:
    return amounts - amounts % grain


def _listing_days(rng: np.random.Generator, count: int) -> npt.NDArray[np.int32]:
    first = (date(FIRST_YEAR, 1, 1) - _EPOCH).days
    return (first + rng.integers(0, 365, count)).astype(np.int32)


def _members(
    rng: np.random.Generator, subject: Ints, listed: npt.NDArray[np.int32]
) -> pa.RecordBatch:
    count = len(subject)
    chosen = rng.integers(0, len(CATEGORIES), count).astype(np.int32)
    unknown = rng.random(count) < 0.02
    category = pa.DictionaryArray.from_arrays(
        pa.array(chosen, mask=unknown), pa.array(CATEGORIES)
    )
    created = rng.random(count) < 0.8
    state = pa.DictionaryArray.from_arrays(
        pa.array(np.where(created, 0, 1).astype(np.int32)),
        pa.array(["CREATION", "CULTIVATION"]),
    )
    year_one = FIRST_YEAR + (listed >= (date(FIRST_YEAR, 7, 1) - _EPOCH).days)
    return pa.RecordBatch.from_pydict(
        {
            "subject": pa.array(subject),
            "list": pa.DictionaryArray.from_arrays(
                pa.array(np.zeros(count, np.int32)), pa.array(["municipal"])
            ),
            "state": state,
            "category": category,
            "listed_on": pa.array(listed).view(pa.date32()),
            "stay_first_year": pa.array(year_one.astype(np.int16)),
            "was_creation": pa.array(created),
        }
    )


def _decisions(rng: np.random.Generator, subject: Ints) -> pa.RecordBatch:
    found = rng.random((len(subject), len(YEARS))) < 0.01
    who, nth = np.nonzero(found)
    days = np.asarray(
        [(DAYS[y] - timedelta(30) - _EPOCH).days for y in YEARS], np.int32
    )
    return pa.RecordBatch.from_pydict(
        {
            "subject": pa.array(subject[who]),
            "what": pa.DictionaryArray.from_arrays(
                pa.array(np.zeros(len(who), np.int32)), pa.array(["finding"])
            ),
            "on": pa.array(days[nth]).view(pa.date32()),
            "year": pa.array((FIRST_YEAR + nth).astype(np.int16)),
        }
    )


def _reports(
    subject: Ints,
    listed: npt.NDArray[np.int32],
    year_one: Ints,
    columns: dict[str, tuple[Ints, npt.NDArray[np.bool_]]],
) -> pa.RecordBatch:
    """Return the long form, by subject, indicator and year."""
    starts = np.asarray([(date(y, 1, 1) - _EPOCH).days for y in YEARS], np.int32)
    ends = np.asarray([(date(y + 1, 1, 1) - _EPOCH).days for y in YEARS], np.int32)
    month = listed.astype("datetime64[D]").astype("datetime64[M]")
    begin = month.astype("datetime64[D]").astype(np.int64).astype(np.int32)
    start = np.broadcast_to(starts, (len(subject), len(YEARS)))
    start = np.where(
        np.asarray(YEARS) == year_one[:, np.newaxis], begin[:, np.newaxis], start
    )
    values = np.stack([columns[name][0] for name in INDICATORS], axis=1)
    told = np.stack([columns[name][1] for name in INDICATORS], axis=1)
    told &= np.asarray(YEARS) >= year_one[:, np.newaxis, np.newaxis]
    who, what, nth = np.nonzero(told)
    # Stocks and plans speak for the end of their year.
    return pa.RecordBatch.from_pydict(
        {
            "subject": pa.array(subject[who]),
            "indicator": pa.DictionaryArray.from_arrays(
                pa.array(what.astype(np.int32)), pa.array(INDICATORS)
            ),
            "start": pa.array(start[who, nth]).view(pa.date32()),
            "end": pa.array(ends[nth]).view(pa.date32()),
            "amount": pa.array(values[who, what, nth]),
        }
    )


def main() -> None:
    """Write a register into a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--subjects", type=int, default=1_600)
    parser.add_argument("--parquet", action="store_true")
    asked = parser.parse_args()
    (write if asked.parquet else write_tables)(asked.folder, asked.subjects)


if __name__ == "__main__":
    main()
