"""From the packbook's values to what the templates print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhence.evidence import Interval, Text, Verdict
from zhence.periods import DayRange
from zhence_web.kit.figures import (
    NOT_REPORTED,
    interval_text,
    signed_text,
)
from zhence_web.kit.paging import Page, page_of
from zhence_web.packbook import (
    Account,
    Compared,
    EquationAccount,
    Moment,
    Packbook,
    Standing,
    Town,
    YearGrade,
)
from zhence_web.screens.public.asked import Asked

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
_SHOWN_FIGURES = ("CREATION", "CULTIVATION", "NAMED", "EXITED")


@dataclass(frozen=True, slots=True)
class Badge:
    """A standing, grade or verdict: a drawing, a colour by *kind*, and words."""

    kind: str
    name: Text


@dataclass(frozen=True, slots=True)
class TownRow:
    """One town in a list."""

    town: Town
    standing: Badge
    since: Text
    possible: int
    grade: YearGrade | None
    grade_badge: Badge | None
    last: Moment | None
    last_on: Text


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the four figures of the home page, with the newest published number."""

    badge: Badge
    known: int
    published: Account | None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion of a benchmark, ready to print."""

    row: Compared
    verdict: Badge
    value: Text
    threshold: Text
    gap: Text
    unit: Text


def days_text(on: DayRange | None) -> Text:
    """Return when something happened, as exactly as anybody knows."""
    if on is None or on == DayRange():
        return Text("日期未见", "date not seen")
    if on.earliest is None:
        return Text(f"不晚于 {on.latest}", f"by {on.latest}")
    if on.latest is None:
        return Text(f"不早于 {on.earliest}", f"not before {on.earliest}")
    return Text(str(on), str(on))


def standing_badge(standing: Standing) -> Badge:
    """Return the badge of a standing."""
    return Badge(standing.state.lower(), standing.name)


def town_page(book: Packbook, asked: Asked, size: int) -> Page[TownRow]:
    """Return a page of the towns that pass the filters, by standing and number."""
    standings = book.standings.on(asked.on)
    order = list(book.standings.state_names())
    wanted = [t for t in book.towns if asked.wants(t, standings[t.name])]
    wanted.sort(key=lambda t: (order.index(standings[t.name].state), t.id))
    page = page_of(wanted, asked.page, size)
    return page.showing(
        [_town_row(book, t, standings[t.name], asked.on) for t in page.items]
    )


def _town_row(book: Packbook, town: Town, standing: Standing, on: date) -> TownRow:
    sure = [m for m in book.standings.timeline(town.name, on) if m.sure]
    grade = book.grades.latest(town.name, on)
    last = sure[-1] if sure else None
    return TownRow(
        town=town,
        standing=standing_badge(standing),
        since=days_text(standing.since) if standing.since else Text("—", "—"),
        possible=standing.possible,
        grade=grade,
        grade_badge=grade_badges(grade)[0] if grade else None,
        last=last,
        last_on=days_text(last.on) if last else Text("—", "—"),
    )


def grade_badges(grade: YearGrade) -> tuple[Badge, ...]:
    """Return the badges of a grade: one, or those of an implied set."""
    return tuple(Badge(code, name) for code, name in grade.named)


def headlines(book: Packbook, on: date) -> list[Headline]:
    """Return the four figures of a day."""
    counts = book.standings.counts(on)
    names = book.standings.state_names()
    return [
        Headline(
            Badge(state.lower(), names[state]),
            counts[state],
            book.accounts.latest(state, on),
        )
        for state in _SHOWN_FIGURES
    ]


def coverage(equations: Iterable[EquationAccount]) -> dict[str, list[Text]]:
    """Return which published numbers the register reaches, and which it does not."""
    terms = {t.what.zh: t for e in equations for t in e.terms}.values()
    return {
        "whole": [t.what for t in terms if not t.unaccounted],
        "partial": [
            Text(
                f"{t.what.zh}（已知{t.known}，公布{t.published}）",
                f"{t.what.en} ({t.known} of {t.published})",
            )
            for t in terms
            if t.unaccounted
        ],
    }


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
