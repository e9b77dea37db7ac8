"""The pages of applications: written without script, refused in words, seen by few."""

import pytest
from django.test import Client
from tests.factories.accounts import hand
from tests.factories.applications import ANSWERS, ASPECTS, Applying, applying, sent

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Application, Membership, User

pytestmark = pytest.mark.django_db


def signed_in(by: Hand) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=by.user),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def filled(at: Applying, **changes: str) -> dict[str, str]:
    form = {f"a-{item}": str(told) for item, told in ANSWERS.items()}
    form |= {f"a-plan_aspects.{name}": "yes" for name in ASPECTS}
    del form["a-plan_aspects"]
    return form | {
        "k-lead_industries": "words",
        "a-lead_industries": "智能装备",
        "f-plan_total": "42 亿元",
        "f-planned_area": "3.2",
        "f-construction_area": "",
        "site": str(at.site),
        "policy": "NT2017",
        "list": "municipal",
        "number": "测县发〔2026〕1号",
        "title": "关于申报的请示（模拟）",
        **changes,
    }


def test_an_application_goes_from_the_form_to_the_list_by_its_pages():
    at = applying()
    reporter, county, city = map(signed_in, (at.reporter, at.county, at.city))
    asked = reporter.get("/desk/applications/new/").content.decode()
    for item in ("主导产业", "建设主体", "规划覆盖的方面", "计划总投资"):
        assert item in asked
    answer = reporter.post("/desk/applications/new/", filled(at))
    assert answer.status_code == 302
    address = answer["Location"]
    assert "县级申报" in county.get(address).content.decode()
    assert county.post(f"{address}verify/", {"version": "1"}).status_code == 302
    assert "等您办" in city.get("/desk/applications/").content.decode()
    assert city.post(f"{address}take-on/", {"version": "2"}).status_code == 302
    member = Membership.objects.get()
    page = city.get(address).content.decode()
    assert f"/review/members/{member.pk}/" in page
    assert "已受理" in page
    assert city.get(f"/review/members/{member.pk}/").status_code == 200
    # Somebody was first: the same deed again is told so, and does nothing.
    assert city.post(f"{address}take-on/", {"version": "2"}).status_code == 409


def test_a_form_with_faults_comes_back_filled_with_all_of_them():
    at = applying()
    client = signed_in(at.reporter)
    wrong = filled(at, **{"a-key_projects": "半打", "a-plan_aspects.ecology": ""})
    answer = client.post("/desk/applications/new/", wrong | {"f-planned_area": "大"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("“重点项目个数”要填整数", "每个方面都要选", "规划面积："):
        assert words in page
    for typed in ("半打", "智能装备", "测县发〔2026〕1号"):
        assert f'value="{typed}"' in page
    assert not Application.objects.exists()
    for missing in ({"site": ""}, {"issued_on": "32日"}, {"number": ""}):
        again = client.post("/desk/applications/new/", filled(at) | missing)
        assert again.status_code == 422
    assert client.get("/desk/applications/new/?policy=RPT").status_code == 200


def test_going_back_without_a_reason_is_refused_on_the_page():
    at = applying()
    one, client = sent(at), signed_in(at.county)
    address = f"/desk/applications/{one}/"
    sends = {"version": "1", "reason": " "}
    refused = client.post(f"{address}send-back/", sends)
    assert refused.status_code == 422
    assert "没有写明退回理由" in refused.content.decode()
    sends["reason"] = "缺规划"
    assert client.post(f"{address}send-back/", sends).status_code == 302
    assert "缺规划" in client.get(address).content.decode()
    listed = client.get("/en/desk/applications/?state=returned").content.decode()
    assert "sent back" in listed


def test_a_county_without_sites_is_told_where_they_come_from():
    at = applying()
    far = signed_in(hand(Role.COUNTY_VERIFIER, at.tree.other_county, "far"))
    page = far.get("/desk/applications/new/").content.decode()
    assert "没有可申报的小镇" in page
    assert far.get(f"/desk/applications/{sent(at)}/").status_code == 404
