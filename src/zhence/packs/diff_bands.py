"""Bands that follow each other: where there is a gap, and where two overlap.

The same question is asked of score bands, of tiers and of the days on which
dated values hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Seam(StrEnum):
    """What is wrong where one band ends and the next begins."""

    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class Band:
    """The values from *low* to *high*; ``None`` is without end.

    By default the lower end belongs to the band and the upper one does not, so
    that neighbours share no value.
    """

    name: str
    low: Fraction | None
    high: Fraction | None
    with_low: bool = True
    with_high: bool = False


@dataclass(frozen=True, slots=True)
class BadSeam:
    """Two bands, and the values that none or both of them hold."""

    kind: Seam
    first: str
    second: str
    low: Fraction | None
    high: Fraction | None


def bad_seams(bands: Iterable[Band]) -> Iterator[BadSeam]:
    """Yield every gap and overlap, from the lowest up.

    >>> from fractions import Fraction as F
    >>> bands = [Band("low", None, F(60), with_high=False),
    ...          Band("middle", F(60), F(80), with_low=False, with_high=True),
    ...          Band("high", F(80), None)]
    >>> [(s.kind.value, str(s.low)) for s in bad_seams(bands)]
    [('gap', '60'), ('overlap', '80')]
    """
    ordered = sorted(bands, key=lambda b: (b.low is not None, b.low or 0, b.name))
    highest: Band | None = None
    for band in ordered:
        if highest is not None:
            seam = _seam(highest, band)
            if seam is not None:
                yield seam
        if highest is None or _reaches_further(band, highest):
            highest = band


def _seam(below: Band, above: Band) -> BadSeam | None:
    ends = [b.high for b in (below, above) if b.high is not None]
    least = min(ends, default=None)
    if above.low is None or below.high is None or below.high > above.low:
        return BadSeam(Seam.OVERLAP, below.name, above.name, above.low, least)
    held = below.with_high + above.with_low
    if below.high < above.low or not held:
        return BadSeam(Seam.GAP, below.name, above.name, below.high, above.low)
    if held > 1:
        return BadSeam(Seam.OVERLAP, below.name, above.name, above.low, above.low)
    return None


def _reaches_further(band: Band, other: Band) -> bool:
    if other.high is None or band.high is None:
        return other.high is not None
    return (band.high, band.with_high) > (other.high, other.with_high)
