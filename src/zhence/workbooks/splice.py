"""Put something into an XML part and leave every other byte of it as it is.

Parsing a part and writing it again would rename prefixes that attributes name, drop
what the parser does not know, and forget the saved results of formulas. Here the
parser only says where an element begins and ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from zhence.intake.markup import Refusal

_XML_ENCODINGS = (None, "utf-8", "us-ascii")


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its local name, prefix with colon, attributes, and its bytes.

    *start* is where its first tag begins, *inside* where that tag has ended; *close*
    is where its last tag begins, *end* where that has ended. For an empty tag
    *inside*, *close* and *end* are one.
    """

    name: str
    prefix: str
    attributes: Mapping[str, str]
    depth: int
    start: int
    inside: int
    close: int
    end: int

    def attribute(self, local: str) -> str:
        """Return an attribute by its local name, empty if there is none."""
        found = (v for k, v in self.attributes.items() if k.split(":")[-1] == local)
        return next(found, "")


def elements(
    data: bytes, part: str, wanted: Callable[[str, int], bool]
) -> tuple[Element, ...]:
    """Return the elements of *data* that are *wanted* by local name and depth.

    The root has depth nought. In the order of their ends.

    Raises:
        Refusal: it is no XML in UTF-8, or has a DOCTYPE.
    """
    index = _Index(data, part, wanted)
    index.walk()
    return tuple(index.found)


class _Index:
    def __init__(
        self, data: bytes, part: str, wanted: Callable[[str, int], bool]
    ) -> None:
        self.found: list[Element] = []
        self._data = data
        self._part = part
        self._wanted = wanted
        self._open: list[tuple[int, dict[str, str]] | None] = []
        self._parser = expat.ParserCreate()

    def walk(self) -> None:
        parser = self._parser
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(self._data, True)  # noqa: FBT003  # it takes no keyword
        except expat.ExpatError:
            raise self._refusal() from None

    def _refusal(self) -> Refusal:
        return Refusal(
            "workbook_broken",
            reason_zh=f"部件 {self._part} 写不进批注",
            reason_en=f"no comment can be put into {self._part}",
        )

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        if (encoding.lower() if encoding else None) not in _XML_ENCODINGS:
            raise self._refusal()

    def _doctype(self, *_: object) -> None:
        raise Refusal("workbook_doctype", member=self._part)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        wanted = self._wanted(local, len(self._open))
        self._open.append(
            (self._parser.CurrentByteIndex, attributes) if wanted else None
        )

    def _ended(self, name: str) -> None:
        held = self._open.pop()
        if held is None:
            return
        start, attributes = held
        inside = self._tag_end(start)
        empty = self._data[inside - len(_SLASH) : inside] == _SLASH
        close = inside if empty else self._parser.CurrentByteIndex
        end = inside if empty else self._tag_end(close)
        prefix, colon, local = name.rpartition(":")
        self.found.append(
            Element(
                local,
                prefix + colon,
                attributes,
                len(self._open),
                start,
                inside,
                close,
                end,
            )
        )

    def _tag_end(self, start: int) -> int:
        """Return where the tag at *start* has ended; > may stand in quotes."""
        quote = 0
        for at in range(start, len(self._data)):
            byte = self._data[at]
            if quote:
                quote = 0 if byte == quote else quote
            elif byte in b"\"'":
                quote = byte
            elif byte == _GREATER:
                return at + 1
        raise self._refusal()


_GREATER = ord(">")
_SLASH = b"/>"


def appended(data: bytes, element: Element, content: bytes) -> bytes:
    """Return *data* with *content* as the last thing inside *element*."""
    if element.close != element.end:
        return data[: element.close] + content + data[element.close :]
    name = f"{element.prefix}{element.name}".encode()
    opening = data[element.start : element.inside].removesuffix(_SLASH)
    filled = opening + b">" + content + b"</" + name + b">"
    return data[: element.start] + filled + data[element.end :]


def without(data: bytes, gone: tuple[Element, ...]) -> bytes:
    """Return *data* without some elements."""
    for element in sorted(gone, key=lambda e: e.start, reverse=True):
        data = data[: element.start] + data[element.end :]
    return data
