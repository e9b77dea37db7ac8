"""From the packbook's values to what the templates print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhence.evidence import Text
from zhence.periods import DayRange
from zhence_web.kit.paging import Page, page_of
from zhence_web.packbook import (
    Account,
    EquationAccount,
    Moment,
    Packbook,
    Standing,
    Town,
    YearGrade,
)
from zhence_web.screens.public.asked import Asked

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
