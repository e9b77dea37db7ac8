"""One target asked on one day: its number, its window, the year it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhence.packs.pack import Pack
from zhence.packs.schema import TargetModel, TargetValue
from zhence.rules.terms import Operator
from zhence.targets.figures import Figures
from zhence.targets.register import Register, Tally
from zhence.units import Unit, unit

ABOUT = "about"
_OPERATORS = {
    "at_least": Operator.AT_LEAST,
    "more_than": Operator.MORE_THAN,
    "at_most": Operator.AT_MOST,
    "less_than": Operator.LESS_THAN,
    "exactly": Operator.EXACTLY,
    # Targets are goals: about so many or more.
    ABOUT: Operator.AT_LEAST,
}
# A reading of "about" that every policy with such a target gives by this name.
_TOLERANCE = "tolerance_goal"
_LAST_DAY = (12, 31)


@dataclass(frozen=True, slots=True)
class Asked:
    """A target, whom it is asked of, and when.

    *narrowed* chooses between the population and the narrower one of a second
    reading; ``None`` leaves the choice to the policy's parameter.
    """

    pack: Pack
    id: str
    model: TargetModel
    register: Register
    figures: Figures
    on: date
    narrowed: bool | None = None

    @property
    def value(self) -> TargetValue:
        """What the target counts or sums."""
        return self.model.value

    @property
    def by(self) -> date | None:
        """The last day of the target, ``None`` without one."""
        return None if self.model.by is None else date.fromisoformat(self.model.by)

    @property
    def start(self) -> date | None:
        """The first day of the target, else that of the policy."""
        first = self.model.start
        return self.pack.valid_from if first is None else date.fromisoformat(first)

    @property
    def day(self) -> date:
        """The day that is measured: what came after the deadline is too late."""
        return self.on if self.by is None else min(self.on, self.by)

    @property
    def year(self) -> int:
        """The calendar year that is measured.

        The target's own year once it has begun; before that the last full
        year, so that the way to the target can be followed.
        """
        day = self.day
        own_year = self.by is not None and day.year == self.by.year
        full = (day.month, day.day) == _LAST_DAY
        return day.year if own_year or full else day.year - 1

    @property
    def unit(self) -> Unit:
        """The unit in which value, threshold and gap are shown."""
        return unit(self.model.unit)

    @property
    def operator(self) -> Operator:
        """How the value is compared with the threshold."""
        return _OPERATORS[self.model.operator]

    @property
    def threshold(self) -> Fraction | None:
        """The number asked for in smallest units, ``None`` where it is left open."""
        return self.threshold_of(self.id, self.model)

    def threshold_of(self, id_: str, model: TargetModel) -> Fraction | None:
        """Return the number of this or another target of the policy."""
        name = model.parameter or f"{id_}.threshold"
        return self.pack.rulebook.number(name, self.day)

    @property
    def tolerance(self) -> Fraction:
        """How far below the number still counts as about it, as a share of it."""
        if self.model.operator != ABOUT:
            return Fraction(0)
        number = self.pack.rulebook.number(_TOLERANCE, self.day)
        return (number or Fraction(0)) / unit("1").factor

    @property
    def states(self) -> frozenset[str]:
        """The states of those who are asked; empty means any."""
        population = self.model.population
        second = population.narrowed
        if second is None:
            return frozenset(population.states)
        narrow = self.narrowed
        if narrow is None:
            chosen = self.pack.rulebook.choice(second.parameter, self.day)
            narrow = chosen == second.equals
        return frozenset(second.states if narrow else population.states)

    @property
    def tally(self) -> Tally | None:
        """The count that was given for this target, if any."""
        return self.register.tallies.get(self.id)
