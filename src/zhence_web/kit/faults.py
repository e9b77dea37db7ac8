"""What is wrong with what somebody typed, as a page says it: at its cell and on top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhence.errors import Fault
from zhence.evidence import Text

_BETWEEN = " / "


@dataclass(frozen=True, slots=True)
class Said:
    """One fault for a page; *cell* is the item it is about, empty for the whole.

    A *soft* one passes with a written reason; any other has to be mended.
    """

    cell: str
    code: str
    words: Text
    remedy: Text
    soft: bool = False


def said(fault: Fault) -> Said:
    """Return a fault in both languages.

    A remedy is written "中文 / English"; one in a single language is shown in both.

    >>> said(Fault("x", "错", "wrong", remedy="改 / mend it")).remedy.en
    'mend it'
    """
    zh, between, en = fault.remedy.partition(_BETWEEN)
    return Said(
        cell=fault.where.cell or "",
        code=fault.code,
        words=Text(fault.zh, fault.en),
        remedy=Text(zh, en if between else zh),
        soft=fault.soft,
    )


def by_cell(faults: Iterable[Fault]) -> dict[str, tuple[Said, ...]]:
    """Return faults by the item they are about, in their order."""
    found: dict[str, tuple[Said, ...]] = {}
    for each in map(said, faults):
        found[each.cell] = (*found.get(each.cell, ()), each)
    return found
