"""Text to exact numbers, with the unit if one is written.

What is understood: ``1234.5``, ``1,234.5``, ``1 234.5``, ``-3``, ``12%``,
``1,234.5万元``, full-width forms of all of these, spaces inside a unit (亿 元).
An empty cell is unknown, ``n/a`` (or 不适用) does not apply, ``0`` is zero.
Everything else is refused by the name of what it is: a dash or 无 may mean any
of the three, ``1.234,5`` is European, ``1.2e9`` is what a spreadsheet makes of
a long number when it has thrown digits away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from zhence.errors import BadInputError, UnitError
from zhence.intake.characters import half_width
from zhence.intake.faults import fault
from zhence.units import Unit, unit

MOST_DIGITS = 40
# What is longer is no number, and patterns that look back would take for ever.
_LONGEST = 200
# A double keeps 15 decimal digits: a spreadsheet shows no more, and from here up
# it no longer tells neighbouring whole numbers apart.
_DIGITS_OF_A_DOUBLE = 15
_BEYOND_A_DOUBLE = 10**_DIGITS_OF_A_DOUBLE
_AS_SHOWN = Context(prec=_DIGITS_OF_A_DOUBLE)

_NOT_APPLICABLE = frozenset({"n/a", "不适用"})
_PLACEHOLDERS = frozenset(
    [
        "-",
        "--",
        "---",
        "–",
        "—",
        "——",
        "―",
        "/",
        "//",
        "\\",
        ".",
        "..",
        "…",
        "……",
        "*",
        "**",
        "?",
        "??",
        "x",
        "none",
        "null",
        "nil",
        "na",
        "无",
        "暂无",
        "没有",
        "未知",
        "不详",
        "未统计",
        "缺",
        "缺报",
        "待定",
        "待报",
        "待补",
        "空",
        "同上",
    ]
)
_BOOLEANS = frozenset({"true", "false", "yes", "no", "是", "否", "有", "√", "×"})
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity|∞)\Z", re.IGNORECASE)
_ERROR_VALUE = re.compile(r"#(N/A|[A-Z]+[/0-9]*[!?]?)|#+\Z", re.IGNORECASE)
_PROGRAMMER = re.compile(r"[+-]?(0[xob][0-9a-f]+|[0-9]+(_[0-9]+)+)\Z", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?[0-9.,]+e[+-]?[0-9]+\Z", re.IGNORECASE)
_RANGE = re.compile(r"[0-9.,]+[^0-9.,]*[-~—–至到][^0-9.,]*[0-9.,]+")
_DIVISION = re.compile(r"[0-9.,]+/[0-9.,]+\Z")
_PARENTHESES = re.compile(r"\(.*[0-9].*\)\Z")
_QUALIFIERS = re.compile(r"[约近逾超多余几上下左右不足至少大概>＜<≥≤]")
_CHINESE_NUMERALS = re.compile(r"[+-]?[负〇零一二两三四五六七八九十百千万亿]+")

_PLAIN = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_GROUPED = r"[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]+)?"
_BARE = re.compile(rf"[+-]?(?:{_GROUPED}|{_PLAIN})")
_NUMBER = re.compile(rf"([+-]?)({_GROUPED}|{_PLAIN})(?![0-9.,])\s*(.*)\Z", re.DOTALL)
_SHORT = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?\Z", re.ASCII)
_GROUPS_OF_DIGITS = re.compile(r"[+-]?[0-9][0-9., ']*")
_EUROPEAN = re.compile(
    r"[+-]?[0-9]{1,3}(\.[0-9]{3})*,[0-9]+|[+-]?[0-9]+(\.[0-9]{3}){2,}"
)


@dataclass(frozen=True, slots=True)
class Given:
    """What a cell gives: a number, nothing (unknown), or "does not apply".

    *value* is exact, in *unit* if one was written beside it; both are ``None``
    where no number is given.
    """

    value: Fraction | None = None
    unit: Unit | None = None
    applies: bool = True

    @property
    def unknown(self) -> bool:
        """Say whether the cell was left empty."""
        return self.value is None and self.applies


UNKNOWN = Given()
NOT_APPLICABLE = Given(applies=False)


def read_number(text: str) -> Given:
    """Read a number that a person typed.

    Raises:
        BadInputError: *text* is no number; the fault says what it is instead.

    >>> str(read_number("１，２３４．５ 亿 元").value), read_number("n/a").applies
    ('2469/2', False)
    """
    plain = half_width(text)
    if not plain:
        return UNKNOWN
    if plain.casefold() in _NOT_APPLICABLE:
        return NOT_APPLICABLE
    if len(plain) > MOST_DIGITS and (found := _digits(plain)) > MOST_DIGITS:
        raise BadInputError(fault("number_too_long", found=found, limit=MOST_DIGITS))
    match = _NUMBER.match(plain) if len(plain) <= _LONGEST else None
    if match is None:
        raise BadInputError(fault(_name_of(plain), text=text))
    sign, digits, rest = match.groups()
    measure = _unit_of(rest, plain, text) if rest else None
    value = Fraction(digits.replace(",", "").replace(" ", ""))
    return Given(-value if sign == "-" else value, measure)


def read_stored_number(raw: str) -> Fraction:
    """Read a number as a workbook stores it: a double in decimal or with ``E``.

    It is rounded to the 15 digits that a spreadsheet shows, so that 0.1+0.2,
    stored as 0.30000000000000004, is 0.3 again.
    Scientific notation is the storage's own here and nobody's typing.

    Raises:
        BadInputError: digits were lost in storing it, or it is no finite number
            of a size that anything has.

    >>> read_stored_number("0.30000000000000004"), read_stored_number("1.5E3")
    (Fraction(3, 10), Fraction(1500, 1))
    """
    # Up to fifteen digits a double gives back what was stored, so most cells need no
    # double at all; test_a_short_stored_number_needs_no_double holds both ways equal.
    if short := _SHORT.match(raw):
        sign, whole, part = short.groups(default="")
        if len(whole) + len(part) <= _DIGITS_OF_A_DOUBLE:
            return Fraction(int(sign + whole + part), 10 ** len(part))
    try:
        stored = Decimal(raw)
    except ArithmeticError:
        raise BadInputError(fault("number_unreadable", text=raw)) from None
    if not stored.is_finite():
        raise BadInputError(fault("number_not_finite", text=raw))
    if stored and abs(stored.adjusted()) > MOST_DIGITS:
        raise BadInputError(fault("number_out_of_range", text=raw))
    if abs(stored) >= _BEYOND_A_DOUBLE:
        raise BadInputError(fault("number_digits_lost", text=raw))
    # The double itself is rounded, not its shortest decimal: twice is once too often.
    return Fraction(_AS_SHOWN.create_decimal_from_float(float(stored)))


def _digits(plain: str) -> int:
    return sum(map(str.isdigit, plain))


def _unit_of(rest: str, plain: str, text: str) -> Unit:
    """Return the unit behind the digits; what else may stand there is named."""
    try:
        return unit(rest)
    except UnitError:
        named = _name_of(plain)
        if named == "number_unreadable":
            raise
        raise BadInputError(fault(named, text=text)) from None


def _name_of(plain: str) -> str:
    """Return the code that names what *plain* is, if not a number.

    The order matters: the narrow forms stand before those that contain them.
    """
    if len(plain) > _LONGEST:
        return "number_unreadable"
    named = _WORDS.get(plain.casefold()) or next(
        (code for code, pattern in _NAMES if pattern.match(plain)), None
    )
    if named is not None:
        return named
    if any(c.isnumeric() and not c.isascii() and c not in _HAN for c in plain):
        return "number_digits"
    if any(c.isdigit() for c in plain) and _QUALIFIERS.search(plain):
        return "number_qualified"
    return _name_of_groups(plain)


def _name_of_groups(plain: str) -> str:
    digits = _GROUPS_OF_DIGITS.match(plain)
    group = digits[0].strip() if digits else ""
    if not group or _BARE.fullmatch(group):
        return "number_unreadable"
    return "number_european" if _EUROPEAN.fullmatch(group) else "number_groups"


_WORDS = dict.fromkeys(_PLACEHOLDERS, "number_placeholder") | dict.fromkeys(
    _BOOLEANS, "number_boolean"
)
_HAN = frozenset("〇零一二两三四五六七八九十百千万亿")
_NAMES = (
    ("number_error_value", _ERROR_VALUE),
    ("number_formula", re.compile(r"[=@]")),
    ("number_not_finite", _NOT_FINITE),
    ("number_notation", _PROGRAMMER),
    ("number_scientific", _SCIENTIFIC),
    ("number_parentheses", _PARENTHESES),
    ("number_currency", re.compile(r"[¥￥$€£]|RMB|人民币", re.IGNORECASE)),
    ("number_fraction", _DIVISION),
    ("number_range", _RANGE),
    ("number_in_words", _CHINESE_NUMERALS),
)
