"""How each kind of figure is explained: its definition, its formula, its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction

from zhence.evidence import Interval, Label, Text
from zhence.packs import Pack
from zhence_web.packbook import packbook
from zhence_web.records.cockpit import totals, waiting
from zhence_web.records.cockpit.figures import Figure
from zhence_web.records.cockpit.ground import Ground
from zhence_web.records.cockpit.sources import Source, cells, standing_sources
from zhence_web.records.cockpit.standings import standing_figure, standings_below
from zhence_web.records.cockpit.targeted import explained_target
from zhence_web.records.cockpit.told import Explained, Part

__all__ = ["EXPLAINED", "Explained", "Part"]

Explaining = Callable[[tuple[str, ...], Ground, datetime], Explained | None]
_TWO, _THREE = 2, 3


def _standing(names: tuple[str, ...], ground: Ground, at: datetime) -> Explained | None:
    if len(names) != _TWO or names[0] not in ground.policies:
        return None
    policy, state = names
    pack: Pack = packbook().sources.packs[policy]
    told = standings_below(ground, policy, at)
    rows = told.in_state(state)
    if pack.lifecycle is None or state not in pack.lifecycle.states:
        return None
    sources = standing_sources(rows, ground.on, at)
    return Explained(
        figure=standing_figure(told, pack, state),
        definition=Text(
            f"在 {pack.title.zh} 名单上、截至所问之日处于该状态的成员数。"
            "状态由名单登记和此后每一次流转得出；名单外和未见记载的不计。",
            f"How many members on the list of {pack.title.en} stand in this state at "
            "the end of the day asked about, by the listing of each and every move "
            "since; who is on no list is not counted.",
        ),
        formula=Text("成员逐个计 1，相加", "one for each member, added up"),
        clauses=tuple((policy, clause) for clause in _clauses(pack, state)),
        pack=pack,
        parts=tuple(
            Part(
                key=str(row.site.number),
                number=row.site.number,
                name=ground.site_name(row.site_id),
                value=Interval.point(1),
                said=told.held[row.pk].title,
                sources=sources[row.pk],
            )
            for row in rows
        ),
    )


def _clauses(pack: Pack, state: str) -> tuple[str, ...]:
    steps = () if pack.lifecycle is None else pack.lifecycle.transitions
    found = [c for t in steps if t.target == state for c in t.clauses]
    return tuple(dict.fromkeys(found))


def _total(names: tuple[str, ...], ground: Ground, at: datetime) -> Explained | None:
    days = _days(names)
    if days is None:
        return None
    indicator, (starts, ends) = names[0], days
    try:
        into = totals.shown_unit(indicator)
    except KeyError:
        return None
    rows = totals.reported(list(ground.sites), at)
    season = totals.Season(
        ends, tuple(r for r in rows if (r.starts, r.ends) == (starts, ends))
    )
    sites = frozenset(ground.sites)
    figure = totals.total(season, indicator, sites, starts)
    held = totals.observed(list(ground.sites), [indicator], at)
    told = cells((o for o in held if (o.starts, o.ends) == (starts, ends)), ground)
    values = {row.site: row for row in season.of(indicator)}
    return Explained(
        figure=figure,
        definition=Text(
            f"{figure.title.zh}：{figure.period}"
            "内各小镇经逐级审定的报数之和。"
            "缺报的小镇不按零计，合计因此只是下限。",
            f"{figure.title.en}: the sum of what sites reported for "
            f"{figure.period} and every level accepted. Who is silent "
            "is not taken as zero, so that the sum is then a lower bound.",
        ),
        formula=Text(
            f"Σ 各小镇报数（{into}）；已报 {figure.known} / 应报 {figure.asked}",
            f"Σ of the sites' figures ({figure.unit.en or into}); "
            f"{figure.known} of {figure.asked} reported",
        ),
        clauses=(),
        pack=None,
        parts=tuple(
            _part(ground, site, values.get(site), into, told.get(site, ()))
            for site in ground.sites
        ),
    )


def _part(
    ground: Ground,
    site: int,
    row: totals.Reported | None,
    into: str,
    sources: tuple[Source, ...],
) -> Part:
    value = None if row is None else totals.added([row], 1, into)
    silent = Text("缺报", "not reported") if row is None else Text("", "")
    number = ground.sites[site].number
    return Part(str(number), number, ground.site_name(site), value, silent, sources)


def _days(names: tuple[str, ...]) -> tuple[date, date] | None:
    if len(names) != _THREE:
        return None
    try:
        starts, ends = map(date.fromisoformat, names[1:])
    except ValueError:
        return None
    return (starts, ends) if starts < ends else None


def _waiting(names: tuple[str, ...], ground: Ground, at: datetime) -> Explained | None:
    if len(names) != 1 or names[0] not in waiting.KINDS:
        return None
    held = waiting.things(names[0], ground, at)
    figure: Figure = waiting.waiting_figure(names[0], held)
    return Explained(
        figure=figure,
        definition=_WAITS[names[0]],
        formula=Text("逐件计 1，相加", "one for each thing, added up"),
        clauses=(),
        pack=None,
        parts=tuple(
            Part(
                key=f"{one.kind}-{one.id}",
                number=one.number(ground),
                name=one.whose(ground),
                value=Interval.point(Fraction(1)),
                said=Text(
                    f"{one.what.zh} · {one.detail.zh}",
                    f"{one.what.en} · {one.detail.en}",
                ),
                sources=(waiting_source(one, at),),
            )
            for one in held
        ),
    )


def waiting_source(one: waiting.Waiting, at: datetime) -> Source:
    """Return a waiting thing as the source of itself."""
    return Source(
        kind=one.kind,
        id=one.id,
        title=one.what,
        value=one.detail,
        unit=Text("", ""),
        period="" if one.day is None else one.day.isoformat(),
        label=Label(one.label),
        known_at=at,
        return_id=one.id if one.kind == "return" else None,
    )


_WAITS: Mapping[str, Text] = {
    "overdue": Text(
        "由预警规则产生、办理期限已过、尚未办结的任务。",
        "Tasks that an alert rule raised, past their day and not closed.",
    ),
    "tasks": Text(
        "由预警规则产生、尚未办结的任务；事由消失的自动办结。",
        "Tasks that an alert rule raised and nobody has closed; one whose cause is "
        "gone closes by itself.",
    ),
    "late": Text(
        "截止日已过、仍在小镇手中（未提交或已退回）的报表。",
        "Returns past their last day that are still with the site: not submitted, or "
        "sent back.",
    ),
    "returns": Text(
        "已提交、还没有被最后一级审定的报表。",
        "Returns that were submitted and that the last level has not accepted yet.",
    ),
    "proposals": Text(
        "有约束力的研判提出、尚无有权机关答复、且未被更新的研判取代的建议。",
        "Proposals of binding runs that no body has answered and no newer run has "
        "replaced.",
    ),
    "reviews": Text(
        "因数据重述而打开、尚未关闭的复核。",
        "Reviews that a restated figure opened and nobody has closed.",
    ),
    "cases": Text(
        "已立案、尚未结案的核查事项。", "Cases that were opened and not closed."
    ),
}

EXPLAINED: Mapping[str, Explaining] = {
    "standing": _standing,
    "total": _total,
    "target": explained_target,
    "waiting": _waiting,
}
