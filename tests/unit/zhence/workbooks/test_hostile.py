"""Each file of the corpus gets its verdict, and nothing else happens."""

import socket
from contextlib import suppress
from pathlib import Path

import pytest
from tests.unit.zhence.workbooks.hostile import Hostile, external, hostile, prolog
from tests.unit.zhence.workbooks.sheets import PERIOD, read

from zhence.errors import BadInputError, Severity
from zhence.intake.check import Report, check_file
from zhence.intake.tables import Upload
from zhence.reporting.checks import Surroundings
from zhence.workbooks.annotate import annotate

CORPUS = list(hostile())
AROUND = Surroundings(PERIOD)


def test_the_corpus_is_large_and_nothing_is_in_it_twice():
    names = [str(each) for each in CORPUS]
    assert len(names) == len(set(names))
    assert len(names) >= 100
    assert {each.kind[0] for each in CORPUS} == set("1234567")


def verdict(each: Hostile, data: bytes) -> Report:
    """The verdict on a return, or on a roster where the form has no dates."""
    if each.kind.startswith("5"):
        return check_file(Upload(each.name, data), "firms")
    found = read(data, AROUND, each.name)
    assert bool(found.cells) is found.accepted
    return found.report


@pytest.mark.parametrize("each", CORPUS, ids=str)
def test_each_file_gets_its_verdict_and_nothing_is_written(
    each: Hostile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    data = each.make()
    found = verdict(each, data)
    errors = {f.code for f in found.faults if f.severity is Severity.ERROR}
    assert errors >= each.codes, found.faults
    assert found.accepted is (not each.codes), found.faults
    assert list(tmp_path.iterdir()) == []
    for fault in found.faults:
        assert fault.zh
        assert fault.en
        assert " / " in fault.remedy
        assert fault.where.file == each.name
    _comes_back_or_says_why(data, found)


def _comes_back_or_says_why(data: bytes, found: Report) -> None:
    """A workbook that could be read comes back; one that could not is refused."""
    with suppress(BadInputError):
        annotate(data, found.faults)


@pytest.mark.usefixtures("socket_enabled")
def test_a_file_that_asks_to_be_fetched_from_is_not_obeyed():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        entity = prolog(f'<!DOCTYPE x [<!ENTITY a SYSTEM "{url}">]>')
        for make in (entity, external("attachedTemplate", url)):
            assert not read(make(), AROUND).accepted
        with pytest.raises(TimeoutError):
            server.accept()
