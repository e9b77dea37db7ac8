"""Facts as they were known on a date: later reports and later events are not."""

from datetime import date

from tests.lib.rulebooks import amount, decision, exemption, facts, project, told

from zhence.facts import Event

ASKED = date(2019, 3, 31)


def test_of_two_versions_of_one_figure_the_later_recorded_stands():
    first = told("invested", "2018", "8", recorded_on=date(2019, 1, 15))
    mended = told("invested", "2018", "9", recorded_on=date(2019, 2, 15))
    for order in ((first, mended), (mended, first)):
        (stands,) = facts(*order).as_known(ASKED).of("invested")
        assert stands.amount == amount("9")


def test_a_version_without_a_record_date_gives_way_to_a_recorded_one():
    known_before = told("invested", "2018", "8")
    recorded = told("invested", "2018", "9", recorded_on=date(2019, 1, 15))
    for order in ((known_before, recorded), (recorded, known_before)):
        assert facts(*order).as_known(ASKED).observations == (recorded,)


def test_a_figure_recorded_after_the_day_asked_about_is_not_known():
    first = told("invested", "2018", "8", recorded_on=date(2019, 1, 15))
    restated = told("invested", "2018", "9", recorded_on=date(2019, 4, 1))
    late = told("led", "2018", "7", recorded_on=date(2019, 4, 1))
    known = facts(first, restated, late).as_known(ASKED)
    assert known.observations == (first,)


def test_what_is_asked_about_a_past_day_may_be_answered_by_later_knowledge():
    restated = told("invested", "2018", "9", recorded_on=date(2019, 4, 1))
    assert facts(restated).as_known(ASKED, date(2020, 1, 1)).observations == (restated,)


def test_figures_for_different_periods_are_not_versions_of_each_other():
    year, quarter = told("invested", "2018", "8"), told("invested", "2018Q1", "2")
    assert facts(year, quarter).as_known(ASKED).observations == (year, quarter)


def test_figures_of_different_indicators_are_not_versions_of_each_other():
    held = facts(told("invested", "2018", "8"), told("led", "2018", "7"))
    assert len(held.as_known(ASKED).observations) == 2
    assert [o.indicator for o in held.of("led")] == ["led"]
    assert held.of("housing") == []


def test_a_project_recorded_later_is_not_known():
    early = project("plant", "5", recorded_on=ASKED)
    late = project("works", "5", recorded_on=date(2019, 4, 1))
    undated = project("roads", "5")
    assert facts(early, late, undated).as_known(ASKED).projects == (early, undated)


def test_decisions_and_events_of_later_days_have_not_happened():
    held = facts(
        decisions=[decision("name", ASKED), decision("extend", date(2019, 4, 1))],
        events=[Event("fraud", date(2019, 4, 1)), Event("batch", ASKED)],
    ).as_known(ASKED, date(2020, 1, 1))
    assert [d.what for d in held.decisions] == ["name"]
    assert [e.type for e in held.events] == ["batch"]


def test_checklists_exemptions_and_the_membership_are_kept():
    held = facts(checklists={"l": {"a": True}}, exemptions=[exemption()])
    known = held.as_known(ASKED)
    assert known.checklists == {"l": {"a": True}}
    assert known.exemptions == held.exemptions
    assert known.membership is held.membership
