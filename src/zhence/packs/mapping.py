"""How the category words of one policy stand to those of another.

Each policy has a vocabulary of its own, and thresholds depend on it.
A table written by hand says what each word is next to the words of another
policy; where it says nothing there is no answer, and never a nearest one.
The table is ours: no document says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhence.errors import NOWHERE, BadInputError, Fault, Where
from zhence.evidence import Text


class Match(StrEnum):
    """How a category stands to one of another policy.

    ``broader``: the other policy's category is the wider one; ``narrower``: it
    is a part of the category asked about; ``overlaps``: each holds what the
    other does not; ``none``: the other policy has nothing of the kind.
    """

    EXACT = "exact"
    BROADER = "broader"
    NARROWER = "narrower"
    OVERLAPS = "overlaps"
    NONE = "none"

    def turned(self) -> Match:
        """Return the same relation seen from the other side.

        >>> Match.BROADER.turned().value
        'narrower'
        """
        return _TURNED.get(self, self)


_TURNED = {Match.BROADER: Match.NARROWER, Match.NARROWER: Match.BROADER}
_CLOSEST_FIRST = tuple(Match)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The categories of one policy, and the clauses that name them."""

    policy: str
    clauses: tuple[str, ...]
    categories: Mapping[str, Text]
    note: Text | None = None
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible translation; *category* is ``None`` where there is none."""

    category: str | None
    title: Text | None
    match: Match
    reason: Text

    def as_json(self) -> dict[str, object]:
        """Return the form that ``--json`` prints."""
        title = self.title and {"zh": self.title.zh, "en": self.title.en}
        return {
            "category": self.category,
            "title": title,
            "relation": self.match.value,
            "reason": {"zh": self.reason.zh, "en": self.reason.en},
        }


Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CategoryMapping:
    """All vocabularies, and for each word and other policy its candidates."""

    vocabularies: Mapping[str, Vocabulary]
    rows: Mapping[Row, tuple[Candidate, ...]]

    def translate(
        self, category: str, source: str, target: str
    ) -> tuple[Candidate, ...]:
        """Return what a category of policy *source* may be under policy *target*.

        The closest come first.
        More than one candidate means that a person has to rule; a single
        ``none`` means that the other policy has no such category.

        Raises:
            BadInputError: a policy without a vocabulary, or a category that is
                not in its own; each named.
        """
        faults = [
            _unknown_policy(name, self.vocabularies)
            for name in (source, target)
            if name not in self.vocabularies
        ]
        if not faults and category not in self.vocabularies[source].categories:
            faults.append(_unknown_category(category, self.vocabularies[source]))
        if faults:
            raise BadInputError(faults)
        if source == target:
            title = self.vocabularies[source].categories[category]
            return (Candidate(category, title, Match.EXACT, _SAME),)
        found = self.rows[category, source, target]
        return tuple(sorted(found, key=lambda c: _CLOSEST_FIRST.index(c.match)))


_SAME = Text("同一政策的同一类别。", "The same category of the same policy.")


def _unknown_policy(name: str, known: Mapping[str, Vocabulary]) -> Fault:
    return Fault(
        "vocabulary_unknown",
        f"{name} 没有类别词表",
        f"there is no category vocabulary of {name}",
        remedy="use one of " + ", ".join(sorted(known)),
    )


def _unknown_category(name: str, vocabulary: Vocabulary) -> Fault:
    return Fault(
        "category_unknown",
        f"{vocabulary.policy} 没有类别 {name}",
        f"{vocabulary.policy} has no category {name}",
        remedy="use one of " + ", ".join(vocabulary.categories),
    )
