"""What can be reported: every indicator, its kind, unit and bounds.

The catalogue is data (``reference/indicators.csv``); this is its shape.
People write an indicator by its code, by its Chinese or English name, or by a
title of a form; all of them are unique, so a name never means two things.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from zhence.errors import NOWHERE, BadInputError, Fault, Where
from zhence.evidence import Label, Text
from zhence.units import Dimension, Unit, unit

_NEAREST = 3
_ALIKE = 0.5
# Comparing a novel with every title helps nobody and takes seconds.
_LONGEST_NAME = 60


class Kind(StrEnum):
    """How a figure relates to its period, which decides how it may be joined.

    A flow belongs to its period and adds up; year-to-date and cumulative
    figures already contain the earlier ones; a stock holds on a day; a ratio is
    recomputed from its parts and never added.
    """

    FLOW = "flow"
    YEAR_TO_DATE = "year_to_date"
    CUMULATIVE = "cumulative"
    STOCK = "stock"
    RATIO = "ratio"
    ORDINAL = "ordinal"
    CHECKLIST = "checklist"
    COUNT_EVENT = "count_event"
    TEXT = "text"

    @property
    def grows(self) -> bool:
        """Say whether a later figure contains the earlier ones."""
        return self in {Kind.YEAR_TO_DATE, Kind.CUMULATIVE}


class Aggregation(StrEnum):
    """How the figures of one subject are joined over periods."""

    SUM = "sum"
    LAST = "last"
    RECOMPUTE = "recompute"
    MAX = "max"
    NONE = "none"


_NO_TEXT = Text("", "")
_WHOLE = frozenset({Dimension.COUNT, Dimension.PERSONS, Dimension.VISITS})


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is counted.

    *unit* is the one to show it in; ``None`` for grades, checklists and texts,
    and for the few published ratios whose unit cannot be converted.
    *maximum* is in that unit, but a fraction of 1 for a ratio (100 % is 1);
    ``None`` means no upper bound.
    *levels* are the grades of an ordinal indicator from the lowest up: an
    amount is the place in this row, counted from 0.
    *components* are the codes that a ratio is recomputed from, above and below
    the line.
    """

    code: str
    name: Text
    kind: Kind
    unit: Unit | None
    non_negative: bool = True
    maximum: Fraction | None = None
    level: tuple[str, ...] = ()
    aggregation: Aggregation = Aggregation.NONE
    components: tuple[str, str] | None = None
    titles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    definition: Text = _NO_TEXT
    label: Label = Label.OURS
    policies: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this indicator, the code first."""
        return (self.code, self.name.zh, *self.titles, *self.aliases, self.name.en)

    @property
    def whole(self) -> bool:
        """Say whether only whole numbers exist: there is no half enterprise."""
        return self.unit is not None and self.unit.dimension in _WHOLE

    @property
    def greatest(self) -> Fraction | None:
        """The maximum in smallest units, ``None`` without one.

        >>> Indicator("s", Text("", ""), Kind.RATIO, unit("%"),
        ...           maximum=Fraction(1)).greatest
        Fraction(1000000000, 1)
        """
        if self.maximum is None or self.unit is None:
            return None
        whole = unit("1") if self.kind is Kind.RATIO else self.unit
        return self.maximum * whole.factor


def plain_name(text: str) -> str:
    """Return *text* as names are compared: no spaces, no width, no case.

    >>> plain_name("营业收入 （万元）") == plain_name("营业收入(万元)")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue(Mapping[str, Indicator]):
    """The indicators by code; :meth:`lookup` finds them by any name.

    Raises:
        BadInputError: one name means two indicators.
    """

    indicators: tuple[Indicator, ...]
    _by_code: dict[str, Indicator] = field(init=False, repr=False)
    _by_name: dict[str, Indicator] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the names; refuse a catalogue in which one means two things."""
        by_name: dict[str, Indicator] = {}
        faults = []
        for indicator in self.indicators:
            for name in indicator.names:
                held = by_name.setdefault(plain_name(name), indicator)
                if held is not indicator:
                    faults.append(named_twice(name, held, indicator))
        if faults:
            raise BadInputError(faults)
        object.__setattr__(self, "_by_code", {i.code: i for i in self.indicators})
        object.__setattr__(self, "_by_name", by_name)

    def __getitem__(self, code: str) -> Indicator:
        """Return the indicator of *code*; other names are for :meth:`lookup`."""
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the codes in catalogue order."""
        return iter(self._by_code)

    def __len__(self) -> int:
        """Return the number of indicators."""
        return len(self._by_code)

    def find(self, name: str) -> Indicator | None:
        """Return the indicator that *name* means in any of its spellings."""
        return self._by_name.get(plain_name(name))

    def lookup(self, name: str, where: Where = NOWHERE) -> Indicator | Fault:
        """Return the indicator that *name* means, or what is wrong with it."""
        return self.find(name) or self.unknown(name, where)

    def unknown(self, name: str, where: Where = NOWHERE) -> Fault:
        """Return the fault of a name that means no indicator.

        It proposes the nearest names; which was meant is never guessed.
        """
        shown = ascii(name[:_LONGEST_NAME])[1:-1] if not name.isprintable() else name
        return Fault(
            "indicator_unknown",
            f"没有这个指标：{shown[:_LONGEST_NAME]}",
            f"unknown indicator: {shown[:_LONGEST_NAME]}",
            where,
            remedy=self._nearest(name),
        )

    def _nearest(self, name: str) -> str:
        near = (
            difflib.get_close_matches(
                plain_name(name), self._by_name, _NEAREST, cutoff=_ALIKE
            )
            if len(name) <= _LONGEST_NAME
            else []
        )
        # Two spellings of one indicator are one proposal.
        found = dict.fromkeys(self._by_name[n] for n in near)
        if not found:
            return "写目录中的指标代码或名称 / use a code or name of the catalogue"
        either = "、".join(f"{i.code}（{i.name.zh}）" for i in found)
        return f"是不是 {either}？ / did you mean one of these?"


def named_twice(
    name: str, first: Indicator, second: Indicator, where: Where = NOWHERE
) -> Fault:
    """Return the fault of one *name* that two indicators claim."""
    return Fault(
        "indicator_name_twice",
        f"名称“{name}”同时指 {first.code} 和 {second.code}",
        f"the name {name!r} means both {first.code} and {second.code}",
        where,
        remedy="给其中一个另取名称 / give one of them another name",
    )
