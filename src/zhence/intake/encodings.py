"""Bytes of a text file to text: UTF-8 or GB18030, anything else by name.

GB18030 gives *some* characters for almost any bytes, so that a file in another
encoding would be read as nonsense without a word.
Hence the checks before it is believed: no NUL, no line that is Chinese in
UTF-8, no text that is common Chinese in Big5 and rare Chinese in GB18030, and
none that is rare throughout.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

from zhence.errors import BadInputError, Fault, Where
from zhence.intake.faults import fault

_LINE_END = re.compile(rb"\r\n|\n|\r")

# Rows of the code charts that hold what texts are made of: level one and the
# punctuation. Common characters of one chart land on rare ones of the other.
_CHARTS = {
    "gb2312": frozenset({0xA1, 0xA3, *range(0xB0, 0xD8)}),
    "big5": frozenset({0xA1, *range(0xA4, 0xC7)}),
}
_RARE = 0.6
_COMMON = 0.9
_NONSENSE = 0.1
# So few characters prove nothing.
_TOO_FEW = 8
_ONE_SIDED = 3
# Enough to tell, and no second per megabyte.
_SAMPLE = 2_000


def decode(data: bytes, file: str | None = None) -> str:
    """Return the text of *data*, a byte-order mark dropped.

    Raises:
        BadInputError: another encoding, a mixture or NUL bytes; the fault names
            it and the line where decoding failed.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadInputError(fault("encoding_utf16", Where(file, 1)))
    if (nul := data.find(b"\0")) >= 0:
        code = "encoding_utf16" if _is_utf16(data) else "nul_bytes"
        raise BadInputError(_at(code, data, nul, file))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _has_chinese_utf8(data, error.start):
            fault_ = _at("encoding_mixed", data, error.start, file)
            raise BadInputError(fault_) from None
        return _gb18030(data, file)


def _gb18030(data: bytes, file: str | None) -> str:
    failed: int | None = None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        text, failed = "", error.start
    likely = _share(text, "gb2312")
    if likely < _RARE and _is_common_big5(data):
        raise BadInputError(fault("encoding_big5", Where(file, 1)))
    if failed is None and likely < _NONSENSE and len(_sample(text)) >= _TOO_FEW:
        failed = 0
    if failed is not None:
        raise BadInputError(_at("encoding_unknown", data, failed, file))
    return text


def _is_utf16(data: bytes) -> bool:
    """Say whether the NULs stand where the ASCII of a UTF-16 file puts them.

    That is on one side of each pair of bytes; a few characters, such as 一, have
    one on the other side.
    """
    even, odd = data[::2].count(0), data[1::2].count(0)
    return max(even, odd) > max(1, _ONE_SIDED * min(even, odd))


def _has_chinese_utf8(data: bytes, failed: int) -> bool:
    """Say whether a line, or what stands before *failed*, is Chinese in UTF-8.

    Three GB characters are now and then valid UTF-8 by accident; but then they
    are common ones, while real UTF-8 read as GB18030 gives rare ones.
    """
    for line in (data[:failed], *_LINE_END.split(data)):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if _share(line.decode("gb18030", "replace"), "gb2312") < _RARE:
            return True
    return False


def _is_common_big5(data: bytes) -> bool:
    try:
        text = data.decode("big5")
    except UnicodeDecodeError:
        return False
    return _share(text, "big5") > _COMMON


def _share(text: str, chart: str) -> float:
    """Return the share of the characters beyond ASCII that are common in *chart*."""
    rows = _CHARTS[chart]
    sample = _sample(text)
    encoded = (c.encode(chart, "ignore")[:1] for c in sample)
    common = sum(1 for lead in encoded if lead and lead[0] in rows)
    return common / len(sample) if sample else 0.0


def _sample(text: str) -> list[str]:
    return list(islice((c for c in text if not c.isascii()), _SAMPLE))


def _at(code: str, data: bytes, position: int, file: str | None) -> Fault:
    ends = sum(1 for _ in _LINE_END.finditer(data, 0, position))
    return fault(code, Where(file, ends + 1))
