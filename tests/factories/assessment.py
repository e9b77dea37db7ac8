"""Runs over the town of :mod:`tests.factories.lifecycle`, and its figures."""

from datetime import UTC, date, datetime
from fractions import Fraction

from tests.factories.lifecycle import NOON, Town

from zhence.units import unit
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.assessment.actions import Asked, ask_run, carry_out
from zhence_web.records.models import Observation

MARCH_2019 = date(2019, 3, 31)
REPORTED = datetime(2019, 2, 1, tzinfo=UTC)
YI = unit("亿元").factor


def figure(  # one argument a column that tests vary
    town: Town,
    indicator: str,
    value: Fraction | int,
    *,
    year: int = 2018,
    at: datetime = REPORTED,
    reason: str = "first",
) -> int:
    """Put a figure of a year's building period on record and return its id."""
    amount = int(value * YI)
    made = Observation.objects.create(
        site_id=town.site,
        indicator=indicator,
        starts=date(year, 3 if year == 2018 else 1, 1),
        ends=date(year + 1, 1, 1),
        low=amount,
        high=amount,
        recorded_at=at,
        reason=reason,
        source="年报（模拟）",
        label="synthetic",
    )
    return int(made.pk)


def figures(town: Town, eligible: Fraction | int = 9, lead: int = 8) -> None:
    """Report the first year: all that its criteria ask for."""
    figure(town, "plan_total", 45)
    figure(town, "eligible_investment", Fraction(eligible))
    figure(town, "lead_investment", lead)


def asked(year: int = 2018, *, binding: bool = True, policy: str = "NT2017") -> Asked:
    """Return the question of a year, asked on 31 March of the next."""
    return Asked(policy, year, date(year + 1, 3, 31), binding=binding)


def done(
    town: Town,
    question: Asked | None = None,
    *,
    by: Hand | None = None,
    at: datetime = NOON,
) -> int:
    """Ask for a run and carry it out at the same moment; return its id."""
    run = ask_run(asked=question or asked(), by=by or town.city, at=at)
    carry_out(run=run, clock=lambda: at)
    return run
