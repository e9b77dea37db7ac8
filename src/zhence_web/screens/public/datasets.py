"""The tables that anybody may take away, made of what the pages show.

Every row carries its label, so that a file that has left the site still says what
it is worth; what is not known is empty, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.utils import timezone

from zhence.evidence import Text
from zhence_web.kit.exports import Cell, Column, Table
from zhence_web.packbook import Place, packbook
from zhence_web.packbook.citations import Cited
from zhence_web.records.lifecycle.announced import announced
from zhence_web.screens.public.present import days_text

_REFERENCE = "reference"
_PUBLIC_PAGES = Text(
    "读自公开网页，逐行注明出处；转载报道不具权威性。空格即未知，不是零。",
    "Read on public pages, each row with its source; press reposts are no authority. "
    "An empty cell is unknown, never zero.",
)
_COLUMNS: Mapping[str, Text] = {
    "town": Text("小镇编号", "number of the town"),
    "name": Text("名称", "name"),
    "aliases": Text("又名", "other names"),
    "city_code": Text("设区市代码", "code of the city"),
    "city": Text("设区市", "city"),
    "county_code": Text("县（市、区）代码", "code of the county"),
    "county": Text("县（市、区）", "county"),
    "category": Text("产业类别", "category"),
    "batch": Text("列入批次", "batch of its listing"),
    "on": Text("日期", "day"),
    "standing": Text("状态代码", "code of the standing"),
    "standing_name": Text("状态", "standing"),
    "since": Text("自何日起", "since"),
    "event": Text("事件", "event"),
    "detail": Text("说明", "detail"),
    "inferred": Text("推定", "inferred"),
    "clauses": Text("条款", "clauses"),
    "year": Text("年度", "year"),
    "list": Text("名单", "list"),
    "basis": Text("依据", "basis"),
    "grades": Text("成绩", "grades"),
    "indicator": Text("指标", "indicator"),
    "about": Text("约略", "about"),
    "value": Text("数值", "value"),
    "unit": Text("单位", "unit"),
    "period": Text("时期", "period"),
    "status": Text("性质", "status"),
    "policy": Text("政策", "policy"),
    "clause": Text("条款", "clause"),
    "section": Text("原文位置", "place in the text"),
    "force": Text("效力", "force"),
    "summary": Text("概述（我们的话）", "summary in our words, Chinese"),
    "summary_en": Text("概述（英文）", "summary in our words, English"),
    "title": Text("标题", "title"),
    "edition": Text("版本", "edition"),
    "issuer": Text("制定机关", "issuer"),
    "valid_from": Text("施行", "in force from"),
    "valid_to": Text("终止", "in force to"),
    "hash": Text("校验值", "hash"),
    "decision": Text("决定", "decision"),
    "body": Text("机关", "body"),
    "document": Text("文号", "document"),
    "effective": Text("生效日期", "effective from"),
    "published_at": Text("公布时间", "published at"),
    "withdrawn_on": Text("撤销生效日", "withdrawn from"),
    "site": Text("编号", "number"),
    "sources": Text("出处", "sources"),
    "label": Text("标签", "label"),
}
Rows = Iterable[tuple[Cell, ...]]


def _towns(on: date) -> Table:
    book = packbook()
    standings = book.standings.on(on)
    return _table(
        "towns",
        Text(f"浙江省特色小镇（状态截至 {on}）", f"Towns with standings as of {on}"),
        _PUBLIC_PAGES,
        "town name aliases city_code city county_code county category batch on "
        "standing standing_name since label",
        (
            (
                t.id,
                t.name,
                "|".join(t.aliases),
                *_place(t.city),
                *_place(t.county),
                t.category.zh if t.category else None,
                "|".join(x.batch for x in t.listings),
                on.isoformat(),
                standings[t.name].state.lower(),
                standings[t.name].name.zh,
                days_text(since).zh if (since := standings[t.name].since) else None,
                _REFERENCE,
            )
            for t in book.towns
        ),
    )


def _events(on: date) -> Table:
    book = packbook()
    return _table(
        "events",
        Text("历次事件", "Events"),
        _PUBLIC_PAGES,
        "on town name event detail standing inferred clauses sources label",
        (
            (
                days_text(m.on).zh,
                t.id,
                t.name,
                m.title.zh,
                m.detail.zh,
                m.state.lower() if m.state else None,
                "1" if m.inferred else "0",
                "|".join(m.clauses),
                _sources(m.sources),
                _REFERENCE,
            )
            for t in book.towns
            for m in book.standings.timeline(t.name, on)
        ),
    )


def _grades(_on: date) -> Table:
    book = packbook()
    return _table(
        "grades",
        Text("年度考核成绩", "Grades of the annual assessments"),
        Text(
            f"{_PUBLIC_PAGES.zh}隐含（implied）是几等之一，不是其中某一等。",
            f"{_PUBLIC_PAGES.en} An implied grade is one of several, never one.",
        ),
        "year town name list grades basis sources label",
        (
            (
                g.year,
                t.id,
                t.name,
                g.state.lower(),
                "|".join(g.grades),
                g.basis.value,
                _sources(g.sources),
                _REFERENCE,
            )
            for t in book.towns
            for g in book.grades.of(t.name)
        ),
    )


def _figures(_on: date) -> Table:
    book = packbook()
    return _table(
        "figures",
        Text("公开数据", "Published figures"),
        Text(
            "网页上公布的数值，单位和时期按原文，互有出入的并列，不作判定。",
            "As printed on web pages, units and periods too; what contradicts stands "
            "side by side, and nothing is judged on it.",
        ),
        "town name indicator about value unit period status sources label",
        (
            (
                t.id,
                t.name,
                f.indicator.zh,
                f.about.zh if f.about else None,
                f.value,
                f.unit.zh,
                f.period.zh,
                f.status.zh,
                _sources(f.sources),
                _REFERENCE,
            )
            for t in book.towns
            for f in book.figures.get(t.name, ())
        ),
    )


def _policies(_on: date) -> Table:
    return _table(
        "policies",
        Text("政策一览", "Policies"),
        Text(
            "每份政策一个数据包；与原文不一致的，以原文为准。",
            "One pack a policy; where pack and document differ, the document is right.",
        ),
        "policy title edition issuer valid_from valid_to hash status label",
        (
            (
                p.id,
                p.title.zh,
                p.edition.zh,
                p.issuer.zh,
                p.valid_from.isoformat() if p.valid_from else None,
                p.valid_to.isoformat() if p.valid_to else None,
                p.hash,
                p.status,
                p.label.zh,
            )
            for p in packbook().policies.values()
        ),
    )


def _clauses(_on: date) -> Table:
    return _table(
        "clauses",
        Text("条款", "Clauses"),
        Text(
            "用我们自己的话概述，不是原文；以原文为准。",
            "In our own words, not the text; the document is right.",
        ),
        "policy clause section force summary summary_en label",
        (
            (p.id, c.id, c.section, c.force.zh, c.summary.zh, c.summary.en, p.label.zh)
            for p in packbook().policies.values()
            for chapter in p.chapters
            for c in chapter.clauses
        ),
    )


def _decisions(_on: date) -> Table:
    return _table(
        "decisions",
        Text("本平台公布的决定", "Decisions published here"),
        Text(
            "有权机关登记并公布的决定。标签为 synthetic 的是演示用的模拟数据。",
            "Decisions that competent bodies recorded and published. Rows labelled "
            "synthetic are made up for the demo.",
        ),
        "decision site name policy title body document on effective published_at "
        "withdrawn_on label",
        (
            (
                d.id,
                d.number,
                d.name,
                d.policy,
                d.title.zh,
                d.body.zh,
                d.document,
                d.on.isoformat(),
                d.effective.isoformat(),
                d.published_at.isoformat(timespec="seconds"),
                d.withdrawn_on.isoformat() if d.withdrawn_on else None,
                d.label,
            )
            for d in announced(timezone.localdate())
        ),
    )


DATASETS: Mapping[str, Callable[[date], Table]] = {
    "towns": _towns,
    "events": _events,
    "grades": _grades,
    "figures": _figures,
    "policies": _policies,
    "clauses": _clauses,
    "decisions": _decisions,
}
"""Every table by its name; those of the register are asked for a day."""

OF_A_DAY = frozenset({"towns"})
"""The tables in which the day makes a difference."""

RECORDED = frozenset({"decisions"})
"""The tables that change while the site runs."""


def _table(name: str, title: Text, note: Text, codes: str, rows: Rows) -> Table:
    columns = tuple(Column(code, _COLUMNS[code]) for code in codes.split())
    return Table(name, title, note, columns, tuple(rows))


def _place(place: Place | None) -> tuple[Cell, Cell]:
    return (None, None) if place is None else (place.code, place.name.zh)


def _sources(sources: Iterable[Cited]) -> str:
    return " ; ".join(source.url or source.name.zh for source in sources)
