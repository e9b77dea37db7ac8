"""The same five rules and the same life cycle in openfisca-core, as its manual says.

Thresholds are dated parameters, category and state are enumerations, and each
year builds on the one before.
Dense arrays, its ``calculate`` only: an engine with float32, no unknown and no
gap.
It is run beside this project (AGPL) and never imported by it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from openfisca_core.entities import Entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.model_api import YEAR, Variable, max_, not_, select, where
from openfisca_core.parameters import ParameterNode
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

_SINCE = "2017-10-21"
_LAW = {
    "investment": {
        "historic_classics": {"values": {_SINCE: 20}},
        "high_end_manufacturing": {"values": {_SINCE: 30}},
        "new_it": {"values": {_SINCE: 20}},
        "innovation_startup": {"values": {_SINCE: 20}},
        "sports_health": {"values": {_SINCE: 20}},
        "other": {"values": {_SINCE: 30}},
    },
    "first_year_share": {"values": {_SINCE: 0.20}},
    "lead_share": {"values": {_SINCE: 0.70}},
}


class Category(Enum):
    """The six categories."""

    historic_classics = "historic classics"
    high_end_manufacturing = "high-end manufacturing"
    new_it = "new-generation IT"
    innovation_startup = "innovation and start-up"
    sports_health = "sports and health"
    other = "others"


CREATION, CULTIVATION, EXITED = 0, 1, 2

Town = Entity("town", "towns", "A town", "")


class eligible_investment(Variable):  # noqa: N801  # OpenFisca names variables so
    """Eligible investment of the year, 亿元."""

    value_type = float
    entity = Town
    definition_period = YEAR


class lead_investment(Variable):  # noqa: N801
    """Investment in the lead industry in the year, 亿元."""

    value_type = float
    entity = Town
    definition_period = YEAR


class eligible(Variable):  # noqa: N801
    """Cumulative eligible investment, 亿元."""

    value_type = float
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        now = town("eligible_investment", period)
        if town("begins", period).all():
            return now
        return now + town("eligible", period.last_year)


class lead(Variable):  # noqa: N801
    """Cumulative investment in the lead industry, 亿元."""

    value_type = float
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        now = town("lead_investment", period)
        if town("begins", period).all():
            return now
        return now + town("lead", period.last_year)


class plan_cumulative(Variable):  # noqa: N801
    """Approved plan to the end of the year, 亿元."""

    value_type = float
    entity = Town
    definition_period = YEAR


class plan_total(Variable):  # noqa: N801
    """Approved plan total, 亿元."""

    value_type = float
    entity = Town
    definition_period = YEAR


class category(Variable):  # noqa: N801
    """Category, fixed at listing."""

    value_type = Enum
    possible_values = Category
    default_value = Category.other
    entity = Town
    definition_period = YEAR


class finding(Variable):  # noqa: N801
    """A formal finding against the construction requirements."""

    value_type = bool
    entity = Town
    definition_period = YEAR


class first_year(Variable):  # noqa: N801
    """First assessed year."""

    value_type = int
    entity = Town
    definition_period = YEAR


class listed_state(Variable):  # noqa: N801
    """State at the beginning."""

    value_type = int
    entity = Town
    definition_period = YEAR


class was_creation(Variable):  # noqa: N801
    """On the creation list at the beginning, or before."""

    value_type = bool
    entity = Town
    definition_period = YEAR


class begins(Variable):  # noqa: N801
    """The first of the years that are looked at."""

    value_type = bool
    entity = Town
    definition_period = YEAR


class assessed(Variable):  # noqa: N801
    """The year is one of the assessed ones."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        return town("first_year", period) <= period.start.year


class stay(Variable):  # noqa: N801
    """First assessed year of the present stay."""

    value_type = int
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        if town("begins", period).all():
            return town("first_year", period)
        before = period.last_year
        return where(town("moved", before), period.start.year, town("stay", before))


class state(Variable):  # noqa: N801
    """State in the year, every proposal taken as decided."""

    value_type = int
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        if town("begins", period).all():
            return town("listed_state", period)
        before = period.last_year
        held = where(town("downgrade", before), CULTIVATION, town("state", before))
        return where(town("leaves", before), EXITED, held)


class created(Variable):  # noqa: N801
    """Is, or was, a creation object."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        now = town("state", period) == CREATION
        if town("begins", period).all():
            return now + town("was_creation", period)
        return now + town("created", period.last_year)


class threshold(Variable):  # noqa: N801
    """Three-year investment of the category, looked up as the manual shows."""

    value_type = float
    entity = Town
    definition_period = YEAR

    def formula(town, period, parameters):  # noqa: N805, ANN001, ANN201
        return parameters(period).investment[town("category", period)]


class progress(Variable):  # noqa: N801
    """NT2017-2.4d in the first year of a stay, NT2017-3.3d later."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period, parameters):  # noqa: N805, ANN001, ANN201
        law = parameters(period)
        floor = town("threshold", period)
        base = max_(town("plan_total", period), floor)
        first = town("stay", period) == period.start.year
        target = where(
            first, base * law.first_year_share, town("plan_cumulative", period)
        )
        return town("eligible", period) >= target


class planned(Variable):  # noqa: N801
    """NT2017-2.4d.reentry: the plan, in the first year after re-entry."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        stay_year = town("stay", period)
        again = stay_year > town("first_year", period)
        asked = again * (stay_year == period.start.year)
        reached = town("eligible", period) >= town("plan_cumulative", period)
        return not_(asked) + reached


class share(Variable):  # noqa: N801
    """NT2017-2.4e."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period, parameters):  # noqa: N805, ANN001, ANN201
        asked = parameters(period).lead_share * town("eligible", period)
        return town("lead", period) >= asked


class clean(Variable):  # noqa: N801
    """NT2017-3.3c."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        return not_(town("finding", period))


class result(Variable):  # noqa: N801
    """The result of the year."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        moved_on = town("progress", period) * town("planned", period)
        return moved_on * town("share", period) * town("clean", period)


class failed(Variable):  # noqa: N801
    """Progress failed in an assessed year."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        reached = town("progress", period) * town("planned", period)
        return town("assessed", period) * not_(reached)


class twice(Variable):  # noqa: N801
    """Progress failed in two adjacent assessed years, now or before."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        if town("begins", period).all():
            return town("failed", period) * False
        before = period.last_year
        both = town("failed", period) * town("failed", before)
        return both + town("twice", before)


class leaves(Variable):  # noqa: N801
    """N5."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        here = town("state", period) != EXITED
        return here * town("twice", period) * town("created", period)


class downgrade(Variable):  # noqa: N801
    """N4."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        first = (town("stay", period) == period.start.year) * town("assessed", period)
        creating = town("state", period) == CREATION
        missed = not_(town("result", period))
        return creating * first * missed * not_(town("leaves", period))


class moved(Variable):  # noqa: N801
    """A proposal was made."""

    value_type = bool
    entity = Town
    definition_period = YEAR

    def formula(town, period):  # noqa: N805, ANN001, ANN201
        return town("leaves", period) + town("downgrade", period)


def tuned_threshold(town, period, parameters):  # noqa: ANN001, ANN201
    """Return the same threshold without the vectorial lookup, which is slow."""
    law = parameters(period).investment
    category = town("category", period)
    return select(
        [category == item for item in Category],
        [getattr(law, item.name) for item in Category],
    )


INPUTS = (
    eligible_investment,
    lead_investment,
    plan_cumulative,
    plan_total,
    category,
    finding,
    first_year,
    listed_state,
    was_creation,
    begins,
)
FORMULAS = (
    eligible,
    lead,
    assessed,
    stay,
    state,
    created,
    threshold,
    progress,
    planned,
    share,
    clean,
    result,
    failed,
    twice,
    leaves,
    downgrade,
    moved,
)
ASKED = ("progress", "planned", "share", "clean", "result", "state", "moved")


class Peer:
    """The rules on dense arrays of one register."""

    def __init__(
        self,
        years: Mapping[int, Mapping[str, npt.NDArray[np.generic]]],
        towns: int,
        *,
        tuned: bool,
    ) -> None:
        """Set the inputs of every year; *tuned*: with the faster lookup."""
        self._system = TaxBenefitSystem([Town])
        self._system.parameters = ParameterNode("", data=_LAW)
        self._system.add_variables(*INPUTS, *FORMULAS)
        if tuned:
            own = {**vars(threshold), "formula": tuned_threshold}
            self._system.replace_variable(type("threshold", (Variable,), own))
        self._years = years
        self._towns = towns
        self._simulation = self._filled()

    def _filled(self):  # noqa: ANN202  # OpenFisca is not typed
        simulation = SimulationBuilder().build_default_simulation(
            self._system, self._towns
        )
        for year, inputs in self._years.items():
            for name, values in inputs.items():
                simulation.set_input(name, str(year), values)
        return simulation

    def calculate(self) -> dict[int, dict[str, npt.NDArray[np.generic]]]:
        """Calculate everything for every year; what was calculated is forgotten."""
        for formula in FORMULAS:
            self._simulation.delete_arrays(formula.__name__)
        return {
            year: {name: self._simulation.calculate(name, str(year)) for name in ASKED}
            for year in self._years
        }
