"""Tables of a register as people keep them: members, reports, decisions, events.

One row a membership, and any number of reports; the rows of a subject stand
together, so that a register of any size can be read piece by piece.

Members: ``subject``, ``list``, ``state``; and where known ``category``,
``lead_industries``, ``listed_on``, ``stay_first_year``, ``was_creation``.
Reports: ``subject``, ``indicator``, ``start``, ``end`` (the day after the last),
``amount`` in smallest units, or ``low`` and ``high`` (null: unknown); and where
needed ``absent`` (said not to apply) and ``recorded_on``.
Decisions: ``subject``, ``what``, ``on``; ``list`` and ``year`` where given.
Events: ``subject``, ``type``, ``on``, ``verified``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhence.engines import refusals
from zhence.engines.amounts import Ints
from zhence.engines.codes import Bits
from zhence.engines.grids import NEVER, Days, Numbers, Reports
from zhence.engines.values import decision, event, membership, observation
from zhence.facts import Facts


@dataclass(frozen=True, slots=True)
class Register:
    """Some members and all that was said about them, a batch of each.

    *others* holds, for the few that have any, what has no table here: projects,
    checklists, exemptions; who is in it is pivoted exactly.
    """

    members: pa.RecordBatch
    reports: pa.RecordBatch
    decisions: pa.RecordBatch | None = None
    events: pa.RecordBatch | None = None
    others: Mapping[object, Facts] = field(default_factory=dict)

    def facts(self, places: Mapping[object, int]) -> dict[object, Facts]:
        """Return the facts of some subjects, by their places among the members."""
        chosen = pa.array(list(places), self.members.column("subject").type)
        reports = _grouped(self.reports, chosen)
        decisions = _grouped(self.decisions, chosen)
        events = _grouped(self.events, chosen)
        found: dict[object, Facts] = {}
        for subject, place in places.items():
            member = membership(self.members.slice(place, 1).to_pylist()[0])
            more = self.others.get(subject, Facts(member))
            told = map(observation, reports.get(subject, ()))
            decided = map(decision, decisions.get(subject, ()))
            seen = map(event, events.get(subject, ()))
            found[subject] = replace(
                more,
                membership=member,
                observations=(*told, *more.observations),
                decisions=(*decided, *more.decisions),
                events=(*seen, *more.events),
            )
        return found


class Told:
    """The reports of a register by indicator, their subjects counted from 0.

    Raises:
        BadInputError: the reports of a subject do not stand together, or are
            about nobody in the register.
    """

    def __init__(self, register: Register) -> None:
        """Find out whose each report is."""
        self._batch = register.reports
        self.who = places_of(
            self._batch.column("subject"), register.members.column("subject")
        )
        indicator = self._batch.column("indicator")
        if not pa.types.is_dictionary(indicator.type):
            indicator = indicator.dictionary_encode()
        self._codes = indicator.indices.to_numpy(zero_copy_only=False)
        names = indicator.dictionary.to_pylist()
        self._code_of = {name: code for code, name in enumerate(names)}
        point = "amount" in self._batch.schema.names
        low, low_open = self._ends("amount" if point else "low")
        high, high_open = (low, low_open) if point else self._ends("high")
        absent = self._bits("absent")
        if absent is not None:
            low_open = None if low_open is None else low_open & ~absent
            high_open = None if high_open is None else high_open & ~absent
        self._reports = Reports(
            self.who,
            days_of(self._batch.column("start")),
            days_of(self._batch.column("end")),
            low,
            high,
            low_open,
            high_open,
            absent,
            self._recorded(),
        )

    def of(self, indicator: str) -> Reports:
        """Return the reports of an indicator."""
        rows = np.flatnonzero(self._codes == self._code_of.get(indicator, -1))
        return self._reports.take(rows)

    def _ends(self, name: str) -> tuple[Ints, Bits | None]:
        column = self._batch.column(name)
        if column.type != pa.int64():
            raise refusals.column_type(name, column.type, "int64")
        if not column.null_count:
            return column.to_numpy(), None
        open_ = column.is_null().to_numpy(zero_copy_only=False)
        return column.fill_null(0).to_numpy(), open_

    def _bits(self, name: str) -> Bits | None:
        if name not in self._batch.schema.names:
            return None
        bits: Bits = (self._batch.column(name).fill_null(fill_value=False)).to_numpy(
            zero_copy_only=False
        )
        return bits if bits.any() else None

    def _recorded(self) -> Days | None:
        if "recorded_on" not in self._batch.schema.names:
            return None
        column = self._batch.column("recorded_on")
        return None if column.null_count == len(column) else days_of(column)


def places_of(subjects: pa.Array, members: pa.Array) -> Numbers:
    """Return whose each row is, by the places of *members*.

    Raises:
        BadInputError: the rows of one subject do not stand together, or are of
            nobody among the members.
    """
    if not len(subjects):
        return np.empty(0, np.intp)
    plain = subjects
    if not pa.types.is_integer(subjects.type):
        encoded = (
            subjects
            if pa.types.is_dictionary(subjects.type)
            else subjects.dictionary_encode()
        )
        plain = encoded.indices
    numbers = plain.to_numpy(zero_copy_only=False)
    begins = np.ones(len(numbers), np.bool_)
    begins[1:] = numbers[1:] != numbers[:-1]
    firsts = subjects.take(pa.array(np.flatnonzero(begins)))
    found = whose(firsts, members)
    if len(np.unique(found)) < len(found):
        seen, counts = np.unique(found, return_counts=True)
        raise refusals.out_of_order(members[int(seen[counts > 1][0])].as_py())
    runs: Numbers = np.cumsum(begins) - 1
    return found[runs]


def whose(subjects: pa.Array, members: pa.Array) -> Numbers:
    """Return whose each row is, by the places of *members*, in any order.

    Raises:
        BadInputError: a row is of nobody among the members.
    """
    if pa.types.is_dictionary(subjects.type):
        subjects = subjects.dictionary_decode()
    places = pc.index_in(subjects, value_set=members)
    if places.null_count:
        stranger = subjects.filter(places.is_null())[0].as_py()
        raise refusals.subject_unknown(stranger)
    found: Numbers = places.to_numpy().astype(np.intp)
    return found


def days_of(column: pa.Array) -> Days:
    """Return a column of days; a null one was known since before anybody asked."""
    days: Days = column.cast(pa.date32()).view(pa.int32()).fill_null(NEVER).to_numpy()
    return days


def _grouped(
    batch: pa.RecordBatch | None, subjects: pa.Array
) -> dict[object, list[dict[str, object]]]:
    if batch is None:
        return {}
    column = batch.column("subject")
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    found: dict[object, list[dict[str, object]]] = {}
    for row in batch.filter(pc.is_in(column, value_set=subjects)).to_pylist():
        found.setdefault(row["subject"], []).append(row)
    return found
