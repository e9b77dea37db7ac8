"""The policies and clauses as the site shows them."""

import re

import pytest

from zhence_web.packbook import packbook
from zhence_web.packbook.words import CHAPTERS


def test_every_policy_says_what_it_is_worth():
    told = {p.id: p.label.en for p in packbook().policies.values()}
    assert told["NT2017"] == "official"
    assert told["RPT"] == "reference, not binding"
    assert told["ZJ-PRACTICE"] == "as practised, not binding"


def test_the_chapters_hold_every_clause_once():
    for policy in packbook().policies.values():
        ids = [c.id for chapter in policy.chapters for c in chapter.clauses]
        assert len(ids) == len(set(ids)) == policy.clauses


def test_every_chapter_has_a_name_in_both_languages():
    for policy in packbook().policies.values():
        for chapter in policy.chapters:
            stem = chapter.id.partition("-")[2] or chapter.id
            assert stem in CHAPTERS, f"{policy.id}/clauses/{chapter.id}.yaml"


def test_every_clause_has_a_home_and_the_home_a_file_and_a_line():
    book = packbook()
    for policy in book.policies.values():
        for chapter in policy.chapters:
            for line in chapter.clauses:
                clause = book.clause(policy.id, line.id)
                assert clause is not None
                assert clause.homes, line.id
                for home in clause.homes:
                    assert re.fullmatch(r"[\w.-]+/[\w./-]+\.yaml:\d+", home.where)


def test_a_parameter_shows_its_value_and_what_it_stands_on():
    clause = packbook().clause("NT2017", "NT2017-2.4d")
    assert clause is not None
    first = clause.parameters[0]
    assert (first.id, first.unit.zh) == ("NT2017-2.4d.threshold", "%")
    assert (first.values[0].value.zh, first.values[0].start) == ("20", "2017-10-21")
    assert first.values[0].clauses == ("NT2017-2.4d",)


def test_a_number_that_the_text_leaves_open_is_said_to_be_open():
    clause = packbook().clause("NT2017", "NT2017-5.2b")
    assert clause is not None
    values = [v.value.zh for p in clause.parameters for v in p.values]
    assert "文件未给出" in values


def test_a_clause_without_a_verdict_says_why():
    clause = packbook().clause("RPT", "RPT-2.0")
    assert clause is not None
    assert clause.reason is not None
    assert clause.why is not None


def test_worked_cases_are_counted_by_the_clause_they_name():
    clause = packbook().clause("RPT", "RPT-1.3d")
    assert clause is not None
    assert {"RP-16a", "RP-16b"} <= set(clause.cases)


def test_neighbours_lead_through_the_text():
    first = packbook().clause("ZJ-PRACTICE", "ZJ-PRACTICE-1")
    assert first is not None
    assert (first.previous, first.following) == (None, "ZJ-PRACTICE-2")


def test_the_report_touches_nine_towns_and_another_policy_none():
    book = packbook()
    assert len(book.touched("RPT", "RPT-1.1b", book.standings.last_day)) == 9
    assert book.touched("NT2017", "NT2017-2.2c", book.standings.last_day) == ()


def test_the_practice_names_the_towns_it_moved():
    moved = packbook().moved("ZJ-PRACTICE", "ZJ-PRACTICE-4")
    # One of the sixteen events is of a town whose listing nobody saw.
    assert len(moved) == 15
    assert packbook().moved("RPT", "RPT-1.1b") == ()


@pytest.mark.parametrize(
    ("policy", "clause"), [("RPT", "RPT-9.9"), ("NOBODY", "RPT-1.1b")]
)
def test_there_is_no_clause_that_no_pack_has(policy: str, clause: str):
    assert packbook().clause(policy, clause) is None
