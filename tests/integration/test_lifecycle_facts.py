"""What is written as rows comes back as the library's values, on either database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.accounts import person
from tests.factories.lifecycle import NOON, membership, town

from zhence.facts import Decision, Event, Exemption
from zhence.periods import Span
from zhence_web.packbook import packbook
from zhence_web.records import models
from zhence_web.records.lifecycle.facts import recorded_of
from zhence_web.records.registry.facts import membership_fact

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2017, 1, 1), date(2025, 12, 31))
WORDS = st.text("abcdefgh_", min_size=1, max_size=20)
BODIES = st.sampled_from(["office", "province", "county"])
MAYBE = st.sampled_from([None, True, False])
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)

decisions = st.builds(
    Decision,
    what=WORDS,
    by=BODIES,
    on=DAYS,
    document=WORDS,
    list=st.just("municipal"),
    value=st.none() | WORDS,
    end=st.none() | DAYS,
    year=st.none() | st.integers(2017, 2025),
    clause=st.none() | WORDS,
)
events = st.builds(
    Event,
    type=WORDS,
    on=DAYS,
    verified=MAYBE,
    passed=MAYBE,
    by=st.none() | BODIES,
    aspects=st.none() | st.integers(0, 9),
    recommends=st.none() | WORDS,
)
exemptions = st.builds(
    Exemption,
    clause=WORDS,
    period=st.tuples(DAYS, st.integers(1, 900)).map(
        lambda told: Span(told[0], told[0] + timedelta(days=told[1]))
    ),
    body=BODIES,
    document=WORDS,
    reason=WORDS,
    expires=DAYS,
)


def paper(number: str) -> models.Document:
    return models.Document.objects.create(
        title="T", number=number, label="synthetic", recorded_at=KNOWN
    )


def write(row, user, told) -> None:
    if isinstance(told, Decision):
        models.Decision.objects.create(
            membership=row,
            what=told.what,
            body=told.by,
            document=paper(told.document),
            on=told.on,
            value=told.value or "",
            end=told.end,
            year=told.year,
            clause=told.clause or "",
            recorded_by=user,
            recorded_at=KNOWN,
        )
    elif isinstance(told, Event):
        models.Event.objects.create(
            membership=row,
            type=told.type,
            on=told.on,
            verified=told.verified,
            passed=told.passed,
            body=told.by or "",
            aspects=told.aspects,
            recommends=told.recommends or "",
            recorded_at=KNOWN,
        )
    else:
        models.Exemption.objects.create(
            membership=row,
            clause=told.clause,
            starts=told.period.start,
            ends=told.period.last,
            body=told.body,
            document=paper(told.document),
            reason=told.reason,
            expires=told.expires,
            recorded_by=user,
            recorded_at=KNOWN,
        )


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(decisions | events | exemptions, max_size=6))
def test_records_come_back_as_they_were_put_in(told):
    org = models.Org.objects.create(
        code=f"x{models.Org.objects.count()}", tier="site", opened_on=date(2015, 1, 1)
    )
    user = models.User.objects.first() or person("clerk")
    row = membership(org.pk, 10_000 + models.Site.objects.count())
    for one in told:
        write(row, user, one)
    pack = packbook().sources.packs["NT2017"]
    (found,) = recorded_of([row], pack, date(2026, 1, 1), NOON).values()
    kinds = (
        (found.decisions, Decision),
        (found.events, Event),
        (found.exemptions, Exemption),
    )
    for held, kind in kinds:
        assert list(held) == [one for one in told if isinstance(one, kind)]
    assert found.membership == replace(
        membership_fact(row, NOON.date(), NOON), stay_first_year=2018
    )


def move(row, before, after, on, on_latest=None, transition="N4"):
    models.Move.objects.create(
        membership_id=row,
        transition=transition,
        before=before,
        after=after,
        on=on,
        on_latest=on_latest,
        label="synthetic",
        recorded_at=KNOWN,
    )


def on_day(made, day):
    row = models.Membership.objects.get(pk=made.membership)
    pack = packbook().sources.packs["NT2017"]
    return recorded_of([row], pack, day, NOON)[row.pk]


def test_a_downgrade_begins_a_stay_and_remembers_the_creation_list():
    made = town()
    move(made.membership, "CREATION", "CULTIVATION", date(2020, 1, 1))
    member = on_day(made, date(2020, 1, 1)).membership
    assert (member.state, member.stay_first_year) == ("CULTIVATION", 2020)
    assert member.was_creation is True
    before = on_day(made, date(2019, 12, 31)).membership
    assert (before.state, before.stay_first_year) == ("CREATION", 2018)
    assert before.was_creation is None


def test_coming_back_from_a_failed_acceptance_begins_no_stay():
    made = town()
    move(made.membership, "CREATION", "ACCEPTANCE_REVIEW", date(2020, 1, 1))
    move(made.membership, "ACCEPTANCE_REVIEW", "CREATION", date(2020, 6, 1))
    assert on_day(made, date(2021, 1, 1)).membership.stay_first_year == 2018


def test_a_move_of_an_uncertain_day_counts_when_it_had_surely_happened():
    made = town()
    days = date(2020, 1, 1), date(2020, 12, 31)
    move(made.membership, "CREATION", "CULTIVATION", *days)
    assert on_day(made, date(2020, 6, 1)).membership.state == "CREATION"
    assert on_day(made, date(2020, 12, 31)).membership.state == "CULTIVATION"


def test_a_move_without_any_day_is_not_counted():
    made = town()
    move(made.membership, "CREATION", "CULTIVATION", None)
    assert on_day(made, date(2025, 1, 1)).membership.state == "CREATION"
