"""Which categories a town may have, and whether that settles a group."""

from datetime import date

import pytest
from tests.lib.rulebooks import category, decision, facts, member, rulebook

from zhence.facts import Decision, Membership
from zhence.rules.categories import (
    in_group,
    industry_categories,
    plain_word,
    possible_categories,
)

BOOK = rulebook(
    categories=[
        category("heavy", "steel", "robots", groups=["default"]),
        category("light", "silk", "robots", groups=["relaxed"]),
        category("new", "cloud", groups=["relaxed"]),
    ]
)
ALL = frozenset({"heavy", "light", "new"})


def possible(
    membership: Membership, decisions: tuple[Decision, ...] = ()
) -> frozenset[str]:
    return possible_categories(BOOK, facts(membership=membership, decisions=decisions))


@pytest.mark.parametrize(
    ("written", "key"),
    [("E-Commerce", "e_commerce"), ("Blue  Calico", "blue_calico"), ("AI", "ai")],
)
def test_a_word_is_compared_by_its_key(written: str, key: str):
    assert plain_word(written) == key


def test_an_industry_is_found_by_key_and_by_its_chinese_name():
    assert industry_categories(BOOK, "Silk") == {"light"}
    assert industry_categories(BOOK, "silk（中）") == {"light"}
    assert industry_categories(BOOK, "robots") == {"heavy", "light"}
    assert industry_categories(BOOK, "fishing") == frozenset()


def test_a_stated_category_of_the_vocabulary_is_certain():
    assert possible(member("light")) == {"light"}


def test_a_lead_industry_that_two_categories_list_leaves_both_possible():
    assert possible(member(None, industries=("robots",))) == {"heavy", "light"}


def test_two_lead_industries_leave_the_categories_of_both_possible():
    assert possible(member(None, industries=("steel", "silk"))) == {"heavy", "light"}
    assert possible(member(None, industries=("cloud", "fishing"))) == {"new"}


def test_an_industry_written_as_the_category_is_looked_up():
    assert possible(member("cloud")) == {"new"}


def test_nothing_known_leaves_every_category_possible():
    assert possible(member(None)) == ALL
    assert possible(member(None, industries=("fishing",))) == ALL
    assert possible(member("fishing")) == ALL


def test_a_ruling_decides_over_what_is_stated():
    ruled = (decision("category_ruling", value="heavy"),)
    assert possible(member("light"), ruled) == {"heavy"}


def test_the_last_ruling_stands():
    rulings = (
        decision("category_ruling", date(2020, 1, 1), value="new"),
        decision("category_ruling", date(2019, 1, 1), value="heavy"),
    )
    assert possible(member("light"), rulings) == {"new"}


def test_a_ruling_outside_the_vocabulary_or_without_a_value_decides_nothing():
    rulings = (
        decision("category_ruling", value="tourism"),
        decision("category_ruling"),
        decision("name", value="heavy"),
    )
    assert possible(member("light"), rulings) == {"light"}


def test_a_policy_without_categories_has_none_to_choose_from():
    assert possible_categories(rulebook(), facts()) == frozenset()


@pytest.mark.parametrize(
    ("candidates", "group", "inside"),
    [
        ({"light"}, "relaxed", True),
        ({"light", "new"}, "relaxed", True),
        ({"light", "heavy"}, "relaxed", None),
        ({"heavy"}, "relaxed", False),
        ({"heavy"}, "heavy", True),
        (set(), "relaxed", False),
        ({"heavy"}, "unheard", False),
    ],
)
def test_a_group_is_settled_only_when_no_candidate_disagrees(
    candidates: set[str], group: str, inside: object
):
    assert in_group(BOOK, frozenset(candidates), group) is inside
