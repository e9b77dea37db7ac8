"""The tables of subjects and of projects: who is on which list, what is built."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from zhence.evidence import NON_NEGATIVE, Interval, Source, Text
from zhence.facts import Membership, Project
from zhence.facts.catalogue import plain_name
from zhence.intake.columns import Column, Form
from zhence.intake.grid import Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.measures import Bounds, chosen_unit, smallest, stated_unit
from zhence.intake.rows import Once, Row
from zhence.intake.table import Table, read_table
from zhence.periods import Span
from zhence.units import Unit, unit

SUBJECTS = Form(
    "subjects",
    Text("主体表", "subjects"),
    (
        Column("subject", "主体", ("小镇", "园区", "主体代码")),
        Column("name", "名称", ("小镇名称", "园区名称"), required=False),
        Column("kind", "类型", required=False),
        Column("policy", "政策", ("适用政策",)),
        Column("list", "名单", ("名单类型",)),
        Column("state", "状态", required=False),
        Column("category", "类别", ("产业类别", "产业类型"), required=False),
        Column("county", "县（市、区）", ("县区", "所在县"), required=False),
        Column("listed_on", "列入日期", ("公布日期",), required=False),
        Column("stay_first_year", "首个考核年", required=False),
        Column("plan_total", "计划总投资", required=False),
        Column("plan_total_unit", "计划总投资单位", ("单位",), required=False),
    ),
)
PROJECTS = Form(
    "projects",
    Text("项目表", "projects"),
    (
        Column("subject", "主体", ("小镇", "园区", "主体代码")),
        Column("project", "项目", ("项目名称",)),
        Column("use", "用途", ("项目用途", "项目类型")),
        Column("lead", "主导产业", ("特色产业", "是否主导产业"), required=False),
        Column("amount", "投资额", ("金额", "完成投资")),
        Column("unit", "单位", ("计量单位",)),
        Column("residential", "住宅部分", ("住宅投资",), required=False),
        Column("split", "已拆分", ("住宅已拆分",), required=False),
        Column("from", "开始日期", ("起始日期", "起"), required=False),
        Column("to", "结束日期", ("截止日期", "止"), required=False),
    ),
)

UNKNOWN_STATE = "unknown"
MIXED = "mixed"
_KINDS = {"town": "town", "小镇": "town", "特色小镇": "town"} | {
    "park": "park",
    "园区": "park",
    "产业园区": "park",
    "产业平台": "park",
}
USES: Mapping[str, str] = {
    "industrial": "industrial",
    "产业": "industrial",
    "工业": "industrial",
    "infrastructure": "infrastructure",
    "基础设施": "infrastructure",
    "residential": "residential",
    "住宅": "residential",
    "商品住宅": "residential",
    "commercial_complex": "commercial_complex",
    "商业综合体": "commercial_complex",
    MIXED: MIXED,
    "混合": MIXED,
    "tourism": "tourism",
    "旅游": "tourism",
    "culture": "culture",
    "文化": "culture",
    "public_service": "public_service",
    "公共服务": "public_service",
    "research": "research",
    "科研": "research",
}
_MONEY = Bounds(unit("元"))
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that one policy knows; empty means that any word will do.

    They come from the packs: the library knows no list and no category itself.
    """

    lists: Collection[str] = ()
    states: Collection[str] = ()
    categories: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """One row of the table of subjects.

    *plan_total* is in 分, everything possible where it is unknown.
    A state or list that was left empty is ``unknown``.
    """

    membership: Membership
    policy: str
    name: str = ""
    kind: str | None = None
    county: str = ""
    plan_total: Interval = NON_NEGATIVE
    source: Source = field(default_factory=Source)


def read_subject_rows(
    opened: Opened,
    vocabularies: Mapping[str, Vocabulary] | None = None,
    limits: Limits = LIMITS,
) -> Table[Subject]:
    """Read the table of subjects; with *vocabularies*, by policy id, words too.

    A subject may be on several lists, under each policy once.
    """
    once = Once()
    words = vocabularies or {}

    def read(row: Row) -> Subject | None:
        return _subject(row, words, once)

    return read_table(opened, SUBJECTS, read, limits=limits)


def read_project_rows(opened: Opened, limits: Limits = LIMITS) -> Table[Project]:
    """Read the table of projects; an empty amount is unknown, not nothing."""
    once = Once()
    return read_table(opened, PROJECTS, lambda row: _project(row, once), limits=limits)


def _subject(
    row: Row, vocabularies: Mapping[str, Vocabulary], once: Once
) -> Subject | None:
    subject = row.text("subject", required=True)
    policy = row.text("policy", required=True)
    if vocabularies and policy and policy not in vocabularies:
        row.choice("policy", {plain_name(p): p for p in vocabularies})
    known = vocabularies.get(policy, Vocabulary())
    listed = _word(row, "list", known.lists)
    once.check(row, "subject", subject, policy, listed)
    found = Subject(
        membership=Membership(
            subject=subject,
            list=listed or UNKNOWN_STATE,
            state=_word(row, "state", known.states) or UNKNOWN_STATE,
            category=_word(row, "category", known.categories) or None,
            listed_on=row.day("listed_on"),
            stay_first_year=_year(row, "stay_first_year"),
        ),
        policy=policy,
        name=row.text("name"),
        kind=row.choice("kind", _KINDS),
        county=row.text("county"),
        plan_total=_money(row, "plan_total", stated_unit(row, "plan_total_unit")),
        source=_source(row),
    )
    return found if row.is_sound() else None


def _word(row: Row, column: str, choices: Collection[str]) -> str:
    """Return a word of the policy's vocabulary, any word where there is none."""
    if not choices:
        return row.text(column)
    return row.choice(column, {plain_name(c): c for c in choices}) or ""


def _year(row: Row, column: str) -> int | None:
    if row.blank(column):
        return None
    period = row.period(column)
    if period is None:
        return None
    if str(period) != str(period.start.year):
        row.refuse(column, "year_expected", text=period)
    return period.start.year


def _money(row: Row, column: str, stated: Unit | None) -> Interval:
    """Return an amount of money in 分; unknown where the cell is empty."""
    given = row.amount(column)
    if given is None or given.unknown:
        return NON_NEGATIVE
    if not given.applies:
        row.refuse(column, "number_placeholder", text="n/a")
        return NON_NEGATIVE
    measure = chosen_unit(row, column, given, stated)
    if measure is None:
        if row.is_sound():
            row.refuse(column, "unit_missing", expected="万元")
        return NON_NEGATIVE
    amount = smallest(row, column, given, measure, _MONEY)
    return NON_NEGATIVE if amount is None else Interval.point(amount)


def _project(row: Row, once: Once) -> Project | None:
    subject = row.text("subject", required=True)
    name = row.text("project", required=True)
    use = row.choice("use", USES, required=True)
    stated = stated_unit(row, "unit")
    amount = _money(row, "amount", stated)
    period = _period(row)
    once.check(row, "project", subject, name, period)
    residential = None
    if not row.blank("residential"):
        residential = _money(row, "residential", stated)
        _check_part(row, residential, amount)
    split = row.flag("split")
    found = Project(
        subject=subject,
        name=name,
        use=use or "",
        amount=amount,
        lead=row.flag("lead"),
        residential=residential,
        # A mixed project that says nothing of its housing has not split it off:
        # taking "nothing said" for "no housing" would be a guess.
        split=(use != MIXED or residential is not None) if split is None else split,
        period=period,
        source=_source(row),
    )
    return found if row.is_sound() else None


def _check_part(row: Row, part: Interval, whole: Interval) -> None:
    if part.low is not None and whole.high is not None and part.low > whole.high:
        row.refuse("residential", "part_above_whole")


def _period(row: Row) -> Span | None:
    """Return the days from the first to the last one, both included."""
    first, last = row.day("from"), row.day("to")
    if first is None and last is None:
        return None
    if first is None or last is None:
        if row.blank("from") or row.blank("to"):
            row.refuse("from" if first is None else "to", "dates_incomplete")
        return None
    if last < first:
        row.refuse("to", "dates_backward")
        return None
    return Span(first, last + _ONE_DAY)


def _source(row: Row) -> Source:
    where = row.where()
    return Source("", where.file, where.cell or f"line {row.number}")
