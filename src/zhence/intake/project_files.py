"""The roster of one site's projects: one row a project, known by its code.

The table of :mod:`~zhence.intake.subjects` tells of the projects of many sites for a
computation; this one is what a site hands in about its own, each with the code that
its later versions are known by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from zhence.errors import NOWHERE, Where
from zhence.evidence import Text
from zhence.facts.catalogue import plain_name
from zhence.intake.characters import half_width
from zhence.intake.columns import Column, Form
from zhence.intake.grid import Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.measures import Bounds, interval
from zhence.intake.rows import Once, Row
from zhence.intake.subjects import USES
from zhence.intake.table import Table, read_table
from zhence.units import unit

PROJECT_FILES = Form(
    "project-files",
    Text("项目名录", "roster of projects"),
    (
        Column("code", "项目代码", ("项目统一代码", "统一代码")),
        Column("name", "项目名称", ("项目",)),
        Column("use", "用途", ("项目用途", "项目类型")),
        Column(
            "lead",
            "是否主导产业",
            ("主导产业", "是否特色产业", "特色产业"),
            required=False,
        ),
        Column("amount", "投资额(万元)", ("投资额", "完成投资"), unit="万元"),
        Column(
            "residential",
            "住宅部分(万元)",
            ("住宅部分", "住宅投资"),
            required=False,
            unit="万元",
        ),
        Column(
            "complex",
            "商业综合体部分(万元)",
            ("商业综合体部分",),
            required=False,
            unit="万元",
        ),
        Column("from", "开始日期", ("起始日期", "起"), required=False),
        Column("to", "结束日期", ("截止日期", "止"), required=False),
        Column("note", "备注", ("说明",), required=False),
    ),
)

_MONEY = Bounds(unit("万元"))
_ONE_DAY = timedelta(days=1)
_LONGEST_CODE, _LONGEST_NAME, _LONGEST_NOTE = 64, 200, 300


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project of a roster. Money in 分; an unknown part is ``None``, never 0.

    *since* and *until* (the first day after) bound the time of the investment, both
    or neither. *lead* ``None``: nobody said. *where* is the cell of its code.
    """

    code: str
    name: str
    use: str
    lead: bool | None
    amount: Fraction
    residential: Fraction | None
    complex: Fraction | None
    since: date | None
    until: date | None
    note: str
    where: Where = NOWHERE


def read_project_file_rows(
    opened: Opened, limits: Limits = LIMITS
) -> Table[ProjectRow]:
    """Read the roster; two rows of one code are refused, and so is an empty amount."""
    once = Once()
    return read_table(
        opened, PROJECT_FILES, lambda row: _project(row, once), limits=limits
    )


def _project(row: Row, once: Once) -> ProjectRow | None:
    code = half_width(_short(row, "code", _LONGEST_CODE, required=True)).upper()
    name = _short(row, "name", _LONGEST_NAME, required=True)
    use = row.choice("use", _WORDS, required=True)
    if row.blank("amount") and row.unit("amount") is not None:
        row.refuse("amount", "value_missing")
    amount = _money(row, "amount")
    residential, complex_ = _money(row, "residential"), _money(row, "complex")
    parts = sum(part for part in (residential, complex_) if part is not None)
    if amount is not None and parts > amount:
        row.refuse("residential", "parts_above_whole")
    since, until = _days(row)
    if code:
        once.check(row, "code", code)
    note, lead = _short(row, "note", _LONGEST_NOTE), row.flag("lead")
    if amount is None or not row.is_sound():
        return None
    return ProjectRow(
        code,
        name,
        use or "",
        lead,
        amount,
        residential,
        complex_,
        since,
        until,
        note,
        row.where("code"),
    )


_WORDS = {plain_name(word): use for word, use in USES.items()}


def _short(row: Row, column: str, most: int, *, required: bool = False) -> str:
    text = row.text(column, required=required)
    if len(text) > most:
        row.refuse(column, "text_too_long", found=len(text), limit=most)
        return ""
    return text


def _money(row: Row, column: str) -> Fraction | None:
    """Return an amount in 分; ``None`` where it is unknown or was refused."""
    given = row.amount(column)
    if given is not None and not given.applies:
        row.refuse(column, "number_placeholder", text="n/a")
        return None
    amount = interval(row, column, given, _MONEY)
    if amount is None or not amount.known or amount.low is None:
        return None
    if amount.low.denominator != 1:
        row.refuse(column, "amount_below_fen")
        return None
    return amount.low


def _days(row: Row) -> tuple[date | None, date | None]:
    """Return the first day and the first one after; people write the last one."""
    first, last = row.day("from"), row.day("to")
    if row.blank("from") != row.blank("to"):
        row.refuse("from" if row.blank("from") else "to", "dates_incomplete")
    if first is None or last is None:
        return None, None
    if last < first:
        row.refuse("to", "dates_backward")
        return None, None
    return first, last + _ONE_DAY
