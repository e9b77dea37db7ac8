"""The table of events: what happened to a town, on a day known more or less.

Events may come from press pages: a day may be a month, a year, "by then", or
unknown, and is kept as an interval.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhence.evidence import Text
from zhence.facts.catalogue import plain_name
from zhence.intake.characters import half_width
from zhence.intake.columns import Column, Form
from zhence.intake.grid import Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.rows import Once, Row
from zhence.intake.table import Table, read_table
from zhence.periods import DayRange

EVENTS = Form(
    "events",
    Text("事件表", "events"),
    (
        Column("town", "小镇", ("主体", "小镇名称")),
        Column("on", "日期", ("时间", "发生日期")),
        Column("event", "事件", ("事件类型",)),
        Column("detail", "详情", ("内容", "说明")),
        Column("source_url", "来源网址", ("来源", "出处"), required=False),
    ),
)


class ListKind(StrEnum):
    """Which list an assessment was about."""

    CREATION = "creation"
    CULTIVATION = "cultivation"
    NAMED = "named"


class Grade(StrEnum):
    """What an annual assessment gave, from the best down."""

    EXCELLENT = "excellent"
    GOOD = "good"
    QUALIFIED = "qualified"
    WARNING = "warning"
    DOWNGRADED = "downgraded"
    ELIMINATED = "eliminated"
    EXITED = "exited"


_LISTS = {
    "创建": ListKind.CREATION,
    "培育": ListKind.CULTIVATION,
    "命名": ListKind.NAMED,
}
_GRADES = {
    "优秀": Grade.EXCELLENT,
    "良好": Grade.GOOD,
    "合格": Grade.QUALIFIED,
    "警告": Grade.WARNING,
    "降格": Grade.DOWNGRADED,
    "淘汰": Grade.ELIMINATED,
    "退出": Grade.EXITED,
}
_EVENTS = {
    "listed_creation": "listed_creation",
    "列入创建": "listed_creation",
    "listed_cultivation": "listed_cultivation",
    "列入培育": "listed_cultivation",
    "assessed": "assessed",
    "考核": "assessed",
    "moved_to_cultivation": "moved_to_cultivation",
    "转为培育": "moved_to_cultivation",
    "left_list": "left_list",
    "退出名单": "left_list",
    "named": "named",
    "命名": "named",
}
_IN_BATCHES = frozenset({"listed_creation", "listed_cultivation", "named"})
_BATCH = re.compile(r"batch\s+(?P<en>\d+|not seen)\b|第\s*(?P<zh>\d+)\s*批")
_ASSESSED = re.compile(
    rf"(?P<year>\d{{4}})\s+(?P<list>{'|'.join(_LISTS)})\s+(?P<grade>{'|'.join(_GRADES)})"
    r"(?P<inferred>\s*\(inferred\))?\Z"
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The grade of one year on one list; *inferred* when no page states it."""

    year: int
    list: ListKind
    grade: Grade
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class TownEvent:
    """One thing that happened to one town.

    *detail* is kept as written; *batch* and *assessment* are what it says in the
    grammar of the table, ``None`` where it says no such thing. A batch that
    nobody saw is ``None`` too.
    *line* is the row in its file, for whoever wants to look it up.
    """

    town: str
    on: DayRange
    event: str
    detail: str
    source_url: str = ""
    line: int | None = None
    batch: int | None = None
    assessment: Assessment | None = None


def read_event_rows(
    opened: Opened,
    kinds: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
) -> Table[TownEvent]:
    """Read the table of events.

    *kinds* maps the names of events, Chinese ones included, to what they are
    called inside; by default the six kinds of a provincial list.
    """
    names = {plain_name(k): v for k, v in (kinds or _EVENTS).items()}
    once = Once()

    def read(row: Row) -> TownEvent | None:
        town = row.text("town", required=True)
        on = row.days("on")
        event = row.choice("event", names, required=True)
        detail = row.text("detail")
        url = row.text("source_url")
        if event is None or on is None:
            return None
        batch, assessment = _read_detail(row, event, detail)
        once.check(row, "town", town, on, event, detail)
        if not row.is_sound():
            return None
        return TownEvent(town, on, event, detail, url, row.number, batch, assessment)

    return read_table(opened, EVENTS, read, limits=limits)


def parse_assessment(detail: str) -> Assessment | None:
    """Return the assessment that *detail* states, ``None`` if it states none.

    >>> parse_assessment("2017 创建 良好 (inferred)").grade.value
    'good'
    """
    match = _ASSESSED.match(half_width(detail))
    if match is None:
        return None
    return Assessment(
        int(match["year"]),
        _LISTS[match["list"]],
        _GRADES[match["grade"]],
        match["inferred"] is not None,
    )


def _read_detail(
    row: Row, event: str, detail: str
) -> tuple[int | None, Assessment | None]:
    """Return batch and assessment; an event that needs one must have it."""
    assessment = parse_assessment(detail)
    if event == "assessed" and assessment is None:
        row.refuse(
            "detail",
            "detail_unreadable",
            value=detail,
            event=event,
            form_zh="写成“年份 名单 等次”，如 2017 创建 优秀",
            form_en="write YEAR LIST GRADE, such as 2017 创建 优秀",
        )
    if event not in _IN_BATCHES:
        return None, assessment
    match = _BATCH.match(half_width(detail))
    if match is None:
        row.refuse(
            "detail",
            "detail_unreadable",
            value=detail,
            event=event,
            form_zh="写成 batch 3，不知道批次写 batch not seen",
            form_en="write batch 3, or batch not seen",
        )
        return None, assessment
    number = match["zh"] or match["en"]
    return (int(number) if number.isdigit() else None), assessment
