"""A run looks at a frozen snapshot, survives a kill, and can be replayed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.accounts import deputy, hand
from tests.factories.assessment import asked, done, figure, figures
from tests.factories.lifecycle import NOON, later, membership, town
from tests.lib.nantong import towns

from zhence.dossier import Past
from zhence.errors import BadInputError
from zhence.evidence import Verdict
from zhence.lifecycle.history import AssessedYear
from zhence_web.packbook import packbook
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.roles import Role
from zhence_web.records.assessment import running
from zhence_web.records.assessment.actions import ask_run, carry_out
from zhence_web.records.assessment.facts import facts_known
from zhence_web.records.assessment.frozen import Known, freeze, thaw
from zhence_web.records.assessment.past import past_of
from zhence_web.records.assessment.replaying import replay, stored
from zhence_web.records.lifecycle.refusals import RefusedError
from zhence_web.records.models import (
    ChecklistAnswer,
    Entry,
    Membership,
    Progress,
    Project,
    Result,
    Run,
    Snapshot,
)

YEARS = st.builds(
    AssessedYear,
    year=st.integers(2018, 2022),
    parts=st.dictionaries(
        st.sampled_from(["progress", "share", "result"]), st.sampled_from(Verdict)
    ),
)


@given(towns(), st.lists(YEARS, max_size=3))
def test_a_snapshot_read_again_gives_the_same_values(told, years):
    known = {
        7: Known(told.part, Past(years=tuple(years))),
        9: Known(told.whole, Past()),
    }
    frozen = freeze(known)
    assert thaw(frozen.content, frozen.sha256) == known
    assert freeze(known) == frozen


def test_a_damaged_snapshot_is_refused():
    frozen = freeze({})
    for content in (frozen.content[:-2], b"", b"x"):
        with pytest.raises(BadInputError) as caught:
            thaw(content, frozen.sha256)
        assert caught.value.faults[0].code == "snapshot_damaged"
    with pytest.raises(BadInputError):
        thaw(frozen.content, "0" * 64)


@pytest.mark.django_db
def test_a_run_judges_every_member_and_ends_in_the_audit():
    made = town()
    figures(made, Fraction(899, 100))
    run = done(made)
    result = Result.objects.get(run_id=run)
    assert (result.verdict, result.transition) == ("FAIL", "N4")
    assert (result.target, result.effective) == ("CULTIVATION", date(2019, 1, 1))
    assert result.parts["progress"] == "FAIL"
    progress = Run.objects.get(pk=run).progress
    assert (progress.stage, progress.done, progress.total) == ("done", 1, 1)
    actions = list(Entry.objects.values_list("action", flat=True))
    assert actions == ["assessment.ask_run", "assessment.finish_run"]


@pytest.mark.django_db
def test_a_result_names_what_it_was_judged_by_and_is_replayed_byte_for_byte():
    made = town()
    figures(made)
    run = done(made)
    # Whatever becomes known later changes nothing.
    figure(made, "eligible_investment", 1, at=later(), reason="error")
    result = Result.objects.get()
    assert replay(result.pk) == stored(result.pk)
    found = Run.objects.select_related("snapshot").get(pk=run)
    pack = packbook().sources.packs["NT2017"]
    assert found.snapshot is not None
    assert found.snapshot.pack_hash == pack.hash
    assert found.snapshot.edition == pack.edition
    assert found.code_version.startswith("zhence ")
    assert result.dossier["hash"] == pack.hash


@pytest.mark.django_db
def test_facts_are_those_known_at_the_moment():
    made = town()
    figures(made, 9)
    figure(made, "eligible_investment", 12, at=later(), reason="error")
    row = Membership.objects.get(pk=made.membership)
    project = {"site_id": made.site, "code": "P1", "use": "industrial"}
    Project.objects.create(
        **project, name="旧名", label="synthetic", recorded_at=NOON, amount_low=5
    )
    Project.objects.create(
        **project, name="新名", label="synthetic", recorded_at=later(), amount_low=5
    )
    for at, holds in ((NOON, True), (later(), None)):
        ChecklistAnswer.objects.create(
            membership=row,
            checklist="NT2017-2.5a",
            item="one",
            holds=holds,
            found_by_id=made.city.user,
            recorded_at=at,
        )
    pack = packbook().sources.packs["NT2017"]

    def known(at):
        return facts_known([row], pack, date(2019, 3, 31), at)[row.pk]

    (then,) = known(NOON).of("eligible_investment")
    (now,) = known(later()).of("eligible_investment")
    assert then.amount is not None
    assert now.amount is not None
    assert (then.amount.low, now.amount.low) == (9 * 10**10, 12 * 10**10)
    assert [p.name for p in known(NOON).projects] == ["旧名"]
    assert [p.name for p in known(later()).projects] == ["新名"]
    assert known(NOON).checklists == {"NT2017-2.5a": {"one": True}}
    assert known(later()).checklists == {"NT2017-2.5a": {}}
    assert known(datetime(2018, 1, 1, tzinfo=UTC)).observations == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("HZ2021", "policy_draft"),
        ("RPT", "policy_reference"),
        ("ZJ-PRACTICE", "policy_practice"),
        ("NOWHERE", "policy_unknown"),
        ("ZJ2023", "nobody_in_scope"),
    ],
)
def test_what_may_not_bind_is_refused_by_name(policy, code):
    made = town()
    with pytest.raises(RefusedError) as caught:
        ask_run(asked=asked(policy=policy), by=made.city, at=NOON)
    fault = caught.value.faults[0]
    assert fault.code == code
    assert policy in fault.zh
    assert not Snapshot.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on": date(2026, 3, 2)}, "in_the_future"),
        ({"year": 2020, "on": date(2019, 12, 31)}, "year_not_over"),
        ({"year": 2016, "on": date(2017, 3, 31)}, "policy_not_in_force"),
    ],
)
def test_a_day_on_which_nothing_can_be_asked_is_refused(changes, code):
    made = town()
    with pytest.raises(RefusedError) as caught:
        ask_run(asked=replace(asked(), **changes), by=made.city, at=NOON)
    assert caught.value.faults[0].code == code


@pytest.mark.django_db
def test_a_reference_runs_as_a_simulation_and_proposes_nothing():
    made = town()
    done(made, asked(policy="RPT", binding=False))
    result = Result.objects.get()
    assert result.transition == ""
    assert not Run.objects.get().binding


@pytest.mark.django_db
def test_only_an_office_asks_and_only_its_own_members_are_looked_at():
    made = town()
    membership(made.tree.other_city_site, 9002)
    done(made)
    assert Result.objects.get().membership_id == made.membership
    with pytest.raises(NotAllowedError):
        ask_run(asked=asked(), by=hand(Role.LEADER, made.tree.city), at=NOON)


@pytest.mark.django_db
def test_a_run_that_was_killed_goes_on_where_it_was(monkeypatch):
    made = town()
    for number in range(5):
        membership(_site(number), 9100 + number)
    monkeypatch.setattr(running, "BATCH", 2)
    run = ask_run(asked=asked(), by=made.city, at=NOON)
    seen: list[int] = []

    def killed_after_two():
        if len(seen) > 2:
            raise KeyboardInterrupt
        seen.append(1)
        return NOON

    with pytest.raises(KeyboardInterrupt):
        carry_out(run=run, clock=killed_after_two)
    first = set(Result.objects.values_list("id", flat=True))
    assert 0 < len(first) < 6
    assert carry_out(run=run, clock=later)
    assert first < set(Result.objects.values_list("id", flat=True))
    assert Result.objects.count() == 6
    assert Entry.objects.filter(action="assessment.finish_run").count() == 1
    # Handed out twice, it is finished once.
    assert not carry_out(run=run, clock=later)


def _site(number: int) -> int:
    from tests.factories.accounts import organisation

    from zhence_web.records.models import Org

    county = Org.objects.get(code="330106").pk
    return organisation(f"more-{number}", "site", f"又{number}号小镇", county)


@pytest.mark.django_db
def test_a_fault_ends_the_run_as_failed_with_its_words():
    made = town()
    run = ask_run(asked=asked(), by=made.city, at=NOON)
    Snapshot.objects.update(pack_hash="another")
    with pytest.raises(BadInputError):
        carry_out(run=run, clock=later)
    progress = Progress.objects.get()
    assert progress.stage == "failed"
    assert "pack_changed" in progress.message
    assert not Result.objects.exists()


@pytest.mark.django_db
def test_later_years_look_back_on_the_binding_runs_of_earlier_ones():
    made = town()
    figures(made, 1)
    done(made)
    done(made, asked(binding=False), at=later())
    figure(made, "eligible_investment", 1, year=2019)
    done(made, asked(2019), at=later(2))
    pack = packbook().sources.packs["NT2017"]
    past = past_of([made.membership], pack, later(3))[made.membership]
    assert [y.year for y in past.years] == [2018, 2019]
    newest = Result.objects.order_by("-id")[0]
    # In 2019 alone nothing has failed: the proposal rests on the year before.
    assert (newest.parts["progress"], newest.transition) == ("INSUFFICIENT_DATA", "N4")
    nothing = past_of([made.membership], pack, NOON, before=2018)
    assert nothing == {made.membership: Past()}


@pytest.mark.django_db
def test_an_acceptance_is_remembered_by_its_criteria():
    from zhence.rules.rulebook import Occasion

    made = town(state="ACCEPTANCE_REVIEW")
    question = replace(asked(2020), occasion=Occasion.ACCEPTANCE)
    done(made, question)
    pack = packbook().sources.packs["NT2017"]
    past = past_of([made.membership], pack, later())[made.membership]
    assert past.criteria is not None
    assert "NT2017-2.4e" in past.criteria
    assert past.years == ()
    assert Result.objects.get().parts == {}


@pytest.mark.django_db
def test_a_deputy_asks_for_somebody_and_the_end_of_the_run_says_so():
    made = town()
    done(made, by=deputy(made.city, "zhao"))
    for entry in Entry.objects.all():
        assert (entry.actor, entry.acting_for) == ("zhao", "li")
    assert json.loads(Entry.objects.order_by("-seq")[0].payload)["office"] == "330100"


@pytest.mark.django_db
def test_a_year_before_the_first_assessed_one_counts_as_none():
    made = town(listed_on=date(2018, 9, 1))
    done(made)
    assert Result.objects.get().parts == {}
