"""What a replay comes to: known, published and unaccounted side by side."""

from dataclasses import replace
from datetime import date

import pytest
from tests.unit.zhence.lifecycle.lives import cycle, move

from zhence.lifecycle.chronicle import (
    EquationTerm,
    Population,
    PublishedCount,
    assessed,
    check_equation,
    counts,
    populations,
    unaccounted,
)
from zhence.lifecycle.replay import Happening, replay
from zhence.periods import parse_day_range

TABLE = cycle(
    move("IN", "POOL", "FULL", events="listed"),
    move("DOWN", "FULL", "TRIAL", events="lowered"),
)


def happened(  # a happening has as many sides
    town: str,
    kind: str,
    on: str = "2015",
    *,
    batch: int | None = None,
    year: int | None = None,
    grade: str | None = None,
    state: str = "FULL",
) -> Happening:
    return Happening(
        town,
        parse_day_range(on),
        kind,
        batch=batch,
        year=year,
        assessed_in=None if year is None else state,
        grade=grade,
    )


EVENTS = [
    happened("A", "listed", batch=1),
    happened("B", "listed", batch=1),
    happened("C", "listed", "2016-05", batch=2),
    happened("A", "assessed", "2016-06", year=2015, grade="good"),
    happened("B", "assessed", "2016-06", year=2015, grade="downgraded"),
    happened("B", "lowered", "2016-06"),
    happened("B", "assessed", "2017", year=2016, grade="good", state="TRIAL"),
    happened("D", "assessed", "2017", year=2016, grade="good"),
]
LIVES = replay(TABLE, EVENTS, ("listed", "assessed", "lowered"))


def test_states_are_counted_and_strangers_are_not():
    assert counts(LIVES) == {"FULL": 2, "TRIAL": 1}


def test_a_town_not_yet_listed_is_not_counted():
    early = replay(TABLE, EVENTS, (), date(2015, 12, 31))

    assert counts(early) == {"FULL": 2}
    assert early["C"].state is None


def test_towns_without_a_listing_are_named():
    assert unaccounted(LIVES) == ("D",)


def test_grades_are_counted_by_year_and_state():
    assert assessed(LIVES) == {
        2015: {"FULL": {"good": 1, "downgraded": 1}},
        2016: {"TRIAL": {"good": 1}, "FULL": {"good": 1}},
    }


WHOLE = Happening(
    "A",
    parse_day_range("2016"),
    "assessed",
    year=2015,
    assessed_in="FULL",
    grade="good",
)


@pytest.mark.parametrize(
    "told",
    [
        replace(WHOLE, year=None),
        replace(WHOLE, assessed_in=None),
        replace(WHOLE, grade=None),
    ],
    ids=["year", "state", "grade"],
)
def test_an_assessment_that_lacks_a_part_is_not_counted(told: Happening):
    assert assessed(replay(TABLE, [WHOLE], ())) == {2015: {"FULL": {"good": 1}}}
    assert assessed(replay(TABLE, [told], ())) == {}


def test_populations_stand_beside_what_was_published():
    published = [
        PublishedCount(2015, "FULL", date(2015, 12, 31), 2, "page 1"),
        PublishedCount(2017, "FULL", date(2017, 12, 31), None, "page 2"),
    ]

    told = populations(LIVES, published)

    assert told == [
        Population(2015, "FULL", 2, 2, 2, "page 1"),
        Population(2016, "FULL", 2, None, 1, None),
        Population(2016, "TRIAL", 1, None, 1, None),
        Population(2017, "FULL", 2, None, 0, "page 2"),
    ]


def test_the_published_day_decides_whose_list_it_is():
    day = PublishedCount(2016, "FULL", date(2016, 4, 30), 3, "page")
    (_, told, _) = populations(LIVES, [day])

    assert (told.derived, told.published, told.unaccounted) == (2, 3, 1)


def test_what_was_not_published_is_not_unaccounted():
    assert Population(2015, "FULL", 2, None, 2, None).unaccounted is None


@pytest.mark.parametrize(
    ("term", "count"),
    [
        (EquationTerm(1, 2, "listed"), 3),
        (EquationTerm(1, 2, "listed", batch=1), 2),
        (EquationTerm(1, 1, "assessed", year=2015, grade="downgraded"), 1),
        (EquationTerm(1, 1, "assessed", year=2016, state="FULL"), 1),
        (EquationTerm(1, 1, "assessed", grade="bad"), 0),
        (EquationTerm(1, 4), 0),
    ],
)
def test_a_term_counts_its_events(term: EquationTerm, count: int):
    assert sum(term.counts(e) for e in EVENTS) == count


def test_an_equation_is_held_against_the_events():
    terms = [
        EquationTerm(1, 2, "listed", batch=1),
        EquationTerm(1, 4, "listed", batch=2),
        EquationTerm(-1, 1, "assessed", year=2015, grade="downgraded"),
    ]

    told = check_equation(terms, 5, iter(EVENTS))

    assert told.closes
    assert (told.total, told.derived, told.derived_total) == (5, (2, 1, -1), 2)
    assert not check_equation(terms, 6, EVENTS).closes
