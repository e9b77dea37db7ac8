"""From a figure of the cockpit back to the cells and records that it rests on."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.accounts import TODAY, hand
from tests.factories.lifecycle import membership
from tests.factories.reporting import desk, minutes, site, town_return
from tests.factories.tasks import missing_task

from zhence.evidence import Interval, Label
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.roles import Role
from zhence_web.records.cockpit.evidence import Evidence, evidence_json, evidence_of
from zhence_web.records.cockpit.figures import Figure
from zhence_web.records.cockpit.ground import ground_of
from zhence_web.records.cockpit.totals import fullest, reported, seasons, totals
from zhence_web.records.kept import forget
from zhence_web.records.models import Task

pytestmark = pytest.mark.django_db
OUTPUT = "total:output_total:2025-01-01:2026-01-01"
COUNT = count()
LATER = minutes(0) + timedelta(days=1)


def told(figure: str, place: int, *, by=None) -> Evidence | None:
    asking = by or hand(Role.LEADER, place, f"leader-{next(COUNT)}")
    return evidence_of(figure, place=place, by=asking, on=TODAY, at=LATER)


def found(figure: str, place: int) -> Evidence:
    held = told(figure, place)
    assert held is not None
    return held


def test_a_total_goes_back_to_the_cell_its_revision_and_everybody_who_vouched():
    at = desk()
    of = town_return(at, "province_accepted", output_total="12.5", staff="900")
    held = found(OUTPUT, at.tree.county)
    (part,) = held.parts
    (source,) = part.sources
    assert held.figure.value == Interval.point(Fraction(25, 2)) == part.value
    assert (source.return_id, source.item, source.revision) == (of, "output_total", 1)
    assert source.typed == "12.5 亿元"
    assert [v.who.zh for v in source.vouched] == [
        "filler",
        "verifier",
        "city",
        "province",
    ]
    assert held.figure.labels == (Label.SYNTHETIC,)


def test_who_is_silent_leaves_a_total_open_and_is_never_zero():
    at = desk()
    town_return(at, "province_accepted", output_total="12.5", staff="900")
    silent = site(at.tree.other_site, 2)
    held = found(OUTPUT, at.tree.county)
    assert held.figure.value == Interval(Fraction(25, 2), None)
    assert (held.figure.known, held.figure.asked) == (1, 2)
    quiet = held.part("2")
    assert quiet is not None
    assert quiet.value is None
    assert quiet.sources == ()
    assert silent


def test_a_figure_that_no_level_has_accepted_is_not_added_up():
    at = desk()
    town_return(at, "city_accepted", output_total="12.5", staff="900")
    assert found(OUTPUT, at.tree.county).figure.value is None


def test_a_standing_goes_back_to_the_listing():
    at = desk()
    membership(at.tree.site, 1)
    held = found("standing:NT2017:CREATION", at.tree.city)
    (part,) = held.parts
    assert held.figure.value == Interval.point(1)
    assert [source.kind for source in part.sources] == ["listing"]
    assert held.basis.policy == "NT2017"


def test_a_target_lists_its_members_and_below_its_jurisdiction_has_no_verdict():
    at = desk()
    membership(at.tree.site, 1, policy="ZJ2023", list_name="provincial", state="NAMED")
    town_return(at, "province_accepted", output_total="12.5", staff="900")
    held = found("target:ZJ2023:ZJ2023-1e", at.tree.province)
    (part,) = held.parts
    assert held.figure.value == Interval.point(Fraction(25, 2)) == part.value
    assert [source.item for source in part.sources] == ["output_total"]
    below = found("target:ZJ2023:ZJ2023-1e", at.tree.county)
    assert below.figure.value == held.figure.value


def test_what_waits_is_listed_one_by_one():
    at = desk()
    of = town_return(at, "submitted")
    held = found("waiting:returns", at.tree.county)
    assert held.figure.value == Interval.point(1)
    assert [part.key for part in held.parts] == [f"return-{of}"]


def test_tasks_wait_until_closed_and_those_of_a_whole_place_bear_its_name():
    at = desk()
    task = missing_task(at)
    Task.objects.create(
        rule="A-9",
        subject="county",
        about_id=at.tree.county,
        office_id=at.tree.county,
        role=task.role,
        level=task.level,
        zh="全县的事",
        en="of the whole county",
        kind="org",
        ref="1",
        raised_at=task.raised_at,
        seen_at=task.seen_at,
        due_on=date(2099, 1, 1),
    )
    held = found("waiting:tasks", at.tree.city)
    assert [(part.number, part.name.zh) for part in held.parts] == [
        (0, "甲一县"),
        (1, "一号小镇"),
    ]
    late = found("waiting:overdue", at.tree.city)
    assert [part.key for part in late.parts] == [f"task-{task.pk}"]
    Task.objects.filter(pk=task.pk).update(closed_at=LATER, outcome="done")
    assert found("waiting:overdue", at.tree.city).figure.value == Interval.point(0)


def test_the_digest_is_of_what_was_added_up_and_of_nothing_else():
    at = desk()
    town_return(at, "province_accepted", output_total="12.5", staff="900")
    one = found(OUTPUT, at.tree.county)
    again = found(OUTPUT, at.tree.city)
    other = found("total:staff:2025-12-31:2026-01-01", at.tree.county)
    assert one.basis.digest == again.basis.digest != other.basis.digest


@pytest.mark.parametrize(
    "figure",
    [
        "nothing",
        "total:output_total",
        "total:output_total:2026-01-01:2025-01-01",
        "total:plan_total:2025-01-01:2026-01-01",
        "total:output_total:then:now",
        "standing:NT2017:NOWHERE",
        "standing:NOPE:NAMED",
        "target:ZJ2023:ZJ2023-1e",
        "target:NT2017:nothing",
        "waiting:nothing",
    ],
)
def test_a_figure_that_there_is_not_is_none(figure: str):
    at = desk()
    membership(at.tree.site, 1)
    assert told(figure, at.tree.county) is None


def test_nobody_looks_at_a_place_that_is_not_below_them():
    at = desk()
    by = hand(Role.LEADER, at.tree.other_county)
    with pytest.raises(NotAllowedError):
        told(OUTPUT, at.tree.county, by=by)


def test_evidence_in_json_keeps_unknown_apart_from_zero():
    at = desk()
    site(at.tree.other_site, 2)
    town_return(at, "province_accepted", output_total="0")
    shown = evidence_json(found(OUTPUT, at.tree.county))
    parts = {p["site"]: p["value"] for p in shown["parts"]}  # type: ignore[attr-defined]
    assert parts == {1: {"low": "0", "high": "0"}, 2: None}


def test_the_queries_do_not_grow_with_the_members():
    at = desk()
    town_return(at, "province_accepted", output_total="1", staff="90")
    by = hand(Role.LEADER, at.tree.province)
    told(OUTPUT, at.tree.province, by=by)  # how far the chain goes is then known
    counts = []
    for number, org in ((2, at.tree.other_site), (3, at.tree.far_site)):
        forget()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            told(OUTPUT, at.tree.province, by=by)
        counts.append(len(seen))
        site(org, number)
    assert counts[0] == counts[1]


def test_the_season_that_is_shown_is_the_one_that_most_have_told_of():
    at = desk()
    town_return(at, "province_accepted", output_total="3", staff="90")
    ground = ground_of(at.tree.county, TODAY)
    assert ground is not None
    season = fullest(seasons(reported(list(ground.sites), LATER)))
    shown: dict[str, Figure] = {f.id: f for f in totals(ground, season)}
    assert shown[OUTPUT].value == Interval.point(3)
