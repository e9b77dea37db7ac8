"""Opening, filling and submitting: one's own, what is open, and all or nothing."""

import json
from datetime import date, timedelta

import pytest
from tests.factories.accounts import deputy, hand
from tests.factories.reporting import (
    Desk,
    desk,
    fill,
    full,
    lift,
    minutes,
    opened,
    site,
    state,
    town_return,
    version,
)
from tests.lib.returnforms import form

from zhence.errors import BadInputError
from zhence.reporting.approval import Moved, State
from zhence.reporting.returns import Typed
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Act, Cell, Entry, Org, Return
from zhence_web.records.reporting.actions import (
    open_return,
    open_returns,
    save_cells,
    send_back,
    submit,
)

pytestmark = pytest.mark.django_db


def denied(act: object, **given: object) -> Why:
    with pytest.raises(NotAllowedError) as caught:
        act(**given)  # type: ignore[operator]
    return caught.value.denied.why


def save(of: int, by: Hand, *, minute: int = 2, **texts: str) -> int:
    return save_cells(
        return_id=of,
        cells={code: Typed(text) for code, text in texts.items()},
        version=version(of),
        by=by,
        at=minutes(minute),
    )


def codes(error: pytest.ExceptionInfo[BadInputError]) -> set[tuple[str, str | None]]:
    return {(f.code, f.where.cell) for f in error.value.faults}


def test_every_site_below_an_office_is_asked_once():
    at = desk()
    site(at.tree.far_site, 2)
    site(at.tree.other_city_site, 3)
    site(at.tree.other_site, 4, kind="park")
    made = open_returns(
        form="town-quarter",
        period="2025Q4",
        label="synthetic",
        by=at.city,
        at=minutes(0) - timedelta(days=50),
    )
    assert len(made) == 2
    row = Return.objects.get(pk=made[0])
    assert (row.state, row.version, row.holder_id) == ("draft", 1, at.tree.site)
    assert (row.starts, row.ends) == (date(2025, 10, 1), date(2026, 1, 1))
    assert row.due_on == date(2026, 1, 20)
    assert row.revisions.get().number == 1
    again = open_returns(
        form="town-quarter",
        period="2025Q4",
        label="synthetic",
        by=at.province,
        at=minutes(1),
    )
    assert len(again) == 1
    assert Entry.objects.filter(action="reporting.open").count() == 3


def test_nobody_is_late_before_they_were_asked():
    at = desk()
    (made,) = open_returns(
        form="town-quarter",
        period="2025Q1",
        label="synthetic",
        by=at.city,
        at=minutes(0),
    )
    row = Return.objects.get(pk=made)
    asked = minutes(0).date()
    assert row.due_on is not None
    assert (row.due_on - asked).days in range(20, 30)


def test_a_site_that_was_closed_by_then_is_not_asked():
    at = desk()
    Org.objects.filter(pk=at.tree.site).update(closed_on=date(2025, 12, 31))
    asked = open_returns(
        form="town-quarter",
        period="2025Q4",
        label="synthetic",
        by=at.city,
        at=minutes(0),
    )
    assert asked == ()


@pytest.mark.parametrize(
    ("code", "period"),
    [("no-form", "2025Q4"), ("town-quarter", "2025"), ("town-quarter", "2050Q1")],
)
def test_a_form_or_period_that_is_none_is_named(code: str, period: str):
    at = desk()
    with pytest.raises(BadInputError):
        open_returns(
            form=code, period=period, label="synthetic", by=at.city, at=minutes(0)
        )


def test_a_reporter_opens_nothing():
    at = desk()
    asked = form("town-quarter")
    why = denied(
        open_return,
        site_id=at.site,
        form=asked,
        period=asked.period_of("2025Q4"),
        label="synthetic",
        by=at.reporter,
        at=minutes(0),
    )
    assert why is Why.ROLE
    every = {"form": "town-quarter", "period": "2025Q4", "label": "synthetic"}
    assert denied(open_returns, by=at.county, at=minutes(0), **every) is Why.ROLE


def test_what_was_typed_is_kept_and_read_in_smallest_units():
    at = desk()
    made = opened(at)
    assert save(made, at.reporter, tax_revenue="1,234.5万元", staff="") == 2
    cell = Cell.objects.get()
    assert (cell.item, cell.kind, cell.typed, cell.unit, cell.low, cell.high) == (
        "tax_revenue",
        "value",
        "1,234.5万元",
        "万元",
        1_234_500_000,
        1_234_500_000,
    )


def test_saving_the_same_again_is_no_deed():
    at = desk()
    made = opened(at)
    save(made, at.reporter, staff="7")
    before = Entry.objects.count(), Act.objects.count()
    assert save(made, at.reporter, staff="7") == version(made) == 2
    assert (Entry.objects.count(), Act.objects.count()) == before


def test_a_change_is_audited_with_before_and_after():
    at = desk()
    made = opened(at)
    save(made, at.reporter, staff="7")
    save(made, at.reporter, staff="8")
    entry = Entry.objects.latest("seq")
    assert entry.action == "reporting.fill"
    cells = json.loads(entry.payload)["detail"]["cells"]
    assert cells == {"staff": [["value", "7", "人", ""], ["value", "8", "人", ""]]}


def test_all_faults_are_told_and_nothing_is_half_saved():
    at = desk()
    made = opened(at)
    with pytest.raises(BadInputError) as caught:
        save(made, at.reporter, staff="7", enterprises="1.5", tax_revenue="许多")
    assert codes(caught) == {
        ("not_whole", "enterprises"),
        ("number_unreadable", "tax_revenue"),
    }
    assert not Cell.objects.exists()
    assert version(made) == 1


def test_an_older_version_is_told_that_somebody_was_first():
    at = desk()
    made = opened(at)
    old = version(made)
    save(made, at.reporter, staff="7")
    given = {"return_id": made, "version": old, "by": at.reporter, "at": minutes(3)}
    assert denied(save_cells, cells={"staff": Typed("8")}, **given) is Why.STATE
    assert Cell.objects.get().typed == "7"


def test_only_the_reporter_of_the_site_fills_it():
    at = desk()
    made = opened(at)
    neighbour = hand(Role.REPORTER, at.tree.other_site, "neighbour")
    cells = {"staff": Typed("8")}
    for by, why in ((neighbour, Why.SCOPE), (at.county, Why.ROLE)):
        given = {"return_id": made, "version": 1, "by": by, "at": minutes(1)}
        assert denied(save_cells, cells=cells, **given) is why
        assert denied(submit, **given) is why


def test_a_return_that_does_not_exist_looks_like_one_out_of_reach():
    at = desk()
    given = {"return_id": 404, "version": 1, "by": at.reporter, "at": minutes(1)}
    assert denied(submit, **given) is Why.SCOPE


def test_submitting_seals_the_revision_and_hands_it_to_the_county():
    at = desk()
    made = opened(at)
    fill(at, made)
    outcome = submit(
        return_id=made, version=version(made), by=at.reporter, at=minutes(9)
    )
    assert outcome == Moved(State.SUBMITTED, final=False)
    row = Return.objects.get(pk=made)
    assert (row.state, row.holder_id) == ("submitted", at.tree.county)
    assert row.revisions.get().sealed_at == minutes(9)
    act = Act.objects.get(verb="submit")
    assert (act.before, act.after, act.deputy_of) == ("draft", "submitted", None)


def test_an_unsound_return_is_not_submitted_and_every_fault_is_told():
    at = desk()
    made = opened(at)
    fill(
        at,
        made,
        {"total_investment": "1", "eligible_investment": "2", "staff": ""},
    )
    with pytest.raises(BadInputError) as caught:
        submit(return_id=made, version=version(made), by=at.reporter, at=minutes(9))
    assert codes(caught) == {
        ("part_above_whole", "eligible_investment"),
        ("H201", "eligible_investment"),
        ("value_missing", "staff"),
    }
    assert state(made) == "draft"


@pytest.mark.parametrize(
    "to", ["submitted", "verified", "city_accepted", "province_accepted"]
)
def test_nobody_fills_what_was_handed_over(to: str):
    at = desk()
    made = town_return(at, to)
    given = {"return_id": made, "version": version(made), "at": minutes(50)}
    cells = {"staff": Typed("8")}
    assert denied(save_cells, cells=cells, by=at.reporter, **given) is Why.STATE
    assert denied(submit, by=at.reporter, **given) is Why.STATE
    admin = hand(Role.OPERATOR, at.tree.province, "operator")
    for by in (at.county, at.city, at.province, admin):
        assert denied(save_cells, cells=cells, by=by, **given) is Why.ROLE


def sent_back(at: Desk, **texts: str) -> int:
    made = town_return(at, "submitted", **texts)
    send_back(
        return_id=made,
        version=version(made),
        cells={"staff": "与社保数不符", "tax_revenue": "单位？"},
        by=at.county,
        at=minutes(20),
    )
    return made


def test_after_a_return_exactly_the_returned_cells_are_open():
    at = desk()
    made = sent_back(at, staff="10", tax_revenue="1")
    with pytest.raises(BadInputError) as caught:
        save(made, at.reporter, staff="12", enterprises="3", no_item="1")
    assert codes(caught) == {("cell_frozen", "enterprises"), ("cell_frozen", "no_item")}
    save(made, at.reporter, staff="12", minute=21)
    lift(at, made, "submitted", minute=22)
    second = Return.objects.get(pk=made).revisions.get(number=2)
    held = {c.item: (c.typed, c.carried) for c in second.cells.all()}
    assert held["staff"] == ("12", False)
    assert held["tax_revenue"] == ("1", False)
    assert held["enterprises"] == ("0", True)
    first = Return.objects.get(pk=made).revisions.get(number=1)
    assert first.cells.get(item="staff").typed == "10"


def test_a_deputy_fills_in_the_name_of_the_reporter():
    at = desk()
    made = opened(at)
    save(made, deputy(at.reporter, "stand-in"), staff="3")
    act = Act.objects.get(verb="fill")
    assert (act.by.username, act.deputy_of_id) == ("stand-in", at.reporter.appointment)
    entry = Entry.objects.latest("seq")
    assert (entry.actor, entry.acting_for) == ("stand-in", "filler")


def test_the_explanation_of_a_missing_figure_goes_along():
    at = desk()
    made = opened(at)
    cells = full(form("town-quarter")) | {"staff": Typed(explanation="普查年延后")}
    given = {"return_id": made, "by": at.reporter}
    save_cells(cells=cells, version=1, at=minutes(1), **given)  # type: ignore[arg-type]
    submit(version=2, at=minutes(2), **given)  # type: ignore[arg-type]
    assert Cell.objects.get(item="staff").explanation == "普查年延后"
