"""The standings that the site shows, on the real events."""

from datetime import date

import pytest

from zhence_web.packbook import UNKNOWN, UNLISTED, packbook


@pytest.mark.parametrize(
    ("day", "creation"),
    [
        (date(2015, 6, 3), 0),
        (date(2015, 12, 31), 37),
        (date(2016, 12, 31), 78),
        (date(2018, 9, 30), 74),
    ],
)
def test_the_towns_under_creation_on_a_day(day: date, creation: int):
    assert packbook().standings.counts(day)["CREATION"] == creation


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2015, {"warning": 3, "downgraded": 1}),
        (2016, {"excellent": 16, "warning": 6, "downgraded": 5}),
        (2017, {"warning": 14, "downgraded": 7}),
    ],
)
def test_the_grades_of_the_towns_under_creation(year: int, expected: dict[str, int]):
    known = {
        g.grade: g.known
        for g in packbook().accounts.grades
        if (g.year, g.state) == (year, "CREATION")
    }
    assert {grade: known[grade] for grade in expected} == expected


def test_published_and_unaccounted_stand_beside_what_is_known():
    told = {
        (a.year, a.state): (a.known, a.published, a.unaccounted)
        for a in packbook().accounts.populations
    }
    assert told[2015, "CREATION"] == (37, 37, 0)
    assert told[2016, "CREATION"] == (78, 78, 0)
    assert told[2017, "CREATION"] == (88, 108, 20)
    assert told[2018, "CREATION"] == (74, 115, 41)


def test_what_was_never_published_is_not_unaccounted_either():
    unpublished = [a for a in packbook().accounts.populations if a.published is None]
    assert unpublished
    assert {a.unaccounted for a in unpublished} == {None}


def test_the_published_equations_close_and_say_what_no_page_names():
    told = {
        e.equals: (e.remainder, e.known, e.unaccounted, [t.known for t in e.terms])
        for e in packbook().accounts.equations
    }
    assert told == {
        78: (0, 78, 0, [37, 42, 1]),
        108: (0, 88, 20, [37, 42, 15, 1, 5]),
        115: (0, 74, 41, [37, 42, 15, 0, 7, 13]),
    }


def test_an_equation_counts_only_what_had_happened_by_its_day():
    latest = packbook().accounts.equations[-1]
    assert latest.on == date(2018, 9, 30)
    assert next(t.known for t in latest.terms if "named" in t.what.en) == 7


def test_the_newest_published_number_is_the_one_known_on_the_day():
    accounts = packbook().accounts
    newest = accounts.latest("CREATION", date(2018, 12, 31))
    assert newest is not None
    assert newest.published == 115
    assert accounts.latest("CREATION", date(2015, 12, 30)) is None
    assert accounts.latest("NAMED", date(2023, 12, 31)) is None


def test_a_town_without_a_listing_has_no_standing_assumed():
    book = packbook()
    standings = book.standings.on(book.standings.last_day)
    assert standings["滨江创意小镇"].state == UNKNOWN
    assert standings["义乌绿色动力小镇"].state == UNKNOWN
    assert book.standings.timeline("义乌绿色动力小镇", book.standings.last_day) == ()


def test_before_its_listing_a_town_is_not_listed_yet():
    assert packbook().standings.on(date(2015, 1, 1))["余杭梦想小镇"].state == UNLISTED


def test_an_event_of_unknown_date_is_shown_and_moves_nothing():
    book = packbook()
    last = book.standings.last_day
    standing = book.standings.on(last)["平阳宠物小镇"]
    assert (standing.state, standing.possible) == ("CULTIVATION", 1)
    moments = book.standings.timeline("平阳宠物小镇", last)
    assert [m.sure for m in moments] == [True, True, True, False]
    assert moments[-1].possible


def test_a_timeline_says_what_each_event_led_to_and_by_which_clause():
    book = packbook()
    moments = book.standings.timeline("苍南台商小镇", date(2016, 12, 31))
    assert [(m.title.zh, m.state) for m in moments] == [
        ("列入创建名单", "CREATION"),
        ("2015年度考核：警告", None),
        ("2016年度考核：良好", None),
        ("2017年度考核：降格", None),
        ("降格转入培育", "CULTIVATION"),
    ]
    assert moments[-1].clauses == ("ZJ-PRACTICE-4",)
    assert [m.sure for m in moments] == [True, True, False, False, False]
    assert all(m.sources for m in moments)


def test_an_implied_grade_is_a_set_and_never_counted():
    book = packbook()
    told = {g.year: g for g in book.grades.of("嘉善巧克力甜蜜小镇")}
    assert (told[2016].basis, told[2016].grades) == ("implied", ("good", "qualified"))
    assert told[2019].basis == "not_seen"
    assert book.grades.latest("嘉善巧克力甜蜜小镇", book.standings.last_day) is None


def test_a_grade_counts_from_the_day_it_was_published():
    grades = packbook().grades
    assert grades.latest("西湖云栖小镇", date(2017, 8, 1)) is None
    newest = grades.latest("西湖云栖小镇", date(2017, 8, 2))
    assert newest is not None
    assert (newest.year, newest.grades) == (2016, ("excellent",))
