"""The desk and the review over HTTP: what is shown, kept, refused, and to whom."""

import re

import pytest
from django.test import Client
from tests.factories.accounts import deputy, hand
from tests.factories.reporting import (
    Desk,
    desk,
    fill,
    lift,
    minutes,
    opened,
    state,
    town_return,
    version,
)
from tests.lib.returnforms import form

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.models import Act, Cell, Return, User
from zhence_web.records.reporting.actions import send_back

pytestmark = pytest.mark.django_db


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


def everything(**texts: str) -> dict[str, str]:
    posted = {f"v-{i.code}": "0" for i in form("town-quarter").items if i.required}
    return posted | {f"v-{code}": text for code, text in texts.items()}


def back(at: Desk, of: int) -> None:
    send_back(
        return_id=of,
        version=version(of),
        cells={"staff": "与社保数不符", "tax_revenue": "核对单位"},
        by=at.county,
        at=minutes(40),
    )


def test_the_desk_lists_the_returns_of_the_site_and_only_those():
    at = desk()
    made = opened(at)
    shown = page(signed_in(at.reporter), "/desk/")
    assert f'href="/desk/returns/{made}/"' in shown
    assert "模拟数据" in shown
    assert "2025Q4" in shown
    neighbour = hand(Role.REPORTER, at.tree.other_site, "neighbour")
    assert f"/desk/returns/{made}/" not in page(signed_in(neighbour), "/desk/")
    page(signed_in(neighbour), f"/desk/returns/{made}/", 404)
    page(signed_in(neighbour), "/desk/returns/999999/", 404)


def test_what_stops_a_return_stands_on_the_page_that_would_submit_it():
    at = desk()
    made = opened(at)
    client = signed_in(at.reporter)
    odd = everything(operating_revenue="1", tax_revenue="0.8", staff="9")
    form_of = f"/desk/returns/{made}/"
    client.post(form_of, odd | {"version": "1", "submit": "1"})
    shown = page(client, f"{form_of}submit/")
    assert "才能报送" in shown
    assert f"{form_of}#v-tax_revenue" in shown
    assert '<button type="submit" class="primary">确认报送' not in shown
    assert (shown.count("需说明"), shown.count("必须改")) == (1, 0)
    why = {"w-tax_revenue": "补缴上年税款", "version": str(version(made))}
    client.post(form_of, odd | why)
    shown = page(client, f"{form_of}submit/")
    assert "带理由通过的核对" in shown
    assert "S201" in shown
    assert '<button type="submit" class="primary">确认报送' in shown


def test_a_form_that_was_not_submitted_marks_what_to_mend_and_what_to_explain():
    at = desk()
    made = opened(at)
    odd = everything(operating_revenue="1", tax_revenue="0.8", total_investment="1")
    fill(at, made, {k[2:]: v for k, v in odd.items()} | {"eligible_investment": "2"})
    address, posted = f"/desk/returns/{made}/submit/", {"version": str(version(made))}
    answer = signed_in(at.reporter).post(address, posted)
    assert answer.status_code == 422
    shown = re.sub(
        "<template.*?</template>", "", answer.content.decode(), flags=re.DOTALL
    )
    assert "处要改或写明理由，没有报送" in shown
    asked = ("eligible_investment", "tax_revenue")
    rows = {code: row_of(shown, code) for code in asked}
    assert 'class="wrong"' in rows["eligible_investment"]
    assert "必须改" in rows["eligible_investment"]
    assert "aria-invalid" in rows["eligible_investment"]
    assert 'class="asks"' in rows["tax_revenue"]
    assert "需说明" in rows["tax_revenue"]
    assert "必须改" not in rows["tax_revenue"]
    assert "aria-invalid" not in rows["tax_revenue"]
    english = signed_in(at.reporter).post(f"/en{address}", posted).content.decode()
    assert "Needs a reason" in row_of(english, "tax_revenue")
    assert "Must be mended" in row_of(english, "eligible_investment")


def row_of(shown: str, code: str) -> str:
    """The row of a cell, from its opening tag."""
    rows = shown.split("<tr")
    return next(row for row in rows if f'for="v-{code}"' in row)


def test_a_form_is_filled_confirmed_and_submitted():
    at = desk()
    made = opened(at)
    client = signed_in(at.reporter)
    assert "特色小镇建设季度报表" in page(client, f"/desk/returns/{made}/")
    posted = everything(tax_revenue="１，２３４．５万元") | {
        "version": "1",
        "submit": "1",
    }
    answer = client.post(f"/desk/returns/{made}/", posted)
    assert answer.status_code == 302
    assert answer["Location"] == f"/desk/returns/{made}/submit/"
    assert "0.12345" in page(client, f"/desk/returns/{made}/submit/")
    posted = {"version": str(version(made)), "note": "请审"}
    answer = client.post(f"/desk/returns/{made}/submit/", posted)
    assert answer.status_code == 302
    assert state(made) == "submitted"
    told = page(client, f"/desk/returns/{made}/history/")
    assert "报送" in told
    assert "请审" in told
    frozen = page(client, f"/desk/returns/{made}/")
    assert 'name="v-staff"' not in frozen
    answer = client.get(f"/desk/returns/{made}/submit/")
    assert answer.status_code == 302


def test_every_fault_is_said_on_top_and_at_its_cell_and_what_was_typed_is_kept():
    at = desk()
    made = opened(at)
    posted = everything(staff="许多", enterprises="1.5", tax_revenue="3 亩")
    answer = signed_in(at.reporter).post(
        f"/desk/returns/{made}/", posted | {"version": "1"}
    )
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "有 3 处要改" in shown
    for code in ("staff", "enterprises", "tax_revenue"):
        assert f'href="#v-{code}"' in shown
        assert f'id="e-{code}"' in shown
    assert 'value="许多"' in shown
    assert "写 亿元 或能换算成它的单位" in shown
    assert not Cell.objects.exists()


def test_missing_zero_and_not_applicable_look_different():
    at = desk()
    made = opened(at)
    posted = {
        "v-staff": "0",
        "v-tax_revenue": "",
        "v-annual_visitors": "",
        "version": "1",
    }
    client = signed_in(at.reporter)
    client.post(f"/desk/returns/{made}/", posted | {"n-annual_visitors": "on"})
    kinds = dict(Cell.objects.values_list("item", "kind"))
    assert kinds == {"staff": "value", "annual_visitors": "n/a"}
    shown = page(client, f"/desk/returns/{made}/submit/")
    assert "不适用" in shown
    assert "缺报" in shown


def test_an_unsound_return_leads_back_to_the_form_with_its_faults():
    at = desk()
    made = opened(at)
    fill(at, made, {"staff": ""})
    answer = signed_in(at.reporter).post(
        f"/desk/returns/{made}/submit/", {"version": str(version(made))}
    )
    assert answer.status_code == 422
    assert "写明缺报原因" in answer.content.decode()
    assert state(made) == "draft"


def test_whoever_saves_on_an_older_version_gets_their_figures_back():
    at = desk()
    made = opened(at)
    fill(at, made, {"staff": "5"})
    posted = {"v-staff": "7", "version": "1"}
    answer = signed_in(at.reporter).post(f"/desk/returns/{made}/", posted)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="7"' in shown
    assert "现存：" in shown
    assert f'name="version" value="{version(made)}"' in shown
    assert Cell.objects.get(item="staff").typed == "5"


def test_saving_what_was_handed_over_is_answered_with_a_conflict():
    at = desk()
    made = town_return(at, "submitted")
    posted = {"v-staff": "7", "version": str(version(made))}
    answer = signed_in(at.reporter).post(f"/desk/returns/{made}/", posted)
    assert answer.status_code == 409


def test_after_a_return_only_the_returned_cells_have_fields():
    at = desk()
    made = town_return(at, "submitted", staff="10", tax_revenue="1")
    back(at, made)
    client = signed_in(at.reporter)
    shown = page(client, f"/desk/returns/{made}/")
    assert shown.count('class="figure"') == 2
    assert "与社保数不符" in shown
    assert "已冻结" in shown
    posted = {"v-enterprises": "3", "v-staff": "12", "version": str(version(made))}
    answer = client.post(f"/desk/returns/{made}/", posted)
    assert answer.status_code == 422
    assert "没有被退回" in answer.content.decode()
    assert "没有任何改动" in page(client, f"/desk/returns/{made}/submit/")


def test_the_inbox_shows_what_waits_and_can_be_narrowed():
    at = desk()
    made = town_return(at, "submitted")
    here = f'href="/review/returns/{made}/"'
    county, city = signed_in(at.county), signed_in(at.city)
    assert here in page(county, "/review/returns/")
    assert here not in page(city, "/review/returns/")
    for query in ("state=", "state=submitted&form=town-quarter&period=2025Q4&q=一号"):
        assert here in page(city, f"/review/returns/?{query}")
    for query in ("state=draft", "state=&form=town-year", "state=&q=查无此镇"):
        assert here not in page(city, f"/review/returns/?{query}")
    assert "待我办理" in page(city, "/review/returns/?state=nonsense")
    far = hand(Role.COUNTY_VERIFIER, at.tree.other_county, "far")
    assert here not in page(signed_in(far), "/review/returns/?state=")
    page(signed_in(far), f"/review/returns/{made}/", 404)
    page(signed_in(far), f"/review/returns/{made}/history/", 404)


def test_three_levels_approve_on_the_page_and_the_deputy_is_named():
    at = desk()
    made = town_return(at, "submitted")
    stand_in = deputy(at.county, "stand-in")
    for by, act in (
        (stand_in, "verify"),
        (at.city, "accept-as-city"),
        (at.province, "accept-as-province"),
    ):
        client = signed_in(by)
        assert f"/review/returns/{made}/{act}/" in page(
            client, f"/review/returns/{made}/"
        )
        posted = {"version": str(version(made)), "note": "同意"}
        answer = client.post(f"/review/returns/{made}/{act}/", posted)
        assert answer.status_code == 302
    assert state(made) == "province_accepted"
    told = page(signed_in(at.province), f"/review/returns/{made}/history/")
    assert "stand-in 代 verifier" in told
    assert "已入库的数" in told


def test_an_older_page_cannot_approve():
    at = desk()
    made = town_return(at, "submitted")
    answer = signed_in(at.county).post(f"/review/returns/{made}/verify/", {})
    assert answer.status_code == 409
    assert state(made) == "submitted"


def test_cells_are_sent_back_with_reasons_or_every_fault_is_said():
    at = desk()
    made = town_return(at, "submitted")
    client = signed_in(at.county)
    posted = {
        "version": str(version(made)),
        "b-staff": "on",
        "r-staff": "",
        "b-enterprises": "on",
        "r-enterprises": "数不对",
    }
    answer = client.post(f"/review/returns/{made}/send-back/", posted)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="数不对"' in shown
    assert 'href="#r-staff"' in shown
    answer = client.post(
        f"/review/returns/{made}/send-back/", posted | {"r-staff": "核对"}
    )
    assert answer.status_code == 302
    assert state(made) == "returned"
    assert "核对" in page(client, f"/review/returns/{made}/")


def test_nothing_marked_is_said_on_top():
    at = desk()
    made = town_return(at, "submitted")
    posted = {"version": str(version(made))}
    answer = signed_in(at.county).post(f"/review/returns/{made}/send-back/", posted)
    assert answer.status_code == 422
    assert "没有勾选" in answer.content.decode()


def test_the_reviewer_sees_first_what_changed():
    at = desk()
    made = town_return(at, "submitted", staff="10", tax_revenue="1")
    back(at, made)
    client = signed_in(at.reporter)
    posted = {"v-staff": "12", "v-tax_revenue": "2", "version": str(version(made))}
    assert client.post(f"/desk/returns/{made}/", posted).status_code == 302
    lift(at, made, "submitted", minute=50)
    shown = page(signed_in(at.county), f"/review/returns/{made}/")
    assert "与上一稿相比改动 2 项" in shown
    assert shown.count("本稿有改动") == 2
    assert shown.index("与上一稿相比") < shown.index('id="cells"')


def test_a_form_that_ends_at_the_city_says_so_to_the_province():
    at = desk("park")
    made = opened(at, "park-year", "2025")
    fill(at, made)
    lift(at, made, "city_accepted")
    client = signed_in(at.province)
    shown = page(client, f"/review/returns/{made}/")
    assert "省级审定</button>" not in shown
    posted = {"version": str(version(made))}
    answer = client.post(f"/review/returns/{made}/accept-as-province/", posted)
    assert answer.status_code == 422
    assert "不办理这个环节" in answer.content.decode()
    assert f"/review/returns/{made}/" not in page(client, "/review/returns/")


def test_one_s_own_work_is_said_on_the_page_and_not_offered():
    at = desk()
    made = opened(at)
    client = signed_in(deputy(at.reporter, "verifier"))
    posted = everything(staff="3") | {"version": "1"}
    client.post(f"/desk/returns/{made}/", posted)
    lift(at, made, "submitted")
    reviewer = signed_in(at.county)
    shown = page(reviewer, f"/review/returns/{made}/")
    assert "不能由您（包括代他人）审核" in shown
    assert f"/review/returns/{made}/verify/" not in shown
    posted = {"version": str(version(made))}
    answer = reviewer.post(f"/review/returns/{made}/verify/", posted)
    assert answer.status_code == 403
    assert not Act.objects.filter(verb="verify").exists()


def test_completeness_says_who_is_missing_and_never_counts_them_as_zero():
    at = desk()
    opened(at)
    shown = page(signed_in(at.city), "/review/completeness/")
    assert "尚未报送的 1 家" in shown
    assert "逾期" in shown
    of = "?of=town-quarter:2025Q4"
    assert "合计" in page(signed_in(at.province), f"/review/completeness/{of}")
    far = hand(Role.COUNTY_VERIFIER, at.tree.other_county, "far")
    assert "还没有布置过" in page(signed_in(far), "/review/completeness/")


@pytest.mark.parametrize(
    "address",
    [
        "/en/desk/",
        "/en/desk/returns/{}/",
        "/en/desk/returns/{}/submit/",
        "/en/desk/returns/{}/history/",
    ],
)
def test_the_desk_speaks_english_too(address: str):
    at = desk()
    made = opened(at)
    assert "Now with" in page(signed_in(at.reporter), address.format(made))


@pytest.mark.parametrize(
    "address",
    [
        "/en/review/returns/",
        "/en/review/completeness/",
        "/en/review/returns/{}/",
        "/en/review/returns/{}/history/",
    ],
)
def test_the_review_speaks_english_too(address: str):
    at = desk()
    made = town_return(at, "submitted")
    assert 'lang="en"' in page(signed_in(at.county), address.format(made))


def test_an_office_asks_every_site_below_it_once():
    at = desk()
    client = signed_in(at.city)
    assert "布置报表" in page(client, "/review/ask/")
    posted = {"of": "town-quarter:2025Q4", "due": "2026-02-01", "label": "synthetic"}
    for _ in range(2):
        answer = client.post("/review/ask/", posted)
        assert answer.status_code == 302
    row = Return.objects.get()
    assert (str(row.due_on), row.label) == ("2026-02-01", "synthetic")
    page(signed_in(at.county), "/review/ask/", 404)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"of": "no-form:2025Q4"}, "没有在 2025Q4 期末有效的报表"),
        ({"of": "town-quarter:2025"}, "不是这张表的报告期"),
        ({"of": "town-quarter:soon"}, "时段看不懂"),
        ({"due": "someday"}, "日期看不懂"),
        ({"label": ""}, "没有这种数据标签"),
    ],
)
def test_asking_for_what_there_is_not_says_so(wrong: dict[str, str], said: str):
    at = desk()
    posted = {"of": "town-quarter:2025Q4", "due": "", "label": "synthetic"} | wrong
    answer = signed_in(at.city).post("/review/ask/", posted)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Return.objects.exists()
