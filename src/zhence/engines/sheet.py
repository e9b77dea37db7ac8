"""The outcome of a batch, filled block by block and handed over as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhence.engines.amounts import Amounts, Ints, Rows
from zhence.engines.codes import ORDER, Bits, Codes
from zhence.engines.plan import Plan

At: TypeAlias = "slice[int, int, int] | Rows"
KEYS = ("subject", "year")
_WIDTHS = ((7, "int8"), (15, "int16"), (31, "int32"), (63, "int64"))


def schema_for(plan: Plan, keys: Sequence[pa.Field]) -> pa.Schema:
    """Return the columns of an outcome, after the *keys* of the batch.

    ``<criterion>`` is a verdict code (their names stand in the metadata);
    ``<criterion>_gap_lo`` and ``_gap_hi`` the distance from the threshold, in
    the criterion's ``scale``-th of a smallest unit, null where unbounded or not
    judged; ``missing`` the amounts that were no single number, a bit each in
    the order of the metadata; ``result`` the join of the criteria by AND and
    ``shown`` the same, naming an exemption or approximation it rests on.
    """
    fields = list(keys)
    for criterion in plan.criteria:
        fields.append(pa.field(criterion.id, pa.int8(), nullable=False))
        if criterion.gap_scale is not None:
            scale = {"scale": str(criterion.gap_scale)}
            fields += [
                pa.field(f"{criterion.id}_gap_{end}", pa.int64(), metadata=scale)
                for end in ("lo", "hi")
            ]
    missing = pa.type_for_alias(width_of(plan))
    fields.append(pa.field("missing", missing, nullable=False))
    fields += [
        pa.field(name, pa.int8(), nullable=False) for name in ("result", "shown")
    ]
    return pa.schema(
        fields,
        metadata={
            "policy": plan.rulebook.policy,
            "status": plan.rulebook.status.value,
            "occasion": plan.occasion.value,
            "verdicts": ",".join(ORDER),
            "missing": ",".join(plan.watched),
        },
    )


def keys_of(schema: pa.Schema) -> list[pa.Field]:
    """Return the columns of a batch that say which row it is."""
    return [schema.field(name) for name in KEYS if name in schema.names]


class Sheet:
    """The columns of an outcome of *rows* rows."""

    def __init__(self, plan: Plan, rows: int) -> None:
        """Make room; a verdict that is never written is NOT_APPLICABLE."""
        self.plan = plan
        self.verdicts: dict[str, Codes] = {
            c.id: np.zeros(rows, np.int8) for c in plan.criteria
        }
        self.missing = np.zeros(rows, width_of(plan))
        self.result = np.zeros(rows, np.int8)
        self.shown = np.zeros(rows, np.int8)
        self._gaps: dict[tuple[int, ...], tuple[Ints, Ints]] = {}
        self._shown: dict[str, tuple[Bits, Bits]] = {}
        for group in plan.groups:
            members = [plan.criteria[place] for place in group]
            if members[0].gap_scale is not None:
                ends = (np.zeros(rows, np.int64), np.zeros(rows, np.int64))
                self._gaps[group] = ends
                for member in members:
                    self._shown[member.id] = (
                        np.zeros(rows, np.bool_),
                        np.zeros(rows, np.bool_),
                    )

    def put_gap(self, group: tuple[int, ...], at: At, gap: Amounts) -> None:
        """Write the distance of a group of criteria that judge the same."""
        low, high = self._gaps[group]
        low[at], high[at] = gap.low, gap.high

    def show_gap(
        self, criterion: str, at: At, gap: Amounts, inside: Bits | None
    ) -> None:
        """Show the distance of one criterion where it applies and is bounded."""
        for shown, open_ in zip(
            self._shown[criterion], (gap.low_open, gap.high_open), strict=True
        ):
            if open_ is not None:
                shown[at] = ~open_ if inside is None else inside & ~open_
            else:
                shown[at] = True if inside is None else inside

    def batch(self, keys: Mapping[str, pa.Array], schema: pa.Schema) -> pa.RecordBatch:
        """Return the outcome as a batch, its numbers not copied."""
        arrays: dict[str, pa.Array] = dict(keys)
        for group in self.plan.groups:
            for member in (self.plan.criteria[place] for place in group):
                arrays[member.id] = _codes(self.verdicts[member.id])
                for end, place in (("lo", 0), ("hi", 1)) if group in self._gaps else ():
                    arrays[f"{member.id}_gap_{end}"] = nullable(
                        pa.int64(),
                        self._gaps[group][place],
                        self._shown[member.id][place],
                    )
        arrays["missing"] = pa.array(self.missing)
        arrays["result"] = _codes(self.result)
        arrays["shown"] = _codes(self.shown)
        return pa.RecordBatch.from_arrays(
            [arrays[name] for name in schema.names], schema=schema
        )


def _codes(codes: Codes) -> pa.Array:
    return pa.Array.from_buffers(pa.int8(), len(codes), [None, pa.py_buffer(codes)], 0)


def nullable(
    kind: pa.DataType, values: Ints | npt.NDArray[np.int32], shown: Bits
) -> pa.Array:
    """Return numbers as a column, null where they are not shown."""
    bits = pa.py_buffer(np.packbits(shown, bitorder="little"))
    return pa.Array.from_buffers(kind, len(values), [bits, pa.py_buffer(values)])


def width_of(plan: Plan) -> str:
    """Return the width of the bitmap of missing amounts."""
    return next(kind for most, kind in _WIDTHS if len(plan.watched) <= most)
