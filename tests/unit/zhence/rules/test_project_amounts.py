"""Investment summed over projects: by use, by lead industry, by housing part."""

from datetime import date

from tests.lib.rulebooks import (
    ANNUAL,
    STANDING,
    amount,
    annual,
    asked,
    between,
    choice,
    facts,
    measure,
    member,
    project,
    rulebook,
)

from zhence.facts import Facts, Project
from zhence.rules.measures import Amount, FromProjects, Over
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion

EXCLUDED = choice("excluded", ("residential",))
WIDER = choice("wider", ("residential", "commercial_complex"))
NOTHING = choice("nothing", ())
BOOK = rulebook(
    measures=[
        measure("eligible", FromProjects("excluded"), over=Over.BUILDING),
        measure("lead", FromProjects("excluded", lead=True), over=Over.BUILDING),
        measure("narrow", FromProjects("wider"), over=Over.BUILDING),
        measure("all", FromProjects("nothing"), over=Over.BUILDING),
        measure("latest", FromProjects("excluded"), over=Over.LATEST),
    ],
    parameters=[EXCLUDED, WIDER, NOTHING],
)


def read(name: str, *held: Project, question: Question = ANNUAL) -> Amount:
    return asked(BOOK, facts(*held), question).amount(name)


def test_projects_add_up_without_the_excluded_uses():
    held = (
        project("works", "25"),
        project("roads", "4", "infrastructure"),
        project("flats", "2", "residential"),
        project("mall", "3", "commercial_complex"),
    )
    assert read("eligible", *held).interval == amount("32")
    assert read("narrow", *held).interval == amount("29")
    assert read("all", *held).interval == amount("34")


def test_without_projects_nothing_is_known():
    assert not read("eligible").told
    assert read("eligible").missing == ("eligible",)


def test_the_declared_housing_part_of_a_mixed_project_is_taken_out():
    mixed = project("quarter", "10", "mixed", housing="3")
    assert read("eligible", mixed).interval == amount("7")
    assert read("all", mixed).interval == amount("10")


def test_an_undeclared_housing_part_may_be_nothing_or_all():
    found = read("eligible", project("works", "10"), project("q", "3", split=False))
    assert found.interval == between("10", "13")
    assert found.unsplit
    assert found.missing == ("q.residential",)


def test_where_housing_counts_an_undeclared_part_does_not_matter():
    found = read("all", project("q", "3", split=False))
    assert (found.interval, found.unsplit, found.missing) == (amount("3"), False, ())


def test_only_projects_of_the_lead_industry_are_lead_investment():
    held = project("plant", "7", lead=True), project("hotel", "3", lead=False)
    assert read("lead", *held).interval == amount("7")
    assert read("eligible", *held).interval == amount("10")


def test_a_project_of_unknown_industry_may_be_lead_or_not():
    found = read("lead", project("plant", "7", lead=True), project("shed", "3"))
    assert found.interval == between("7", "10")
    assert found.missing == ("shed.lead",)


def test_a_housing_project_of_unknown_industry_is_not_asked_about():
    held = project("plant", "7", lead=True), project("flats", "3", "residential")
    assert read("lead", *held).missing == ()


def test_an_amount_known_only_in_part_is_named():
    vague = Project("T", "shed", "industrial", between("1", "2"), lead=True)
    found = read("eligible", vague)
    assert found.interval == between("1", "2")
    assert found.missing == ("shed.amount",)


def test_a_project_of_before_the_listing_does_not_count():
    old = project("old", "9", period="2017")
    assert read("eligible", old, project("new", "1")).interval == amount("1")


def test_of_a_project_that_straddles_the_listing_some_part_counts():
    straddling = project("bridge", "9", period="2017-06..2018-06", lead=True)
    found = read("eligible", straddling, project("new", "1", lead=True))
    assert found.interval == between("1", "10")
    assert found.missing == ("bridge.amount",)


def test_without_a_listing_day_any_part_of_a_project_may_be_from_before_it():
    unlisted = facts(project("p", "9"), membership=member(listed_on=None))
    found = asked(BOOK, unlisted, ANNUAL).amount("eligible")
    assert found.interval == between("0", "9")


def test_a_project_that_is_not_over_does_not_count_in_full():
    running = project("p", "40", period="2018-03..2020-12")
    early = Question(Occasion.ACCEPTANCE, date(2020, 6, 30))
    found = read("eligible", running, question=early)
    assert found.interval.low == 0


def test_projects_are_read_on_the_last_day_there_is():
    last = Question(Occasion.STANDING, date.max)
    assert read("latest", project("p", "4"), question=last).interval == amount("4")


def test_an_undated_project_counts_as_a_whole():
    assert read("eligible", project("any", "9", period=None)).interval == amount("9")


def test_projects_of_later_years_count_from_their_year_on():
    held = project("one", "1"), project("two", "2", period="2019")
    assert read("eligible", *held).interval == amount("1")
    assert read("eligible", *held, question=annual(2019)).interval == amount("3")


def test_a_standing_question_reaches_as_far_as_projects_were_reported():
    held = project("one", "1"), project("two", "2", period="2019")
    found = read("eligible", *held, question=STANDING)
    assert found.interval == amount("3")
    assert str(found.period) == "2018-03..2019-12"


def test_each_file_of_projects_is_a_source_once():
    held = project("a", "1"), project("a", "2"), project("b", "3")
    assert [s.name for s in read("eligible", *held).sources] == [
        "file of a",
        "file of b",
    ]
    nameless = Project("T", "x", "industrial", amount("1"))
    assert read("eligible", nameless).sources == ()


def test_a_housing_part_above_its_project_leaves_nothing_below_zero():
    found = read("eligible", project("q", "1", "mixed", housing="3"))
    assert found.interval.low is None or found.interval.low >= 0


def test_a_project_recorded_later_is_not_yet_counted():
    late = project("late", "5", recorded_on=date(2019, 4, 1))
    known: Facts = facts(late, project("early", "1"))
    assert asked(BOOK, known, ANNUAL).amount("eligible").interval == amount("1")


def test_nothing_eligible_is_zero_and_known():
    found = read("eligible", project("flats", "2", "residential"))
    assert (found.interval, found.missing, found.told) == (amount("0"), (), True)
