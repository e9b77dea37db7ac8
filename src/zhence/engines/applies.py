"""On which rows a criterion applies, and on which nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from zhence.engines.amounts import any_mask
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


@dataclass(frozen=True, slots=True)
class Reach:
    """*outside*: it does not apply; *unsure*: it may or may not (``None``: nowhere)."""

    outside: Bits
    unsure: Bits | None = None


def applies(frame: Frame, conditions: Sequence[Scope]) -> Reach | None:
    """Return where the policy governs and the conditions hold; ``None``: everywhere."""
    somewhere = [c for c in conditions if not isinstance(c, Nowhere)]
    if len(somewhere) < len(conditions):
        return Reach(np.ones(len(frame), np.bool_))
    told = [_condition(frame, condition) for condition in somewhere]
    ungoverned = frame.ungoverned()
    if ungoverned is not None:
        told.append(Reach(ungoverned))
    if not told:
        return None
    outside = reduce(np.logical_or, (t.outside for t in told))
    unsure = any_mask([t.unsure for t in told])
    return Reach(outside, None if unsure is None else unsure & ~outside)


def _condition(
    frame: Frame, condition: InGroup | OfStay | InState | ReEntered | Said
) -> Reach:
    match condition:
        case InGroup(members, inside):
            return _group(frame, members, inside=inside)
        case OfStay(stay):
            return _stay(frame, stay)
        case InState(states):
            return Reach(~np.isin(frame.small("state", -1), states))
        case ReEntered():
            return Reach(frame.small("re_entry") == 0)
        case Said(group, wanted):
            said = frame.sets("said") >> group & 1
            return Reach(said != wanted)


def _stay(frame: Frame, stay: int) -> Reach:
    told = frame.small("stay", UNKNOWN_STAY)
    unsure = told == UNKNOWN_STAY
    if not unsure.any():
        return Reach(told != stay)
    return Reach((told != stay) & ~unsure, unsure)


def _group(frame: Frame, members: int, *, inside: bool) -> Reach:
    candidates = frame.sets("candidates")
    among = candidates & members
    none, every = among == 0, among == candidates
    outside = none if inside else every & ~none
    return Reach(outside, ~(none | every))
