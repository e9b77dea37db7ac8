"""The roster of firms: one row a firm, known by its credit code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhence.errors import NOWHERE, Fault, Severity, Where
from zhence.evidence import Interval, Text
from zhence.intake.columns import Column, Form
from zhence.intake.credit_codes import doubt_about_code, plain_code
from zhence.intake.grid import Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.measures import Bounds, interval
from zhence.intake.plausible import FACTOR, doubt_about, outliers
from zhence.intake.rows import Once, Row
from zhence.intake.table import Table, read_table
from zhence.units import unit

FIRMS = Form(
    "firms",
    Text("企业名录", "roster of firms"),
    (
        Column("credit_code", "统一社会信用代码", ("社会信用代码", "信用代码")),
        Column("name", "企业名称", ("单位名称", "企业全称", "单位详细名称")),
        Column("revenue", "年营业收入(万元)", ("年营业收入", "营业收入"), unit="万元"),
        Column("tax", "税收(万元)", ("税收", "纳税额", "实缴税收"), unit="万元"),
        Column("staff", "从业人员", ("从业人数", "从业人员数", "职工人数"), unit="人"),
        Column("entered_on", "入驻日期", ("入驻时间",)),
    ),
)

# What a firm pays is not negative; a refund is another figure than tax paid.
_MONEY = Bounds(unit("万元"))
_STAFF = Bounds(unit("人"))
# With fewer firms, what is usual says nothing.
_FEWEST_TO_COMPARE = 5
_DIGITS_LOST = re.compile(r"[eE]|[0-9]{16}")


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm of a roster.

    *revenue* and *tax* are in 分, *staff* in persons; everything possible where
    a cell was empty, ``None`` where it does not apply.
    *entered_on* ``None`` is unknown. *where* is the cell of its revenue, *code_at*
    that of its code.
    """

    credit_code: str
    name: str
    revenue: Interval | None
    tax: Interval | None
    staff: Interval | None
    entered_on: date | None
    where: Where = NOWHERE
    code_at: Where = NOWHERE


def read_firm_rows(opened: Opened, limits: Limits = LIMITS) -> Table[Firm]:
    """Read the roster; two rows of one credit code are refused."""
    once = Once()
    return read_table(
        opened,
        FIRMS,
        lambda row: _firm(row, once),
        limits=limits,
        compare=_unlike_the_others,
    )


def _firm(row: Row, once: Once) -> Firm | None:
    code = credit_code(row)
    found = Firm(
        credit_code=code,
        name=row.text("name", required=True),
        revenue=interval(row, "revenue", row.amount("revenue"), _MONEY),
        tax=interval(row, "tax", row.amount("tax"), _MONEY),
        staff=interval(row, "staff", row.amount("staff"), _STAFF),
        entered_on=row.day("entered_on"),
        where=row.where("revenue"),
        code_at=row.where("credit_code"),
    )
    if code:
        once.check(row, "credit_code", code)
    return found if row.is_sound() else None


def credit_code(row: Row) -> str:
    """Return the plain credit code, empty if there is none or it was refused."""
    text = row.text("credit_code", required=True)
    if not text:
        return ""
    if row.is_number("credit_code") and _DIGITS_LOST.search(text):
        # Eighteen digits do not fit into a number: the last three are gone.
        row.refuse("credit_code", "number_digits_lost", text=text)
        return ""
    code = plain_code(text)
    doubt = doubt_about_code(code)
    if doubt is not None:
        row.add("credit_code", doubt)
        if doubt.severity is Severity.ERROR:
            return ""
    return code


def _unlike_the_others(firms: Sequence[Firm]) -> Iterator[Fault]:
    """Ask about revenue per head far from that of the other firms.

    Firms differ ten thousand times in size, but not in revenue per head.
    """
    known: list[tuple[Fraction, Firm]] = []
    for firm in firms:
        revenue, staff = _point(firm.revenue), _point(firm.staff)
        if revenue and staff:
            known.append((revenue / staff, firm))
    if len(known) < _FEWEST_TO_COMPARE:
        return
    found = outliers([share for share, _ in known], FACTOR)
    for index, usual in found.items():
        share, firm = known[index]
        revenue = _point(firm.revenue) or Fraction(0)
        yield doubt_about(revenue, usual * revenue / share, unit("万元"), firm.where)


def _point(amount: Interval | None) -> Fraction | None:
    return amount.low if amount is not None and amount.known else None
