"""One cell of a return: missing, not applicable, or a value, zero being one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhence.evidence import Interval
from zhence.units import Unit


class Given(StrEnum):
    """What a cell gives; the three are never turned into each other."""

    MISSING = "missing"
    NOT_APPLICABLE = "n/a"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Cell:
    """What was typed for one item, and what it was read as.

    *amount* is in the smallest unit of the item's dimension, a point where it is
    exact; ``None`` unless the cell gives a value. *unit* is the one that *typed* was
    meant in. *rounded* says that the amount is what was printed, not what is true.
    *explanation* is why a figure is missing, does not apply, or looks odd.

    Raises:
        ValueError: a value without an amount, or an amount without a value.
    """

    item: str
    given: Given = Given.MISSING
    typed: str = ""
    unit: Unit | None = None
    amount: Interval | None = None
    rounded: bool = False
    explanation: str = ""

    def __post_init__(self) -> None:
        """Refuse what would be a value and none at once."""
        if (self.given is Given.VALUE) is (self.amount is None):
            raise ValueError(f"{self.item}: a value has an amount, nothing else has")

    def says(self, other: Cell) -> bool:
        """Say whether both give the same, however it was typed."""
        return (self.given, self.amount, self.rounded) == (
            other.given,
            other.amount,
            other.rounded,
        )


def missing(item: str) -> Cell:
    """Return the cell of which nothing was said."""
    return Cell(item)
