"""Firms as columns: whole numbers of the smallest units, and what is known of them.

Ten million firms with seven amounts are 560 MB; a column of which everything is
known carries no mask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from zhence.errors import BadInputError, Fault
from zhence.facts.catalogue import Catalogue
from zhence.permu.firm import Firm
from zhence.permu.scheme import UNITS, Scale, Scheme, Sort, Status
from zhence.units import Dimension

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Small = npt.NDArray[np.int8]
Bits = npt.NDArray[np.bool_]

STATUSES = tuple(Status)
ABOVE, BELOW = 1, 2
_SCALES = {None: 0, Scale.ABOVE: ABOVE, Scale.BELOW: BELOW}
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Register:
    """Columns of one length.

    *amounts* are whole numbers of grains (see :meth:`grain`); where the mask in
    *unknown* is set the number means nothing; a code without a mask is all known.
    *place* and *industry* are positions in *places* and *industries*. *scale* is 0
    for unknown. *adjusted* are points in steps of the scheme's rounding.
    """

    size: int
    amounts: Mapping[str, Whole]
    unknown: Mapping[str, Bits]
    grains: Mapping[str, int]
    scale: Small
    status: Small
    place: Codes
    places: tuple[str, ...]
    industry: Codes
    industries: tuple[str, ...]
    vetoed: Bits
    adjusted: Whole
    in_force: Bits

    def grain(self, code: str) -> int:
        """Return how many of the stored whole numbers make one unit of an amount."""
        return self.grains.get(code, UNITS[Dimension.AREA][1])

    def amount(self, code: str) -> tuple[Whole, Bits]:
        """Return an amount and where it is known; nowhere if it was never given."""
        held = self.amounts.get(code)
        if held is None:
            return np.zeros(self.size, np.int64), np.zeros(self.size, np.bool_)
        unknown = self.unknown.get(code)
        return held, np.ones(self.size, np.bool_) if unknown is None else ~unknown

    def exact(self, code: str, row: int) -> Fraction | None:
        """Return one amount in its unit, ``None`` if it is unknown."""
        held, unknown = self.amounts.get(code), self.unknown.get(code)
        if held is None or (unknown is not None and unknown[row]):
            return None
        return Fraction(int(held[row]), self.grain(code))

    def sorted_by(self, sorts: Sequence[Sort]) -> tuple[Codes | None, int]:
        """Return one group number a row for the *sorts* together, and how many.

        ``None`` where everything is one group.
        """
        codes: Codes | None = None
        count = 1
        for sort in sorts:
            column, names = (
                (self.place, self.places)
                if sort is Sort.PLACE
                else (self.industry, self.industries)
            )
            codes = column if codes is None else codes * np.int32(len(names)) + column
            count *= len(names)
        return codes, count


def grains_of(scheme: Scheme, catalogue: Catalogue) -> dict[str, int]:
    """Return the grain of every amount that a scheme needs."""
    found = {}
    for code in scheme.amounts:
        measure = catalogue[code].unit
        assert measure is not None  # noqa: S101  # the loader refuses such a scheme
        found[code] = UNITS[measure.dimension][1]
    return found


def register_of(
    firms: Iterable[Firm], scheme: Scheme, grains: Mapping[str, int]
) -> Register:
    """Return the firms as columns, in their order.

    Raises:
        BadInputError: an amount is finer than its grain, or beyond 64 bits.
    """
    held = tuple(firms)
    faults: list[Fault] = []
    amounts: dict[str, Whole] = {}
    unknown: dict[str, Bits] = {}
    for code in scheme.amounts:
        column = [_grains(firm, code, grains[code], faults) for firm in held]
        amounts[code] = np.array([0 if a is None else a for a in column], np.int64)
        gaps = np.array([a is None for a in column], np.bool_)
        if gaps.any():
            unknown[code] = gaps
    if faults:
        raise BadInputError(faults)
    places, place = _coded(f.place for f in held)
    industries, industry = _coded(f.industry for f in held)
    return Register(
        size=len(held),
        amounts=amounts,
        unknown=unknown,
        grains=dict(grains),
        scale=np.array([_SCALES[f.scale] for f in held], np.int8),
        status=np.array([STATUSES.index(f.status) for f in held], np.int8),
        place=place,
        places=places,
        industry=industry,
        industries=industries,
        vetoed=np.array([bool(f.vetoes) for f in held], np.bool_),
        adjusted=np.array([adjusted(scheme, f.adjustments) for f in held], np.int64),
        in_force=np.array([f.in_force(scheme.merging) for f in held], np.bool_),
    )


def adjusted(scheme: Scheme, ids: frozenset[str]) -> int:
    """Return the steps that what is on record adds: bonuses up to their limit."""
    points = [a.points for a in scheme.adjustments if a.id in ids]
    bonus = sum((p for p in points if p > 0), Fraction(0))
    if scheme.most_bonus is not None:
        bonus = min(bonus, scheme.most_bonus)
    return int((bonus + sum(p for p in points if p < 0)) * scheme.one)


def statuses(asked: frozenset[Status]) -> Bits:
    """Return a table by status number: whether it is one of those *asked* for."""
    return np.array([status in asked for status in STATUSES], np.bool_)


def _coded(words: Iterable[str]) -> tuple[tuple[str, ...], Codes]:
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(word, len(numbers)) for word in words]
    return tuple(numbers) or ("",), np.array(codes, np.int32)


def _grains(firm: Firm, code: str, grain: int, faults: list[Fault]) -> int | None:
    amount = firm.amounts.get(code)
    if amount is None:
        return None
    whole = amount * grain
    if whole.denominator == 1 and abs(whole.numerator) <= _MOST:
        return whole.numerator
    faults.append(
        Fault(
            "permu_too_fine",
            f"{firm.name}：{code} 的数值过细或过大",
            f"{firm.name}: {code} has too many digits",
            firm.where,
            "保留六位小数 / keep six decimal places",
        )
    )
    return None
