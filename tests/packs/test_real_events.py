"""The real towns of 2015–2020: a replay of their events against what was published.

The reading of the table is the library's own; the counts below were taken from
the published pages, not from the replay.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from tests.packs.shelf import PACKS, shipped

from zhence.cases.chronicle import Chronicle, chronicle_json, open_chronicle
from zhence.lifecycle.chronicle import Population

EVENTS = PACKS.parent / "reference" / "zhejiang" / "events.csv"


@cache
def told(on: date | None = None) -> Chronicle:
    return open_chronicle(shipped()["ZJ-PRACTICE"], EVENTS, on)


def population(year: int, state: str = "CREATION") -> Population:
    return next(p for p in told().populations if (p.year, p.state) == (year, state))


def grades(year: int, state: str = "CREATION") -> dict[str, int]:
    return dict(told().assessed[year][state])


def test_every_row_is_read():
    with EVENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    read = sum(len(life.steps) for life in told().lives.values())

    assert len(rows) == read == 269


def test_no_event_contradicts_the_life_cycle():
    assert [str(fault) for fault in told().irregular] == []


# ------------------------------------------------------------ populations and grades


@pytest.mark.parametrize(
    ("year", "derived", "published", "unaccounted"),
    [(2015, 37, 37, 0), (2016, 78, 78, 0), (2017, 88, 108, 20)],
)
def test_the_population_of_a_year(
    year: int, derived: int, published: int, unaccounted: int
):
    found = population(year)

    assert (found.derived, found.published) == (derived, published)
    assert found.unaccounted == unaccounted


def test_2015_has_three_warnings_and_one_downgrade():
    assert grades(2015) == {"warning": 3, "downgraded": 1}
    assert population(2015).graded == 4


def test_2016_has_its_excellent_warned_and_downgraded_towns():
    found = grades(2016)

    assert found["excellent"] == 16
    assert found["warning"] == 6
    assert found["downgraded"] == 5


def test_2017_has_its_warned_and_downgraded_towns():
    found = grades(2017)

    assert found["warning"] == 14
    assert found["downgraded"] == 7


def test_grades_are_never_completed_from_published_numbers():
    for found in told().populations:
        counted = sum(told().assessed.get(found.year, {}).get(found.state, {}).values())
        assert found.graded == counted


def test_a_year_without_published_numbers_says_so():
    unpublished = [p for p in told().populations if p.published is None]

    assert unpublished
    assert all(p.unaccounted is None and p.source is None for p in unpublished)


@pytest.mark.shared
def test_grades_are_those_of_the_published_table(shared: Path):
    path = shared / "data" / "zhejiang" / "assessments.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["list_kind"] == "创建"]
    words = {"优秀": "excellent", "良好": "good", "合格": "qualified"} | {
        "警告": "warning",
        "降格": "downgraded",
        "淘汰": "eliminated",
    }
    published: dict[int, dict[str, int]] = {}
    for row in rows:
        counted = published.setdefault(int(row["assessed_year"]), {})
        grade = words[row["grade"]]
        counted[grade] = counted.get(grade, 0) + 1

    for year, counted in published.items():
        assert grades(year) == counted, year


# ------------------------------------------------------------------- stock equations


@pytest.mark.parametrize(
    ("name", "total"),
    [("assessed_2016", 78), ("assessed_2017", 108), ("in_being_2018", 115)],
)
def test_published_stock_equations_close(name: str, total: int):
    equation = next(e for e in told().equations if e.id == name)

    assert equation.check.closes
    assert equation.check.total == equation.equals == total


def test_events_add_up_to_the_first_equation():
    equation = next(e for e in told().equations if e.id == "assessed_2016")

    assert equation.check.derived == (37, 42, -1)
    assert equation.check.derived_total == 78


def test_what_the_events_lack_of_the_others_is_shown():
    derived = {e.id: e.check.derived for e in told().equations}

    assert derived["assessed_2017"] == (37, 42, 15, -1, -5)
    assert derived["in_being_2018"][:4] == (37, 42, 15, 0)


# ----------------------------------------------------------------------- standings


def test_the_towns_without_a_listing_are_named():
    found = told().unaccounted

    assert found == tuple(sorted(found))
    assert found
    assert all(told().lives[name].state == "unknown" for name in found)


def test_every_other_town_has_a_standing_and_a_reason_for_it():
    listed = [v for k, v in told().lives.items() if k not in told().unaccounted]

    assert {v.state for v in listed} <= {"CREATION", "CULTIVATION", "NAMED", "EXITED"}
    assert all(v.since is not None for v in listed)


def test_on_the_day_of_the_first_batch_37_towns_were_in_creation():
    assert told(date(2015, 6, 3)).counts == {}
    assert told(date(2015, 6, 4)).counts == {"CREATION": 37}


def test_the_second_batch_brings_79_and_the_first_downgrade_78():
    assert told(date(2016, 1, 29)).counts["CREATION"] == 79
    assert told(date(2016, 12, 31)).counts["CREATION"] == 78
    assert told(date(2016, 12, 31)).counts["CULTIVATION"] >= 1


def test_the_town_downgraded_for_2015():
    life = told().lives["奉化滨海养生小镇"]
    moved = [s.transition for s in life.steps if s.transition]

    assert moved[:2] == ["P1", "P4"]


def test_events_after_the_day_are_not_known_on_it():
    early = told(date(2015, 12, 31))

    assert 2016 not in early.assessed
    assert all(p.year <= 2015 for p in early.populations)


def test_the_answer_in_the_form_of_the_contracts():
    answer = chronicle_json(told())

    assert set(answer) >= {
        "on",
        "counts",
        "assessed",
        "population",
        "unaccounted",
        "memberships",
    }
    assert _within(answer, "population", "2015", "CREATION", "derived") == 37
    assert _within(answer, "assessed", "2016", "CREATION", "excellent") == 16
    town = _within(answer, "memberships", 0)
    assert isinstance(town, dict)
    assert set(town) >= {"subject", "list", "state", "since", "history"}
    assert town["list"] == "provincial"
    assert all(step["source"] for step in town["history"])


def _within(answer: object, *path: str | int) -> object:
    for part in path:
        assert isinstance(answer, dict | list)
        answer = answer[part]  # type: ignore[index]
    return answer
