"""The demo: real lists as the packs replay them, the rest labelled as made up."""

from collections import Counter
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from zhence.dossier import open_dossier
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion
from zhence_web.packbook import UNKNOWN, UNLISTED, packbook
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.assessment.facts import facts_known
from zhence_web.records.audit.chain import seal
from zhence_web.records.lifecycle.facts import recorded_of
from zhence_web.records.management.commands.demo import stage_of
from zhence_web.records.models import (
    Application,
    Appointment,
    Enterprise,
    Entry,
    Membership,
    Observation,
    Org,
    Project,
    Result,
    Return,
    Review,
    Run,
    Site,
    User,
)
from zhence_web.records.registry.reads import list_on

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup, django_db_blocker):  # noqa: ARG001  # the tables are there
    """The demo, loaded once for all tests here and taken back at their end."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("demo", today=TODAY, stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def test_progress_is_said_a_line_a_batch(told):
    lines = told.splitlines()
    assert "行政区划：机构 125，变更 13" in lines
    # The hands that are lent at the end are said with the sign-ins.
    assert len(lines) + 1 == Entry.objects.filter(action="demo.load").count()


def test_it_is_loaded_once():
    before = (Site.objects.count(), Entry.objects.count())
    out = StringIO()
    call_command("demo", today=TODAY, stdout=out)
    assert "已在库中" in out.getvalue()
    assert (Site.objects.count(), Entry.objects.count()) == before


def test_the_first_start_fills_nothing_that_holds_something():
    before = Entry.objects.count()
    out = StringIO()
    call_command("demo", "--first", stdout=out)
    assert (out.getvalue(), Entry.objects.count()) == ("", before)


def test_who_signs_in_may_act_in_nantong_too():
    told = {
        (row.user.username, row.org.code)
        for row in Appointment.objects.filter(org__code__in=["320600", "nt-003"])
        if not row.user.username.startswith("demo-")
    }
    assert told == {("shiban", "320600"), ("tianbao", "nt-003")}


def test_two_made_up_towns_apply_and_each_waits_for_somebody_else():
    told = Application.objects.order_by("id").values_list("site__number", "state")
    assert list(told) == [(9013, "verified"), (9014, "submitted")]


def test_every_real_town_has_the_number_of_its_public_address():
    held = {
        (site.org.code, site.number): site.org.names.get().zh
        for site in Site.objects.exclude(label="synthetic").select_related("org")
    }
    assert held == {
        (town.id, int(town.id.removeprefix("zj-"))): town.name
        for town in packbook().towns
    }


@pytest.mark.parametrize(
    "day",
    [
        date(2015, 6, 3),
        date(2015, 6, 4),
        date(2016, 6, 30),
        date(2017, 8, 2),
        date(2019, 10, 30),
        date(2021, 11, 30),
        date(2023, 12, 12),
    ],
)
def test_the_records_replay_the_same_standings_as_the_packs(day):
    rows = Membership.objects.filter(policy="ZJ-PRACTICE").select_related("site__org")
    pack = packbook().sources.packs["ZJ-PRACTICE"]
    recorded = recorded_of(rows, pack, day, NOW)
    replayed = packbook().standings.on(day)
    compared = 0
    for row in rows:
        expected = replayed[row.site.org.names.get().zh].state
        if expected == UNKNOWN:
            continue
        compared += 1
        state = recorded[row.pk].membership.state
        assert (UNLISTED if state == "UNLISTED" else state) == expected
    assert compared == 100


def test_a_town_is_seen_from_the_county_that_it_stood_under_on_the_day():
    org = Org.objects.get(code="zj-002")  # of 江干区, which was abolished in 2021
    places = [(row.parent.code, row.until) for row in org.parents.order_by("since")]
    assert [code for code, _ in places] == ["330104", "330102"]
    assert places[0][1] == date(2021, 3, 11)


def test_everything_made_up_is_labelled_so():
    for model in (Enterprise, Project, Return, Observation):
        assert model.objects.exists()
        assert not model.objects.exclude(label="synthetic").exists()


def test_every_state_of_a_return_is_there():
    states = Counter(Return.objects.values_list("state", flat=True))
    assert set(states) == {
        "draft",
        "submitted",
        "verified",
        "city_accepted",
        "province_accepted",
        "returned",
    }
    assert min(states.values()) > 1


def test_the_chain_of_deeds_is_whole_and_its_clock_never_runs_back():
    previous = "0" * 64
    for entry in Entry.objects.order_by("seq"):
        assert entry.previous == previous
        assert entry.digest == seal(previous, entry.payload)
        assert '"behind"' not in entry.payload
        previous = entry.digest


def judged(number: int):
    row = Membership.objects.select_related("site__org").get(
        site__number=number, policy="NT2017"
    )
    pack = packbook().sources.packs["NT2017"]
    question = Question(Occasion.ANNUAL, TODAY, 2025)
    return open_dossier(pack, facts_known([row], pack, TODAY, NOW)[row.pk], question)


@pytest.mark.parametrize(
    ("number", "verdict", "transition"),
    [
        (9001, "PASS", None),
        (9002, "PASS", None),
        (9003, "FAIL", "N4"),
        (9004, "FAIL", "N4"),
        (9005, "INSUFFICIENT_DATA", None),
        (9007, "PASS", None),
        (9008, "FAIL", None),
        (9009, "INSUFFICIENT_DATA", None),
        (9010, "PASS", None),
    ],
)
def test_the_example_towns_come_out_each_in_its_own_way(number, verdict, transition):
    found = judged(number)
    told = found.judgement
    assert told.result.name == verdict
    proposal = found.outcome.proposal
    assert (None if proposal is None else proposal.transition) == transition


def test_a_cultivation_town_that_passed_its_first_year_has_priority():
    assert "PRIORITY" in judged(9010).outcome.flags


def test_two_binding_runs_were_done_and_their_proposals_wait():
    runs = {run.policy: run for run in Run.objects.all()}
    assert {(r.policy, r.binding, r.done_at is None) for r in runs.values()} == {
        ("NT2017", True, False),
        ("ZJ2023", True, False),
    }
    results = Result.objects.select_related("membership__site")
    nantong = results.filter(run=runs["NT2017"]).exclude(transition="")
    assert [(r.membership.site.number, r.transition) for r in nantong] == [(9008, "N4")]
    verdicts = set(results.filter(run=runs["ZJ2023"]).values_list("verdict", flat=True))
    assert verdicts == {"PASS", "FAIL", "INSUFFICIENT_DATA"}


def test_the_demo_of_a_day_is_recorded_before_anybody_acts():
    assert stage_of(TODAY, print).at.date() == date(2026, 9, 30)


def test_a_list_can_be_asked_for_any_day():
    province = Org.objects.get(code="330000")
    person = User.objects.get(username="demo-province")
    by = next(h for h in hands_of(person.pk, TODAY) if h.org == province.pk)
    held = list_on("ZJ2023", "provincial", TODAY, NOW, by, TODAY)
    assert len(held.rows) > 80
    assert list_on("ZJ2023", "provincial", date(2023, 7, 4), NOW, by, TODAY).rows == ()


def test_the_restated_figure_flips_what_failed():
    flips = {f["what"]: (f["before"], f["after"]) for f in Review.objects.get().flips}
    assert ("FAIL", "PASS") in flips.values()
