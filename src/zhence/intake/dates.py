"""Dates and periods as people and workbooks write them.

Understood: ``2018-09-13``, ``2018/9/13``, ``2018.9.13``, ``20180913``,
``2018年9月13日``, a midnight after any of them, and the serial number of a cell
that is formatted as a date.
Not understood, and said by name: a day before the year, two-digit years,
Chinese numerals, time zones, days that do not exist, and a serial number in a
cell that is no date.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from zhence.errors import BadInputError
from zhence.intake.characters import half_width
from zhence.intake.faults import fault
from zhence.periods import (
    DayRange,
    Span,
    month,
    parse_period,
    quarter,
    year,
)

_FIRST_YEAR = 1900
_LAST_YEAR = 2199

_YMD = re.compile(
    r"(?P<y>[0-9]{4})(?:"
    r"(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})"
    r"|\s*年\s*(?P<zm>[0-9]{1,2})\s*月\s*(?P<zd>[0-9]{1,2})\s*[日号]"
    r"|(?P<cm>[0-9]{2})(?P<cd>[0-9]{2}))"
    r"(?P<clock>[ T].*)?\Z"
)
_MIDNIGHT = re.compile(r"[ T]0{1,2}(:00){1,2}(\.0+)?\Z")
_TIME = re.compile(r"[ T][0-9]{1,2}(:[0-9]{2}){1,2}(\.[0-9]+)?\Z")
_DAY_FIRST = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{4}|[0-9]{2})\Z")
_SERIAL = re.compile(r"[1-6][0-9]{4}(\.[0-9]+)?\Z")
_IN_WORDS = re.compile(r"[〇零○一二三四五六七八九]{2,4}年")
_LONGEST = 40

_YEAR = re.compile(r"([0-9]{4})\s*年?(?:度|全年)?\Z")
_HALF = re.compile(r"([0-9]{4})\s*年?\s*(上|下)半年\Z")
_QUARTER = re.compile(r"([0-9]{4})\s*年?\s*第?\s*([1-4一二三四])\s*季度\Z")
_MONTH = re.compile(r"([0-9]{4})\s*年\s*([0-9]{1,2})\s*月份?\Z")
_FOURTH = "一二三四"
_SECOND_HALF = 3

# Excel counts 1900-02-29, a day that never was, as number 60: up to it the count
# starts at 1899-12-31, after it at 1899-12-30. The other system starts in 1904.
_LEAP_BUG = 60
_BEFORE_BUG = date(1899, 12, 31)
_AFTER_BUG = date(1899, 12, 30)
_SYSTEM_1904 = date(1904, 1, 1)


@lru_cache(maxsize=4096)  # firms come on few days, projects begin on fewer
def read_date(text: str) -> date:
    """Read one day that a person typed.

    Raises:
        BadInputError: *text* names no day, or not surely one.

    >>> read_date("２０２４年5月1日"), read_date("20240501")
    (datetime.date(2024, 5, 1), datetime.date(2024, 5, 1))
    """
    plain = half_width(text)
    match = _YMD.match(plain) if len(plain) <= _LONGEST else None
    if match is None:
        raise BadInputError(fault(_name_of(plain), text=text))
    clock = match["clock"]
    # A timestamp of a database still names one local day; with a zone it does not.
    if clock and not (_MIDNIGHT.match(clock) or _TIME.match(clock)):
        raise BadInputError(fault("date_zone", text=text))
    parts = (match[f"{p}m"] or "" for p in ("", "z", "c"))
    days = (match[f"{p}d"] or "" for p in ("", "z", "c"))
    return _day(int(match["y"]), int("".join(parts)), int("".join(days)), text)


def read_serial(raw: str, *, system_1904: bool = False) -> date:
    """Read the serial number of a cell that is formatted as a date.

    The time of day, the part behind the point, is dropped.

    Raises:
        BadInputError: the number counts no day that ever was.

    >>> read_serial("45413"), read_serial("43951", system_1904=True)
    (datetime.date(2024, 5, 1), datetime.date(2024, 5, 1))
    """
    try:
        serial = int(float(raw))
    except (ValueError, OverflowError):
        raise BadInputError(fault("date_unreadable", text=raw)) from None
    if serial < (0 if system_1904 else 1) or (serial == _LEAP_BUG and not system_1904):
        raise BadInputError(fault("date_impossible", text=raw))
    start = _SYSTEM_1904 if system_1904 else _AFTER_BUG
    if serial < _LEAP_BUG and not system_1904:
        start = _BEFORE_BUG
    try:
        return _in_range(start + timedelta(days=serial), raw)
    except OverflowError:
        raise BadInputError(fault("date_impossible", text=raw)) from None


@lru_cache(maxsize=1024)  # a table names the same few periods again and again
def read_period(text: str) -> Span:
    """Read a period: what :func:`parse_period` reads, and the Chinese forms.

    Raises:
        BadInputError: *text* names no period.

    >>> str(read_period("2018年第三季度")), str(read_period("2018年上半年"))
    ('2018Q3', '2018-01..2018-06')
    """
    plain = half_width(text)
    if len(plain) > _LONGEST:
        raise BadInputError(fault("date_unreadable", text=text))
    if found := _YEAR.match(plain):
        return _checked(year(int(found[1])), text)
    if found := _HALF.match(plain):
        first = 1 if found[2] == "上" else _SECOND_HALF
        number = int(found[1])
        half = Span(quarter(number, first).start, quarter(number, first + 1).end)
        return _checked(half, text)
    if found := _QUARTER.match(plain):
        nth = found[2]
        number = _FOURTH.index(nth) + 1 if nth in _FOURTH else int(nth)
        return _checked(quarter(int(found[1]), number), text)
    if found := _MONTH.match(plain):
        return _checked(month(int(found[1]), int(found[2])), text)
    if _YMD.match(plain):
        return parse_period(read_date(plain).isoformat())
    if _IN_WORDS.match(plain):
        raise BadInputError(fault("date_in_words", text=text))
    return _checked(parse_period(plain), text)


def read_day_range(text: str) -> DayRange:
    """Read a day, a month, a year, ``<=date`` or nothing as an interval of days.

    Raises:
        BadInputError: *text* is none of these.

    >>> str(read_day_range("2016年6月")), str(read_day_range("<=2021-11"))
    ('2016-06', '<=2021-11-30')
    """
    plain = half_width(text)
    if not plain:
        return DayRange()
    if plain.startswith("<="):
        return DayRange(None, read_period(plain[2:]).last)
    span = read_period(plain)
    return DayRange(span.start, span.last)


def _day(number: int, nth: int, nth_day: int, text: str) -> date:
    try:
        return _in_range(date(number, nth, nth_day), text)
    except ValueError:
        raise BadInputError(fault("date_impossible", text=text)) from None


def _checked(span: Span, text: str) -> Span:
    _in_range(span.start, text)
    _in_range(span.last, text)
    return span


def _in_range(day: date, text: str) -> date:
    """Refuse 0218 and 2918: they are slips of the hand, not statistics."""
    if _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return day
    raise BadInputError(
        fault("date_out_of_range", text=text, first=_FIRST_YEAR, last=_LAST_YEAR)
    )


def _name_of(plain: str) -> str:
    if len(plain) > _LONGEST:
        return "date_unreadable"
    if _DAY_FIRST.match(plain):
        return "date_order"
    if _SERIAL.match(plain):
        return "date_serial"
    return "date_in_words" if _IN_WORDS.match(plain) else "date_unreadable"
