"""Stage 1: which list a firm is on, and whether it is rated at all.

Asked of whole columns. What is unknown puts nobody on a list: a firm that may
belong to the first list is not quietly taken by the second.
"""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction

import numpy as np

from zhence.permu.firm import LAND
from zhence.permu.register import ABOVE, BELOW, Bits, Register, Small, statuses
from zhence.permu.scheme import Scale, Scheme, Who

NO_LIST, UNKNOWN_LIST = -1, -2


class Standing(IntEnum):
    """How a firm ended: ranked, or left out for one reason.

    SHOWN: scored, but the other result of its group is in force.
    INCOMPLETE: an amount, or what decides its list, is unknown.
    ASIDE: collected and not rated. UNRATED: its list is published without scores.
    UNLISTED: no list of the scheme takes it.
    """

    RANKED = 0
    SHOWN = 1
    INCOMPLETE = 2
    ASIDE = 3
    UNRATED = 4
    UNLISTED = 5


def lists(scheme: Scheme, register: Register) -> Small:
    """Return the place of each firm's list in the scheme, or NO_LIST, UNKNOWN_LIST."""
    found = np.full(register.size, NO_LIST, np.int8)
    open_ = np.ones(register.size, np.bool_)
    for place, roll in enumerate(scheme.rolls):
        sure, perhaps = _takes(roll.who, register)
        found[open_ & sure] = place
        found[open_ & perhaps] = UNKNOWN_LIST
        open_ &= ~(sure | perhaps)
    return found


def aside(scheme: Scheme, register: Register) -> Small:
    """Return the place of the rule that sets each firm aside, -1 for none."""
    found = np.full(register.size, -1, np.int8)
    for place, rule in enumerate(scheme.aside):
        asked = statuses(rule.statuses)[register.status]
        found[(found < 0) & asked] = place
    return found


def _takes(who: Who, register: Register) -> tuple[Bits, Bits]:
    """Return who is surely taken, and who may be."""
    land, known = register.amount(LAND)
    unit = register.grain(LAND)
    if who.tenant:
        holds = land == 0
    else:
        holds = land > 0
        if who.least_land is not None:
            holds &= land >= _whole_up(who.least_land * unit)
        if who.over_land is not None:
            holds &= land > int(who.over_land * unit // 1)
        if who.most_land is not None:
            holds &= land <= int(who.most_land * unit // 1)
        if who.below_land is not None:
            holds &= land < _whole_up(who.below_land * unit)
    possible = holds | ~known
    sure = holds & known
    if who.scale is not None:
        wanted = ABOVE if who.scale is Scale.ABOVE else BELOW
        sure &= register.scale == wanted
        possible &= (register.scale == wanted) | (register.scale == 0)
    return sure, possible & ~sure


def _whole_up(amount: Fraction) -> int:
    """Return the least whole number that is not below *amount*."""
    return -int(-amount // 1)
