"""Criteria as the public tables print them: what was found, asked for, looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhence.evidence import Interval, Text, Verdict
from zhence_web.kit.figures import NOT_REPORTED, interval_text, signed_text
from zhence_web.packbook import Benchmark, Compared, Printed, printed_value
from zhence_web.packbook.figures import unit_name
from zhence_web.records.assessment.findings import FindingView
from zhence_web.screens.public.present import Badge

_ICONS: Mapping[Verdict, str] = {
    Verdict.PASS: "pass",
    Verdict.APPROX: "approx",
    Verdict.PASS_EXEMPT: "exempt",
    Verdict.FAIL: "fail",
    Verdict.INSUFFICIENT_DATA: "unknown",
    Verdict.NOT_COMPUTABLE: "unknown",
    Verdict.NOT_APPLICABLE: "none",
    Verdict.DATA_ERROR: "error",
}
_NONE = Text("—", "—")
_CURABLE = "curable_by_exemption"


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion ready to print.

    *evidence* names what was looked at, empty where nothing was there; *steps* are
    told where the verdict is a firm one. *curable*: an exemption would excuse it.
    """

    clauses: tuple[str, ...]
    title: Text
    note: Text
    verdict: Badge
    value: Text
    operator: str
    threshold: Text
    gap: Text
    unit: Text
    evidence: tuple[Text, ...]
    missing: tuple[Text, ...]
    flips: tuple[Text, ...]
    steps: tuple[Text, ...]
    curable: bool = False


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
    places = {p.where.zh: p.where for p in told.visited.figures}
    return Comparison(
        told,
        [_compared_row(row, places) for row in told.rows],
        [(p, printed_value(p)) for p in told.visited.figures],
        accepted=told.count(*(v for v in Verdict if v.accepted)),
        failed=told.count(Verdict.FAIL),
        undecided=told.count(*(v for v in Verdict if v.undecided)),
        apart=told.count(Verdict.NOT_APPLICABLE),
    )


def finding_rows(findings: Iterable[FindingView]) -> list[CriterionRow]:
    """Return the criteria that a decision was taken on, ready to print."""
    return [_finding_row(one) for one in findings]


def verdict_badge(row: Compared) -> Badge:
    """Return the badge of a verdict."""
    return Badge(_ICONS[row.finding.verdict], row.verdict)


def _compared_row(row: Compared, places: Mapping[str, Text]) -> CriterionRow:
    finding = row.finding
    applies = finding.verdict is not Verdict.NOT_APPLICABLE
    firm = finding.verdict.accepted or finding.verdict is Verdict.FAIL
    sources = dict.fromkeys(source.name for source in finding.trace.sources)
    return CriterionRow(
        clauses=finding.clauses,
        title=row.title,
        note=_note(row),
        verdict=verdict_badge(row),
        value=_amount(finding.value, row) if row.reported else NOT_REPORTED,
        operator=row.operator,
        threshold=_amount(finding.threshold, row) if applies else _NONE,
        gap=signed_text(finding.gap) if row.reported else _NONE,
        unit=row.unit,
        evidence=tuple(places.get(name, Text(name, name)) for name in sources),
        missing=row.missing,
        flips=row.flips,
        steps=finding.trace.steps if firm else (),
        curable=_CURABLE in finding.flags,
    )


def _finding_row(row: FindingView) -> CriterionRow:
    verdict = Verdict(row.verdict)
    firm = verdict.accepted or verdict is Verdict.FAIL
    return CriterionRow(
        clauses=row.clauses,
        title=row.title,
        note=Text("", ""),
        verdict=Badge(_ICONS[verdict], row.verdict_name),
        value=row.value or _NONE,
        operator=row.sign,
        threshold=row.threshold or _NONE,
        gap=row.gap or _NONE,
        unit=unit_name(row.unit) if row.unit else Text("", ""),
        evidence=tuple(Text(name, name) for name in row.sources),
        missing=row.missing,
        flips=row.flips,
        # The first step is the verdict, which stands in its own column.
        steps=row.steps[1:] if firm else (),
    )


def _note(row: Compared) -> Text:
    zh, en = [row.occasion.zh, row.force.zh], [row.occasion.en, row.force.en]
    if row.advisory:
        zh.append("仅供参考")
        en.append("advisory")
    return Text("，".join(zh), ", ".join(en))


def _amount(amount: Interval | None, row: Compared) -> Text:
    """Return an amount; a rank is shown by its name."""
    if amount is not None and row.levels and amount.known and amount.low is not None:
        name = row.levels[int(amount.low)]
        return Text(name, name)
    return interval_text(amount)
