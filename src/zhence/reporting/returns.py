"""A return: how cells are read from what people type, which are open, what changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from zhence.errors import BadInputError, Fault, UnitError
from zhence.evidence import Interval
from zhence.intake.faults import fault
from zhence.intake.numbers import read_number
from zhence.reporting.approval import State
from zhence.reporting.cells import Cell, Given, missing
from zhence.reporting.checks import amount_fault, place
from zhence.reporting.forms import Item, ReturnForm
from zhence.units import Quantity

LONGEST_TYPED = 80
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person put into one cell of a form.

    *text* empty and *applies* true is a missing figure: nothing was said.
    """

    text: str = ""
    applies: bool = True
    explanation: str = ""


def read_cell(item: Item, typed: Typed) -> Cell | Fault:
    """Read what was typed for *item*, or say what is wrong with it.

    A number without a unit is in the item's own; full-width digits, thousands and a
    unit behind the number are understood, a unit of another kind is named.
    ``n/a`` typed is the box for "does not apply".
    """
    where = place(item.code)
    try:
        return _read(item, typed.text.strip(), typed)
    except UnitError as error:
        remedy = f"写 {item.unit} 或能换算成它的单位 / write it in {item.unit}"
        return replace(error.faults[0], where=where, remedy=remedy)
    except BadInputError as error:
        return replace(error.faults[0], where=where)


def _read(item: Item, text: str, typed: Typed) -> Cell:
    why = typed.explanation.strip()
    for long, limit in ((text, LONGEST_TYPED), (why, LONGEST_TEXT)):
        if len(long) > limit:
            raise BadInputError(fault("text_too_long", found=len(long), limit=limit))
    given = read_number(text)
    if not typed.applies and given.value is not None:
        raise BadInputError(_BOTH)
    if not (typed.applies and given.applies):
        return Cell(item.code, Given.NOT_APPLICABLE, explanation=why)
    if given.value is None:
        return replace(missing(item.code), explanation=why)
    measure = given.unit or item.unit
    amount = Quantity(given.value, measure).to(item.unit).smallest()
    wrong = amount_fault(item, amount)
    if wrong is not None:
        raise BadInputError(wrong)
    return Cell(
        item.code, Given.VALUE, text, measure, Interval.point(amount), explanation=why
    )


_BOTH = Fault(
    "value_and_not_applicable",
    "既填了数，又勾了“不适用”",
    "it has a value and is said not to apply",
    remedy="二者留一 / keep one of the two",
)


def read_cells(
    form: ReturnForm, typed: Mapping[str, Typed]
) -> tuple[dict[str, Cell], tuple[Fault, ...]]:
    """Read many cells: those that could be read, and every fault of the others."""
    cells: dict[str, Cell] = {}
    faults: list[Fault] = []
    for code, each in typed.items():
        item = form.find(code)
        if item is None:
            continue
        read = read_cell(item, each)
        if isinstance(read, Fault):
            faults.append(read)
        else:
            cells[code] = read
    return cells, tuple(faults)


def open_items(
    form: ReturnForm, state: State, returned: Collection[str]
) -> frozenset[str]:
    """Return the codes of the cells that the reporter may change.

    A first draft is open as a whole; what was sent back is open where it was sent
    back and nowhere else; everything else is frozen, for everybody.
    """
    if state is State.DRAFT:
        return frozenset(item.code for item in form.items)
    if state is State.RETURNED:
        return frozenset(item.code for item in form.items if item.code in returned)
    return frozenset()


class Change(StrEnum):
    """How a cell differs between two revisions."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell in two revisions.

    *by* is after minus before in smallest units; ``None`` unless both are values.
    """

    item: str
    change: Change
    before: Cell
    after: Cell
    by: Interval | None


def differences(
    form: ReturnForm, before: Mapping[str, Cell], after: Mapping[str, Cell]
) -> tuple[Difference, ...]:
    """Return the cells that differ, in the order of the form.

    A cell that is left out is missing. The same amount typed in another unit is no
    difference; another explanation of a figure that is not there is one.
    """
    found = []
    for item in form.items:
        old = before.get(item.code) or missing(item.code)
        new = after.get(item.code) or missing(item.code)
        if not (old.says(new) and _reason(old) == _reason(new)):
            found.append(_difference(item.code, old, new))
    return tuple(found)


def _reason(cell: Cell) -> str:
    return "" if cell.given is Given.VALUE else cell.explanation


def _difference(item: str, old: Cell, new: Cell) -> Difference:
    change = Change.CHANGED
    if old.given is Given.MISSING and new.given is not Given.MISSING:
        change = Change.ADDED
    elif new.given is Given.MISSING and old.given is not Given.MISSING:
        change = Change.REMOVED
    by = (
        new.amount.minus(old.amount)
        if old.amount is not None and new.amount is not None
        else None
    )
    return Difference(item, change, old, new, by)


def send_back_faults(form: ReturnForm, cells: Mapping[str, str]) -> tuple[Fault, ...]:
    """Return what is wrong with sending back *cells* (item code → reason).

    At least one cell, only cells of the form, and each with its reason: what is sent
    back without one cannot be mended.
    """
    if not cells:
        return (
            Fault(
                "nothing_sent_back",
                "没有勾选要退回的单元格",
                "no cell is marked to be sent back",
                remedy="勾选单元格并写明理由 / mark cells, each with its reason",
            ),
        )
    return tuple(
        found
        for code, reason in cells.items()
        if (found := _returned_fault(form, code, reason.strip())) is not None
    )


def _returned_fault(form: ReturnForm, code: str, reason: str) -> Fault | None:
    where = place(code)
    if form.find(code) is None:
        return fault("choice_unknown", where, value=code, near="", choices=form.code)
    if not reason:
        return Fault(
            "reason_missing",
            "勾选退回，没有写理由",
            "it is to be sent back without a reason",
            where,
            "写明哪里不对、应核对什么 / say what is wrong and what to compare",
        )
    if len(reason) > LONGEST_TEXT:
        return fault("text_too_long", where, found=len(reason), limit=LONGEST_TEXT)
    return None
