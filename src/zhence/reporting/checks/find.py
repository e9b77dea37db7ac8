"""Ask every check of a return: cells, history and type in, findings out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from zhence.errors import Fault, Severity
from zhence.periods import Span
from zhence.reporting.cells import Cell
from zhence.reporting.checks import across, over_time, own
from zhence.reporting.checks.hit import Hit
from zhence.reporting.checks.law import (
    AtMost,
    Check,
    Checks,
    Elsewhere,
    Force,
    Needs,
    OutsideType,
    Own,
    PowerOfTen,
)
from zhence.reporting.forms import ReturnForm
from zhence.reporting.growth import History


@dataclass(frozen=True, slots=True)
class Typical:
    """What is usual for sites of a type; amounts in smallest units.

    *ranges* are by item and the item it is taken per: where all but the outermost
    sites lie. *elsewhere* is what another statistics says of this very site.
    What is left out is not known, and nothing is asked then.
    """

    medians: Mapping[str, Fraction] = field(default_factory=dict)
    ranges: Mapping[tuple[str, str], tuple[Fraction, Fraction]] = field(
        default_factory=dict
    )
    elsewhere: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a return stands among: its period, earlier returns, and its type.

    Without a *period* nothing is held against history.
    """

    period: Span | None = None
    history: History = field(default_factory=dict)
    typical: Typical = field(default_factory=Typical)


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer that is not as it should be.

    *number* is the check's, empty for a fault that has none. *reason* is what was
    written about the cell of a soft one; *fault* is a warning then, else an error.
    """

    number: str
    item: str
    fault: Fault
    reason: str = ""

    @property
    def passes(self) -> bool:
        """Say whether the return may be submitted as far as this goes."""
        return self.fault.severity is Severity.WARNING


def examine(
    form: ReturnForm,
    cells: Mapping[str, Cell],
    checks: Checks,
    around: Surroundings | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is not as it should be, hard ones first.

    An item that *cells* leaves out is missing. What is missing or does not apply
    is compared with nothing; zero is compared like any number.
    """
    among = around or Surroundings()
    found = [_own(fault, checks) for fault in own.check(form, cells)]
    hits = [
        (check, hit)
        for check in checks.checks
        if not check.forms or form.code in check.forms
        for hit in _hits(check, form, cells, among)
    ]
    said = {(check.code, hit.item) for check, hit in hits}
    for check, hit in hits:
        if not any((better, hit.item) in said for better in check.yields_to):
            found.append(_finding(check, hit, cells, checks))
    return tuple(sorted(found, key=lambda finding: finding.fault.soft))


def _hits(
    check: Check, form: ReturnForm, cells: Mapping[str, Cell], among: Surroundings
) -> Iterator[Hit]:
    typical = among.typical
    match check.test:
        case Own():
            return
        case AtMost() as test:
            yield from across.above(test, form, cells)
        case Needs() as test:
            yield from across.lonely(test, form, cells)
        case OutsideType() as test:
            yield from across.outside(test, form, cells, typical.ranges)
        case Elsewhere() as test:
            yield from across.elsewhere(test, form, cells, typical.elsewhere)
        case PowerOfTen() as test:
            yield from over_time.powers(
                test, form, cells, among.period, among.history, typical.medians
            )
        case _ as test:  # what looks back: it takes a period
            if among.period is not None:
                yield from over_time.hits(
                    test, form, cells, among.period, among.history
                )


def _own(fault: Fault, checks: Checks) -> Finding:
    numbered = checks.numbers.get(fault.code)
    number = "" if numbered is None else numbered.code
    return Finding(number, fault.where.cell or "", fault)


def _finding(
    check: Check, hit: Hit, cells: Mapping[str, Cell], checks: Checks
) -> Finding:
    cell = cells.get(hit.item)
    reason = "" if cell is None else cell.explanation.strip()
    soft = check.force is Force.SOFT
    passes = soft and len(reason) >= checks.shortest_reason
    fault = Fault(
        check.code,
        check.says.zh.format(**hit.zh),
        check.says.en.format(**hit.en),
        own.place(hit.item),
        f"{check.remedy.zh} / {check.remedy.en}",
        Severity.WARNING if passes else Severity.ERROR,
        soft,
    )
    return Finding(check.code, hit.item, fault, reason if passes else "")
