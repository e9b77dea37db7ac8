"""Late is allowed for a while, then locked; an office may open it, with its reason."""

from datetime import date

import pytest
from tests.factories.reporting import Desk, desk, fill, full, lift, state, version
from tests.factories.tasks import asked, noon
from tests.lib.returnforms import form

from zhence.errors import BadInputError
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.models import Entry, Explained, Extension
from zhence_web.records.reporting.actions import extend, save_cells, submit
from zhence_web.records.reporting.reads import sheet

pytestmark = pytest.mark.django_db

LOCKED = date(2026, 6, 1)


@pytest.fixture
def at() -> Desk:
    return desk()


def save(at: Desk, made: int, on: date) -> None:
    save_cells(
        return_id=made,
        cells=full(form("town-quarter")),
        version=version(made),
        by=at.reporter,
        at=noon(on),
    )


def grant(at: Desk, made: int, until: date | None, reason: str = "统计员交接") -> int:
    return extend(
        return_id=made,
        version=version(made),
        until=until,
        reason=reason,
        by=at.county,
        at=noon(LOCKED),
    )


def test_what_never_came_locks_and_keeps_nothing_that_is_typed_then(at: Desk):
    made = asked(at)
    save(at, made, date(2026, 3, 2))
    with pytest.raises(BadInputError) as caught:
        save(at, made, LOCKED)
    assert [f.code for f in caught.value.faults] == ["return_locked"]
    with pytest.raises(BadInputError, match="锁定"):
        submit(return_id=made, version=version(made), by=at.reporter, at=noon(LOCKED))
    assert state(made) == "draft"
    seen = sheet(made, at.reporter, LOCKED)
    assert seen is not None
    assert seen.lock is not None
    assert (seen.lock.over, seen.fills, seen.acts) == (True, False, frozenset())


def test_an_extension_opens_it_up_to_and_with_its_day_and_is_on_record(at: Desk):
    made = asked(at)
    grant(at, made, LOCKED)
    save(at, made, LOCKED)
    seen = sheet(made, at.reporter, LOCKED)
    assert seen is not None
    assert seen.lock is not None
    assert (seen.lock.extended, seen.lock.reason) == (True, "统计员交接")
    with pytest.raises(BadInputError, match="锁定"):
        submit(
            return_id=made,
            version=version(made),
            by=at.reporter,
            at=noon(date(2026, 6, 2)),
        )
    entry = Entry.objects.get(action="reporting.extend")
    assert (entry.object_id, "统计员交接" in entry.payload) == (str(made), True)


@pytest.mark.parametrize(
    ("until", "reason", "codes"),
    [
        (None, "", ["extension_day", "extension_reason"]),
        (date(2026, 5, 29), "统计员交接", ["extension_day"]),
        (LOCKED, "短", ["extension_reason"]),
    ],
)
def test_an_extension_needs_a_day_to_come_and_a_reason(at: Desk, until, reason, codes):
    made = asked(at)
    with pytest.raises(BadInputError) as caught:
        grant(at, made, until, reason)
    assert [f.code for f in caught.value.faults] == codes
    assert not Extension.objects.exists()


def test_nobody_extends_for_themselves_nor_what_came_already(at: Desk):
    made = asked(at)
    with pytest.raises(NotAllowedError):
        extend(
            return_id=made,
            version=version(made),
            until=LOCKED,
            reason="给自己延期",
            by=at.reporter,
            at=noon(LOCKED),
        )
    fill(at, made)
    lift(at, made, "submitted")
    with pytest.raises(NotAllowedError):
        grant(at, made, LOCKED)


def test_what_is_explained_away_is_kept_a_row_a_finding(at: Desk):
    made = asked(at)
    fill(at, made, {"operating_revenue": "1", "tax_revenue": "0.8", "staff": "9"})
    from zhence.reporting.returns import Typed

    save_cells(
        return_id=made,
        cells={"tax_revenue": Typed("0.8", explanation="补缴上年税款")},
        version=version(made),
        by=at.reporter,
        at=noon(date(2026, 3, 2)),
    )
    lift(at, made, "submitted")
    (kept,) = Explained.objects.all()
    assert (kept.number, kept.item, kept.reason) == (
        "S201",
        "tax_revenue",
        "补缴上年税款",
    )
