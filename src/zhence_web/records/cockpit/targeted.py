"""A target explained: who is asked, what each comes to, and from which figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from zhence.evidence import Interval, Text
from zhence.packs import Pack
from zhence.targets import TargetFinding
from zhence.targets.figures import figures_of, of_year, on_day
from zhence.units import from_smallest, unit
from zhence_web.packbook import packbook
from zhence_web.packbook.implements import target_view
from zhence_web.records.cockpit import totals
from zhence_web.records.cockpit.goals import (
    Goal,
    goals,
    indicators_of,
    register_of,
)
from zhence_web.records.cockpit.ground import Ground
from zhence_web.records.cockpit.sources import Source, cells, standing_sources
from zhence_web.records.cockpit.standings import Standings, standings_below
from zhence_web.records.cockpit.told import Explained, Part
from zhence_web.records.registry.models import Membership
from zhence_web.records.reporting.models import Observation

_TWO = 2
_DECEMBER, _LAST = 12, 31


def explained_target(
    names: tuple[str, ...], ground: Ground, at: datetime
) -> Explained | None:
    """Return a target explained, ``None`` where no policy here has it."""
    if len(names) != _TWO or names[0] not in ground.policies:
        return None
    policy, id_ = names
    told = standings_below(ground, policy, at)
    goal = next((g for g in goals(ground, told, at, (id_,))), None)
    if goal is None:
        return None
    pack: Pack = packbook().sources.packs[policy]
    title, wanted = target_view(pack, id_)
    reading = goal.finding.reading or Text("", "")
    return Explained(
        figure=goal.figure,
        definition=Text(
            f"{title.zh}：{wanted.zh}。{reading.zh}",
            f"{title.en}: {wanted.en}. {reading.en}",
        ),
        formula=_formula(pack, id_, goal),
        clauses=tuple((policy, clause) for clause in goal.clauses),
        pack=pack,
        parts=_parts(pack, goal, ground, told, at),
    )


def _formula(pack: Pack, id_: str, goal: Goal) -> Text:
    value = pack.targets[id_].value
    names = [totals.indicator_name(n) for n in sorted(indicators_of(pack, id_))]
    zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
    if value.members is not None:
        return Text("处于所列状态的成员，逐个计 1", "one for each member in the states")
    if value.share is not None:
        return Text(f"成员之和相除：{zh}", f"one sum of the members over another: {en}")
    if value.coverage is not None:
        return Text("满足的成员 ÷ 全部成员", "members that satisfy it over all members")
    year = _year(goal.finding)
    return Text(f"Σ 成员 {year} 年：{zh}", f"Σ over the members, {year}: {en}")


def _year(finding: TargetFinding) -> int:
    day = finding.day
    full = (day.month, day.day) == (_DECEMBER, _LAST)
    return day.year if full else day.year - 1


def _parts(
    pack: Pack, goal: Goal, ground: Ground, told: Standings, at: datetime
) -> tuple[Part, ...]:
    model = pack.targets[goal.target]
    states = frozenset(model.value.members or model.population.states)
    rows = [r for r in told.rows if not states or told.held[r.pk].state in states]
    codes = indicators_of(pack, goal.target)
    if model.value.members is not None or not codes:
        sources = standing_sources(rows, ground.on, at)
        by_site: Mapping[int, tuple[Source, ...]] = {
            row.site_id: sources[row.pk] for row in rows
        }
        values = dict.fromkeys((row.site.org.code for row in rows), Interval.point(1))
        if model.value.members is None:
            values = {}
    else:
        held = totals.observed({r.site_id for r in rows}, codes, at)
        by_site = cells(_telling(held, goal.finding.day, _year(goal.finding)), ground)
        values = _values(pack, goal, ground, told, rows, at)
    return tuple(
        Part(
            key=str(row.site.number),
            number=row.site.number,
            name=ground.site_name(row.site_id),
            value=values.get(row.site.org.code),
            said=told.held[row.pk].title,
            sources=by_site.get(row.site_id, ()),
        )
        for row in rows
    )


def _values(  # one argument a thing that is looked at
    pack: Pack,
    goal: Goal,
    ground: Ground,
    told: Standings,
    rows: Iterable[Membership],
    at: datetime,
) -> dict[str, Interval]:
    """Return what each member comes to, by the code of its organisation."""
    members = {n: m.value for n, m in goal.finding.members.items()}
    value = pack.targets[goal.target].value
    if members or value.sum is None:
        return {n: v for n, v in members.items() if v is not None}
    into = unit(pack.targets[goal.target].unit)
    register = register_of(ground, told, at)
    figures = figures_of(pack.rulebook, register, ground.on, None)
    when = (
        on_day(goal.finding.day)
        if value.over == "latest"
        else of_year(_year(goal.finding))
    )
    subjects = [row.site.org.code for row in rows]
    amounts = figures.amounts(figures.measure(value.sum, into), when, subjects)
    return {
        name: Interval(
            *(
                None if end is None else from_smallest(end, into)
                for end in (amount.interval.low, amount.interval.high)
            )
        )
        for name, amount in amounts.items()
        if amount.told
    }


def _telling(
    rows: Iterable[Observation], day: date, year: int
) -> tuple[Observation, ...]:
    """Return the figures that tell of the year: the last and longest of each."""
    found: dict[tuple[int, str], Observation] = {}
    for row in rows:
        if row.starts.year != year or row.starts > day:
            continue
        key = (row.site_id, row.indicator)
        best = found.get(key)
        if best is None or (row.ends, best.starts) > (best.ends, row.starts):
            found[key] = row
    return tuple(found.values())
