"""W3: ten million firms, six bounded items by industry, ranks in counties, A to D.

    python bench/bench_permu.py                  10⁵, 10⁶ and 10⁷ firms
    python bench/bench_permu.py --sizes 100000   only these

Every contender starts from the same Parquet file and ends with score, rank and band
of every firm: ours (exact), pandas, DuckDB's ``rank()``, Polars streaming; reading
the columns is the limit. The benchmark of an item is the mean of its
industry as the ratio of sums, points lie between 0 and 1.5 times the weight, scores
are rounded half-up to four places. Answers are compared before times are printed; a
peer that works in doubles may be a step off where a score lies within a hair of a
half, and such scores are counted.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from contest import contest, exponent, keep, machine

from zhence.evidence import Label, Text
from zhence.permu import Register, run
from zhence.permu.scheme import (
    Band,
    Item,
    Mean,
    Measure,
    Provenance,
    Roll,
    Scheme,
    Sort,
    Who,
)
from zhence.units import unit

SIZES = (100_000, 1_000_000, 10_000_000)
ROUNDS = 3
THREADS = 2
COUNTIES, INDUSTRIES = 90, 40
ONE = 10_000
ITEMS = (
    ("tax_revenue", "land_in_use", 30),
    ("value_added", "land_in_use", 20),
    ("value_added", "energy_use", 20),
    ("value_added", "emission", 10),
    ("value_added", "staff", 10),
    ("rd_expense", "operating_revenue", 10),
)
USUAL = {
    "land_in_use": 12,
    "tax_revenue": 300,
    "value_added": 1500,
    "energy_use": 500,
    "emission": 0.5,
    "staff": 60,
    "rd_expense": 150,
    "operating_revenue": 6000,
}
CUTS = (20, 60, 95)
_PACKAGES = ("zhence", "numpy", "numba", "pyarrow", "pandas", "duckdb", "polars")


def draw(size: int) -> pa.Table:
    """Draw a register; amounts are whole numbers of millionths."""
    dice = np.random.default_rng(size)
    columns: dict[str, np.ndarray] = {
        "county": dice.integers(0, COUNTIES, size, dtype=np.int32),
        "industry": dice.integers(0, INDUSTRIES, size, dtype=np.int32),
    }
    for code, usual in USUAL.items():
        drawn = dice.lognormal(np.log(usual), 0.8, size) * 1e6
        columns[code] = np.maximum(drawn.astype(np.int64), 1)
    return pa.table(columns)


def scheme() -> Scheme:
    name, ours = Text("名", "name"), Provenance("ours", Label.SYNTHETIC)
    items = tuple(
        Item(
            Measure(f"{of}/{per}", name, of, per, unit("1")),
            Fraction(weight),
            Mean(),
            ours,
            ceiling=Fraction(3, 2),
        )
        for of, per, weight in ITEMS
    )
    bands = (*(Band(n, Fraction(c)) for n, c in zip("ABC", CUTS, strict=True)),)
    return Scheme(
        "w3",
        name,
        name,
        None,
        Label.SYNTHETIC,
        {},
        (Roll("all", name, Who(), items),),
        (*bands, Band("D")),
        ours,
        compared=(Sort.INDUSTRY,),
        ranked=(Sort.PLACE,),
    )


METHOD = scheme()
Answer = tuple[np.ndarray, np.ndarray, np.ndarray]


def ours(path: Path, *, swift: bool | None = None) -> Answer:
    # One column after another: what is read is not held twice.
    with pq.ParquetFile(path) as file:
        size = file.metadata.num_rows
        held = {
            name: file.read(columns=[name]).column(0).to_numpy()
            for name in file.schema_arrow.names
        }
    register = Register(
        size,
        {code: held[code] for code in USUAL},
        {},
        dict.fromkeys(USUAL, 10**6),
        np.ones(size, np.int8),
        np.zeros(size, np.int8),
        held["county"],
        tuple(map(str, range(COUNTIES))),
        held["industry"],
        tuple(map(str, range(INDUSTRIES))),
        np.zeros(size, np.bool_),
        np.zeros(size, np.int64),
        np.ones(size, np.bool_),
    )
    found = run(METHOD, register, THREADS, swift=swift)
    return found.scores.score, found.first, found.final


def scan(path: Path) -> object:
    return pq.read_table(path)


def with_pandas(path: Path) -> Answer:
    import pandas as pd

    frame = pd.read_parquet(path)
    by = frame.groupby("industry")
    total = pd.Series(0.0, index=frame.index)
    for of, per, weight in ITEMS:
        mean = by[of].transform("sum") / by[per].transform("sum")
        share = (frame[of] / frame[per] / mean).clip(0, 1.5)
        total += share * weight
    score = np.floor(total * ONE + 0.5).astype("int64")
    county = score.groupby(frame["county"])
    rank = county.rank(method="min", ascending=False).astype("int32")
    count = county.transform("size")
    band = sum(
        (rank > np.floor(count * cut / 100 + 0.5)).astype("int8") for cut in CUTS
    )
    return score.to_numpy(), rank.to_numpy(), band.to_numpy()


def with_duckdb(path: Path) -> Answer:
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    connection.execute(f"CREATE VIEW firms AS FROM '{path}'")
    means = ", ".join(
        f"sum({of})::DOUBLE / sum({per})::DOUBLE AS m{k}"
        for k, (of, per, _) in enumerate(ITEMS)
    )
    points = " + ".join(
        f"{weight} * least(greatest({of}::DOUBLE / {per}::DOUBLE / m{k}, 0), 1.5)"
        for k, (of, per, weight) in enumerate(ITEMS)
    )
    band = " + ".join(
        f"(first > floor(held * {cut} / 100 + 0.5))::TINYINT" for cut in CUTS
    )
    told = connection.sql(f"""
        WITH means AS (SELECT industry, {means} FROM firms GROUP BY industry),
        scored AS (
            SELECT row_number() OVER () AS row, county,
                floor(({points}) * {ONE} + 0.5)::BIGINT AS score
            FROM firms JOIN means USING (industry)),
        ranked AS (
            SELECT row, score, rank() OVER (PARTITION BY county ORDER BY score DESC)
                AS first, count(*) OVER (PARTITION BY county) AS held FROM scored)
        SELECT score, first, {band} AS band FROM ranked
    """).to_arrow_table()
    return tuple(told[name].to_numpy() for name in ("score", "first", "band"))


def with_polars(path: Path) -> Answer:
    import polars as pl

    frame = pl.scan_parquet(path)
    means = frame.group_by("industry").agg(
        (pl.col(of).sum() / pl.col(per).sum()).alias(f"m{k}")
        for k, (of, per, _) in enumerate(ITEMS)
    )
    points = sum(
        (pl.col(of) / pl.col(per) / pl.col(f"m{k}")).clip(0, 1.5) * weight
        for k, (of, per, weight) in enumerate(ITEMS)
    )
    first = pl.col("score").rank("min", descending=True).over("county")
    held = pl.len().over("county")
    told = (
        frame.join(means, on="industry", maintain_order="left")
        .select("county", (points * ONE + 0.5).floor().cast(pl.Int64).alias("score"))
        .with_columns(first=first, held=held)
        .select(
            "score",
            "first",
            band=sum(
                (pl.col("first") > (pl.col("held") * cut / 100 + 0.5).floor()).cast(
                    pl.Int8
                )
                for cut in CUTS
            ),
        )
        .collect(engine="streaming")
    )
    return tuple(told[name].to_numpy() for name in ("score", "first", "band"))


PEERS = {"pandas": with_pandas, "duckdb": with_duckdb, "polars": with_polars}


def differ(mine: Answer, theirs: Answer, *, ordered: bool) -> tuple[int, int]:
    """Return in how many firms score, and rank or band, are not the same.

    DuckDB keeps no order of rows: its answers are compared as sorted triples.
    """
    if not ordered:
        mine, theirs = _sorted(mine), _sorted(theirs)
    off = np.abs(mine[0] - theirs[0])
    if off.max() > 1:
        raise SystemExit("W3: scores differ by more than a step: nothing is timed")
    grades = (mine[1] != theirs[1]) | (mine[2] != theirs[2])
    return int(np.count_nonzero(off)), int(np.count_nonzero(grades))


def _sorted(answer: Answer) -> Answer:
    order = np.lexsort((answer[2], answer[1], answer[0]))
    return tuple(column[order] for column in answer)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak is not None:
        ours(options.peak)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
        return 0
    peers = {name: work for name, work in PEERS.items() if _there(name)}
    rounds, agreed, peak = {}, {}, 0
    with tempfile.TemporaryDirectory(prefix="zhence-w3-") as folder:
        for size in options.sizes:
            path = Path(folder) / f"{size}.parquet"
            _write(size, path)
            if not agreed:
                _first(path)
            agreed[size] = _agree(path, size, peers)
            rounds[size] = contest(_contenders(path, peers), options.rounds)
            print(_line(size, rounds[size]), flush=True)
            peak = _peak(path)
    sizes = list(rounds)
    slope = exponent(sizes, [rounds[size]["ours"].wall for size in sizes])
    shown = "–" if slope is None else f"{slope:.2f}"
    print(f"W3: exponent {shown}; peak {peak / 2**30:.2f} GiB at {sizes[-1]:,} firms")
    name = f"permu-{datetime.now(tz=UTC):%Y%m%dT%H%M%SZ}"
    path = keep(
        name,
        {
            "workload": "W3",
            "threads": THREADS,
            "machine": machine(*_PACKAGES),
            "agreed": agreed,
            "rounds": rounds,
            "peak_bytes": peak,
        },
    )
    print(f"W3: {path}")
    return 0


Work = Callable[[Path], Answer]


def _write(size: int, path: Path) -> None:
    """Write a register as is: drawn numbers do not get smaller by being packed."""
    codes = ["county", "industry"]
    pq.write_table(draw(size), path, use_dictionary=codes, compression="none")


def _first(path: Path) -> None:
    """Tell what the compiler costs once a process, and once a machine."""
    start = time.process_time()
    ours(path, swift=True)
    again = time.process_time()
    ours(path, swift=True)
    more = again - start - (time.process_time() - again)
    print(f"W3: the first call cost {more:.2f} s (cpu) over the second")


def _agree(path: Path, size: int, peers: dict[str, Work]) -> dict[str, tuple[int, int]]:
    mine, twin = ours(path), ours(path, swift=False)
    if any((a != b).any() for a, b in zip(mine, twin, strict=True)):
        raise SystemExit("W3: machine code differs from its twin: nothing is timed")
    agreed = {
        name: differ(mine, work(path), ordered=name != "duckdb")
        for name, work in peers.items()
    }
    told = "; ".join(
        f"{name} {scores} scores, {grades} grades"
        for name, (scores, grades) in agreed.items()
    )
    print(f"W3 {size:,}: a step off: {told or 'no peers'}", flush=True)
    return agreed


def _contenders(path: Path, peers: dict[str, Work]) -> dict[str, Callable[[], object]]:
    works: dict[str, Callable[[Path], object]] = {"ours": ours, "scan": scan, **peers}
    works["ours, no compiler"] = partial(ours, swift=False)
    return {name: partial(work, path) for name, work in works.items()}


def _there(name: str) -> bool:
    try:
        __import__(name)
    except ImportError:
        print(f"W3: no {name} here (make bench installs it)")
        return False
    return True


def _line(size: int, told: dict) -> str:
    times = ", ".join(f"{n} {t.wall:.3f} s (cpu {t.cpu:.3f})" for n, t in told.items())
    mine = told["ours"]
    ratios = [f"{mine.wall / told['scan'].wall:.1f} × one scan"]
    ratios += [
        f"{t.wall / mine.wall:.2f} × {name} (cpu {t.cpu / mine.cpu:.2f})"
        for name, t in told.items()
        if name in PEERS
    ]
    return f"W3 {size:,}: {times}; {'; '.join(ratios)}"


def _peak(path: Path) -> int:
    """Return the peak memory of our run in a process of its own."""
    command = (sys.executable, __file__, "--peak", str(path))
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    return int(told.stdout.split()[-1])


if __name__ == "__main__":
    sys.exit(main())
