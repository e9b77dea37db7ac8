"""Small schemes and firms, as short as a test wants them."""

from dataclasses import replace
from fractions import Fraction

from zhence.evidence import Label, Text
from zhence.permu.firm import Firm
from zhence.permu.register import Register, register_of
from zhence.permu.scheme import (
    Band,
    Fixed,
    Item,
    Measure,
    Provenance,
    Roll,
    Scale,
    Scheme,
    Source,
    Who,
)
from zhence.units import unit

OURS = Provenance("ours", Label.OURS)
NAME = Text("名", "name")
GRAINS = dict.fromkeys(
    ("land_in_use", "tax_revenue", "value_added", "energy_use", "emission"), 10**6
) | {"rd_intensity": 10**9}

TAX = Measure("tax_per_mu", NAME, "tax_revenue", "land_in_use", unit("万元/亩"))
ADDED = Measure(
    "value_added_per_mu", NAME, "value_added", "land_in_use", unit("万元/亩")
)
EMISSION = Measure(
    "value_added_per_emission", NAME, "value_added", "emission", unit("万元/吨")
)
ENERGY = Measure(
    "energy_per_output", NAME, "energy_use", "value_added", unit("吨标煤/万元")
)
RD = Measure("rd_intensity", NAME, "rd_intensity", None, unit("1"), most=Fraction(1))
THIRDS = (
    Band("A", Fraction(20)),
    Band("B", Fraction(60)),
    Band("C", Fraction(95)),
    Band("D"),
)


def item(measure=TAX, weight=100, benchmark=None, **more) -> Item:
    return Item(
        measure, Fraction(weight), benchmark or Fixed(Fraction(10)), OURS, **more
    )


def scheme(*items: Item, rolls=None, **more) -> Scheme:
    roll = Roll("all", NAME, Who(), items or (item(),))
    made = Scheme(
        "test",
        NAME,
        NAME,
        2022,
        Label.OURS,
        {"ours": Source(NAME, "", Label.OURS)},
        rolls or (roll,),
        THIRDS,
        OURS,
        decimals=2,
    )
    return replace(made, **more)


def firm(code="F1", land="10", tax="100", **more) -> Firm:
    amounts = {"land_in_use": land, "tax_revenue": tax} | more.pop("amounts", {})
    exact = {k: None if v is None else Fraction(v) for k, v in amounts.items()}
    return Firm(code, code, exact, more.pop("scale", Scale.ABOVE), **more)


def columns(firms, method) -> Register:
    return register_of(firms, method, GRAINS)
