"""The explanation of a figure, and one member's part in it."""

from __future__ import annotations

from dataclasses import dataclass

from zhence.evidence import Interval, Text
from zhence.packs import Pack
from zhence_web.records.cockpit.figures import Figure
from zhence_web.records.cockpit.sources import Source


@dataclass(frozen=True, slots=True)
class Part:
    """What one member contributes; *value* ``None``: it has said nothing.

    *key* finds the part within its figure; *said* is what there is to say beside the
    number. *number* is the site's.
    """

    key: str
    number: int
    name: Text
    value: Interval | None
    said: Text
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure explained; *pack* ``None``: no policy says anything of it."""

    figure: Figure
    definition: Text
    formula: Text
    clauses: tuple[tuple[str, str], ...]
    pack: Pack | None
    parts: tuple[Part, ...]
