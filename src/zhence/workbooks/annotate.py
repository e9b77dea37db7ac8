"""Return a workbook with its faults in it: a comment in each faulty cell, a summary.

Everything else of the file stays as it is, byte for byte inside its parts: formulas
keep their results, pictures and formats stay. Once mended and checked again, the
comments and the summary of the time before are replaced.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from zhence.errors import BadInputError, Fault, Where
from zhence.intake.container import Content, check_directory, content_of
from zhence.intake.faults import fault
from zhence.intake.grid import address
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.markup import Refusal
from zhence.intake.package import damaged
from zhence.intake.sheetscan import place_of
from zhence.workbooks import summary, wording
from zhence.workbooks.notes import (
    EMPTY_DRAWING,
    EMPTY_NOTES,
    with_drawings,
    with_notes,
)
from zhence.workbooks.splice import Element, appended, elements
from zhence.workbooks.steady import packed

_WORKBOOK = "xl/workbook.xml"
_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument"
_NOTES_TYPE = f"{_KIND}.spreadsheetml.comments+xml"
_SHEET_TYPE = f"{_KIND}.spreadsheetml.worksheet+xml"
_DRAWING_TYPE = f"{_KIND}.vmlDrawing"
_SUMMARY = "xl/worksheets/zhence-summary.xml"
# What stands behind a legacyDrawing in a worksheet, by the order of the format.
_BEHIND = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    }
)
_LONGEST_NOTE = 2_000


def annotate(
    data: bytes, faults: Iterable[Fault], name: str = "", limits: Limits = LIMITS
) -> bytes:
    """Return the workbook *data* with *faults* written into it.

    A fault of a row stands in its first cell, one of a sheet or a file in the
    summary only. The same workbook and faults give the same bytes.

    Raises:
        BadInputError: it is no workbook, or one that cannot be opened safely.
    """
    where = Where(name or None)
    content = content_of(data)
    if content is not Content.WORKBOOK:
        raise BadInputError(_no_workbook(content, where))
    if found := check_directory(data, where, limits):
        raise BadInputError(found)
    told = tuple(faults)
    try:
        book = _Book(_unpacked(data))
        for sheet, notes in _by_sheet(told).items():
            book.note(sheet, notes)
        book.summarise(summary.summary_sheet(told))
    except Refusal as refusal:
        raise BadInputError(fault(refusal.code, where, **refusal.values)) from None
    return packed(book.parts.items())


def _unpacked(data: bytes) -> dict[str, bytes]:
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            try:
                parts[name] = archive.read(name)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
                raise damaged(name) from None
    return parts


def _no_workbook(content: Content, where: Where) -> Fault:
    zh, en = content.value
    return Fault(
        "annotate_needs_workbook",
        f"这是{zh}，批注只能写进 .xlsx 工作簿",
        f"this is {en}: comments go into .xlsx workbooks only",
        where,
        "另存为 .xlsx 再检查 / save it as .xlsx and check that",
    )


def _by_sheet(faults: Iterable[Fault]) -> Mapping[str, Mapping[str, str]]:
    """Return the notes by sheet and cell; several faults of a cell are one note."""
    texts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in faults:
        where = each.where
        cell = where.cell or (address(where.line, 0) if where.line else "")
        if where.sheet and cell and ":" not in cell:
            zh, en = wording.weight(each)
            said = f"【{zh}】[{each.code}] {each.zh}\n{en}: {each.en}\n→ {each.remedy}"
            texts[where.sheet][cell].append(said)
    return {
        sheet: {cell: "\n".join(said)[:_LONGEST_NOTE] for cell, said in cells.items()}
        for sheet, cells in texts.items()
    }


class _Book:
    """The parts of a workbook, and where its sheets stand among them."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        targets = {
            e.attribute("Id"): _target(_WORKBOOK, e.attribute("Target"))
            for e in self._relations(_WORKBOOK)
        }
        self._sheets = {
            e.attributes.get("name", ""): targets.get(e.attribute("id"), "")
            for e in self._all(_WORKBOOK, "sheet")
        }

    def note(self, sheet: str, notes: Mapping[str, str]) -> None:
        """Put comments into a sheet; one that is not there has none."""
        part = self._sheets.get(sheet, "")
        if part not in self.parts:
            return
        texts = self._related(part, "comments") or self._add(
            part, "comments", "xl/zhence-comments{}.xml", EMPTY_NOTES, _NOTES_TYPE
        )
        drawing = self._drawn(part)
        noted = with_notes(self.parts[texts], texts, notes)
        self.parts[texts] = noted.data
        self.parts[drawing] = with_drawings(
            self.parts[drawing],
            frozenset(map(_place, noted.gone)),
            {_place(ref): notes[ref] for ref in noted.new},
        )

    def summarise(self, data: bytes) -> None:
        """Write the summary; one of an earlier time is replaced."""
        part = self._sheets.get(summary.SHEET, "")
        if part in self.parts:
            self.parts[part] = data
            return
        self.parts[_SUMMARY] = data
        self._declare(_SUMMARY, _SHEET_TYPE)
        id_ = self._relate(_WORKBOOK, "worksheet", _SUMMARY)
        listed = self._all(_WORKBOOK, "sheets")[0]
        numbers = [e.attribute("sheetId") for e in self._all(_WORKBOOK, "sheet")]
        number = 1 + max((int(n) for n in numbers if n.isdigit()), default=0)
        self._append(
            _WORKBOOK,
            listed,
            f'<{listed.prefix}sheet xmlns:zr="{_OFFICE}" name="{summary.SHEET}" '
            f'sheetId="{number}" zr:id="{id_}"/>',
        )

    def _drawn(self, part: str) -> str:
        """Return the drawing that the comments of a sheet are in; make one if none."""
        top = elements(self.parts[part], part, lambda _name, depth: depth <= 1)
        ids = [e.attribute("id") for e in top if e.name == "legacyDrawing"]
        for relation in self._relations(part):
            if relation.attribute("Id") in ids:
                found = _target(part, relation.attribute("Target"))
                if found in self.parts:
                    return found
        drawing = self._new("xl/drawings/zhence-notes{}.vml", EMPTY_DRAWING)
        self._declare_default("vml", _DRAWING_TYPE)
        id_ = self._relate(part, "vmlDrawing", drawing)
        root = top[-1]
        at = min((e.start for e in top if e.name in _BEHIND), default=root.close)
        element = (
            f'<{root.prefix}legacyDrawing xmlns:zr="{_OFFICE}" zr:id="{id_}"/>'
        ).encode()
        data = self.parts[part]
        self.parts[part] = data[:at] + element + data[at:]
        return drawing

    def _add(self, owner: str, kind: str, name: str, data: bytes, type_: str) -> str:
        part = self._new(name, data)
        self._declare(part, type_)
        self._relate(owner, kind, part)
        return part

    def _new(self, name: str, data: bytes) -> str:
        """Add a part under the first free number of *name*."""
        number = 1
        while name.format(number) in self.parts:
            number += 1
        self.parts[name.format(number)] = data
        return name.format(number)

    def _declare(self, part: str, type_: str) -> None:
        types = self._all(_TYPES, "Types")[0]
        p = types.prefix
        text = f'<{p}Override PartName="/{part}" ContentType="{type_}"/>'
        self._append(_TYPES, types, text)

    def _declare_default(self, ending: str, type_: str) -> None:
        known = {e.attribute("Extension") for e in self._all(_TYPES, "Default")}
        if ending not in known:
            types = self._all(_TYPES, "Types")[0]
            text = (
                f'<{types.prefix}Default Extension="{ending}" ContentType="{type_}"/>'
            )
            self._append(_TYPES, types, text)

    def _relate(self, owner: str, kind: str, part: str) -> str:
        """Relate *part* to its *owner*; return the id of the relation."""
        held = {e.attribute("Id") for e in self._relations(owner)}
        number = 1
        while f"rIdZhence{number}" in held:
            number += 1
        path = _relations_of(owner)
        if path not in self.parts:
            empty = f'<Relationships xmlns="{_PACKAGE}"/>'
            self.parts[path] = f'<?xml version="1.0"?>\n{empty}'.encode()
        root = self._all(path, "Relationships")[0]
        self._append(
            path,
            root,
            f'<{root.prefix}Relationship Id="rIdZhence{number}" '
            f'Type="{_OFFICE}/{kind}" Target={quoteattr("/" + part)}/>',
        )
        return f"rIdZhence{number}"

    def _related(self, owner: str, kind: str) -> str:
        """Return the part of a kind that *owner* is related to, empty if none."""
        for relation in self._relations(owner):
            found = _target(owner, relation.attribute("Target"))
            if relation.attribute("Type").endswith(f"/{kind}") and found in self.parts:
                return found
        return ""

    def _relations(self, owner: str) -> tuple[Element, ...]:
        path = _relations_of(owner)
        return self._all(path, "Relationship") if path in self.parts else ()

    def _all(self, part: str, name: str) -> tuple[Element, ...]:
        return elements(self.parts[part], part, lambda local, _depth: local == name)

    def _append(self, part: str, element: Element, text: str) -> None:
        self.parts[part] = appended(self.parts[part], element, text.encode())


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(owner: str, target: str) -> str:
    folder = posixpath.dirname(owner)
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _place(ref: str) -> tuple[int, int]:
    row, column = place_of(ref)
    return row - 1, column
