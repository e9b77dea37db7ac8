"""The pages by which organisations and people are kept, as their officers use them."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories.accounts import Tree, deputy, hand, tree

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.reads.organisations import branch_of, tree_on
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Deputation, Entry, User

pytestmark = pytest.mark.django_db

STRONG = "three-grey-herons"


@pytest.fixture
def orgs() -> Tree:
    return tree()


def client_of(who: Hand) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=who.user),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_the_operator_sees_the_tree_of_a_day_and_only_their_own_branch(orgs: Tree):
    client = client_of(hand(Role.OPERATOR, orgs.city))
    shown = text(client, "/staff/orgs/")
    assert "一号小镇" in shown
    assert "乙市" not in shown
    assert "这一天还没有机构" in text(client, "/staff/orgs/?on=2000-01-01")
    assert "一号小镇" in text(client, "/staff/orgs/?on=x")
    assert "甲一县" in text(client, f"/staff/orgs/{orgs.county}/")
    text(client, f"/staff/orgs/{orgs.other_city}/", 404)
    text(client, "/staff/orgs/999999/", 404)


def test_the_operator_opens_renames_moves_merges_splits_and_closes(orgs: Tree):
    client = client_of(hand(Role.OPERATOR, orgs.province))
    today = timezone.localdate()

    def do(org: int, deed: str, **fields: object) -> int:
        sent = {"on": str(today), "document": "某政〔2026〕1号", **fields}
        return client.post(f"/staff/orgs/{org}/{deed}/", sent).status_code

    assert do(orgs.city, "open", code="330109", tier="county", zh="甲三县") == 302
    new = next(b.id for b in tree_on(today) if b.code == "330109")
    assert do(orgs.county, "rename", zh="甲一区") == 302
    assert do(orgs.site, "move", parent=orgs.other_county) == 302
    assert do(orgs.other_county, "merge", orgs=[orgs.county]) == 302
    assert do(orgs.other_city_county, "close", successor=new) == 302
    part = {"code-1": "330110", "zh-1": "甲四县", f"child-{orgs.far_site}": "1"}
    assert do(orgs.other_county, "split", stays="on", **part) == 302
    assert do(orgs.county, "no-such-deed") == 404
    shape = [f"{'-' * b.depth}{b.code}" for b in tree_on(today)]
    assert shape == [
        "330000",
        "-330100",
        "--330108",
        "---site-1",
        "---site-2",
        "--330109",
        "---site-4",
        "--330110",
        "---site-3",
        "-330200",
    ]
    assert "已撤销" in text(client, "/staff/orgs/")
    assert "某政〔2026〕1号" in text(client, f"/staff/orgs/{orgs.county}/")
    deeds = Entry.objects.filter(action__endswith="_org").count()
    assert deeds + Entry.objects.filter(action__endswith="_orgs").count() == 6


def test_what_is_refused_is_said_and_what_was_typed_stays(orgs: Tree):
    client = client_of(hand(Role.OPERATOR, orgs.province))
    sent = {"code": "330106", "tier": "county", "zh": "重名县", "on": "2026-03-01"}
    answer = client.post(f"/staff/orgs/{orgs.city}/open/", sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "org_code_taken" in shown
    assert 'value="重名县"' in shown
    for deed, fields in (
        ("rename", {"zh": "新名", "on": "someday"}),
        ("move", {"parent": "", "on": "2026-03-01"}),
    ):
        answer = client.post(f"/staff/orgs/{orgs.county}/{deed}/", fields)
        assert answer.status_code == 422
        assert "field_" in answer.content.decode()


def test_an_operator_changes_nothing_outside_the_branch(orgs: Tree):
    client = client_of(hand(Role.OPERATOR, orgs.city))
    sent = {"zh": "改名", "on": "2026-03-01", "document": "x"}
    answer = client.post(f"/staff/orgs/{orgs.other_city}/rename/", sent)
    assert answer.status_code == 404
    found = branch_of(orgs.other_city, timezone.localdate())
    assert found is not None
    assert found.name.zh == "乙市"


def test_an_invitation_from_the_form_to_the_first_sign_in(orgs: Tree):
    officer = client_of(hand(Role.SECURITY_OFFICER, orgs.province))
    assert "邀请并任命" in text(officer, "/staff/people/new/")
    sent = {
        "username": "newcomer",
        "name": "新人",
        "role": "reporter",
        "org": orgs.site,
        "since": str(timezone.localdate()),
    }
    assert officer.post("/staff/people/new/", sent)["Location"] == "/staff/people/link/"
    shown = text(officer, "/staff/people/link/")
    link = re.search(r"http://testserver(/staff/welcome/newcomer/[^ <]+)", shown)
    assert link is not None
    assert "/staff/welcome/" not in text(officer, "/staff/people/link/")
    guest = Client()
    assert "设定口令" in text(guest, link[1])
    for first, second in ((STRONG, "other"), ("short", "short")):
        answer = guest.post(link[1], {"first": first, "second": second})
        assert answer.status_code == 422
    assert guest.post(link[1], {"first": STRONG, "second": STRONG}).status_code == 302
    assert "链接无效" in text(Client(), link[1], 404)
    signed = guest.post("/accounts/login/", {"login": "newcomer", "password": STRONG})
    assert signed.status_code == 302
    assert "新人 · 填报员 · 一号小镇" in text(guest, "/staff/me/")
    assert "newcomer" in text(officer, "/staff/people/?q=新")
    assert "没有符合的人员" in text(officer, "/staff/people/?q=nobody")
    again = officer.post("/staff/people/new/", sent)
    assert again.status_code == 422
    assert "username_taken" in again.content.decode()
    bad = officer.post("/staff/people/new/", {**sent, "role": "king"})
    assert "field_role" in bad.content.decode()


def test_the_security_officer_appoints_ends_deputises_and_closes(orgs: Tree):
    officer = hand(Role.SECURITY_OFFICER, orgs.province)
    client = client_of(officer)
    who = hand(Role.COUNTY_VERIFIER, orgs.county, "who")
    other = hand(Role.COUNTY_VERIFIER, orgs.other_county, "other")
    today = timezone.localdate()

    def do(deed: str, **fields: object) -> int:
        path = f"/staff/people/{who.user}/{deed}/"
        return client.post(path, fields).status_code

    assert do("appoint", role="leader", org=orgs.county, since=str(today)) == 302
    assert len(hands_of(who.user, today)) == 2
    days = {"since": str(today), "until": "2099-01-01", "reason": "出差"}
    lent = {"appointment": who.appointment, "deputy": other.user, **days}
    assert do("deputise", **lent) == 302
    assert "进行中" in text(client, f"/staff/people/{who.user}/")
    made = Deputation.objects.get()
    assert do("revoke", deputation=made.pk) == 302
    assert do("revoke", deputation=made.pk) == 422
    assert do("end", appointment=who.appointment, on=str(today)) == 302
    assert do("factor") == 302
    assert do("renew") == 302
    assert do("close") == 302
    assert "已停用" in text(client, f"/staff/people/{who.user}/")
    assert do("no-such-deed") == 404
    text(client, "/staff/people/999999/", 404)
    assert client.post("/staff/people/999999/close/").status_code == 404


def test_nobody_is_shown_or_changed_out_of_reach(orgs: Tree):
    client = client_of(hand(Role.SECURITY_OFFICER, orgs.city))
    far = hand(Role.REPORTER, orgs.other_city_site, "far")
    assert "far" not in text(client, "/staff/people/?q=far").split("</form>")[-1]
    text(client, f"/staff/people/{far.user}/", 404)
    assert client.post(f"/staff/people/{far.user}/close/").status_code == 404
    assert User.objects.get(pk=far.user).is_active


def test_everybody_lends_their_own_appointment_to_a_colleague_and_takes_it_back(
    orgs: Tree,
):
    holder = hand(Role.COUNTY_VERIFIER, orgs.county, "holder")
    colleague = hand(Role.LEADER, orgs.county, "colleague")
    client = client_of(holder)
    today = timezone.localdate()
    sent = {
        "deputy": colleague.user,
        "since": str(today),
        "until": "2099-01-01",
        "reason": "休假",
    }
    assert (
        "holder"
        not in client.get("/staff/deputies/").content.decode().split("<select")[-1]
    )
    assert client.post("/staff/deputies/", {**sent, "until": ""}).status_code == 422
    assert client.post("/staff/deputies/", sent).status_code == 302
    assert "休假" in text(client, "/staff/deputies/")
    theirs = client_of(colleague)
    lent = next(h for h in hands_of(colleague.user, today) if h.deputy)
    theirs.post("/staff/hand/", {"hand": lent.appointment})
    assert "colleague 代 holder" in text(theirs, "/staff/deputies/")
    assert "不能转托" in text(theirs, "/staff/deputies/")
    made = Deputation.objects.get()
    path = "/staff/deputies/revoke/"
    stranger = client_of(hand(Role.LEADER, orgs.other_city))
    assert stranger.post(path, {"deputation": made.pk}).status_code == 404
    assert stranger.post(path, {"deputation": "x"}).status_code == 404
    assert client.post(path, {"deputation": made.pk}).status_code == 302
    again = client.post(path, {"deputation": made.pk}, follow=True)
    assert "已经结束" in again.content.decode()
    assert hands_of(colleague.user, today)[-1].deputy is False


def test_who_stands_alone_is_sent_to_the_security_officer_for_a_deputy(orgs: Tree):
    client = client_of(hand(Role.REPORTER, orgs.site))
    assert "没有其他在任人员" in text(client, "/staff/deputies/")


def test_the_bar_shows_what_the_hand_may_do_and_nothing_else(orgs: Tree):
    operator = text(client_of(hand(Role.OPERATOR, orgs.province)), "/staff/me/")
    assert 'href="/staff/orgs/"' in operator
    assert 'href="/staff/people/"' not in operator
    chief = hand(Role.SECURITY_OFFICER, orgs.province, "chief")
    acting = text(client_of(deputy(chief, "acting")), "/staff/me/")
    assert 'href="/staff/people/"' in acting


def test_what_somebody_may_not_do_looks_like_what_is_not_there_and_is_noted(
    orgs: Tree,
):
    client = client_of(hand(Role.REPORTER, orgs.site, "reporter"))
    hidden = client.get("/staff/orgs/")
    absent = client.get("/staff/nothing-of-the-kind/")
    assert hidden.status_code == absent.status_code == 404
    bare = [
        re.sub(r"(/en)?/staff/[a-z-]*/", "", a.content.decode())
        for a in (hidden, absent)
    ]
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert tokens.sub("", bare[0]) == tokens.sub("", bare[1])
    entry = Entry.objects.get(action="accounts.denied")
    assert (entry.actor, entry.object_id) == ("reporter", "manage_orgs")
