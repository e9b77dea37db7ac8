"""How many members are in a state: the net number, and the gross one beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zhence.evidence import NON_NEGATIVE
from zhence.targets.asked import Asked
from zhence.targets.counting import counted, with_gap
from zhence.targets.figures import on_day
from zhence.targets.population import population
from zhence.targets.reached import Reached
from zhence.targets.register import Member


def standing(asked: Asked, states: Iterable[str]) -> Reached:
    """Return the members in one of *states* on the day.

    Without a list, the number that the jurisdiction gave: net, or gross less
    those that left again.
    """
    if asked.register.members is None:
        return _told(asked)
    wanted = frozenset(states)
    members = population(asked)
    answers = {m.name: _is_in(asked, m, wanted) for m in members}
    reached = counted(asked, answers)
    left = [m for m in members if m.state in asked.value.gone and _was(asked, m)]
    net = reached.counts["lower"]
    return replace(
        reached, counts={**reached.counts, "net": net, "gross": net + len(left)}
    )


def _is_in(asked: Asked, member: Member, wanted: frozenset[str]) -> bool | None:
    """Say whether a member is in the state, by the day on record if there is one."""
    since = (member.satisfied or {}).get(asked.id)
    if since is not None and since > asked.day:
        return False
    if member.state is not None:
        return member.state in wanted
    return None if member.satisfied is None else since is not None


def _was(asked: Asked, member: Member) -> bool:
    """Say whether a member that left was in the state; no day on record: it was."""
    since = (member.satisfied or {}).get(asked.id)
    return since is None or since <= asked.day


def _told(asked: Asked) -> Reached:
    value = asked.value
    if value.told is None:
        return Reached(NON_NEGATIVE, missing=("members",))
    when = on_day(asked.day)
    measure = asked.figures.net(value.told, value.gross, value.less, asked.unit)
    net = asked.figures.own_amount(measure, when)
    if net is None:
        return Reached(NON_NEGATIVE, missing=(value.told,))
    counts: dict[str, int] = {}
    if net.interval.known and net.interval.low is not None:
        number = int(net.interval.low)
        counts = {"net": number, "lower": number, "upper": number}
    if value.gross is not None:
        gross = asked.figures.measure(value.gross, asked.unit)
        held = asked.figures.own_amount(gross, when)
        if held is not None and held.interval.low is not None:
            counts["gross"] = int(held.interval.low)
    return with_gap(
        asked,
        Reached(net.interval, counts=counts, missing=net.missing, sources=net.sources),
    )
