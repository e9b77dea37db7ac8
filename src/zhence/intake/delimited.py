"""CSV to a grid: comma-separated, quoted as RFC 4180 says, line numbers kept.

Not the standard library's reader: that one learns of a quotation mark that is
never closed at the end of the file, when it has swallowed all rows after it,
and its limit on the size of a field is a global of the process.
Here a wrong quotation costs its own line, and the next lines are still read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from zhence.errors import BadInputError, Fault, Where
from zhence.intake.encodings import decode
from zhence.intake.faults import FaultLog, fault
from zhence.intake.grid import Grid, Line
from zhence.intake.limits import LIMITS, Limits

# Excel's lines end in CR LF, Unix ones in LF, those of the old Macintosh in CR;
# str.splitlines would also split at U+2028, which people paste into names.
_LINE_END = re.compile(r"\r\n|\n|\r")
_HINT = re.compile(r'"?sep=(?P<mark>[,;\t])"?\Z', re.IGNORECASE)
_FIELDS = {
    mark: re.compile(rf'"((?:[^"]|"")*)"({mark}|\Z)|([^"{mark}]*)({mark}|\Z)')
    for mark in (",", ";", "\t")
}


def read_delimited(
    data: bytes, file: str | None = None, limits: Limits = LIMITS
) -> tuple[Grid, tuple[Fault, ...]]:
    """Return the grid of a CSV file and every fault of its quotation.

    A first line ``sep=;`` names another delimiter, as Excel understands it.

    Raises:
        BadInputError: the bytes are no text in UTF-8 or GB18030, or there are
            more rows than *limits* allow.
    """
    lines = _LINE_END.split(decode(data, file))
    if len(lines) > limits.rows + 2:
        raise BadInputError(
            fault("rows_too_many", Where(file, limits.rows + 2), limit=limits.rows)
        )
    hint = _HINT.match(lines[0])
    log = FaultLog(limits.faults)
    rows = _records(
        lines,
        start=1 if hint else 0,
        mark=hint["mark"] if hint else ",",
        limits=limits,
        file=file,
        log=log,
    )
    grid = Grid(tuple(Line(number, tuple(fields)) for number, fields in rows), file)
    return grid, log.faults()


def read_records(
    path: Path, limits: Limits = LIMITS
) -> tuple[tuple[int, Mapping[str, str]], ...]:
    """Return the rows of a table of this project: line number, column → text.

    For ``reference/``, whose columns are ours: the first line is the header.

    Raises:
        BadInputError: the file cannot be read as such.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        found = fault("file_unreadable", Where(path.name), reason=error.strerror)
        raise BadInputError(found) from error
    grid, faults = read_delimited(data, path.name, limits)
    lines = [line for line in grid.lines if not line.empty]
    titles = lines[0].texts() if lines else ()
    ragged = [
        _ragged(grid.where(line.number), line.width, len(titles))
        for line in lines
        if line.width != len(titles)
    ]
    if faults or ragged:
        raise BadInputError([*faults, *ragged])
    return tuple(
        (line.number, dict(zip(titles, line.texts(), strict=True)))
        for line in lines[1:]
    )


def _ragged(where: Where, found: int, expected: int) -> Fault:
    return fault("row_ragged", where, found=found, expected=expected)


def _records(  # the state of one pass over one file
    lines: list[str],
    *,
    start: int,
    mark: str,
    limits: Limits,
    file: str | None,
    log: FaultLog,
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of its first line."""
    at = start
    while at < len(lines):
        number = at + 1
        record = lines[at]
        at += 1
        if '"' not in record:
            fields = record.split(mark)
            if _fits(fields, len(record), Where(file, number), limits.field, log):
                yield number, fields
            continue
        whole, after = _joined(lines, at - 1, limits.field)
        unquoted = _split(whole, mark) if after else None
        if unquoted is None:
            log.add(fault("csv_quote", Where(file, number)))
            continue
        at = after
        if _fits(unquoted, len(whole), Where(file, number), limits.field, log):
            yield number, unquoted


def _joined(lines: list[str], first: int, most: int) -> tuple[str, int]:
    """Return the record that starts at *first* and the index after its last line.

    A record goes on while a quotation is open; the index is 0 if it never ends.
    """
    parts = [lines[first]]
    marks = parts[0].count('"')
    length = len(parts[0])
    at = first + 1
    while marks % 2:
        if at == len(lines) or length > most:
            return "", 0
        parts.append(lines[at])
        marks += parts[-1].count('"')
        length += len(parts[-1])
        at += 1
    return "\n".join(parts), at


def _split(record: str, mark: str) -> list[str] | None:
    """Return the fields of *record*, ``None`` if a quotation mark is astray."""
    fields: list[str] = []
    at = 0
    pattern = _FIELDS[mark]
    while True:
        match = pattern.match(record, at)
        if match is None:
            return None
        quoted, end, plain, plain_end = match.groups()
        fields.append(plain if quoted is None else quoted.replace('""', '"'))
        if not (end or plain_end):
            return fields
        at = match.end()


def _fits(
    fields: list[str], length: int, where: Where, most: int, log: FaultLog
) -> bool:
    """Say whether no field is too long; a short record needs no look inside."""
    if length <= most or max(map(len, fields)) <= most:
        return True
    log.add(fault("field_too_long", where, limit=most))
    return False
