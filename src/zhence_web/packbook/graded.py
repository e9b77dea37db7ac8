"""How many towns had each grade: by name, as published, and what no page names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhence.evidence import Text
from zhence.intake.delimited import read_records
from zhence_web.packbook.citations import Cited, cited
from zhence_web.packbook.words import GRADE_WORDS, GRADES, LIST_STATES, both

_ASSESSED = re.compile(r"assessed (?P<year>\d{4}): (?P<grade>\S+)\Z")
_SCOPE = re.compile(r"浙江 (?P<list>\S+) grade\Z")


@dataclass(frozen=True, slots=True)
class GradeAccount:
    """How many towns had a grade: by name, as published, and the difference."""

    year: int
    state: str
    state_name: Text
    grade: str
    grade_name: Text
    known: int
    published: int | None
    sources: tuple[Cited, ...]

    @property
    def unaccounted(self) -> int | None:
        """Published towns that no page names; ``None`` without a number."""
        return None if self.published is None else self.published - self.known


@dataclass(frozen=True, slots=True)
class PublishedGrade:
    """How many towns a page says had a grade in a year, on a list."""

    year: int
    state: str
    grade: str
    count: int
    sources: tuple[Cited, ...]


def grade_accounts(
    assessed: Mapping[int, Mapping[str, Mapping[str, int]]],
    published: Iterable[PublishedGrade],
    names: Mapping[str, Text],
) -> tuple[GradeAccount, ...]:
    """Hold the grades that are known by name against the published numbers."""
    known = {
        (year, state, grade): count
        for year, states in assessed.items()
        for state, grades in states.items()
        for grade, count in grades.items()
    }
    stated = {(p.year, p.state, p.grade): p for p in published}
    found = []
    for key in sorted({*known, *stated}, key=_order):
        year, state, grade = key
        told = stated.get(key)
        found.append(
            GradeAccount(
                year,
                state,
                names[state],
                grade,
                both(GRADES, grade),
                known.get(key, 0),
                told.count if told else None,
                told.sources if told else (),
            )
        )
    return tuple(found)


def read_published_grades(reference: Path) -> tuple[PublishedGrade, ...]:
    """Return the published numbers of grades, of the province's own lists only."""
    found = []
    for _, row in read_records(reference / "zhejiang" / "published_totals.csv"):
        said, scope = _ASSESSED.match(row["statement"]), _SCOPE.match(row["scope"])
        if said is None or scope is None:
            continue
        found.append(
            PublishedGrade(
                int(said["year"]),
                LIST_STATES[scope["list"]],
                GRADE_WORDS[said["grade"]],
                int(row["figure"]),
                cited(row["source_url"]),
            )
        )
    return tuple(found)


def _order(key: tuple[int, str, str]) -> tuple[int, int, int]:
    year, state, grade = key
    lists: Sequence[str] = tuple(LIST_STATES.values())
    return year, lists.index(state), tuple(GRADES).index(grade)
