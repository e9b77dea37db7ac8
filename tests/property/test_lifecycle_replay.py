"""Replay and step are one thing, and order of rows is none."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.zhence.lifecycle.lives import (
    cycle,
    decision,
    event,
    exempt,
    move,
    past,
    year,
)

from zhence.evidence import Verdict
from zhence.facts import Event
from zhence.lifecycle.conditions import (
    AdjacentFails,
    DecisionTaken,
    Either,
    EventSeen,
    WasCreation,
    YearResult,
)
from zhence.lifecycle.history import History
from zhence.lifecycle.replay import Happening, in_order, population, replay, state_on
from zhence.lifecycle.step import step
from zhence.lifecycle.table import Effective, Hold
from zhence.periods import DayRange

KINDS = ("tried", "listed", "lowered", "named", "left")
FIRST = date(2015, 1, 1)
LAST = 2000
REGISTER = cycle(
    move("IN", "POOL", "FULL", events="listed", proposes=False),
    move("TRY", "POOL", "TRIAL", events="tried", proposes=False),
    move("UP", "TRIAL", "FULL", events="listed", proposes=False),
    move("DOWN", "FULL", "TRIAL", events="lowered", proposes=False),
    move("NAME", "FULL", "NAMED", events="named", proposes=False),
    move("OUT", "FULL TRIAL", "OUT", events="left", proposes=False),
    move("BACK", "OUT", "FULL", events="listed", proposes=False),
)

days = st.integers(0, LAST).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def sure_events(draw) -> list[Happening]:
    """Events on different days, the first of them a listing."""
    drawn = sorted(draw(st.sets(days, min_size=1, max_size=8)))
    kinds = [draw(st.sampled_from(("listed", "tried")))]
    kinds += [draw(st.sampled_from(KINDS)) for _ in drawn[1:]]
    return [
        Happening("A", DayRange(day, day), kind, line=n)
        for n, (day, kind) in enumerate(zip(drawn, kinds, strict=True))
    ]


@st.composite
def rough_events(draw) -> list[Happening]:
    """Events of two towns whose days are known more or less."""
    told = []
    for n in range(draw(st.integers(0, 8))):
        ends = sorted(draw(st.tuples(days, days)))
        shape = draw(st.sampled_from(("both", "late", "none")))
        on = {
            "both": DayRange(*ends),
            "late": DayRange(None, ends[1]),
            "none": DayRange(),
        }[shape]
        kind = draw(st.sampled_from((*KINDS, "assessed")))
        assessed_in = (
            draw(st.sampled_from(("FULL", "TRIAL"))) if kind == "assessed" else None
        )
        town = draw(st.sampled_from("AB"))
        told.append(Happening(town, on, kind, line=n, assessed_in=assessed_in))
    return told


@given(sure_events(), days)
def test_replaying_is_stepping_event_by_event(events: list[Happening], on: date):
    history = past(
        "POOL",
        on=on,
        listed_on=None,
        events=[Event(e.kind, e.on.latest or on) for e in events],
    )
    stepped = step(REGISTER, history.until(on)).state

    told = replay(REGISTER, events, KINDS, on)["A"].state

    assert (told or "POOL") == stepped


@given(rough_events(), rough_events(), days)
def test_what_surely_comes_after_the_date_changes_nothing(
    events: list[Happening], more: list[Happening], on: date
):
    later = [
        Happening(e.subject, DayRange(on + timedelta(days=1), None), e.kind, line=99)
        for e in more
        if e.kind in ("lowered", "named", "left")
    ]

    before = replay(REGISTER, events, KINDS, on)
    after = replay(REGISTER, [*events, *later], KINDS, on)

    for town, life in before.items():
        assert after[town].state == life.state
        assert after[town].steps == life.steps
        assert {h.line for h in after[town].possible} == {h.line for h in life.possible}


@given(rough_events(), st.randoms(use_true_random=False), days)
def test_the_order_of_the_rows_does_not_matter(events, dice, on: date):
    shuffled = list(events)
    dice.shuffle(shuffled)

    assert replay(REGISTER, shuffled, KINDS) == replay(REGISTER, events, KINDS)
    assert replay(REGISTER, shuffled, KINDS, on) == replay(REGISTER, events, KINDS, on)


@given(rough_events())
def test_ordering_respects_the_days(events: list[Happening]):
    ordered = in_order(REGISTER, [e for e in events if e.subject == "A"], KINDS)

    for nth, event_ in enumerate(ordered):
        assert not any(later.on.before(event_.on) for later in ordered[nth + 1 :])


@given(rough_events(), days)
def test_the_state_on_a_day_is_that_of_a_replay_up_to_it(
    events: list[Happening], on: date
):
    whole = replay(REGISTER, events, KINDS)

    for town, life in replay(REGISTER, events, KINDS, on).items():
        if not whole[town].irregular and not life.possible:
            assert state_on(whole[town], on) == life.state


@given(rough_events(), days)
def test_nobody_is_in_two_states_at_once(events: list[Happening], on: date):
    lives = replay(REGISTER, events, KINDS)
    found = [
        town
        for state in ("POOL", "TRIAL", "FULL", "NAMED", "OUT")
        for town in population(lives, state, on)
    ]

    assert len(found) == len(set(found))


# --------------------------------------------------------------------- proposals

LAW = cycle(
    move(
        "EXIT",
        "FULL TRIAL",
        "OUT",
        AdjacentFails("progress", "two", "breaks"),
        effective=Effective.NEXT_JANUARY,
        decisions="exit",
    ),
    move(
        "DOWN",
        "FULL",
        "TRIAL",
        YearResult("first", "result", failed=True),
        effective=Effective.NEXT_JANUARY,
        decisions="downgrade",
    ),
    move(
        "UP",
        "TRIAL",
        "FULL",
        Either((DecisionTaken("promote"), WasCreation(("FULL",)))),
        decisions="promote",
    ),
    move("NAME", "FULL", "NAMED", EventSeen(("passed",)), decisions="name"),
    holds=[Hold(("NAME",), EventSeen(("fraud",), verified=False))],
)

verdicts = st.sampled_from(
    (Verdict.PASS, Verdict.FAIL, Verdict.INSUFFICIENT_DATA, Verdict.PASS_EXEMPT)
)


@st.composite
def pasts(draw, *, decided: bool = True) -> History:
    """A past with years, events and, if asked, decisions."""
    years = [
        exempt(2018 + n)
        if draw(st.integers(0, 5)) == 0
        else year(2018 + n, draw(verdicts), result=draw(verdicts))
        for n in range(draw(st.integers(0, 4)))
    ]
    events = [
        event(kind, draw(days), verified=draw(st.sampled_from((True, False, None))))
        for kind in draw(st.lists(st.sampled_from(("passed", "fraud")), max_size=3))
    ]
    named = ("exit", "downgrade", "promote", "name")
    decisions = [
        decision(what, draw(days))
        for what in (
            draw(st.lists(st.sampled_from(named), max_size=4)) if decided else ()
        )
    ]
    history = past(
        draw(st.sampled_from(("POOL", "TRIAL", "FULL", "NAMED", "OUT"))),
        on=draw(days),
        was_creation=draw(st.sampled_from((True, False, None))),
        years=years,
        events=events,
        decisions=decisions,
    )
    return history.until(history.on)


@given(pasts(decided=False))
def test_a_proposal_never_changes_the_state(history: History):
    outcome = step(LAW, history)

    assert outcome.state == history.membership.state
    assert outcome.moves == ()


@given(pasts())
def test_every_move_is_carried_by_a_record_and_ends_in_the_state(history: History):
    outcome = step(LAW, history)
    days_on_record = {d.on for d in history.decisions} | {e.on for e in history.events}

    assert {m.on for m in outcome.moves} <= days_on_record
    last = outcome.moves[-1].state if outcome.moves else history.membership.state
    assert outcome.state == last


@given(pasts())
def test_what_is_undecided_is_never_proposed(history: History):
    """Removing every assessed year leaves nothing that a year could cause."""
    bare = past(
        history.membership.state,
        on=history.on,
        was_creation=history.membership.was_creation,
    )
    proposal = step(LAW, bare).proposal

    assert proposal is None or proposal.transition == "UP"


@given(pasts())
def test_a_step_gives_the_same_answer_each_time(history: History):
    assert step(LAW, history) == step(LAW, history)


@given(pasts())
def test_the_order_of_records_of_different_days_does_not_matter(history: History):
    every_day = [d.on for d in history.decisions] + [e.on for e in history.events]
    if len(set(every_day)) == len(every_day):
        turned = past(
            history.membership.state,
            on=history.on,
            was_creation=history.membership.was_creation,
            years=reversed(history.years),
            events=reversed(history.events),
            decisions=reversed(history.decisions),
        )
        assert step(LAW, turned) == step(LAW, history)
