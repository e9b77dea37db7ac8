"""Units and exact quantities: 元 to 万亿元, 亩 to km², %, 家, 人次, 吨标煤.

Values are exact fractions; nothing here is a float.
Every dimension has a *smallest unit* in which stored amounts are integers, so
that comparing two amounts is exact: money in 分, areas in thirds of a square
metre (1 亩 = 2000/3 m² is then the whole number 2000), shares in parts per 10⁹.
分 names a score; the hundredth of a 元 has no name of its own in reports.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from zhence.errors import Fault, UnitError


class Dimension(StrEnum):
    """What a unit measures; only units of one dimension convert into each other.

    Persons, visits and things are three dimensions: 人 is never 人次.
    """

    MONEY = "money"
    AREA = "area"
    COUNT = "count"
    PERSONS = "persons"
    VISITS = "visits"
    RATIO = "ratio"
    POINTS = "percentage_points"
    COAL = "coal_equivalent"
    MASS = "mass"
    POWER = "electricity"
    YEARS = "years"
    MONEY_PER_AREA = "money_per_area"
    MONEY_PER_PERSON = "money_per_person"
    MONEY_PER_COAL = "money_per_coal"
    COAL_PER_MONEY = "coal_per_money"
    MONEY_PER_MASS = "money_per_mass"
    MONEY_PER_POWER = "money_per_electricity"
    MULTIPLE = "multiple"
    SCORE = "score"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Unit:
    """A named unit: *factor* says how many smallest units one of it is."""

    name: str
    dimension: Dimension
    factor: Fraction

    def __str__(self) -> str:
        """Return the name as it is printed."""
        return self.name


_MOST_DIGITS = 60
_EXACT = re.compile(r"-?[0-9]+(?:\.[0-9]+|/[0-9]+)?")

_FEN = Fraction(1)
_YUAN = 100 * _FEN
_WAN = 10**4
_YI = 10**8
_SQUARE_METRE = Fraction(3)
_MU = Fraction(2000, 3) * _SQUARE_METRE
_ONE = Fraction(10**9)
_GRAM = Fraction(1)
_TONNE = 10**6 * _GRAM

_TABLE: tuple[tuple[Dimension, dict[str, Fraction]], ...] = (
    (
        Dimension.MONEY,
        {
            "元": _YUAN,
            "千元": 1000 * _YUAN,
            "万元": _WAN * _YUAN,
            "百万元": 100 * _WAN * _YUAN,
            "千万元": 1000 * _WAN * _YUAN,
            "亿元": _YI * _YUAN,
            "万亿元": _WAN * _YI * _YUAN,
        },
    ),
    (
        Dimension.AREA,
        {
            "m²": _SQUARE_METRE,
            "万m²": _WAN * _SQUARE_METRE,
            "亩": _MU,
            "万亩": _WAN * _MU,
            "ha": 10**4 * _SQUARE_METRE,
            "km²": 10**6 * _SQUARE_METRE,
        },
    ),
    (
        Dimension.COUNT,
        dict.fromkeys(
            ("个", "家", "项", "件", "座", "栋", "户", "支", "批", "类", "次", "月"),
            Fraction(1),
        )
        | {"万家": Fraction(_WAN), "万件": Fraction(_WAN), "亿件": Fraction(_YI)},
    ),
    (Dimension.PERSONS, {"人": Fraction(1), "万人": Fraction(_WAN)}),
    (Dimension.VISITS, {"人次": Fraction(1), "万人次": Fraction(_WAN)}),
    (Dimension.RATIO, {"1": _ONE, "%": _ONE / 100, "‰": _ONE / 1000}),
    (Dimension.POINTS, {"百分点": Fraction(10**7)}),
    (
        Dimension.COAL,
        {
            "千克标煤": 1000 * _GRAM,
            "吨标煤": _TONNE,
            "万吨标煤": _WAN * _TONNE,
        },
    ),
    (
        Dimension.MASS,
        {"千克": 1000 * _GRAM, "吨": _TONNE, "万吨": _WAN * _TONNE},
    ),
    (
        Dimension.POWER,
        {"千瓦时": Fraction(1), "万千瓦时": Fraction(_WAN), "亿千瓦时": Fraction(_YI)},
    ),
    (Dimension.YEARS, {"年": Fraction(1)}),
    # Smallest unit 分 per 亩: dividing by thirds of a square metre would make
    # every benchmark of per-mu rules an unreadable fraction.
    (
        Dimension.MONEY_PER_AREA,
        {
            "元/亩": _YUAN,
            "万元/亩": _WAN * _YUAN,
            "亿元/km²": _YI * _YUAN / 1500,
        },
    ),
    (
        Dimension.MONEY_PER_PERSON,
        {"元/人": _YUAN, "万元/人": _WAN * _YUAN},
    ),
    (Dimension.MONEY_PER_COAL, {"万元/吨标煤": _WAN * _YUAN}),
    (Dimension.COAL_PER_MONEY, {"吨标煤/万元": _TONNE / (_WAN * _YUAN)}),
    (Dimension.MONEY_PER_MASS, {"万元/吨": _WAN * _YUAN}),
    (Dimension.MONEY_PER_POWER, {"元/千瓦时": _YUAN}),
    (Dimension.MULTIPLE, {"倍": Fraction(1)}),
    (Dimension.SCORE, {"分": Fraction(1)}),
    (Dimension.GRADE, {"级": Fraction(1)}),
)

_UNITS: dict[str, Unit] = {
    name: Unit(name, dimension, factor)
    for dimension, names in _TABLE
    for name, factor in names.items()
}

_ALIASES: dict[str, str] = {
    "圆": "元",
    "人民币元": "元",
    "CNY": "元",
    "平方米": "m²",
    "平米": "m²",
    "m2": "m²",
    "万平方米": "万m²",
    "公顷": "ha",
    "hm²": "ha",
    "hm2": "ha",
    "平方公里": "km²",
    "平方千米": "km²",
    "km2": "km²",
    "mu": "亩",
    "个百分点": "百分点",
    "pp": "百分点",
    "百分比": "%",
    "percent": "%",
    "fraction": "1",
    "企业家数": "家",
    "吨标准煤": "吨标煤",
    "万吨标准煤": "万吨标煤",
    "tce": "吨标煤",
    "万元/tce": "万元/吨标煤",
    "tce/万元": "吨标煤/万元",
    "万元/t": "万元/吨",
    "元/kWh": "元/千瓦时",
    "度": "千瓦时",
    "kWh": "千瓦时",
    "t": "吨",
    "kg": "千克",
    "grade": "级",
    "firms": "家",
    "enterprises": "家",
    "towns": "个",
    "persons": "人",
    "visits": "人次",
}

# Press texts write a bare 亿 for money and for other things alike: it names no
# unit, so it is refused by name instead of guessed.
_BARE_MULTIPLIERS = frozenset({"百", "千", "万", "百万", "千万", "亿", "万亿"})


@lru_cache(maxsize=1024)
def unit(text: str) -> Unit:
    """Return the unit that *text* names.

    Full-width forms, inner and outer spaces ("亿 元") and the common aliases
    (平方公里, km2, 吨标准煤) are understood.

    Raises:
        UnitError: *text* names no unit known here, or is a bare multiplier
            such as 万, which could be 万元 as well as 万人.

    >>> unit("亿 元"), unit("ｋｍ2").name
    (Unit(name='亿元', dimension=<Dimension.MONEY: 'money'>, \
factor=Fraction(10000000000, 1)), 'km²')
    """
    # NFKC would turn ² into 2: the alias table then brings it back, and full
    # width letters, digits and percent signs come out as plain ones.
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain in _BARE_MULTIPLIERS:
        raise UnitError(
            Fault(
                "unit_bare_multiplier",
                f"只写了数量级“{text}”，没有写单位",
                f"{text!r} is a multiplier without a unit",
                remedy="写全，如 万元、万人、亿元 / write 万元, 万人, 亿元 … in full",
            )
        )
    name = _ALIASES.get(plain, plain)
    found = _UNITS.get(name) or _UNITS.get(name.replace("m2", "m²"))
    if found is None:
        raise UnitError(
            Fault(
                "unit_unknown",
                f"单位不认识：{text!r}",
                f"unknown unit: {text!r}",
                remedy="可写 / use one of: " + " ".join(sorted(_UNITS)),
            )
        )
    return found


def known_units() -> tuple[Unit, ...]:
    """Return every unit by dimension, for documentation and for drop-downs."""
    return tuple(_UNITS.values())


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact value with its unit.

    >>> str(Quantity(Fraction(7500), unit("亩")).to(unit("km²")))
    '5 km²'
    """

    value: Fraction
    unit: Unit

    def to(self, other: Unit) -> Quantity:
        """Return the same amount in unit *other*; exact, never rounded.

        Raises:
            UnitError: the two units measure different things.
        """
        if other.dimension is not self.unit.dimension:
            raise UnitError(
                Fault(
                    "unit_mismatch",
                    f"单位“{self.unit}”不能换算成“{other}”",
                    f"cannot turn {self.unit} into {other}",
                    remedy=f"写能换算成 {other} 的单位"
                    f" / give a unit of {other.dimension.value}",
                )
            )
        return Quantity(self.value * self.unit.factor / other.factor, other)

    def smallest(self) -> Fraction:
        """Return the amount in the smallest unit of its dimension."""
        return self.value * self.unit.factor

    def __str__(self) -> str:
        """Return the shortest exact decimal, or a fraction where there is none."""
        return f"{decimal_text(self.value)} {self.unit}"


def from_smallest(amount: Fraction, into: Unit) -> Fraction:
    """Return *amount* (in smallest units) expressed in unit *into*; exact."""
    return Fraction(amount) / into.factor


def exact_number(text: str) -> Fraction | None:
    """Read a plain decimal or a fraction p/q; ``None`` for anything else.

    No exponents (one of a million digits fits in nine characters), no signs but
    minus, and no more digits than a published figure ever has.

    >>> exact_number("8.99"), exact_number("7/9"), exact_number("1e9")
    (Fraction(899, 100), Fraction(7, 9), None)
    """
    plain = text.strip().replace(",", "")
    if len(plain) > _MOST_DIGITS or _EXACT.fullmatch(plain) is None:
        return None
    try:
        return Fraction(plain)
    except ZeroDivisionError:
        return None


def decimal_text(value: Fraction) -> str:
    """Return *value* as an exact decimal when it has one, else as ``p/q``.

    >>> decimal_text(Fraction(699, 1000)), decimal_text(Fraction(7501, 1500))
    ('0.699', '7501/1500')
    """
    numerator, denominator = value.numerator, value.denominator
    digits = 0
    while denominator % 10 == 0:
        denominator //= 10
        digits += 1
    for prime, other in ((2, 5), (5, 2)):
        while denominator % prime == 0:
            denominator //= prime
            numerator *= other
            digits += 1
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    sign = "-" if numerator < 0 else ""
    text = str(abs(numerator)).rjust(digits + 1, "0")
    if not digits:
        return sign + text
    whole, part = text[:-digits], text[-digits:].rstrip("0")
    return f"{sign}{whole}.{part}" if part else sign + whole
