"""Which towns a clause touches, on the real registry: in, out, or not known."""

import json

import pytest

from zhence.cli import main


@pytest.fixture
def clause(capsys):
    def ask(*arguments):
        assert main(["clause", *arguments, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        return told["touches"]

    return ask


def names(members):
    return {m["subject"] for m in members}


def test_a_rule_for_named_towns_touches_those_named_by_the_day(clause):
    before = clause("ZJ2023-1k", "--on", "2017-12-31")
    after = clause("ZJ2023-1k", "--on", "2018-12-31")

    assert len(before["towns"]) == 2
    assert len(after["towns"]) == 7
    assert names(before["towns"]) < names(after["towns"])
    assert {m["state"] for m in after["towns"]} == {"NAMED"}
    assert after["possible"] == []
    assert all(m["city"] for m in after["towns"])


def test_a_state_that_only_the_registry_has_is_neither_in_nor_out(clause):
    told = clause("ZJ2023-1l", "--on", "2018-12-31")

    assert told["towns"] == []
    assert {m["state"] for m in told["possible"]} == {"CREATION", "CULTIVATION"}
    assert "NAMED" not in {m["state"] for m in told["possible"]}


def test_before_anybody_is_listed_nobody_is_touched(clause):
    told = clause("ZJ2023-2.3.2c", "--on", "2015-01-01")

    assert (told["how"], told["towns"], told["possible"]) == ("members", [], [])


def test_a_policy_of_a_city_touches_the_towns_of_that_city_only(clause):
    told = clause("HZ2021-12.1", "--on", "2022-06-30")

    assert {m["city"] for m in told["towns"]} == {"杭州市"}
    assert "status_draft" in {r["code"] for r in told["remarks"]}


def test_outside_its_window_the_policy_says_so(clause):
    told = clause("HZ2021-12.1", "--on", "2024-03-01")

    assert "after_window" in {r["code"] for r in told["remarks"]}


def test_a_list_without_a_roster_is_unknown_and_not_nobody(clause):
    told = clause("NT2017-2.4b")

    assert (told["how"], told["towns"], told["possible"]) == ("no_roster", None, None)
    assert "municipal" in told["why"]["zh"]


def test_what_gives_no_verdict_and_what_binds_nobody_touches_nobody(clause):
    for id_ in ("HZ2021-P.1", "RPT-1.1a"):
        told = clause(id_)
        assert (told["how"], told["towns"]) == ("nobody", [])


def test_a_figure_of_the_jurisdiction_asks_nothing_of_a_town(clause):
    told = clause("HZP2022-3.4f")

    assert told["how"] == "jurisdiction"


def test_those_who_left_the_list_are_not_touched(clause):
    everybody = names(clause("ZJ2023-2.3.2c")["towns"])
    moved = clause("ZJ-PRACTICE-4")

    assert names(moved["towns"]) < everybody
    assert "EXITED" not in {m["state"] for m in moved["towns"]}


def test_people_read_it_in_both_languages(capsys):
    assert main(["clause", "ZJ2023-1k", "--on", "2018-12-31"]) == 0
    told = capsys.readouterr().out

    assert "涉及小镇 / towns touched (2018-12-31): 7" in told
    assert "德清地理信息小镇" in told
    assert "Towns on the list provincial" in told


def test_a_mistyped_clause_is_answered_with_the_nearest(capsys):
    assert main(["clause", "ZJ2023-1kk"]) == 2
    assert "ZJ2023-1k," in capsys.readouterr().err
