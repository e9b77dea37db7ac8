"""One change between two editions of a policy, as a value that can be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from zhence.evidence import Text


class Kind(StrEnum):
    """What changed, the weightiest first: the head says whether anything binds."""

    HEAD = "head"
    CRITERION = "criterion"
    PARAMETER = "parameter"
    THRESHOLD = "threshold"
    MEASURE = "measure"
    TRANSITION = "transition"
    TARGET = "target"
    CATEGORY = "category"
    CHECKLIST = "checklist"
    INCENTIVE = "incentive"
    STATE = "state"
    LIFECYCLE = "lifecycle"
    CLAUSE = "clause"
    REMARK = "remark"
    SHOWN = "shown_value"
    DOCUMENT = "document"
    NOT_COMPUTABLE = "not_computable"
    PUBLISHED = "published"


class Strictness(StrEnum):
    """Which way a change moves what is asked of a subject.

    ``tightens``: more is asked, of more subjects, or it binds harder.
    ``relaxes``: the opposite.
    ``unknown``: the rules alone do not say; a person has to read it.
    ``neutral``: no verdict, no standing and no entitlement moves.
    """

    TIGHTENS = "tightens"
    RELAXES = "relaxes"
    UNKNOWN = "unknown"
    NEUTRAL = "neutral"

    def flipped(self) -> Strictness:
        """Return the opposite; what is unknown or neutral stays so.

        >>> Strictness.TIGHTENS.flipped().value
        'relaxes'
        """
        return _OPPOSITE.get(self, self)


_OPPOSITE = {
    Strictness.TIGHTENS: Strictness.RELAXES,
    Strictness.RELAXES: Strictness.TIGHTENS,
}
_BY_SIGN = {
    1: Strictness.TIGHTENS,
    -1: Strictness.RELAXES,
    0: Strictness.NEUTRAL,
}


def by_sign(sign: int | None) -> Strictness:
    """Return what a sign means: up tightens, ``None`` is not known."""
    return Strictness.UNKNOWN if sign is None else _BY_SIGN[sign]


def joined(members: Iterable[Strictness]) -> Strictness:
    """Return what several changes come to; opposite ones are not weighed up.

    >>> joined([Strictness.NEUTRAL, Strictness.RELAXES]).value
    'relaxes'
    >>> joined([Strictness.TIGHTENS, Strictness.RELAXES]).value
    'unknown'
    """
    moving = set(members) - {Strictness.NEUTRAL}
    if not moving:
        return Strictness.NEUTRAL
    return moving.pop() if len(moving) == 1 else Strictness.UNKNOWN


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day that a change touches; ``None`` is open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Areas:
    """What a change touches.

    A rule that is not limited to some categories or states touches all of its
    policy's; *rules* are the criteria, transitions and targets themselves.
    """

    rules: frozenset[str] = frozenset()
    occasions: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()

    def __or__(self, other: Areas) -> Areas:
        """Return what either touches."""
        return Areas(
            *(getattr(self, f.name) | getattr(other, f.name) for f in fields(Areas))
        )

    def as_json(self) -> dict[str, list[str]]:
        """Return sorted lists."""
        return {f.name: sorted(getattr(self, f.name)) for f in fields(Areas)}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two editions, in words of both languages.

    *part* is the side of the thing that changed: ``added`` and ``removed`` are
    the thing as a whole.
    """

    kind: Kind
    id: str
    part: str
    sentence: Text
    period: Period
    areas: Areas
    severity: Strictness

    def as_json(self) -> dict[str, object]:
        """Return the form that ``--json`` prints."""
        first, last = self.period.first, self.period.last
        return {
            "kind": self.kind.value,
            "id": self.id,
            "part": self.part,
            "severity": self.severity.value,
            "sentence": {"zh": self.sentence.zh, "en": self.sentence.en},
            "from": first.isoformat() if first else None,
            "to": last.isoformat() if last else None,
            "areas": self.areas.as_json(),
        }


def importance(change: Change) -> tuple[int, int, str, date, str]:
    """Return the key that puts the weightiest change first."""
    return (
        _SEVERITIES.index(change.severity),
        _KINDS.index(change.kind),
        change.id,
        change.period.first or date.min,
        change.part,
    )


_SEVERITIES = tuple(Strictness)
_KINDS = tuple(Kind)
