"""A draft tried on a whole register before it is issued.

The register is judged twice, by the policy as it stands and by the reform, and
every result that differs is listed with the criteria that made it differ.
Nothing here decides anything: a simulation is labelled as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhence.engines.codes import APPROX, NOT_APPLICABLE, ORDER, Codes
from zhence.engines.kernel import run
from zhence.engines.plan import Plan, plan_for
from zhence.errors import BadInputError, Fault
from zhence.packs.pack import Pack
from zhence.rules.dated import Parameter
from zhence.rules.rulebook import Occasion, Rulebook
from zhence.units import Dimension, decimal_text, unit

Rows = Callable[[Plan], Iterator[pa.RecordBatch]]
"""The rows of a register, pivoted for a plan; called once for each side."""

Progress = Callable[[int, int], None]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Change:
    """One result that the reform would change, and the criteria that do it."""

    subject: str
    year: int | None
    before: str
    after: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a reform would change over a register.

    *baseline* and *reform* count results by verdict; *by_group* counts changes
    by what the register says of the subject (county, category).
    *cliffs* are the subjects that a change of the reform's numbers by a few
    per cent would flip once more.
    """

    rows: int
    baseline: Mapping[str, int]
    reform: Mapping[str, int]
    changed: tuple[Change, ...]
    criteria: Mapping[str, int]
    by_group: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    cliffs: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    plan: Plan
    batches: Iterator[pa.RecordBatch]


def reformed(pack: Pack, changes: Mapping[str, str]) -> Rulebook:
    """Return the pack's rulebook with some parameters set.

    Raises:
        BadInputError: a parameter that the pack does not have, or a value that
            it cannot take; all of them at once.
    """
    if not changes:
        raise BadInputError(
            Fault(
                "reform_empty",
                "没有给出要改的参数",
                "nothing is changed",
                remedy="give --set PARAMETER=VALUE",
            )
        )
    return pack.rulebook.with_parameters(changes)


def simulate(  # the two sides, the register and its groups
    baseline: Rulebook,
    reform: Rulebook,
    rows: Rows,
    *,
    occasion: Occasion,
    states: Iterable[str] = (),
    groups: Mapping[str, Mapping[str, str]] | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Judge every row twice and list what differs.

    *groups*: for a heading (county, category) the subject's own.
    *progress* is told how many rows were judged, and how many so far in all.

    Raises:
        BadInputError: a figure that whole arithmetic cannot hold, or two sides
            whose rows are not the same.
    """
    known = tuple(states)
    sides = [plan_for(book, occasion, known) for book in (baseline, reform)]
    counts = (Counter[str](), Counter[str]())
    changed: list[Change] = []
    total = 0
    for before, after in zip(rows(sides[0]), rows(sides[1]), strict=True):
        told = (run(sides[0], before), run(sides[1], after))
        total += before.num_rows
        for tally, outcome in zip(counts, told, strict=True):
            tally.update(_tally(outcome))
        changed.extend(_changes(sides, told))
        if progress is not None:
            progress(before.num_rows, total)
    return Simulation(
        rows=total,
        baseline=dict(sorted(counts[0].items())),
        reform=dict(sorted(counts[1].items())),
        changed=tuple(changed),
        criteria=dict(Counter(c for change in changed for c in change.because)),
        by_group=_grouped(changed, groups or {}),
    )


def cliffs(
    reform: Rulebook,
    names: Iterable[str],
    rows: Rows,
    *,
    occasion: Occasion,
    width: Fraction,
    states: Iterable[str] = (),
) -> tuple[Change, ...]:
    """Return whose result turns when the reform's numbers move by *width*.

    Each numeric parameter of *names* is moved up and down by itself, a share no
    further than to the whole; choices and lists have no cliff.
    """
    found: dict[tuple[str, int | None], Change] = {}
    for name in names:
        for text in _moved(reform.parameter(name), width):
            moved = reform.with_parameters({name: text})
            told = simulate(reform, moved, rows, occasion=occasion, states=states)
            for change in told.changed:
                found.setdefault((change.subject, change.year), change)
    return tuple(found.values())


def _moved(held: Parameter, width: Fraction) -> Iterator[str]:
    now = held.on(None)
    if now is None or not isinstance(now.value, Fraction):
        return
    share = held.unit is not None and held.unit.dimension is Dimension.RATIO
    whole = unit("1").factor / held.unit.factor if share and held.unit else None
    for factor in (1 - width, 1 + width):
        number = now.value * factor
        yield decimal_text(number if whole is None else min(number, whole))


def _tally(outcome: pa.RecordBatch) -> dict[str, int]:
    counted = pc.value_counts(outcome.column("result"))
    return {ORDER[item["values"].as_py()]: item["counts"].as_py() for item in counted}


def _changes(
    plans: list[Plan], told: tuple[pa.RecordBatch, pa.RecordBatch]
) -> Iterator[Change]:
    """Yield the rows whose result differs, with the criteria that made it differ."""
    before, after = (_codes(outcome, "result") for outcome in told)
    places = np.flatnonzero(before != after)
    if not len(places):
        return
    chosen = pa.array(places)
    subjects = told[0].column("subject").take(chosen).to_pylist()
    known = "year" in told[0].schema.names
    years = told[0].column("year").take(chosen).to_pylist() if known else None
    reasons = _reasons(plans, told, places)
    for index, place in enumerate(places.tolist()):
        yield Change(
            str(subjects[index]),
            None if years is None else years[index],
            ORDER[before[place]],
            ORDER[after[place]],
            reasons[index],
        )


def _reasons(
    plans: list[Plan],
    told: tuple[pa.RecordBatch, pa.RecordBatch],
    places: Places,
) -> list[tuple[str, ...]]:
    """Return the criteria that made each of these results differ.

    Those whose verdict changed, came or went; where none did (another reading
    joins the same verdicts), those that were not met.
    """
    names = tuple(
        dict.fromkeys(c.id for plan in plans for c in plan.criteria if not c.advisory)
    )
    verdicts = [
        np.stack([_counted(plan, outcome, name, places) for name in names], axis=1)
        for plan, outcome in zip(plans, told, strict=True)
    ]
    apart = verdicts[0] != verdicts[1]
    missed = np.maximum(*verdicts) > APPROX
    apart[~apart.any(axis=1)] = missed[~apart.any(axis=1)]
    shapes, which = np.unique(apart, axis=0, return_inverse=True)
    said = [
        tuple(name for name, held in zip(names, shape, strict=True) if held)
        for shape in shapes.tolist()
    ]
    return [said[shape] for shape in which.reshape(-1).tolist()]


def _counted(plan: Plan, outcome: pa.RecordBatch, name: str, places: Places) -> Codes:
    """Return the verdicts of a criterion; one that is not asked does not apply."""
    if any(c.id == name and not c.advisory for c in plan.criteria):
        return _codes(outcome, name)[places]
    return np.full(len(places), NOT_APPLICABLE, np.int8)


def _codes(outcome: pa.RecordBatch, name: str) -> Codes:
    values: Codes = outcome.column(name).to_numpy(zero_copy_only=False)
    return values


def _grouped(
    changed: Iterable[Change], groups: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, int]]:
    told = list(changed)
    return {
        heading: dict(
            Counter(of.get(change.subject, "—") for change in told).most_common()
        )
        for heading, of in groups.items()
    }


def simulation_json(told: Simulation) -> dict[str, object]:
    """Return the simulation in the form of the contracts."""
    return {
        "label": "simulation",
        "rows": told.rows,
        "baseline": dict(told.baseline),
        "reform": dict(told.reform),
        "changed": [_change_json(c) for c in told.changed],
        "criteria": dict(told.criteria),
        "by": {name: dict(of) for name, of in told.by_group.items()},
        "cliffs": [_change_json(c) for c in told.cliffs],
        "effects": {},
    }


def _change_json(change: Change) -> dict[str, object]:
    return {
        "subject": change.subject,
        "year": change.year,
        "from": change.before,
        "to": change.after,
        "because": list(change.because),
    }
