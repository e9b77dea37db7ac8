"""W2: rank intervals of a composite index over ten thousand draws.

    python bench/bench_index.py                      1 600 and 20 000 towns
    python bench/bench_index.py --sizes 400 --draws 500 --peer-draws 50

Forty indicators; every draw has weights of its own and one of three aggregations:
weighted sum, weighted product (our geometric mean), TOPSIS. Every contender ranks all
towns in every draw. The peers go one draw after another, as their interfaces ask, so
they are given fewer draws and their time is scaled up; the line says by how much.
One matrix product of the same size is the limit.

First every contender ranks the same draws: not one rank may differ. All of them
compute on one thread: on a shared machine threads of a matrix product wait for each
other more than they work. Batches of draws may go to two threads, shown beside.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import numpy as np
from contest import Timing, contest, exponent, keep, machine

from zhence.index import Frame, Row, read_recipe, run
from zhence.index.draws import uniform
from zhence.index.loops import SPREAD_RANKS
from zhence.index.run import model_of
from zhence.index.uncertainty import draw_ranks, simulate
from zhence.index.vary import Model

SIZES = (1_600, 20_000)
DRAWS, PEER_DRAWS, AGREED = 10_000, 200, 60
WIDTH, SEED, ROUNDS, THREADS = 40, 7, 3, 2
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
_SWIFT = (1 << 23) + 100_000  # what is surely left to machine code
SHARES = (0.05, 0.5, 0.95)
_PACKAGES = ("zhence", "numpy", "numba", "pymcdm", "scikit-criteria", "scipy", "pandas")


def problem(size: int, draws: int) -> tuple[Model, Any, Any]:
    """Return the model of an index of made-up towns, its names and its settings."""
    codes = [f"i{n:02d}" for n in range(WIDTH)]
    dice = np.random.default_rng(size)
    frame = Frame(
        tuple(Row(f"T{n:05d}") for n in range(size)),
        tuple(codes),
        dice.lognormal(3, 0.6, (size, WIDTH)).clip(1, 400),
    )
    recipe = read_recipe(
        {
            "id": "w2",
            "nodes": [{"code": "top"}, *({"code": c, "parent": "top"} for c in codes)],
            "normalise": {"method": "none"},
        }
    )
    bare = run(recipe, frame)
    spec = read_recipe(
        {
            **recipe.model_dump(mode="json", exclude_none=True),
            "uncertainty": {
                "draws": draws,
                "seed": SEED,
                "vary": {"noise": "simplex", "aggregations": ["geometric", "topsis"]},
            },
        }
    ).uncertainty
    assert spec is not None
    everyone = np.ones(size, dtype=np.bool_)
    model, _ = model_of(recipe, bare.treated, bare.aggregated, everyone, spec)
    return model, bare.aggregated.scores.rows, spec


def drawn(model: Model, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights and the aggregation of the first draws."""
    numbers = uniform(SEED, 0, count, model.width)
    weights = model._flat(model._weights(numbers))  # noqa: SLF001  # to hand them over
    return weights, model._choices(numbers)[1]  # noqa: SLF001  # as above


def intervals(ranks: list[np.ndarray]) -> np.ndarray:
    return np.quantile(np.array(ranks), SHARES, axis=0, method="inverted_cdf")


def with_pymcdm(model: Model, count: int) -> list[np.ndarray]:
    from pymcdm.helpers import rankdata
    from pymcdm.methods import TOPSIS, WPM, WSM
    from pymcdm.normalizations import vector_normalization

    def same(x: np.ndarray, **_: object) -> np.ndarray:
        return x

    matrix, types = model.matrices[0], np.ones(WIDTH)
    methods = (WSM(same), WPM(same), TOPSIS(vector_normalization))
    return [
        rankdata(methods[way](matrix, weights, types, validation=False), reverse=True)
        for weights, way in zip(*drawn(model, count), strict=True)
    ]


def with_skcriteria(model: Model, count: int) -> list[np.ndarray]:
    from skcriteria import mkdm
    from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.preprocessing.scalers import VectorScaler

    scale = VectorScaler(target="matrix")
    matrix = model.matrices[0]
    made = mkdm(matrix, np.ones(WIDTH))
    scaled = scale.transform(made).matrix.to_numpy()
    methods = (
        (WeightedSumModel(), matrix),
        (WeightedProductModel(), matrix),
        (TOPSIS(), scaled),
    )
    found = []
    for weights, way in zip(*drawn(model, count), strict=True):
        method, values = methods[way]
        told = method.evaluate(mkdm(values, np.ones(WIDTH), weights=weights))
        found.append(np.asarray(told.rank_))
    return found


def product(model: Model, draws: int) -> np.ndarray:
    """One matrix product of the same size, in batches that fit a cache."""
    matrix = np.ascontiguousarray(model.matrices[0].T)
    weights, _ = drawn(model, draws)
    step = max(1, (1 << 22) // matrix.shape[1])
    total = np.zeros(matrix.shape[1])
    for start in range(0, draws, step):
        total += (weights[start : start + step] @ matrix)[0]
    return total


PEERS: Mapping[str, Callable[[Model, int], list[np.ndarray]]] = {
    "pymcdm": with_pymcdm,
    "skcriteria": with_skcriteria,
}


def _first(model: Model, draws: int) -> None:
    """Tell what the compiler costs once a process, and once a machine."""
    if SPREAD_RANKS.machine is None:
        print("W2: no numba here: ours is whole columns")
        return
    first, again = (_seconds(model, draws) for _ in range(2))
    print(f"W2: the first call cost {first - again:.2f} s (cpu) over the second")


def _seconds(model: Model, draws: int) -> float:
    start = time.process_time()
    draw_ranks(model, SEED, draws)
    return time.process_time() - start


def agree(model: Model, peers: Mapping[str, object], size: int) -> None:
    """Stop unless every contender ranks the first draws as we do."""
    draws = max(AGREED, _SWIFT // size)
    mine = draw_ranks(model, SEED, draws).T
    if (mine != draw_ranks(model, SEED, draws, swift=False).T).any():
        raise SystemExit("W2: machine code differs from its twin: nothing is timed")
    mine = mine[:AGREED]
    for name in peers:
        theirs = np.array(PEERS[name](model, AGREED))
        off = int(np.count_nonzero(theirs != mine))
        if off:
            raise SystemExit(f"W2: {name} differs in {off} ranks: nothing is timed")
    told = ", ".join(peers) or "no peers"
    print(f"W2 {size:,}: {AGREED} draws, every rank agrees: {told}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--peer-draws", type=int, default=PEER_DRAWS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if any(os.environ.get(name) != "1" for name in _THREADS):
        # Read when NumPy is loaded, so it takes a process of its own.
        alone = os.environ | dict.fromkeys(_THREADS, "1")
        told = subprocess.run((sys.executable, *sys.argv), env=alone, check=False)
        return told.returncode
    if options.peak is not None:
        simulate(*problem(options.peak, options.draws))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
        return 0
    peers = {name: work for name, work in PEERS.items() if _there(name)}
    scale = options.draws / options.peer_draws
    rounds, peak = {}, 0
    for size in options.sizes:
        model, names, spec = problem(size, options.draws)
        agree(model, peers, size)
        if not rounds:
            _first(model, options.draws)
        works: dict[str, Callable[[], object]] = {
            "ours": partial(simulate, model, names, spec),
            "ours, two threads": partial(simulate, model, names, spec, THREADS),
            "ours, no compiler": partial(simulate, model, names, spec, swift=False),
            "gemm": partial(product, model, options.draws),
        }
        for name, work in peers.items():
            works[name] = partial(_ranked, work, model, options.peer_draws)
        rounds[size] = contest(works, options.rounds)
        print(_line(size, rounds[size], scale), flush=True)
        peak = _peak(size, options.draws)
    sizes = list(rounds)
    slope = exponent(sizes, [rounds[size]["ours"].wall for size in sizes])
    shown = "–" if slope is None else f"{slope:.2f}"
    print(f"W2: exponent {shown}; peak {peak / 2**30:.2f} GiB at {sizes[-1]:,} towns")
    path = keep(
        f"index-{datetime.now(tz=UTC):%Y%m%dT%H%M%SZ}",
        {
            "workload": "W2",
            "draws": options.draws,
            "peer_draws": options.peer_draws,
            "machine": machine(*_PACKAGES),
            "agreed_draws": AGREED,
            "rounds": rounds,
            "peak_bytes": peak,
        },
    )
    print(f"W2: {path}")
    return 0


def _ranked(
    work: Callable[[Model, int], list[np.ndarray]], model: Model, count: int
) -> np.ndarray:
    return intervals(work(model, count))


def _line(size: int, told: Mapping[str, Timing], scale: float) -> str:
    mine = told["ours"]
    times = ", ".join(f"{n} {t.wall:.3f} s (cpu {t.cpu:.3f})" for n, t in told.items())
    two = told["ours, two threads"]
    ratios = [f"{mine.wall / told['gemm'].wall:.1f} × one GEMM"]
    ratios.append(f"two threads {mine.wall / two.wall:.2f} × one")
    ratios += [
        f"{t.wall * scale / mine.wall:.0f} × {n} (two threads "
        f"{t.wall * scale / two.wall:.0f}, cpu {t.cpu * scale / mine.cpu:.0f})"
        for n, t in told.items()
        if n in PEERS
    ]
    return f"W2 {size:,}: {times}; {'; '.join(ratios)}; peers scaled by {scale:g}"


def _there(name: str) -> bool:
    try:
        __import__(name)
    except ImportError:
        print(f"W2: no {name} here (make bench installs it)")
        return False
    return True


def _peak(size: int, draws: int) -> int:
    """Return the peak memory of our run in a process of its own."""
    command = (sys.executable, __file__, "--peak", str(size), "--draws", str(draws))
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    return int(told.stdout.split()[-1])


if __name__ == "__main__":
    sys.exit(main())
