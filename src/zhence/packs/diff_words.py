"""Values, names and periods as words of both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel

from zhence.evidence import Text
from zhence.packs.diff_change import Period
from zhence.packs.diff_names import VOCABULARY
from zhence.packs.schema import Words
from zhence.rules.dated import DatedValue, Parameter, ParameterValue
from zhence.units import Dimension, Unit, decimal_text, unit

NOTHING = Text("无", "none")
OPEN = Text("未定", "left open")
_PERCENT = unit("%")


def plain(value: object) -> Text:  # noqa: C901, PLR0911  # one arm a shape
    """Return any value of a pack as words; an absent one is named as such.

    >>> plain(["annual", "N4"]).zh, plain(None).en, plain({"by": 3}).en
    ('年度考核、N4', 'none', 'by: 3')
    """
    match value:
        case Text():
            return value
        case Words(zh=zh, en=en):
            return Text(zh, en)
        case None | "" | ():
            return NOTHING
        case bool():
            return Text("是", "yes") if value else Text("否", "no")
        case StrEnum():
            return plain(value.value)
        case Fraction():
            return same(decimal_text(value))
        case BaseModel():
            return plain(value.model_dump(exclude_unset=True, by_alias=True))
        case Mapping():
            return _pairs(value)
        case frozenset():
            return plain(sorted(value, key=str))
        case list() | tuple():
            return listed(plain(v) for v in value)
        case _:
            return VOCABULARY.get(str(value), same(str(value)))


def _pairs(held: Mapping[object, object]) -> Text:
    told = [(plain(k), plain(v)) for k, v in held.items()]
    return Text(
        "；".join(f"{k.zh}：{v.zh}" for k, v in told) or NOTHING.zh,
        "; ".join(f"{k.en}: {v.en}" for k, v in told) or NOTHING.en,
    )


def same(words: str) -> Text:
    """Return words that read alike in both languages: ids, numbers, dates."""
    return Text(words, words)


def listed(words: Iterable[Text]) -> Text:
    """Join words the way each language lists them; nothing is named as such."""
    told = list(words)
    return Text(
        "、".join(t.zh for t in told) or NOTHING.zh,
        ", ".join(t.en for t in told) or NOTHING.en,
    )


def quoted(title: Text) -> Text:
    """Return a title between quotation marks."""
    return Text(f"「{title.zh}」", f'"{title.en}"')


def value_words(value: ParameterValue, parameter: Parameter) -> Text:
    """Return a parameter's value with its unit; ``None`` was left open.

    >>> from zhence.units import unit
    >>> value_words(Fraction(20), Parameter("p", Text("", ""), (), unit("亿元"))).zh
    '20 亿元'
    """
    if value is None:
        return OPEN
    if isinstance(value, Fraction):
        return amount(value, parameter.unit)
    return plain(value)


def amount(value: Fraction, held: Unit | None) -> Text:
    """Return a number with its unit, exact; a share of 1 as percent.

    >>> from zhence.units import unit
    >>> amount(Fraction(1, 5), unit("1")).zh, amount(Fraction(3), None).zh
    ('20%', '3')
    """
    if held is None:
        return same(decimal_text(value))
    if held.dimension is Dimension.RATIO:
        return same(f"{decimal_text(value * held.factor / _PERCENT.factor)}%")
    return same(f"{decimal_text(value)} {held.name}")


def period_words(period: Period) -> Text:
    """Return a period; one without ends is "at any time"."""
    match period:
        case Period(None, None):
            return Text("不限期", "at any time")
        case Period(date() as first, None):
            return Text(f"自{first}起", f"from {first}")
        case Period(None, last):
            return Text(f"至{last}止", f"until {last}")
        case Period(first, last):
            return Text(f"{first}至{last}", f"from {first} to {last}")


def size(value: DatedValue | None, parameter: Parameter) -> object:
    """Return what a value is compared by: smallest units, a grade's rank, a list.

    ``None`` when there is no value, or when the text leaves it open.
    """
    held = None if value is None else value.value
    if isinstance(held, str) and held in parameter.levels:
        return parameter.levels.index(held)
    if isinstance(held, Fraction) and parameter.unit is not None:
        return held * parameter.unit.factor
    return held
