"""The laws of joining verdicts: what is undecided is never decided by more of it."""

from hypothesis import given
from hypothesis import strategies as st
from tests.lib.properties import thorough

from zhence.evidence import Verdict, all_of, any_of, negate, weakest

verdicts = st.sampled_from(Verdict)
members = st.lists(verdicts, max_size=6)
undecided = st.sampled_from([v for v in Verdict if v.undecided])
unknowns = st.lists(undecided, min_size=1, max_size=3)


def kind(verdict: Verdict) -> Verdict:
    """The verdict as a join sees it: accepted, undecided, failed, not applicable."""
    if verdict.accepted:
        return Verdict.PASS
    return Verdict.INSUFFICIENT_DATA if verdict.undecided else verdict


@thorough
@given(members, st.randoms(use_true_random=False))
def test_the_order_of_the_members_does_not_matter(held: list[Verdict], random):
    shuffled = list(held)
    random.shuffle(shuffled)
    for join in (all_of, any_of, weakest):
        assert join(shuffled) is join(held)


@thorough
@given(members, members, members)
def test_joining_in_groups_comes_to_the_same(
    a: list[Verdict], b: list[Verdict], c: list[Verdict]
):
    for join in (all_of, any_of):
        left = join([join(a), join(b), join(c)])
        assert left is join([join([join(a), join(b)]), join(c)])
        assert kind(left) is kind(join([*a, *b, *c]))


@thorough
@given(members)
def test_saying_a_verdict_twice_changes_nothing(held: list[Verdict]):
    for join in (all_of, any_of, weakest):
        assert join([*held, *held]) is join(held)


@thorough
@given(members)
def test_what_does_not_apply_changes_nothing(held: list[Verdict]):
    for join in (all_of, any_of, weakest):
        assert join([*held, Verdict.NOT_APPLICABLE]) is join(held)


@thorough
@given(members, unknowns)
def test_undecided_never_becomes_decided_by_more_undecided(
    held: list[Verdict], more: list[Verdict]
):
    for join in (all_of, any_of):
        before, after = join(held), join([*held, *more])
        if before.undecided or before is Verdict.NOT_APPLICABLE:
            assert after is Verdict.INSUFFICIENT_DATA
        else:
            assert after in {before, Verdict.INSUFFICIENT_DATA}


@thorough
@given(members, st.integers(0, 5), verdicts)
def test_learning_one_member_never_turns_what_was_decided(
    held: list[Verdict], place: int, learned: Verdict
):
    """A member that was undecided becomes known: a decided join stays as it was."""
    unknown = list(held)
    unknown.insert(place, Verdict.INSUFFICIENT_DATA)
    known = list(held)
    known.insert(place, learned)
    for join in (all_of, any_of):
        before = join(unknown)
        if not before.undecided:
            assert kind(join(known)) is kind(before)


@thorough
@given(members)
def test_not_all_is_any_not_and_not_any_is_all_not(held: list[Verdict]):
    turned = [negate(v) for v in held]
    assert kind(negate(all_of(held))) is kind(any_of(turned))
    assert kind(negate(any_of(held))) is kind(all_of(turned))


@thorough
@given(verdicts)
def test_not_not_is_the_same_kind(verdict: Verdict):
    assert kind(negate(negate(verdict))) is kind(verdict)


@thorough
@given(members)
def test_what_is_shown_says_the_same_as_the_join(held: list[Verdict]):
    assert kind(weakest(held)) is kind(all_of(held))


@thorough
@given(members)
def test_a_join_sanctions_or_rewards_only_on_what_was_decided(held: list[Verdict]):
    if all_of(held) is Verdict.FAIL:
        assert Verdict.FAIL in held
    if any_of(held).accepted:
        assert any(v.accepted for v in held)
    if all_of(held).accepted:
        assert not any(v.undecided or v is Verdict.FAIL for v in held)
