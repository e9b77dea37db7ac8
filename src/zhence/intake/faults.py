"""Faults of people's files: made from one table of words, collected, placed.

Codes are public: scripts and the site's help lean on them.
The words stand together in :mod:`zhence.intake.wording`, so that one person
can read and mend all of them.
"""

from __future__ import annotations

from dataclasses import replace

from zhence.errors import NOWHERE, Fault, Severity, Where
from zhence.intake.characters import shown
from zhence.intake.wording import WARNINGS, WORDS

_OURS = {"choices"}
"""Values that no file brings: what may be written is listed whole."""


def fault(code: str, where: Where = NOWHERE, /, **values: object) -> Fault:
    """Return the fault *code*, its sentences filled with *values*.

    Values come out of people's files: they are shortened and made visible
    before they are printed.

    >>> print(fault("row_ragged", Where("t.csv", 7), found=5, expected=6))
    t.csv:7: [row_ragged] 这一行有 5 格，表头有 6 格 / the row has 5 fields, \
the header 6 → 补上或去掉多出的逗号 / add or remove the commas that differ
    """
    words = WORDS[code]
    safe = {
        name: str(value) if name in _OURS else shown(value)
        for name, value in values.items()
    }
    zh, en, remedy_zh, remedy_en = (words_.format(**safe) for words_ in words)
    severity = Severity.WARNING if code in WARNINGS else Severity.ERROR
    return Fault(code, zh, en, where, f"{remedy_zh} / {remedy_en}", severity)


def in_column(found: Fault, title: str, where: Where) -> Fault:
    """Return *found* at *where*, saying first which column it is about."""
    name = shown(title)
    return replace(
        found, zh=f"{name}：{found.zh}", en=f"{name}: {found.en}", where=where
    )


class FaultLog:
    """Collects faults, so many of each severity and no more.

    Beyond the limit of errors reading stops: the file is refused anyway, and a
    million wrong rows need not fill the memory. Warnings stop nothing, because a
    file that is accepted must have been read to its end.
    """

    def __init__(self, most: int) -> None:
        """Keep at most *most* errors and as many warnings."""
        self._most = most
        self._kept: list[Fault] = []
        self._seen = {Severity.ERROR: 0, Severity.WARNING: 0}

    @property
    def full(self) -> bool:
        """Say whether as many errors were found as are kept."""
        return self._seen[Severity.ERROR] >= self._most

    @property
    def refuses(self) -> bool:
        """Say whether there was an error at all."""
        return self._seen[Severity.ERROR] > 0

    def add(self, *found: Fault) -> None:
        """Keep faults, or count them when there are too many."""
        for each in found:
            self._seen[each.severity] += 1
            if self._seen[each.severity] <= self._most:
                self._kept.append(each)

    def faults(self) -> tuple[Fault, ...]:
        """Return what was kept, in the order found, and a line on the rest."""
        if self.full:
            return (*self._kept, fault("faults_too_many", limit=self._most))
        unkept = self._seen[Severity.WARNING] - self._most
        if unkept <= 0:
            return tuple(self._kept)
        return (*self._kept, fault("warnings_more", count=unkept))
