"""What a file is, and what the directory of a workbook gives away."""

import io
import zipfile
from dataclasses import replace
from itertools import count

import pytest
from tests.unit.zhence.intake.corpus import book, repacked, upload

from zhence.errors import Where
from zhence.intake.check import check_file
from zhence.intake.container import Content, check_directory, content_of
from zhence.intake.limits import LIMITS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
WORKBOOK = book()


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return stream.getvalue()


def of_directory(data: bytes, **limits: int) -> list[str]:
    found = check_directory(data, Where("t.xlsx"), replace(LIMITS, **limits))
    return [f.code for f in found]


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (WORKBOOK, Content.WORKBOOK),
        (WORKBOOK[:-200], Content.WORKBOOK),
        (b"\x01" + WORKBOOK, Content.WORKBOOK),
        (zipped("xl/workbook.bin"), Content.BINARY_EXCEL),
        (zipped("mimetype"), Content.OPEN_DOCUMENT),
        (zipped("word/document.xml"), Content.OTHER_OFFICE),
        (zipped("ppt/presentation.xml"), Content.OTHER_OFFICE),
        (zipped("a.txt"), Content.ZIP),
        (OLE, Content.OLD_EXCEL),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Content.ENCRYPTED),
        (b"\x09\x08\x10\x00\x00\x06", Content.OLD_EXCEL),
        (b"\x09\x04\x06\x00\x00\x00", Content.OLD_EXCEL),
        (b"%PDF-1.7", Content.PDF),
        (b"\x89PNG\r\n", Content.PICTURE),
        (b"\x1f\x8b\x08", Content.ARCHIVE),
        (b"<!DOCTYPE html><p>", Content.HTML),
        (b"\xef\xbb\xbf \n<TABLE border=1>", Content.HTML),
        (b'<?xml version="1.0"?><html>', Content.HTML),
        (b'<?xml version="1.0"?><Workbook>', Content.XML),
        (b"a,b\n", Content.TEXT),
        (b"PK,b\n", Content.TEXT),
        ("a,甲\n".encode("utf-16"), Content.TEXT),
        (b"\x01\x02\x03", Content.BINARY),
    ],
    ids=count(),  # the bytes of a workbook tell the time, too
)
def test_content_is_told_from_the_bytes(data, content):
    assert content_of(data) is content


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"a,b\n", "t.xlsx", "file_name_lies"),
        (b"a,b\n", "t.xls", "file_name_lies"),
        (b"<html></html>", "t.xlsx", "file_name_lies"),
        (b"<html></html>", "t", "file_kind"),
        (OLE, "t.xlsx", "file_name_lies"),
        (OLE, "t.xls", "file_kind"),
        (OLE, "t.et", "file_kind"),
        (WORKBOOK, "t.csv", "file_name_lies"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "t.xlsx", "workbook_encrypted"),
        (zipped("a.txt"), "t.xlsx", "file_name_lies"),
        (zipped("mimetype"), "t.ods", "file_kind"),
        (b"%PDF-1.7", "t.pdf", "file_kind"),
        (b"", "t.csv", "file_empty"),
        (b"\xef\xbb\xbf \r\n", "t.csv", "file_empty"),
    ],
    ids=count(),
)
def test_a_file_that_is_no_table_is_told_what_it_is(data, name, code):
    report = check_file(upload(data, name), "firms")
    assert [f.code for f in report.faults] == [code]
    assert not report.accepted


def test_a_name_without_an_ending_claims_nothing():
    assert check_file(upload(WORKBOOK, "upload-1"), "firms").accepted


def test_a_sound_workbook_has_nothing_in_its_directory():
    assert of_directory(WORKBOOK) == []


def test_a_cut_or_empty_archive_is_broken():
    assert of_directory(WORKBOOK[:-100]) == ["workbook_broken"]
    assert of_directory(b"PK\x03\x04") == ["workbook_broken"]


def test_a_huge_directory_is_not_even_counted():
    end = WORKBOOK.rindex(b"PK\x05\x06")
    lying = bytearray(WORKBOOK)
    lying[end + 12 : end + 16] = (2**31).to_bytes(4, "little")
    assert of_directory(bytes(lying)) == ["workbook_broken"]


def test_a_damaged_directory_is_broken():
    start = WORKBOOK.rindex(b"PK\x01\x02")
    assert of_directory(WORKBOOK[:start] + b"XX" + WORKBOOK[start + 2 :]) == [
        "workbook_broken"
    ]


def test_too_many_parts_are_refused():
    many = repacked(WORKBOOK, added=[(f"xl/media/{n}.txt", b"") for n in range(1_001)])
    assert of_directory(many) == ["workbook_too_many_parts"]


def test_a_part_packed_too_hard_is_a_bomb():
    bomb = repacked(WORKBOOK, added=[("xl/media/zeros.txt", b"0" * 2_000_000)])
    assert of_directory(bomb) == ["workbook_bomb"]


def test_too_much_inside_is_refused():
    assert of_directory(WORKBOOK, unpacked=100) == ["workbook_too_big_inside"]


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "xl\\..\\..\\x.txt", "C:x.txt", "x" * 300],
)
def test_a_name_that_leads_outside_is_refused(name):
    assert of_directory(repacked(WORKBOOK, added=[(name, b"x")])) == [
        "workbook_part_name"
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet1.xml", "xl/worksheets/SHEET1.xml"]
)
def test_a_part_that_is_there_twice_is_refused(name):
    assert of_directory(repacked(WORKBOOK, added=[(name, b"<x/>")])) == [
        "workbook_part_twice"
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/vbaProject.bin", "workbook_macro"),
        ("xl/macrosheets/sheet1.xml", "workbook_macro"),
        ("xl/embeddings/oleObject1.bin", "workbook_nested"),
        ("xl/inner.xlsx", "workbook_nested"),
        ("xl/externalLinks/externalLink1.xml", "workbook_linked"),
    ],
)
def test_what_no_return_needs_is_refused(name, code):
    assert of_directory(repacked(WORKBOOK, added=[(name, b"<x/>")])) == [code]


def test_data_before_the_archive_is_refused():
    assert of_directory(b"MZ-or-anything" + WORKBOOK) == ["workbook_broken"]
    assert of_directory(WORKBOOK + WORKBOOK) == ["workbook_broken"]


def test_parts_that_share_their_bytes_are_refused():
    shared = bytearray(WORKBOOK)
    first = shared.index(b"PK\x01\x02")
    second = shared.index(b"PK\x01\x02", first + 4)
    shared[second + 42 : second + 46] = shared[first + 42 : first + 46]
    assert "workbook_broken" in of_directory(bytes(shared))


def test_encrypted_parts_and_unusual_packing_are_refused():
    secret = bytearray(WORKBOOK)
    entry = secret.index(b"PK\x01\x02")
    secret[entry + 8] |= 1
    assert of_directory(bytes(secret)) == ["workbook_encrypted"]
    packed = repacked(WORKBOOK, compression=zipfile.ZIP_BZIP2)
    assert set(of_directory(packed)) == {"workbook_broken"}
