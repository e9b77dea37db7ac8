"""The corpus of hostile files through the site: tried and real get one verdict.

How long each took is on the record of the test run; no time fails a test.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from tests.factories.intake import sent, told
from tests.factories.reporting import Desk, desk, fill, lift, minutes, opened, version
from tests.lib.processes import MEASURING
from tests.lib.rosters import firm, roster
from tests.unit.zhence.workbooks.hostile import Hostile, hostile, table
from tests.unit.zhence.workbooks.sheets import filled

from zhence.errors import Severity
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.intake import actions
from zhence_web.records.models import (
    Act,
    Cell,
    Enterprise,
    FirmYear,
    Project,
    Return,
    Tenancy,
    Upload,
)

pytestmark = pytest.mark.django_db

TABLES = (Act, Cell, Enterprise, FirmYear, Project, Tenancy)
CORPUS = list(hostile())
PERIOD = "2026Q3"


@pytest.fixture(autouse=True)
def _unmeasured(monkeypatch):
    """The units measure what a child runs; here it would only take longer."""
    monkeypatch.delenv(MEASURING, raising=False)


@pytest.fixture
def at(settings, tmp_path) -> tuple[Desk, int]:
    settings.MEDIA_ROOT = tmp_path
    made = desk()
    return made, opened(made, period=PERIOD)


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows() -> list[int]:
    return [
        *(held.objects.count() for held in TABLES),
        sum(Return.objects.values_list("version", flat=True)),
    ]


def send(at: Desk, of: int, each: Hostile, data: bytes, *, trial: bool) -> Upload:
    """Hand a file in where it belongs: a roster where the form has no dates."""
    file = sent(data, trial=trial, name=each.name)
    if each.kind.startswith("5"):
        made = actions.send_roster(
            site=at.site,
            kind="firms",
            sent=file,
            by=at.reporter,
            at=minutes(5),
            year=2025,
        )
    else:
        made = actions.send_return(
            return_id=of, version=version(of), sent=file, by=at.reporter, at=minutes(5)
        )
    # A long one waits for a worker, which is the same function.
    actions.carry_out(upload=made, clock=lambda: minutes(6))
    return told(made)


@pytest.mark.parametrize("kind", sorted({each.kind for each in CORPUS}))
def test_tried_and_real_agree_and_what_is_refused_writes_nothing(
    at: tuple[Desk, int], kind: str, record_property
):
    desk_, of = at
    before, wrong, slowest = rows(), [], (0.0, "")
    for each in (e for e in CORPUS if e.kind == kind):
        data = each.make()
        with taken_back():
            begun = time.perf_counter()
            tried = send(desk_, of, each, data, trial=True)
            slowest = max(slowest, (time.perf_counter() - begun, str(each)))
            after_trial = rows()
            real = send(desk_, of, each, data, trial=False)
            after = rows()
        errors = {f[0] for f in real.faults if f[1] == Severity.ERROR}
        same = (tried.verdict, tried.rows, tried.changed, tried.faults) == (
            real.verdict,
            real.rows,
            real.changed,
            real.faults,
        )
        refused = real.verdict == "refused"
        if (
            not same
            or after_trial != before
            or refused != bool(each.codes)
            or not errors >= each.codes
            or refused == (after != before)
        ):
            wrong.append((str(each), tried.verdict, real.verdict, errors))
    record_property("slowest_seconds", round(slowest[0], 2))
    record_property("slowest_file", slowest[1])
    assert wrong == []


def test_keys_that_lie_are_refused_by_their_rows(at: tuple[Desk, int]):
    """Kind 10: one code twice, whatever its width and case; what no code can be."""
    desk_, of = at
    sound = firm(1)
    code = str(sound[0])
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    kinds = {
        "row_twice": [sound, [f" {code.lower()} ", *sound[1:]]],
        "credit_code_letters": [[f"{code[:-2]}I{code[-1]}", *sound[1:]]],
        "credit_code_length": [["330106123456789", *sound[1:]]],
        "number_digits_lost": [[330106123456789012, *sound[1:]]],
        "override_missing": [["91330106MA0000003X", *sound[1:]]],
    }
    before = rows()
    for wanted, told_ in kinds.items():
        each = Hostile("5", wanted, "t.xlsx", lambda: b"", frozenset({wanted}))
        for trial in (True, False):
            made = send(desk_, of, each, roster(told_), trial=trial)
            assert wanted in {f[0] for f in made.faults}, wanted
            assert rows() == before
    each = Hostile("5", "wide", "t.xlsx", lambda: b"", frozenset())
    assert send(desk_, of, each, roster([[wide, *sound[1:]]]), trial=False).changed == 1
    assert Enterprise.objects.get().credit_code == code


def test_files_in_the_wrong_order_overwrite_nothing_unseen(at: tuple[Desk, int]):
    """Kinds 11 and 12: the same file twice, an older one after a newer, a late one."""
    desk_, of = at
    each = Hostile("1", "order", "t.xlsx", lambda: b"", frozenset())
    first, second = filled({"staff": 10}), filled({"staff": 20})
    assert send(desk_, of, each, first, trial=False).verdict == "accepted"
    assert send(desk_, of, each, first, trial=False).verdict == "unchanged"
    assert send(desk_, of, each, second, trial=False).changed == 1
    assert send(desk_, of, each, first, trial=False).changed == 1
    lift(desk_, of, "submitted")
    with pytest.raises(NotAllowedError):
        send(desk_, of, each, second, trial=False)


def test_a_csv_says_what_the_workbook_says(at: tuple[Desk, int]):
    desk_, of = at
    fill(desk_, of)
    each = Hostile("7", "csv", "t.csv", lambda: b"", frozenset())
    assert send(desk_, of, each, table("gb18030"), trial=False).verdict == "accepted"
    book = Hostile("1", "xlsx", "t.xlsx", lambda: b"", frozenset())
    assert send(desk_, of, book, filled(), trial=False).verdict == "unchanged"
