"""The same workbook again is the same bytes again.

openpyxl writes the moment of saving into the archive and into the properties;
both are taken out, so that a template can be compared, cached and signed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from openpyxl import Workbook

_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")
# The first moment that a zip archive can name.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def steady_bytes(book: Workbook) -> bytes:
    """Return *book* as the bytes of a file, without the moment of saving."""
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    return packed(
        (name, _MODIFIED.sub(b"", data) if name == _CORE else data)
        for name, data in parts
    )


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return an archive of *parts* in their order, without any moment."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return stream.getvalue()
