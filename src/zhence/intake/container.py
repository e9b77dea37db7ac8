"""What a file really is, whatever its name says, and whether to open it.

A workbook is a zip archive. Its directory tells everything that can go wrong
before a single byte is unpacked: how many parts, how large, how hard packed,
which names, which of them twice. Readers believe the directory of different
ends of the file; a workbook on which two readers would disagree is refused.
"""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Iterator
from enum import Enum
from itertools import pairwise
from pathlib import PurePath

from zhence.errors import Fault, Where
from zhence.intake.faults import fault
from zhence.intake.limits import Limits

_HEAD = 2_000
# Below this size no packing is dangerous, and tiny parts pack very well.
_HARMLESS = 64 * 1024
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LONGEST_NAME = 255
# The record at the end of an archive, its farthest place, and the most that a
# directory may take: a few thousand entries.
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_SPAN = 22 + 0xFFFF
_LARGEST_DIRECTORY = 2**20
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


class Content(Enum):
    """What a file is: Chinese and English words for it."""

    WORKBOOK = ("Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)")
    TEXT = ("文本（CSV）", "text (CSV)")
    ENCRYPTED = ("带打开密码的工作簿", "a workbook protected by a password")
    OLD_EXCEL = (
        "旧版 Excel（.xls）或 WPS（.et）工作簿",
        "an old Excel (.xls) or WPS (.et) workbook",
    )
    BINARY_EXCEL = ("二进制 Excel 工作簿（.xlsb）", "a binary workbook (.xlsb)")
    OPEN_DOCUMENT = ("OpenDocument 文件（.ods）", "an OpenDocument file (.ods)")
    OTHER_OFFICE = ("Word 或 PowerPoint 文件", "a Word or PowerPoint file")
    ZIP = ("普通压缩包（.zip）", "an ordinary archive (.zip)")
    ARCHIVE = ("压缩包", "an archive")
    HTML = ("网页（HTML）", "a web page (HTML)")
    XML = ("XML 文件", "an XML file")
    PDF = ("PDF 文件", "a PDF file")
    PICTURE = ("图片", "a picture")
    BINARY = ("二进制文件", "a binary file")


_MAGIC: tuple[tuple[bytes, Content], ...] = (
    (b"%PDF-", Content.PDF),
    (b"\x89PNG", Content.PICTURE),
    (b"\xff\xd8\xff", Content.PICTURE),
    (b"GIF8", Content.PICTURE),
    (b"\x1f\x8b", Content.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Content.ARCHIVE),
    (b"Rar!", Content.ARCHIVE),
    (b"PAR1", Content.BINARY),
    (b"\x7fELF", Content.BINARY),
    (b"MZ\x90", Content.BINARY),
    # BIFF 2 to 5: the first record of an Excel file from before 1997.
    (b"\x09\x00\x04\x00", Content.OLD_EXCEL),
    (b"\x09\x02\x06\x00", Content.OLD_EXCEL),
    (b"\x09\x04\x06\x00", Content.OLD_EXCEL),
    (b"\x09\x08\x08\x00", Content.OLD_EXCEL),
    (b"\x09\x08\x10\x00", Content.OLD_EXCEL),
)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = bytes(c for c in range(1, 32) if c not in b"\t\n\r\x0b\x0c\x1a\x1b")
_MOST_CONTROL = 20  # one in so many
_HTML_STARTS = (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")


def content_of(data: bytes) -> Content:
    """Return what *data* is, from its own bytes."""
    if data.startswith(_ZIP_STARTS):
        return _content_of_zip(data)
    if data.startswith(_COMPOUND):
        # Names inside a compound file are UTF-16.
        hidden = "EncryptedPackage".encode("utf-16-le") in data
        return Content.ENCRYPTED if hidden else Content.OLD_EXCEL
    known = next((content for magic, content in _MAGIC if data.startswith(magic)), None)
    if known is not None:
        return known
    if _looks_like_text(data):
        return _content_of_text(data)
    hidden = zipfile.is_zipfile(io.BytesIO(data))
    return Content.WORKBOOK if hidden else Content.BINARY


def _content_of_text(data: bytes) -> Content:
    start = data[:_HEAD].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(_HTML_STARTS):
        return Content.HTML
    if start.startswith(b"<?xml"):
        return Content.HTML if b"<html" in start else Content.XML
    return Content.TEXT


def named_otherwise(name: str, content: Content, where: Where) -> Fault | None:
    """Return the fault of a file whose name claims another content.

    A name without an ending claims nothing.
    """
    suffix = PurePath(name).suffix.lower()
    claims = {
        ".xlsx": Content.WORKBOOK,
        ".csv": Content.TEXT,
        ".txt": Content.TEXT,
        ".xls": Content.OLD_EXCEL,
        ".et": Content.OLD_EXCEL,
        ".xlsb": Content.BINARY_EXCEL,
    }
    claim = claims.get(suffix)
    if claim is None or claim is content:
        return None
    zh, en = content.value
    return fault("file_name_lies", where, suffix=suffix, kind_zh=zh, kind_en=en)


def not_readable(content: Content, where: Where) -> Fault:
    """Return the fault that says what this file is instead of a table."""
    if content is Content.ENCRYPTED:
        return fault("workbook_encrypted", where)
    zh, en = content.value
    return fault("file_kind", where, kind_zh=zh, kind_en=en)


def check_directory(data: bytes, where: Where, limits: Limits) -> tuple[Fault, ...]:
    """Return every fault of the directory of a workbook; nothing is unpacked."""
    parts = _parts(data)
    if parts is None:
        return (broken("压缩包目录读不出，可能没有传完整", "cut off or no zip", where),)
    if len(parts) > limits.members:
        found = f"{len(parts)}"
        return (
            fault("workbook_too_many_parts", where, found=found, limit=limits.members),
        )
    return (
        *_wrong_names(parts, where),
        *_wrong_sizes(parts, where, limits),
        *_wrong_layout(parts, where),
    )


def broken(zh: str, en: str, where: Where) -> Fault:
    """Return the fault of a damaged workbook with its reason in both languages."""
    return fault("workbook_broken", where, reason_zh=zh, reason_en=en)


def _parts(data: bytes) -> list[zipfile.ZipInfo] | None:
    """Return the directory, ``None`` when there is none to be read.

    Its size is looked at first: a directory of millions of names would fill the
    memory of whoever only wanted to count them.
    """
    end = data.rfind(_END_OF_DIRECTORY, max(0, len(data) - _END_SPAN))
    size = data[end + 12 : end + 16]
    if end < 0 or int.from_bytes(size, "little") > _LARGEST_DIRECTORY:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    # zipfile says NotImplementedError of an archive newer than it can read.
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return None


def _content_of_zip(data: bytes) -> Content:
    parts = _parts(data)
    if parts is None:
        # Cut off or damaged: the directory check says so.
        return Content.WORKBOOK
    names = {part.filename.lower() for part in parts}
    for name, content in (
        ("xl/workbook.xml", Content.WORKBOOK),
        ("xl/workbook.bin", Content.BINARY_EXCEL),
        ("mimetype", Content.OPEN_DOCUMENT),
        ("word/document.xml", Content.OTHER_OFFICE),
        ("ppt/presentation.xml", Content.OTHER_OFFICE),
    ):
        if name in names:
            return content
    return Content.ZIP


def _looks_like_text(data: bytes) -> bool:
    """Say whether the beginning holds hardly any control characters but layout.

    A stray one belongs to a cell, whose place can then be told; NULs are left to
    the decoder, which names UTF-16.
    """
    if data.startswith(_UTF16_MARKS):
        return True
    head = data[:_HEAD]
    control = sum(head.count(c) for c in _CONTROL)
    return control * _MOST_CONTROL < len(head)


def _wrong_names(parts: list[zipfile.ZipInfo], where: Where) -> Iterator[Fault]:
    seen: set[str] = set()
    for part in parts:
        name = part.filename
        pieces = name.replace("\\", "/").split("/")
        if (
            ".." in pieces
            or name.startswith(("/", "\\"))
            or ":" in name
            or len(name) > _LONGEST_NAME
        ):
            yield fault("workbook_part_name", where, member=name)
        # Windows readers do not tell Sheet1.xml from sheet1.xml.
        if name.lower() in seen:
            yield fault("workbook_part_twice", where, member=name)
        seen.add(name.lower())
        yield from _not_plain(name.lower(), where)


def _not_plain(name: str, where: Where) -> Iterator[Fault]:
    if name.endswith("vbaproject.bin") or "/macrosheets/" in name:
        yield fault("workbook_macro", where)
    elif "/embeddings/" in name or name.endswith((".zip", ".xlsx", ".xls", ".docx")):
        yield fault("workbook_nested", where, member=name)
    elif name.startswith("xl/externallinks/") and name.endswith(".xml"):
        yield fault("workbook_linked", where, member=name)


def _wrong_sizes(
    parts: list[zipfile.ZipInfo], where: Where, limits: Limits
) -> Iterator[Fault]:
    total = sum(part.file_size for part in parts)
    if total > limits.unpacked:
        yield fault(
            "workbook_too_big_inside", where, found=total, limit=limits.unpacked
        )
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            yield fault("workbook_encrypted", where)
        if part.compress_type not in _METHODS:
            yield broken("压缩方法不常见", "an unusual way of packing", where)
        packed = max(part.compress_size, 1)
        if part.file_size > max(_HARMLESS, limits.ratio * packed):
            yield fault(
                "workbook_bomb", where, member=part.filename, limit=limits.ratio
            )


def _wrong_layout(parts: list[zipfile.ZipInfo], where: Where) -> Iterator[Fault]:
    """Parts must follow each other from the first byte on, without overlap.

    What stands before the first part is another file to another reader, and
    parts that share their bytes are how the densest bombs are made.
    """
    ordered = sorted(parts, key=lambda part: part.header_offset)
    if ordered and ordered[0].header_offset:
        yield broken("压缩包前面还有别的内容", "data before the archive", where)
    for part, after in pairwise(ordered):
        if part.header_offset + part.compress_size > after.header_offset:
            yield broken("部件互相重叠", "parts overlap", where)
            return
