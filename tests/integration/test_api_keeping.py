"""The registry kept by programs: names, lists, firms, projects and documents."""

import hashlib

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import accounts
from tests.factories.access import token
from tests.factories.registry import cited, site
from tests.lib.programs import Program, said
from tests.lib.rosters import credit_code, firm, roster

from zhence_web.api import handed
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Document, Membership, Project, Tenancy

pytestmark = pytest.mark.django_db
HERE = "/sites/1"


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def tree():
    made = accounts.tree()
    site(made.site, 1)
    return made


@pytest.fixture
def reporter(tree) -> Program:
    by = accounts.hand(Role.REPORTER, tree.site, "reporter")
    return Program(token(by, timezone.now()))


@pytest.fixture
def office(tree) -> Program:
    by = accounts.hand(Role.CITY_OFFICE, tree.city, "city")
    return Program(token(by, timezone.now(), mark="city"))


def test_a_firm_settles_and_leaves_by_a_program(reporter: Program):
    sent = {"credit_code": credit_code(1).lower(), "name": "某企业（模拟）"}
    made = reporter.post(f"{HERE}/settle", sent, Idempotency_Key="firm-1")
    assert made.status_code == 201, made.content
    assert said(made)["notes"] == [
        {"zh": "小写改为大写", "en": "small letters made capital"}
    ]
    again = reporter.post(f"{HERE}/settle", sent, Idempotency_Key="firm-1")
    assert (said(again), Tenancy.objects.count()) == (said(made), 1)
    (held,) = said(reporter.get(f"{HERE}/enterprises"))["items"]
    assert (held["tenancy"], held["label"]) == (said(made)["tenancy"], "synthetic")
    gone = {"tenancy": held["tenancy"] + 1, "until": "2020-01-01"}
    assert said(reporter.post(f"{HERE}/leave", gone))["errors"][0]["code"] == (
        "tenancy_unknown"
    )
    left = reporter.post(f"{HERE}/leave", gone | {"tenancy": held["tenancy"]})
    assert left.status_code == 200, left.content
    assert said(reporter.get(f"{HERE}/enterprises"))["total"] == 0


def test_a_project_gets_a_further_version_by_a_program(reporter: Program):
    sent = {"code": "p-1", "name": "项目", "use": "industrial", "amount": 10**10}
    first = reporter.post(f"{HERE}/record-project", sent)
    assert (first.status_code, said(first)["version"]) == (201, 1)
    same = reporter.post(f"{HERE}/record-project", sent)
    assert said(same)["errors"][0]["code"] == "unchanged"
    more = sent | {"amount_high": 2 * 10**10, "since": "2025-01-01"}
    half = reporter.post(f"{HERE}/record-project", more)
    assert said(half)["errors"][0]["code"] == "period_half"
    second = said(
        reporter.post(f"{HERE}/record-project", more | {"last": "2025-12-31"})
    )
    assert (second["version"], second["last"]) == (2, "2025-12-31")
    assert second["amount"] == {"low": "10000000000", "high": "20000000000"}
    assert second["residential"] is None
    assert Project.objects.count() == 2
    versions = f"{HERE}/projects/P-1/versions"
    held = said(reporter.get(versions))["items"]
    assert [one["version"] for one in held] == [1, 2]
    assert (held[0]["last"], held[1]) == (None, second)
    one = reporter.get(f"{versions}/1")
    assert said(one) == held[0]
    same = reporter.get(f"{versions}/1", If_None_Match=one["ETag"])
    assert same.status_code == 304
    for path in (f"{versions}/3", f"{HERE}/projects/P-2/versions"):
        assert reporter.get(path).status_code == 404


def test_projects_recorded_at_one_moment_are_each_told_as_themselves(
    reporter: Program, monkeypatch
):
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    sent = {"name": "项目", "use": "industrial", "amount": 1}
    for code in ("B-1", "A/1"):
        made = said(reporter.post(f"{HERE}/record-project", sent | {"code": code}))
        assert made["code"] == code
    told = said(reporter.get(f"{HERE}/projects/A/1/versions"))["items"]
    assert [one["code"] for one in told] == ["A/1"]


def test_lists_are_kept_by_the_program_of_an_office_alone(
    reporter: Program, office: Program
):
    paper = cited()
    listing = {
        "policy": "NT2017",
        "list_name": "municipal",
        "state": "CREATION",
        "since": "2020-01-01",
        "document": paper,
        "category": "new_it",
        "lead_industries": ["机器人"],
    }
    assert reporter.post(f"{HERE}/enlist", listing).status_code == 404
    made = office.post(f"{HERE}/enlist", listing)
    assert made.status_code == 201, made.content
    assert said(made)["lead_industries"] == ["机器人"]
    path = f"/memberships/{said(made)['membership']}"
    ruling = {
        "category": "other",
        "since": "2021-01-01",
        "document": paper,
        "reason": "重新认定",
    }
    assert reporter.post(f"{path}/correct-category", ruling).status_code == 404
    told = said(office.post(f"{path}/correct-category", ruling))
    assert [one["document"] for one in told["rulings"]] == ["示例〔2018〕9号"]
    end = {"until": "2022-01-01", "reason": "退出"}
    assert said(office.post(f"{path}/end", end))["until"] == "2022-01-01"
    twice = said(office.post(f"{path}/end", end))
    assert twice["errors"][0]["code"] == "ended_already"
    assert Membership.objects.get().end_reason == "退出"
    assert said(office.get("/papers"))["total"] == 1


def test_a_site_is_known_by_other_names_through_programs(
    reporter: Program, office: Program
):
    assert reporter.post(f"{HERE}/add-alias", {"name": "老镇"}).status_code == 201
    sent = {"zh": "更名小镇", "since": "2026-01-01", "document": "示例〔2026〕4号"}
    assert reporter.post(f"{HERE}/rename", sent).status_code == 404
    told = said(office.post(f"{HERE}/rename", sent))
    assert (told["name"], told["aliases"]) == ("更名小镇", [["老镇", ""]])


def test_a_document_is_cited_or_filed_by_a_program(tree, reporter: Program):
    assert said(reporter.post(f"{HERE}/cite", {"title": "批复"}))["sha256"] == ""
    path, data = f"{HERE}/documents/file?title=图&name=a.png", b"not looked into"
    kind = {"Content_Type": handed.TAKEN[-1]}
    made = reporter.post(path, None, raw=data, **kind)
    assert made.status_code == 201, made.content
    assert said(made)["sha256"] == hashlib.sha256(data).hexdigest()
    for query, code in (
        ("title=图&name=a.exe", "file_kind"),
        ("name=a.png", "name_missing"),
    ):
        refused = reporter.post(
            f"{HERE}/documents/file?{query}", None, raw=data, **kind
        )
        assert said(refused)["errors"][0]["code"] == code
    assert Document.objects.count() == 2
    file = f"/documents/{said(made)['document']}/file"
    back = reporter.get(file)
    assert (back.content, back["Content-Type"]) == (data, handed.BYTES)
    assert back["Content-Disposition"] == "attachment; filename*=UTF-8''a.png"
    assert back["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in back["Content-Security-Policy"]
    assert reporter.get(file, If_None_Match=back["ETag"]).status_code == 304
    cited_ = Document.objects.get(sha256="")
    assert reporter.get(f"/documents/{cited_.pk}/file").status_code == 404
    far = accounts.hand(Role.REPORTER, tree.other_site, "far")
    assert Program(token(far, timezone.now(), mark="f")).get(file).status_code == 404


def test_a_document_about_a_list_is_kept_by_the_program_of_an_office(
    reporter: Program, office: Program
):
    sent = {"title": "名单通知", "number": "示例〔2026〕7号"}
    assert reporter.post("/papers/cite", sent).status_code == 404
    made = office.post("/papers/cite", sent, Idempotency_Key="p-1")
    assert (made.status_code, said(made)["label"]) == (201, "local")
    again = office.post("/papers/cite", sent, Idempotency_Key="p-1")
    assert (said(again), Document.objects.count()) == (said(made), 1)
    path, kind = "/papers/file?title=附件&name=a.pdf", {"Content_Type": handed.BYTES}
    assert reporter.post(path, None, raw=b"%PDF", **kind).status_code == 404
    filed = said(office.post(path, None, raw=b"%PDF", **kind))
    assert filed["sha256"] == hashlib.sha256(b"%PDF").hexdigest()
    # What is about a list is shown to whoever sees the registry.
    assert reporter.get(f"/documents/{filed['document']}/file").content == b"%PDF"
    held = said(office.get("/papers"))["items"]
    assert {one["title"] for one in held} == {"名单通知", "附件"}


def _questions(asks: Program) -> int:
    """How often the tables are asked for the firms of a site, all years together."""
    with CaptureQueriesContext(connection) as asked:
        assert asks.get(f"{HERE}/firm-years").status_code == 200
    return len(asked)


def test_what_was_said_of_firms_is_for_who_keeps_them(tree, reporter: Program):
    send = f"{HERE}/rosters/firms/send?year=2025"
    reporter.post(send, None, raw=roster([firm(1)]), Content_Type=handed.SHEET)
    (told,) = said(reporter.get(f"{HERE}/firm-years"))["items"]
    assert (told["year"], told["credit_code"]) == (2025, credit_code(1))
    assert said(reporter.get(f"{HERE}/firm-years?year=2024"))["total"] == 0
    asked_one = _questions(reporter)
    for year in (2022, 2024):
        more = f"{HERE}/rosters/firms/send?year={year}"
        reporter.post(more, None, raw=roster([firm(1)]), Content_Type=handed.SHEET)
    every = said(reporter.get(f"{HERE}/firm-years"))["items"]
    assert [one["year"] for one in every] == [2025, 2024, 2022]
    assert _questions(reporter) == asked_one
    leader = accounts.hand(Role.LEADER, tree.city, "leader")
    looks = Program(token(leader, timezone.now(), mark="leader"))
    assert looks.get(HERE).status_code == 200
    assert looks.get(f"{HERE}/firm-years").status_code == 404
    by = accounts.hand(Role.REPORTER, tree.site, "narrow")
    narrow = Program(token(by, timezone.now(), Grant.READ_REGISTRY, mark="n"))
    assert said(narrow.post(f"{HERE}/cite", {"title": "x"}))["code"] == 40301
