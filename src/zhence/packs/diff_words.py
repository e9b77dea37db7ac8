"""Values, names and periods as words of both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel

from zhence.evidence import Text
from zhence.packs.diff_change import Kind, Period
from zhence.packs.schema import Words
from zhence.rules.dated import DatedValue, Parameter, ParameterValue
from zhence.units import Unit, decimal_text

NOTHING = Text("无", "none")
OPEN = Text("未定", "left open")

KINDS: Mapping[Kind, Text] = {
    Kind.HEAD: Text("政策", "policy"),
    Kind.CRITERION: Text("判据", "criterion"),
    Kind.PARAMETER: Text("参数", "parameter"),
    Kind.THRESHOLD: Text("分类限值表", "table by category"),
    Kind.MEASURE: Text("计量口径", "measure"),
    Kind.TRANSITION: Text("状态变更", "transition"),
    Kind.TARGET: Text("目标", "target"),
    Kind.CATEGORY: Text("类别", "category"),
    Kind.CHECKLIST: Text("清单", "checklist"),
    Kind.INCENTIVE: Text("激励", "incentive"),
    Kind.STATE: Text("状态", "state"),
    Kind.LIFECYCLE: Text("生命周期", "life cycle"),
    Kind.CLAUSE: Text("条款", "clause"),
    Kind.REMARK: Text("提示", "remark"),
    Kind.SHOWN: Text("展示值", "shown value"),
    Kind.DOCUMENT: Text("文件", "document"),
    Kind.NOT_COMPUTABLE: Text("不可计算条款", "clause without verdict"),
    Kind.PUBLISHED: Text("公布数", "published figures"),
}

# Words of packs that are not proper names; what is not here is shown as it stands.
_VOCABULARY: Mapping[str, Text] = {
    "mandatory": Text("强制", "mandatory"),
    "principle": Text("原则", "in principle"),
    "aim": Text("力争", "aim"),
    "encourage": Text("鼓励", "encouraged"),
    "descriptive": Text("描述", "descriptive"),
    "official": Text("正式", "official"),
    "draft": Text("草案", "draft"),
    "reference": Text("参考", "reference"),
    "practice": Text("实践", "practice"),
    "in_force": Text("施行中", "in force"),
    "expired": Text("已失效", "expired"),
    "ours": Text("我们的假定", "ours"),
    "local": Text("地方", "local"),
    "application": Text("申报", "application"),
    "annual": Text("年度考核", "annual assessment"),
    "acceptance": Text("验收", "acceptance"),
    "standing": Text("日常", "standing"),
    "at_least": Text("不低于", "at least"),
    "more_than": Text("超过", "more than"),
    "at_most": Text("不超过", "at most"),
    "less_than": Text("低于", "less than"),
    "exactly": Text("等于", "exactly"),
    "about": Text("左右", "about"),
    "first": Text("首年", "first"),
    "later": Text("以后年度", "later"),
    "known": Text("已写明", "known"),
    "missing": Text("缺失", "missing"),
    "parameter": Text("由参数给出", "given by a parameter"),
    "all": Text("全部", "all"),
}


def plain(value: object) -> Text:
    """Return any value of a pack as words; an absent one is named as such.

    >>> plain(["annual", "N4"]).zh, plain(None).en, plain({"by": 3}).en
    ('年度考核、N4', 'none', 'by: 3')
    """
    match value:
        case Text():
            return value
        case Words(zh=zh, en=en):
            return Text(zh, en)
        case None | "" | () | [] | frozenset():
            return NOTHING
        case bool():
            return Text("是", "yes") if value else Text("否", "no")
        case StrEnum():
            return plain(value.value)
        case Fraction():
            return same(decimal_text(value))
        case BaseModel():
            return plain(value.model_dump(exclude_unset=True, by_alias=True))
        case Mapping():
            return _pairs(value)
        case list() | tuple():
            return listed(plain(v) for v in value)
        case _:
            return _VOCABULARY.get(str(value), same(str(value)))


def _pairs(held: Mapping[object, object]) -> Text:
    told = [(plain(k), plain(v)) for k, v in held.items()]
    return Text(
        "；".join(f"{k.zh}：{v.zh}" for k, v in told) or NOTHING.zh,
        "; ".join(f"{k.en}: {v.en}" for k, v in told) or NOTHING.en,
    )


def same(words: str) -> Text:
    """Return words that read alike in both languages: ids, numbers, dates."""
    return Text(words, words)


def listed(words: Iterable[Text]) -> Text:
    """Join words the way each language lists them; nothing is named as such."""
    told = list(words)
    return Text(
        "、".join(t.zh for t in told) or NOTHING.zh,
        ", ".join(t.en for t in told) or NOTHING.en,
    )


def quoted(title: Text) -> Text:
    """Return a title between quotation marks."""
    return Text(f"「{title.zh}」", f'"{title.en}"')


def value_words(value: ParameterValue, parameter: Parameter) -> Text:
    """Return a parameter's value with its unit; ``None`` was left open.

    >>> from zhence.units import unit
    >>> value_words(Fraction(20), Parameter("p", Text("", ""), (), unit("亿元"))).zh
    '20 亿元'
    """
    if value is None:
        return OPEN
    if isinstance(value, Fraction):
        return amount(value, parameter.unit)
    return plain(value)


def amount(value: Fraction, into: Unit | None) -> Text:
    """Return a number with its unit, exact."""
    if into is None or into.name == "1":
        return same(decimal_text(value))
    gap = "" if into.name == "%" else " "
    return same(f"{decimal_text(value)}{gap}{into.name}")


def period_words(period: Period) -> Text:
    """Return a period; one without ends is "at any time"."""
    match period:
        case Period(None, None):
            return Text("不限期", "at any time")
        case Period(date() as first, None):
            return Text(f"自{first}起", f"from {first}")
        case Period(None, last):
            return Text(f"至{last}止", f"until {last}")
        case Period(first, last):
            return Text(f"{first}至{last}", f"from {first} to {last}")


def size(value: DatedValue | None, parameter: Parameter) -> object:
    """Return what a value is compared by: smallest units, a grade's rank, a list.

    ``None`` when there is no value, or when the text leaves it open.
    """
    held = None if value is None else value.value
    if isinstance(held, str) and held in parameter.levels:
        return parameter.levels.index(held)
    if isinstance(held, Fraction) and parameter.unit is not None:
        return held * parameter.unit.factor
    return held
