"""The board tells late, missing and wrong apart, level by level."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import hand
from tests.factories.reporting import Desk, desk, fill, lift, opened, site, version
from tests.factories.tasks import noon

from zhence.reporting.returns import Typed
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Return, User
from zhence_web.records.reporting import reads
from zhence_web.records.reporting.actions import save_cells, send_back

pytestmark = pytest.mark.django_db

OF = ("town-quarter", "2025Q4")
ON = date(2026, 3, 2)


def neighbour(at: Desk, org: int, number: int) -> Desk:
    reporter = hand(Role.REPORTER, org, f"filler-{number}")
    return Desk(at.tree, site(org, number), reporter, at.county, at.city, at.province)


@pytest.fixture
def three() -> Desk:
    """One town came late and was sent back, one came in time, one never came."""
    at = desk()
    late = opened(at)
    fill(at, late)
    lift(at, late, "submitted")
    send_back(
        return_id=late,
        version=version(late),
        cells={"staff": "核对"},
        by=at.county,
        at=noon(ON),
    )
    other = neighbour(at, at.tree.other_site, 2)
    soon = opened(other)
    Return.objects.filter(pk=soon).update(due_on=date(2026, 3, 31))
    fill(other, soon)
    lift(other, soon, "submitted")
    opened(neighbour(at, at.tree.far_site, 3))
    return at


def counts(group: reads.Group) -> tuple[int, ...]:
    return (group.asked, group.on_time, group.late, group.missing, group.wrong)


def test_late_missing_and_wrong_are_three_things(three: Desk):
    found = reads.board(three.city, ON, *OF)
    assert found is not None
    assert counts(found.whole) == (3, 1, 1, 1, 1)
    assert [(g.name, counts(g)) for g in found.parts] == [
        ("甲一县", (2, 1, 1, 0, 1)),
        ("甲二县", (1, 0, 0, 1, 0)),
    ]
    assert [s.head.site.name for s in found.waited_for] == ["三号小镇"]
    assert found.whole.percent == 66


def test_each_level_leads_to_the_next_one_down_to_the_towns(three: Desk):
    tree = three.tree
    top = reads.board(three.province, ON, *OF)
    assert top is not None
    assert [g.name for g in top.parts] == ["甲市"]
    county = reads.board(three.province, ON, *OF, within=tree.county)
    assert county is not None
    assert [name for _, name in county.path] == ["浙江省", "甲市", "甲一县"]
    assert county.parts == ()
    stands = {s.head.site.name: (s.arrival, s.wrong) for s in county.stands}
    assert stands == {"一号小镇": ("late", True), "二号小镇": ("on_time", False)}
    late = next(s for s in county.stands if s.arrival == "late")
    assert late.delivery.late_by == 24


def test_an_office_that_is_not_theirs_shows_nothing(three: Desk, client: Client):
    assert reads.board(three.county, ON, *OF, within=three.tree.other_county) is None
    client.force_login(User.objects.get(username="verifier"))
    page = reverse("review:completeness")
    for other in (three.tree.other_county, 987654, "x"):
        assert client.get(f"{page}?within={other}").status_code == 404
    assert client.get(f"{page}?within={three.tree.county}").status_code == 200


def test_the_board_takes_as_many_queries_for_many_returns_as_for_few(
    three: Desk, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        assert reads.board(three.province, ON, *OF) is not None


def test_what_was_explained_away_is_counted_by_unit_and_by_check(
    three: Desk, client: Client
):
    made = opened(three, period="2025Q3")
    fill(three, made, {"operating_revenue": "1", "tax_revenue": "0.8", "staff": "9"})
    save_cells(
        return_id=made,
        cells={"tax_revenue": Typed("0.8", explanation="补缴上年税款")},
        version=version(made),
        by=three.reporter,
        at=noon(ON),
    )
    lift(three, made, "submitted")
    told = reads.explained(three.city, ON)
    (unit,) = told.units
    assert (unit.unit, unit.findings, unit.commonest) == (
        "一号小镇",
        1,
        "补缴上年税款",
    )
    assert [(number, times) for number, _, times in told.checks] == [("S201", 1)]
    far = hand(Role.COUNTY_VERIFIER, three.tree.other_county, "far")
    assert reads.explained(far, ON).total == 0
    client.force_login(User.objects.get(username="city"))
    assert "补缴上年税款" in client.get(reverse("review:explained")).content.decode()


def test_an_office_extends_from_the_page_of_the_return(three: Desk, client: Client):
    made = opened(three, period="2025Q2")
    client.force_login(User.objects.get(username="verifier"))
    page = reverse("review:return", args=[made])
    assert "准予延期至" in client.get(page).content.decode()
    wrong = client.post(
        reverse("review:extend", args=[made]),
        {"version": str(version(made)), "until": "2020-01-01", "reason": ""},
    )
    assert wrong.status_code == 422
    assert "请写明延期理由" in wrong.content.decode()
    done = client.post(
        reverse("review:extend", args=[made]),
        {"version": str(version(made)), "until": "2099-12-31", "reason": "统计员交接"},
        follow=True,
    )
    assert "已准予延期" in done.content.decode()
    assert "统计员交接" in done.content.decode()
