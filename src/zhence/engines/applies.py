"""On which rows a criterion applies, and on which nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhence.engines.codes import Bits
from zhence.engines.columns import UNKNOWN_STAY
from zhence.engines.frame import Frame
from zhence.engines.scope import (
    InGroup,
    InState,
    Nowhere,
    OfStay,
    ReEntered,
    Said,
    Scope,
)

_NOWHERE = Nowhere()


@dataclass(frozen=True, slots=True)
class Reach:
    """*outside*: it does not apply; *unsure*: it may or may not."""

    outside: Bits
    unsure: Bits


def applies(frame: Frame, conditions: Sequence[Scope]) -> Reach | None:
    """Return where the policy governs and the conditions hold; ``None``: everywhere."""
    if _NOWHERE in conditions:
        return _sure(np.ones(len(frame), np.bool_))
    told = [_condition(frame, condition) for condition in conditions]
    if frame.has("governed"):
        governed = frame.small("governed") == 1
        if not governed.all():
            told.append(_sure(~governed))
    if not told:
        return None
    outside, unsure = told[0].outside, told[0].unsure
    for other in told[1:]:
        outside = outside | other.outside
        unsure = unsure | other.unsure
    return Reach(outside, unsure & ~outside)


def _condition(frame: Frame, condition: Scope) -> Reach:
    match condition:
        case InGroup(members, inside):
            return _group(frame, members, inside=inside)
        case InState(states):
            return _sure(~np.isin(frame.small("state", -1), states))
        case OfStay(stay):
            told = frame.small("stay", UNKNOWN_STAY)
            unsure = told == UNKNOWN_STAY
            return Reach((told != stay) & ~unsure, unsure)
        case ReEntered():
            return _sure(frame.small("re_entry") == 0)
        case Said(group, wanted):
            said = frame.sets("said") >> group & 1 == 1
            return _sure(~said if wanted else said)
        case Nowhere():
            return _sure(np.ones(len(frame), np.bool_))


def _group(frame: Frame, members: int, *, inside: bool) -> Reach:
    candidates = frame.sets("candidates")
    among = candidates & members
    none, every = among == 0, among == candidates
    outside = none if inside else every & ~none
    return Reach(outside, ~(none | every))


def _sure(outside: Bits) -> Reach:
    return Reach(outside, np.zeros(len(outside), np.bool_))
