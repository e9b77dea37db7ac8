"""What must hold of targets for every register.

The bounds hold every completion of what is unknown; the order of members does
not matter; the modes of tiers agree with each other; somebody unknown widens
and never decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.unit.zhence.targets.kit import ON, ask, policy, target, told, town

from zhence.evidence import Interval, Verdict
from zhence.facts import Observation
from zhence.packs.pack import Pack
from zhence.targets import Member, Register, Tally, TargetFinding
from zhence.targets.finding import Alternative

NAMES = "ABCDE"
FIGURES = st.integers(min_value=0, max_value=40)
# A figure of a member: known, known as a range, or not reported.
TOLD = st.one_of(
    st.none(),
    FIGURES.map(lambda n: (n, n)),
    st.tuples(FIGURES, FIGURES).map(lambda pair: (min(pair), max(pair))),
)
OPERATORS = st.sampled_from(["at_least", "more_than", "at_most", "less_than"])
SHARES = st.sampled_from(["at_least", "more_than", "at_most", "exactly"])
STATES = st.sampled_from(["met", "gap", "unknown"])
Told = tuple[int, int] | None


def observations(code: str, figures: Sequence[Told]) -> list[Observation]:
    return [
        told(code, "2023", str(f[0]), name, upper=str(f[1]))
        for name, f in zip(NAMES, figures, strict=False)
        if f is not None
    ]


def members(count: int) -> tuple[Member, ...]:
    return tuple(town(name) for name in NAMES[:count])


def register(*held: Iterable[Observation], count: int) -> Register:
    return Register(
        members=members(count),
        observations=tuple(o for some in held for o in some),
    )


def completed(draw: st.DrawFn, figures: Sequence[Told]) -> list[Told]:
    """One way in which things may really be."""
    found: list[Told] = []
    for figure in figures:
        low, high = (0, 80) if figure is None else figure
        value = draw(st.integers(min_value=low, max_value=high))
        found.append((value, value))
    return found


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Told], list[Told]]:
    """What was told of some members, and one completion of it."""
    figures = draw(st.lists(TOLD, min_size=1, max_size=len(NAMES)))
    return figures, completed(draw, figures)


@st.composite
def shares(draw: st.DrawFn) -> tuple[list[list[Told]], list[list[Told]]]:
    """Parts and wholes as told, and a completion in which no part is too large."""
    count = draw(st.integers(min_value=1, max_value=4))
    one = st.lists(TOLD, min_size=count, max_size=count)
    parts, wholes = draw(one), draw(one)
    real_wholes = completed(draw, wholes)
    real_parts: list[Told] = []
    for part, whole in zip(parts, real_wholes, strict=True):
        assert whole is not None
        low, high = (0, whole[0]) if part is None else part
        assume(low <= whole[0])
        value = draw(st.integers(min_value=low, max_value=min(high, whole[0])))
        real_parts.append((value, value))
    return [parts, wholes], [real_parts, real_wholes]


def holds(value: Interval | None, real: Interval | None) -> bool:
    if real is None or real.low is None:
        return True
    assert value is not None
    low = value.low is None or value.low <= real.low
    return low and (value.high is None or real.low <= value.high)


def agrees(found: TargetFinding, real: TargetFinding) -> bool:
    """A decided verdict is that of every completion."""
    return found.verdict.undecided or found.verdict is real.verdict


SUM = {"sum": "output", "over": "year"}
SHARE = {"share": {"part": "part", "whole": "output"}, "over": "year"}
OVER = {
    "count_if": {"indicator": "output", "at_least": "20", "unit": "亿元"},
    "over": "year",
}


@given(world=worlds(), operator=OPERATORS, threshold=st.integers(0, 120))
def test_a_sum_holds_every_completion(world, operator, threshold):
    figures, real = world
    pack = policy({"T": target(SUM, str(threshold), operator=operator)})
    found = ask(pack, register(observations("output", figures), count=len(figures)))
    truth = ask(pack, register(observations("output", real), count=len(real)))
    assert holds(found.value, truth.value)
    assert agrees(found, truth)


@given(world=worlds(), operator=OPERATORS, threshold=st.integers(0, 6))
def test_a_number_of_members_holds_every_completion(world, operator, threshold):
    figures, real = world
    pack = policy({"T": target(OVER, str(threshold), operator=operator, unit="个")})
    found = ask(pack, register(observations("output", figures), count=len(figures)))
    truth = ask(pack, register(observations("output", real), count=len(real)))
    assert holds(found.value, truth.value)
    assert agrees(found, truth)
    assert found.counts["lower"] <= truth.counts["lower"] <= found.counts["upper"]


@given(world=shares(), operator=SHARES, threshold=st.integers(0, 100))
def test_a_share_holds_every_completion(world, operator, threshold):
    (parts, wholes), (real_parts, real_wholes) = world
    pack = policy({"T": target(SHARE, str(threshold), operator=operator, unit="%")})
    count = len(parts)
    found = ask(
        pack,
        register(
            observations("part", parts), observations("output", wholes), count=count
        ),
    )
    truth = ask(
        pack,
        register(
            observations("part", real_parts),
            observations("output", real_wholes),
            count=count,
        ),
    )
    assume(truth.verdict is not Verdict.NOT_COMPUTABLE)
    assert holds(found.value, truth.value)
    assert agrees(found, truth)


@given(
    world=shares(),
    order=st.permutations(range(len(NAMES))),
    value=st.sampled_from([SUM, SHARE, OVER]),
)
def test_the_order_of_members_changes_nothing(world, order, value):
    (parts, wholes), _ = world
    unit_name = {"sum": "亿元", "share": "%"}.get(next(iter(value)), "个")
    pack = policy({"T": target(value, "50", unit=unit_name)})
    held = register(
        observations("part", parts), observations("output", wholes), count=len(parts)
    )
    assert held.members is not None
    mixed = replace(
        held,
        members=tuple(held.members[i] for i in order if i < len(parts)),
        observations=held.observations[::-1],
    )
    one, other = ask(pack, held), ask(pack, mixed)
    assert (one.verdict, one.value, one.counts) == (
        other.verdict,
        other.value,
        other.counts,
    )


# -------------------------------------------------------------------- more unknown


@given(world=worlds(), operator=OPERATORS, threshold=st.integers(0, 120))
def test_one_more_of_whom_nothing_is_known_widens_a_sum(world, operator, threshold):
    figures, _ = world
    pack = policy({"T": target(SUM, str(threshold), operator=operator)})
    held = observations("output", figures)
    before = ask(pack, register(held, count=len(figures)))
    after = ask(
        pack,
        Register(members=(*members(len(figures)), town("X")), observations=tuple(held)),
    )
    assert before.value is not None
    assert after.value == Interval(before.value.low, None)
    assert after.verdict.undecided or after.verdict is before.verdict


def recorded(states: Sequence[str], extra: Iterable[Member] = ()) -> Register:
    days = {"met": {"T": date(2023, 1, 1)}, "gap": {}, "unknown": None}
    return Register(
        members=(
            *(town(f"M{i}", satisfied=days[s]) for i, s in enumerate(states)),
            *extra,
        )
    )


def covering(operator: str, threshold: int) -> Pack:
    return policy(
        {"T": target({"coverage": "x"}, str(threshold), operator=operator, unit="%")}
    )


@given(
    states=st.lists(STATES, min_size=1, max_size=8),
    operator=SHARES,
    threshold=st.integers(0, 100),
)
def test_one_who_becomes_unknown_never_decides(states, operator, threshold):
    pack = covering(operator, threshold)
    before = ask(pack, recorded(states))
    for place in range(len(states)):
        fewer = [*states[:place], "unknown", *states[place + 1 :]]
        after = ask(pack, recorded(fewer))
        assert after.verdict.undecided or after.verdict is before.verdict
        assert before.value is not None
        assert after.value is not None
        assert holds(after.value, Interval(before.value.low, before.value.low))
        assert holds(after.value, Interval(before.value.high, before.value.high))


@given(
    states=st.lists(STATES, min_size=1, max_size=6),
    groups=st.lists(
        st.sampled_from(["digital", "tourism", None]), min_size=6, max_size=6
    ),
    real=st.lists(st.sampled_from(["digital", "tourism"]), min_size=6, max_size=6),
    threshold=st.integers(1, 100),
)
def test_a_coverage_holds_every_completion_of_categories(
    states, groups, real, threshold
):
    assume(any(g is not None for g in groups[: len(states)]))
    value = {"coverage": "x", "among": "modern"}
    pack = policy({"T": target(value, str(threshold), unit="%")})
    held = recorded(states).members or ()
    told_of = Register(
        members=tuple(
            replace(m, category=g) for m, g in zip(held, groups, strict=False)
        )
    )
    truth_of = Register(
        members=tuple(
            replace(
                m,
                category=g or r,
                satisfied={} if m.satisfied is None else m.satisfied,
            )
            for m, g, r in zip(held, groups, real, strict=False)
        )
    )
    found, truth = ask(pack, told_of), ask(pack, truth_of)
    assume(truth.value is not None)
    assert holds(found.value, truth.value)
    assert agrees(found, truth)


@given(
    met=st.integers(0, 30),
    unknown=st.integers(0, 10),
    size=st.integers(1, 40),
    more=st.integers(0, 10),
    operator=SHARES,
    threshold=st.integers(0, 100),
)
def test_a_tally_holds_every_completion(met, unknown, size, more, operator, threshold):
    assume(met + unknown <= size)
    pack = covering(operator, threshold)
    found = ask(pack, Register(tallies={"T": Tally(met, unknown, size)}))
    truth = ask(pack, Register(tallies={"T": Tally(met + min(more, unknown), 0, size)}))
    assert holds(found.value, truth.value)
    assert agrees(found, truth)


# ------------------------------------------------------------------------- tiers

LINES = ("30", "20", "10")


def tiers(needs: Sequence[int]) -> dict[str, dict[str, object]]:
    return {
        at: target({"tier": "output", "at": at}, str(need), unit="个")
        for at, need in zip(LINES, needs, strict=True)
    }


@given(
    figures=st.lists(TOLD, min_size=1, max_size=len(NAMES)),
    needs=st.lists(st.integers(0, 3), min_size=3, max_size=3),
)
def test_the_modes_of_tiers_agree_with_each_other(figures, needs):
    pack = policy(tiers(needs))
    held = register(observations("output", figures), count=len(figures))
    found = {at: ask(pack, held, ON, at) for at in LINES}
    modes = {at: f.alternatives for at, f in found.items()}
    top = modes[LINES[0]]
    assert len({repr(a) for a in top.values()}) == 1, "the top tier has nothing above"
    for at, finding in found.items():
        cumulative, spill = modes[at]["cumulative"], modes[at]["spill_down"]
        exclusive = modes[at]["exclusive"]
        assert cumulative.value == spill.value
        band, above = ends_of(exclusive), ends_of(cumulative)
        assert band[0] <= above[0]
        assert band[1] <= above[1]
        if exclusive.verdict is Verdict.PASS or spill.verdict is Verdict.PASS:
            assert cumulative.verdict is Verdict.PASS
        assert finding.verdict is spill.verdict
    if all(f is not None and f[0] == f[1] for f in figures):
        bands = [ends_of(modes[at]["exclusive"])[0] for at in LINES]
        assert sum(bands) == ends_of(modes[LINES[-1]]["cumulative"])[0]


def ends_of(told_by: Alternative) -> tuple[int, int]:
    """The two ends of a number of members."""
    value = told_by.value
    assert value is not None
    assert value.low is not None
    assert value.high is not None
    return int(value.low), int(value.high)


@given(
    figures=st.lists(FIGURES, min_size=1, max_size=len(NAMES)), more=st.integers(1, 30)
)
def test_growth_never_hurts_under_spill_down(figures, more):
    pack = policy(tiers([1, 1, 2]))
    for place in range(len(figures)):
        grown = [*figures[:place], figures[place] + more, *figures[place + 1 :]]
        for at in LINES:
            before, after = (
                ask(
                    pack,
                    register(
                        observations("output", [(n, n) for n in held]), count=len(held)
                    ),
                    ON,
                    at,
                )
                for held in (figures, grown)
            )
            assert not (
                before.verdict is Verdict.PASS and after.verdict is Verdict.FAIL
            )
