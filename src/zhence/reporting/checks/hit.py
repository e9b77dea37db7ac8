"""Where a check hit, and what its words are filled with."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhence.reporting.forms import Item, ReturnForm
from zhence.units import Quantity, Unit, from_smallest

_PERCENT = 100
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One cell, and the values of the fields of :data:`law.FIELDS` in two tongues."""

    item: str
    zh: dict[str, str]
    en: dict[str, str]


def hit(
    item: Item,
    *,
    other: tuple[Item, ...] = (),
    value: str = "",
    usual: str = "",
    share: Fraction | None = None,
) -> Hit:
    """Return a hit at *item*; what is not given is empty in the words."""
    shown = "" if share is None else percent(share)
    common = {"value": value, "usual": usual, "share": shown}
    return Hit(
        item.code,
        common
        | {
            "item": item.indicator.name.zh,
            "other": "、".join(o.indicator.name.zh for o in other),
        },
        common
        | {
            "item": item.indicator.name.en,
            "other": ", ".join(o.indicator.name.en for o in other),
        },
    )


def asked(form: ReturnForm, *codes: str) -> tuple[Item, ...] | None:
    """Return the items, ``None`` unless the form asks for all of them."""
    found = [item for code in codes if (item := form.find(code)) is not None]
    return tuple(found) if len(found) == len(codes) else None


def shown(amount: Fraction, measure: Unit) -> str:
    """Return an amount in smallest units, short enough for a sentence."""
    value = from_smallest(amount, measure)
    digits = Fraction(round(value * 10**_DIGITS), 10**_DIGITS)
    return str(Quantity(digits or value, measure))


def percent(share: Fraction) -> str:
    """Return a share in percent.

    >>> percent(Fraction(3, 2))
    '150%'
    """
    return f"{round(share * _PERCENT)}%"
