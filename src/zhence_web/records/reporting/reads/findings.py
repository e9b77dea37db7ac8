"""What the checks say of a return before it is handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhence.errors import Fault
from zhence.evidence import Text
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.reporting.examining import examined
from zhence_web.records.reporting.facts import cell_value
from zhence_web.records.reporting.reads.heads import seen


@dataclass(frozen=True, slots=True)
class FindingView:
    """One odd answer: at which item, in which words, and why it passes.

    *number* is the check's, empty for a fault that has none. *reason* is what was
    written about it; it is empty where nobody could write one, the cell being frozen.
    """

    number: str
    item: str
    words: Text
    reason: str


@dataclass(frozen=True, slots=True)
class Findings:
    """*stopping* keep a return from being submitted, *passing* are told along."""

    stopping: tuple[Fault, ...]
    passing: tuple[FindingView, ...]


def findings(return_id: int, by: Hand, on: date) -> Findings:
    """Return what submitting the newest revision would say; nothing if it is hidden."""
    row = seen(return_id, by, on)
    if row is None:
        return Findings((), ())
    newest = row.revisions.order_by("-number")[0]
    found = examined(row, {c.item: cell_value(c) for c in newest.cells.all()})
    return Findings(
        found.faults,
        tuple(
            FindingView(
                f.number, f.item, Text(f.fault.zh, f.fault.en), f.reason.strip()
            )
            for f in (*found.explained, *found.unexplained)
        ),
    )
