"""A named body decides, by a document; the library's step says what moves."""

from datetime import UTC, date, datetime

import pytest
from tests.factories.accounts import deputy, hand
from tests.factories.lifecycle import (
    NOON,
    TODAY,
    deciding,
    failed_first_year,
    later,
    membership,
    town,
)

from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.lifecycle.actions import (
    Paper,
    publish_decision,
    record_decision,
    withdraw_decision,
)
from zhence_web.records.lifecycle.reads import standing
from zhence_web.records.lifecycle.refusals import RefusedError
from zhence_web.records.models import Decision, Entry, Move

pytestmark = pytest.mark.django_db


def downgrade(made, *, at=NOON, **more):
    return record_decision(
        membership=made.membership,
        deciding=deciding("downgrade", "municipal_government", **more),
        by=made.city,
        at=at,
        past=failed_first_year(),
    )


def refusal(call) -> str:
    with pytest.raises(RefusedError) as caught:
        call()
    assert not Decision.objects.filter(what="downgrade").exists()
    return caught.value.faults[0].code


def test_a_decision_moves_the_town_and_both_are_audited_in_one_entry():
    made = town()
    row = downgrade(made)
    move = Move.objects.get()
    assert (move.transition, move.before, move.after) == (
        "N4",
        "CREATION",
        "CULTIVATION",
    )
    assert (move.on, move.decision_id) == (TODAY, row)
    entry = Entry.objects.get(action="lifecycle.record_decision")
    assert '"after":"CULTIVATION"' in entry.payload
    assert entry.actor == "li"


def test_a_decision_whose_guard_does_not_hold_is_refused_with_the_reason():
    made = town()
    with pytest.raises(RefusedError) as caught:
        record_decision(
            membership=made.membership,
            deciding=deciding("downgrade", "municipal_government"),
            by=made.city,
            at=NOON,
        )
    (fault,) = caught.value.faults
    assert fault.code == "guard_not_met"
    assert "NT2017-3.3c" in fault.zh
    assert not Decision.objects.exists()
    assert not Move.objects.exists()
    assert not Entry.objects.exists()


def test_only_the_body_that_the_table_names_can_carry_it_out():
    made = town()
    code = refusal(
        lambda: record_decision(
            membership=made.membership,
            deciding=deciding("downgrade", "office"),
            by=made.city,
            at=NOON,
            past=failed_first_year(),
        )
    )
    assert code == "no_such_step"


def test_a_word_or_a_body_that_the_policy_does_not_know_is_refused():
    made = town()

    def decide(what, body):
        return lambda: record_decision(
            membership=made.membership,
            deciding=deciding(what, body),
            by=made.city,
            at=NOON,
        )

    assert refusal(decide("promise", "office")) == "decision_unknown"
    assert refusal(decide("downgrade", "friends")) == "body_unknown"
    assert refusal(decide("withdraw", "office")) == "decision_unknown"
    assert refusal(decide("exempt_year", "province")) == "body_not_yours"


def test_a_decision_needs_its_document_and_a_day_that_has_come():
    made = town()
    assert refusal(lambda: downgrade(made, on=date(2026, 3, 2))) == "in_the_future"
    early = date(2026, 2, 1)
    assert (
        refusal(lambda: downgrade(made, appeal_until=early)) == "appeal_before_decision"
    )
    nameless = deciding("downgrade", "municipal_government")
    code = refusal(
        lambda: record_decision(
            membership=made.membership,
            deciding=type(nameless)(
                nameless.what, nameless.body, nameless.on, Paper(" ", "")
            ),
            by=made.city,
            at=NOON,
            past=failed_first_year(),
        )
    )
    assert code == "document_missing"


def test_a_decision_counts_from_its_effective_day_and_not_before():
    made = town()
    downgrade(made, effective=date(2026, 7, 1))
    known = later()
    before = standing(made.membership, on=date(2026, 6, 30), known_at=known)
    after = standing(made.membership, on=date(2026, 7, 1), known_at=known)
    assert (before.state, after.state) == ("CREATION", "CULTIVATION")
    assert after.since == date(2026, 7, 1)


def test_what_was_not_known_yet_is_not_seen():
    made = town()
    downgrade(made, effective=date(2019, 1, 1))
    day = date(2020, 1, 1)
    assert standing(made.membership, on=day, known_at=later()).state == "CULTIVATION"
    ago = datetime(2020, 1, 2, tzinfo=UTC)
    assert standing(made.membership, on=day, known_at=ago).state == "CREATION"


def test_nothing_is_decided_across_a_move_that_is_still_to_come():
    made = town()
    downgrade(made, effective=date(2026, 7, 1))
    with pytest.raises(RefusedError) as caught:
        record_decision(
            membership=made.membership,
            deciding=deciding("disqualify", "joint_conference"),
            by=made.city,
            at=later(),
        )
    assert caught.value.faults[0].code == "before_the_last_move"


def test_a_decision_that_no_transition_knows_lies_on_record_and_moves_nothing():
    made = town()
    record_decision(
        membership=made.membership,
        deciding=deciding("exempt_year", "municipal_government", year=2019),
        by=made.city,
        at=NOON,
    )
    assert Decision.objects.get().year == 2019
    assert not Move.objects.exists()


def test_a_later_decision_withdraws_and_the_town_stands_as_before():
    made = town()
    first = downgrade(made, effective=date(2025, 1, 1))
    second = withdraw_decision(
        decision=first,
        deciding=deciding("", "municipal_government"),
        by=made.city,
        at=later(),
    )
    known = later(2)
    state = [
        standing(made.membership, on=day, known_at=known).state
        for day in (date(2024, 12, 31), date(2025, 6, 1), TODAY)
    ]
    assert state == ["CREATION", "CULTIVATION", "CREATION"]
    assert Decision.objects.get(pk=first).withdrawn_by_id == second
    assert standing(made.membership, on=TODAY, known_at=NOON).state == "CULTIVATION"


def test_a_withdrawn_decision_is_not_withdrawn_again_nor_is_a_withdrawal():
    made = town()
    first = downgrade(made)
    back = deciding("", "municipal_government")
    second = withdraw_decision(decision=first, deciding=back, by=made.city, at=later())
    for again in (first, second):
        with pytest.raises(NotAllowedError) as caught:
            withdraw_decision(decision=again, deciding=back, by=made.city, at=later(2))
        assert caught.value.denied.why is Why.STATE


def test_only_a_later_decision_withdraws():
    made = town()
    first = downgrade(made)
    with pytest.raises(RefusedError) as caught:
        withdraw_decision(
            decision=first,
            deciding=deciding("", "municipal_government", date(2026, 2, 1)),
            by=made.city,
            at=later(),
        )
    assert caught.value.faults[0].code == "withdrawal_not_later"


def test_what_other_moves_rest_on_is_not_withdrawn_under_them():
    made = town()
    first = downgrade(made, effective=date(2025, 1, 1))
    record_decision(
        membership=made.membership,
        deciding=deciding("promote", "municipal_government"),
        by=made.city,
        at=later(),
    )
    with pytest.raises(RefusedError) as caught:
        withdraw_decision(
            decision=first,
            deciding=deciding("", "municipal_government"),
            by=made.city,
            at=later(2),
        )
    assert caught.value.faults[0].code == "other_moves_rest_on_it"


def test_what_was_carried_out_once_does_not_move_again():
    """A promotion, a downgrade: the old promotion must not lift the town again."""
    made = town(state="CULTIVATION")
    record_decision(
        membership=made.membership,
        deciding=deciding("promote", "municipal_government", date(2024, 1, 1)),
        by=made.city,
        at=NOON,
    )
    record_decision(
        membership=made.membership,
        deciding=deciding("downgrade", "municipal_government"),
        by=made.city,
        at=later(),
        past=failed_first_year(2024),
    )
    assert standing(made.membership, on=TODAY, known_at=later()).state == "CULTIVATION"
    assert Move.objects.count() == 2


def test_a_decision_is_published_once():
    made = town()
    row = downgrade(made)
    publish_decision(decision=row, by=made.city, at=later())
    assert Decision.objects.get().published_at == later()
    with pytest.raises(NotAllowedError) as caught:
        publish_decision(decision=row, by=made.city, at=later(2))
    assert caught.value.denied.why is Why.STATE


def test_an_office_decides_below_itself_only():
    made = town()
    far = membership(made.tree.other_city_site, 9002)
    for by in (made.city, hand(Role.LEADER, made.tree.city)):
        with pytest.raises(NotAllowedError):
            record_decision(
                membership=far.pk,
                deciding=deciding("exempt_year", "municipal_government", year=2019),
                by=by,
                at=NOON,
            )


def test_a_deputy_decides_for_somebody_and_the_record_says_for_whom():
    made = town()
    acting = deputy(made.city, "zhao")
    record_decision(
        membership=made.membership,
        deciding=deciding("exempt_year", "municipal_government", year=2019),
        by=acting,
        at=NOON,
    )
    assert Decision.objects.get().deputy_of_id == made.city.appointment
    entry = Entry.objects.get()
    assert (entry.actor, entry.acting_for) == ("zhao", "li")


def test_what_the_province_decided_its_own_office_records():
    made = town(policy="ZJ2023", list_name="provincial", state="CREATING")

    def open_evaluation(by, at):
        return record_decision(
            membership=made.membership,
            deciding=deciding("open_evaluation", "province"),
            by=by,
            at=at,
        )

    with pytest.raises(RefusedError):
        open_evaluation(made.city, NOON)
    open_evaluation(made.province, later())
    assert Move.objects.get().after == "EVALUATION_DUE"


def test_an_extension_moves_its_end_and_is_counted():
    made = town(policy="ZJ2023", list_name="provincial", state="EVALUATION_DUE")
    rated = deciding("risk_rating", "province", value="low")
    extended = deciding("extend", "province", end=date(2027, 3, 1))
    for number, decided in enumerate((rated, extended)):
        record_decision(
            membership=made.membership,
            deciding=decided,
            by=made.province,
            at=later(number),
        )
    now = standing(made.membership, on=TODAY, known_at=later(3))
    assert (now.state, now.extension_end) == ("EXTENDED", date(2027, 3, 1))
    with pytest.raises(RefusedError) as caught:
        record_decision(
            membership=made.membership,
            deciding=deciding("extend", "province", end=date(2028, 3, 1)),
            by=made.province,
            at=later(4),
        )
    assert caught.value.faults[0].code == "max_extensions_reached"


def test_a_membership_of_a_policy_without_a_pack_is_refused():
    made = town(policy="NOWHERE")
    with pytest.raises(RefusedError) as caught:
        record_decision(
            membership=made.membership,
            deciding=deciding("exempt_year", "office"),
            by=made.city,
            at=NOON,
        )
    assert caught.value.faults[0].code == "policy_unknown"
