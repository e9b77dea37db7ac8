"""Two at once, on either database: one wins, the others are told."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import timezone
from tests.factories.access import token
from tests.factories.accounts import hand
from tests.factories.assessment import done, figures
from tests.factories.lifecycle import deciding, later, town
from tests.factories.reporting import desk, minutes, state, town_return, version
from tests.lib.asking import signed_in
from tests.lib.ondisk import on_disk
from tests.lib.programs import Program

from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.assessment.actions import answer_proposal
from zhence_web.records.models import Act, Answer, Decision, Entry, Move, Result
from zhence_web.records.reporting.actions import send_back, verify

CLIENTS = 6
DEEDS = ("verify", "send_back")


@pytest.mark.django_db(transaction=True)
def test_of_many_approvers_at_once_exactly_one_wins_and_the_others_are_told(
    tmp_path: Path,
):
    at = desk()
    made = town_return(at, "submitted")
    seen = version(made)
    hands = [
        hand(Role.COUNTY_VERIFIER, at.tree.county, f"verifier-{n}")
        for n in range(CLIENTS)
    ]
    together = Barrier(CLIENTS)

    def approve(number: int) -> str:
        together.wait(timeout=30)
        try:
            return _deed(DEEDS[number % 2], made, seen, hands[number], number)
        except NotAllowedError as error:
            return error.denied.why.value
        finally:
            connections.close_all()

    with on_disk(tmp_path):
        with ThreadPoolExecutor(CLIENTS) as pool:
            told = Counter(pool.map(approve, range(CLIENTS)))
        _one_of_them_won(told, made, seen)


def _one_of_them_won(told: Counter[str], made: int, seen: int) -> None:
    won = sum(told[deed] for deed in DEEDS)
    assert (won, told[Why.STATE.value]) == (1, CLIENTS - 1), told
    assert state(made) in {"verified", "returned"}
    assert version(made) == seen + 1
    assert Act.objects.filter(verb__in=DEEDS).count() == 1
    audited = [f"reporting.{deed}" for deed in DEEDS]
    assert Entry.objects.filter(action__in=audited).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_pages_and_programs_that_approve_at_once_exactly_one_is_let(
    tmp_path: Path,
):
    cache.clear()
    at = desk()
    made = town_return(at, "submitted")
    seen = version(made)
    together = Barrier(CLIENTS)
    with on_disk(tmp_path):
        asks = [
            _by_program(at.tree.county, made, number)
            if number % 2
            else _by_page(at.tree.county, made, number)
            for number in range(CLIENTS)
        ]

        def approve(number: int) -> int:
            together.wait(timeout=30)
            try:
                return asks[number]()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(CLIENTS) as pool:
            told = Counter(pool.map(approve, range(CLIENTS)))
        assert told[200] + told[302] == 1, told
        assert told[409] + told[412] == CLIENTS - 1, told
        assert state(made) in {"verified", "returned"}
        assert version(made) == seen + 1
        assert Act.objects.filter(verb__in=DEEDS).count() == 1


def _by_page(county: int, made: int, number: int) -> Callable[[], int]:
    browser = signed_in(hand(Role.COUNTY_VERIFIER, county, f"page-{number}"))
    path = f"/review/returns/{made}/verify/"
    posted = {"version": str(version(made))}
    return lambda: int(browser.post(path, posted).status_code)


def _by_program(county: int, made: int, number: int) -> Callable[[], int]:
    by = hand(Role.COUNTY_VERIFIER, county, f"program-{number}")
    asks = Program(token(by, timezone.now()))
    tag = asks.get(f"/returns/{made}")["ETag"]
    body = {"cells": {"staff": "核对"}}
    path = f"/returns/{made}/send-back"
    return lambda: asks.post(path, body, If_Match=tag).status_code


def _deed(deed: str, of: int, seen: int, by: Hand, number: int) -> str:
    moment = minutes(20 + number)
    if deed == "verify":
        verify(return_id=of, version=seen, by=by, at=moment)
    else:
        send_back(return_id=of, version=seen, cells={"staff": "核对"}, by=by, at=moment)
    return deed


@pytest.mark.django_db(transaction=True)
def test_of_many_answers_to_one_proposal_at_once_exactly_one_stands(tmp_path: Path):
    made = town()
    figures(made, Fraction(899, 100))
    done(made)
    result = Result.objects.get().pk
    hands = [
        hand(Role.CITY_OFFICE, made.tree.city, f"office-{n}") for n in range(CLIENTS)
    ]
    together = Barrier(CLIENTS)

    def answer(number: int) -> str:
        together.wait(timeout=30)
        try:
            answer_proposal(
                result=result,
                follows=not number % 2,
                deciding=deciding("", "municipal_government"),
                by=hands[number],
                at=later(number),
            )
        except NotAllowedError as error:
            return error.denied.why.value
        finally:
            connections.close_all()
        return "won"

    with on_disk(tmp_path):
        with ThreadPoolExecutor(CLIENTS) as pool:
            told = Counter(pool.map(answer, range(CLIENTS)))
        assert told == {"won": 1, Why.STATE.value: CLIENTS - 1}
        follows = Answer.objects.get().follows
        assert Decision.objects.count() == 1
        assert Move.objects.count() == int(follows)
        audited = Entry.objects.filter(action="assessment.answer_proposal")
        assert audited.count() == 1
