"""What a filled form looks like as a sheet, for who writes it and who reads it.

One row is one item. The columns are known by their titles, so that a sheet that
somebody typed again is read like the template; the mark says which edition and
period the template was made for.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhence.errors import PeriodError
from zhence.evidence import Text
from zhence.intake.columns import Column, Form
from zhence.periods import Span, parse_period
from zhence.reporting.forms import ReturnForm

SHEET = "填报"
GUIDE = "指标解释"
YES = "是"
_PREFIX = "zhence"
_BETWEEN = "|"
_PARTS = 5

# The unit of the value column is only that of money in its title, "本期数（万元）".
COLUMNS = (
    Column("section", "栏目", ("类别", "分类"), required=False),
    Column("item", "指标代码", ("代码", "item"), required=False),
    Column("name", "指标", ("指标名称", "项目", "项目名称"), required=False),
    Column("unit", "计量单位", ("单位",), required=False),
    Column("value", "本期数", ("本期", "数值", "填报数", "实际数"), unit="亿元"),
    Column("last", "上期数", ("上期",), required=False, unit="亿元"),
    Column("year_ago", "上年同期数", ("上年同期",), required=False, unit="亿元"),
    Column("na", "不适用", ("是否不适用",), required=False),
    Column("reason", "说明", ("备注", "理由", "情况说明"), required=False),
)


def table_of(form: ReturnForm) -> Form:
    """Return the table that a sheet of *form* has to be."""
    return Form(form.code, form.title, COLUMNS)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a template was made for; *site* is empty for no site in particular."""

    form: str
    edition: str
    period: Span
    site: str = ""

    def __str__(self) -> str:
        """Return the text that stands in the sheet.

        >>> from zhence.periods import quarter
        >>> str(Mark("town-quarter", "2024", quarter(2026, 3)))
        'zhence|town-quarter|2024|2026Q3|'
        """
        parts = (_PREFIX, self.form, self.edition, str(self.period), self.site)
        return _BETWEEN.join(parts)


def read_mark(text: str) -> Mark | None:
    """Return the mark in a cell, ``None`` if it is none.

    >>> read_mark("zhence|town-quarter|2024|never|") is None
    True
    """
    parts = text.strip().split(_BETWEEN)
    if len(parts) != _PARTS or parts[0] != _PREFIX:
        return None
    try:
        return Mark(parts[1], parts[2], parse_period(parts[3]), parts[4])
    except PeriodError:
        return None


def spoken(period: Span) -> Text:
    """Return a quarter or a year as people say it.

    >>> from zhence.periods import quarter
    >>> spoken(quarter(2026, 3)).zh
    '2026年第三季度'
    """
    name = str(period)
    year, _, nth = name.partition("Q")
    if nth:
        return Text(f"{year}年第{_NTH[nth]}季度", f"quarter {nth} of {year}")
    return Text(f"{year}年", name)


_NTH = {"1": "一", "2": "二", "3": "三", "4": "四"}
