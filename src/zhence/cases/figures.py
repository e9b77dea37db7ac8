"""Figures and projects of the YAML forms → the library's values, or what is wrong."""

from __future__ import annotations

from fractions import Fraction

from zhence.cases import forms
from zhence.errors import BadInputError, Fault
from zhence.evidence import ANYTHING, Interval, Source
from zhence.facts import Observation, Project
from zhence.facts.catalogue import Catalogue, Indicator, Kind
from zhence.periods import Span, day, parse_date, parse_period
from zhence.units import Dimension, Unit, exact_number, unit

_ONE = "1"
_MOST_SHOWN = 40


def observation(
    given: forms.FactGiven, catalogue: Catalogue, subject: str, file: str
) -> Observation:
    """Return one observation.

    Raises:
        BadInputError: the indicator or unit is unknown or the value unreadable.
    """
    known = catalogue.lookup(given.indicator)
    if isinstance(known, Fault):
        raise BadInputError(known)
    period = parse_period(str(given.period))
    source = Source(file or "given", file or None)
    recorded_on = None if given.recorded_on is None else parse_date(given.recorded_on)
    if known.kind is Kind.TEXT:
        return Observation(
            given.subject or subject,
            known.code,
            period,
            ANYTHING,
            recorded_on,
            source,
            note=str(given.value),
        )
    return Observation(
        given.subject or subject,
        known.code,
        period,
        _amount(given, known),
        recorded_on,
        source,
        rounded=given.reported,
    )


def _amount(given: forms.FactGiven, known: Indicator) -> Interval | None:
    text = str(given.value).strip()
    if text == "n/a":
        return None
    if known.levels and text in known.levels:
        return Interval.point(known.levels.index(text))
    into = _unit(given, known)
    low = _number(text, known) * into.factor
    if known.whole and low.denominator != 1:
        raise BadInputError(
            Fault(
                "number_not_whole",
                f"{known.name.zh}应是整数：{text}",
                f"{known.code} is counted in whole numbers: {text}",
                remedy="give a whole number",
            )
        )
    if given.upper is not None:
        high = _number(str(given.upper), known) * into.factor
        if high < low:
            raise BadInputError(
                Fault(
                    "upper_below_value",
                    f"{known.name.zh}的上限小于下限",
                    f"{known.code}: the upper end is below the value",
                    remedy="give the lower end as value and the higher as upper",
                )
            )
        return Interval(low, high)
    if given.reported:
        half = Fraction(1, 2 * 10 ** len(text.partition(".")[2])) * into.factor
        return Interval(low - half, low + half)
    return Interval.point(low)


def _unit(given: forms.FactGiven, known: Indicator) -> Unit:
    if given.unit is not None:
        into = unit(str(given.unit))
        if known.unit is not None and into.dimension is not known.unit.dimension:
            raise BadInputError(
                Fault(
                    "unit_mismatch",
                    f"{known.name.zh}不能用“{given.unit}”作单位",
                    f"{known.code} cannot be given in {given.unit}",
                    remedy=f"give it in {known.unit}",
                )
            )
        return into
    if known.kind is Kind.RATIO or known.unit is None:
        return unit(_ONE)
    return known.unit


def _number(text: str, known: Indicator) -> Fraction:
    value = exact_number(text)
    if value is None:
        shown = text[:_MOST_SHOWN]
        raise BadInputError(
            Fault(
                "number_unreadable",
                f"{known.name.zh}的值看不懂：{shown!r}",
                f"{known.code}: {shown!r} is not a number",
                remedy="write an exact decimal such as 8.99",
            )
        )
    return value


def project(given: forms.ProjectGiven, subject: str, file: str) -> Project:
    """Return one project.

    Raises:
        BadInputError: an amount is none of money, or the part exceeds the whole.
    """
    into = unit(given.unit)
    if into.dimension is not Dimension.MONEY:
        raise BadInputError(
            Fault(
                "unit_mismatch",
                f"项目“{given.name}”的金额不能用“{given.unit}”作单位",
                f"project {given.name} cannot be given in {given.unit}",
                remedy="give it in 亿元 or 万元",
            )
        )
    span = None
    if given.start is not None and given.last is not None:
        span = Span(parse_date(given.start), day(parse_date(given.last)).end)
    amount = _money(given.amount, into, given.name)
    residential = (
        None
        if given.residential is None
        else _money(given.residential, into, given.name)
    )
    if residential is not None and (residential.low or 0) > (amount.high or 0):
        raise BadInputError(
            Fault(
                "part_above_whole",
                f"项目“{given.name}”的住宅部分大于总额",
                f"project {given.name}: the housing part exceeds the whole",
                remedy="check the two amounts",
            )
        )
    return Project(
        subject=subject,
        name=given.name,
        use=given.use,
        amount=amount,
        lead=given.lead,
        residential=residential,
        split=given.split,
        period=span,
        source=Source(file or "given", file or None),
    )


def _money(value: str | int, into: Unit, name: str) -> Interval:
    number = exact_number(str(value))
    shown = str(value)[:_MOST_SHOWN]
    if number is None or number < 0:
        raise BadInputError(
            Fault(
                "number_unreadable",
                f"项目“{name}”的金额不成立：{shown!r}",
                f"project {name}: {shown!r} is not an amount of money",
                remedy="write an exact decimal such as 8.99",
            )
        )
    return Interval.point(number * into.factor)
