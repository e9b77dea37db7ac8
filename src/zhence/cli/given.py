"""Small tables of exact figures that a command is given: one row a town."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from zhence.errors import BadInputError, Fault, Where
from zhence.index import refusals
from zhence.index.reading import Told, read_rows
from zhence.units import exact_number

_UNKNOWN = frozenset({"", "n/a"})


def rows_of(path: Path, *columns: str) -> tuple[Told, ...]:
    """Return the rows of a table that has these columns, each with its place.

    Raises:
        BadInputError: the file cannot be read, or a column is absent.
    """
    rows = read_rows(path)
    lost = [c for c in columns if rows and c not in rows[0].cells]
    if lost or not rows:
        raise BadInputError(
            Fault(
                "columns_missing",
                f"缺少列或没有数据行：{'、'.join(lost) or '—'}",
                f"columns are missing, or there are no rows: {', '.join(lost) or '—'}",
                Where(str(path), 1),
                "表头写 / the header holds: " + ", ".join(columns),
            )
        )
    return rows


def figures_of(
    rows: Iterable[Told], codes: Sequence[str], who: str = "subject"
) -> dict[str, Mapping[str, Fraction | None]]:
    """Return exact figures by town and code; an empty cell is unknown.

    A column that is absent is unknown throughout.

    Raises:
        BadInputError: every cell that is no number, and every town given twice.
    """
    found: dict[str, Mapping[str, Fraction | None]] = {}
    faults: list[Fault] = []
    for row in rows:
        name = row.cells.get(who, "")
        if not name or name in found:
            faults.append(refusals.at("index_duplicate", row.where, what=name or who))
            continue
        held: dict[str, Fraction | None] = {}
        for code in codes:
            text = row.cells.get(code, "")
            held[code] = None if text in _UNKNOWN else exact_number(text)
            if held[code] is None and text not in _UNKNOWN:
                faults.append(
                    refusals.at(
                        "index_cell", row.where, unit=name, code=code, value=text
                    )
                )
        found[name] = held
    if faults:
        raise BadInputError(faults)
    return found
