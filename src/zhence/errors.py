"""What can be wrong, where, why, and what to do about it.

A :class:`Fault` is one wrong thing at one place.
Readers collect every fault of a file before they speak, so that a person
mends a table once and not once a row; an error is raised with all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a fault weighs: an error refuses the file, a warning asks."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Where:
    """A place that a person can open: a file and a line, or a sheet and a cell.

    Lines and rows count from 1, as editors and Excel do.
    Every part may be missing (``None``) when the input has no such thing.
    """

    file: str | None = None
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """Return ``file:line``, ``file[sheet!cell]`` or what there is of it."""
        place = self.file or "<input>"
        if self.cell is not None:
            return (
                f"{place}[{self.sheet}!{self.cell}]"
                if self.sheet
                else (f"{place}[{self.cell}]")
            )
        return f"{place}:{self.line}" if self.line is not None else place


NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong thing: a stable code, both languages, the place, the remedy.

    A *soft* one asks: a written reason at its place lets it pass.

    >>> print(Fault("unit_unknown", "单位不认识：石", "unknown unit: 石",
    ...             Where("t.csv", 3), remedy="use 亿元"))
    t.csv:3: [unit_unknown] 单位不认识：石 / unknown unit: 石 → use 亿元
    """

    code: str
    zh: str
    en: str
    where: Where = NOWHERE
    remedy: str = ""
    severity: Severity = Severity.ERROR
    soft: bool = False

    @property
    def message(self) -> str:
        """Both languages in one line, Chinese first."""
        return f"{self.zh} / {self.en}"

    def __str__(self) -> str:
        """Return the line that a terminal shows."""
        tail = f" → {self.remedy}" if self.remedy else ""
        return f"{self.where}: [{self.code}] {self.message}{tail}"

    def as_json(self) -> dict[str, str | int | None]:
        """Return the flat form that ``--json`` prints (see contracts)."""
        return {
            **asdict(self.where),
            "severity": self.severity.value,
            "code": self.code,
            "message": self.message,
            "remedy": self.remedy,
        }


class ZhenceError(Exception):
    """Anything the library refuses; carries every fault that was found."""

    def __init__(self, faults: Iterable[Fault] | Fault) -> None:
        """Keep *faults* (one or many) and say them all as the message."""
        self.faults = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class BadInputError(ZhenceError):
    """A table, case or argument that cannot be read as what it claims to be."""


class BadPackError(ZhenceError):
    """A pack that breaks its schema or contradicts itself."""


class UnitError(BadInputError):
    """A unit that is unknown, or that cannot be turned into the one asked for."""


class PeriodError(BadInputError):
    """A period or date that cannot be read."""
