"""Eight verdicts and how they join."""

import itertools

import pytest

from zhence.evidence import Verdict, all_of, any_of, negate, weakest

PASS = Verdict.PASS
APPROX = Verdict.APPROX
EXEMPT = Verdict.PASS_EXEMPT
FAIL = Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA
NOT_COMPUTABLE = Verdict.NOT_COMPUTABLE
NOT_APPLICABLE = Verdict.NOT_APPLICABLE
DATA_ERROR = Verdict.DATA_ERROR

UNDECIDED = (UNKNOWN, NOT_COMPUTABLE, DATA_ERROR)
ACCEPTED = (PASS, EXEMPT, APPROX)


def test_every_verdict_is_accepted_undecided_failed_or_not_applicable():
    assert {v for v in Verdict if v.accepted} == set(ACCEPTED)
    assert {v for v in Verdict if v.undecided} == set(UNDECIDED)
    assert set(Verdict) == {*ACCEPTED, *UNDECIDED, FAIL, NOT_APPLICABLE}


@pytest.mark.parametrize("join", [all_of, any_of, weakest])
def test_of_nothing_the_join_is_not_applicable(join):
    assert join([]) is NOT_APPLICABLE
    assert join([NOT_APPLICABLE, NOT_APPLICABLE]) is NOT_APPLICABLE


@pytest.mark.parametrize("other", sorted(Verdict))
def test_one_failure_fails_the_whole(other: Verdict):
    assert all_of([FAIL, other]) is FAIL
    assert all_of([other, FAIL]) is FAIL


@pytest.mark.parametrize("blank", UNDECIDED)
@pytest.mark.parametrize("other", [*ACCEPTED, *UNDECIDED, NOT_APPLICABLE])
def test_one_undecided_leaves_the_whole_undecided(blank: Verdict, other: Verdict):
    assert all_of([blank, other]) is UNKNOWN


@pytest.mark.parametrize("members", list(itertools.product(ACCEPTED, repeat=2)))
def test_all_accepted_pass(members: tuple[Verdict, ...]):
    assert all_of(members) is PASS
    assert all_of([*members, NOT_APPLICABLE]) is PASS


@pytest.mark.parametrize("other", sorted(Verdict))
def test_one_pass_is_enough_for_any_of(other: Verdict):
    assert any_of([PASS, other]) is PASS


def test_any_of_shows_the_strongest():
    assert any_of([APPROX, EXEMPT]) is EXEMPT
    assert any_of([FAIL, APPROX]) is APPROX
    assert any_of([APPROX, UNKNOWN]) is APPROX


@pytest.mark.parametrize("blank", UNDECIDED)
def test_any_of_fails_only_when_all_are_known_to_fail(blank: Verdict):
    assert any_of([FAIL, blank]) is UNKNOWN
    assert any_of([FAIL, FAIL, NOT_APPLICABLE]) is FAIL


@pytest.mark.parametrize(
    ("verdict", "turned"),
    [
        (PASS, FAIL),
        (APPROX, FAIL),
        (EXEMPT, FAIL),
        (FAIL, PASS),
        *((v, v) for v in (*UNDECIDED, NOT_APPLICABLE)),
    ],
)
def test_not_turns_what_is_decided_and_leaves_what_is_not(
    verdict: Verdict, turned: Verdict
):
    assert negate(verdict) is turned


def test_the_weakest_names_what_the_pass_rests_on():
    assert weakest([PASS, EXEMPT]) is EXEMPT
    assert weakest([APPROX, EXEMPT, NOT_APPLICABLE]) is APPROX
    assert weakest([PASS, PASS]) is PASS


def test_the_weakest_of_what_did_not_pass_is_the_join():
    assert weakest([EXEMPT, FAIL]) is FAIL
    assert weakest([EXEMPT, DATA_ERROR]) is UNKNOWN
