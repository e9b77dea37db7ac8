"""What everybody sees of a decision once it is published, and nothing before."""

import re
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from tests.factories.assessment import done, figures
from tests.factories.lifecycle import deciding, later, membership, town

from zhence_web.records.assessment.actions import (
    answer_proposal,
    publish_decision,
    withdraw_decision,
)
from zhence_web.records.models import Decision, Entry, Membership, Result, Run, Site

pytestmark = pytest.mark.django_db

NOTHING = "没有该镇已公布的决定"


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def decided(number: int):
    made = town()
    Site.objects.update(number=number)
    figures(made, Fraction(899, 100))
    done(made)
    decision = answer_proposal(
        result=Result.objects.get().pk,
        follows=True,
        deciding=deciding("", "municipal_government", grounds="首年未达标"),
        by=made.city,
        at=later(),
    )
    return made, decision


def test_a_published_decision_stands_on_the_towns_page_with_its_trail():
    made, decision = decided(19)
    assert NOTHING in page("/towns/zj-019/")
    publish_decision(decision=decision, by=made.city, at=later(2))
    shown = page("/towns/zj-019/")
    told = Decision.objects.get()
    snapshot = Run.objects.get().snapshot
    assert snapshot is not None
    seals = Entry.objects.filter(object_kind="decision").values_list(
        "digest", flat=True
    )
    assert len(seals) == 2
    for words in (
        told.document.number,
        "市政府",
        "降为培育",
        "2019-01-01",
        "首年未达标",
        "采纳建议",
        "NT2017-3.3c",
        snapshot.sha256,
        *seals,
    ):
        assert words in shown
    # Who signed stands in the audit, not on the public page.
    section = shown.split('id="recorded"')[1].split("</section>")[0]
    assert made.city.name not in re.sub("<[^>]*>", " ", section).split()


def test_a_published_decision_shows_the_criteria_it_was_taken_on():
    made, decision = decided(19)
    publish_decision(decision=decision, by=made.city, at=later(2))
    section = page("/towns/zj-019/").split('id="recorded"')[1].split("</section>")[0]
    told = " ".join(re.sub("<[^>]*>", " ", section).split())
    assert "首年进度（投资占两成） 未达到 8.99 ≥ 9 −0.01 亿元 年报（模拟）" in told
    assert "达到的条件： 有效投资（不含住宅）达到 9 亿元" in told
    english = page("/en/towns/zj-019/")
    assert "eligible investment (without housing) at least 9" in english


def test_a_withdrawn_decision_stays_and_says_so():
    made, decision = decided(19)
    publish_decision(decision=decision, by=made.city, at=later(2))
    withdraw_decision(
        decision=decision,
        deciding=deciding("", "municipal_government"),
        by=made.city,
        at=later(3),
    )
    assert "已撤销" in page("/towns/zj-019/")


def test_a_site_that_no_public_list_names_has_a_page_by_its_number():
    made, decision = decided(9001)
    assert NOTHING in page("/sites/9001/")
    publish_decision(decision=decision, by=made.city, at=later(2))
    shown = page("/sites/9001/")
    assert "一号小镇" in shown
    assert "模拟数据" in shown
    assert "降为培育" in page("/sites/9001/")
    assert "Decisions on record" in page("/en/sites/9001/")


def test_a_number_of_a_listed_town_leads_to_its_page_and_none_to_nothing():
    assert Client().get("/sites/19/").headers["Location"] == "/towns/zj-019/"
    assert Client().get("/sites/77777/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_without_its_tables_the_page_shows_the_rest_and_says_what_it_cannot():
    with connection.schema_editor() as editor:
        editor.alter_db_table(Site, "records_site", "records_away")
    try:
        shown = page("/towns/zj-019/")
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(Site, "records_away", "records_site")
    assert "在案记录暂时无法读取" in shown
    assert "历次事件" in shown


def test_nothing_of_another_town_is_shown():
    made, decision = decided(19)
    publish_decision(decision=decision, by=made.city, at=later(2))
    other = membership(made.tree.other_site, 20)
    assert Membership.objects.filter(pk=other.pk).exists()
    assert NOTHING in page("/towns/zj-020/")
