"""W8: a reform tried on 1 600 towns × 10 years, in the library and through the site.

    python bench/bench_whatif.py
    python bench/bench_whatif.py --towns 400

In the library: the register judged by the policy and by the reform, all results that
differ with their reasons, from facts in memory; beside it two runs of the kernel alone,
which is the limit. Through the site: the form is sent, its worker tries the reform on
the figures on record, the page is asked until it shows the flips. The flips of both
are counted and have to agree.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pyarrow as pa
import synthetic
from contest import contest, keep, machine
from register_w1 import POLICY, law
from site_run import Asker, lay, served

from zhence.engines.kernel import run
from zhence.engines.plan import Plan, plan_for
from zhence.engines.register import Register
from zhence.engines.reports import pivot_register
from zhence.rules.rulebook import Occasion
from zhence.simulate import simulate

CHANGES = {"NT2017-2.4e.threshold": "80%"}
ROUNDS, TRIES = 5, 3
LIMITS = {"library": 0.5, "page": 5.0}
PATIENCE = 300


def main() -> int:
    """Time both, print a line each, and keep the figures."""
    options = _options()
    years = [y for y in synthetic.YEARS if y <= datetime.now(tz=UTC).year]
    library = contest(_library(options.towns), ROUNDS)
    ours, kernel = library["what-if"], library["two kernel runs"]
    print(
        f"W8 library: {options.towns} towns × {len(synthetic.YEARS)} years in "
        f"{ours.wall:.2f} s (limit {LIMITS['library']}), {ours.wall / kernel.wall:.1f} "
        "times two kernel runs"
    )
    with tempfile.TemporaryDirectory(prefix="zhence-w8-") as temporary:
        folder = Path(temporary)
        world = lay(folder, "", "towns", str(options.towns))
        with served(folder, "") as port:
            asker = Asker(port, str(world["officer"]))
            tries = [_tried(asker, years) for _ in range(TRIES)]
    page = statistics.median(seconds for seconds, _, _ in tries)
    _, flips, seen = tries[-1]
    print(
        f"W8 page: {options.towns} towns × {len(years)} years, {flips} flips shown in "
        f"{page:.1f} s (limit {LIMITS['page']}), progress seen at {seen}"
    )
    path = keep(
        f"whatif-{datetime.now(tz=UTC):%Y%m%dT%H%M%SZ}",
        {
            "workload": "W8",
            "towns": options.towns,
            "machine": machine("zhence", "numpy", "pyarrow", "django"),
            "library": library,
            "page_seconds": [seconds for seconds, _, _ in tries],
            "flips": flips,
            "limits": LIMITS,
        },
    )
    print(f"W8: figures in {path}")
    return 0


def _library(towns: int) -> dict[str, object]:
    rules = law()
    old, states = rules.pack.rulebook, tuple(rules.pack.lifecycle.states)
    new = old.with_parameters(CHANGES)
    made = next(synthetic.pieces(towns, towns))
    part = Register(made.members, made.reports, made.decisions)
    held: dict[str, pa.RecordBatch] = {}

    def rows(plan: Plan) -> list[pa.RecordBatch]:
        key = repr(plan.columns) if hasattr(plan, "columns") else repr(plan)
        if key not in held:
            held[key] = pivot_register(plan, part, synthetic.DAYS)
        return [held[key]]

    plans = [plan_for(book, Occasion.ANNUAL, states) for book in (old, new)]
    return {
        "what-if": lambda: simulate(
            old,
            new,
            lambda plan: iter(rows(plan)),
            occasion=Occasion.ANNUAL,
            states=states,
        ),
        "two kernel runs": lambda: [run(p, b) for p in plans for b in rows(p)],
    }


def _tried(asker: Asker, years: Sequence[int]) -> tuple[float, int, list[int]]:
    """Send the form and wait for the flips; return seconds, flips, progress seen."""
    form = {
        "policy": POLICY,
        "first_year": years[0],
        "last_year": years[-1],
        **{f"p-{name}": value for name, value in CHANGES.items()},
    }
    begun, seen = time.monotonic(), []
    status, where = asker.post("/review/what-if/ask/", urlencode(form))
    assert status == 302, (status, where)
    while True:
        _, told = asker.get(f"{where}progress/")
        done = re.search(rb'"done": (\d+)', told)
        seen.append(int(done[1]) if done else 0)
        if b'"over": true' in told:
            break
        assert time.monotonic() < begun + PATIENCE, "the worker never ended"
        time.sleep(0.1)
    status, page = asker.get(where)
    taken = time.monotonic() - begun
    assert status == 200
    counted = re.search(rb'id="flips-head">.*?class="tag">(\d+) /', page, re.DOTALL)
    assert counted, page[-1500:].decode()
    return taken, int(counted[1]), sorted(set(seen))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--towns", type=int, default=1_600)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
