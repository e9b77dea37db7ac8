"""How many members reach a tier, counted in three ways.

``exclusive``: those in the band from this tier up to the next. ``cumulative``:
those at this tier or above, against this tier's own number. ``spill_down``:
the same count against the numbers of this tier and all above together, so that
a member that grows out of a band does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from zhence.evidence import NON_NEGATIVE, Interval, Verdict
from zhence.packs.schema import TargetModel
from zhence.rules.numeric import holds
from zhence.rules.terms import Operator
from zhence.targets.asked import Asked
from zhence.targets.counting import counted
from zhence.targets.figures import of_year
from zhence.targets.population import population
from zhence.targets.reached import Reached
from zhence.units import Unit, exact_number

MODES = ("exclusive", "cumulative", "spill_down")
_MODE = "tier_mode"
_REACHES = {Verdict.PASS: True, Verdict.FAIL: False}


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier: its name, its lower bound, and how many are asked for."""

    name: str
    at: Fraction
    asked_for: Fraction


def tiers_of(asked: Asked, indicator: str, into: Unit) -> tuple[Tier, ...]:
    """Return all tiers of one indicator in the policy, from the highest down."""
    found = [
        Tier(
            model.value.at,
            (exact_number(model.value.at) or Fraction(0)) * into.factor,
            asked.threshold_of(id_, model) or Fraction(0),
        )
        for id_, model in asked.pack.targets.items()
        if model.value.tier == indicator and _same(model, asked) and model.value.at
    ]
    return tuple(sorted(found, key=lambda tier: tier.at, reverse=True))


def _same(model: TargetModel, asked: Asked) -> bool:
    return model.population == asked.model.population


def tier(asked: Asked, indicator: str) -> Reached:
    """Return how many reach the tier, in the policy's mode and in the others."""
    measure = asked.figures.measure(indicator, asked.unit)
    known = asked.pack.rulebook.catalogue.find(indicator)
    into = measure.unit if known is None or known.unit is None else known.unit
    tiers = tiers_of(asked, indicator, into)
    members = population(asked, {asked.figures.code(indicator)})
    held = asked.figures.amounts(
        measure, of_year(asked.year), [m.name for m in members]
    )
    amounts = {n: a.interval for n, a in held.items() if a.applies}
    if not members and asked.register.members is None:
        return Reached(NON_NEGATIVE, missing=(indicator,))
    told = {mode: _in_mode(asked, mode, tiers, amounts) for mode in MODES}
    chosen = told[str(asked.pack.rulebook.choice(_MODE, asked.day))]
    sources = tuple(dict.fromkeys(s for a in held.values() for s in a.sources))
    return replace(chosen, alternatives=told, sources=sources)


def _in_mode(
    asked: Asked, mode: str, tiers: tuple[Tier, ...], amounts: dict[str, Interval]
) -> Reached:
    place = next(i for i, t in enumerate(tiers) if t.name == asked.value.at)
    need = tiers[place].asked_for
    if mode == "spill_down":
        need = sum((t.asked_for for t in tiers[: place + 1]), Fraction(0))
    per_tier = {
        t.name: {
            n: _reaches(amount, t, tiers[i - 1] if i and mode == "exclusive" else None)
            for n, amount in amounts.items()
        }
        for i, t in enumerate(tiers)
    }
    reached = counted(asked, per_tier[tiers[place].name], need)
    sure = {
        name: sum(1 for state in states.values() if state is True)
        for name, states in per_tier.items()
    }
    return replace(reached, counts={**sure, **reached.counts})


def _reaches(amount: Interval, tier_: Tier, above: Tier | None) -> bool | None:
    """Say whether an amount lies in a tier, and not in the one *above* if given."""
    inside = _at_least(amount, tier_)
    if above is None or inside is False:
        return inside
    over = _at_least(amount, above)
    if over is True:
        return False
    return None if None in (inside, over) else True


def _at_least(amount: Interval, tier_: Tier) -> bool | None:
    difference = amount.minus(Interval.point(tier_.at))
    return _REACHES.get(holds(Operator.AT_LEAST, difference))
