"""The tree of organisations changes on a day, by a document, and forgets nothing."""

from datetime import UTC, date, datetime

import pytest
from tests.factories.accounts import Tree, hand, tree

from zhence.evidence import Text
from zhence_web.records.accounts.actions import mergers, organisations
from zhence_web.records.accounts.actions.mergers import Part
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Scope
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.reads.organisations import (
    branch_of,
    closed_below,
    history_of,
    is_open,
    path_of,
    tree_on,
)
from zhence_web.records.accounts.refusals import RefusedError
from zhence_web.records.accounts.roles import Role, Tier
from zhence_web.records.accounts.tree import scope_of, subtree
from zhence_web.records.models import Entry, Org, OrgParent

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 2, tzinfo=UTC)
EVE, DAY, AFTER = date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)
BY_LAW = "某政〔2026〕1号"


@pytest.fixture
def orgs() -> Tree:
    return tree()


@pytest.fixture
def operator(orgs: Tree) -> Hand:
    return hand(Role.OPERATOR, orgs.province)


def codes(on: date) -> list[str]:
    return [f"{'-' * b.depth}{b.code}" for b in tree_on(on)]


def refused(code: str):
    return pytest.raises(RefusedError, match=rf"\[{code}\]")


def test_the_tree_of_a_day_shows_each_after_the_one_above_it(orgs: Tree):
    assert codes(DAY) == [
        "330000",
        "-330100",
        "--330106",
        "---site-1",
        "---site-2",
        "--330108",
        "---site-3",
        "-330200",
        "--330203",
        "---site-4",
    ]
    assert [b.code for b in tree_on(DAY, orgs.other_city)] == [
        "330200",
        "330203",
        "site-4",
    ]
    assert tree_on(date(2000, 1, 1)) == ()
    assert tree_on(date(2000, 1, 1), orgs.city) == ()


def test_an_organisation_opens_on_a_day_under_its_parent(orgs: Tree, operator: Hand):
    new = organisations.open_org(
        code="330109",
        tier=Tier.COUNTY,
        name=Text("甲三县", "Jia-3 County"),
        parent=orgs.city,
        on=DAY,
        document=BY_LAW,
        by=operator,
        at=AT,
    )
    assert not is_open(new, EVE)
    assert is_open(new, DAY)
    assert [n.zh for n in path_of(new, DAY)] == ["浙江省", "甲市", "甲三县"]
    change = history_of(new)[0]
    assert (change.kind, change.on, change.document) == ("open", DAY, BY_LAW)
    entry = Entry.objects.get()
    assert (entry.action, entry.object_id) == ("accounts.open_org", "330109")
    assert BY_LAW in entry.payload


def opening(orgs: Tree, by: Hand, **other: object) -> int:
    given: dict[str, object] = {
        "code": "330109",
        "tier": Tier.COUNTY,
        "name": Text("甲三县", ""),
        "parent": orgs.city,
        "on": DAY,
    }
    return organisations.open_org(**{**given, **other}, by=by, at=AT)  # type: ignore[arg-type]


def test_what_cannot_be_opened_is_refused_with_the_reason(orgs: Tree, operator: Hand):
    with refused("org_code_taken"):
        opening(orgs, operator, code="330106")
    with refused("org_nameless"):
        opening(orgs, operator, name=Text(" ", ""))
    with refused("org_nameless"):
        opening(orgs, operator, code=" ")
    with refused("org_tier"):
        opening(orgs, operator, parent=orgs.county)
    with refused("org_not_open"):
        opening(orgs, operator, on=date(2000, 1, 1))
    with refused("org_unknown"):
        opening(orgs, operator, parent=999_999)
    assert not Entry.objects.exists()
    assert not Org.objects.filter(code="330109").exists()


def test_a_new_name_holds_from_its_day_and_the_old_one_stays_on_record(
    orgs: Tree, operator: Hand
):
    organisations.rename_org(
        org=orgs.county, name=Text("甲一区", ""), on=DAY, by=operator, at=AT
    )
    assert branch_of(orgs.county, EVE).name.zh == "甲一县"  # type: ignore[union-attr]
    assert branch_of(orgs.county, DAY).name.zh == "甲一区"  # type: ignore[union-attr]
    change = history_of(orgs.county)[0]
    assert [change.before[0].zh, change.after[0].zh] == ["甲一县", "甲一区"]
    with refused("change_order"):
        organisations.rename_org(
            org=orgs.county, name=Text("甲甲区", ""), on=DAY, by=operator, at=AT
        )
    with refused("org_nameless"):
        organisations.rename_org(
            org=orgs.county, name=Text("", ""), on=AFTER, by=operator, at=AT
        )


def move(org: int, parent: int, by: Hand, on: date = DAY) -> None:
    organisations.move_org(org=org, parent=parent, on=on, document=BY_LAW, by=by, at=AT)


def test_a_moved_branch_is_seen_from_its_new_place_only_from_its_day_on(
    orgs: Tree, operator: Hand
):
    move(orgs.county, orgs.other_city, operator)
    assert scope_of(orgs.city, orgs.site, EVE) is Scope.BELOW
    assert scope_of(orgs.other_city, orgs.site, EVE) is Scope.ELSEWHERE
    assert scope_of(orgs.city, orgs.site, DAY) is Scope.ELSEWHERE
    assert scope_of(orgs.other_city, orgs.site, DAY) is Scope.BELOW
    change = history_of(orgs.county)[0]
    assert [change.before[0].zh, change.after[0].zh] == ["甲市", "乙市"]


def test_moving_widens_nobody_s_reach_beyond_the_new_place(orgs: Tree, operator: Hand):
    before = {org.pk: subtree(org.pk, EVE) for org in Org.objects.all()}
    move(orgs.county, orgs.other_city, operator)
    branch = before[orgs.county]
    for pk, seen in before.items():
        gained = subtree(pk, DAY) - seen
        assert gained == (branch if pk == orgs.other_city else frozenset())


def test_nobody_hangs_an_organisation_under_another_without_a_right_on_both_ends(
    orgs: Tree,
):
    city = hand(Role.OPERATOR, orgs.city)
    with pytest.raises(NotAllowedError):
        move(orgs.county, orgs.other_city, city)
    with pytest.raises(NotAllowedError):
        move(orgs.other_city_county, orgs.city, city)
    with pytest.raises(NotAllowedError):
        move(orgs.city, orgs.province, city)
    move(orgs.site, orgs.other_county, city)
    assert scope_of(orgs.other_county, orgs.site, DAY) is Scope.BELOW


def test_only_an_operator_changes_the_tree(orgs: Tree):
    office = hand(Role.PROVINCIAL_OFFICE, orgs.province)
    with pytest.raises(NotAllowedError):
        move(orgs.site, orgs.other_county, office)


def test_a_circle_a_wrong_tier_and_a_change_out_of_order_are_refused(
    orgs: Tree, operator: Hand
):
    with refused("org_circle"):
        move(orgs.city, orgs.county, operator)
    with refused("org_circle"):
        move(orgs.county, orgs.county, operator)
    with refused("org_tier"):
        move(orgs.county, orgs.other_county, operator)
    with refused("org_same_parent"):
        move(orgs.county, orgs.city, operator)
    move(orgs.county, orgs.other_city, operator)
    with refused("change_order"):
        move(orgs.county, orgs.province, operator)
    with refused("change_order"):
        move(orgs.county, orgs.province, operator, EVE)


def test_a_circle_that_a_later_day_would_close_is_refused(orgs: Tree, operator: Hand):
    # No action can write such rows; the check does not lean on that.
    OrgParent.objects.filter(org=orgs.other_city).update(until=AFTER)
    OrgParent.objects.create(org_id=orgs.other_city, parent_id=orgs.county, since=AFTER)
    with refused("org_circle"):
        move(orgs.county, orgs.other_city, operator)


def close(org: int, by: Hand, successor: int | None = None) -> None:
    organisations.close_org(
        org=org, on=DAY, document=BY_LAW, successor=successor, by=by, at=AT
    )


def test_closing_ends_appointments_moves_what_is_below_and_keeps_the_history(
    orgs: Tree, operator: Hand
):
    verifier = hand(Role.COUNTY_VERIFIER, orgs.county)
    close(orgs.county, operator, orgs.other_county)
    assert len(hands_of(verifier.user, EVE)) == 1
    assert hands_of(verifier.user, DAY) == ()
    assert scope_of(orgs.other_county, orgs.site, DAY) is Scope.BELOW
    assert "--330106" in codes(EVE)
    assert "--330106" not in codes(DAY)
    assert scope_of(orgs.city, orgs.county, AFTER) is Scope.BELOW
    assert [b.code for b in closed_below(orgs.city, DAY)] == ["330106"]
    change = history_of(orgs.county)[0]
    assert [change.before[0].zh, change.after[0].zh] == ["甲一县", "甲二县"]


def test_who_inherits_a_closed_branch_sees_those_that_were_closed_before(
    orgs: Tree, operator: Hand
):
    close(orgs.site, operator)
    organisations.close_org(
        org=orgs.county,
        on=AFTER,
        successor=orgs.other_county,
        by=operator,
        at=AT,
    )
    assert scope_of(orgs.other_county, orgs.site, AFTER) is Scope.BELOW


def test_closing_what_still_has_somebody_below_needs_a_successor(
    orgs: Tree, operator: Hand
):
    with refused("org_has_children"):
        close(orgs.county, operator)
    with refused("successor_itself"):
        close(orgs.county, operator, orgs.county)
    with refused("org_circle"):
        close(orgs.county, operator, orgs.site)
    close(orgs.site, operator)
    with refused("org_not_open"):
        close(orgs.site, operator)
    with refused("org_not_open"):
        move(orgs.other_site, orgs.site, operator)
    assert branch_of(999_999, DAY) is None


def test_a_root_is_closed_by_whoever_may_change_it(orgs: Tree, operator: Hand):
    new = organisations.open_org(
        code="x",
        tier=Tier.SITE,
        name=Text("无上级的园区", ""),
        parent=orgs.province,
        on=DAY,
        by=operator,
        at=AT,
    )
    OrgParent.objects.filter(org=new).delete()
    own = hand(Role.OPERATOR, new)
    with refused("change_order"):
        close(new, own)
    organisations.close_org(org=new, on=AFTER, by=own, at=AT)
    assert not is_open(new, AFTER)


def test_an_appointment_that_was_to_begin_after_the_closing_never_begins(
    orgs: Tree, operator: Hand
):
    later = hand(Role.COUNTY_VERIFIER, orgs.county)
    from zhence_web.records.models import Appointment

    Appointment.objects.filter(pk=later.appointment).update(since=AFTER)
    close(orgs.county, operator, orgs.other_county)
    assert hands_of(later.user, AFTER) == ()


def test_counties_merge_into_one_of_them(orgs: Tree, operator: Hand):
    mergers.merge_orgs(
        orgs=[orgs.county, orgs.other_county],
        into=orgs.other_county,
        on=DAY,
        document=BY_LAW,
        by=operator,
        at=AT,
    )
    assert codes(DAY)[2:6] == ["--330108", "---site-1", "---site-2", "---site-3"]
    change = history_of(orgs.other_county)[0]
    assert [n.zh for n in change.before] == ["甲一县"]
    assert [n.zh for n in change.after] == ["甲二县"]


@pytest.mark.parametrize("others", ["none", "itself", "unlike"])
def test_a_merger_joins_two_or_more_of_one_tier(
    orgs: Tree, operator: Hand, others: str
):
    chosen = {"none": [], "itself": [orgs.county], "unlike": [orgs.site]}[others]
    with refused("merge_unlike"):
        mergers.merge_orgs(orgs=chosen, into=orgs.county, on=DAY, by=operator, at=AT)


def test_nobody_merges_what_is_not_theirs_to_change(orgs: Tree):
    city = hand(Role.OPERATOR, orgs.city)
    with pytest.raises(NotAllowedError):
        mergers.merge_orgs(
            orgs=[orgs.other_city_county], into=orgs.county, on=DAY, by=city, at=AT
        )


def split(orgs: Tree, by: Hand, *parts: Part, stays: bool) -> tuple[int, ...]:
    return mergers.split_org(
        org=orgs.county, parts=parts, stays=stays, on=DAY, by=by, at=AT
    )


def test_a_county_splits_and_goes_on_with_what_is_left(orgs: Tree, operator: Hand):
    part = Part("330113", Text("甲四区", ""), (orgs.other_site,))
    (new,) = split(orgs, operator, part, stays=True)
    assert scope_of(new, orgs.other_site, DAY) is Scope.BELOW
    assert scope_of(orgs.county, orgs.site, DAY) is Scope.BELOW
    assert scope_of(orgs.county, orgs.other_site, DAY) is Scope.ELSEWHERE
    assert [n.zh for n in history_of(new)[0].after] == ["甲一县", "甲四区"]


def test_a_county_that_closes_leaves_no_child_behind(orgs: Tree, operator: Hand):
    one = Part("330113", Text("甲四区", ""), (orgs.site,))
    two = Part("330114", Text("甲五区", ""), (orgs.other_site,))
    with refused("split_children"):
        split(orgs, operator, one, stays=False)
    with refused("split_children"):
        split(orgs, operator, stays=False)
    with refused("split_children"):
        split(
            orgs,
            operator,
            one,
            Part("330114", Text("重", ""), (orgs.site,)),
            stays=True,
        )
    with refused("split_children"):
        split(
            orgs, operator, Part("330114", Text("远", ""), (orgs.far_site,)), stays=True
        )
    verifier = hand(Role.COUNTY_VERIFIER, orgs.county)
    split(orgs, operator, one, two, stays=False)
    assert not is_open(orgs.county, DAY)
    assert hands_of(verifier.user, DAY) == ()
    assert scope_of(orgs.city, orgs.site, DAY) is Scope.BELOW


def test_a_root_splits_into_roots(orgs: Tree, operator: Hand):
    parts = [
        Part("p1", Text("一省", ""), (orgs.city,)),
        Part("p2", Text("二省", ""), (orgs.other_city,)),
    ]
    one, two = mergers.split_org(
        org=orgs.province, parts=parts, stays=False, on=DAY, by=operator, at=AT
    )
    assert [b.id for b in tree_on(DAY) if b.depth == 0] == [one, two]


def test_what_stands_alone_is_hung_under_a_parent_by_nobody(orgs: Tree, operator: Hand):
    """A right on both ends is asked, and nobody has one over a root and another."""
    OrgParent.objects.filter(org=orgs.far_site).delete()
    for by in (hand(Role.OPERATOR, orgs.far_site), operator):
        with pytest.raises(NotAllowedError):
            move(orgs.far_site, orgs.county, by)
