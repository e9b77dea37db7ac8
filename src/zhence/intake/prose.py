"""Figures in running text: 管理资本逾1750亿元, 入驻企业90余家.

A text qualifies its numbers, and sources damage them: where every year was
masked by one and the same, a figure that equals the mask is no figure any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zhence.errors import Severity, UnitError
from zhence.facts import Observation
from zhence.facts.catalogue import Catalogue
from zhence.intake.characters import half_width
from zhence.intake.faults import fault
from zhence.intake.plausible import TOLERANCE, Doubt, Entry, doubts
from zhence.units import Dimension, Quantity, from_smallest, unit


class Qualifier(StrEnum):
    """How a text limits its number."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"


class Quality(StrEnum):
    """Whether a figure may be believed.

    CORRUPTED: the number equals the mask of the years. AMBIGUOUS: several numbers
    fit. UNREADABLE: none does.
    """

    OK = "OK"
    CORRUPTED = "CORRUPTED"
    AMBIGUOUS = "AMBIGUOUS"
    UNREADABLE = "UNREADABLE"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text says of one figure.

    *quantity* is ``None`` unless the quality is OK; what is not OK is kept as
    *text*, shown, and never counted.
    """

    text: str
    quantity: Quantity | None
    quality: Quality
    qualifier: Qualifier = Qualifier.EXACT

    @property
    def in_totals(self) -> bool:
        """Say whether the figure may be added to others."""
        return self.quality is Quality.OK


_BEFORE = {
    "不少于": Qualifier.AT_LEAST,
    "不低于": Qualifier.AT_LEAST,
    "至少": Qualifier.AT_LEAST,
    "达到": Qualifier.AT_LEAST,
    "超过": Qualifier.MORE_THAN,
    "突破": Qualifier.MORE_THAN,
    "逾": Qualifier.MORE_THAN,
    "超": Qualifier.MORE_THAN,
    "不超过": Qualifier.AT_MOST,
    "不多于": Qualifier.AT_MOST,
    "至多": Qualifier.AT_MOST,
    "不到": Qualifier.LESS_THAN,
    "不足": Qualifier.LESS_THAN,
    "将近": Qualifier.ABOUT,
    "接近": Qualifier.ABOUT,
    "大约": Qualifier.ABOUT,
    "约": Qualifier.ABOUT,
    "近": Qualifier.ABOUT,
}
_AFTER = {
    "以上": Qualifier.AT_LEAST,
    "及以上": Qualifier.AT_LEAST,
    "以下": Qualifier.LESS_THAN,
    "以内": Qualifier.AT_MOST,
    "左右": Qualifier.ABOUT,
    "上下": Qualifier.ABOUT,
}
_BEYOND = frozenset("多余")

# Longest first, or 超 would be read in 不超过.
_BEFORE_ORDERED = sorted(_BEFORE, key=len, reverse=True)
_NUMBER = re.compile(
    r"(?<![0-9.,])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?(?![0-9.,])"
)
# 2024年5月 is a date, not a duration.
_OF_THE_CALENDAR = frozenset({"年", "月", "日", "号"})
# 2024亿 names no unit, and yet it is the mask.
_MULTIPLIERS = frozenset("百千万亿")
_LONGEST_UNIT = 6
_CLAUSE_COMMA = re.compile(r"(?<![0-9０-９])，|，(?![0-9０-９]{3}(?![0-9０-９]))")
_LONG_DIGITS = re.compile(r"[0-9]{41,}")


def read_claim(
    text: str,
    *,
    dimension: Dimension | None = None,
    masked_year: int | None = None,
) -> Claim:
    """Return the one figure that *text* states.

    Only numbers with a unit of *dimension* are looked at, if one is given;
    years and dates are none. *masked_year* is what all years of the source were
    overwritten with.

    >>> claim = read_claim("管理资本逾1750亿元", masked_year=2024)
    >>> str(claim.quantity), claim.qualifier.value, claim.in_totals
    ('1750 亿元', 'more_than', True)
    >>> read_claim("管理资本逾2024亿元", masked_year=2024).quality.value
    'CORRUPTED'
    """
    plain = _plain(text)
    if masked_year is not None and _is_masked(plain, masked_year):
        return Claim(text, None, Quality.CORRUPTED)
    found = [
        (quantity, qualifier)
        for quantity, qualifier in _figures(plain)
        if dimension is None or quantity.unit.dimension is dimension
    ]
    if len(found) == 1:
        quantity, qualifier = found[0]
        return Claim(text, quantity, Quality.OK, qualifier)
    return Claim(text, None, Quality.AMBIGUOUS if found else Quality.UNREADABLE)


def judge_intake(  # the parts of one question
    catalogue: Catalogue,
    *,
    text: str | None = None,
    indicator: str | None = None,
    masked_year: int | None = None,
    facts: Sequence[Observation] = (),
    tolerance: Fraction = TOLERANCE,
) -> Mapping[str, object]:
    """Say what a reader makes of a *text* about *indicator*, or of given *facts*.

    The value is in the unit of the indicator, ``None`` unless the quality is OK.
    Impossible facts are errors; those that contradict each other by more than
    *tolerance* are asked about, with the share by which they differ.
    """
    known = catalogue.find(indicator) if indicator else None
    faults = [
        {"code": d.fault.code, "severity": d.fault.severity.value}
        | ({} if d.relative is None else {"relative": d.relative})
        for d in (
            *_impossible(facts, catalogue),
            *doubts([Entry(o) for o in facts], catalogue, tolerance=tolerance),
        )
    ]
    answer: dict[str, object] = {
        "accepted": all(f["severity"] != Severity.ERROR.value for f in faults),
        "faults": faults,
    }
    if text is None:
        return answer
    measure = None if known is None else known.unit
    claim = read_claim(
        text,
        dimension=None if measure is None else measure.dimension,
        masked_year=masked_year,
    )
    value = claim.quantity
    if value is not None and measure is not None:
        value = value.to(measure)
    return answer | {
        "value": None if value is None else value.value,
        "quality": claim.quality.value,
        "qualifier": claim.qualifier.value,
        "in_totals": claim.in_totals,
    }


def _impossible(facts: Iterable[Observation], catalogue: Catalogue) -> Iterator[Doubt]:
    """Yield what no figure of its indicator can be."""
    for o in facts:
        known = catalogue.find(o.indicator)
        if known is None or known.unit is None or o.amount is None:
            continue
        low, high = o.amount.low, o.amount.high
        if known.non_negative and high is not None and high < 0:
            amount = Quantity(from_smallest(high, known.unit), known.unit)
            yield Doubt(fault("negative", text=amount))
        most = known.greatest
        if most is not None and low is not None and low > most:
            amount = Quantity(from_smallest(low, known.unit), known.unit)
            limit = Quantity(from_smallest(most, known.unit), known.unit)
            yield Doubt(fault("above_maximum", text=amount, maximum=limit))


def _plain(text: str) -> str:
    """Return *text* in half width; a Chinese comma that ends a clause is none.

    Between 1 and 234 it parts thousands, anywhere else it must not be taken for
    the inside of a number.
    """
    return _LONG_DIGITS.sub("", half_width(_CLAUSE_COMMA.sub("；", text)))


def _is_masked(plain: str, masked_year: int) -> bool:
    """Say whether a figure, and not only a date, equals the mask."""
    for match in _NUMBER.finditer(plain):
        after = plain[match.end() :].lstrip()
        if Fraction(match[0].replace(",", "")) == masked_year and (
            after[:1] in _MULTIPLIERS or _unit_at(after)[0] is not None
        ):
            return True
    return False


def _figures(plain: str) -> Iterator[tuple[Quantity, Qualifier]]:
    """Yield every number that is followed by a unit, with its qualifier."""
    for match in _NUMBER.finditer(plain):
        before, after = plain[: match.start()], plain[match.end() :].lstrip()
        measure, rest, beyond = _unit_at(after)
        if measure is None:
            continue
        value = Fraction(match[0].replace(",", ""))
        yield Quantity(value, unit(measure)), _qualifier(before, rest, beyond=beyond)


def _unit_at(after: str) -> tuple[str | None, str, bool]:
    """Return the longest unit at the start, what follows, and 多 or 余 inside it."""
    beyond = any(c in _BEYOND for c in after[:2])
    place = next((i for i, c in enumerate(after[:2]) if c in _BEYOND), None)
    plain = after if place is None else after[:place] + after[place + 1 :]
    for length in range(min(_LONGEST_UNIT, len(plain)), 0, -1):
        name = plain[:length]
        if name in _OF_THE_CALENDAR:
            continue
        try:
            unit(name)
        except UnitError:
            continue
        return name, plain[length:], beyond
    return None, after, False


def _qualifier(before: str, after: str, *, beyond: bool) -> Qualifier:
    for word in _BEFORE_ORDERED:
        if before.endswith(word):
            return _BEFORE[word]
    if beyond:
        return Qualifier.AT_LEAST
    for word, qualifier in _AFTER.items():
        if after.startswith(word):
            return qualifier
    return Qualifier.EXACT
