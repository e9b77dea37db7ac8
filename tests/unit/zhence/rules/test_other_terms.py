"""Terms that compare no amount: checklists, categories, industries, records."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.lib.rulebooks import (
    ANNUAL,
    category,
    checklist,
    choice,
    criterion,
    decision,
    facts,
    finding,
    measure,
    member,
    number,
    rulebook,
    word,
)

from zhence.evidence import Finding, Interval, Verdict
from zhence.facts import Decision, Event, Membership
from zhence.rules.rulebook import Rulebook
from zhence.rules.terms import (
    Categorised,
    Checklist,
    ChosenFrom,
    IndustryBelongs,
    MandateCovers,
    OnRecord,
)

PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNKNOWN = Verdict.INSUFFICIENT_DATA
EXEMPT = Verdict.PASS_EXEMPT


# ------------------------------------------------------------------------ checklists


def list_book(need: str | None) -> Rulebook:
    return rulebook(
        criterion(Checklist("parlour", "need")),
        checklists=[checklist("parlour", "a", "b", "c", "d")],
        parameters=[number("need", need, "个")],
    )


@pytest.mark.parametrize(
    ("done", "undone", "need", "verdict"),
    [
        ("abcd", "", "4", PASS),
        ("abc", "d", "4", FAIL),
        ("abc", "", "4", UNKNOWN),
        ("abc", "", "3", PASS),
        ("ab", "cd", "3", FAIL),
        ("", "", "4", UNKNOWN),
    ],
)
def test_an_item_nobody_spoke_of_is_neither_done_nor_missing(
    done: str, undone: str, need: str, verdict: Verdict
):
    told = dict.fromkeys(done, True) | dict.fromkeys(undone, False)
    assert finding(list_book(need), facts(checklists={"parlour": told})).verdict is (
        verdict
    )


def test_a_checklist_shows_how_many_are_done_and_may_be():
    found = finding(list_book("4"), facts(checklists={"parlour": {"a": True}}))
    assert found.value == Interval(Fraction(1), Fraction(4))
    assert found.threshold == Interval.point(4)
    assert found.missing == ("parlour.b", "parlour.c", "parlour.d")
    assert "1 of 4 done, 4 required" in found.trace.steps[0].en


def test_an_item_that_the_list_does_not_name_counts_for_nothing():
    told = {"a": True, "b": True, "c": True, "x": True, "d": False}
    found = finding(list_book("4"), facts(checklists={"parlour": told}))
    assert found.verdict is FAIL


def test_a_checklist_without_a_required_number_is_not_judged():
    told = {"a": False}
    found = finding(list_book(None), facts(checklists={"parlour": told}))
    assert found.verdict is Verdict.NOT_APPLICABLE


MANDATE = rulebook(criterion(MandateCovers("fund")))


def mandate(industries: tuple[str, ...] | None, **items: bool) -> Finding:
    known = facts(membership=member(industries=industries), checklists={"fund": items})
    return finding(MANDATE, known)


def test_a_mandate_must_cover_every_lead_industry_of_the_town():
    assert mandate(("silk",), silk=True).verdict is PASS
    assert mandate(("Silk",), silk=True).verdict is PASS
    assert mandate(("silk", "steel"), silk=True, steel=False).verdict is FAIL
    assert mandate(("silk",), steel=True).verdict is UNKNOWN


def test_an_industry_nobody_spoke_of_is_missing():
    assert mandate(("silk", "steel"), silk=True).missing == ("fund.steel",)


@pytest.mark.parametrize("industries", [None, ()])
def test_without_lead_industries_a_mandate_cannot_be_judged(
    industries: tuple[str, ...] | None,
):
    found = mandate(industries, silk=True)
    assert (found.verdict, found.missing) == (UNKNOWN, ("lead_industries",))


def test_a_mandate_says_whether_it_is_on_record():
    assert mandate(("silk",), silk=True).trace.steps[0].en == "It is on record."
    assert "Nothing" in mandate(("silk",), silk=False).trace.steps[0].en


# --------------------------------------------------------- categories and industries

CATEGORIES = [
    category("heavy", "steel", "robots"),
    category("light", "silk", "robots"),
    category("new", "cloud"),
]
VOCABULARY = rulebook(
    criterion(Categorised("allowed")),
    categories=CATEGORIES,
    parameters=[choice("allowed", ("heavy", "light"))],
)


@pytest.mark.parametrize(
    ("stated", "industries", "verdict"),
    [
        ("heavy", None, PASS),
        ("new", None, FAIL),
        ("fishing", None, FAIL),
        ("fishing", ("silk",), PASS),
        (None, ("silk",), PASS),
        (None, ("robots",), PASS),
        (None, ("cloud",), FAIL),
        (None, ("fishing",), FAIL),
        (None, None, UNKNOWN),
        (None, (), UNKNOWN),
    ],
)
def test_the_category_must_be_one_that_may_apply(
    stated: str | None, industries: tuple[str, ...] | None, verdict: Verdict
):
    known = facts(membership=member(stated, industries=industries))
    assert finding(VOCABULARY, known).verdict is verdict


def test_a_category_outside_the_vocabulary_is_named():
    stated = finding(VOCABULARY, facts(membership=member("fishing")))
    assert '"fishing" is not in the category vocabulary' in stated.trace.steps[0].en
    listed = finding(
        VOCABULARY, facts(membership=member(None, industries=("fishing", "mining")))
    )
    assert "“fishing、mining”" in listed.trace.steps[0].zh


def test_the_categories_that_were_found_are_named():
    found = finding(VOCABULARY, facts(membership=member(None, industries=("robots",))))
    assert found.trace.steps[0].en == "Category: heavy, light."


BELONGS = rulebook(
    criterion(IndustryBelongs("light", "light_industries")),
    categories=CATEGORIES,
    parameters=[choice("light_industries", ("silk", "robots"))],
)


@pytest.mark.parametrize(
    ("industries", "verdict"),
    [
        (("silk",), PASS),
        (("silk（中）",), PASS),
        (("robots",), PASS),
        (("steel",), FAIL),
        (("silk", "steel"), FAIL),
        (("fishing",), UNKNOWN),
        (("silk", "fishing"), UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_an_open_list_of_industries_fails_only_what_belongs_elsewhere(
    industries: tuple[str, ...] | None, verdict: Verdict
):
    known = facts(membership=member("light", industries=industries))
    assert finding(BELONGS, known).verdict is verdict


def test_an_industry_that_no_category_lists_needs_a_ruling():
    known = facts(membership=member("light", industries=("fishing",)))
    assert finding(BELONGS, known).missing == ("category_ruling",)
    silent = finding(BELONGS, facts(membership=member("light")))
    assert silent.missing == ("lead_industries",)


CHOSEN = rulebook(
    criterion(ChosenFrom("site", "sites")),
    measures=[measure("site", unit_name="个")],
    parameters=[choice("sites", ("small_town", "zone"))],
)


@pytest.mark.parametrize(
    ("note", "verdict"),
    [("small_town", PASS), ("Small-Town", PASS), ("mountain", FAIL)],
)
def test_a_recorded_word_is_one_of_those_allowed_or_not(note: str, verdict: Verdict):
    found = finding(CHOSEN, facts(word("site", "2020", note)))
    assert found.verdict is verdict
    assert note in found.trace.steps[0].zh


def test_a_word_that_nobody_recorded_decides_nothing():
    found = finding(CHOSEN, facts())
    assert (found.verdict, found.missing) == (UNKNOWN, ("site",))


# --------------------------------------------------------------------------- records


def on_record(term: OnRecord, *, events=(), decisions=(), question=ANNUAL) -> Verdict:
    known = facts(events=events, decisions=decisions)
    return finding(rulebook(criterion(term)), known, question).verdict


FRAUD = OnRecord(events=("fraud",))
FINDING = OnRecord(decisions=("finding",))


def test_what_is_not_on_record_had_not_happened():
    assert on_record(FRAUD) is FAIL
    assert on_record(FRAUD, events=[Event("batch", date(2019, 1, 1))]) is FAIL
    assert on_record(FINDING, decisions=[decision("name")]) is FAIL


def test_what_is_on_record_by_the_day_had():
    assert on_record(FRAUD, events=[Event("fraud", ANNUAL.on)]) is PASS
    assert on_record(FRAUD, events=[Event("fraud", date(2019, 4, 1))]) is FAIL
    assert on_record(FINDING, decisions=[decision("finding")]) is PASS


@pytest.mark.parametrize(
    ("verified", "verdict"), [(True, PASS), (False, FAIL), (None, FAIL)]
)
def test_where_verification_is_asked_only_a_verified_event_counts(
    verified: bool | None,  # noqa: FBT001  # three-valued
    verdict: Verdict,
):
    term = replace(FRAUD, verified=True)
    event = Event("fraud", date(2019, 1, 1), verified)
    assert on_record(term, events=[event]) is verdict


def test_a_decision_about_another_list_is_not_about_this_one():
    assert on_record(FINDING, decisions=[decision("finding", list_="list")]) is PASS
    assert on_record(FINDING, decisions=[decision("finding", list_="other")]) is FAIL


@pytest.mark.parametrize(
    ("year", "verdict"), [(2018, PASS), (None, PASS), (2017, FAIL)]
)
def test_a_decision_about_another_year_is_not_about_this_one(
    year: int | None, verdict: Verdict
):
    held: Decision = replace(decision("finding"), year=year)
    assert on_record(FINDING, decisions=[held]) is verdict


def test_a_record_may_stand_for_an_exemption():
    term = OnRecord(decisions=("area_justification",), exempts=True)
    assert on_record(term, decisions=[decision("area_justification")]) is EXEMPT
    assert on_record(term) is FAIL


def test_a_membership_without_anything_is_judged_on_nothing():
    bare = Membership("T", "list", "CREATION")
    found = finding(rulebook(criterion(FRAUD)), facts(membership=bare))
    assert found.verdict is FAIL
    assert found.value is None
