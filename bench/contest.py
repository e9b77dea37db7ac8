"""Paired timing: every contender in turn, again and again, on one busy machine.

A ratio within one run says more than a time: A B A B …, the median of each, CPU
time beside wall time.
"""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of one contender: the median of its rounds, and the least."""

    wall: float
    cpu: float
    least: float
    rounds: int


def contest(
    contenders: Mapping[str, Callable[[], object]], rounds: int
) -> dict[str, Timing]:
    """Time all contenders in turn; the first turn warms up and does not count."""
    walls: dict[str, list[float]] = {name: [] for name in contenders}
    cpus: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, work in contenders.items():
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            if turn:
                walls[name].append(wall)
                cpus[name].append(cpu)
    return {
        name: Timing(
            statistics.median(walls[name]),
            statistics.median(cpus[name]),
            min(walls[name]),
            rounds,
        )
        for name in contenders
    }


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float | None:
    """Return the slope of time over size on a log scale; ``None`` for one size."""
    if len(sizes) < 2:  # a slope needs two points
        return None
    xs = [math.log(size) for size in sizes]
    ys = [math.log(second) for second in seconds]
    mean_x, mean_y = statistics.fmean(xs), statistics.fmean(ys)
    over = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - mean_x) ** 2 for x in xs)


def machine(*packages: str) -> dict[str, object]:
    """Return what the figures were taken on: versions, cores, load."""
    held: dict[str, object] = {}
    for name in packages:
        try:
            held[name] = version(name)
        except PackageNotFoundError:
            held[name] = None
    return {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "processor": platform.processor() or platform.machine(),
        "load": os.getloadavg(),
        "packages": held,
    }


def keep(name: str, told: Mapping[str, object]) -> Path:
    """Write the figures to ``bench/results/<name>.json``."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(told, indent=2, default=_plain) + "\n", encoding="utf-8")
    return path


def _plain(value: object) -> object:
    if isinstance(value, Timing):
        return asdict(value)
    raise TypeError(type(value).__name__)
