"""The office's pages of runs, decisions, cases: shown, refused, and to whom."""

from datetime import date
from fractions import Fraction

import pytest
from django.test import Client
from tests.factories.accounts import hand
from tests.factories.assessment import done, figure, figures
from tests.factories.lifecycle import NOON, later, membership, town

from zhence_web.jobs.assessment import assess
from zhence_web.jobs.reviews import reconsider
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.assessment.actions import open_review
from zhence_web.records.models import (
    Case,
    Decision,
    Event,
    Exemption,
    Move,
    Progress,
    Result,
    Review,
    Run,
    User,
)

pytestmark = pytest.mark.django_db

DECISION = {
    "body": "municipal_government",
    "on": "2026-03-01",
    "number": "甲政发〔2026〕3号",
    "title": "关于调整名单的通知（模拟）",
}


def signed_in(by: Hand) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=by.user),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    session = client.session
    session["hand"] = by.appointment
    session.save()
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def post(client: Client, address: str, status: int = 302, /, **data: str) -> str:
    answer = client.post(address, data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.headers.get("Location", answer.content.decode()))


def judged():
    made = town()
    figures(made, Fraction(899, 100))
    run = done(made)
    return made, run, Result.objects.get().pk


def test_a_run_is_asked_for_queued_and_carried_out_by_a_worker():
    made = town()
    figures(made)
    office = signed_in(made.city)
    assert "还没有研判过" in page(office, "/review/runs/")
    address = post(
        office,
        "/review/runs/ask/",
        policy="NT2017",
        year="2018",
        on="2019-03-31",
        binding="yes",
    )
    assert "排队中" in page(office, address)
    run = Run.objects.get()
    told = office.get(f"{address}progress/").json()
    assert told == {"stage": "queued", "done": 0, "total": 1, "over": False}
    assess.call(run=run.pk)
    assert office.get(f"{address}progress/").json()["over"]
    shown = page(office, address)
    assert "已完成" in shown
    assert "一号小镇" in shown
    assert run.code_version in shown


def test_a_run_that_may_not_bind_is_refused_on_the_form_with_what_was_filled():
    made = town()
    office = signed_in(made.city)
    shown = post(
        office,
        "/review/runs/ask/",
        422,
        policy="HZ2021",
        year="2022",
        on="2023-03-31",
        binding="yes",
    )
    assert "征求意见稿" in shown
    assert 'value="2022"' in shown
    shown = post(office, "/review/runs/ask/", 422, policy="HZ2021", year="x", on="y")
    assert shown.count("看不懂") == 2
    assert not Run.objects.exists()


def test_the_results_of_a_run_are_filtered_by_the_address():
    made, run, _ = judged()
    membership(made.tree.other_site, 9002)
    run = done(made, at=later())
    office = signed_in(made.city)
    assert "二号小镇" in page(office, f"/review/runs/{run}/")
    for query in ("verdict=FAIL", "proposed=yes", "q=一号"):
        shown = page(office, f"/review/runs/{run}/?{query}")
        assert "一号小镇" in shown
        assert "二号小镇" not in shown
    assert "没有符合条件" in page(office, f"/review/runs/{run}/?q=查无此镇")


def test_one_result_shows_value_threshold_gap_and_clause():
    made, _, result = judged()
    shown = page(signed_in(made.city), f"/review/results/{result}/")
    for words in ("8.99", "−0.01", "NT2017-2.4d", "首年未达标降为培育", "登记决定"):
        assert words in shown


def test_a_proposal_is_answered_and_published():
    made, _, result = judged()
    office = signed_in(made.city)
    assert "一号小镇" in page(office, "/review/proposals/")
    form = page(office, f"/review/results/{result}/decide/")
    assert 'value="2019-01-01"' in form
    address = post(
        office,
        f"/review/results/{result}/decide/",
        **DECISION,
        follows="yes",
        effective="2019-01-01",
        appeal_until="2030-04-30",
    )
    shown = page(office, address)
    for words in ("采纳建议", "甲政发〔2026〕3号", "培育", "申诉期内"):
        assert words in shown
    assert "没有待决的建议" in page(office, "/review/proposals/")
    assert "一号小镇" in page(office, "/review/decisions/?show=waiting")
    post(office, f"{address}publish/")
    assert "没有这样的决定" in page(office, "/review/decisions/?show=waiting")
    assert "一号小镇" in page(office, "/review/decisions/?show=appeal")
    # Whoever comes second is told so.
    post(office, f"{address}publish/", 409)
    post(office, f"/review/results/{result}/decide/", 409, **DECISION, follows="no")


def test_a_refusal_shows_the_form_again_with_the_reason():
    made, _, result = judged()
    office = signed_in(made.city)
    shown = post(
        office,
        f"/review/results/{result}/decide/",
        422,
        **(DECISION | {"body": "office"}),
        follows="yes",
    )
    assert "不能作出" in shown
    assert "甲政发〔2026〕3号" in shown
    shown = post(office, f"/review/results/{result}/decide/", 422, follows="yes")
    assert shown.count("没有填写") == 4
    assert not Decision.objects.exists()


def test_a_decision_is_made_without_a_proposal_and_withdrawn():
    made, _, _ = judged()
    office = signed_in(made.city)
    member = f"/review/members/{made.membership}/"
    assert "降为培育" in page(office, f"{member}decide/")
    address = post(office, f"{member}decide/", **DECISION, what="downgrade")
    assert "径行决定" in page(office, address)
    page(office, f"{address}withdraw/")
    post(office, f"{address}withdraw/", **DECISION)
    assert "已撤销" in page(office, address)
    post(office, f"{address}withdraw/", 409, **DECISION)
    assert "创建" in page(office, member)


def test_events_exemptions_and_cases_go_on_record():
    made = town()
    office = signed_in(made.city)
    member = f"/review/members/{made.membership}/"
    for form in ("event/", "exempt/", "case/"):
        page(office, member + form)
        post(office, member + form, 422)
    post(
        office,
        f"{member}event/",
        type="county_preliminary_acceptance",
        on="2026-02-01",
        passed="yes",
        source="县级报告（模拟）",
    )
    post(
        office,
        f"{member}exempt/",
        **DECISION,
        clause="NT2017-2.3c",
        starts="2026-01-01",
        ends="2026-12-31",
        expires="2026-12-31",
        reason="用地调整（模拟）",
    )
    case = post(
        office,
        f"{member}case/",
        type="fraud",
        on="2026-02-02",
        facts="报表与现场不符（模拟）",
    )
    assert (Event.objects.count(), Exemption.objects.count()) == (2, 1)
    assert "NT2017-2.3c" in page(office, "/review/exemptions/")
    assert "未表决" in page(office, "/review/cases/")
    assert "登记表决" in page(office, case)
    post(office, case, 422, deed="vote", body="joint_conference")
    vote = {"body": "joint_conference", "votes_for": "5", "votes_against": "1"}
    post(office, case, deed="vote", **vote)
    post(office, case, deed="close")
    assert "成立" in page(office, case)
    post(office, case, 409, deed="close")
    shown = page(office, f"{member}decide/")
    assert "弄虚作假" in shown
    decided = DECISION | {"body": "joint_conference"}
    number = str(Case.objects.get().pk)
    post(office, f"{member}decide/", **decided, what="disqualify", case=number)
    assert Move.objects.get().after == "DISQUALIFIED"
    shown = page(office, member)
    for words in ("县级初验", "弄虚作假", "取消资格"):
        assert words in shown


def test_a_review_shows_what_flips_and_is_closed():
    made, _, _ = judged()
    row = figure(made, "eligible_investment", 10, at=later(3), reason="error")
    assert reconsider.call() == 1
    assert open_review(observation=row, at=later(5)) == ()
    office = signed_in(made.city)
    listed = page(office, "/review/reviews/")
    assert "待复核" in listed
    assert "优先：可能解除处分" in listed
    address = f"/review/reviews/{Review.objects.get().pk}/"
    shown = page(office, address)
    assert "首年进度" in shown
    assert "未达到" in shown
    post(office, f"{address}close/", 422, outcome=" ")
    post(office, f"{address}close/", outcome="维持原结论")
    assert "维持原结论" in page(office, address)
    post(office, f"{address}close/", 409, outcome="再来")


def test_jobs_show_their_progress_to_those_who_may_look():
    made, _, _ = judged()
    Progress.objects.update(stage="failed", message="政策包已换")
    for by in (made.city, hand(Role.OPERATOR, made.tree.province)):
        shown = page(signed_in(by), "/staff/jobs/")
        assert "NT2017 2018" in shown
        assert "政策包已换" in shown
    other = hand(Role.CITY_OFFICE, made.tree.other_city)
    assert "没有任务" in page(signed_in(other), "/staff/jobs/")


def test_hidden_and_absent_give_the_same_page():
    made, run, result = judged()
    row = figure(made, "eligible_investment", 10, at=later(3), reason="error")
    (review,) = open_review(observation=row, at=later(4))
    other = signed_in(hand(Role.CITY_OFFICE, made.tree.other_city))
    addresses = {
        f"/review/runs/{run}/": "/review/runs/0/",
        f"/review/runs/{run}/progress/": "/review/runs/0/progress/",
        f"/review/results/{result}/": "/review/results/0/",
        f"/review/results/{result}/decide/": "/review/results/0/decide/",
        f"/review/members/{made.membership}/": "/review/members/0/",
        f"/review/members/{made.membership}/decide/": "/review/members/0/decide/",
        f"/review/members/{made.membership}/event/": "/review/members/0/event/",
        f"/review/members/{made.membership}/case/": "/review/members/0/case/",
        f"/review/members/{made.membership}/exempt/": "/review/members/0/exempt/",
        f"/review/reviews/{review}/": "/review/reviews/0/",
    }
    for hidden, absent in addresses.items():
        one, two = page(other, hidden, 404), page(other, absent, 404)
        assert one.replace(hidden, "") == two.replace(absent, "")


def test_a_reporter_sees_the_result_of_the_own_town_and_decides_nothing():
    made, run, result = judged()
    reporter = signed_in(hand(Role.REPORTER, made.tree.site))
    shown = page(reporter, f"/review/results/{result}/")
    assert "逐条判定" in shown
    shown = page(reporter, f"/review/members/{made.membership}/")
    assert "登记决定" not in shown
    for address in (f"/review/runs/{run}/", "/review/proposals/", "/review/cases/"):
        page(reporter, address, 404)
    far = signed_in(hand(Role.REPORTER, made.tree.far_site))
    page(far, f"/review/results/{result}/", 404)


def test_what_does_not_fit_its_column_is_refused_before_it_gets_there():
    made = town()
    office = signed_in(made.city)
    member = f"/review/members/{made.membership}/decide/"
    shown = post(
        office,
        member,
        422,
        **(DECISION | {"number": "长" * 121, "title": "含\x00空字符"}),
        what="exempt_year",
        year="20199",
        effective="2026-02-30",
    )
    assert shown.count("看不懂") == 4
    assert not Decision.objects.exists()


def test_the_standings_are_those_of_today():
    made = town()
    Move.objects.create(
        membership_id=made.membership,
        transition="N4",
        before="CREATION",
        after="CULTIVATION",
        on=date(2020, 1, 1),
        label="synthetic",
        recorded_at=NOON,
    )
    shown = page(signed_in(made.city), "/review/members/")
    assert "培育" in shown
    assert "2020-01-01" in shown
