"""The facts table: one figure of one subject for one period in each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhence.errors import Fault, UnitError
from zhence.evidence import Interval, Source, Text
from zhence.facts import Observation
from zhence.facts.catalogue import Catalogue, Indicator, Kind, plain_name
from zhence.intake.columns import Column, Form, bracketed_unit
from zhence.intake.faults import fault
from zhence.intake.grid import Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.measures import Bounds, chosen_unit, smallest, stated_unit
from zhence.intake.numbers import Given
from zhence.intake.plausible import Entry, doubts
from zhence.intake.rows import Once, Row
from zhence.intake.table import Table, read_table
from zhence.periods import day
from zhence.units import Unit, unit

FACTS = Form(
    "facts",
    Text("事实表", "facts"),
    (
        Column("subject", "主体", ("小镇", "园区", "小镇名称", "单位名称")),
        Column("indicator", "指标", ("指标名称", "指标代码")),
        Column("period", "时期", ("期间", "报告期", "日期")),
        Column("value", "数值", ("值", "指标值", "本期数")),
        Column("unit", "单位", ("计量单位",)),
        Column("upper", "上限", required=False),
        Column("recorded_on", "记录日期", ("填报日期",), required=False),
        Column("source", "来源", ("数据来源",), required=False),
        Column("note", "备注", ("说明",), required=False),
    ),
)

_IN_A_PERIOD = frozenset({Kind.FLOW, Kind.COUNT_EVENT})
# A thousand different misspellings get the same answer sooner.
_MOST_LOOKUPS = 200


def read_observations(
    opened: Opened, catalogue: Catalogue, limits: Limits = LIMITS
) -> Table[Observation]:
    """Read the facts table.

    An empty value gives no observation: absent is unknown, and an older figure
    stands. ``n/a`` gives one without an amount. A grade becomes its place among
    the levels of its indicator, a checklist item (``list.item``) 1 or 0.
    """
    reader = _Reader(catalogue)
    table = read_table(opened, FACTS, reader.row, limits=limits, compare=reader.doubts)
    return Table(tuple(e.observation for e in table.rows), table.faults, table.count)


class _Reader:
    """Reads rows with one catalogue; remembers keys and misspelt names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._once = Once()
        self._unknown: dict[str, Fault] = {}

    def row(self, row: Row) -> Entry | None:
        subject = row.text("subject", required=True)
        name = row.text("indicator", required=True)
        period = row.period("period")
        recorded_on = row.day("recorded_on")
        source, note = row.text("source"), row.text("note")
        found = self._find(name) if name else None
        if found is None:
            if name:
                row.add("indicator", self._not_found(name))
            return None
        indicator, item = found
        given = _given(row, name, indicator, item)
        if not row.is_sound() or period is None:
            return None
        code = f"{indicator.code}.{item}" if item else indicator.code
        self._once.check(row, "value", subject, code, period, recorded_on)
        if indicator.kind in _IN_A_PERIOD and period == day(period.start):
            row.refuse("period", "period_on_a_day", text=period)
        if given is None or not row.is_sound():
            return None
        where = row.where("value")
        observation = Observation(
            subject=subject,
            indicator=code,
            period=period,
            amount=given.amount,
            recorded_on=recorded_on,
            source=Source(source, where.file, where.cell or f"line {row.number}"),
            note=note,
        )
        return Entry(observation, where, row.number)

    def doubts(self, entries: Sequence[Entry]) -> Iterator[Fault]:
        return (doubt.fault for doubt in doubts(entries, self._catalogue))

    def _find(self, name: str) -> tuple[Indicator, str] | None:
        """Return the indicator, and the item if *name* is one of a checklist."""
        found = self._catalogue.find(name)
        if found is None and bracketed_unit(name) is not None:
            found = self._catalogue.find(plain_name(name).rpartition("(")[0])
        if found is not None:
            return found, ""
        head, _, item = name.partition(".")
        checklist = self._catalogue.find(head)
        if item and checklist is not None and checklist.kind is Kind.CHECKLIST:
            return checklist, item.strip()
        return None

    def _not_found(self, name: str) -> Fault:
        held = self._unknown.get(name)
        if held is None and len(self._unknown) < _MOST_LOOKUPS:
            held = self._unknown[name] = self._catalogue.unknown(name)
        return held or fault("indicator_not_known", name=name)


@dataclass(frozen=True, slots=True)
class _Given:
    """An amount that was given; ``None`` inside is "does not apply"."""

    amount: Interval | None


_NOT_APPLICABLE = _Given(None)


def _given(row: Row, name: str, indicator: Indicator, item: str) -> _Given | None:
    """Return what a row gives for *indicator*, ``None`` if nothing or refused."""
    if item:
        return _item(row)
    if indicator.kind is Kind.ORDINAL:
        return _level(row, indicator)
    if indicator.unit is None:
        kind = indicator.kind
        row.refuse("indicator", "indicator_not_entered", code=indicator.code, kind=kind)
        return None
    value, upper = row.amount("value"), row.amount("upper")
    if value is None or upper is None:
        return None
    bounds = Bounds(indicator.unit, indicator.non_negative, indicator.greatest)
    return _number(row, name, (value, upper), bounds)


def _number(
    row: Row, name: str, ends: tuple[Given, Given], bounds: Bounds
) -> _Given | None:
    value, upper = ends
    if not upper.applies or not (value.applies or upper.unknown):
        row.refuse("upper", "not_applicable_upper")
        return None
    if not value.applies:
        return _NOT_APPLICABLE
    if value.unknown and upper.unknown:
        return None
    return _interval(row, name, ends, bounds)


def _interval(
    row: Row, name: str, ends: tuple[Given, Given], bounds: Bounds
) -> _Given | None:
    """Return the interval between a value and its upper end, either unknown."""
    stated = _unit_of_row(row, name)
    if not row.is_sound():
        return None
    known: list[Fraction | None] = []
    for column, given in zip(("value", "upper"), ends, strict=True):
        measure = chosen_unit(row, column, given, stated)
        if measure is None and row.is_sound() and not given.unknown:
            row.refuse("unit", "unit_missing", expected=bounds.into)
        if measure is None or not row.is_sound():
            known.append(None)
            continue
        known.append(smallest(row, column, given, measure, bounds))
        if _may_be_a_fraction(given, measure, bounds):
            row.refuse(column, "percent_or_fraction", text=given.value)
    if not row.is_sound():
        return None
    low, high = known
    value, upper = ends
    if upper.unknown:
        return _Given(Interval(low, low))
    if value.unknown:
        return _Given(Interval(bounds.nothing_known.low, high))
    if low is not None and high is not None and high < low:
        row.refuse("upper", "upper_below_value")
        return None
    return _Given(Interval(low, high))


def _may_be_a_fraction(given: Given, measure: Unit, bounds: Bounds) -> bool:
    """Say whether 0.7 % of a share was perhaps meant to be 0.7, that is 70 %."""
    if given.value is None or bounds.greatest is None or measure.name != "%":
        return False
    return 0 < given.value <= 1


def _unit_of_row(row: Row, name: str) -> Unit | None:
    """Return the unit of the unit column, or the one in the indicator's title."""
    stated = stated_unit(row, "unit")
    in_title = bracketed_unit(name)
    if in_title is None or not row.is_sound():
        return stated
    try:
        titled = unit(in_title)
    except UnitError as error:
        row.add("indicator", *error.faults)
        return None
    if stated is not None and stated != titled:
        row.refuse("unit", "unit_contradiction", own=titled, column=stated)
    return titled


def _item(row: Row) -> _Given | None:
    """Return 1 or 0 for a checklist item; an empty one is unknown."""
    met = row.flag("value")
    return None if met is None else _Given(Interval.point(int(met)))


def _level(row: Row, indicator: Indicator) -> _Given | None:
    """Return the place of a grade among the levels, counted from 0.

    5A is also written AAAAA, and both with 级 behind.
    """
    text = row.text("value")
    plain = plain_name(text).removesuffix("级")
    if not plain:
        return None
    if plain in {"n/a", "不适用"}:
        return _NOT_APPLICABLE
    if set(plain) == {"a"}:
        plain = f"{len(plain)}a"
    places = {plain_name(level): n for n, level in enumerate(indicator.levels)}
    if plain in places:
        return _Given(Interval.point(places[plain]))
    levels = " < ".join(indicator.levels)
    row.refuse("value", "level_unknown", value=text, levels=levels)
    return None
