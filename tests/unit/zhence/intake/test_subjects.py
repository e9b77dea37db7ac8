"""The tables of subjects and of projects."""

from datetime import date
from fractions import Fraction

import pytest
from tests.unit.zhence.intake.corpus import csv, upload

from zhence.evidence import NON_NEGATIVE, Interval
from zhence.intake.subjects import Vocabulary
from zhence.intake.tables import read_projects, read_subjects

SUBJECTS = (
    "subject,name,kind,policy,list,state,category,county,listed_on,stay_first_year,"
    "plan_total,plan_total_unit"
)
TOWN = "t1,甲小镇,town,P,municipal,CREATION,light,某县,2018-03-01,2018,30,亿元"
PROJECTS = "subject,project,use,lead,amount,unit,residential,split,from,to"
WORKS = "t1,厂房,industrial,true,5,亿元,,,2018-03-01,2018-12-31"
WORDS = {"P": Vocabulary(("municipal",), ("CREATION", "NAMED"), ("light", "heavy"))}


def subjects(*rows: str, words=None, header: str = SUBJECTS):
    return read_subjects(upload(csv(*rows, header=header)), words)


def projects(*rows: str, header: str = PROJECTS):
    return read_projects(upload(csv(*rows, header=header)))


def test_a_row_becomes_a_membership_under_a_policy():
    (found,) = subjects(TOWN, words=WORDS).load()
    assert (found.policy, found.name, found.kind, found.county) == (
        "P",
        "甲小镇",
        "town",
        "某县",
    )
    member = found.membership
    assert (member.subject, member.list, member.state, member.category) == (
        "t1",
        "municipal",
        "CREATION",
        "light",
    )
    assert (member.listed_on, member.stay_first_year) == (
        date(2018, 3, 1),
        2018,
    )
    assert found.plan_total == Interval.point(30 * 10**10)
    assert found.source.cell == "line 2"


def test_what_is_empty_is_unknown():
    (found,) = subjects("t1,,,P,,,,,,,,").load()
    member = found.membership
    assert (member.list, member.state, member.category) == ("unknown", "unknown", None)
    assert (member.listed_on, member.stay_first_year, found.kind) == (None, None, None)
    assert found.plan_total == NON_NEGATIVE


def test_few_columns_are_enough():
    assert subjects("t1,P,municipal", header="主体,政策,名单").accepted


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (TOWN.replace("t1", ""), "value_missing"),
        (TOWN.replace("P,", ","), "value_missing"),
        (TOWN.replace("town", "village"), "choice_unknown"),
        (TOWN.replace("light", "lihgt"), "choice_unknown"),
        (TOWN.replace("CREATION", "GONE"), "choice_unknown"),
        (TOWN.replace("municipal", "parks"), "choice_unknown"),
        (TOWN.replace(",P,", ",Q,"), "choice_unknown"),
        (TOWN.replace("2018-03-01", "2018-02-30"), "date_impossible"),
        (TOWN.replace(",2018,", ",2018Q1,"), "year_expected"),
        (TOWN.replace(",2018,", ",x,"), "period_unreadable"),
        (TOWN.replace("30,亿元", "30,"), "unit_missing"),
        (TOWN.replace("30,亿元", "30,亩"), "unit_mismatch"),
        (TOWN.replace("30,亿元", "30,石"), "unit_unknown"),
        (TOWN.replace("30,亿元", "n/a,亿元"), "number_placeholder"),
        (TOWN.replace("30,亿元", "无,亿元"), "number_placeholder"),
        (TOWN.replace("30,亿元", "-30,亿元"), "negative"),
        (TOWN.replace("30,亿元", "30万元,亿元"), "unit_contradiction"),
    ],
)
def test_each_mistake_in_a_subject_is_refused_by_its_name(row, code):
    found = subjects(row, words=WORDS)
    assert [(f.code, f.where.line) for f in found.faults] == [(code, 2)]
    assert found.rows == ()


def test_a_misspelt_word_is_answered_with_the_nearest():
    (fault,) = subjects(TOWN.replace("light", "lihgt"), words=WORDS).faults
    assert "light？" in fault.zh
    assert "heavy" in fault.remedy


def test_a_subject_may_be_on_two_lists_but_not_twice_on_one():
    other = TOWN.replace("municipal", "provincial")
    assert subjects(TOWN, other).accepted
    assert [f.code for f in subjects(TOWN, TOWN).faults] == ["row_twice"]


def test_a_row_becomes_a_project():
    (found,) = projects(WORKS).load()
    assert (found.subject, found.name, found.use, found.lead) == (
        "t1",
        "厂房",
        "industrial",
        True,
    )
    assert found.amount == Interval.point(5 * 10**10)
    assert str(found.period) == "2018-03..2018-12"
    assert found.split


def test_uses_may_be_written_in_chinese():
    (found,) = projects("t1,商场,商业综合体,否,5,亿元,,,,").load()
    assert (found.use, found.lead, found.period) == ("commercial_complex", False, None)


def test_an_amount_that_is_missing_is_unknown_and_not_nothing():
    (found,) = projects("t1,厂房,industrial,,,,,,,").load()
    assert found.amount == NON_NEGATIVE
    assert found.lead is None


def test_a_mixed_project_that_says_nothing_of_housing_is_not_split():
    def split(residential: str, flag: str) -> tuple[Interval | None, bool]:
        (found,) = projects(f"t1,园,mixed,,5,亿元,{residential},{flag},,").load()
        return found.residential, found.split

    two = Interval.point(Fraction(2 * 10**10))
    assert split("", "") == (None, False)
    assert split("2", "") == (two, True)
    assert split("", "true") == (None, True)
    assert split("2", "否") == (two, False)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (WORKS.replace("t1", ""), "value_missing"),
        (WORKS.replace("厂房", ""), "value_missing"),
        (WORKS.replace("industrial", ""), "value_missing"),
        (WORKS.replace("industrial", "industral"), "choice_unknown"),
        (WORKS.replace("true", "perhaps"), "flag_unreadable"),
        (WORKS.replace("亿元,,", "亿元,6,"), "part_above_whole"),
        (WORKS.replace("5,亿元", "5,"), "unit_missing"),
        (WORKS.replace("5,亿元", "5,km²"), "unit_mismatch"),
        (WORKS.replace("2018-12-31", ""), "dates_incomplete"),
        (WORKS.replace("2018-03-01", ""), "dates_incomplete"),
        (WORKS.replace("2018-12-31", "2018-02-30"), "date_impossible"),
        (WORKS.replace("2018-12-31", "2017-12-31"), "dates_backward"),
    ],
)
def test_each_mistake_in_a_project_is_refused_by_its_name(row, code):
    found = projects(row)
    assert [(f.code, f.where.line) for f in found.faults] == [(code, 2)]
    assert found.rows == ()


def test_one_project_twice_in_one_period_is_refused():
    assert [f.code for f in projects(WORKS, WORKS).faults] == ["row_twice"]
    assert projects(WORKS, WORKS.replace("2018-12-31", "2019-12-31")).accepted
