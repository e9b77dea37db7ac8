"""Targets for a command line or a page: from tables, to JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from zhence.evidence import Interval
from zhence.facts import Observation, Project
from zhence.packs.pack import Pack
from zhence.targets.find import targets_of
from zhence.targets.finding import Alternative, MemberFigure, TargetFinding
from zhence.targets.pace import Pace
from zhence.targets.register import OWN, Firm, Member, Register
from zhence.units import decimal_text

# A subject of this name in a table is the jurisdiction.
WHOLE_AREA = "*"
_SHORTEST_NAME = 3


def targets_report(
    pack: Pack,
    observations: Iterable[Observation],
    on: date,
    *,
    known_on: date | None = None,
    members: Iterable[Member] | None = None,
    firms: Iterable[Firm] | None = None,
    projects: Iterable[Project] = (),
) -> list[TargetFinding]:
    """Return every target by what tables say.

    A subject named ``*`` or like the jurisdiction gives the jurisdiction's own
    figures; every other subject is a member. Without *members* those count who
    ever reported the figure, or are of the kind by what else they reported;
    such a finding is marked ``members_as_reported``.

    Raises:
        BadInputError: a member or a firm would count twice.
    """
    held, works = tuple(observations), tuple(projects)
    names = {o.subject for o in held} | {p.subject for p in works}
    own = frozenset(n for n in names if is_own(pack, n)) | {OWN}
    register = Register(
        members=None if members is None else tuple(members),
        observations=held,
        firms=None if firms is None else tuple(firms),
        projects=works,
        own=own,
    )
    return targets_of(pack, register, on, known_on)


def is_own(pack: Pack, subject: str) -> bool:
    """Say whether a subject's name means the whole jurisdiction."""
    name = subject.strip()
    zh, en = pack.jurisdiction.zh, pack.jurisdiction.en.casefold()
    if name in (OWN, WHOLE_AREA, zh) or name.casefold() in (en, en.split(",")[0]):
        return True
    return len(name) >= _SHORTEST_NAME and zh.endswith(name)


def targets_json(findings: Iterable[TargetFinding]) -> list[dict[str, object]]:
    """Return the findings in the form of the contracts, with what else is known."""
    return [target_json(finding) for finding in findings]


def target_json(finding: TargetFinding) -> dict[str, object]:
    """Return one finding."""
    return {
        "id": finding.id,
        "clause": finding.clauses[0],
        "verdict": finding.verdict.value,
        "value": _ends(finding.value),
        "threshold": _number(finding.threshold),
        "gap": _ends(finding.gap),
        "unit": finding.unit.name,
        "clauses": list(finding.clauses),
        "title": {"zh": finding.title.zh, "en": finding.title.en},
        "operator": finding.operator,
        "day": finding.day.isoformat(),
        "due": finding.due,
        "aim": finding.aim,
        "label": finding.label.value,
        "flags": sorted(finding.flags),
        "counts": dict(finding.counts),
        "by_period": {name: v.value for name, v in finding.by_period.items()},
        "members": {n: _member_json(m) for n, m in finding.members.items()},
        "gaps": list(finding.gaps),
        "missing": list(finding.missing),
        "alternatives": {
            n: _alternative_json(a) for n, a in finding.alternatives.items()
        },
        "pace": None if finding.pace is None else _pace_json(finding.pace),
        "reading": None
        if finding.reading is None
        else {"zh": finding.reading.zh, "en": finding.reading.en},
        "because": None
        if finding.because is None
        else {"zh": finding.because.zh, "en": finding.because.en},
        "sources": [
            {"name": s.name, "file": s.file, "cell": s.cell} for s in finding.sources
        ],
        "policy": finding.policy,
        "edition": finding.edition,
        "hash": finding.pack_hash,
    }


def _member_json(told: MemberFigure) -> dict[str, object]:
    return {"verdict": told.verdict.value, "value": _ends(told.value)}


def _alternative_json(told: Alternative) -> dict[str, object]:
    return {
        "verdict": told.verdict.value,
        "value": _ends(told.value),
        "threshold": _number(told.threshold),
    }


def _pace_json(told: Pace) -> dict[str, object]:
    return {
        "time": decimal_text(told.time),
        "way": _ends(told.way),
        "keeps_up": told.keeps_up,
        "label": told.label.value,
    }


def _ends(amount: Interval | None) -> list[str | None] | None:
    return None if amount is None else [_number(amount.low), _number(amount.high)]


def _number(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


__all__ = [
    "WHOLE_AREA",
    "is_own",
    "target_json",
    "targets_json",
    "targets_report",
]
