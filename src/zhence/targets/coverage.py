"""The share of members, or of firms, that have something."""

from __future__ import annotations

from dataclasses import replace

from zhence.targets.asked import Asked
from zhence.targets.conditions import satisfied
from zhence.targets.counting import covered
from zhence.targets.population import asked_among
from zhence.targets.reached import Reached
from zhence.targets.roster import firms_covered


def coverage(asked: Asked, name: str) -> Reached:
    """Return the share that has *name*, with the other populations beside it."""
    if asked.model.population.kind == "firm":
        by_code = firms_covered(asked, name)
        if by_code is not None:
            return by_code
    told = _of_members(asked)
    second = asked.model.population.narrowed
    if second is None or asked.register.members is None:
        return told
    readings = asked.pack.rulebook.parameter(second.parameter).choices
    return replace(
        told,
        alternatives={
            choice: _of_members(replace(asked, narrowed=choice == second.equals))
            for choice in readings
        },
    )


def _of_members(asked: Asked) -> Reached:
    states, members = satisfied(asked)
    if not members and asked.register.members is None:
        return Reached(missing=("members",))
    return covered(asked, states, asked_among(asked, members))
