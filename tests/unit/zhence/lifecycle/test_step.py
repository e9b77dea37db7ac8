"""One step: what was decided moves, what is due is proposed, the rest says why."""

from dataclasses import replace
from datetime import date

import pytest
from tests.lib.rulebooks import criterion, number, parameter
from tests.unit.zhence.lifecycle.lives import (
    FAIL,
    LISTED_ON,
    OUTSIDE,
    PASS,
    UNKNOWN,
    book,
    cycle,
    decision,
    event,
    exempt,
    move,
    past,
    year,
)

from zhence.evidence import Force, Moved
from zhence.lifecycle.conditions import (
    ApplicationHas,
    DecisionTaken,
    Elapsed,
    EventSeen,
    ExtensionGranted,
    InState,
    Undecided,
    WasCreation,
    YearResult,
)
from zhence.lifecycle.history import History
from zhence.lifecycle.step import Outcome, step
from zhence.lifecycle.table import Effective, Hold, LifeCycle, Reminder
from zhence.rules.rulebook import Rulebook, Status
from zhence.rules.terms import Compare, Operator

FIRST_FAILED = YearResult("first", "result", failed=True)
FIRST_PASSED = YearResult("first", "result", failed=False)

DOWN = move(
    "DOWN",
    "FULL",
    "TRIAL",
    FIRST_FAILED,
    effective=Effective.NEXT_JANUARY,
    decisions="downgrade",
)
NAME = move("NAME", "FULL TRIAL", "NAMED", DecisionTaken("name"), decisions="name")


def told(table: LifeCycle, history: History) -> Outcome:
    return step(table, history)


def failed_first_year(**more) -> History:
    return past(years=[year(2018, FAIL, result=FAIL)], **more)


# ------------------------------------------------------- proposals and decisions


def test_what_is_due_is_proposed_and_moves_nothing():
    outcome = told(cycle(DOWN), failed_first_year())

    assert outcome.state == "FULL"
    assert outcome.moves == ()
    assert outcome.proposal is not None
    assert (outcome.proposal.transition, outcome.proposal.target) == ("DOWN", "TRIAL")
    assert (outcome.proposal.source, outcome.proposal.actor) == ("FULL", "government")
    assert outcome.proposal.clauses == ("X-DOWN",)
    assert outcome.proposal.effective == date(2019, 1, 1)


def test_a_decision_whose_guard_holds_moves():
    decided = decision("downgrade", date(2019, 4, 1))
    outcome = told(cycle(DOWN), failed_first_year(decisions=[decided]))

    assert outcome.state == "TRIAL"
    assert outcome.moves == (Moved("TRIAL", date(2019, 4, 1), "DOWN"),)
    assert outcome.proposal is None


def test_a_decision_whose_guard_does_not_hold_changes_nothing():
    decided = decision("downgrade")
    outcome = told(cycle(DOWN), past(decisions=[decided]))

    assert outcome.state == "FULL"
    assert outcome.guards == {"DOWN": FAIL}


def test_a_decision_of_another_body_changes_nothing():
    decided = decision("downgrade", by="office")
    outcome = told(cycle(DOWN), failed_first_year(decisions=[decided]))

    assert outcome.state == "FULL"
    assert outcome.proposal is not None


def test_a_transition_may_name_the_bodies_that_decide_it():
    by_two = replace(DOWN, bodies=("office", "government"))
    decided = decision("downgrade", by="office")
    outcome = told(cycle(by_two), failed_first_year(decisions=[decided]))

    assert outcome.state == "TRIAL"


def test_records_move_in_the_order_of_time():
    up = move("UP", "TRIAL", "FULL", events="listed_again")
    records = {
        "decisions": [decision("downgrade", date(2019, 4, 1))],
        "events": [event("listed_again", date(2020, 1, 1))],
    }
    outcome = told(cycle(DOWN, up), failed_first_year(**records))

    assert [m.state for m in outcome.moves] == ["TRIAL", "FULL"]


def test_a_record_is_judged_by_what_was_known_on_its_day():
    both = move("BOTH", "FULL", "NAMED", EventSeen(("accepted",)), decisions="name")
    early = decision("name", date(2020, 1, 1))
    late = event("accepted", date(2020, 2, 1))
    outcome = told(cycle(both), past(decisions=[early], events=[late]))

    assert outcome.state == "FULL"
    assert outcome.guards == {"BOTH": PASS}


def test_an_event_may_choose_the_target():
    listing = move(
        "LIST", "POOL", "FULL", events="listed trial", by_record={"trial": "TRIAL"}
    )

    assert told(cycle(listing), past("POOL", events=[event("trial")])).state == "TRIAL"
    assert told(cycle(listing), past("POOL", events=[event("listed")])).state == "FULL"


def test_what_waits_for_its_record_is_not_proposed():
    waiting = replace(DOWN, proposes=False)

    assert told(cycle(waiting), failed_first_year()).proposal is None


def test_the_first_of_two_that_are_due_is_proposed():
    exit_ = move("EXIT", "FULL", "OUT", FIRST_FAILED)

    first = told(cycle(exit_, DOWN), failed_first_year()).proposal
    second = told(cycle(DOWN, exit_), failed_first_year()).proposal

    assert first is not None
    assert second is not None
    assert (first.transition, second.transition) == ("EXIT", "DOWN")


def test_guards_of_other_states_do_not_apply():
    outcome = told(cycle(DOWN, NAME), past("POOL"))

    assert outcome.guards == {"DOWN": OUTSIDE, "NAME": OUTSIDE}


def test_guards_are_those_of_the_state_before_the_step():
    decided = decision("downgrade", date(2019, 4, 1))
    outcome = told(cycle(DOWN), failed_first_year(decisions=[decided]))

    assert outcome.guards == {"DOWN": PASS}


# --------------------------------------------------------------- effective dates


def test_receipt_is_the_day_asked_about():
    apply = move("APPLY", "POOL", "TRIAL", effective=Effective.RECEIPT)
    proposal = told(cycle(apply), past("POOL", on=date(2018, 1, 15))).proposal

    assert proposal is not None
    assert proposal.effective == date(2018, 1, 15)


def test_next_january_needs_the_year_that_caused_it():
    free = move("FREE", "FULL", "OUT", effective=Effective.NEXT_JANUARY)
    proposal = told(cycle(free), past()).proposal

    assert proposal is not None
    assert proposal.effective is None


@pytest.mark.parametrize("effective", [Effective.DECISION, Effective.BATCH])
def test_the_day_of_a_decision_is_not_known_before(effective: Effective):
    later = move("LATER", "FULL", "OUT", effective=effective)
    proposal = told(cycle(later), past()).proposal

    assert proposal is not None
    assert proposal.effective is None


@pytest.mark.parametrize(
    ("listed_on", "years", "effective"),
    [
        (LISTED_ON, "five_years", date(2023, 3, 1)),
        (LISTED_ON, "none", None),
        (LISTED_ON, None, None),
        (None, "five_years", None),
    ],
)
def test_an_anniversary_is_effective_on_its_day(
    listed_on: date | None, years: str | None, effective: date | None
):
    due = move(
        "DUE",
        "FULL",
        "OUT",
        InState(("FULL",)),
        effective=Effective.ANNIVERSARY,
        anniversary=years,
    )
    proposal = told(cycle(due), past(on=date(2024, 1, 1), listed_on=listed_on)).proposal

    assert proposal is not None
    assert proposal.effective == effective


# -------------------------------------------------------- policies that do not bind


def test_a_reference_text_moves_and_proposes_nothing():
    rules = book(status=Status.REFERENCE)
    decided = decision("downgrade")
    history = failed_first_year(rules=rules, decisions=[decided])

    outcome = told(cycle(DOWN), history)

    assert outcome.state == "FULL"
    assert outcome.proposal is None
    assert outcome.flags == {"benchmark": None}
    assert outcome.guards == {"DOWN": PASS}
    assert (outcome.refused, outcome.held, outcome.moves) == ((), (), ())
    assert outcome.actions == frozenset()


def test_a_reference_text_may_have_no_life_cycle_at_all():
    outcome = told(LifeCycle({}), past(rules=book(status=Status.REFERENCE)))

    assert outcome.flags == {"benchmark": None}


def test_a_draft_says_that_it_is_a_simulation():
    outcome = told(cycle(DOWN), failed_first_year(rules=book(status=Status.DRAFT)))

    assert "simulation" in outcome.flags


def test_before_the_policy_nothing_is_carried_out_or_proposed():
    rules = replace(book(), valid_from=date(2020, 1, 1))
    history = failed_first_year(
        on=date(2019, 12, 31), rules=rules, decisions=[decision("downgrade")]
    )

    outcome = told(cycle(DOWN), history)

    assert outcome.state == "FULL"
    assert outcome.refused == ("policy_not_in_force",)
    assert outcome.proposal is None


def test_another_list_is_not_governed():
    outcome = told(cycle(DOWN), failed_first_year(list_="elsewhere"))

    assert outcome.proposal is None
    assert outcome.guards == {"DOWN": OUTSIDE}
    assert outcome.flags == {}


def test_a_policy_without_lists_governs_all():
    rules = replace(book(), lists=frozenset())
    outcome = told(cycle(DOWN), failed_first_year(list_="elsewhere", rules=rules))

    assert outcome.proposal is not None


def test_a_decision_on_another_list_only_alerts():
    decided = decision("downgrade", list_="elsewhere")
    outcome = told(cycle(DOWN), past(decisions=[decided]))

    assert outcome.state == "FULL"
    assert outcome.actions == {"ALERT"}


# ------------------------------------------------------------------- refusals


def prohibiting() -> Rulebook:
    area = Compare("area", Operator.AT_MOST, parameter("three"))
    return replace(
        book(number("three", "3", "km²")),
        criteria={
            "line": criterion(area, "line", prohibition=True),
            "soft": criterion(area, "soft", force=Force.PRINCIPLE),
            "hard": criterion(area, "hard"),
        },
        prohibitions=frozenset({"X-9"}),
    )


@pytest.mark.parametrize(
    ("clause", "refused"),
    [
        ("line", ("no_exemption_from_prohibition",)),
        ("X-line", ("no_exemption_from_prohibition",)),
        ("X-9", ("no_exemption_from_prohibition",)),
        ("hard", ("no_exemption_from_prohibition",)),
        ("soft", ()),
        ("X-7", ()),
    ],
)
def test_only_what_is_asked_in_principle_can_be_exempted(
    clause: str, refused: tuple[str, ...]
):
    decided = decision("exempt", clause=clause)
    outcome = told(cycle(NAME), past(rules=prohibiting(), decisions=[decided]))

    assert outcome.refused == refused


def test_a_refused_record_hides_nothing_that_is_due():
    decided = decision("exempt", clause="line")
    history = failed_first_year(rules=prohibiting(), decisions=[decided])

    assert told(cycle(DOWN), history).proposal is not None


APPLY = move(
    "APPLY",
    "POOL",
    "TRIAL",
    ApplicationHas("submitter", code="submitter", one_of=("county",)),
    effective=Effective.RECEIPT,
)


def test_an_application_is_refused_with_its_reasons():
    outcome = told(cycle(APPLY), past("POOL", application={"submitter": "firm"}))

    assert outcome.refused == ("submitter",)
    assert outcome.proposal is None


def test_without_an_application_nothing_is_refused():
    assert told(cycle(APPLY), past("POOL")).refused == ()


def test_a_sound_application_is_not_refused():
    outcome = told(cycle(APPLY), past("POOL", application={"submitter": "county"}))

    assert outcome.refused == ()
    assert outcome.proposal is not None


def test_a_request_for_acceptance_is_refused_with_its_reasons():
    ask_county = EventSeen(("county_acceptance",), code="county_first")
    accept = move("ACCEPT", "FULL", "NAMED", ask_county)

    outcome = told(cycle(accept), past(events=[event("acceptance_request")]))

    assert outcome.refused == ("county_first",)


def test_a_record_that_cannot_take_effect_says_why_once():
    granted = ExtensionGranted(("government",), "one")
    extend = move("EXTEND", "FULL", "FULL", granted, decisions="extend", proposes=False)
    decisions = [
        decision("extend", date(2020, 1, 1)),
        decision("extend", date(2020, 2, 1)),
    ]

    outcome = told(cycle(extend), past(decisions=decisions))

    assert outcome.refused == ("end_date_required",)


# ----------------------------------------------------------------- extensions

GRANTED = ExtensionGranted(("government",), "one")
EXTEND = move(
    "EXTEND", "TRIAL FULL", "FULL", GRANTED, decisions="extend", proposes=False
)


@pytest.mark.parametrize(
    ("end", "actions"),
    [
        (date(2022, 1, 1), frozenset()),
        (date(2022, 1, 2), {"WARNING"}),
        (date(2024, 1, 1), {"WARNING"}),
    ],
)
def test_a_long_extension_warns(end: date, actions: frozenset[str]):
    decided = decision("extend", date(2020, 1, 1), end=end)
    rules = book(number("long", "24"))
    history = past("TRIAL", rules=rules, decisions=[decided])

    outcome = told(cycle(EXTEND, extension_warning="long"), history)

    assert outcome.state == "FULL"
    assert outcome.flags == {"extension": (date(2020, 1, 1), end)}
    assert outcome.counters["extensions"] == 1
    assert outcome.actions == actions


@pytest.mark.parametrize("warning", [None, "none"])
def test_without_a_warning_line_no_extension_is_long(warning: str | None):
    decided = decision("extend", date(2020, 1, 1), end=date(2040, 1, 1))
    history = past("TRIAL", decisions=[decided])

    outcome = told(cycle(EXTEND, extension_warning=warning), history)

    assert outcome.actions == frozenset()


def test_the_second_extension_of_one_step_is_refused():
    decisions = [
        decision("extend", date(2020, 1, 1), end=date(2020, 6, 1)),
        decision("extend", date(2020, 5, 1), end=date(2021, 6, 1)),
    ]

    outcome = told(cycle(EXTEND), past("TRIAL", decisions=decisions))

    assert outcome.refused == ("max_extensions_reached",)
    assert outcome.flags == {"extension": (date(2020, 1, 1), date(2020, 6, 1))}


# ----------------------------------------------------------------- dated flags

RAISE = move("RAISE", "TRIAL", None, FIRST_PASSED, raises="PRIORITY")


@pytest.mark.parametrize(
    ("on", "raised"),
    [
        (date(2019, 3, 31), True),
        (date(2019, 12, 31), True),
        (date(2020, 1, 1), False),
    ],
)
def test_a_flag_holds_for_the_year_after_its_cause(on: date, raised):
    history = past("TRIAL", on=on, years=[year(2018, result=PASS)])
    dates = (date(2019, 1, 1), date(2019, 12, 31))

    assert told(cycle(RAISE), history).flags == ({"PRIORITY": dates} if raised else {})


@pytest.mark.parametrize(
    "years",
    [[], [year(2018, result=FAIL)], [year(2018, result=UNKNOWN)], [exempt(2018)]],
)
def test_a_flag_needs_a_sure_cause(years):
    history = past("TRIAL", on=date(2019, 3, 31), years=years)

    assert told(cycle(RAISE), history).flags == {}


def test_a_flag_without_a_year_is_not_raised():
    always = replace(RAISE, when=InState(("TRIAL",)))

    assert told(cycle(always), past("TRIAL")).flags == {}


def test_a_flag_on_record_stands_until_its_last_day():
    flags = {"PRIORITY": (date(2021, 1, 1), date(2021, 12, 31))}

    assert told(cycle(RAISE), past("TRIAL", flags=flags)).flags == flags
    late = past("TRIAL", on=date(2022, 1, 1), flags=flags)
    assert told(cycle(RAISE), late).flags == {}


def test_a_reading_beyond_the_letter_is_flagged():
    wide = replace(DOWN, flags={"extended_reading": ("FULL",), "other": ("TRIAL",)})

    assert told(cycle(wide), failed_first_year()).flags == {"extended_reading": None}


# --------------------------------------------------------------- holds and reminders

PENDING = Hold(("NAME",), EventSeen(("fraud",), verified=False))


def test_what_is_on_hold_is_neither_proposed_nor_carried_out():
    open_name = replace(NAME, when=None)
    table = cycle(open_name, holds=[PENDING])
    history = past(events=[event("fraud", verified=False)])

    assert told(table, history).proposal is None
    assert told(table, history).held == ("NAME",)
    assert told(table, history).actions == {"HOLD"}

    decided = replace(history, decisions=(decision("name", date(2020, 7, 1)),))
    assert told(table, decided).state == "FULL"
    assert told(table, decided).refused == ()


def test_a_decision_before_the_hold_stands():
    table = cycle(NAME, holds=[PENDING])
    history = past(
        decisions=[decision("name", date(2020, 5, 1))],
        events=[event("fraud", date(2020, 6, 1), verified=False)],
    )

    assert told(table, history).state == "NAMED"
    assert told(table, history).held == ()


def test_a_hold_touches_only_what_leaves_the_state():
    history = past("POOL", events=[event("fraud", verified=False)])

    assert told(cycle(NAME, holds=[PENDING]), history).held == ()


def test_what_is_verified_is_no_longer_on_hold():
    history = past(events=[event("fraud", verified=True)])

    assert told(cycle(NAME, holds=[PENDING]), history).held == ()


def test_reminders_are_raised_in_their_states():
    table = cycle(
        DOWN,
        reminders=[
            Reminder("REVIEW", ("FULL",), FIRST_FAILED),
            Reminder("WATCH", ("TRIAL",), FIRST_FAILED),
            Reminder("ALERT", (), InState(("FULL",))),
        ],
    )

    assert told(table, failed_first_year()).actions == {"REVIEW", "ALERT"}


def test_a_reminder_looks_at_the_state_after_the_decisions():
    table = cycle(DOWN, reminders=[Reminder("WATCH", ("TRIAL",), FIRST_FAILED)])
    decided = decision("downgrade", date(2019, 4, 1))

    assert told(table, failed_first_year(decisions=[decided])).actions == {"WATCH"}


def test_an_undecided_guard_can_be_escalated():
    table = cycle(
        move("EXIT", "TRIAL", "OUT", WasCreation(("FULL",))),
        reminders=[Reminder("ESCALATE", (), Undecided("EXIT"))],
    )

    assert told(table, past("TRIAL")).actions == {"ESCALATE"}
    assert told(table, past("TRIAL", was_creation=False)).actions == frozenset()


# ----------------------------------------------------------- what the state contains


def test_the_listing_that_began_the_stay_moves_nothing():
    up = move("UP", "TRIAL", "FULL", events="listed_full")
    history = past("TRIAL", events=[event("listed_full", LISTED_ON)])

    assert told(cycle(up), history).state == "TRIAL"


def test_a_later_listing_moves():
    up = move("UP", "TRIAL", "FULL", events="listed_full")
    history = past("TRIAL", events=[event("listed_full", date(2018, 3, 2))])

    assert told(cycle(up), history).state == "FULL"


def test_without_a_listing_day_every_listing_moves():
    up = move("UP", "TRIAL", "FULL", events="listed_full")
    history = past("TRIAL", listed_on=None, events=[event("listed_full", LISTED_ON)])

    assert told(cycle(up), history).state == "FULL"


def test_failures_in_a_row_are_counted():
    years = [year(2018, FAIL, result=FAIL), year(2019, FAIL, result=FAIL)]

    counters = told(cycle(DOWN), past(years=years)).counters
    assert counters == {"extensions": 0, "consecutive_fail_years": 2}


def test_elapsed_time_is_judged_on_the_day_asked_about():
    due = move("DUE", "FULL", "OUT", Elapsed("five_years"))

    assert told(cycle(due), past(on=date(2023, 2, 28))).proposal is None
    assert told(cycle(due), past(on=date(2023, 3, 1))).proposal is not None
