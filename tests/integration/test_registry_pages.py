"""The pages of the registry: who sees what, every form, files handed out safely."""

import re
from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import accounts
from tests.factories.registry import cited, member, site
from tests.lib.rosters import credit_code

from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import (
    Alias,
    CategoryRuling,
    Document,
    Enterprise,
    Entry,
    FirmYear,
    Membership,
    OrgName,
    Project,
    Site,
    Tenancy,
    User,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return accounts.tree()


@pytest.fixture
def reporter(tree):
    site(tree.site, 1)
    return client(accounts.hand(Role.REPORTER, tree.site, "reporter"))


@pytest.fixture
def office_hand(tree):
    return accounts.hand(Role.CITY_OFFICE, tree.city, "city")


@pytest.fixture
def office(office_hand):
    return client(office_hand)


def client(hand) -> Client:
    made = Client()
    made.force_login(
        User.objects.get(pk=hand.user),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return made


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


TABS = ("identity", "lists", "enterprises", "years", "projects", "documents")


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_tab_of_one_s_own_site_opens(reporter, tab, prefix):
    answer = reporter.get(f"{prefix}/desk/registry/1/{tab}/")
    assert answer.status_code == 200
    assert "一号小镇" in text(answer)


def test_a_reporter_is_led_to_the_own_site_and_an_office_to_the_list(reporter, office):
    assert reporter.get("/desk/registry/")["Location"] == "/desk/registry/1/"
    assert office.get("/desk/registry/")["Location"] == "/staff/registry/"


@pytest.mark.parametrize(
    "path",
    [
        "/desk/registry/1/identity/",
        "/desk/registry/99/identity/",
        "/desk/registry/1/nothing/",
        "/desk/registry/1/projects/none/",
        "/desk/registry/documents/99/file",
    ],
)
def test_what_is_hidden_looks_like_what_is_absent(tree, reporter, path):
    del reporter
    stranger = client(accounts.hand(Role.REPORTER, tree.other_site))
    answer = stranger.get(path)
    assert answer.status_code == 404
    assert "一号小镇" not in text(answer)


def test_somebody_not_signed_in_is_asked_to(tree):
    site(tree.site, 1)
    answer = Client().get("/desk/registry/1/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_the_list_of_sites_is_filtered_by_its_address(tree, office):
    site(tree.site, 1)
    site(tree.far_site, 2, "park")
    site(tree.other_city_site, 3)
    assert "三号小镇" in text(office.get("/staff/registry/"))
    assert "四号小镇" not in text(office.get("/staff/registry/"))
    for query, shown in (
        ("kind=park", ["三号小镇"]),
        ("q=一号", ["一号小镇"]),
        ("city=330100", ["一号小镇", "三号小镇"]),
        ("label=real", []),
        ("label=synthetic", ["一号小镇", "三号小镇"]),
        ("q=nothing", []),
    ):
        page = text(office.get(f"/staff/registry/?{query}"))
        found = [n for n in ("一号小镇", "三号小镇") if f">{n}</span>" in page]
        assert found == shown, query


def test_a_new_site_comes_in_by_its_form(tree, office):
    told = {
        "zh": "新立小镇",
        "code": "new-1",
        "kind": "town",
        "parent": tree.county,
        "opened_on": "2026-01-01",
    }
    assert office.get("/staff/registry/new/").status_code == 200
    answer = office.post("/staff/registry/new/", told | {"code": "330100"})
    assert answer.status_code == 422
    assert "已被使用" in text(answer)
    assert 'value="新立小镇"' in text(answer)
    answer = office.post("/staff/registry/new/", told | {"opened_on": "soon"})
    assert answer.status_code == 422
    answer = office.post("/staff/registry/new/", told)
    assert answer["Location"] == f"/desk/registry/{Site.objects.get().number}/"
    assert office.post("/staff/registry/new/", told | {"parent": 9}).status_code in (
        404,
        422,
    )


def test_a_reporter_has_no_form_of_the_lists(reporter):
    page = text(reporter.get("/desk/registry/1/lists/?policy=NT2017"))
    assert 'value="enlist"' not in page
    told = {"deed": "enlist", "policy": "NT2017", "since": "2026-01-01"}
    assert reporter.post("/desk/registry/1/lists/", told).status_code == 404
    assert not Membership.objects.exists()


def test_a_site_is_listed_corrected_and_ended_by_forms(tree, office):
    key, paper = site(tree.site, 1), cited()
    page = text(office.get("/desk/registry/1/lists/?policy=NT2017"))
    assert "高端制造" in page
    told = {
        "deed": "enlist",
        "policy": "NT2017",
        "list": "municipal",
        "state": "CREATION",
        "category": "new_it",
        "since": "2020-01-01",
        "industries": "robots、cloud",
        "document": paper,
    }
    path = "/desk/registry/1/lists/"
    assert office.post(path, told).status_code == 302
    row = Membership.objects.get(site=key)
    assert (row.category, row.lead_industries) == ("new_it", ["robots", "cloud"])
    again = office.post(path, told)
    assert again.status_code == 422
    assert "已在这份名单上" in text(again)
    told = {
        "deed": "correct",
        "membership": row.pk,
        "category": "other",
        "since": "2021-01-01",
        "document": paper,
        "reason": "重新认定",
    }
    assert office.post(path, told).status_code == 302
    assert CategoryRuling.objects.get().category == "other"
    assert "类别认定沿革" in text(office.get(path))
    told = {"deed": "end", "membership": row.pk, "until": "2022-01-01", "reason": ""}
    assert "没有写明理由" in text(office.post(path, told))
    assert office.post(path, told | {"reason": "退出"}).status_code == 302
    assert "已结束" in text(office.get(path))
    assert office.post(path, told | {"membership": 999}).status_code == 404


def test_the_label_of_a_site_is_told_in_words(tree, office):
    for number, label, said in ((2, "local", "地方"), (3, "official", "正式")):
        org = {2: tree.other_site, 3: tree.far_site}[number]
        Site.objects.filter(pk=site(org, number)).update(label=label)
        page = text(office.get(f"/desk/registry/{number}/"))
        assert re.search(rf"来源</dt>\s*<dd>\s*{said}\s*</dd>", page)


def test_names_are_recorded_and_changed_by_forms(tree, office):
    site(tree.site, 1)
    path = "/desk/registry/1/identity/"
    assert office.post(path, {"deed": "alias", "name": "老镇"}).status_code == 302
    assert Alias.objects.get().name == "老镇"
    told = {"deed": "rename", "zh": "新名小镇", "since": "x", "document": "3号"}
    assert office.post(path, told).status_code == 422
    assert office.post(path, told | {"since": "2026-01-01"}).status_code == 302
    assert OrgName.objects.filter(zh="新名小镇").exists()
    assert office.post(path, {"deed": "nothing"}).status_code == 404


def test_a_firm_comes_and_goes_by_forms(reporter):
    path = "/desk/registry/1/enterprises/"
    code = credit_code(1)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    told = {"deed": "settle", "credit_code": wrong, "name": "甲公司"}
    answer = reporter.post(path, told)
    assert answer.status_code == 422
    assert "校验不通过" in text(answer)
    assert f'value="{wrong}"' in text(answer)
    answer = reporter.post(path, told | {"override": "执照如此"}, follow=True)
    assert "校验位不符，已说明" in text(answer)
    spaced = told | {"credit_code": f"{code[:9]} {code[9:].lower()}", "name": "乙公司"}
    page = text(reporter.post(path, spaced, follow=True))
    assert "去掉了空格或短横、小写改为大写" in page
    row = Tenancy.objects.get(enterprise__credit_code=code)
    gone = {"deed": "leave", "tenancy": row.pk, "until": "2026-01-01"}
    assert reporter.post(path, gone).status_code == 302
    assert reporter.post(path, gone).status_code == 422
    assert reporter.post(path, gone | {"tenancy": "999"}).status_code == 404


def said(year: int, day: int, **figures: int | str | None) -> None:
    firm, _ = Enterprise.objects.get_or_create(
        credit_code=credit_code(7),
        defaults={
            "name": "七号企业",
            "code_checks": True,
            "label": "synthetic",
            "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
        },
    )
    FirmYear.objects.create(
        enterprise=firm,
        site=Site.objects.get(number=1),
        year=year,
        source="0" * 64,
        label="synthetic",
        recorded_at=datetime(2026, 1, day, tzinfo=UTC),
        **figures,
    )


def test_what_was_said_of_firms_is_read_year_by_year_unknown_never_as_zero(reporter):
    said(2024, 2, revenue=0, tax=None, staff=12)
    said(2025, 2, revenue=123_456_789, tax=5, staff=12)
    said(2025, 3, revenue=987_654_321, tax=None, inapplicable="staff")
    page = text(reporter.get("/desk/registry/1/years/"))
    assert "2025 年企业数据（1 家）" in page
    assert "987.654321" in page
    assert "123.456789" not in page
    assert page.count("—（缺报）") == 1
    assert page.count("不适用") == 1
    before = text(reporter.get("/desk/registry/1/years/?year=2024"))
    assert '<td class="num" data-label="营业收入（万元）">0</td>' in before
    assert "year=2025" in before
    then = text(reporter.get("/desk/registry/1/years/?known=2026-01-02"))
    assert "123.456789" in then
    assert "year=2024&amp;known=2026-01-02" in then


def test_firm_by_firm_figures_are_shown_to_those_who_answer_for_them_only(
    tree, reporter
):
    said(2025, 2, revenue=1)
    leader = client(accounts.hand(Role.LEADER, tree.city, "leader"))
    assert leader.get("/desk/registry/1/enterprises/").status_code == 200
    assert leader.get("/desk/registry/1/years/").status_code == 404
    assert "/years/" not in text(leader.get("/desk/registry/1/enterprises/"))
    assert reporter.post("/desk/registry/1/years/", {"deed": "x"}).status_code == 405


def test_a_project_is_typed_in_wan_yuan_or_with_its_unit(reporter):
    path = "/desk/registry/1/projects/"
    told = {
        "deed": "project",
        "code": "2024/01",
        "name": "厂房",
        "use": "mixed",
        "lead": "yes",
        "amount": "１２,000",
        "residential": "0.1亿元",
        "complex": "0",
        "since": "2024-01-01",
        "until": "2024-12-31",
    }
    assert reporter.post(path, told).status_code == 302
    row = Project.objects.get()
    assert (row.amount_low, row.residential, row.complex) == (12 * 10**9, 10**9, 0)
    page = text(reporter.get(path))
    assert "1.2 亿元" in page
    assert "2024-01-01 – 2024-12-31" in page
    assert "合计" in page
    more = told | {"amount": "1.5亿元", "note": "追加"}
    assert reporter.post(path, more).status_code == 302
    page = text(reporter.get(f"{path}{quote('2024/01', safe='')}/"))
    assert "追加" in page
    for field, value, words in (
        ("amount", "", "没有填写投资额"),
        ("amount", "5 km²", "km²"),
        ("amount", "0.0000001", "小于一分"),
        ("use", "fishing", "没有这种项目用途"),
        ("until", "2023-12-31", "时段倒置"),
        ("name", "长" * 201, "最多 200 个"),
    ):
        answer = reporter.post(path, more | {field: value})
        assert answer.status_code == 422
        assert words in text(answer), field


def test_an_unknown_part_of_a_project_is_never_shown_as_zero(reporter):
    told = {
        "deed": "project",
        "code": "A",
        "name": "综合开发",
        "use": "mixed",
        "amount": "1亿元",
    }
    page = text(reporter.post("/desk/registry/1/projects/", told, follow=True))
    assert "—（缺报）" in page
    assert "未拆分" in page


def test_a_document_is_handed_out_as_an_attachment_only(reporter, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("批复.pdf", b"<script>alert(1)</script>", "text/html")
    told = {"deed": "document", "title": "批复", "issued_on": "2026-01-01"}
    path = "/desk/registry/1/documents/"
    page = text(reporter.post(path, told | {"file": file}, follow=True))
    assert Document.objects.get().sha256 in page
    answer = reporter.get(f"/desk/registry/documents/{Document.objects.get().pk}/file")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] == "application/octet-stream"
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    bad = SimpleUploadedFile("a.exe", b"x")
    assert reporter.post(path, told | {"file": bad}).status_code == 422


def test_documents_about_lists_are_kept_by_offices(tree, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    path = "/staff/registry/documents/"
    assert office.get(path).status_code == 200
    file = SimpleUploadedFile("a.pdf", b"x")
    told = {"title": "关于公布名单的通知", "number": "1号", "file": file}
    assert office.post(path, told).status_code == 302
    assert office.post(path, {"title": " "}).status_code == 422
    county = client(accounts.hand(Role.COUNTY_VERIFIER, tree.county))
    assert county.get(path).status_code == 404


def test_the_past_is_read_and_not_written(tree, office_hand, office):
    key = site(tree.site, 1)
    member(key, office_hand)
    page = text(office.get("/desk/registry/1/lists/?on=2017-01-01&known=2020-01-01"))
    assert "没有名单关系的记录" in page
    assert 'value="enlist"' not in page
    page = text(office.get("/desk/registry/1/lists/?on=never"))
    assert "“never”不是日期" in page


def test_a_list_is_asked_for_any_day_and_any_knowledge(tree, office_hand, office):
    key = site(tree.site, 1)
    member(key, office_hand)
    path = "/staff/registry/lists/?list=NT2017:municipal"
    assert "共 1 个" in text(office.get(path))
    assert "共 1 个" in text(office.get(f"{path}&on=2018-03-01"))
    assert "共 0 个" in text(office.get(f"{path}&on=2018-02-28"))
    assert "共 0 个" in text(office.get(f"{path}&known=2020-01-01"))
    assert "不是日期" in text(office.get(f"{path}&on=x"))
    Membership.objects.create(
        site_id=key,
        policy="ZJ2023",
        list_name="provincial",
        state="CREATING",
        recorded_at="2026-01-01T00:00:00Z",
    )
    page = text(office.get("/staff/registry/lists/?list=ZJ2023:provincial"))
    assert "列入日期未见（1 个" in page


def test_firms_of_several_sites_are_counted_once(tree, office):
    site(tree.site, 1)
    site(tree.far_site, 2)
    for number in (1, 2):
        told = {"deed": "settle", "credit_code": credit_code(1), "name": "甲公司"}
        assert (
            office.post(f"/desk/registry/{number}/enterprises/", told).status_code
            == 302
        )
    page = text(office.get("/staff/registry/firms/"))
    assert credit_code(1) in page
    assert "一企多处" in page


def test_every_deed_of_a_form_is_audited_with_the_hand_that_did_it(reporter):
    reporter.post("/desk/registry/1/identity/", {"deed": "alias", "name": "老镇"})
    entry = Entry.objects.get(action="registry.add_alias")
    assert (entry.actor, entry.office) == ("reporter", "site-1")
    assert entry.at.date() >= date(2026, 1, 1)


@pytest.mark.parametrize("path", ["/desk/registry/1/", "/desk/registry/1/projects/"])
def test_the_pages_of_a_site_stand_under_the_registry_in_the_bar(reporter, path):
    page = text(reporter.get(path))
    assert '<a href="/staff/registry/" aria-current="true">名录</a>' in page
    assert '<a href="/desk/" >我的填报</a>' in page
