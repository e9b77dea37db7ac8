"""Whether a transition's condition holds: yes, no, or not known."""

from datetime import date

import pytest
from tests.lib.rulebooks import choice, number
from tests.unit.zhence.lifecycle.lives import (
    FAIL,
    ON,
    PASS,
    UNKNOWN,
    answer,
    book,
    decision,
    event,
    past,
    verdict,
    year,
)

from zhence.evidence import Verdict
from zhence.lifecycle.conditions import (
    ApplicationHas,
    BatchesSince,
    CriteriaMet,
    DaysSince,
    DecisionTaken,
    Either,
    Elapsed,
    EventSeen,
    Every,
    ExtensionGranted,
    Graded,
    InState,
    Never,
    ParameterIs,
    Past,
    Undecided,
    WasCreation,
    YearResult,
)
from zhence.lifecycle.history import Grade

YES = InState(("FULL",))
NO = InState(("OUT",))
OPEN = WasCreation(("TRIAL",))


def test_nothing_asked_is_satisfied():
    assert verdict(None, past()) is PASS


# ------------------------------------------------------------------------- joining


@pytest.mark.parametrize(
    ("members", "every", "either"),
    [
        ((YES, YES), PASS, PASS),
        ((YES, NO), FAIL, PASS),
        ((YES, OPEN), UNKNOWN, PASS),
        ((NO, OPEN), FAIL, UNKNOWN),
        ((NO, NO), FAIL, FAIL),
        ((OPEN, OPEN), UNKNOWN, UNKNOWN),
    ],
)
def test_joins_are_three_valued(members, every: Verdict, either: Verdict):
    assert verdict(Every(members), past()) is every
    assert verdict(Either(members), past()) is either


@pytest.mark.parametrize(("member", "turned"), [(YES, FAIL), (NO, PASS)])
def test_never_turns_the_answer(member, turned: Verdict):
    assert verdict(Never(member), past()) is turned


def test_never_of_the_unknown_is_unknown():
    assert verdict(Never(OPEN), past()) is UNKNOWN


def test_a_join_keeps_the_year_that_caused_it_and_every_code():
    told = answer(
        Every(
            (
                YES,
                YearResult("first", "result", failed=True),
                EventSeen(("seen",), code="nobody_saw"),
                EventSeen(("heard",), code="nobody_heard"),
            )
        ),
        past(years=[year(2018, result=FAIL)]),
    )

    assert told.verdict is FAIL
    assert told.year == 2018
    assert told.codes == ("nobody_saw", "nobody_heard")


# -------------------------------------------------------------- membership and rules


@pytest.mark.parametrize(
    ("state", "was", "told"),
    [
        ("FULL", False, PASS),
        ("TRIAL", True, PASS),
        ("TRIAL", False, FAIL),
        ("TRIAL", None, UNKNOWN),
    ],
)
def test_was_on_the_creation_list(state: str, was, told: Verdict):
    history = past(state, was_creation=was)

    assert verdict(WasCreation(("FULL",)), history) is told


@pytest.mark.parametrize(
    ("criteria", "told"),
    [
        ({"a": PASS, "b": Verdict.APPROX, "c": Verdict.PASS_EXEMPT}, PASS),
        ({"a": PASS, "b": FAIL, "c": UNKNOWN}, FAIL),
        ({"a": PASS, "c": Verdict.DATA_ERROR}, UNKNOWN),
        ({"a": PASS, "b": Verdict.NOT_APPLICABLE}, PASS),
        ({}, Verdict.NOT_APPLICABLE),
        (None, UNKNOWN),
    ],
)
def test_all_criteria_are_accepted(criteria, told: Verdict):
    assert verdict(CriteriaMet("acceptance"), past(criteria=criteria)) is told


@pytest.mark.parametrize(
    ("value", "equals", "told"),
    [(False, "false", PASS), (True, "false", FAIL), ("hold", "hold", PASS)],
)
def test_a_parameter_is_set_to_a_value(value, equals: str, told: Verdict):
    rules = book(choice("reading", value))

    assert verdict(ParameterIs("reading", equals), past(rules=rules)) is told


@pytest.mark.parametrize(
    ("guards", "told"),
    [({"T1": UNKNOWN}, PASS), ({"T1": FAIL}, FAIL), ({}, FAIL)],
)
def test_another_guard_is_undecided(guards: dict[str, Verdict], told: Verdict):
    assert verdict(Undecided("T1"), past(), **guards) is told


# -------------------------------------------------------------------------- events


def test_an_event_is_on_record():
    asked = EventSeen(("fraud", "accident"))

    assert verdict(asked, past(events=[event("accident")])) is PASS
    assert verdict(asked, past(events=[event("batch")])) is FAIL


@pytest.mark.parametrize(
    ("verified", "surely", "alleged"),
    [(True, PASS, FAIL), (False, FAIL, PASS), (None, FAIL, PASS)],
)
def test_verified_and_alleged_events_are_told_apart(
    verified, surely: Verdict, alleged: Verdict
):
    history = past(events=[event("fraud", verified=verified)])

    assert verdict(EventSeen(("fraud",), verified=True), history) is surely
    assert verdict(EventSeen(("fraud",), verified=False), history) is alleged
    assert verdict(EventSeen(("fraud",)), history) is PASS


def test_an_event_counts_only_by_the_bodies_that_are_asked():
    history = past(events=[event("fraud", by="office")])

    assert verdict(EventSeen(("fraud",), by=("conference",)), history) is FAIL
    assert verdict(EventSeen(("fraud",), by=("office",)), history) is PASS


@pytest.mark.parametrize(
    ("passed", "succeeded", "failed"),
    [(True, PASS, FAIL), (None, PASS, FAIL), (False, FAIL, PASS)],
)
def test_an_event_that_failed_is_another_event(
    passed, succeeded: Verdict, failed: Verdict
):
    history = past(events=[event("acceptance", passed=passed)])

    assert verdict(EventSeen(("acceptance",)), history) is succeeded
    assert verdict(EventSeen(("acceptance",), failed=True), history) is failed


@pytest.mark.parametrize(("aspects", "told"), [(2, PASS), (1, FAIL), (None, FAIL)])
def test_a_review_covers_enough_aspects(aspects: int | None, told: Verdict):
    history = past(events=[event("review", aspects=aspects)])

    assert verdict(EventSeen(("review",), aspects="two"), history) is told


def test_an_open_number_of_aspects_is_never_reached():
    history = past(events=[event("review", aspects=9)])

    assert verdict(EventSeen(("review",), aspects="none"), history) is FAIL


@pytest.mark.parametrize(("day", "told"), [(1, PASS), (2, FAIL)])
def test_an_event_by_a_date_of_the_membership(day: int, told: Verdict):
    history = past(
        extension_end=date(2020, 6, 1), events=[event("filed", date(2020, 6, day))]
    )

    assert verdict(EventSeen(("filed",), until="extension_end"), history) is told


def test_without_the_date_nothing_happened_by_it():
    history = past(events=[event("filed")])

    assert verdict(EventSeen(("filed",), until="extension_end"), history) is FAIL


def test_an_absent_event_refuses_with_its_code():
    asked = EventSeen(("county",), code="county_first")

    assert answer(asked, past()).codes == ("county_first",)
    assert answer(asked, past(events=[event("county")])).codes == ()


@pytest.mark.parametrize(
    ("days", "told"),
    [((), FAIL), ((1,), FAIL), ((1, 3), PASS), ((3,), PASS), ((2, 3, 4), PASS)],
)
def test_batches_since_the_exit(days: tuple[int, ...], told: Verdict):
    batches = [event("batch", date(2020, 6, day)) for day in days]
    history = past(events=[event("removed", date(2020, 6, 2)), *batches])

    assert verdict(BatchesSince(("removed",), "batch", "one"), history) is told


def test_without_an_exit_on_record_every_batch_counts():
    asked = BatchesSince(("removed",), "batch", "one")

    assert verdict(asked, past(events=[event("batch")])) is PASS
    assert verdict(asked, past()) is FAIL


def test_an_open_number_of_batches_is_undecided():
    asked = BatchesSince(("removed",), "batch", "none")

    assert verdict(asked, past(events=[event("batch")])) is UNKNOWN


# ----------------------------------------------------------------------- decisions


def test_a_decision_is_on_record():
    history = past(decisions=[decision("name")])

    assert verdict(DecisionTaken("name"), history) is PASS
    assert verdict(DecisionTaken("extend"), history) is FAIL


def test_only_the_newest_decision_counts():
    asked = DecisionTaken("rating", values=("high",))
    high = decision("rating", date(2020, 1, 1), value="high")
    low = decision("rating", date(2020, 2, 1), value="low")

    assert verdict(asked, past(decisions=[low, high])) is FAIL
    assert verdict(asked, past(decisions=[high])) is PASS


def test_a_decision_of_another_body_is_none():
    asked = DecisionTaken("name", by=("government",))

    assert verdict(asked, past(decisions=[decision("name", by="office")])) is FAIL


def test_a_decision_on_another_list_is_none():
    asked = DecisionTaken("name")

    assert verdict(asked, past(decisions=[decision("name", list_="other")])) is FAIL
    assert verdict(asked, past(decisions=[decision("name", list_="list")])) is PASS


@pytest.mark.parametrize(("day", "told"), [(1, PASS), (2, FAIL)])
def test_a_decision_by_a_date_of_the_membership(day: int, told: Verdict):
    history = past(
        extension_end=date(2020, 6, 1),
        decisions=[decision("name", date(2020, 6, day))],
    )

    assert verdict(DecisionTaken("name", until="extension_end"), history) is told


@pytest.mark.parametrize(
    ("end", "extensions", "told", "codes"),
    [
        (date(2021, 6, 1), 0, PASS, ()),
        (date(2020, 6, 1), 0, FAIL, ()),
        (None, 0, FAIL, ("end_date_required",)),
        (date(2021, 6, 1), 1, FAIL, ("max_extensions_reached",)),
    ],
)
def test_an_extension_needs_an_end_and_is_given_once(
    end: date | None, extensions: int, told: Verdict, codes: tuple[str, ...]
):
    history = past(extensions=extensions, decisions=[decision("extend", end=end)])
    found = answer(ExtensionGranted(("government",), "one"), history)

    assert (found.verdict, found.codes) == (told, codes)


def test_no_extension_was_decided():
    found = answer(ExtensionGranted(("government",), "one"), past())

    assert (found.verdict, found.codes) == (FAIL, ())


def test_an_extension_by_another_body_is_none():
    history = past(decisions=[decision("extend", by="office", end=date(2021, 6, 1))])

    assert verdict(ExtensionGranted(("government",), "one"), history) is FAIL


def test_without_a_limit_any_number_of_extensions_is_fine():
    history = past(extensions=7, decisions=[decision("extend", end=date(2021, 6, 1))])

    assert verdict(ExtensionGranted(("government",), "none"), history) is PASS


@pytest.mark.parametrize(("days", "told"), [(29, FAIL), (30, PASS), (31, PASS)])
def test_days_since_a_decision(days: int, told: Verdict):
    rules = book(number("thirty", "30"))
    history = past(
        on=date(2020, 6, 1 + days) if days < 30 else date(2020, 7, days - 29),
        rules=rules,
        decisions=[decision("rating", date(2020, 6, 1))],
    )

    assert verdict(DaysSince("rating", "thirty"), history) is told


@pytest.mark.parametrize("days", ["none", "one"])
def test_no_days_pass_since_nothing(days: str):
    decided = [decision("rating")] if days == "none" else []

    assert verdict(DaysSince("rating", days), past(decisions=decided)) is FAIL


# ------------------------------------------------------------------ dates and grades


@pytest.mark.parametrize(
    ("on", "told"),
    [(date(2023, 2, 28), FAIL), (date(2023, 3, 1), PASS), (date(2024, 1, 1), PASS)],
)
def test_years_since_listing_are_full_on_the_day_itself(on: date, told: Verdict):
    assert verdict(Elapsed("five_years"), past(on=on)) is told


def test_years_since_an_unknown_listing_are_unknown():
    assert verdict(Elapsed("five_years"), past(listed_on=None)) is UNKNOWN
    assert verdict(Elapsed("none"), past()) is UNKNOWN


@pytest.mark.parametrize(
    ("end", "told"), [(date(2021, 3, 30), PASS), (ON, FAIL), (None, UNKNOWN)]
)
def test_a_date_is_past_on_the_day_after(end: date | None, told: Verdict):
    assert verdict(Past("extension_end"), past(extension_end=end)) is told


def test_only_dates_of_the_membership_have_a_name():
    assert verdict(Past("listed_on"), past()) is PASS
    assert verdict(Past("full_moon"), past()) is UNKNOWN


def test_the_latest_grade_of_a_grader_counts():
    rules = book(choice("adverse", ("warning", "downgrade")))
    grades = [
        Grade(2019, "province", "good"),
        Grade(2018, "province", "warning"),
        Grade(2020, "city", "warning"),
    ]
    history = past(rules=rules, grades=grades)

    assert verdict(Graded("province", "adverse"), history) is FAIL
    assert verdict(Graded("city", "adverse"), history) is PASS
    assert verdict(Graded("county", "adverse"), history) is UNKNOWN


# -------------------------------------------------------------------- applications


@pytest.mark.parametrize(
    ("item", "told", "found"),
    [
        (ApplicationHas("submitter", one_of=("county",)), "county", PASS),
        (ApplicationHas("submitter", one_of=("county",)), "firm", FAIL),
        (ApplicationHas("category", vocabulary="words"), "health", PASS),
        (ApplicationHas("category", vocabulary="words"), "tourism", FAIL),
        (ApplicationHas("builder", present=True), True, PASS),
        (ApplicationHas("builder", present=True), False, FAIL),
        (ApplicationHas("industries", count="one"), ("tea",), PASS),
        (ApplicationHas("industries", count="one"), ("tea", "silk"), FAIL),
        (ApplicationHas("aspects", at_least="two"), 2, PASS),
        (ApplicationHas("aspects", at_least="two"), 1, FAIL),
        (ApplicationHas("aspects", at_least="none"), 1, UNKNOWN),
    ],
)
def test_an_item_of_the_application(item: ApplicationHas, told, found: Verdict):
    rules = book(choice("words", ("health", "finance")))
    history = past(rules=rules, application={item.item: told})

    assert verdict(item, history) is found


def test_an_absent_item_is_unknown_unless_it_refuses():
    open_item = ApplicationHas("builder", present=True)
    refusing = ApplicationHas("builder", code="builder", present=True)

    assert verdict(open_item, past()) is UNKNOWN
    assert answer(refusing, past()).verdict is FAIL
    assert answer(refusing, past()).codes == ("builder",)


def test_an_item_that_is_as_asked_refuses_nothing():
    refusing = ApplicationHas("builder", code="builder", present=True)

    assert answer(refusing, past(application={"builder": True})).codes == ()
