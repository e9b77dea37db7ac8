"""Comments of a sheet: the texts in one part, where they are drawn in another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from zhence.workbooks.splice import Element, appended, elements, without

AUTHOR = "镇策检查 zhence"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHAPE = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(rb"<x:Row>\s*([0-9]+)\s*</x:Row>", re.IGNORECASE)
_COLUMN = re.compile(rb"<x:Column>\s*([0-9]+)\s*</x:Column>", re.IGNORECASE)
_END_OF_DRAWING = re.compile(rb"</(?:[A-Za-z0-9]+:)?xml\s*>\s*\Z", re.IGNORECASE)

EMPTY_NOTES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
).encode()
EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    b'xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)

# Row and column of a cell, both from 0, as a drawing counts them.
Place = tuple[int, int]


def text_of(text: str) -> str:
    """Return *text* as XML may hold it."""
    return escape(_NOT_XML.sub("\ufffd", text))


@dataclass(frozen=True, slots=True)
class Noted:
    """The texts with ours in them, and which drawings went and which must come."""

    data: bytes
    gone: frozenset[str]
    new: tuple[str, ...]


def with_notes(data: bytes, part: str, notes: Mapping[str, str]) -> Noted:
    """Put *notes* (text by cell address) among the comments of a part.

    Ours from an earlier time are taken out first. Where somebody else's comment
    stands, ours is written below it, because a cell has one comment.
    """
    data, gone = _without_ours(data, part)
    held = {e.attribute("ref"): e for e in _found(data, part, "comment")}
    for ref in sorted(held.keys() & notes.keys(), key=lambda r: -held[r].start):
        data = _below(data, part, held[ref], notes[ref])
    new = tuple(ref for ref in notes if ref not in held)
    if not new:
        return Noted(data, gone, ())
    data, number, p = _author(data, part)
    written = "".join(
        f'<{p}comment ref="{ref}" authorId="{number}"><{p}text>'
        f"{_run(notes[ref], p)}</{p}text></{p}comment>"
        for ref in new
    )
    listed = _found(data, part, "commentList")[0]
    return Noted(appended(data, listed, written.encode()), gone, new)


def _author(data: bytes, part: str) -> tuple[bytes, int, str]:
    """Return the part with us among its authors, our number, and its prefix."""
    authors = _found(data, part, "authors")[0]
    p = authors.prefix
    names = [data[e.inside : e.close] for e in _found(data, part, "author")]
    if AUTHOR.encode() in names:
        return data, names.index(AUTHOR.encode()), p
    added = f"<{p}author>{AUTHOR}</{p}author>".encode()
    return appended(data, authors, added), len(names), p


def _without_ours(data: bytes, part: str) -> tuple[bytes, frozenset[str]]:
    authors = _found(data, part, "author")
    ours = {
        str(n)
        for n, author in enumerate(authors)
        if data[author.inside : author.close] == AUTHOR.encode()
    }
    comments = _found(data, part, "comment")
    gone = tuple(c for c in comments if c.attribute("authorId") in ours)
    return without(data, gone), frozenset(c.attribute("ref") for c in gone)


def _below(data: bytes, part: str, comment: Element, note: str) -> bytes:
    texts = [
        e
        for e in _found(data, part, "text")
        if comment.start < e.start and e.end < comment.end
    ]
    run = _run(f"\n{note}", comment.prefix).encode()
    if not texts or run in data[comment.start : comment.end]:
        return data
    return appended(data, texts[0], run)


def _run(text: str, prefix: str) -> str:
    p = prefix
    return f'<{p}r><{p}t xml:space="preserve">{text_of(text)}</{p}t></{p}r>'


def _found(data: bytes, part: str, name: str) -> tuple[Element, ...]:
    return elements(data, part, lambda local, _depth: local == name)


def with_drawings(
    data: bytes, gone: frozenset[Place], new: Mapping[Place, str]
) -> bytes:
    """Take the boxes of some comments out of a drawing and put others in.

    *new* has the text of each, which says how high its box is.
    """
    for shape in reversed(list(_SHAPE.finditer(data))):
        row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
        if row and column and (int(row[1]), int(column[1])) in gone:
            data = data[: shape.start()] + data[shape.end() :]
    boxes = "".join(_box(place, text) for place, text in new.items()).encode()
    end = _END_OF_DRAWING.search(data)
    if end is None:
        return data
    return data[: end.start()] + boxes + data[end.start() :]


_LINE_LENGTH, _LINE_HEIGHT, _WIDTH = 26, 14, 260


def _box(place: Place, text: str) -> str:
    row, column = place
    lines = sum(1 + len(line) // _LINE_LENGTH for line in text.splitlines())
    height = _LINE_HEIGHT * (lines + 1)
    return (
        f'<v:shape id="zhence_{row}_{column}" type="#_x0000_t202" '
        f'style="position:absolute;width:{_WIDTH}px;height:{height}px;'
        f'z-index:1;visibility:hidden" fillcolor="#ffe0e0" o:insetmode="auto" '
        f'xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<v:fill color2="#ffe0e0"/><v:shadow on="t" color="black" obscured="t"/>'
        f'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
