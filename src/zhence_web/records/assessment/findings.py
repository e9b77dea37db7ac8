"""The criteria of a stored dossier as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypedDict

from zhence.evidence import Flip, Interval, Text, Verdict
from zhence.facts.catalogue import Catalogue
from zhence.packs import Pack
from zhence.rules.explain import VERDICT_NAMES
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import Operator
from zhence_web.kit.figures import interval_text, signed_text
from zhence_web.packbook import packbook
from zhence_web.packbook.compared import flip_text

_SIGNS: Mapping[str, str] = {
    Operator.AT_LEAST: "≥",
    Operator.MORE_THAN: "＞",
    Operator.AT_MOST: "≤",
    Operator.LESS_THAN: "＜",
    Operator.EXACTLY: "＝",
}


class Turn(TypedDict):
    """A change of one amount that would turn a verdict, as a dossier writes it."""

    amount: str
    to: str
    unit: str
    strict: bool
    downward: bool


class Told(TypedDict):
    """How a verdict came about, as a dossier writes it, as far as read."""

    zh: list[str]
    en: list[str]
    sources: list[dict[str, str | None]]


class Criterion(TypedDict):
    """A criterion as :func:`zhence.dossier.dossier_json` writes it, as far as read."""

    id: str
    clauses: list[str]
    verdict: str
    value: list[str | None] | None
    operator: str | None
    threshold: list[str | None] | None
    unit: str | None
    gap: list[str | None] | None
    missing: list[str]
    flips: list[Turn]
    trace: Told


@dataclass(frozen=True, slots=True)
class FindingView:
    """One criterion: what was found against what was asked.

    *value*, *threshold* and *gap* ``None``: the criterion compares no amount.
    *flips* say what would turn the verdict, everything else left as it is; *sources*
    name what was looked at, empty where nothing was there to look at.
    """

    id: str
    title: Text
    clauses: tuple[str, ...]
    verdict: str
    verdict_name: Text
    value: Text | None
    sign: str
    threshold: Text | None
    unit: str
    gap: Text | None
    missing: tuple[Text, ...]
    flips: tuple[Text, ...]
    sources: tuple[str, ...]
    steps: tuple[Text, ...]


def findings_of(
    dossier: Mapping[str, Iterable[Criterion]], pack: Pack | None
) -> tuple[FindingView, ...]:
    """Return the criteria of a stored dossier, titled as the pack does now."""
    catalogue = packbook().sources.catalogue
    return tuple(_view(told, pack, catalogue) for told in dossier["criteria"])


def _view(told: Criterion, pack: Pack | None, catalogue: Catalogue) -> FindingView:
    known = None if pack is None else pack.rulebook.criteria.get(told["id"])
    trace = told["trace"]
    return FindingView(
        id=told["id"],
        title=Text(told["id"], told["id"]) if known is None else known.title,
        clauses=tuple(told["clauses"]),
        verdict=told["verdict"],
        verdict_name=VERDICT_NAMES[Verdict(told["verdict"])],
        value=_shown(told["value"]),
        sign=_SIGNS.get(told["operator"] or "", told["operator"] or ""),
        threshold=_shown(told["threshold"]),
        unit=told["unit"] or "",
        gap=None if told["gap"] is None else signed_text(_interval(told["gap"])),
        missing=tuple(_named(name, catalogue) for name in told["missing"]),
        flips=() if pack is None else tuple(_turns(told["flips"], pack.rulebook)),
        sources=tuple(dict.fromkeys(s["name"] or "" for s in trace["sources"])),
        steps=tuple(Text(*pair) for pair in zip(trace["zh"], trace["en"], strict=True)),
    )


def _turns(told: Iterable[Turn], rulebook: Rulebook) -> Iterator[Text]:
    """Say what would turn a verdict, by amounts that the pack still names."""
    for turn in told:
        if turn["amount"] in rulebook.measures:
            to = Fraction(turn["to"])
            flip = Flip(
                turn["amount"], to, turn["unit"], turn["strict"], turn["downward"]
            )
            yield flip_text(rulebook, flip)


def _named(code: str, catalogue: Catalogue) -> Text:
    known = catalogue.find(code)
    return Text(code, code) if known is None else known.name


def _shown(ends: list[str | None] | None) -> Text | None:
    return None if ends is None else interval_text(_interval(ends))


def _interval(ends: list[str | None]) -> Interval:
    low, high = (None if end is None else Fraction(end) for end in ends)
    return Interval(low, high)
