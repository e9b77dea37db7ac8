"""The life cycle for everybody at once is the plain step, driven year by year."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.lib.properties import thorough
from tests.unit.zhence.engines.lives import (
    DATED,
    DAYS,
    ELSEWHERE,
    STATES,
    Lived,
    batch_of,
    book,
    cycles,
    lived,
)

from zhence.engines.codes import ORDER
from zhence.engines.course import Course, course_for
from zhence.engines.fold import Mode, fold
from zhence.engines.plan import plan_for
from zhence.evidence import Verdict, all_of
from zhence.facts import Decision, Membership
from zhence.lifecycle.conditions import Every
from zhence.lifecycle.history import AssessedYear, History
from zhence.lifecycle.step import Outcome, step
from zhence.lifecycle.table import LifeCycle
from zhence.rules.rulebook import Occasion, Rulebook, Status

members = st.integers(1, 4).flatmap(
    lambda count: st.tuples(*(lived(f"T{i}") for i in range(count)))
)
modes = st.sampled_from(Mode)
statuses = st.sampled_from([Status.IN_FORCE, Status.IN_FORCE, Status.REFERENCE])


@dataclass(frozen=True, slots=True)
class Stepped:
    """What the plain step says of one member after one year."""

    subject: str
    year: int
    outcome: Outcome
    result: Verdict
    state: str


def stepped(
    cycle: LifeCycle, rules: Rulebook, member: Lived, mode: Mode
) -> Iterator[Stepped]:
    """Drive the plain step through the years of a member."""
    now = Membership(
        member.subject,
        "list" if member.listed else "other",
        member.state,
        stay_first_year=member.stay,
        was_creation=member.was_creation,
    )
    creation = {"CREATION"}
    past: list[AssessedYear] = []
    for year, (progress, share) in member.years.items():
        parts = {
            "progress": all_of([progress]),
            "share": all_of([share]),
            "result": all_of([progress, share]),
        }
        if member.first_year is None or member.first_year <= year:
            past.append(AssessedYear(year, parts, year in member.exempted))
        history = History(now, DAYS[year], rules, tuple(past))
        outcome = step(cycle, history)
        yield Stepped(member.subject, year, outcome, parts["result"], now.state)
        if mode is Mode.PROJECTED and outcome.proposal is not None:
            now = decided(cycle, history, outcome, now, year, creation)


def decided(  # what a decision takes to be carried out
    cycle: LifeCycle,
    history: History,
    outcome: Outcome,
    now: Membership,
    year: int,
    creation: set[str],
) -> Membership:
    """Let the body decide what was proposed, and the plain step carry it out."""
    assert outcome.proposal is not None
    names = {t.id: t for t in cycle.transitions}
    chosen = names[outcome.proposal.transition]
    if not chosen.decisions:
        return now
    deed = Decision(chosen.decisions[0], chosen.actor, DAYS[year], "No. 1")
    moved = step(cycle, replace(history, decisions=(deed,)))
    assert moved.state == chosen.target
    asked = [t.when for t in cycle.transitions]
    asked += [h.when for h in cycle.holds]
    asked += [r.when for r in cycle.reminders]
    used = "WasCreation" in repr(asked)
    was = True if used and now.state in creation else now.was_creation
    return replace(now, state=moved.state, stay_first_year=year + 1, was_creation=was)


def marks(bits: int, names: tuple[str, ...]) -> set[str]:
    return {name for place, name in enumerate(names) if bits >> place & 1}


def assert_same(course: Course, row: dict, told: Stepped) -> None:
    cycle, outcome = course.cycle, told.outcome
    place, target = row["proposal"], row["target"]
    proposal = outcome.proposal
    assert (*STATES, ELSEWHERE)[row["state"]] == told.state
    assert ORDER[row["result"]] is told.result
    if proposal is None:
        assert (place, target, row["effective"]) == (-1, -1, None)
    else:
        assert cycle.transitions[place].id == proposal.transition
        assert STATES[target] == proposal.target
        assert row["effective"] == proposal.effective
    assert marks(row["actions"], course.actions) == set(outcome.actions)
    flags = set(outcome.flags) - {"benchmark", "simulation"}
    assert marks(row["flags"], course.flags) == flags
    for id_ in course.guarded:
        assert ORDER[row[f"guard:{id_}"]] is outcome.guards[id_], id_
    counted = outcome.counters.get("consecutive_fail_years")
    assert counted is None or row["fails"] == counted


@thorough
@given(cycles(), members, modes, statuses)
def test_folding_the_years_is_stepping_through_them(
    cycle: LifeCycle, held: tuple[Lived, ...], mode: Mode, status: Status
):
    rules = book(status)
    course = course_for(plan_for(rules, Occasion.ANNUAL, STATES), cycle, DAYS)
    assert course.left_out == ()
    rows = fold(course, batch_of(list(held)), mode).to_pylist()
    told = [s for member in held for s in stepped(cycle, rules, member, mode)]
    for row, one in zip(rows, told, strict=True):
        assert (row["subject"], row["year"]) == (one.subject, one.year)
        assert_same(course, row, one)


@thorough
@given(cycles(), members, modes, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_members_does_not_matter(
    cycle: LifeCycle, held: tuple[Lived, ...], mode: Mode, random
):
    course = course_for(plan_for(book(), Occasion.ANNUAL, STATES), cycle, DAYS)
    batch = batch_of(list(held))
    order = list(range(batch.num_rows))
    random.shuffle(order)
    told = fold(course, batch, mode).take(order)
    assert fold(course, batch.take(order), mode).to_pylist() == told.to_pylist()


@given(cycles(), st.sampled_from(DATED))
def test_what_other_dates_decide_is_left_out_by_name(cycle: LifeCycle, dated):
    first, *others = cycle.transitions
    kept = Every((dated, *((first.when,) if first.when else ())))
    changed = replace(cycle, transitions=(replace(first, when=kept), *others))
    plan = plan_for(book(), Occasion.ANNUAL, STATES)
    course = course_for(plan, changed, {2018: date(2019, 3, 31)})
    fixed = course.books[2018].fixed(kept)
    assert (first.id in course.left_out) is (fixed is None)
