"""Checklist items that other findings show: nobody has to report them twice.

What fails the evidence is a gap even where somebody ticked it; what passes it
is done where nothing else was said; what is undecided leaves the item as told.
"""

from __future__ import annotations

from dataclasses import replace

from zhence.evidence import Verdict, all_of
from zhence.rules.plain import find
from zhence.rules.resolve import Docket


def proven(asked: Docket) -> Docket:
    """Return the docket with every item that its evidence decides."""
    told = dict(asked.facts.checklists)
    for checklist in asked.rulebook.checklists.values():
        items = dict(told.get(checklist.id, {}))
        for item, names in checklist.evidence.items():
            verdict = all_of(_shown(asked, name) for name in names)
            if verdict is Verdict.FAIL:
                items[item] = False
            elif verdict.accepted:
                items.setdefault(item, True)
        if items:
            told[checklist.id] = items
    return replace(asked, facts=replace(asked.facts, checklists=told))


def _shown(asked: Docket, name: str) -> Verdict:
    """Judge one piece of evidence: a criterion, a checklist, or ``checklist.item``."""
    book = asked.rulebook
    if name in book.criteria:
        return find(asked, book.criteria[name]).verdict
    checklist, _, item = name.partition(".")
    told = asked.facts.checklists.get(checklist, {})
    items = (item,) if item else tuple(book.checklists[checklist].items)
    states = [told.get(i) for i in items]
    if False in states:
        return Verdict.FAIL
    return Verdict.INSUFFICIENT_DATA if None in states else Verdict.PASS
