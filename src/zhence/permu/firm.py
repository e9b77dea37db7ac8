"""A firm as it is evaluated, and firms that are evaluated together.

Firms of one group are scored one by one and once more as one firm with all their
amounts; the scheme says which of the two is in force, and the other is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from zhence.errors import NOWHERE, Where
from zhence.permu.scheme import Merging, Scale, Scheme, Status

LAND = "land_in_use"


@dataclass(frozen=True, slots=True)
class Firm:
    """One row of the roster.

    *amounts* are by indicator, in the units of :data:`zhence.permu.scheme.UNITS`;
    absent or ``None`` is unknown, never zero. *scale* ``None`` is unknown.
    *vetoes* and *adjustments* are what is on record; nothing on record is none.
    *group* names the group that the firm is merged into, empty for none;
    *members* are the codes of the firms that a merged one is made of.
    """

    code: str
    name: str
    amounts: Mapping[str, Fraction | None]
    scale: Scale | None = None
    place: str = ""
    industry: str = ""
    status: Status = Status.NORMAL
    group: str = ""
    vetoes: tuple[str, ...] = ()
    adjustments: frozenset[str] = frozenset()
    members: tuple[str, ...] = ()
    where: Where = NOWHERE

    def in_force(self, merging: Merging) -> bool:
        """Say whether this is the result that counts, and not the one shown beside."""
        if self.members:
            return merging is Merging.MERGED
        return not self.group or merging is Merging.SEPARATE


def with_groups(firms: Iterable[Firm], scheme: Scheme) -> tuple[Firm, ...]:
    """Return the firms, and after them one merged firm for each group.

    An amount unknown of one member is unknown of the whole; so is a reported share,
    unless all members have the same, because shares do not add up. The merged firm
    is above scale if one member is; it is what its largest member (by land) is in
    place, industry and status, and every veto and adjustment of a member is its own.
    A group of one is no group.
    """
    given = tuple(firms)
    groups: dict[str, list[Firm]] = {}
    for firm in given:
        if firm.group:
            groups.setdefault(firm.group, []).append(firm)
    shares = {m.of for m in scheme.measures if m.per is None}
    merged = tuple(
        _merge(name, held, shares) for name, held in groups.items() if held[1:]
    )
    alone = {name for name, held in groups.items() if not held[1:]}
    return (
        *(_ungrouped(f) if f.group in alone else f for f in given),
        *merged,
    )


def _ungrouped(firm: Firm) -> Firm:
    return Firm(
        firm.code,
        firm.name,
        firm.amounts,
        firm.scale,
        firm.place,
        firm.industry,
        firm.status,
        vetoes=firm.vetoes,
        adjustments=firm.adjustments,
        where=firm.where,
    )


def _merge(name: str, firms: list[Firm], shares: AbstractSet[str]) -> Firm:
    def total(code: str) -> Fraction | None:
        held = [f.amounts.get(code) for f in firms]
        known = [a for a in held if a is not None]
        if code in shares:
            return known[0] if len(set(held)) == 1 and known else None
        return sum(known, Fraction(0)) if len(known) == len(held) else None

    def land(firm: Firm) -> Fraction:
        return firm.amounts.get(LAND) or Fraction(0)

    first = max(firms, key=land)
    scales = {f.scale for f in firms}
    scale = (
        Scale.ABOVE
        if Scale.ABOVE in scales
        else None
        if None in scales
        else Scale.BELOW
    )
    return Firm(
        code=f"group:{name}",
        name=name,
        amounts={
            code: total(code)
            for code in dict.fromkeys(c for f in firms for c in f.amounts)
        },
        scale=scale,
        place=first.place,
        industry=first.industry,
        status=first.status,
        vetoes=tuple(dict.fromkeys(v for f in firms for v in f.vetoes)),
        adjustments=frozenset().union(*(f.adjustments for f in firms)),
        members=tuple(f.code for f in firms),
        where=first.where,
    )
