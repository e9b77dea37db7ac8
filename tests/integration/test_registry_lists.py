"""Sites and lists: dated, by a document, known since a moment."""

from datetime import date, timedelta

import pytest
from tests.factories import accounts
from tests.factories.registry import LISTED, NOON, cited, member, paper, site

from zhence.errors import BadInputError, ZhenceError
from zhence.evidence import Label, Text
from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.permissions import Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Entry, Membership, OrgName, Site
from zhence_web.records.registry.actions import (
    Correction,
    Listing,
    NewSite,
    add_alias,
    add_site,
    correct_category,
    end_membership,
    enlist,
    rename_site,
)
from zhence_web.records.registry.facts import membership_fact
from zhence_web.records.registry.reads import (
    list_on,
    memberships_of,
    site_on,
    sites_seen,
)

TODAY = accounts.TODAY
NEW = Text("新名小镇", "New Town")
LATER = NOON + timedelta(days=30)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return accounts.tree()


@pytest.fixture
def office(tree):
    return accounts.hand(Role.CITY_OFFICE, tree.city, "city")


@pytest.fixture
def province(tree):
    return accounts.hand(Role.PROVINCIAL_OFFICE, tree.province, "province")


def refused(caught) -> list[str]:
    return [fault.code for fault in caught.value.faults]


def new_site(parent: int, **more: object) -> NewSite:
    told: dict[str, object] = {
        "code": "new-1",
        "kind": "town",
        "zh": "新立小镇",
        "parent": parent,
        "opened_on": LISTED,
        "label": Label.SYNTHETIC,
    }
    return NewSite(**(told | more))  # type: ignore[arg-type]  # names as they are


def test_a_new_site_gets_the_next_number_and_is_audited(tree, office):
    site(tree.site, 7)
    key = add_site(new=new_site(tree.county, zh=" 新立小镇 "), by=office, at=NOON)
    made = Site.objects.get(pk=key)
    assert (made.number, made.org.code) == (8, "new-1")
    seen = site_on(8, office, TODAY, TODAY)
    assert seen is not None
    assert seen.county is not None
    assert seen.city is not None
    assert (seen.name, seen.county.name, seen.city.name) == (
        "新立小镇",
        "甲一县",
        "甲市",
    )
    entry = Entry.objects.get(action="registry.add_site")
    assert '"name":"新立小镇"' in entry.payload


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"zh": " "}, "org_nameless"),
        ({"kind": "village"}, "kind_unknown"),
        ({"code": "330108"}, "org_code_taken"),
    ],
)
def test_a_site_that_cannot_be_is_refused_by_name(tree, office, more, code):
    with pytest.raises(ZhenceError) as caught:
        add_site(new=new_site(tree.county, **more), by=office, at=NOON)
    assert refused(caught) == [code]
    assert not Site.objects.exists()


def test_a_site_has_no_sites_below_it(tree, office):
    with pytest.raises(ZhenceError) as caught:
        add_site(new=new_site(tree.site), by=office, at=NOON)
    assert refused(caught) == ["org_tier"]


def test_a_county_adds_no_site_and_a_city_none_of_another(tree, office):
    county = accounts.hand(Role.COUNTY_VERIFIER, tree.county)
    for by, why in ((county, Why.ROLE), (office, Why.SCOPE)):
        parent = tree.county if by is county else tree.other_city_county
        with pytest.raises(NotAllowedError) as caught:
            add_site(new=new_site(parent), by=by, at=NOON)
        assert caught.value.denied.why is why


def test_everybody_sees_the_sites_below_them_and_no_others(tree, office):
    for number, org in enumerate(
        (tree.site, tree.other_site, tree.far_site, tree.other_city_site), 1
    ):
        site(org, number)
    county = accounts.hand(Role.COUNTY_VERIFIER, tree.county)
    reporter = accounts.hand(Role.REPORTER, tree.other_site)
    assert [s.number for s in sites_seen(office, TODAY)] == [1, 2, 3]
    assert [s.number for s in sites_seen(county, TODAY)] == [1, 2]
    assert [s.number for s in sites_seen(reporter, TODAY)] == [2]
    assert site_on(99, office, TODAY, TODAY) is None
    with pytest.raises(NotAllowedError):
        site_on(4, office, TODAY, TODAY)


def test_a_renamed_site_is_shown_by_the_name_of_the_day(tree, office):
    key = site(tree.site)
    since = date(2020, 6, 1)
    rename_site(site=key, name=NEW, since=since, document="3号", by=office, at=NOON)
    before = site_on(1, office, since - timedelta(days=1), TODAY)
    after = site_on(1, office, since, TODAY)
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("一号小镇", "新名小镇")
    assert [name for _, name in after.names] == ["一号小镇", "新名小镇"]
    assert OrgName.objects.filter(org=tree.site, until__isnull=True).count() == 1
    assert Entry.objects.filter(action="registry.rename_site").count() == 1


def test_before_its_first_day_a_site_has_the_name_that_it_got_then(tree, office):
    site(tree.site)
    seen = site_on(1, office, date(1999, 1, 1), TODAY)
    assert seen is not None
    assert (seen.name, seen.county) == ("一号小镇", None)


@pytest.mark.parametrize(
    ("zh", "since", "document", "code"),
    [
        ("", date(2020, 6, 1), "3号", "name_missing"),
        ("一号小镇", date(2020, 6, 1), "3号", "name_unchanged"),
        ("新名小镇", accounts.LONG_AGO, "3号", "change_order"),
        ("新名小镇", date(2020, 6, 1), " ", "document_missing"),
    ],
)
def test_a_renaming_that_cannot_be_is_refused(tree, office, zh, since, document, code):
    key = site(tree.site)
    with pytest.raises(ZhenceError) as caught:
        rename_site(
            site=key,
            name=Text(zh, ""),
            since=since,
            document=document,
            by=office,
            at=NOON,
        )
    assert refused(caught) == [code]


def test_an_alias_finds_a_site_and_is_recorded_once(tree, office):
    key = site(tree.site)
    reporter = accounts.hand(Role.REPORTER, tree.site)
    add_alias(site=key, name="老镇", note="旧称", by=reporter, at=NOON)
    seen = site_on(1, reporter, TODAY, TODAY)
    assert seen is not None
    assert seen.aliases == (("老镇", "旧称"),)
    assert "老镇" in seen.searched
    for name, code in (("老镇", "alias_known"), ("", "name_missing")):
        with pytest.raises(BadInputError) as caught:
            add_alias(site=key, name=name, note="", by=office, at=NOON)
        assert refused(caught) == [code]


def test_a_list_holds_from_its_first_day_until_before_its_last(tree, office):
    key = site(tree.site)
    row = member(key, office)
    end_membership(
        membership=row, until=date(2020, 1, 1), reason="退出", by=office, at=LATER
    )

    def on(day: date, known=LATER) -> list[str]:
        held = list_on("NT2017", "municipal", day, known, office, TODAY)
        return [r.site.name for r in held.rows]

    assert on(LISTED - timedelta(days=1)) == []
    assert on(LISTED) == ["一号小镇"]
    assert on(date(2019, 12, 31)) == ["一号小镇"]
    assert on(date(2020, 1, 1)) == []
    # Before the end was recorded nobody knew of it; before the listing, of nothing.
    assert on(date(2020, 1, 1), NOON) == ["一号小镇"]
    assert on(LISTED, NOON - timedelta(days=1)) == []


def test_a_membership_without_a_first_day_is_told_apart(tree, office):
    key = site(tree.site)
    Membership.objects.create(
        site_id=key,
        policy="NT2017",
        list_name="municipal",
        state="CREATION",
        recorded_at=NOON,
    )
    held = list_on("NT2017", "municipal", TODAY, NOON, office, TODAY)
    assert (len(held.rows), len(held.undated)) == (0, 1)


def test_a_list_shows_each_office_its_own_part(tree, office, province):
    near, far = site(tree.site, 1), site(tree.other_city_site, 2)
    member(near, province)
    member(far, province)
    for by, numbers in ((office, [1]), (province, [1, 2])):
        held = list_on("NT2017", "municipal", TODAY, NOON, by, TODAY)
        assert [r.site.number for r in held.rows] == numbers


def test_a_site_comes_back_on_a_list_after_it_left(tree, office):
    key = site(tree.site)
    row = member(key, office)
    with pytest.raises(BadInputError) as caught:
        member(key, office, since=date(2021, 1, 1))
    assert refused(caught) == ["listed_already"]
    left = date(2020, 1, 1)
    end_membership(membership=row, until=left, reason="退出", by=office, at=NOON)
    with pytest.raises(BadInputError) as caught:
        member(key, office, since=left - timedelta(days=1))
    assert refused(caught) == ["listed_then"]
    member(key, office, since=left)
    told = memberships_of(key, TODAY, NOON)
    assert [(m.since, m.until) for m in told] == [(left, None), (LISTED, left)]
    assert told[1].end_reason == "退出"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"policy": "XX9999"}, "policy_unknown"),
        ({"list_name": "provincial"}, "not_the_keeper"),
        ({"list_name": "national"}, "list_unknown"),
        ({"state": "HAPPY"}, "state_unknown"),
        ({"category": "fishing"}, "category_unknown"),
    ],
)
def test_what_the_policy_does_not_know_is_refused_by_name(tree, office, more, code):
    key = site(tree.site)
    with pytest.raises(BadInputError) as caught:
        member(key, office, **more)
    assert refused(caught) == [code]
    assert not Membership.objects.exists()


def test_a_listing_needs_a_document_on_record(tree, office):
    told = Listing(site(tree.site), "NT2017", "municipal", "CREATION", LISTED, 99)
    with pytest.raises(BadInputError) as caught:
        enlist(listing=told, by=office, at=NOON)
    assert refused(caught) == ["document_missing"]


def test_the_provincial_office_keeps_the_provincial_list(tree, province):
    key = site(tree.site)
    row = member(
        key,
        province,
        policy="ZJ2023",
        list_name="provincial",
        state="CREATING",
        category="finance",
    )
    assert Membership.objects.get(pk=row).listed_on == LISTED


def test_a_town_puts_itself_on_no_list(tree):
    reporter = accounts.hand(Role.REPORTER, tree.site)
    with pytest.raises(NotAllowedError):
        member(site(tree.site), reporter)
    with pytest.raises(NotAllowedError):
        paper(reporter)


def test_an_end_has_a_reason_a_later_day_and_comes_once(tree, office):
    row = member(site(tree.site), office)

    def end(until: date, reason: str) -> None:
        end_membership(
            membership=row,
            until=until,
            reason=reason,
            document=cited(),
            by=office,
            at=NOON,
        )

    for until, reason, code in (
        (date(2020, 1, 1), " ", "reason_missing"),
        (LISTED, "退出", "day_not_after"),
    ):
        with pytest.raises(BadInputError) as caught:
            end(until, reason)
        assert refused(caught) == [code]
    end(date(2020, 1, 1), "退出")
    with pytest.raises(BadInputError) as caught:
        end(date(2021, 1, 1), "退出")
    assert refused(caught) == ["ended_already"]
    assert Entry.objects.filter(action="registry.end_membership").count() == 1


def test_a_corrected_category_leaves_the_earlier_one_on_record(tree, office):
    row = member(site(tree.site), office)
    since = date(2020, 1, 1)
    told = Correction(row, "new_it", since, cited(), "主导产业重新认定", ("robots",))
    correct_category(correction=told, by=office, at=LATER)
    held = Membership.objects.get(pk=row)

    def category(on: date, known=LATER) -> str | None:
        return membership_fact(held, on, known).category

    assert category(since) == "new_it"
    assert category(since - timedelta(days=1)) == "high_end_manufacturing"
    assert category(since, NOON) == "high_end_manufacturing"
    assert membership_fact(held, since, LATER).lead_industries == ("robots",)
    (view,) = memberships_of(held.site_id, TODAY, LATER)
    assert view.category is not None
    assert (view.category.zh, view.rulings[0].reason) == (
        "新一代信息技术",
        "主导产业重新认定",
    )


@pytest.mark.parametrize(
    ("category", "since", "reason", "code"),
    [
        ("fishing", date(2020, 1, 1), "认定", "category_unknown"),
        ("new_it", date(2020, 1, 1), " ", "reason_missing"),
        ("new_it", date(2017, 1, 1), "认定", "day_not_after"),
        ("high_end_manufacturing", date(2020, 1, 1), "认定", "unchanged"),
    ],
)
def test_a_correction_that_corrects_nothing_is_refused(
    tree, office, category, since, reason, code
):
    row = member(site(tree.site), office)
    told = Correction(row, category, since, cited(), reason)
    with pytest.raises(BadInputError) as caught:
        correct_category(correction=told, by=office, at=NOON)
    assert refused(caught) == [code]


def test_what_is_not_known_of_a_membership_stays_unknown(tree, office):
    row = member(site(tree.site), office, category="")
    fact = membership_fact(Membership.objects.get(pk=row), TODAY, NOON)
    assert (fact.subject, fact.category, fact.lead_industries) == ("site-1", None, None)
    assert fact.state == "CREATION"
    moved = membership_fact(Membership.objects.get(pk=row), TODAY, NOON, "NAMED")
    assert moved.state == "NAMED"
