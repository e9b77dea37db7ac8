"""What a plain form posted: read field by field, every fault collected at its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from django.http import QueryDict

from zhence.errors import BadInputError, Fault, Where, ZhenceError
from zhence.intake.numbers import read_number
from zhence.periods import parse_date
from zhence.units import Quantity, unit
from zhence_web.kit.faults import Said, said

_LONGEST = 300
_YEARS = range(1950, 2100)


class Posted:
    """One form: its fields by name, as typed, and what is wrong with them.

    A field that was not sent reads as an empty one; both are unknown, never 0.
    """

    def __init__(self, data: QueryDict) -> None:
        """Keep what was sent."""
        self._data = data
        self._faults: list[Fault] = []

    def text(self, name: str, most: int = _LONGEST) -> str:
        """Return a line without its outer spaces; "" where nothing was typed."""
        typed = line(self._data.get(name, ""))
        if len(typed) > most:
            self._add(
                name,
                "text_too_long",
                f"有 {len(typed)} 个字符，最多 {most} 个",
                f"{len(typed)} characters are more than {most}",
            )
        return typed[:most]

    def day(self, name: str, *, required: bool = False) -> date | None:
        """Return a day, ``None`` where none was typed."""
        typed = self.text(name)
        if not typed:
            if required:
                self._add(name, "day_missing", "没有填写日期", "the day is missing")
            return None
        try:
            found = parse_date(typed)
        except ZhenceError as error:
            self._faults += [replace(f, where=Where(cell=name)) for f in error.faults]
            return None
        if found.year not in _YEARS:
            self._add(name, "day_far", "日期不合理", "the day is too far away")
            return None
        return found

    def number(self, name: str) -> int | None:
        """Return a key or a year, ``None`` where there is no such number."""
        return whole(self.text(name))

    def money(self, name: str, usual: str = "万元") -> int | None:
        """Return an amount in 分, ``None`` where none was typed.

        A unit behind the number is understood; without one it is in *usual*.
        """
        typed = self.text(name)
        if not typed:
            return None
        try:
            given = read_number(typed)
            if given.value is None:
                return None
            amount = Quantity(given.value, given.unit or unit(usual))
            exact = amount.to(unit(usual)).smallest()
        except BadInputError as error:
            self._faults += [replace(f, where=Where(cell=name)) for f in error.faults]
            return None
        if Fraction(exact).denominator != 1:
            self._add(name, "too_fine", "小于一分", "there is nothing below a 分")
            return None
        if abs(int(exact)) > _MOST:
            self._add(
                name, "too_large", "数额过大", "no amount of money is as large as this"
            )
            return None
        return int(exact)

    def maybe(self, name: str) -> bool | None:
        """Return yes or no, ``None`` where neither was said."""
        return {"yes": True, "no": False}.get(self.text(name))

    def check(self) -> None:
        """Refuse the form if any field could not be read.

        Raises:
            BadInputError: every fault, each at its field.
        """
        if self._faults:
            raise BadInputError(self._faults)

    def _add(self, name: str, code: str, zh: str, en: str) -> None:
        self._faults.append(Fault(code, zh, en, Where(cell=name)))


_DIGITS = 10
# What a column of amounts holds, in 分.
_MOST = 2**63 - 1


def line(typed: str) -> str:
    """Return a text without what no column keeps, and without its outer spaces.

    PostgreSQL refuses the character NUL in any text, also in a comparison.
    """
    return typed.replace("\0", "").strip()


def whole(typed: str) -> int | None:
    """Return a key, a version or a year, ``None`` where there is no such number.

    ``int`` alone takes signs, other scripts and points between digits, and raises
    over more digits than any key here has.

    >>> whole("42"), whole("4" * 5000), whole("-1"), whole("²")
    (42, None, None, None)
    """
    plain = typed.isascii() and typed.isdigit() and len(typed) < _DIGITS
    return int(typed) if plain else None


def told(error: ZhenceError) -> tuple[Said, ...]:
    """Return what a refused form says on top of itself."""
    return tuple(said(fault) for fault in error.faults)
