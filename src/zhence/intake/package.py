"""The parts of a workbook: which sheets there are, and which formats matter.

Every part is unpacked once, so that its checksum is verified and no XML in it
is obeyed, before another reader sees the file.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from zhence.intake.markup import Refusal, Start, walk

_CHUNK = 1 << 20
# Not .vml: that is how old comments are drawn, Excel itself writes it sloppily,
# and nobody here reads it.
_MARKUP = (".xml", ".rels")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_TYPES = "[Content_Types].xml"
_TRUE = frozenset({"1", "true"})
_PERCENT_FORMATS = frozenset({9, 10})
# In a number format, what stands in quotes or brackets, or behind a backslash.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet: its name, the part it stands in, whether it is shown."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Package:
    """What the parts around the sheets say.

    *percent* are the cell styles that show 0.12 as 12 %.
    """

    sheets: tuple[SheetPart, ...]
    percent: frozenset[int]
    system_1904: bool


class _Relations:
    """Where the sheets stand; links that are followed by opening are refused."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "Relationship":
            return
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        outside = attributes.get("TargetMode") == "External"
        # A hyperlink is followed by a click, and nobody clicks here.
        if outside and not kind.endswith("/hyperlink"):
            raise Refusal("workbook_linked", member=target)
        if kind.endswith("/worksheet"):
            path = posixpath.normpath(posixpath.join("/xl", target))
            self.sheets[attributes.get("Id", "")] = path.lstrip("/")


class _Workbook:
    """Names of the sheets in order, and where days are counted from."""

    def __init__(self) -> None:
        self.listed: list[tuple[str, str, bool]] = []
        self.system_1904 = False

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            ids = [v for k, v in attributes.items() if k.endswith(":id")]
            visible = attributes.get("state", "visible") == "visible"
            self.listed.append((attributes.get("name", ""), "".join(ids), visible))
        elif name == "workbookPr":
            self.system_1904 = attributes.get("date1904") in _TRUE


class _Styles:
    """Which cell styles show a share in percent."""

    def __init__(self) -> None:
        self._formats: dict[str, str] = {}
        self._of_cells: list[str] = []
        self._in_cells = False

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            code = attributes.get("formatCode", "")
            self._formats[attributes.get("numFmtId", "")] = code
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
            self._in_cells = name == "cellXfs"
        elif name == "xf" and self._in_cells:
            self._of_cells.append(attributes.get("numFmtId", "0"))

    def percent(self) -> frozenset[int]:
        builtin = {str(number) for number in _PERCENT_FORMATS}
        own = {
            number
            for number, code in self._formats.items()
            if "%" in _LITERAL.sub("", code)
        }
        shares = builtin | own
        return frozenset(n for n, id_ in enumerate(self._of_cells) if id_ in shares)


class _Types:
    """A workbook whose parts are declared to hold macros says so here."""

    def opened(self, _name: str, attributes: Mapping[str, str]) -> None:
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise Refusal("workbook_macro")


def open_package(archive: zipfile.ZipFile, depth: int) -> Package:
    """Return what the workbook says of its sheets; verify all that is not read.

    The sheets that are shown are left to the scan, which verifies them too.

    Raises:
        Refusal: a part is damaged, unsafe, or points outside.
    """
    relations, workbook, styles = _Relations(), _Workbook(), _Styles()
    known: dict[str, Start] = {
        _WORKBOOK: workbook.opened,
        _RELATIONS: relations.opened,
        _STYLES: styles.opened,
        _TYPES: _Types().opened,
    }
    names = archive.namelist()
    for name, start in known.items():
        if name in names:
            _verify(archive, name, depth, start)
    sheets = tuple(
        SheetPart(name, relations.sheets[id_], visible)
        for name, id_, visible in workbook.listed
        if relations.sheets.get(id_) in names
    )
    if not sheets:
        raise Refusal(
            "workbook_broken", reason_zh="没有工作表", reason_en="it has no sheet"
        )
    scanned = {sheet.part for sheet in sheets if sheet.visible}
    for name in names:
        if name not in known and name not in scanned:
            links = name.endswith(".rels")
            _verify(archive, name, depth, _Relations().opened if links else None)
    return Package(sheets, styles.percent(), workbook.system_1904)


def damaged(member: str) -> Refusal:
    """Return the refusal of a part that cannot be unpacked."""
    return Refusal(
        "workbook_broken",
        reason_zh=f"部件 {member} 解不开或校验不符",
        reason_en=f"the part {member} cannot be unpacked or fails its checksum",
    )


def _verify(
    archive: zipfile.ZipFile, name: str, depth: int, start: Start | None
) -> None:
    try:
        with archive.open(name) as stream:
            if name.lower().endswith(_MARKUP):
                walk(stream, name, depth, start=start or _pass)
            while stream.read(_CHUNK):
                pass
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        raise damaged(name) from None


def _pass(_name: str, _attributes: Mapping[str, str]) -> None:
    """Look at nothing: only the safety of the markup is asked about."""
