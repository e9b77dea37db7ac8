"""Faults as a row keeps them, and back: every part of each, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhence.errors import Fault, Severity, Where

Kept = list[str | int | None]


def kept(faults: Iterable[Fault]) -> list[Kept]:
    """Return faults as JSON values."""
    return [
        [
            f.code,
            f.severity.value,
            f.zh,
            f.en,
            f.remedy,
            f.where.sheet,
            f.where.cell,
            f.where.line,
            f.soft,
        ]
        for f in faults
    ]


def told(rows: Iterable[Sequence[str | int | None]], file: str) -> tuple[Fault, ...]:
    """Return the faults that :func:`kept` wrote of a file of this name.

    >>> one = Fault("x", "错", "wrong", Where("t.csv", 3), "改 / mend it")
    >>> told(kept([one]), "t.csv") == (one,)
    True
    """
    return tuple(_fault(row, file) for row in rows)


def place(where: Where) -> str:
    """Return a place inside a file as people write it: "sheet!cell", a cell, a line.

    >>> place(Where("t.xlsx", 7, "名录", "A7")), place(Where("t.csv", 3))
    ('名录!A7', '3')
    """
    inside = where.cell or (str(where.line) if where.line else "")
    if where.sheet:
        return f"{where.sheet}!{inside}" if inside else where.sheet
    return inside


def _fault(row: Sequence[str | int | None], file: str) -> Fault:
    # Rows of before have no last part: then nothing was said of a reason.
    code, severity, zh, en, remedy, sheet, cell, line, *soft = row
    where = Where(file, _number(line), _text(sheet), _text(cell))
    words = (str(zh), str(en))
    weight = Severity(str(severity))
    return Fault(str(code), *words, where, str(remedy), weight, soft=any(soft))


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _number(value: str | int | None) -> int | None:
    return value if isinstance(value, int) else None
