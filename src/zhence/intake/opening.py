"""Open a file of a person: see what it is, then read it as that.

The ending of the name must fit the content. A renamed file is refused with what
it really is, because the program that renamed it will be asked about it next.
"""

from __future__ import annotations

from pathlib import Path

from zhence.errors import BadInputError, Where
from zhence.intake.container import Content, content_of, named_otherwise, not_readable
from zhence.intake.delimited import read_delimited
from zhence.intake.faults import fault
from zhence.intake.grid import Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.workbook import read_workbook


def open_file(path: Path, limits: Limits = LIMITS) -> Opened:
    """Return the grids of the file at *path*.

    Raises:
        BadInputError: it is missing, too big, or no table; the faults say what
            it is.
    """
    where = Where(str(path))
    try:
        size = path.stat().st_size
        if size > limits.file:
            raise BadInputError(
                fault("file_too_big", where, size=size, limit=limits.file)
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadInputError(fault("file_missing", where)) from None
    except OSError as error:
        found = fault("file_unreadable", where, reason=error.strerror)
        raise BadInputError(found) from error
    return open_bytes(data, str(path), limits)


def open_bytes(data: bytes, name: str, limits: Limits = LIMITS) -> Opened:
    """Return the grids of a file that is already in memory, such as an upload.

    *name* is what the person calls it; faults are reported under it.

    Raises:
        BadInputError: as for :func:`open_file`.
    """
    where = Where(name)
    if len(data) > limits.file:
        raise BadInputError(
            fault("file_too_big", where, size=len(data), limit=limits.file)
        )
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise BadInputError(fault("file_empty", where))
    content = content_of(data)
    # A password is the more useful thing to hear about than an ending.
    if content is not Content.ENCRYPTED:
        lie = named_otherwise(name, content, where)
        if lie is not None:
            raise BadInputError(lie)
    if content is Content.WORKBOOK:
        return read_workbook(data, name, limits)
    if content is Content.TEXT:
        grid, faults = read_delimited(data, name, limits)
        return Opened((grid,), faults)
    raise BadInputError(not_readable(content, where))
