"""Targets of a policy, each found on one day: value, verdict, gap, pace."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from zhence.errors import BadInputError, Fault
from zhence.evidence import Interval, Label, Text, Verdict
from zhence.packs.pack import Pack
from zhence.rules.judge import status_flags
from zhence.rules.rulebook import Status
from zhence.targets.asked import Asked
from zhence.targets.coverage import coverage
from zhence.targets.figures import figures_of
from zhence.targets.finding import Alternative, MemberFigure, TargetFinding
from zhence.targets.growth import multiple
from zhence.targets.pace import pace
from zhence.targets.plain import number, number_over, summed
from zhence.targets.reached import Reached, decide, need_of
from zhence.targets.register import Register
from zhence.targets.shares import share
from zhence.targets.standing import standing
from zhence.targets.tallies import as_number, as_share
from zhence.targets.tiers import tier
from zhence.targets.years import each_year
from zhence.units import Unit, from_smallest

_LABELS = {Status.DRAFT: Label.DRAFT, Status.REFERENCE: Label.REFERENCE}
_NO_LIST = "members_as_reported"
_TOO_EARLY = Reached(
    settled=Verdict.NOT_APPLICABLE,
    because=Text("政策尚未开始。", "The policy has not begun."),
)


def targets_of(
    pack: Pack, register: Register, on: date, known_on: date | None = None
) -> list[TargetFinding]:
    """Return every target of the policy, in the order of its files."""
    return find_targets(pack, register, pack.targets, on, known_on)


def find_targets(
    pack: Pack,
    register: Register,
    ids: Iterable[str],
    on: date,
    known_on: date | None = None,
) -> list[TargetFinding]:
    """Return some targets of the policy.

    Raises:
        BadInputError: the policy has no target of an id.
    """
    figures = figures_of(pack.rulebook, register, on, known_on)
    found = []
    for id_ in ids:
        if id_ not in pack.targets:
            raise BadInputError(_unknown(pack, id_))
        asked = Asked(pack, id_, pack.targets[id_], register, figures, on)
        early = pack.valid_from is not None and on < pack.valid_from
        found.append(_finding(asked, _TOO_EARLY if early else reach(asked)))
    return found


def targets_citing(pack: Pack, clause: str, on: date | None) -> tuple[str, ...]:
    """Return the target of a clause: that of its name, else those that cite it.

    Of several that follow each other in time, the one whose window *on* is in.

    Raises:
        BadInputError: no target cites the clause.
    """
    if clause in pack.targets:
        return (clause,)
    cited = {n: t for n, t in pack.targets.items() if clause in t.clauses}
    if not cited:
        raise BadInputError(_unknown(pack, clause))
    day = "" if on is None else on.isoformat()
    now = [n for n, t in cited.items() if t.start and t.start <= day <= (t.by or day)]
    return tuple(now or cited)


def reach(asked: Asked) -> Reached:
    """Return what the target has come to, by the one form that it has."""
    value, told = asked.value, asked.tally
    if told is not None:
        of_members = value.share is not None or value.coverage is not None
        return as_share(asked, told) if of_members else as_number(asked, told)
    if value.share is not None:
        return share(asked, value.share)
    if value.coverage is not None:
        return coverage(asked, value.coverage)
    if value.members is not None:
        return standing(asked, value.members)
    if value.count_if is not None:
        return number_over(asked, value.count_if)
    return _of_indicator(asked)


def _of_indicator(asked: Asked) -> Reached:
    value = asked.value
    if value.multiple is not None:
        base, year = int(str(value.baseline)), int(str(value.year))
        return multiple(asked, value.multiple, base, year)
    if value.tier is not None:
        return tier(asked, value.tier)
    if value.per_year is not None:
        years = [int(year) for year in value.years]
        return each_year(asked, value.per_year, years, value.projects)
    if value.count is not None:
        return number(asked, value.count)
    return summed(asked, str(value.sum))


def _finding(asked: Asked, reached: Reached) -> TargetFinding:
    model, pack, into = asked.model, asked.pack, asked.unit
    need = need_of(asked, reached)
    value = _shown(reached.value, into)
    threshold = None if need is None else from_smallest(need, into)
    return TargetFinding(
        id=asked.id,
        title=Text(model.title.zh, model.title.en),
        clauses=tuple(model.clauses),
        verdict=decide(asked, reached),
        unit=into,
        operator=model.operator,
        day=asked.day,
        value=value,
        threshold=threshold,
        gap=_gap(value, threshold),
        due=asked.by is not None and asked.on >= asked.by,
        aim=model.force == "aim",
        counts=reached.counts,
        by_period=reached.by_period,
        members={
            name: MemberFigure(part.verdict, _shown(part.value, into))
            for name, part in reached.parts.items()
        },
        gaps=reached.gaps,
        missing=reached.missing,
        alternatives={
            name: _alternative(asked, other)
            for name, other in reached.alternatives.items()
        },
        pace=pace(asked, reached),
        reading=None
        if model.reading is None
        else Text(model.reading.zh, model.reading.en),
        because=reached.because,
        sources=reached.sources,
        flags=reached.flags | status_flags(pack.status) | _implied(asked, reached),
        label=_LABELS.get(pack.status, Label.OFFICIAL),
        policy=pack.id,
        edition=pack.edition,
        pack_hash=pack.hash,
    )


def _implied(asked: Asked, reached: Reached) -> frozenset[str]:
    """Mark a figure whose members are only those that a table happens to name."""
    added = bool(reached.parts) or not {"of", "counted"}.isdisjoint(reached.counts)
    listed = asked.register.members is not None or asked.tally is not None
    return frozenset({_NO_LIST} if added and not listed else ())


def _alternative(asked: Asked, reached: Reached) -> Alternative:
    need = need_of(asked, reached)
    return Alternative(
        decide(asked, reached),
        _shown(reached.value, asked.unit),
        None if need is None else from_smallest(need, asked.unit),
    )


def _gap(value: Interval | None, threshold: Fraction | None) -> Interval | None:
    if value is None or threshold is None:
        return None
    return value.minus(Interval.point(threshold))


def _shown(value: Interval | None, into: Unit) -> Interval | None:
    if value is None:
        return None
    return Interval(
        None if value.low is None else from_smallest(value.low, into),
        None if value.high is None else from_smallest(value.high, into),
    )


def _unknown(pack: Pack, id_: str) -> Fault:
    return Fault(
        "target_unknown",
        f"{pack.id} 没有目标 {id_}",
        f"{pack.id} has no target {id_}",
        remedy="its targets are " + (", ".join(pack.targets) or "none"),
    )
