"""What is said of a filled form that no other table can have wrong."""

from __future__ import annotations

from zhence.errors import NOWHERE, Fault, Severity, Where
from zhence.intake.characters import shown


def item_unknown(text: str, near: str) -> Fault:
    """Return the fault of a row that names nothing on the form."""
    said = shown(text) or "—"
    zh, en = (f"，是不是“{near}”？", f"; is it {near}?") if near else ("", "")
    return Fault(
        "item_unknown",
        f"这张表没有“{said}”这一项{zh}",
        f"the form has no item {said}{en}",
        NOWHERE,
        "照表样写名称或代码，或删去这一行 / use the form's names, or delete the row",
    )


def item_disputed(code: str, name: str) -> Fault:
    """Return the fault of a row whose code and name are two items."""
    return Fault(
        "item_disputed",
        f"代码是 {shown(code)}，名称却是“{shown(name)}”",
        f"the code says {shown(code)}, the name {shown(name)}",
        NOWHERE,
        "以表样为准改正其一 / correct one of the two by the form",
    )


def item_twice(name: str, first: int) -> Fault:
    """Return the fault of an item that stands in two rows."""
    return Fault(
        "item_twice",
        f"“{name}”在第 {first} 行已经填过",
        f"{name} was filled in row {first} already",
        NOWHERE,
        "只留一行 / keep one row",
    )


def unit_converted(unit: str, usual: str) -> Fault:
    """Return the question about a unit that is not the form's but converts."""
    return Fault(
        "unit_converted",
        f"单位写的是“{unit}”，表中是“{usual}”，已换算",
        f"the unit is {unit}, the form has {usual}: it was converted",
        NOWHERE,
        "确认数是按所写单位填的 / make sure that the figure is in the unit written",
        Severity.WARNING,
    )


def unit_of_another_kind(unit: str, usual: str) -> Fault:
    """Return the fault of a unit that the form's cannot be turned into."""
    return Fault(
        "unit_mismatch",
        f"单位“{shown(unit)}”不能换算成“{usual}”",
        f"cannot turn {shown(unit)} into {usual}",
        NOWHERE,
        f"写 {usual} 或能换算成它的单位 / write {usual} or a unit that converts",
    )


def of_another(what: Text2, found: str, expected: str, where: Where) -> Fault:
    """Return the fault of a template that was made for something else."""
    zh, en = what
    return Fault(
        "template_of_another",
        f"表样的{zh}是 {shown(found)}，应为 {shown(expected)}",
        f"the template's {en} is {shown(found)}, expected {shown(expected)}",
        where,
        "下载对应的表样重新填写 / take the right template and fill it in",
    )


def no_period(where: Where) -> Fault:
    """Return the question about a sheet that does not say its period."""
    return Fault(
        "period_not_said",
        "没有表样标记，不知道是哪一期，没有和往期比较",
        "it carries no mark, so its period is unknown and nothing earlier was compared",
        where,
        "用下载的表样填写，或指明报告期 / use the template, or name the period",
        Severity.WARNING,
    )


def weight(fault: Fault) -> Text2:
    """Return what is asked of whoever filled the file: mend, explain, or look again."""
    if fault.severity is Severity.WARNING:
        return "提醒", "warning"
    return ("需说明", "needs a reason") if fault.soft else ("必须改", "must be mended")


Text2 = tuple[str, str]
FORM: Text2 = ("表", "form")
EDITION: Text2 = ("版次", "edition")
PERIOD: Text2 = ("报告期", "period")
SITE: Text2 = ("填报单位", "site")
