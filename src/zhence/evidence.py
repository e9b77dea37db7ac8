"""What is cited and what is concluded: sources, clauses, verdicts, findings.

A verdict is one of eight words.
Three of them say that nothing could be decided; they never sanction and never
reward, and :func:`all_of` and :func:`any_of` keep it so through every join.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Verdict(StrEnum):
    """The eight answers to "is this criterion satisfied?"."""

    PASS = "PASS"  # noqa: S105  # an answer, not a password
    APPROX = "APPROX"
    PASS_EXEMPT = "PASS_EXEMPT"  # noqa: S105  # an answer, not a password
    FAIL = "FAIL"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"
    NOT_COMPUTABLE = "NOT_COMPUTABLE"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    DATA_ERROR = "DATA_ERROR"

    @property
    def accepted(self) -> bool:
        """Say whether it may count as satisfied (PASS, APPROX, PASS_EXEMPT)."""
        return self in _STRONGEST_FIRST

    @property
    def undecided(self) -> bool:
        """Say whether nothing was decided: no sanction and no benefit follows."""
        return self in _UNDECIDED


_STRONGEST_FIRST = (Verdict.PASS, Verdict.PASS_EXEMPT, Verdict.APPROX)
_UNDECIDED = frozenset(
    {Verdict.INSUFFICIENT_DATA, Verdict.NOT_COMPUTABLE, Verdict.DATA_ERROR}
)


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Join by AND: one FAIL fails, else one undecided leaves it undecided.

    NOT_APPLICABLE members are left out; of nothing the join is NOT_APPLICABLE.
    Accepted members give PASS; :func:`weakest` says which of them to show.

    >>> all_of([Verdict.PASS, Verdict.DATA_ERROR]).value
    'INSUFFICIENT_DATA'
    >>> all_of([Verdict.NOT_COMPUTABLE, Verdict.FAIL]).value
    'FAIL'
    """
    members = [v for v in verdicts if v is not Verdict.NOT_APPLICABLE]
    if not members:
        return Verdict.NOT_APPLICABLE
    if Verdict.FAIL in members:
        return Verdict.FAIL
    if any(v.undecided for v in members):
        return Verdict.INSUFFICIENT_DATA
    return Verdict.PASS


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Join by OR: the strongest accepted one, else undecided, else FAIL.

    NOT_APPLICABLE members are left out; of nothing the join is NOT_APPLICABLE.
    """
    members = [v for v in verdicts if v is not Verdict.NOT_APPLICABLE]
    if not members:
        return Verdict.NOT_APPLICABLE
    for strong in _STRONGEST_FIRST:
        if strong in members:
            return strong
    if any(v.undecided for v in members):
        return Verdict.INSUFFICIENT_DATA
    return Verdict.FAIL


def negate(verdict: Verdict) -> Verdict:
    """Turn PASS into FAIL and back; what is undecided stays undecided."""
    if verdict.accepted:
        return Verdict.FAIL
    return Verdict.PASS if verdict is Verdict.FAIL else verdict


def weakest(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the join to show: like :func:`all_of`, but naming the exemption.

    Where the join is PASS and a member passed only approximately or by
    exemption, that member is returned.
    """
    members = list(verdicts)
    joined = all_of(members)
    if joined is not Verdict.PASS:
        return joined
    return max(
        (v for v in members if v.accepted),
        key=_STRONGEST_FIRST.index,
    )


class Force(StrEnum):
    """How hard a clause binds."""

    MANDATORY = "mandatory"
    PRINCIPLE = "principle"
    AIM = "aim"
    ENCOURAGE = "encourage"
    DESCRIPTIVE = "descriptive"


class Label(StrEnum):
    """Where a rule or number comes from, as honest labels say it."""

    OFFICIAL = "official"
    DRAFT = "draft"
    REFERENCE = "reference"
    LOCAL = "local"
    OURS = "ours"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Return the Chinese words: users read Chinese first."""
        return self.zh


@dataclass(frozen=True, slots=True)
class Citation:
    """The document and clauses that a value or rule stands on."""

    document: str
    clauses: tuple[str, ...]
    force: Force = Force.MANDATORY
    label: Label = Label.OFFICIAL


@dataclass(frozen=True, slots=True)
class Source:
    """Where an observation came from: a name, and the file and cell if any."""

    name: str = ""
    file: str | None = None
    cell: str | None = None
    submitter: str | None = None


NO_SOURCE = Source()


@dataclass(frozen=True, slots=True)
class Interval:
    """All values between *low* and *high*, both included; ``None`` is unbounded.

    A known value is a point; nothing known is ``Interval()``.
    """

    low: Fraction | None = None
    high: Fraction | None = None

    @classmethod
    def point(cls, value: Fraction | int) -> Interval:
        """Return the interval that holds *value* alone."""
        exact = value if type(value) is Fraction else Fraction(value)
        return cls(exact, exact)

    @property
    def known(self) -> bool:
        """Say whether it is a single value."""
        return self.low is not None and self.low == self.high

    @property
    def empty(self) -> bool:
        """Say whether the ends contradict each other."""
        return self.low is not None and self.high is not None and self.low > self.high

    def __add__(self, other: Interval) -> Interval:
        """Add two independent amounts."""
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def times(self, factor: Fraction | int) -> Interval:
        """Multiply by an exact number; a negative one swaps the ends."""
        exact = Fraction(factor)
        low = None if self.low is None else self.low * exact
        high = None if self.high is None else self.high * exact
        if exact == 0:
            return Interval.point(0)
        return Interval(low, high) if exact > 0 else Interval(high, low)

    def minus(self, other: Interval) -> Interval:
        """Subtract an independent amount."""
        return self + other.times(-1)

    def within(self, other: Interval) -> Interval:
        """Return what both allow; may be :attr:`empty` when they contradict."""
        low = max((x for x in (self.low, other.low) if x is not None), default=None)
        high = min((x for x in (self.high, other.high) if x is not None), default=None)
        return Interval(low, high)

    def hull(self, other: Interval) -> Interval:
        """Return the smallest interval that holds both."""
        low = None if None in (self.low, other.low) else _least(self.low, other.low)
        high = None if None in (self.high, other.high) else _most(self.high, other.high)
        return Interval(low, high)


def _plus(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left + right


def _least(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return min(x for x in (left, right) if x is not None)


def _most(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return max(x for x in (left, right) if x is not None)


NON_NEGATIVE = Interval(Fraction(0), None)
ANYTHING = Interval()


@dataclass(frozen=True, slots=True)
class Flip:
    """One change that would turn the verdict, everything else left as it is.

    *to* is the least value (in *unit*) at which the criterion would pass; when
    *strict*, the value must lie beyond it.
    """

    amount: str
    to: Fraction
    unit: str
    strict: bool = False
    downward: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """The steps of one judgement, as sentences in both languages."""

    steps: tuple[Text, ...] = ()
    inputs: Mapping[str, Interval] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What was concluded about one criterion, and everything it rests on.

    *value*, *threshold* and *gap* are in *unit*; the gap is value minus
    threshold, so a negative gap is a shortfall.
    They are ``None`` where the criterion compares no amount (a checklist item,
    a category, a record).
    """

    criterion: str
    verdict: Verdict
    clauses: tuple[str, ...] = ()
    value: Interval | None = None
    operator: str | None = None
    threshold: Interval | None = None
    unit: str | None = None
    gap: Interval | None = None
    missing: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = ()
    flags: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    trace: Trace = Trace()


@dataclass(frozen=True, slots=True)
class Moved:
    """A transition that took place: the new state and the record it rests on."""

    state: str
    on: date
    transition: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A transition that did not take place, and why, in codes and words.

    Refusal is an ordinary outcome: it is returned, not raised.
    """

    state: str
    codes: tuple[str, ...]
    because: Text
