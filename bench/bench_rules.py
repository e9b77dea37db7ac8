"""W1: five criteria, missing data, gaps and the life cycle over a whole register.

    python bench/bench_rules.py                  10⁴, 10⁵ and 10⁶ subjects × 10 years
    python bench/bench_rules.py --sizes 10000    only these

Ours from a cached, memory-mapped cube and from long Parquet; openfisca-core on
the same rules (dense arrays, its ``calculate`` only), looked up as its manual
shows and tuned by hand; hand-written DuckDB SQL from Parquet; one read of the
cube as the limit.
All answers are compared before anything is timed, first on amounts that a float32
holds, where nobody may differ, then on those that are timed.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import synthetic
from agree_w1 import (
    COARSE,
    GRAIN,
    Agreed,
    Disagreement,
    agree,
    agree_without_rounding,
)
from contest import Timing, contest, exponent, keep, machine
from register_w1 import THREADS, Stand, law

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 5
_PACKAGES = ("zhence", "numpy", "pyarrow", "openfisca-core", "duckdb")


def main() -> int:
    """Compare, time, print a line a size, and keep the figures."""
    options = _options()
    rules = law()
    if options.peak is not None:
        return _print_peak(Stand(rules, options.folder, options.peak))
    sizes = options.sizes
    rounds: dict[int, dict[str, Timing]] = {}
    agreed: dict[int, Agreed] = {}
    with tempfile.TemporaryDirectory(prefix="zhence-w1-") as temporary:
        try:
            coarse = Stand(rules, Path(temporary) / "coarse", COARSE, GRAIN)
            exact = agree_without_rounding(coarse, _peers(coarse, say=True))
        except Disagreement as error:
            return _refuse(COARSE, error)
        print(_agreed(COARSE, "amounts a float32 holds", exact))
        for size in sizes:
            stand = Stand(rules, Path(temporary) / str(size), size)
            peers = _peers(stand)
            try:
                agreed[size] = agree(stand, peers)
            except Disagreement as error:
                return _refuse(size, error)
            print(_agreed(size, "amounts to the 分", agreed[size]))
            rounds[size] = contest(_contenders(stand, peers), options.rounds)
            print(_line(stand, rounds[size]))
        peak = _peak(Path(temporary) / str(sizes[-1]), sizes[-1])
    print(_summary(rounds, peak))
    path = keep(
        f"rules-{datetime.now(tz=UTC):%Y%m%dT%H%M%SZ}",
        {
            "workload": "W1",
            "years": len(synthetic.YEARS),
            "threads": THREADS,
            "machine": machine(*_PACKAGES),
            "agreed": {"without rounding": exact, **agreed},
            "rounds": rounds,
            "peak_bytes": peak,
        },
    )
    print(f"W1: {path}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _refuse(size: int, error: Disagreement) -> int:
    print(f"W1 {size:,}: answers differ, nothing is timed: {error}")
    return 1


def _agreed(size: int, amounts: str, told: Agreed) -> str:
    said = "; ".join(
        f"{name} {held['differ']} of {held['compared']:,}"
        for name, held in told.items()
    )
    astray = sum(held.get("towns astray", 0) for held in told.values())
    asked = sum(held.get("the exact twin is with us on", 0) for held in told.values())
    twin = f"; of {astray} towns astray the exact twin is with us on {asked}"
    return f"W1 {size:,}, {amounts}: differ: {said}{twin if astray else ''}"


def _peers(stand: Stand, *, say: bool = False) -> dict[str, object]:
    """Return the peers that are installed (the extra ``bench``), ready to run."""
    peers: dict[str, object] = {}
    try:
        from peer_openfisca import Peer as OpenFisca  # optional
    except ImportError:
        if say:
            print("W1: no openfisca-core here (make bench installs it)")
    else:
        for name, tuned in (("openfisca", False), ("openfisca tuned", True)):
            peers[name] = OpenFisca(stand.dense, stand.subjects, tuned=tuned)
    try:
        from peer_duckdb import Peer as DuckDB  # optional
    except ImportError:
        if say:
            print("W1: no duckdb here (make bench installs it)")
    else:
        peers["duckdb"] = DuckDB(stand.folder, synthetic.YEARS, THREADS)
    return peers


def _contenders(
    stand: Stand, peers: Mapping[str, object]
) -> dict[str, Callable[[], object]]:
    contenders: dict[str, Callable[[], object]] = {
        "cached": stand.cached,
        "parquet": stand.parquet,
        "read": stand.read,
    }
    for name, peer in peers.items():
        contenders[name] = peer.judge if name == "duckdb" else peer.calculate
    return contenders


def _line(stand: Stand, told: Mapping[str, Timing]) -> str:
    times = ", ".join(
        f"{name} {timing.wall:.3f} s (cpu {timing.cpu:.3f})"
        for name, timing in told.items()
    )
    return f"W1 {stand.subjects:,} × {len(synthetic.YEARS)}: {times}; {_ratios(told)}"


def _ratios(told: Mapping[str, Timing]) -> str:
    cached, parquet = told["cached"].wall, told["parquet"].wall
    found = [f"{cached / told['read'].wall:.1f} × one read"]
    found.extend(
        f"{told[name].wall / cached:.1f} × {name}"
        for name in ("openfisca", "openfisca tuned")
        if name in told
    )
    if "duckdb" in told:
        sql = told["duckdb"].wall
        found.append(
            f"{sql / cached:.0f} × duckdb cached, {sql / parquet:.1f} × from Parquet"
        )
    return "; ".join(found)


def _summary(rounds: Mapping[int, Mapping[str, Timing]], peak: int) -> str:
    sizes = list(rounds)
    slopes = []
    for name in ("cached", "parquet"):
        slope = exponent(sizes, [rounds[size][name].wall for size in sizes])
        slopes.append(f"{name} {slope:.2f}" if slope is not None else f"{name} –")
    held = f"{peak / 2**30:.2f} GiB at {sizes[-1]:,} subjects"
    return f"W1: exponent {', '.join(slopes)}; peak {held}"


def _peak(folder: Path, size: int) -> int:
    """Return the peak memory of our two runs, in a process of their own."""
    command: Sequence[str] = (
        sys.executable,
        __file__,
        "--peak",
        str(size),
        "--folder",
        str(folder),
    )
    told = subprocess.run(
        command, capture_output=True, check=True, text=True
    )  # ourselves
    return int(told.stdout.split()[-1])


def _print_peak(stand: Stand) -> int:
    stand.cached()
    stand.parquet()
    print(_own_peak())
    return 0


def _own_peak() -> int:
    """Return the most bytes this process held.

    Not ``ru_maxrss`` where it can be helped: on Linux a new process takes that
    over from the one that started it.
    """
    about = Path("/proc/self/status")
    if not about.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = about.read_text(encoding="ascii")
    held = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(held.split()[1]) * 1024


if __name__ == "__main__":
    sys.exit(main())
