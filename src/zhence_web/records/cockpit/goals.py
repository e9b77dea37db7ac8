"""The targets of the policies in force below a place: value, verdict and pace.

A target is asked of its whole jurisdiction. Below that, a place shows what its own
members come to, and neither verdict nor pace: nobody set it a target.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel

from zhence.evidence import Interval, Text
from zhence.facts import Observation as FigureFact
from zhence.packs import Pack
from zhence.packs.names import measure_indicators, measure_parameters
from zhence.rules.explain import VERDICT_NAMES
from zhence.targets import Member, Register, TargetFinding, find_targets
from zhence.targets.report import is_own
from zhence_web.packbook import packbook
from zhence_web.packbook.figures import unit_name
from zhence_web.records.accounts.models import Org
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.cockpit.figures import TARGET, Figure, figure_id, labels_in
from zhence_web.records.cockpit.ground import Ground
from zhence_web.records.cockpit.standings import Standings
from zhence_web.records.registry.facts import ruling_on
from zhence_web.records.reporting.facts import figures_known
from zhence_web.records.reporting.models import Observation

_FORMS = ("count", "sum", "tier", "per_year", "multiple", "told", "gross")
_MEASURE = "measure"
_SHARES = ("part", "whole", "reported")


@dataclass(frozen=True, slots=True)
class Goal:
    """A target as the cockpit shows it.

    *asked* is false below the jurisdiction: *verdict* and *pace* are then empty.
    *time* and *way* are shares of 1; *way* ``None``: not known.
    """

    figure: Figure
    policy: str
    target: str
    clauses: tuple[str, ...]
    asked: bool
    verdict: str
    verdict_name: Text
    threshold: Interval | None
    sign: str
    by: str
    aim: bool
    time: float | None
    way: tuple[float | None, float | None] | None
    keeps_up: bool | None
    finding: TargetFinding


def goals(
    ground: Ground,
    told: Standings,
    at: datetime,
    only: Collection[str] | None = None,
) -> tuple[Goal, ...]:
    """Return the targets of one policy, as the members below a place come to them.

    *only* asks for some of them; one that the policy does not have is left out.
    """
    pack = packbook().sources.packs[told.policy]
    wanted = [id_ for id_ in pack.targets if only is None or id_ in only]
    if not wanted or not told.rows:
        return ()
    labels = _labels(ground, at)
    asked = answers_for(pack, ground)
    return tuple(
        _goal(pack, finding, asked=asked, labels=labels)
        for finding in find_targets(
            pack, register_of(ground, told, at), wanted, ground.on
        )
    )


def register_of(ground: Ground, told: Standings, at: datetime) -> Register:
    """Return what the targets are judged by: the members here and their figures."""
    pack = packbook().sources.packs[told.policy]
    sites = {row.site_id for row in told.rows}
    figures = figures_known(at, sites, _read_by(pack))
    held: tuple[FigureFact, ...] = tuple(f for each in figures.values() for f in each)
    return Register(
        members=tuple(
            Member(
                name=row.site.org.code,
                kind=row.site.kind,
                state=told.held[row.pk].state,
                category=_category(row, ground.on, at),
                since=row.since or row.listed_on,
            )
            for row in told.rows
        ),
        observations=held,
    )


def _read_by(pack: Pack) -> frozenset[str]:
    """Return every indicator that the targets of a pack may read, by any measure."""
    catalogue, measures = packbook().sources.catalogue, pack.rulebook.measures
    waiting = [name for model in pack.targets.values() for name in _words(model)]
    seen: set[str] = set()
    read: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if (known := catalogue.find(name)) is not None:
            read.add(known.code)
        if (measure := measures.get(name)) is not None:
            read |= set(measure_indicators(measure))
            waiting += [
                n for kind, n in measure_parameters(measure) if kind == _MEASURE
            ]
    return frozenset(read)


def _words(told: object) -> Iterator[str]:
    """Yield every text that stands somewhere in a form of a pack."""
    if isinstance(told, BaseModel):
        told = told.model_dump()
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for inner in told.values():
            yield from _words(inner)
    elif isinstance(told, list | tuple):
        for inner in told:
            yield from _words(inner)


def answers_for(pack: Pack, ground: Ground) -> bool:
    """Say whether all of the policy's jurisdiction lies in a place."""
    named = [ground.place.name.zh]
    inside = {spot.org for spot in ground.below}
    if ground.place.tier != Tier.SITE:
        rows = Org.objects.filter(pk__in=inside).exclude(tier=Tier.SITE)
        named += [ground.names[pk].zh for pk in rows.values_list("pk", flat=True)]
    return any(is_own(pack, name) for name in named)


def indicators_of(pack: Pack, target: str) -> frozenset[str]:
    """Return the indicators that a target reads."""
    value = pack.targets[target].value
    names = {getattr(value, form) for form in _FORMS} | set(value.less)
    if value.share is not None:
        names |= {getattr(value.share, part, None) for part in _SHARES}
    found: set[str] = set()
    for name in names - {None}:
        measure = pack.rulebook.measures.get(str(name))
        if measure is None:
            known = packbook().sources.catalogue.find(str(name))
            found.add(str(name) if known is None else known.code)
        else:
            found |= set(measure_indicators(measure))
    return frozenset(found)


def _category(row: object, on: date, at: datetime) -> str | None:
    ruling = ruling_on(row, on, at)  # type: ignore[arg-type]  # a membership
    category = getattr(row, "category", "") if ruling is None else ruling.category
    return category or None


def _labels(ground: Ground, at: datetime) -> Mapping[str, frozenset[str]]:
    """Return the labels of what was reported, by indicator; one query."""
    rows = Observation.objects.filter(site__in=ground.sites, recorded_at__lte=at)
    found: dict[str, set[str]] = {}
    for indicator, label in rows.values_list("indicator", "label").distinct():
        found.setdefault(indicator, set()).add(label)
    return {name: frozenset(held) for name, held in found.items()}


def _goal(
    pack: Pack,
    finding: TargetFinding,
    *,
    asked: bool,
    labels: Mapping[str, frozenset[str]],
) -> Goal:
    model = pack.targets[finding.id]
    held = {str(finding.label)} | {
        label
        for name in indicators_of(pack, finding.id)
        for label in labels.get(name, ())
    }
    known = sum(1 for part in finding.members.values() if part.value is not None)
    figure = Figure(
        id=figure_id(TARGET, pack.id, finding.id),
        title=finding.title,
        value=finding.value,
        unit=unit_name(finding.unit.name),
        labels=labels_in(held),
        known=known,
        asked=len(finding.members) or known,
        period=finding.day.isoformat(),
    )
    pace = finding.pace if asked else None
    return Goal(
        figure=figure,
        policy=pack.id,
        target=finding.id,
        clauses=finding.clauses,
        asked=asked,
        verdict=finding.verdict.value if asked else "",
        verdict_name=VERDICT_NAMES[finding.verdict] if asked else Text("", ""),
        threshold=None
        if finding.threshold is None
        else Interval.point(finding.threshold),
        sign={"at_most": "≤", "less_than": "＜", "more_than": "＞", "about": "≈"}.get(
            finding.operator, "≥"
        ),
        by=model.by or "",
        aim=finding.aim,
        time=None if pace is None else float(pace.time),
        way=None
        if pace is None
        else (
            None if pace.way.low is None else float(pace.way.low),
            None if pace.way.high is None else float(pace.way.high),
        ),
        keeps_up=None if pace is None else pace.keeps_up,
        finding=finding,
    )
