"""The chain in the records: who may, who was first, what becomes known, what stays."""

import pytest
from tests.factories.accounts import deputy, hand, organisation
from tests.factories.reporting import (
    desk,
    fill,
    lift,
    minutes,
    opened,
    state,
    town_return,
    version,
)

from zhence.errors import BadInputError
from zhence.reporting.returns import Typed
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import (
    Act,
    Entry,
    Observation,
    OrgParent,
    Return,
    ReturnedCell,
    Revision,
)
from zhence_web.records.reporting.actions import (
    Accepted,
    accept_as_city,
    accept_as_province,
    save_cells,
    send_back,
    submit,
    verify,
)

pytestmark = pytest.mark.django_db

BACK = {"staff": "与社保数不符"}


def denied(act: object, of: int, by: Hand, **given: object) -> Why:
    with pytest.raises(NotAllowedError) as caught:
        act(  # type: ignore[operator]
            return_id=of,
            by=by,
            at=minutes(90),
            **({"version": version(of)} | given),
        )
    return caught.value.denied.why


def back(of: int, by: Hand, minute: int, **given: object) -> None:
    send_back(
        return_id=of,
        version=version(of),
        by=by,
        at=minutes(minute),
        **({"cells": BACK} | given),  # type: ignore[arg-type]
    )


def figures(indicator: str) -> list[tuple[int | None, str]]:
    rows = Observation.objects.filter(indicator=indicator).order_by("id")
    return [(row.low, row.reason) for row in rows]


def test_a_return_goes_up_the_chain_and_every_level_signs():
    at = desk()
    made = town_return(at, "province_accepted", staff="12")
    acts = Act.objects.exclude(verb="fill").order_by("id")
    assert [(a.verb, a.by.username, a.office_id) for a in acts] == [
        ("submit", "filler", at.tree.site),
        ("verify", "verifier", at.tree.county),
        ("accept_as_city", "city", at.tree.city),
        ("accept_as_province", "province", at.tree.province),
    ]
    assert Return.objects.get(pk=made).holder_id == at.tree.province
    audited = Entry.objects.filter(object_kind="return", object_id=str(made))
    assert [e.action for e in audited] == [
        "reporting.open",
        "reporting.fill",
        "reporting.submit",
        "reporting.verify",
        "reporting.accept_as_city",
        "reporting.accept_as_province",
    ]


def test_figures_become_known_with_the_last_level_and_not_before():
    at = desk()
    made = town_return(at, "city_accepted", staff="12", tax_revenue="1.5")
    assert not Observation.objects.exists()
    outcome = accept_as_province(
        return_id=made, version=version(made), by=at.province, at=minutes(40)
    )
    assert isinstance(outcome, Accepted)
    assert outcome.final
    assert outcome.figures.restated == ()
    row = Observation.objects.get(indicator="tax_revenue")
    assert (row.low, row.high, row.reason) == (15 * 10**9, 15 * 10**9, "first")
    assert (str(row.starts), str(row.ends)) == ("2025-01-01", "2026-01-01")
    assert row.cell is not None
    assert row.cell.revision.of_id == made
    assert (row.label, row.recorded_at) == ("synthetic", minutes(40))
    staff = Observation.objects.get(indicator="staff")
    assert (str(staff.starts), str(staff.ends)) == ("2025-12-31", "2026-01-01")
    assert not Observation.objects.filter(indicator="social_investment").exists()


def test_a_form_of_parks_ends_at_the_city():
    at = desk("park")
    made = opened(at, "park-year", "2025")
    fill(at, made, {"new_projects_ge_10yi": "2"})
    lift(at, made, "city_accepted")
    assert figures("new_projects_ge_10yi") == [(2, "first")]
    with pytest.raises(BadInputError) as accepted:
        accept_as_province(
            return_id=made, version=version(made), by=at.province, at=minutes(60)
        )
    with pytest.raises(BadInputError) as returned:
        back(made, at.province, 60)
    assert accepted.value.faults[0].code == "act_not_of_level"
    assert returned.value.faults[0].code == "act_not_of_level"
    assert state(made) == "city_accepted"


def test_what_does_not_apply_is_known_not_to_apply():
    at = desk()
    town_return(at, "province_accepted", annual_visitors="n/a")
    row = Observation.objects.get(indicator="annual_visitors")
    assert (row.applies, row.low, row.high) == (False, None, None)


def test_nobody_approves_out_of_turn_or_out_of_reach():
    at = desk()
    made = town_return(at, "submitted")
    far = hand(Role.COUNTY_VERIFIER, at.tree.other_county, "far")
    assert denied(verify, made, far) is Why.SCOPE
    assert denied(verify, made, at.reporter) is Why.ROLE
    assert denied(verify, made, at.city) is Why.ROLE
    assert denied(accept_as_city, made, at.city) is Why.STATE
    assert denied(accept_as_province, made, at.province) is Why.STATE
    assert denied(send_back, made, at.city, cells=BACK) is Why.STATE


@pytest.mark.parametrize("verb", ["fill", "submit"])
def test_nobody_approves_what_they_filled_or_submitted_not_even_as_a_deputy(
    verb: str,
):
    at = desk()
    made = opened(at)
    stand_in = deputy(at.reporter, "verifier")
    if verb == "fill":
        save_cells(
            return_id=made,
            cells={"new_jobs": Typed("1")},
            version=1,
            by=stand_in,
            at=minutes(1),
        )
        fill(at, made, minute=2)
        lift(at, made, "submitted")
    else:
        fill(at, made)
        submit(return_id=made, version=version(made), by=stand_in, at=minutes(3))
    assert denied(verify, made, at.county) is Why.OWN_WORK
    other = hand(Role.COUNTY_VERIFIER, at.tree.county, "second")
    assert denied(verify, made, deputy(other, "verifier")) is Why.OWN_WORK
    lift_by_second = verify(
        return_id=made, version=version(made), by=other, at=minutes(30)
    )
    assert not lift_by_second.final


def test_nobody_lets_a_deputy_approve_in_their_name_what_they_filled_in():
    at = desk()
    made = opened(at)
    fill(at, made)
    submit(
        return_id=made,
        version=version(made),
        by=deputy(at.reporter, "verifier"),
        at=minutes(3),
    )
    assert denied(verify, made, deputy(at.county, "stand-in")) is Why.OWN_WORK


def test_nobody_approves_what_a_deputy_submitted_in_their_name():
    at = desk()
    made = opened(at)
    fill(at, made)
    submit(
        return_id=made,
        version=version(made),
        by=deputy(at.reporter, "stand-in"),
        at=minutes(3),
    )
    both = hand(Role.COUNTY_VERIFIER, at.tree.county, at.reporter.username)
    assert denied(verify, made, both) is Why.OWN_WORK


def test_a_hand_in_an_earlier_revision_is_a_hand_in_the_next():
    at = desk()
    made = opened(at)
    save_cells(
        return_id=made,
        cells={"new_jobs": Typed("1")},
        version=1,
        by=deputy(at.reporter, "verifier"),
        at=minutes(1),
    )
    fill(at, made, minute=2)
    lift(at, made, "submitted")
    other = hand(Role.COUNTY_VERIFIER, at.tree.county, "second")
    back(made, other, 20)
    lift(at, made, "submitted", minute=21)
    assert denied(verify, made, at.county) is Why.OWN_WORK


def test_a_deputys_act_says_for_whom():
    at = desk()
    made = town_return(at, "submitted")
    verify(
        return_id=made,
        version=version(made),
        by=deputy(at.county, "stand-in"),
        at=minutes(20),
    )
    act = Act.objects.get(verb="verify")
    assert (act.by.username, act.deputy_of_id) == ("stand-in", at.county.appointment)
    assert Entry.objects.latest("seq").acting_for == "verifier"


def test_of_two_who_saw_the_same_version_the_second_is_told():
    at = desk()
    made = town_return(at, "submitted")
    seen = version(made)
    verify(return_id=made, version=seen, by=at.county, at=minutes(20))
    assert denied(verify, made, at.county, version=seen) is Why.STATE
    assert denied(send_back, made, at.county, version=seen, cells=BACK) is Why.STATE
    made_by_city = {"version": seen}
    assert denied(accept_as_city, made, at.city, **made_by_city) is Why.STATE


@pytest.mark.parametrize(
    ("to", "who"),
    [
        ("submitted", "county"),
        ("verified", "city"),
        ("city_accepted", "city"),
        ("city_accepted", "province"),
        ("province_accepted", "province"),
    ],
)
def test_the_level_in_charge_sends_single_cells_back(to: str, who: str):
    at = desk()
    made = town_return(at, to)
    back(made, getattr(at, who), 40, note="请核对")
    row = Return.objects.get(pk=made)
    assert (row.state, row.holder_id) == ("returned", at.tree.site)
    assert list(ReturnedCell.objects.values_list("item", "reason")) == [
        ("staff", "与社保数不符")
    ]
    assert [r.number for r in Revision.objects.order_by("number")] == [1, 2]


def test_what_the_province_accepted_only_the_province_reopens():
    at = desk()
    made = town_return(at, "province_accepted")
    for by in (at.county, at.city):
        assert denied(send_back, made, by, cells=BACK) is Why.STATE


@pytest.mark.parametrize(
    ("cells", "reason", "codes"),
    [
        ({}, "error", ["nothing_sent_back"]),
        (
            {"staff": " ", "no_item": "x"},
            "error",
            ["reason_missing", "choice_unknown"],
        ),
        (BACK, "whim", ["correction_unknown"]),
        (BACK, "first", ["correction_unknown"]),
    ],
)
def test_sending_back_without_cells_or_reasons_is_refused_as_a_whole(
    cells: dict[str, str], reason: str, codes: list[str]
):
    at = desk()
    made = town_return(at, "submitted")
    with pytest.raises(BadInputError) as caught:
        back(made, at.county, 40, cells=cells, reason=reason)
    assert [f.code for f in caught.value.faults] == codes
    assert state(made) == "submitted"
    assert Revision.objects.count() == 1


def test_a_correction_is_a_new_figure_and_the_old_one_stays():
    at = desk()
    made = town_return(at, "province_accepted", staff="12", tax_revenue="1")
    back(made, at.province, 40, reason="scope")
    fill_one = {"staff": Typed("15")}
    save_cells(
        return_id=made,
        cells=fill_one,
        version=version(made),
        by=at.reporter,
        at=minutes(41),
    )
    lift(at, made, "city_accepted", minute=42)
    outcome = accept_as_province(
        return_id=made, version=version(made), by=at.province, at=minutes(50)
    )
    assert figures("staff") == [(12, "first"), (15, "scope")]
    assert figures("tax_revenue") == [(10**10, "first")]
    later = Observation.objects.get(low=15, indicator="staff")
    assert outcome.figures.new == outcome.figures.restated == (later.pk,)


def test_a_figure_that_is_withdrawn_becomes_unknown_and_not_zero():
    at = desk()
    made = town_return(at, "province_accepted", staff="12")
    back(made, at.province, 40)
    save_cells(
        return_id=made,
        cells={"staff": Typed(explanation="来源有误")},
        version=version(made),
        by=at.reporter,
        at=minutes(41),
    )
    lift(at, made, "province_accepted", minute=42)
    last = Observation.objects.filter(indicator="staff").latest("id")
    assert (last.applies, last.low, last.high) == (True, 0, None)


def test_a_second_return_before_acceptance_keeps_the_reason_first():
    at = desk()
    made = town_return(at, "submitted", staff="12")
    back(made, at.county, 20, reason="method")
    save_cells(
        return_id=made,
        cells={"staff": Typed("15")},
        version=version(made),
        by=at.reporter,
        at=minutes(21),
    )
    lift(at, made, "province_accepted", minute=22)
    assert figures("staff") == [(15, "first")]


def test_the_year_revises_what_the_fourth_quarter_said_as_planned():
    at = desk()
    town_return(at, "province_accepted", tax_revenue="1")
    yearly = opened(at, "town-year", "2025")
    fill(at, yearly, {"tax_revenue": "1.2"}, minute=60)
    lift(at, yearly, "province_accepted", minute=61)
    assert figures("tax_revenue") == [(10**10, "first"), (12 * 10**9, "scheduled")]


def test_a_town_right_below_its_city_is_held_by_the_city():
    at = desk()
    OrgParent.objects.filter(org=at.tree.site).update(parent_id=at.tree.city)
    made = opened(at)
    fill(at, made)
    lift(at, made, "submitted")
    assert Return.objects.get(pk=made).holder_id == at.tree.city


def test_a_town_under_nobody_keeps_its_return():
    at = desk()
    made = opened(at)
    fill(at, made)
    lone = organisation("lone", "site", "孤镇")
    OrgParent.objects.filter(org=at.tree.site).delete()
    OrgParent.objects.create(org_id=at.tree.site, parent_id=lone, since="2010-01-01")
    lift(at, made, "submitted")
    assert Return.objects.get(pk=made).holder_id == at.tree.site
