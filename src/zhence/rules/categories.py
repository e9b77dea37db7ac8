"""Which categories a town may have, when the text leaves more than one.

A ruling decides; else a category of the policy's own vocabulary; else what the
lead industries allow.
Where nothing is known every category of the vocabulary remains possible.
"""

from __future__ import annotations

from zhence.facts import Facts
from zhence.rules.rulebook import Rulebook

_RULING = "category_ruling"


def plain_word(word: str) -> str:
    """Return a vocabulary key: lower case, spaces and hyphens as underscores."""
    return "_".join(word.lower().replace("-", " ").split())


def industry_categories(rulebook: Rulebook, industry: str) -> frozenset[str]:
    """Return the categories whose definition lists *industry* (key or Chinese)."""
    key = plain_word(industry)
    return frozenset(
        category.id
        for category in rulebook.categories.values()
        if key in category.industries
        or any(industry == text.zh for text in category.industries.values())
    )


def possible_categories(rulebook: Rulebook, facts: Facts) -> frozenset[str]:
    """Return the categories that the membership may have under this policy.

    A single member is certain; an empty vocabulary gives the empty set.
    """
    rulings = sorted(
        (d for d in facts.decisions if d.what == _RULING and d.value),
        key=lambda d: d.on,
    )
    if rulings and rulings[-1].value in rulebook.categories:
        return frozenset({str(rulings[-1].value)})
    stated = facts.membership.category
    if stated in rulebook.categories:
        return frozenset({str(stated)})
    named = facts.membership.lead_industries or (stated,)
    found = frozenset[str]().union(
        *(industry_categories(rulebook, word) for word in named if word)
    )
    return found or frozenset(rulebook.categories)


def in_group(rulebook: Rulebook, candidates: frozenset[str], group: str) -> bool | None:
    """Say whether the town's category is in *group*; ``None`` when it may be.

    *group* is a group name of the vocabulary or a category itself.
    """
    members = {
        c.id for c in rulebook.categories.values() if group in c.groups or group == c.id
    }
    inside = candidates & members
    if not inside:
        return False
    return True if inside == candidates else None
