"""Targets that fall behind their pace, and targets that nobody can follow.

Only policies in force are watched: a draft has consequences for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from zhence.evidence import Text
from zhence.packs import Pack
from zhence.reporting.alerts import Rule, Watch
from zhence.rules.rulebook import Status
from zhence.targets.report import is_own
from zhence_web.packbook import packbook
from zhence_web.records.cockpit.goals import Goal, goals
from zhence_web.records.cockpit.ground import ground_of
from zhence_web.records.cockpit.standings import standings_below
from zhence_web.records.tasks.condition import Condition, Look
from zhence_web.records.tasks.watches import Watcher
from zhence_web.records.tasks.watching_results import listed


class Targets:
    """The targets of every policy in force, looked at once for all rules.

    A target whose way is known falls behind or keeps up; one whose way is not known
    well enough to say so is asked for, never said to be behind.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._seen: dict[datetime, dict[tuple[int, str], tuple[Goal, ...]]] = {}

    def watchers(self) -> Mapping[Watch, Watcher]:
        """Return what looks for each of the two watches."""
        return {Watch.TARGET_BEHIND: self.behind, Watch.TARGET_UNKNOWN: self.unknown}

    def behind(self, rule: Rule, look: Look) -> Iterable[Condition]:
        """Find the places where some target of a policy falls behind."""
        del rule
        for (org, policy), held in self._goals(look).items():
            late = tuple(g.target for g in held if g.keeps_up is False)
            if late:
                yield _condition(org, policy, late, look)

    def unknown(self, rule: Rule, look: Look) -> Iterable[Condition]:
        """Find the places where nobody can say how far some target is."""
        del rule
        for (org, policy), held in self._goals(look).items():
            open_ = tuple(
                g.target
                for g in held
                if g.keeps_up is None and g.finding.verdict.undecided
            )
            if open_:
                yield _condition(org, policy, open_, look)

    def _goals(self, look: Look) -> dict[tuple[int, str], tuple[Goal, ...]]:
        if look.at not in self._seen:
            self._seen = {look.at: dict(_found(look))}
        return self._seen[look.at]


def _found(look: Look) -> Iterable[tuple[tuple[int, str], tuple[Goal, ...]]]:
    for pack in packbook().sources.packs.values():
        if not pack.targets or not _binds(pack, look):
            continue
        for org in look.above_sites():
            if not is_own(pack, look.name(org).zh):
                continue
            ground = ground_of(org, look.on)
            if ground is None or pack.id not in ground.policies:
                continue
            told = standings_below(ground, pack.id, look.at)
            held = goals(ground, told, look.at)
            yield (org, pack.id), tuple(g for g in held if g.asked)


def _binds(pack: Pack, look: Look) -> bool:
    begun = pack.valid_from is None or pack.valid_from <= look.on
    over = pack.valid_to is not None and pack.valid_to < look.on
    return pack.status is Status.IN_FORCE and begun and not over


def _condition(
    org: int, policy: str, targets: tuple[str, ...], look: Look
) -> Condition:
    named = listed(targets)
    return Condition(
        subject=f"{policy}:{org}:{look.on.year}",
        about=org,
        kind="target",
        ref=policy,
        what=Text(named.zh, named.en),
    )
