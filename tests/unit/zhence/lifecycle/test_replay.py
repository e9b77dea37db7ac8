"""Dated events → the state on any date, by what had surely happened by then."""

from datetime import date

import pytest
from tests.unit.zhence.lifecycle.lives import cycle, move

from zhence.lifecycle.replay import (
    UNKNOWN,
    Happening,
    Life,
    in_order,
    population,
    replay,
    state_on,
)
from zhence.periods import DayRange, parse_day_range

TABLE = cycle(
    move("IN", "POOL", "FULL", events="listed"),
    move("TRY", "POOL", "TRIAL", events="tried"),
    move("UP", "TRIAL", "FULL", events="listed"),
    move("DOWN", "FULL", "TRIAL", events="lowered"),
    move("NAME", "FULL", "NAMED", events="named"),
    move("OUT", "FULL TRIAL", "OUT", events="left"),
    move("BACK", "OUT", "FULL", events="listed tried", by_record={"tried": "TRIAL"}),
)
ORDER = ("tried", "listed", "assessed", "lowered", "named", "left")


def happened(  # a happening has as many sides
    kind: str,
    on: str = "",
    town: str = "A",
    *,
    line: int | None = None,
    assessed_in: str | None = None,
    year: int | None = None,
) -> Happening:
    """One event; *on* as in the table of events: a day, a month, a year, ``<=day``."""
    return Happening(
        town,
        parse_day_range(on),
        kind,
        line=line,
        assessed_in=assessed_in,
        year=year,
        grade=None if year is None else "good",
    )


def life(*events: Happening, on: date | None = None) -> Life:
    return replay(TABLE, events, ORDER, on)["A"]


def kinds(*events: Happening) -> list[str]:
    return [e.kind for e in in_order(TABLE, events, ORDER)]


# --------------------------------------------------------------------- states


def test_events_move_the_state():
    told = life(happened("listed", "2015-06-04"), happened("named", "2017-08"))

    assert told.state == "NAMED"
    assert str(told.since) == "2017-08"
    assert [(s.before, s.after, s.transition) for s in told.steps] == [
        (None, "FULL", "IN"),
        ("FULL", "NAMED", "NAME"),
    ]


def test_a_town_that_left_may_be_listed_again():
    told = life(
        happened("listed", "2015"),
        happened("left", "2016"),
        happened("tried", "2017"),
    )

    assert told.state == "TRIAL"


def test_an_assessment_is_kept_and_moves_nothing():
    told = life(happened("listed", "2015"), happened("assessed", "2016", year=2015))

    assert told.state == "FULL"
    assert [s.transition for s in told.steps] == ["IN", None]
    assert told.irregular == ()


def test_every_subject_lives_by_itself():
    lives = replay(
        TABLE, [happened("listed", "2015", "A"), happened("tried", "2015", "B")], ORDER
    )

    assert {name: told.state for name, told in lives.items()} == {
        "A": "FULL",
        "B": "TRIAL",
    }


def test_without_a_listing_the_state_is_unknown():
    told = life(happened("named", "2017"), happened("assessed", "2018", year=2017))

    assert told.state == UNKNOWN
    assert told.irregular == ()
    assert [s.after for s in told.steps] == [UNKNOWN, UNKNOWN]


def test_what_the_table_has_no_way_for_is_irregular():
    told = life(
        happened("listed", "2015"), happened("named", "2016"), happened("left", "2017")
    )

    assert told.state == "NAMED"
    assert [h.kind for h in told.irregular] == ["left"]


def test_before_the_first_listing_there_is_no_state():
    told = life(happened("listed", "2015-06-04"), on=date(2015, 6, 3))

    assert told.state is None
    assert told.steps == ()


# ------------------------------------------------------------------ rough dates


@pytest.mark.parametrize(
    ("on", "state", "possible"),
    [
        (date(2017, 7, 31), "FULL", []),
        (date(2017, 8, 1), "FULL", ["named"]),
        (date(2017, 8, 30), "FULL", ["named"]),
        (date(2017, 8, 31), "NAMED", []),
    ],
)
def test_a_month_has_surely_passed_on_its_last_day(
    on: date, state: str, possible: list[str]
):
    told = life(happened("listed", "2015-06-04"), happened("named", "2017-08"), on=on)

    assert told.state == state
    assert [h.kind for h in told.possible] == possible


def test_not_later_than_may_have_happened_at_any_time_before():
    told = life(
        happened("listed", "2015"), happened("named", "<=2021-11"), on=date(2016, 1, 1)
    )

    assert told.state == "FULL"
    assert [h.kind for h in told.possible] == ["named"]


def test_an_event_without_a_date_counts_only_when_all_are_asked():
    events = (happened("named"), happened("listed", "2015"))

    assert life(*events).state == "NAMED"
    assert life(*events, on=date(2099, 1, 1)).state == "FULL"
    assert [h.kind for h in life(*events, on=date(2099, 1, 1)).possible] == ["named"]


def test_the_state_on_an_earlier_day_of_a_whole_life():
    told = life(happened("listed", "2015-06-04"), happened("named", "2017-08"))

    assert state_on(told, date(2015, 6, 3)) is None
    assert state_on(told, date(2015, 6, 4)) == "FULL"
    assert state_on(told, date(2017, 8, 30)) == "FULL"
    assert state_on(told, date(2017, 8, 31)) == "NAMED"


def test_an_unknown_life_is_unknown_on_every_day():
    assert state_on(life(happened("named", "2017")), date(2000, 1, 1)) == UNKNOWN


# ------------------------------------------------------------------------ order


def test_days_order_events_and_not_rows():
    assert kinds(
        happened("named", "2017-08-02", line=2),
        happened("listed", "2015-06-04", line=9),
    ) == ["listed", "named"]


def test_events_of_overlapping_days_are_ordered_by_kind():
    assert kinds(
        happened("lowered", "2016-06"),
        happened("assessed", "2016"),
        happened("listed", "2016-01"),
    ) == ["listed", "assessed", "lowered"]


def test_kinds_without_a_rank_come_last():
    assert kinds(happened("praised", "2016"), happened("left", "2016")) == [
        "left",
        "praised",
    ]


def test_of_one_kind_the_earlier_latest_day_comes_first():
    events = in_order(
        TABLE,
        [
            happened("assessed", "2017", line=1),
            happened("assessed", "2017-06", line=2),
            happened("assessed", "2017-06", line=3),
        ],
        ORDER,
    )

    assert [e.line for e in events] == [2, 3, 1]


def test_events_without_a_date_come_last():
    assert kinds(happened("listed"), happened("left", "2016")) == ["left", "listed"]


def test_undated_events_are_ordered_by_kind():
    assert kinds(happened("named"), happened("tried"), happened("listed")) == [
        "tried",
        "listed",
        "named",
    ]


# ---------------------------------------------------- bounded by what it presupposes


def test_an_assessment_in_its_target_state_bounds_an_undated_move():
    events = (
        happened("listed", "2015"),
        happened("lowered"),
        happened("assessed", "2017-08-02", assessed_in="TRIAL", year=2016),
    )

    assert life(*events, on=date(2017, 8, 2)).state == "TRIAL"
    assert life(*events, on=date(2017, 8, 1)).state == "FULL"
    assert [h.kind for h in life(*events, on=date(2017, 8, 1)).possible] == ["lowered"]


def test_the_earliest_proof_bounds_it():
    lowered, *_ = (
        e
        for e in in_order(
            TABLE,
            [
                happened("lowered"),
                happened("assessed", "2018-09", assessed_in="TRIAL", year=2017),
                happened("assessed", "2017-08-02", assessed_in="TRIAL", year=2016),
            ],
            ORDER,
        )
        if e.kind == "lowered"
    )

    assert lowered.on == DayRange(None, date(2017, 8, 2))


def test_an_assessment_in_another_state_proves_nothing():
    events = (
        happened("listed", "2015"),
        happened("lowered"),
        happened("assessed", "2017-08-02", assessed_in="FULL", year=2016),
    )

    assert life(*events, on=date(2020, 1, 1)).state == "FULL"


def test_an_undated_assessment_proves_nothing():
    events = (
        happened("listed", "2015"),
        happened("lowered"),
        happened("assessed", assessed_in="TRIAL", year=2016),
    )

    assert life(*events, on=date(2020, 1, 1)).state == "FULL"


def test_of_two_moves_of_one_kind_it_is_not_known_which_was_proven():
    events = (
        happened("listed", "2015"),
        happened("lowered"),
        happened("lowered"),
        happened("assessed", "2017-08-02", assessed_in="TRIAL", year=2016),
    )

    assert life(*events, on=date(2020, 1, 1)).state == "FULL"


def test_a_later_move_of_the_kind_does_not_weaken_an_earlier_proof():
    events = (
        happened("listed", "2015"),
        happened("lowered"),
        happened("assessed", "2017-08-02", assessed_in="TRIAL", year=2016),
        happened("listed", "2018"),
        happened("lowered", "2019"),
    )

    assert life(*events, on=date(2017, 8, 2)).state == "TRIAL"
    assert life(*events).state == "TRIAL"


def test_a_proof_from_before_the_move_can_have_begun_proves_nothing():
    late = Happening("A", DayRange(date(2018, 1, 1), None), "lowered")
    events = (
        happened("listed", "2015"),
        late,
        happened("assessed", "2017-08-02", assessed_in="TRIAL", year=2016),
    )

    assert life(*events, on=date(2017, 12, 31)).state == "FULL"


# ------------------------------------------------------------------- populations


def test_a_population_holds_those_who_surely_are_in_the_state():
    lives = replay(
        TABLE,
        [
            happened("listed", "2015-06-04", "A"),
            happened("listed", "2016", "B"),
            happened("named", "2017", "C"),
            happened("listed", "2015-06-04", "D"),
            happened("left", "2015-12-31", "D"),
        ],
        ORDER,
    )

    assert population(lives, "FULL", date(2015, 12, 30)) == {"A", "D"}
    assert population(lives, "FULL", date(2015, 12, 31)) == {"A"}
    assert population(lives, "FULL", date(2016, 12, 31)) == {"A", "B"}
    assert population(lives, "NAMED", date(2020, 1, 1)) == frozenset()
