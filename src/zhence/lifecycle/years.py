"""Failures over the assessed years: the first of a stay, and adjacent ones."""

from __future__ import annotations

from zhence.evidence import Verdict, all_of, any_of, negate
from zhence.lifecycle.conditions import AdjacentFails, YearResult
from zhence.lifecycle.history import AssessedYear, History

_FIRST = "first"


def assessed(history: History) -> list[AssessedYear]:
    """Return the assessed years in order; decided exemptions are marked."""
    exempt = {d.year for d in history.own_decisions("exempt_year")}
    return sorted(
        (
            AssessedYear(y.year, y.parts, y.exempted or y.year in exempt)
            for y in history.years
        ),
        key=lambda y: y.year,
    )


def year_failed(
    history: History, asked: YearResult
) -> tuple[Verdict, tuple[str, ...], int | None]:
    """Judge a condition on one year; a year that was not assessed fails it."""
    years = assessed(history)
    first = history.membership.stay_first_year
    if asked.which == _FIRST:
        chosen = next((y for y in years if y.year == first), None)
    else:
        chosen = years[-1] if years and years[-1].year != first else None
    if chosen is None or chosen.exempted:
        return Verdict.FAIL, (), None
    failed = chosen.failed(asked.part)
    return failed if asked.failed else negate(failed), (), chosen.year


def adjacent_failures(
    history: History, asked: AdjacentFails
) -> tuple[Verdict, tuple[str, ...], int | None]:
    """Judge whether enough adjacent years failed; the last such year causes it.

    Unknown years count as unknown, so that a failure on either side of one
    leaves the answer open and no sanction follows.
    """
    need = history.rulebook.number(asked.count, history.on)
    if need is None:
        return Verdict.INSUFFICIENT_DATA, (), None
    best, year = Verdict.FAIL, None
    for run in _runs(history, asked):
        for start in range(len(run) - int(need) + 1):
            stretch = run[start : start + int(need)]
            verdict = all_of(y.failed(asked.part) for y in stretch)
            joined = any_of([best, verdict])
            if verdict is joined and verdict is not Verdict.FAIL:
                year = stretch[-1].year
            best = joined
    return best, (), year if best is Verdict.PASS else None


def consecutive_failures(history: History, part: str) -> int:
    """Return how many of the latest years in a row surely failed."""
    count = 0
    for y in reversed(assessed(history)):
        if y.exempted or y.failed(part) is not Verdict.PASS:
            break
        count += 1
    return count


def _runs(history: History, asked: AdjacentFails) -> list[list[AssessedYear]]:
    """Return the stretches of years that follow one another."""
    breaks = history.rulebook.choice(asked.exempt_breaks, history.on) is True
    years = assessed(history)
    counted = years if breaks else [y for y in years if not y.exempted]
    exempt = {y.year for y in years if y.exempted}
    runs: list[list[AssessedYear]] = [[]]
    for before, after in zip([None, *counted], counted, strict=False):
        between = range(before.year + 1, after.year) if before else ()
        follows = before is not None and all(y in exempt for y in between)
        if before is None or not follows or after.exempted:
            runs.append([])
        if not after.exempted:
            runs[-1].append(after)
    return runs
