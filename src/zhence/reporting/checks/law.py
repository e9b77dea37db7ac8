"""The numbered checks: what each asks, of which figures, and how it is said.

The questions are a closed vocabulary; which of them are asked of what, with which
shares and in which words, stands in ``reference/checks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from zhence.evidence import Text
from zhence.facts.catalogue import Kind


class Force(StrEnum):
    """A hard check never passes; a soft one passes with a written reason."""

    HARD = "hard"
    SOFT = "soft"


class Against(StrEnum):
    """What a figure is held against."""

    LAST_PERIOD = "last_period"
    LAST_YEAR = "last_year"
    HISTORY = "history"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Own:
    """What the form itself demands; *faults* are the codes that this number has."""

    faults: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtMost:
    """The *items* together are at most *share* of *than*."""

    items: tuple[str, ...]
    than: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Needs:
    """Where *item* is more than zero, *needs* is not zero."""

    item: str
    needs: str


@dataclass(frozen=True, slots=True)
class NeverFalls:
    """A running total is not less than the one before it."""


@dataclass(frozen=True, slots=True)
class CarriesOver:
    """Last period's *item*, with *plus* and without *minus*, is this period's."""

    item: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure does not move by more than *share*, or its own share in *own*."""

    against: Against
    share: Fraction
    own: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PowerOfTen:
    """A figure is not about 10 to one of *powers* times, or a part of, the usual.

    About is: up to *spread* times more or less.
    """

    against: Against
    powers: tuple[int, ...]
    spread: Fraction


@dataclass(frozen=True, slots=True)
class SameAsLast:
    """A figure of at least *digits* digits is not the last one once more."""

    digits: int
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class OutsideType:
    """*item* per *per* lies where nearly all sites of the type do."""

    item: str
    per: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A figure is at most *share* away from what another statistics says."""

    share: Fraction


Test = (
    Own
    | AtMost
    | Needs
    | NeverFalls
    | CarriesOver
    | Moved
    | PowerOfTen
    | SameAsLast
    | OutsideType
    | Elsewhere
)

# What the words of a check may name in braces.
FIELDS = frozenset({"item", "other", "value", "usual", "share"})


@dataclass(frozen=True, slots=True)
class Check:
    """One numbered check.

    *forms* are the codes of the forms that it is asked of; none is all of them.
    *yields_to* names checks that say the same of the same cell better.
    """

    code: str
    force: Force
    title: Text
    says: Text
    remedy: Text
    test: Test
    forms: frozenset[str] = frozenset()
    yields_to: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Checks:
    """All numbered checks, and how long a written reason is at least.

    *numbers* has the number of each fault that a form finds by itself.
    """

    checks: tuple[Check, ...] = ()
    shortest_reason: int = 1
    numbers: Mapping[str, Check] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index what the forms find by themselves."""
        index = {
            code: check
            for check in self.checks
            if isinstance(check.test, Own)
            for code in check.test.faults
        }
        object.__setattr__(self, "numbers", index)

    def find(self, code: str) -> Check | None:
        """Return the check of a number, ``None`` if there is none."""
        return next((check for check in self.checks if check.code == code), None)
