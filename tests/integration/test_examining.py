"""A return among all that its site said before: what stops it, what a reason lifts."""

import json
from datetime import date

import pytest
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
    version,
)
from tests.lib.returnforms import form

from zhence.errors import BadInputError
from zhence.reporting.returns import Typed, read_cells
from zhence_web.packbook.forms import due
from zhence_web.records.models import Cell, Entry, Return
from zhence_web.records.reporting.actions import (
    open_return,
    save_cells,
    send_back,
    submit,
)
from zhence_web.records.reporting.examining import examined
from zhence_web.records.reporting.facts import cell_value

pytestmark = pytest.mark.django_db
TAX = {"operating_revenue": "1", "tax_revenue": "0.8", "staff": "9"}


def codes(at: Desk, of: int) -> list[tuple[str, str | None]]:
    with pytest.raises(BadInputError) as caught:
        submit(return_id=of, version=version(of), by=at.reporter, at=minutes(9))
    return [(f.code, f.where.cell) for f in caught.value.faults]


def examined_codes(of: int) -> list[str]:
    row = Return.objects.get(pk=of)
    revision = row.revisions.get()
    cells = {c.item: cell_value(c) for c in revision.cells.all()}
    return [f.number for f in examined(row, cells).findings]


def submitted() -> dict[str, object]:
    entry = Entry.objects.filter(action="reporting.submit").latest("seq")
    detail: dict[str, object] = json.loads(entry.payload)["detail"]
    return detail


def explain(at: Desk, of: int, item: str, text: str, why: str, minute: int = 5) -> None:
    save_cells(
        return_id=of,
        cells={item: Typed(text, explanation=why)},
        version=version(of),
        by=at.reporter,
        at=minutes(minute),
    )


def test_an_odd_figure_is_submitted_with_a_reason_and_never_without():
    at = desk()
    made = opened(at)
    fill(at, made, TAX)
    assert codes(at, made) == [("S201", "tax_revenue")]
    explain(at, made, "tax_revenue", "0.8", "对")
    assert codes(at, made) == [("S201", "tax_revenue")]
    explain(at, made, "tax_revenue", "0.8", "补缴上年税款")
    lift(at, made, "submitted")
    assert state(made) == "submitted"
    told = submitted()
    assert (told["explained"], told["unexplained"]) == ([["S201", "tax_revenue"]], [])


def test_a_figure_is_held_against_the_last_one_that_was_submitted():
    at = desk()
    before, made = opened(at, period="2025Q3"), opened(at)
    fill(at, before, {"enterprises": "100", "staff": "9"})
    fill(at, made, {"enterprises": "200", "staff": "9"})
    assert examined_codes(made) == []  # a draft said nothing yet
    lift(at, before, "submitted")
    assert codes(at, made) == [("S302", "enterprises")]


def test_what_another_site_reports_is_nothing_to_hold_against():
    at = desk()
    made = opened(at)
    fill(at, made, {"enterprises": "200", "staff": "9"})
    other = opened(at, period="2025Q3")
    fill(at, other, {"enterprises": "100", "staff": "9"})
    lift(at, other, "submitted")
    Return.objects.filter(pk=other).update(site=site(at.tree.far_site, 2))
    assert examined_codes(made) == []


def test_a_soft_finding_at_a_frozen_cell_stops_nothing_and_is_told():
    at = desk()
    made = opened(at)
    fill(at, made, {"operating_revenue": "2", "tax_revenue": "0.8", "staff": "9"})
    lift(at, made, "submitted")
    send_back(
        return_id=made,
        version=version(made),
        cells={"operating_revenue": "核对口径"},
        by=at.county,
        at=minutes(20),
    )
    explain(at, made, "operating_revenue", "1", "", minute=21)
    lift(at, made, "submitted", minute=22)
    told = submitted()
    assert told["unexplained"] == [["S201", "tax_revenue"]]


def test_a_dry_run_says_what_the_real_run_says_and_keeps_nothing():
    at = desk()
    made = opened(at)
    cells, _ = read_cells(form("town-quarter"), full(form("town-quarter"), **TAX))
    dry = examined(Return.objects.get(pk=made), cells)
    assert Cell.objects.count() == 0
    fill(at, made, TAX)
    assert [(f.code, f.where.cell) for f in dry.faults] == codes(at, made)


def test_a_day_that_is_free_is_not_the_last_one_in_time():
    at, quarterly = desk(), form("town-quarter")
    made = open_return(
        site_id=at.site,
        form=quarterly,
        period=quarterly.period_of("2024Q1"),
        label="synthetic",
        by=at.city,
        at=minutes(0),
    )
    assert made is not None
    # 20 April 2024 was a Saturday.
    assert Return.objects.get(pk=made).due_on == date(2024, 4, 22)
    assert not due(quarterly, quarterly.period_of("2024Q1")).provisional
    assert due(quarterly, quarterly.period_of("2030Q2")).provisional
