"""What changed between two editions of a policy, in words of both languages.

Each change names the days and the areas it touches, and which way it moves
what is asked.
Gaps and overlaps that have to be named before publishing are in
:mod:`zhence.packs.diff_holes`.
"""

from __future__ import annotations

from dataclasses import replace

from zhence.packs.diff_change import Areas, Change, Kind, Period, Strictness, importance
from zhence.packs.diff_course import course
from zhence.packs.diff_goals import incentives, targets
from zhence.packs.diff_head import head
from zhence.packs.diff_ids import aligned
from zhence.packs.diff_measures import measures
from zhence.packs.diff_rules import criteria, remarks, shown
from zhence.packs.diff_tables import categories, checklists, thresholds
from zhence.packs.diff_texts import clauses, documents, not_computable, published
from zhence.packs.diff_told import REMOVED, Editions
from zhence.packs.diff_values import parameters
from zhence.packs.pack import Pack

__all__ = ["Areas", "Change", "Kind", "Period", "Strictness", "differences"]

_SECTIONS = (
    head,
    criteria,
    parameters,
    thresholds,
    measures,
    course,
    targets,
    categories,
    checklists,
    incentives,
    clauses,
    remarks,
    shown,
    documents,
    not_computable,
    published,
)


def differences(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Return what changed from *old* to *new*, the weightiest first.

    Of one edition and itself it is empty.
    A policy that got a new id is compared clause by clause all the same.
    """
    editions = Editions(aligned(old, new.id), new, was=old.id)
    changes = (
        replace(change, id=editions.own_name(change.id))
        if change.part == REMOVED
        else change
        for section in _SECTIONS
        for change in section(editions)
    )
    return tuple(sorted(changes, key=importance))
