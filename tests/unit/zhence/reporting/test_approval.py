"""The table of approval: who moves a return from where to where, and who may not."""

import itertools

import pytest

from zhence.evidence import Text
from zhence.reporting.approval import (
    ACTS,
    FULL,
    LEVELS,
    STATES,
    Act,
    Chain,
    Level,
    Moved,
    Refused,
    State,
    decide,
)

# Everything that is allowed on the longest chain, written out once by hand.
ALLOWED = {
    (State.DRAFT, Act.SUBMIT, Level.SITE): State.SUBMITTED,
    (State.RETURNED, Act.SUBMIT, Level.SITE): State.SUBMITTED,
    (State.SUBMITTED, Act.VERIFY, Level.COUNTY): State.VERIFIED,
    (State.SUBMITTED, Act.SEND_BACK, Level.COUNTY): State.RETURNED,
    (State.VERIFIED, Act.ACCEPT_AS_CITY, Level.CITY): State.CITY_ACCEPTED,
    (State.VERIFIED, Act.SEND_BACK, Level.CITY): State.RETURNED,
    (State.CITY_ACCEPTED, Act.SEND_BACK, Level.CITY): State.RETURNED,
    (
        State.CITY_ACCEPTED,
        Act.ACCEPT_AS_PROVINCE,
        Level.PROVINCE,
    ): State.PROVINCE_ACCEPTED,
    (State.CITY_ACCEPTED, Act.SEND_BACK, Level.PROVINCE): State.RETURNED,
    (State.PROVINCE_ACCEPTED, Act.SEND_BACK, Level.PROVINCE): State.RETURNED,
}
EVERYTHING = list(itertools.product(State, Act, Level))


@pytest.mark.parametrize(("state", "act", "level"), EVERYTHING)
def test_the_longest_chain_allows_what_is_written_down_and_nothing_else(
    state: State, act: Act, level: Level
):
    outcome = decide(Chain(FULL), state, act, level)
    expected = ALLOWED.get((state, act, level))
    if expected is None:
        assert isinstance(outcome, Refused)
        assert outcome.state is state
    else:
        assert outcome == Moved(expected, final=expected is State.PROVINCE_ACCEPTED)


@pytest.mark.parametrize(("state", "act", "level"), EVERYTHING)
def test_a_shorter_chain_is_the_longest_one_without_its_upper_levels(
    state: State, act: Act, level: Level
):
    outcome = decide(Chain(FULL[:2]), state, act, level)
    expected = ALLOWED.get((state, act, level))
    if expected is None or level is Level.PROVINCE:
        assert isinstance(outcome, Refused)
    else:
        assert outcome == Moved(expected, final=expected is State.CITY_ACCEPTED)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_nothing_but_sending_back_leads_out_of_what_the_last_level_accepted(
    length: int,
):
    chain = Chain(FULL[:length])
    ways = [s for s in chain.steps if s.source is chain.final]
    assert {(s.act, s.target) for s in ways} <= {(Act.SEND_BACK, State.RETURNED)}


def test_the_final_state_says_that_nobody_changes_it():
    chain = Chain(FULL)
    refused = decide(chain, chain.final, Act.SUBMIT, Level.SITE)
    assert isinstance(refused, Refused)
    assert refused.code == "already_final"


def test_a_level_that_the_form_does_not_go_to_is_told_so():
    refused = decide(
        Chain(FULL[:2]), State.CITY_ACCEPTED, Act.ACCEPT_AS_PROVINCE, Level.PROVINCE
    )
    assert isinstance(refused, Refused)
    assert refused.code == "act_not_of_level"


def test_an_act_out_of_turn_says_to_look_whose_turn_it_is():
    refused = decide(Chain(FULL), State.DRAFT, Act.VERIFY, Level.COUNTY)
    assert isinstance(refused, Refused)
    assert refused.code == "act_not_in_state"
    assert refused.remedy.zh
    assert refused.remedy.en


@pytest.mark.parametrize(
    "levels", [(), (Level.CITY,), (Level.COUNTY, Level.PROVINCE), (Level.SITE,)]
)
def test_a_chain_that_leaves_a_level_out_cannot_be_built(levels: tuple[Level, ...]):
    with pytest.raises(ValueError, match="begins with the county"):
        Chain(levels)


def test_whoever_has_to_act_next_holds_the_return():
    chain = Chain(FULL)
    assert {state: chain.holder(state) for state in State} == {
        State.DRAFT: Level.SITE,
        State.RETURNED: Level.SITE,
        State.SUBMITTED: Level.COUNTY,
        State.VERIFIED: Level.CITY,
        State.CITY_ACCEPTED: Level.PROVINCE,
        State.PROVINCE_ACCEPTED: Level.PROVINCE,
    }
    assert Chain(FULL[:2]).holder(State.CITY_ACCEPTED) is Level.CITY


def test_every_word_of_the_table_has_a_name_in_both_languages():
    named: list[Text] = [*STATES.values(), *ACTS.values(), *LEVELS.values()]
    assert set(STATES) == set(State)
    assert set(ACTS) == set(Act)
    assert set(LEVELS) == set(Level)
    assert all(text.zh and text.en for text in named)
