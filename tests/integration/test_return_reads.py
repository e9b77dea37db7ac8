"""What the records tell of returns, and to whom: hidden and absent look alike."""

from datetime import date

import pytest
from tests.factories.accounts import hand
from tests.factories.reporting import (
    Desk,
    desk,
    fill,
    lift,
    minutes,
    opened,
    site,
    town_return,
    version,
)

from zhence.reporting.returns import Typed
from zhence_web.records.accounts.roles import Role
from zhence_web.records.reporting import reads
from zhence_web.records.reporting.actions import (
    open_returns,
    save_cells,
    send_back,
)
from zhence_web.records.reporting.reads import Wanted

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY = date(2026, 1, 20), date(2026, 2, 1)


def cell(at: Desk, of: int, code: str) -> reads.CellView:
    found = reads.sheet(of, at.reporter, FEBRUARY)
    assert found is not None
    return next(c for c in found.cells if c.code == code)


def mended(at: Desk, of: int, texts: dict[str, Typed], minute: int = 40) -> None:
    send_back(
        return_id=of,
        version=version(of),
        cells=dict.fromkeys(texts, "核对"),
        by=at.county,
        at=minutes(minute),
    )
    save_cells(
        return_id=of,
        cells=texts,
        version=version(of),
        by=at.reporter,
        at=minutes(minute + 1),
    )


def test_a_return_out_of_reach_is_as_absent_as_one_that_does_not_exist():
    at = desk()
    made = town_return(at, "submitted")
    far = hand(Role.REPORTER, at.tree.other_site, "far")
    for of, by in ((made, far), (404, at.county)):
        assert reads.sheet(of, by, FEBRUARY) is None
        assert reads.history(of, by, FEBRUARY) == ()
        assert reads.corrections(of, by, FEBRUARY) == ()
        assert reads.differences_of(of, by, FEBRUARY) is None


def test_a_hand_without_returns_has_no_tasks_and_no_inbox():
    at = desk()
    town_return(at)
    expert = hand(Role.EXPERT, at.tree.city, "expert")
    assert reads.tasks(at.county, FEBRUARY) == ()
    assert reads.inbox(expert, FEBRUARY, Wanted()) == ()
    assert reads.completeness(expert, FEBRUARY, "town-quarter", "2025Q4") == ()
    assert reads.asked_for(expert, FEBRUARY) == ()


def test_a_return_is_late_from_the_day_after_it_was_due_and_only_while_it_is_open():
    at = desk()
    made = town_return(at)
    assert [h.late for h in reads.tasks(at.reporter, JANUARY)] == [False]
    assert [h.late for h in reads.tasks(at.reporter, FEBRUARY)] == [True]
    lift(at, made, "submitted")
    assert [h.late for h in reads.tasks(at.reporter, FEBRUARY)] == [False]


def test_what_was_sent_back_comes_first_among_the_tasks():
    at = desk()
    opened(at, period="2026Q1")
    made = town_return(at, "submitted")
    send_back(
        return_id=made,
        version=version(made),
        cells={"staff": "核对"},
        by=at.county,
        at=minutes(40),
    )
    states = [h.state.value for h in reads.tasks(at.reporter, FEBRUARY)]
    assert states == ["returned", "draft"]


def test_a_cell_tells_its_value_the_one_before_and_why_it_is_open():
    at = desk()
    earlier = opened(at, period="2025Q3")
    fill(at, earlier, {"tax_revenue": "1.25", "staff": "10"})
    made = town_return(at, "submitted", tax_revenue="12345.6789万元", staff="12")
    tax = cell(at, made, "tax_revenue")
    assert (tax.value.zh, tax.last.zh) == ("1.23456789", "1.25")
    assert (tax.unit, tax.kind.zh, tax.open) == ("亿元", "年初累计", False)
    assert cell(at, made, "eligible_investment").part_of is not None
    assert cell(at, earlier, "staff").last.zh == "—（缺报）"
    mended(at, made, {"staff": Typed("13")})
    staff = cell(at, made, "staff")
    assert (staff.open, staff.returned, staff.typed) == (True, "核对", "13")


def test_differences_tell_amounts_and_say_where_there_is_none():
    at = desk()
    made = town_return(at, "submitted", staff="12", tax_revenue="2", enterprises="5")
    assert reads.differences_of(made, at.county, FEBRUARY) is None
    mended(
        at,
        made,
        {
            "staff": Typed(explanation="普查年延后"),
            "tax_revenue": Typed("1.5"),
            "enterprises": Typed("7"),
        },
    )
    told = reads.differences_of(made, at.county, FEBRUARY)
    assert told is not None
    assert {d.code: (d.change.zh, d.by.zh) for d in told} == {
        "staff": ("撤去", "—"),
        "tax_revenue": ("改动", "−0.5"),
        "enterprises": ("改动", "+2"),
    }


def test_saves_of_one_hand_in_a_row_are_one_step_of_the_history():
    at = desk()
    made = opened(at)
    for minute, text in enumerate(("1", "2", "3"), start=1):
        fill(at, made, {"staff": text}, minute=minute)
    lift(at, made, "submitted")
    (revision,) = reads.history(made, at.county, FEBRUARY)
    assert [(s.name.zh, s.times) for s in revision.steps] == [("填写", 3), ("报送", 1)]


def test_completeness_is_told_for_the_whole_and_for_each_office_below():
    at = desk()
    for number, org in enumerate((at.tree.far_site, at.tree.other_city_site), start=2):
        site(org, number)
    made = open_returns(
        form="town-quarter",
        period="2025Q4",
        label="synthetic",
        by=at.province,
        at=minutes(0),
        due_on=date(2026, 1, 20),
    )
    fill(at, made[0])
    lift(at, made[0], "province_accepted")
    asked = (FEBRUARY, "town-quarter", "2025Q4")
    whole, first, second = reads.completeness(at.province, *asked)
    assert (whole.asked, whole.filling, whole.final, whole.late) == (3, 2, 1, 2)
    assert whole.percent == 33
    assert [(s.unit, s.asked, s.final) for s in (first, second)] == [
        ("乙市", 1, 0),
        ("甲市", 2, 1),
    ]
    units = [s.unit for s in reads.completeness(at.city, *asked)]
    assert units == ["", "甲一县", "甲二县"]
    assert len(reads.completeness(at.county, *asked)) == 1
    (newest,) = reads.asked_for(at.city, FEBRUARY)
    assert (newest.key, newest.title.zh) == (
        "town-quarter:2025Q4",
        "特色小镇建设季度报表",
    )


def test_only_periods_that_have_ended_can_be_asked_for():
    told = {f.code: f.periods for f in reads.forms_to_ask(FEBRUARY)}
    assert told["town-quarter"][:2] == ("2025Q4", "2025Q3")
    assert told["town-year"] == ("2025",)
