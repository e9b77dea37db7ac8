"""What W1 runs on: the register in files, and every contender ready to start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import synthetic

from zhence.engines.columns import TOLD
from zhence.engines.course import Course, course_for
from zhence.engines.files import open_columns, register_pieces, write_columns
from zhence.engines.fold import Mode, fold
from zhence.engines.local import in_threads, over_columns, pivot_folder
from zhence.engines.plan import Plan, plan_for
from zhence.engines.register import Register
from zhence.engines.reports import pivot_register
from zhence.intake.catalogue import default_catalogue
from zhence.packs import Pack, load_packs
from zhence.packs.locate import data_folder
from zhence.rules.rulebook import Occasion

THREADS = 2
POLICY = "NT2017"
# Few batches a thread, and a bounded memory.
_PIECES = 2
_LARGEST = 131_072

Table = dict[int, dict[str, npt.NDArray[np.generic]]]


@dataclass(frozen=True, slots=True)
class Law:
    """The policy, its plan of the annual assessment, and its life cycle."""

    pack: Pack
    plan: Plan
    course: Course


def law() -> Law:
    """Load the policy that W1 judges by."""
    pack = load_packs(data_folder("packs") / POLICY, default_catalogue())[POLICY]
    if pack.lifecycle is None:
        raise LookupError(POLICY)
    plan = plan_for(pack.rulebook, Occasion.ANNUAL, tuple(pack.lifecycle.states))
    return Law(pack, plan, course_for(plan, pack.lifecycle, synthetic.DAYS))


class Stand:
    """A register of some size in a folder, and what is run on it."""

    def __init__(self, rules: Law, folder: Path, subjects: int, grain: int = 1) -> None:
        """Write the register and its cube; amounts are multiples of *grain* 分."""
        self.rules = rules
        self.folder = folder
        self.subjects = subjects
        self.size = min(-(-subjects // _PIECES), _LARGEST)
        self.cube = folder / "cube.arrow"
        if not self.cube.exists():
            synthetic.write(folder, subjects, self.size, grain)
            rows = pivot_folder(
                rules.plan, folder, synthetic.DAYS, size=self.size, threads=THREADS
            )
            write_columns(self.cube, rows)

    @property
    def rows(self) -> int:
        """Subjects × years."""
        return self.subjects * len(synthetic.YEARS)

    def cached(self) -> list[pa.RecordBatch]:
        """Judge and fold the cached cube, mapped into memory."""
        work = partial(fold, self.rules.course, mode=Mode.PROJECTED)
        return list(over_columns(work, open_columns(self.cube), threads=THREADS))

    def parquet(self) -> list[pa.RecordBatch]:
        """Pivot the long Parquet, judge and fold it."""
        rules = self.rules

        def work(piece: Register) -> pa.RecordBatch:
            batch = pivot_register(rules.plan, piece, synthetic.DAYS)
            return fold(rules.course, batch, Mode.PROJECTED)

        pieces = register_pieces(self.folder, self.size)
        return list(in_threads(work, pieces, threads=THREADS))

    def read(self) -> int:
        """Read every number of the cube once."""
        total = 0
        for batch in open_columns(self.cube).batches:
            for column in batch.columns:
                buffer = column.buffers()[-1]
                numbers = np.frombuffer(buffer, np.uint8)
                words = numbers[: len(numbers) // 8 * 8].view(np.int64)
                total ^= int(np.bitwise_xor.reduce(words))
        return total

    def outcome(self) -> pa.Table:
        """Return our outcome by year and subject."""
        table = pa.Table.from_batches(self.cached())
        return table.sort_by([("year", "ascending"), ("subject", "ascending")])

    @cached_property
    def dense(self) -> Table:
        """The same facts as dense arrays in 亿元; what is unknown is its lower end."""
        table = pa.Table.from_batches(open_columns(self.cube).batches)
        table = table.sort_by([("year", "ascending"), ("subject", "ascending")])
        columns = {name: _numbers(table, name) for name in table.schema.names}
        found: Table = {}
        before = dict.fromkeys(_AMOUNTS, np.zeros(self.subjects))
        for nth, year in enumerate(synthetic.YEARS):
            at = slice(nth * self.subjects, (nth + 1) * self.subjects)
            now = {
                k: columns[f"m:{n}_lo"][at] / synthetic.YI for k, n in _AMOUNTS.items()
            }
            found[year] = {
                "eligible_investment": now["eligible"] - before["eligible"],
                "lead_investment": now["lead"] - before["lead"],
                "plan_cumulative": now["plan_cumulative"],
                "plan_total": now["plan_total"],
                "category": _category(columns["candidates"][at]),
                "finding": columns["v:NT2017-3.3c#1"][at] == 1,
                "first_year": columns["stay_first_year"][at].astype(np.int32),
                "listed_state": self.places(columns["state"][at]),
                "was_creation": columns["was_creation"][at] == 1,
                "begins": np.full(self.subjects, nth == 0),
            }
            before = now
        return found

    def fully_told(self) -> npt.NDArray[np.bool_]:
        """Say of whom everything was reported, in every year."""
        table = pa.Table.from_batches(open_columns(self.cube).batches)
        table = table.sort_by([("year", "ascending"), ("subject", "ascending")])
        shape = (len(synthetic.YEARS), self.subjects)
        first = _numbers(table, "first_year").reshape(shape)
        assessed = np.asarray(synthetic.YEARS)[:, np.newaxis] >= first
        told = np.ones(shape, np.bool_)
        for name in _AMOUNTS.values():
            high = table.column(f"m:{name}_hi").is_valid().to_numpy()
            bits = _numbers(table, f"m:{name}_bits")
            told &= (high & (bits == TOLD)).reshape(shape)
        sets = _numbers(table, "candidates").reshape(shape)
        told &= (sets & (sets - 1)) == 0
        everything: npt.NDArray[np.bool_] = (told | ~assessed).all(axis=0)
        return everything

    def places(self, states: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        names = self.rules.plan.places.states
        table = np.full(len(names), -1, np.int32)
        for place, name in enumerate(("CREATION", "CULTIVATION", "EXITED")):
            table[names.index(name)] = place
        return table[states]


_AMOUNTS: Mapping[str, str] = {
    "eligible": "eligible_investment",
    "lead": "lead_to_date",
    "plan_cumulative": "plan_cumulative",
    "plan_total": "plan_total",
}


def _numbers(table: pa.Table, name: str) -> npt.NDArray[np.int64]:
    column = table.column(name).combine_chunks()
    if pa.types.is_date32(column.type):
        column = column.view(pa.int32())
    if not pa.types.is_integer(column.type):
        return np.empty(0, np.int64)
    numbers: npt.NDArray[np.int64] = column.fill_null(0).to_numpy()
    return numbers


def _category(sets: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the only category of each; where several are open, the last."""
    return np.log2(sets).astype(np.int64)
