"""Tokens: one's own, for a while, within grants, and no longer than the office."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.factories.access import token
from tests.factories.accounts import Tree, deputy, hand, tree

from zhence_web.records.access.grants import Grant
from zhence_web.records.access.tokens import (
    LONGEST,
    MOST,
    Bad,
    Presented,
    make_token,
    present,
    revoke_token,
    tokens_of,
)
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.refusals import RefusedError
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Appointment, Entry, Token, User

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def grown() -> Tree:
    return tree()


@pytest.fixture
def reporter(grown: Tree) -> Hand:
    return hand(Role.REPORTER, grown.site, "filler")


def opened(secret: str, at: datetime = NOON) -> Presented:
    found = present(secret, at)
    assert isinstance(found, Presented), found
    return found


def test_a_token_acts_in_its_holder_s_own_appointment_and_says_so(reporter: Hand):
    secret = token(reporter, NOON, Grant.READ_RETURNS)
    found = opened(secret)
    assert found.hand == replace(reporter, via="夜间上报")
    assert found.grants == {Grant.READ_RETURNS}
    assert found.hand.signed["via"] == "夜间上报"


def test_the_token_itself_is_kept_nowhere(reporter: Hand):
    secret = token(reporter, NOON)
    kept = json.dumps(list(Token.objects.values()), default=str)
    told = "".join(Entry.objects.values_list("payload", flat=True))
    assert secret not in kept + told
    assert tokens_of(reporter, NOON)[0].start == secret[:10]


def test_what_is_no_token_opens_nothing(reporter: Hand):
    token(reporter, NOON)
    assert present("zt_guessed", NOON) is Bad.UNKNOWN
    assert present("\ud800", NOON) is Bad.UNKNOWN
    assert present("", NOON) is Bad.UNKNOWN


def test_a_token_ends_on_its_day(reporter: Hand):
    secret = token(reporter, NOON, days=1)
    opened(secret, NOON + DAY - timedelta(seconds=1))
    assert present(secret, NOON + DAY) is Bad.EXPIRED
    assert tokens_of(reporter, NOON + DAY)[0].over


def test_a_revoked_token_opens_nothing_from_then_on(reporter: Hand):
    secret = token(reporter, NOON)
    held = tokens_of(reporter, NOON)[0].id
    revoke_token(token=held, by=reporter, at=NOON)
    revoke_token(token=held, by=reporter, at=NOON + DAY)
    assert present(secret, NOON) is Bad.REVOKED
    assert Entry.objects.filter(action="access.revoke_token").count() == 1


def test_with_the_appointment_ends_the_token(reporter: Hand):
    secret = token(reporter, NOON)
    Appointment.objects.filter(pk=reporter.appointment).update(until="2026-03-02")
    opened(secret)
    assert present(secret, NOON + DAY) is Bad.ENDED


def test_a_closed_account_ends_the_token(reporter: Hand):
    secret = token(reporter, NOON)
    User.objects.filter(pk=reporter.user).update(is_active=False)
    assert present(secret, NOON) is Bad.ENDED


def test_a_deputy_makes_sees_and_revokes_none(grown: Tree, reporter: Hand):
    hand(Role.LEADER, grown.site, "other")
    lent = deputy(reporter, "other")
    token(reporter, NOON)
    held = tokens_of(reporter, NOON)[0].id
    with pytest.raises(RefusedError, match="token_deputy"):
        token(lent, NOON, mark="y")
    with pytest.raises(RefusedError, match="token_unknown"):
        revoke_token(token=held, by=lent, at=NOON)
    assert tokens_of(lent, NOON) == ()


def test_nobody_revokes_a_token_of_somebody_else(grown: Tree, reporter: Hand):
    secret = token(reporter, NOON)
    other = hand(Role.LEADER, grown.site, "other")
    with pytest.raises(RefusedError, match="token_unknown"):
        revoke_token(token=tokens_of(reporter, NOON)[0].id, by=other, at=NOON)
    opened(secret)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("token_name", {"name": "  "}),
        ("token_name", {"name": "长" * 81}),
        ("token_grants", {"grants": ()}),
        ("token_days", {"expires_at": NOON}),
        ("token_days", {"expires_at": NOON + LONGEST + timedelta(seconds=1)}),
    ],
)
def test_a_token_has_a_purpose_a_grant_and_an_end(
    reporter: Hand, code: str, change: dict
):
    sound = {"name": "x", "grants": (Grant.READ_AUDIT,), "expires_at": NOON + LONGEST}
    with pytest.raises(RefusedError, match=code):
        make_token(**(sound | change), secret="s" * 40, by=reporter, at=NOON)
    assert not Token.objects.exists()


def test_a_token_that_could_be_guessed_is_a_mistake_of_the_program(reporter: Hand):
    with pytest.raises(ValueError, match="guessed"):
        make_token(
            name="x",
            grants=(Grant.READ_AUDIT,),
            expires_at=NOON + DAY,
            secret="short",  # noqa: S106  # that is what the test is about
            by=reporter,
            at=NOON,
        )


def test_nobody_hoards_tokens(reporter: Hand):
    for n in range(MOST):
        token(reporter, NOON, mark=f"{n}-")
    with pytest.raises(RefusedError, match="token_many"):
        token(reporter, NOON, mark="more")


def test_use_is_noted_to_the_minute(reporter: Hand):
    secret = token(reporter, NOON)
    opened(secret)
    opened(secret, NOON + timedelta(seconds=59))
    assert tokens_of(reporter, NOON)[0].used_at == NOON
    later = NOON + timedelta(minutes=2)
    opened(secret, later)
    assert tokens_of(reporter, NOON)[0].used_at == later
