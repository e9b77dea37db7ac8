"""Parts that many shapes have."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from zhence.evidence import Interval
from zhence.units import decimal_text


class Out(BaseModel):
    """A shape that is made from a view of the records, field by field."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Both(Out):
    """Words in both languages."""

    zh: str
    en: str


class Bounds(Out):
    """A figure between two bounds; ``null`` is unbounded. Exact decimals or a/b."""

    low: str | None
    high: str | None


def _bounds(held: object) -> object:
    if not isinstance(held, Interval):
        return held
    return Bounds(low=_exact(held.low), high=_exact(held.high))


def _exact(end: Fraction | None) -> str | None:
    return None if end is None else decimal_text(end)


Figure = Annotated[Bounds, BeforeValidator(_bounds)]
"""An interval of the library, told exactly."""


class Days(Out):
    """When something happened, as closely as is known; ``null``: open on that side."""

    earliest: date | None
    latest: date | None


class Source(Out):
    """Where something was read; *url* ``null``: no address was kept."""

    name: Both
    url: str | None
