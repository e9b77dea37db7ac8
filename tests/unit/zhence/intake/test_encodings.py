"""In which encodings a text is believed, and how the others are named."""

import codecs

import pytest

from zhence.errors import BadInputError
from zhence.intake.encodings import decode

TEXT = "信用代码,企业名称\n1,杭州云栖小镇建设有限公司\n2,余杭梦想小镇有限公司\n"
TRADITIONAL = "統一社會信用代碼,企業名稱\n1,國際貿易股份有限公司\n"


def refused(data: bytes) -> tuple[str, int | None]:
    with pytest.raises(BadInputError) as caught:
        decode(data, "t.csv")
    fault = caught.value.faults[0]
    return fault.code, fault.where.line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312"])
def test_utf_8_and_the_chinese_national_encodings_are_read(encoding):
    assert decode(TEXT.encode(encoding)) == TEXT


def test_four_byte_characters_of_gb18030_are_read():
    assert decode("甲,𠮷野家有限公司\n".encode("gb18030")) == "甲,𠮷野家有限公司\n"


def test_traditional_names_in_gbk_are_not_taken_for_big5():
    assert decode(TRADITIONAL.encode("gbk")) == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_named_with_and_without_its_mark(encoding):
    assert refused(TEXT.encode(encoding))[0] == "encoding_utf16"


@pytest.mark.parametrize("text", [TRADITIONAL, "code,name\n1,張三\n"])
def test_big5_is_named_and_not_read_as_nonsense(text):
    assert refused(text.encode("big5")) == ("encoding_big5", 1)


def test_two_encodings_in_one_file_are_named_with_the_line():
    mixed = TEXT.encode() + "3,另一家有限公司\n".encode("gbk")
    assert refused(mixed) == ("encoding_mixed", 4)
    mixed = "代码,名称\n1,另一家有限公司\n".encode("gbk") + "2,杭州云栖小镇\n".encode()
    assert refused(mixed) == ("encoding_mixed", 1)


def test_a_file_cut_inside_a_character_is_refused():
    assert refused(TEXT.encode()[:-2]) == ("encoding_mixed", 3)


def test_bytes_of_no_encoding_are_refused_with_the_line():
    assert refused(b"a,b\r\ncaf\xe9,1\r\n") == ("encoding_unknown", 2)
    assert refused(b"\xff\xff\xff,1\n") == ("encoding_unknown", 1)


def test_text_that_is_rare_throughout_is_not_believed():
    japanese = "コード,名前\n1,こんにちは世界のみなさま\n".encode("shift-jis")
    assert refused(japanese)[0] == "encoding_unknown"


def test_a_nul_is_refused_with_its_line():
    assert refused(b"a,b\n1,\x002\n") == ("nul_bytes", 2)


def test_a_byte_order_mark_of_gb18030_is_no_text():
    assert decode(codecs.BOM_UTF8 + b"a,b\n") == "a,b\n"
