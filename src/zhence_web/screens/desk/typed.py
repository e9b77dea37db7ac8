"""What a form posted, cell by cell, and how it is shown again when it was refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from zhence.evidence import Text
from zhence_web.kit.faults import Said
from zhence_web.kit.posted import line
from zhence_web.records.reporting.forms import Typed
from zhence_web.records.reporting.reads import CellView, Sheet

VALUE, BOX, REASON = "v-", "n-", "w-"
"""What the fields of a cell begin with: its value, the box "n/a", the explanation."""


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of the form with what stands in its fields and what is wrong there."""

    cell: CellView
    text: str
    box: bool
    why: str
    faults: tuple[Said, ...] = ()

    @property
    def told(self) -> bool:
        """Say whether the explanation is worth showing at once."""
        return bool(self.why or self.box or self.faults)

    @property
    def asks(self) -> bool:
        """Say whether all that is wrong here passes with a written reason."""
        return bool(self.faults) and all(fault.soft for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form to show: fields by section, and every fault on top."""

    sheet: Sheet
    sections: tuple[tuple[Text, tuple[Field, ...]], ...]
    general: tuple[Said, ...] = ()
    version: int = 0
    wrong: tuple[Field, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the fields with faults for the summary."""
        wrong = tuple(f for _, fields in self.sections for f in fields if f.faults)
        object.__setattr__(self, "wrong", wrong)

    @property
    def count(self) -> int:
        """How many faults there are."""
        return len(self.general) + sum(len(f.faults) for f in self.wrong)

    @property
    def soft(self) -> int:
        """How many of them pass with a written reason."""
        return sum(fault.soft for field in self.wrong for fault in field.faults)


def typed(query: QueryDict) -> dict[str, Typed]:
    """Return what was posted for each cell; a cell without a value field is absent."""
    return {
        code: Typed(
            text=line(query.get(VALUE + code, "")),
            applies=BOX + code not in query,
            explanation=line(query.get(REASON + code, "")),
        )
        for code in _codes(query)
    }


def filled(
    sheet: Sheet,
    given: Mapping[str, Typed] | None = None,
    faults: Mapping[str, Sequence[Said]] | None = None,
) -> Filled:
    """Return the form as it stands, or as it was *given* with its *faults*."""
    wrong, held = faults or {}, given or {}
    known = {cell.code for cell in sheet.cells}
    return Filled(
        sheet=sheet,
        sections=tuple(
            (
                title,
                tuple(
                    _field(cell, held.get(cell.code), tuple(wrong.get(cell.code, ())))
                    for cell in cells
                ),
            )
            for title, cells in sheet.sections
        ),
        general=tuple(
            f for code, each in wrong.items() if code not in known for f in each
        ),
        version=sheet.head.version,
    )


def _codes(query: QueryDict) -> Iterator[str]:
    for name in query:
        if name.startswith(VALUE):
            yield name.removeprefix(VALUE)


def _field(cell: CellView, given: Typed | None, faults: tuple[Said, ...]) -> Field:
    if given is not None:
        return Field(cell, given.text, not given.applies, given.explanation, faults)
    return Field(cell, cell.typed, cell.given == "n/a", cell.explanation, faults)
