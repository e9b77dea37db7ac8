"""No bytes crash the reader, and none are half-loaded."""

import io

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.unit.zhence.intake.corpus import (
    CODES,
    FACTS,
    FIRMS,
    book,
    catalogue,
    csv,
    firm,
)

from zhence.errors import Severity, Where
from zhence.intake import child
from zhence.intake.check import FORMS, check_file
from zhence.intake.container import check_directory
from zhence.intake.limits import LIMITS
from zhence.intake.tables import Upload, read_facts, read_firms

cells = st.one_of(
    st.sampled_from(
        ["", "n/a", "0", "12", "1,234.5万元", "—", "2018", "税收", "亿元", *CODES]
    ),
    st.text(max_size=8),
)
forms = st.sampled_from(sorted(FORMS))


def verdict_of(data: bytes, name: str, form: str) -> None:
    report = check_file(Upload(name, data), form, catalogue())
    errors = [f for f in report.faults if f.severity is Severity.ERROR]
    assert report.accepted == (not errors)
    for fault in report.faults:
        assert fault.code
        assert fault.zh
        assert fault.en
        assert fault.remedy
        assert str(fault).isprintable() or "\n" not in str(fault)


@given(data=st.binary(max_size=400), form=forms)
@example(data=b"\xff\xfe", form="facts")
@example(data=b"PK", form="facts")
@example(data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", form="firms")
def test_random_bytes_get_a_verdict(data, form):
    if not data.startswith(b"PK"):
        verdict_of(data, "upload", form)


@given(
    text=st.text(max_size=300),
    form=forms,
    encoding=st.sampled_from(["utf-8", "gb18030"]),
)
def test_random_text_gets_a_verdict(text, form, encoding):
    verdict_of(text.encode(encoding, "ignore"), "t.csv", form)


@given(rows=st.lists(st.lists(cells, min_size=9, max_size=9), max_size=6))
def test_random_rows_of_facts_load_whole_or_not_at_all(rows):
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    data = csv(*(",".join(map(quoted, row)) for row in rows), header=FACTS)
    table = read_facts(Upload("t.csv", data), catalogue())
    verdict_of(data, "t.csv", "facts")
    assert table.accepted or not table.rows
    for o in table.rows:
        assert o.amount is None or not o.amount.empty


@given(
    changed=st.dictionaries(
        st.sampled_from(["code", "name", "revenue", "staff"]), cells
    )
)
def test_random_firms_load_whole_or_not_at_all(changed):
    plain = {k: v.replace(",", "").replace('"', "") for k, v in changed.items()}
    table = read_firms(
        Upload(
            "t.csv",
            csv(
                firm(),
                firm(code=CODES[1], **plain) if "code" not in plain else firm(**plain),
            ),
        )
    )
    assert table.accepted or not table.rows


@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_flipped_byte_in_a_workbook_never_gives_other_rows(place, flip):
    good = book()
    data = bytearray(good)
    data[int(place * len(data))] ^= flip
    if check_directory(bytes(data), Where("t.xlsx"), LIMITS):
        return
    sent = list(child.parse(bytes(data), LIMITS))
    refused = any(isinstance(item, dict) and "code" in item for item in sent)
    assert refused or [i for i in sent if isinstance(i, list)] == [
        i for i in child.parse(good, LIMITS) if isinstance(i, list)
    ]


def test_the_header_alone_is_the_contract():
    assert FIRMS.count(",") == 5
    assert io.BytesIO(csv()).read().decode().startswith("统一社会信用代码")
