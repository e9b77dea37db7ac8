"""The XML inside a workbook, read with nothing in it being obeyed.

No DOCTYPE, hence no entity, no expansion and nothing fetched; no nesting without
end; elements are known by their local names, as the reader beside us knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

_CHUNK = 1 << 16

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]


class Refusal(Exception):  # noqa: N818  # an answer that travels up, not a failure
    """A workbook is refused: a code of the faults' table, its values, its place.

    Raised inside the child process and sent to the parent as it is.
    """

    def __init__(
        self, code: str, *, sheet: str | None = None, **values: str | int
    ) -> None:
        """Keep the *code*, the *sheet* if it is one, and the *values* to fill in."""
        super().__init__(code)
        self.code = code
        self.sheet = sheet
        self.values = values


class _Walk:
    """Counts the depth and passes elements on under their local names."""

    def __init__(self, member: str, depth: int, start: Start, end: End) -> None:
        self._member = member
        self._most = depth
        self._depth = 0
        self._start = start
        self._end = end

    def opened(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > self._most:
            raise Refusal("workbook_deep", member=self._member, limit=self._most)
        self._start(name.rpartition(":")[2], attributes)

    def closed(self, name: str) -> None:
        self._depth -= 1
        self._end(name.rpartition(":")[2])

    def doctype(self, *_: object) -> None:
        raise Refusal("workbook_doctype", member=self._member)


def walk(  # the three things that can happen in markup
    stream: IO[bytes],
    member: str,
    depth: int,
    *,
    start: Start = lambda _name, _attributes: None,
    end: End = lambda _name: None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read *stream*, telling *start*, *end* and *text* what comes along.

    Raises:
        Refusal: a DOCTYPE, nesting deeper than *depth*, or broken markup.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    steps = _Walk(member, depth, start, end)
    parser.StartElementHandler = steps.opened
    parser.EndElementHandler = steps.closed
    parser.StartDoctypeDeclHandler = steps.doctype
    parser.EntityDeclHandler = steps.doctype
    parser.CharacterDataHandler = text
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003  # expat takes no keyword
        parser.Parse(b"", True)  # noqa: FBT003  # as above
    except expat.ExpatError as error:
        raise Refusal(
            "workbook_broken",
            reason_zh=f"{member} 不是合法的 XML",
            reason_en=f"{member}: {error}",
        ) from None
