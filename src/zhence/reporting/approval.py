"""The chain of approval as one table: from which state, by whom, to which.

What is approved is a revision. A state that the last level of a form has accepted
is final: nothing leads out of it but sending back, and that takes a level which
has it in hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhence.evidence import Text


class State(StrEnum):
    """Where a return stands on its way up."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    CITY_ACCEPTED = "city_accepted"
    PROVINCE_ACCEPTED = "province_accepted"
    RETURNED = "returned"


class Act(StrEnum):
    """What moves a return from one state to another."""

    SUBMIT = "submit"
    VERIFY = "verify"
    ACCEPT_AS_CITY = "accept_as_city"
    ACCEPT_AS_PROVINCE = "accept_as_province"
    SEND_BACK = "send_back"


class Level(StrEnum):
    """Who acts: the site itself, or a level above it, the nearest first."""

    SITE = "site"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: in this state, this act of this level leads there."""

    source: State
    act: Act
    level: Level
    target: State


@dataclass(frozen=True, slots=True)
class Moved:
    """The act was done; *final* says that the last level has accepted."""

    state: State
    final: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The act cannot be done now: a stable code, why, and what to do instead."""

    state: State
    code: str
    because: Text
    remedy: Text


_OPEN = (State.DRAFT, State.RETURNED)

_ENTRY = tuple(
    Step(source, Act.SUBMIT, Level.SITE, State.SUBMITTED) for source in _OPEN
)

# What each level does, and from where it may send back. A city may still send back
# what it accepted itself, a province what it accepted: nobody else reopens it.
_LEVELS: Mapping[Level, tuple[Act, State, State, tuple[State, ...]]] = {
    Level.COUNTY: (Act.VERIFY, State.SUBMITTED, State.VERIFIED, (State.SUBMITTED,)),
    Level.CITY: (
        Act.ACCEPT_AS_CITY,
        State.VERIFIED,
        State.CITY_ACCEPTED,
        (State.VERIFIED, State.CITY_ACCEPTED),
    ),
    Level.PROVINCE: (
        Act.ACCEPT_AS_PROVINCE,
        State.CITY_ACCEPTED,
        State.PROVINCE_ACCEPTED,
        (State.CITY_ACCEPTED, State.PROVINCE_ACCEPTED),
    ),
}

FULL = (Level.COUNTY, Level.CITY, Level.PROVINCE)
"""The longest chain; a form ends at its city or goes on to the province."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The levels of a form, the nearest first: all of them, or up to one of them.

    Raises:
        ValueError: the levels are no beginning of county, city, province.
    """

    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        """Refuse a chain that leaves a level out or has none."""
        if not self.levels or self.levels != FULL[: len(self.levels)]:
            raise ValueError("a chain begins with the county and leaves no level out")

    @property
    def final(self) -> State:
        """The state in which the last level has accepted.

        >>> Chain((Level.COUNTY, Level.CITY)).final.value
        'city_accepted'
        """
        return _LEVELS[self.levels[-1]][2]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The rows of the table that hold for this chain."""
        up: list[Step] = []
        for level in self.levels:
            act, source, target, back = _LEVELS[level]
            up.append(Step(source, act, level, target))
            up += [Step(s, Act.SEND_BACK, level, State.RETURNED) for s in back]
        return (*_ENTRY, *up)

    def holder(self, state: State) -> Level:
        """Return the level that has to act next; in the end the last level keeps it.

        >>> Chain(FULL).holder(State.VERIFIED).value
        'city'
        """
        for step in self.steps:
            if step.source is state and step.act is not Act.SEND_BACK:
                return step.level
        return self.levels[-1]


def decide(chain: Chain, state: State, act: Act, level: Level) -> Moved | Refused:
    """Say what *act* of *level* does to a return in *state*.

    Refused: returned, not raised; another level's turn, a state that does not
    allow it, and a level that the form does not go to are three different answers.

    >>> decide(Chain(FULL), State.SUBMITTED, Act.VERIFY, Level.COUNTY)
    Moved(state=<State.VERIFIED: 'verified'>, final=False)
    """
    for step in chain.steps:
        if (step.source, step.act, step.level) == (state, act, level):
            return Moved(step.target, step.target is chain.final)
    code, because, remedy = _why(chain, state, act, level)
    return Refused(state, code, because, remedy)


def _why(chain: Chain, state: State, act: Act, level: Level) -> tuple[str, Text, Text]:
    """Return the narrowest reason that holds."""
    if not any(step.level is level and step.act is act for step in chain.steps):
        return _NOT_THIS_LEVEL
    return _FINAL if state is chain.final else _NOT_NOW


_NOT_THIS_LEVEL = (
    "act_not_of_level",
    Text("这一级不办理这个环节", "this is no act of this level on this form"),
    Text("看表头的审核层级", "see the chain of levels on the form"),
)
_FINAL = (
    "already_final",
    Text(
        "最后一级已经审定，任何人都不能再改",
        "the last level has accepted it: nobody changes it any more",
    ),
    Text("确需更正的，由审定的一级退回", "the level that accepted may send it back"),
)
_NOT_NOW = (
    "act_not_in_state",
    Text("现在的状态不能这样办理", "its state does not allow this now"),
    Text("刷新后看现在由谁办理", "load it again and see whose turn it is"),
)

STATES: Mapping[State, Text] = {
    State.DRAFT: Text("填报中", "being filled in"),
    State.SUBMITTED: Text("已报送，待县级审核", "submitted, county to verify"),
    State.VERIFIED: Text("县级已审核，待市级审定", "verified, city to accept"),
    State.CITY_ACCEPTED: Text("市级已审定", "accepted by the city"),
    State.PROVINCE_ACCEPTED: Text("省级已审定", "accepted by the province"),
    State.RETURNED: Text("已退回修改", "sent back"),
}
ACTS: Mapping[Act, Text] = {
    Act.SUBMIT: Text("报送", "submitted"),
    Act.VERIFY: Text("县级审核通过", "verified by the county"),
    Act.ACCEPT_AS_CITY: Text("市级审定", "accepted by the city"),
    Act.ACCEPT_AS_PROVINCE: Text("省级审定", "accepted by the province"),
    Act.SEND_BACK: Text("退回修改", "sent back"),
}
LEVELS: Mapping[Level, Text] = {
    Level.SITE: Text("填报单位", "reporting unit"),
    Level.COUNTY: Text("县（市、区）", "county"),
    Level.CITY: Text("设区市", "city"),
    Level.PROVINCE: Text("省", "province"),
}
