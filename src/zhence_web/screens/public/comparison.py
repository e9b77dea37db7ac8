"""A benchmark as its table prints it: verdict, value, threshold and gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhence.evidence import Interval, Text, Verdict
from zhence_web.kit.figures import NOT_REPORTED, interval_text, signed_text
from zhence_web.packbook import Benchmark, Compared, Printed, printed_value
from zhence_web.screens.public.present import Badge

_ICONS = {
    Verdict.PASS: "pass",
    Verdict.APPROX: "approx",
    Verdict.PASS_EXEMPT: "exempt",
    Verdict.FAIL: "fail",
    Verdict.INSUFFICIENT_DATA: "unknown",
    Verdict.NOT_COMPUTABLE: "unknown",
    Verdict.NOT_APPLICABLE: "none",
    Verdict.DATA_ERROR: "error",
}


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion of a benchmark, ready to print."""

    row: Compared
    verdict: Badge
    value: Text
    threshold: Text
    gap: Text
    unit: Text


@dataclass(frozen=True, slots=True)
class Comparison:
    """A benchmark ready to print, with how many criteria came out how."""

    told: Benchmark
    criteria: list[CriterionRow]
    printed: list[tuple[Printed, Text]]
    accepted: int
    failed: int
    undecided: int
    apart: int


def comparison(told: Benchmark | None) -> Comparison | None:
    """Return a benchmark ready to print; ``None`` stays none."""
    if told is None:
        return None
    return Comparison(
        told,
        criterion_rows(told.rows),
        [(p, printed_value(p)) for p in told.visited.figures],
        accepted=told.count(*(v for v in Verdict if v.accepted)),
        failed=told.count(Verdict.FAIL),
        undecided=told.count(*(v for v in Verdict if v.undecided)),
        apart=told.count(Verdict.NOT_APPLICABLE),
    )


def criterion_rows(rows: Iterable[Compared]) -> list[CriterionRow]:
    """Return a benchmark's rows ready to print."""
    return [_criterion_row(row) for row in rows]


def verdict_badge(row: Compared) -> Badge:
    """Return the badge of a verdict."""
    return Badge(_ICONS[row.finding.verdict], row.verdict)


def _criterion_row(row: Compared) -> CriterionRow:
    finding = row.finding
    applies = finding.verdict is not Verdict.NOT_APPLICABLE
    return CriterionRow(
        row=row,
        verdict=verdict_badge(row),
        value=_amount(finding.value, row) if row.reported else NOT_REPORTED,
        threshold=_amount(finding.threshold, row) if applies else Text("—", "—"),
        gap=signed_text(finding.gap) if row.reported else Text("—", "—"),
        unit=row.unit,
    )


def _amount(amount: Interval | None, row: Compared) -> Text:
    """Return an amount; a rank is shown by its name."""
    if amount is not None and row.levels and amount.known and amount.low is not None:
        name = row.levels[int(amount.low)]
        return Text(name, name)
    return interval_text(amount)
