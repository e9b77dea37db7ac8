"""The data of an index from files: a wide table, or the tree of indicators as one.

CSV or a workbook, in UTF-8 or GB18030. The first row names the columns, by code or
by the name that the tree gives; every cell that is no number is told with its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhence.errors import BadInputError, Fault, Where
from zhence.index import refusals
from zhence.index.frame import Frame
from zhence.index.recipe import Recipe
from zhence.index.tables import cell_number, needed, read_frame
from zhence.intake.grid import Grid, Line
from zhence.intake.opening import open_file

# What COINr calls the columns of its table of indicators.
_OTHER_NAMES = {
    "iCode": "code",
    "Parent": "parent",
    "Weight": "weight",
    "Direction": "direction",
    "Denominator": "denominator",
    "iName": "name",
    "Type": "type",
}
_NODE = ("parent", "weight", "direction", "denominator", "least", "most", "name")
_IN_TREE = frozenset({"", "Indicator", "Aggregate"})
_NONE = frozenset({"", "NA"})


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a file: its cells by column, and where it stands."""

    cells: Mapping[str, str]
    where: Where


def read_rows(path: Path) -> tuple[Told, ...]:
    """Return the rows of a table with their places; the first row is the header.

    A workbook is read by its first sheet that holds anything.

    Raises:
        BadInputError: the file cannot be opened or holds no table; a column is
            named twice; a row is longer than the header.
    """
    opened = open_file(path)
    grid = next((g for g in opened.grids if any(not x.empty for x in g.lines)), None)
    faults = list(opened.faults)
    if grid is None:
        raise BadInputError(
            faults or refusals.refuse("index_frame_shape", what=path.name).faults
        )
    lines = [line for line in grid.lines if not line.empty]
    titles = [text.strip().lstrip("\ufeff") for text in lines[0].texts()]
    faults += _header_faults(titles, grid, lines[0])
    faults += [
        refusals.at("index_row_long", grid.where(line.number), most=len(titles))
        for line in lines[1:]
        if any(place >= len(titles) for place, _ in line.filled())
    ]
    if faults:
        raise BadInputError(faults)
    return tuple(
        Told(
            {t: line.at(i).text.strip() for i, t in enumerate(titles) if t},
            grid.where(line.number),
        )
        for line in lines[1:]
    )


def read_data(path: Path, recipe: Recipe) -> Frame:
    """Return the frame that *recipe* needs from a wide table.

    Raises:
        BadInputError: every wrong cell at its line, or the columns that are absent.
    """
    rows = _by_code(read_rows(path), recipe)
    told = list(_wrong(rows, recipe))
    if told:
        raise BadInputError(told)
    return read_frame([row.cells for row in rows], recipe)


def read_nodes(path: Path) -> list[dict[str, str]]:
    """Return the nodes of a tree from a table, as plain data for a recipe.

    Columns: ``code`` and what of ``parent, weight, direction, denominator, least,
    most, name`` there is; the names that COINr uses serve too, and rows whose
    ``Type`` is no indicator or aggregate are left out.

    Raises:
        BadInputError: the file cannot be read, or has no column of codes.
    """
    rows = read_rows(path)
    found = []
    for row in rows:
        cells = {_OTHER_NAMES.get(k, k): v for k, v in row.cells.items()}
        if "code" not in cells:
            raise BadInputError(
                refusals.at("index_code_unknown", row.where, where="nodes", what="code")
            )
        if cells.get("type", "") in _IN_TREE:
            held = {k: cells[k] for k in _NODE if cells.get(k, "") not in _NONE}
            found.append({"code": cells["code"], **held})
    return found


def _header_faults(titles: Sequence[str], grid: Grid, line: Line) -> Iterator[Fault]:
    for title, count in Counter(titles).items():
        if title and count > 1:
            yield refusals.at("index_duplicate", grid.where(line.number), what=title)


def _by_code(rows: Sequence[Told], recipe: Recipe) -> list[Told]:
    """Rename columns that stand under the name of their indicator."""
    if not rows:
        return []
    held = rows[0].cells
    codes = {
        node.name: node.code
        for node in recipe.nodes
        if node.name and node.name in held and node.code not in held
    }
    return [
        Told({codes.get(k, k): v for k, v in row.cells.items()}, row.where)
        for row in rows
    ]


def _wrong(rows: Sequence[Told], recipe: Recipe) -> Iterator[Fault]:
    numbers = needed(recipe).numbers
    for row in rows:
        for code in numbers:
            text = row.cells.get(code)
            if text is not None and cell_number(text) is None:
                unit = row.cells.get(recipe.columns.unit, "")
                yield refusals.at(
                    "index_cell", row.where, unit=unit, code=code, value=text
                )
