"""The words of a subject file become the library's values, or are refused."""

from datetime import date
from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError
from tests.packs.shelf import shipped

from zhence.cases.figures import observation
from zhence.cases.forms import SubjectGiven
from zhence.cases.given import check_subject, subject_facts, subject_past
from zhence.errors import BadInputError, Fault
from zhence.evidence import Interval, Verdict
from zhence.facts import Facts
from zhence.intake.catalogue import default_catalogue
from zhence.units import unit

MEMBER = {"list": "municipal", "state": "CREATION"}
YUAN = unit("亿元").factor


def given(**parts: object) -> SubjectGiven:
    return TypeAdapter(SubjectGiven).validate_python(
        {"membership": MEMBER, "subject": "甲镇", **parts}
    )


def known(**parts: object) -> Facts:
    return subject_facts(given(**parts), default_catalogue(), "a.yaml")


def fact(value: str, **more: object) -> dict[str, object]:
    return {
        "indicator": "eligible_investment",
        "period": "2018",
        "value": value,
        "unit": "亿元",
        **more,
    }


def faults(**parts: object) -> list[Fault]:
    with pytest.raises(BadInputError) as refused:
        known(**parts)
    return list(refused.value.faults)


# ------------------------------------------------------------------------- facts


@pytest.mark.parametrize(
    ("told", "low", "high"),
    [
        (fact("8.99"), "8.99", "8.99"),
        (fact("1,234.5"), "1234.5", "1234.5"),
        (fact("90000", unit="万元"), "9", "9"),
        (fact("8", upper="9"), "8", "9"),
        (fact("0"), "0", "0"),
    ],
)
def test_a_figure_is_exact_in_smallest_units(told, low: str, high: str):
    (held,) = known(facts=[told]).observations

    assert held.amount == Interval(Fraction(low) * YUAN, Fraction(high) * YUAN)
    assert (held.subject, held.source.file) == ("甲镇", "a.yaml")


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("71", "70.5", "71.5"), ("70.0", "69.95", "70.05"), ("69.96", "69.955", "69.965")],
)
def test_a_printed_share_is_all_that_rounds_to_it(value: str, low: str, high: str):
    told = {
        "indicator": "lead_share",
        "period": "2018-12-31",
        "value": value,
        "unit": "%",
        "reported": True,
    }
    (held,) = known(facts=[told]).observations
    percent = unit("%").factor

    assert held.rounded
    assert held.amount == Interval(Fraction(low) * percent, Fraction(high) * percent)


def test_a_share_without_a_unit_is_a_fraction_of_one():
    told = {"indicator": "lead_share", "period": "2018", "value": "0.7"}
    (held,) = known(facts=[told]).observations

    assert held.amount == Interval.point(Fraction(7, 10) * unit("1").factor)


def test_an_amount_without_a_unit_is_in_the_unit_of_the_catalogue():
    (held,) = known(facts=[fact("3", unit=None)]).observations

    assert held.amount == Interval.point(3 * YUAN)


def test_not_applicable_is_neither_missing_nor_zero():
    (held,) = known(facts=[fact("n/a")]).observations

    assert held.amount is None


def test_a_grade_is_its_place_on_the_scale():
    told = {"indicator": "scenic_grade", "period": "2018-12-31", "value": "3A"}
    (held,) = known(facts=[told]).observations

    assert held.amount == Interval.point(3)


def test_a_word_is_kept_as_a_note():
    told = {"indicator": "site_type", "period": "2018-12-31", "value": "small_town"}
    (held,) = known(facts=[told]).observations

    assert held.note == "small_town"


def test_a_figure_may_have_been_recorded_later():
    (held,) = known(facts=[fact("3", recorded_on="2019-04-01")]).observations

    assert held.recorded_on == date(2019, 4, 1)


def test_a_figure_may_be_about_another_subject():
    (held,) = known(facts=[fact("3", subject="乙镇")]).observations

    assert held.subject == "乙镇"


def test_a_figure_without_a_file_is_given():
    held = observation(given(facts=[fact("3")]).facts[0], default_catalogue(), "", "")

    assert (held.source.name, held.source.file) == ("given", None)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (fact("3", indicator="magic"), "indicator_unknown"),
        (fact("3", unit="石"), "unit_unknown"),
        (fact("3", unit="亩"), "unit_mismatch"),
        (fact("three"), "number_unreadable"),
        (fact("NaN"), "number_unreadable"),
        (fact("Infinity"), "number_unreadable"),
        (fact("1/0"), "number_unreadable"),
        (fact("9" * 400), "number_unreadable"),
        (fact("1e999999999"), "number_unreadable"),
        (fact("3", period="2018-13"), "date_impossible"),
        (fact("3", period="last year"), "period_unreadable"),
        (fact("3", period="2018..2017"), "period_backward"),
    ],
    ids=str,
)
def test_an_unusable_figure_is_refused_by_name(told, code: str):
    (fault,) = faults(facts=[told])

    assert fault.code == code
    assert fault.remedy
    assert len(str(fault)) < 400


def test_a_figure_whose_ends_contradict_each_other_is_refused():
    (fault,) = faults(facts=[fact("10", upper="8")])

    assert fault.remedy


def test_two_values_for_one_key_are_refused():
    (fault,) = faults(facts=[fact("10"), fact("8")])

    assert fault.remedy


def test_the_same_value_twice_or_a_later_version_is_no_contradiction():
    told = known(facts=[fact("10"), fact("10"), fact("8", recorded_on="2019-04-01")])

    assert len(told.observations) >= 2


def test_half_an_enterprise_is_refused():
    half = fact("1.5", indicator="hi_tech_enterprises", unit="家")

    assert faults(facts=[half])


def test_every_unusable_figure_is_told_at_once():
    told = faults(
        facts=[fact("three"), fact("4", unit="石")],
        projects=[project(amount="many")],
    )

    assert len(told) == 3


# ---------------------------------------------------------------------- projects


def project(**more: object) -> dict[str, object]:
    return {
        "name": "works",
        "use": "industrial",
        "amount": "3",
        "unit": "亿元",
        "lead": True,
        **more,
    }


def test_a_project_with_its_period_and_housing():
    (held,) = known(
        projects=[
            project(residential="1", **{"from": "2018-03-01", "to": "2018-12-31"})
        ]
    ).projects

    assert held.amount == Interval.point(3 * YUAN)
    assert held.residential == Interval.point(YUAN)
    assert held.period is not None
    assert (held.period.start, held.period.last) == (
        date(2018, 3, 1),
        date(2018, 12, 31),
    )


def test_a_project_without_dates_has_no_period():
    (held,) = known(projects=[project(lead=None, split=False)]).projects

    assert held.period is None
    assert (held.lead, held.split, held.residential) == (None, False, None)


@pytest.mark.parametrize(
    "told",
    [
        project(amount="many"),
        project(amount="NaN"),
        project(amount="-3"),
        project(amount="1e999999999"),
        project(residential="much"),
        project(residential="5"),
        project(unit="石"),
        project(unit="亩"),
        project(**{"from": "2018-12-31", "to": "2018-03-01"}),
        project(**{"from": "2018-02-30", "to": "2018-12-31"}),
    ],
    ids=str,
)
def test_an_unusable_project_is_refused(told):
    (fault,) = faults(projects=[told])

    assert fault.remedy
    assert len(str(fault)) < 400


def test_a_use_that_is_none_is_refused():
    with pytest.raises(ValidationError):
        known(projects=[project(use="casino")])


# -------------------------------------------------------------- records and the past


def test_a_membership_with_everything():
    told = known(
        membership={
            **MEMBER,
            "category": "other",
            "lead_industries": ["tea"],
            "listed_on": "2018-03-01",
            "stay_first_year": 2018,
            "was_creation": True,
            "extension_end": "2025-06-30",
            "extensions": 1,
            "flags": {"PRIORITY": ["2019-01-01", "2019-12-31"]},
        }
    ).membership

    assert told.lead_industries == ("tea",)
    assert told.listed_on == date(2018, 3, 1)
    assert told.extension_end == date(2025, 6, 30)
    assert told.flags == {"PRIORITY": (date(2019, 1, 1), date(2019, 12, 31))}


def test_what_is_not_given_is_unknown():
    told = known().membership

    assert (told.category, told.lead_industries, told.listed_on) == (None, None, None)
    assert (told.was_creation, told.extension_end, told.extensions) == (None, None, 0)


def test_decisions_events_and_exemptions():
    told = known(
        decisions=[
            {
                "what": "extend",
                "by": "province",
                "on": "2023-10-01",
                "document": "d",
                "end": "2025-06-30",
            }
        ],
        events=[{"type": "fraud", "on": "2021-09-01", "verified": True}],
        exemptions=[
            {
                "clause": "X-1",
                "period": "2018",
                "body": "office",
                "document": "d",
                "reason": "r",
                "expires": "2021-12-31",
            }
        ],
    )

    assert told.decisions[0].end == date(2025, 6, 30)
    assert told.events[0].verified is True
    assert told.exemptions[0].expires == date(2021, 12, 31)


@pytest.mark.parametrize(
    "parts",
    [
        {"membership": {**MEMBER, "listed_on": "2018-02-30"}},
        {"membership": {**MEMBER, "extension_end": "2018-02-30"}},
        {"membership": {**MEMBER, "flags": {"PRIORITY": ["2018-02-30", "2018-12-31"]}}},
        {"decisions": [{"what": "a", "by": "b", "on": "2018-02-30", "document": "d"}]},
        {"events": [{"type": "fraud", "on": "2018-02-30"}]},
    ],
    ids=str,
)
def test_a_day_that_does_not_exist_is_refused(parts):
    with pytest.raises((BadInputError, ValidationError)):
        known(**parts)


def test_a_flag_needs_two_dates():
    with pytest.raises((BadInputError, ValidationError)):
        known(membership={**MEMBER, "flags": {"PRIORITY": ["2018-01-01"]}})


def test_the_past_of_a_subject():
    told = subject_past(
        given(
            years=[
                {"year": 2018, "progress": "FAIL", "result": "FAIL"},
                {"year": 2019, "progress": "EXEMPTED"},
            ],
            grades=[{"year": 2018, "by": "city", "grade": "good"}],
            criteria={"X-1": "PASS"},
            application={
                "submitter": "county",
                "lead_industries": ["tea"],
                "category": "other",
                "plan_aspects": 5,
            },
        )
    )

    assert told.years[0].parts == {"progress": Verdict.FAIL, "result": Verdict.FAIL}
    assert (told.years[1].parts, told.years[1].exempted) == ({}, True)
    assert (told.grades[0].by, told.grades[0].grade) == ("city", "good")
    assert told.criteria == {"X-1": Verdict.PASS}
    assert dict(told.application) == {
        "submitter": "county",
        "lead_industries": ("tea",),
        "category": "other",
        "plan_aspects": 5,
    }


def test_no_past_is_an_empty_one():
    told = subject_past(given())

    assert (told.years, told.grades, told.criteria) == ((), (), None)
    assert dict(told.application) == {}


# ------------------------------------------------------------------ words of a policy


def words(policy: str = "NT2017", **parts: object) -> list[str]:
    """What the policy has no word for."""
    found: tuple[Fault, ...] = ()
    try:
        check_subject(shipped()[policy], known(**parts))
    except BadInputError as error:
        found = error.faults
    assert all(f.remedy for f in found)
    return [f.en.rpartition(" ")[2] for f in found]


def test_a_state_out_of_the_life_cycle_is_refused():
    assert words(membership={**MEMBER, "state": "NOWHERE"}) == ["NOWHERE"]
    assert words(membership={**MEMBER, "state": "NAMED"}) == []


def test_states_of_another_list_are_not_this_policy_s_to_judge():
    elsewhere = {"list": "provincial", "state": "CREATING"}

    assert words(membership=elsewhere) == []


def test_a_policy_without_a_life_cycle_knows_no_states():
    assert words("RPT", membership={"list": "none", "state": "NONE"}) == []


def test_checklists_and_items_that_are_none_are_refused_together():
    told = words(
        checklists={"no_such_list": {"a": True}, "plan_aspects": {"casino": True}}
    )

    assert told == ["no_such_list", "casino"]


def test_an_open_checklist_takes_any_item():
    assert words(checklists={"parlour_functions": {"reading_room": True}}) == []
