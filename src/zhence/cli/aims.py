"""The targets of a jurisdiction, with gap and pace: ``zhence targets``."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from zhence.cases.register import vocabulary
from zhence.cli.output import print_json, print_lines, print_table, say_faults
from zhence.cli.shelf import Shelf
from zhence.dossier import label_of
from zhence.errors import BadInputError, Fault, Severity, Where
from zhence.evidence import Interval
from zhence.intake.tables import read_facts, read_projects, read_subjects
from zhence.packs.pack import Pack
from zhence.rules.explain import VERDICT_NAMES, interval_text
from zhence.targets import Member
from zhence.targets.finding import TargetFinding
from zhence.targets.report import is_own, targets_json, targets_report
from zhence.units import decimal_text

_SIGNS = {
    "at_least": "≥",
    "more_than": ">",
    "at_most": "≤",
    "less_than": "<",
    "about": "≈",
    "exactly": "=",
}


def targets(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Hold the figures of a jurisdiction against its targets.

    Without a table of subjects those count as members who reported, and each
    such finding says so.
    """
    pack = shelf.pack(arguments.policy)
    told = read_facts(arguments.facts, shelf.catalogue)
    works = None if arguments.projects is None else read_projects(arguments.projects)
    members, wrong = _members(pack, arguments.subjects)
    faults = [*told.faults, *(works.faults if works else ()), *wrong]
    faults += _strangers(pack, members, {o.subject for o in told.rows}, arguments)
    errors = [f for f in faults if f.severity is Severity.ERROR]
    if errors:
        raise BadInputError(errors)
    found = targets_report(
        pack,
        told.rows,
        arguments.on,
        known_on=arguments.known_on,
        members=members,
        projects=works.rows if works else (),
    )
    if arguments.json:
        print_json(targets_json(found))
        return 0
    say_faults(faults)
    _show(pack, found, str(arguments.on))
    return 0


def _members(
    pack: Pack, table: Path | None
) -> tuple[list[Member] | None, Iterable[Fault]]:
    if table is None:
        return None, ()
    told = read_subjects(table, {pack.id: vocabulary(pack)})
    return [
        Member(
            name=row.membership.subject,
            kind=row.kind or "",
            state=row.membership.state,
            category=row.membership.category,
            since=row.membership.listed_on,
        )
        for row in told.rows
    ], told.faults


def _strangers(
    pack: Pack,
    members: list[Member] | None,
    subjects: Iterable[str],
    arguments: argparse.Namespace,
) -> Iterable[Fault]:
    """Yield those with figures who are not on the list: a slip would count nobody."""
    if members is None:
        return
    known = {member.name for member in members}
    for name in sorted(set(subjects) - known):
        if not is_own(pack, name):
            yield Fault(
                "subject_unknown",
                f"{name} 有填报数，却不在主体表 {arguments.subjects} 中",
                f"{name} has figures and is not in {arguments.subjects}",
                Where(str(arguments.facts)),
                f"补上这一主体，或改正名称；地区自己的数写 {pack.jurisdiction.zh}"
                " / add it, or mend the name; the jurisdiction's own figures"
                " carry its name",
            )


def _show(pack: Pack, found: Iterable[TargetFinding], on: str) -> None:
    label = label_of(pack.status)
    print_table(
        f"{pack.title.zh} {on} [{label.zh} / {label.en}]",
        (
            "目标 target",
            "判定 verdict",
            "数值 value",
            "要求 required",
            "差距 gap",
            "进度 pace",
        ),
        (
            (
                f"{t.title.zh}\n{t.id}",
                VERDICT_NAMES[t.verdict].zh + ("（力争）" if t.aim else ""),
                _shown(t.value, t.unit.name),
                f"{_SIGNS[t.operator]} {_number(t.threshold)} {t.unit.name}",
                _shown(t.gap, t.unit.name),
                _pace(t),
            )
            for t in found
        ),
    )
    print_lines(
        "进度按起止日之间的直线推算，是我们的尺度，不是判定；（力争）不达到不产生后果。",
        "Pace is a straight line between the two ends, ours and no verdict; "
        "an aim (力争) that is missed has no consequence.",
    )


def _shown(value: Interval | None, unit: str) -> str:
    return "—（缺报）" if value is None else interval_text(value, unit).zh


def _number(value: Fraction | None) -> str:
    return "—" if value is None else decimal_text(value)


def _pace(finding: TargetFinding) -> str:
    if finding.pace is None:
        return "—"
    keeps = {True: "跟上 on pace", False: "落后 behind", None: "未知 unknown"}
    time = interval_text(Interval.point(finding.pace.time * 100), "%").zh
    return f"{keeps[finding.pace.keeps_up]}\n时间已过 {time}"
