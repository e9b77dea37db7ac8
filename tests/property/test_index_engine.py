"""What holds for every index: order is nothing, newcomers move nobody, parts add up."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.zhence.index.builders import NODES, POSTS, recipe

from zhence.errors import BadInputError
from zhence.index import Frame, Row, run
from zhence.index.contributions import changes
from zhence.index.draws import uniform
from zhence.index.order import rank_rows
from zhence.index.plain import run_plainly
from zhence.index.rank import ranks

CODES = "abcd"
quarters = st.integers(0, 48).map(lambda n: n / 4)
cells = st.one_of(quarters, quarters, quarters, st.just(float("nan")))


@st.composite
def frames(draw, least: int = 3, times: int = 1, numbers=cells):
    """Units with all kinds of gaps; size divides, label groups."""
    units = draw(st.integers(least, 8))
    rows = [Row(f"U{i}", str(t)) for t in range(times) for i in range(units)]
    values = [[draw(numbers) for _ in CODES] for _ in rows]
    labels = [draw(st.sampled_from(["x", "y", None])) for _ in rows]
    size = np.array([draw(st.sampled_from([0.5, 1.0, 2.0, 0.0])) for _ in rows])
    return Frame(
        tuple(rows),
        tuple(CODES),
        np.array(values),
        {"kind": tuple(labels)},
        {"size": size},
    )


by_kind = {
    code: {"x": {"low": 0, "high": 10}, "y": {"low": 1, "high": 5}} for code in CODES
}
scales = st.sampled_from(
    [
        {"posts": POSTS},
        {"posts": by_kind, "by": "kind"},
        {"method": "min_max"},
        {"method": "z"},
        {"method": "rank"},
        {"method": "borda", "range": (0, 10)},
        {"method": "percentile_rank"},
        {"method": "distance_to_max"},
        {"method": "distance_to_target", "target": 20, "clip": True},
        {"method": "distance_to_reference", "reference": "U0"},
        {"method": "scaled"},
        {"method": "min_max", "range": (1, 100), "codes": {"d": {"method": "none"}}},
    ]
)
fills = st.sampled_from(
    [
        {},
        {"method": "mean"},
        {"method": "median"},
        {"method": "group_mean", "group": "kind"},
        {"method": "group_median", "group": "kind", "codes": {"a": "mean"}},
        {"method": "last_value", "back": 1},
        {"method": "mean", "panel": "pooled"},
    ]
)
treatments = st.sampled_from(
    [
        None,
        {},
        {"skew": 0.5, "kurt": 0.5, "most": 2},
        {"skew": 0.3, "kurt": 0.1, "most": 0, "then": "log_shift"},
        {"skew": 0.3, "kurt": 0.1, "most": None, "then": "none", "panel": "each"},
        {"force": True, "then": "log_shift", "combine": True},
    ]
)
weighings = st.sampled_from(
    [
        {},
        {"method": "equal"},
        {"values": {"a": 1, "b": 3}, "below": {"top": {"method": "equal"}}},
        {"method": "equal", "below": {"two": {"method": "entropy"}}},
        {
            "method": "budget",
            "votes": {
                "x": {"one": 6, "two": 4, "a": 1, "b": 1, "c": 2, "d": 8},
                "y": {"one": 5, "two": 5, "a": 3, "b": 1, "c": 5, "d": 5},
            },
        },
    ]
)
joins = st.sampled_from(
    [
        {},
        {"methods": ["geometric", "arithmetic"], "zeros": "zero"},
        {"methods": ["harmonic"], "zeros": "zero"},
        {"methods": ["power"], "power": 2},
        {"cover": [{"weight": 0.6}, {"count": 2}]},
        {
            "cover": [{"share": 1.0}, {"count": 1}],
            "nodes": {"two": "geometric"},
            "zeros": "zero",
        },
    ]
)
screens = st.sampled_from(
    [
        {},
        {"at_least": 0.75},
        {"nonzero": 0.5, "keep": ["U0"]},
        {"drop": ["U1"]},
        {"at_least": 0.5, "counted": "imputed"},
    ]
)
divided = ({**NODES[3], "denominator": "size"}, *NODES[4:], *NODES[:3])


def same(fast: Frame, plain) -> None:
    assert set(fast.rows) == set(plain)
    for i, row in enumerate(fast.rows):
        for j, code in enumerate(fast.codes):
            exact = plain[row][code]
            wanted = np.nan if exact is None else float(exact)
            np.testing.assert_allclose(
                fast.values[i, j], wanted, rtol=1e-9, atol=1e-9, err_msg=f"{row} {code}"
            )


@settings(max_examples=80)
@given(
    frame=st.one_of(frames(), frames(times=3)),
    stages=st.fixed_dictionaries(
        {
            "impute": fills,
            "screen": screens,
            "treat": treatments,
            "normalise": scales,
            "weigh": weighings,
            "aggregate": joins,
        }
    ),
    panel=st.sampled_from(["pooled", "each", "base"]),
)
def test_the_plain_twin_says_the_same(frame, stages, panel):
    base = {"base": "0"} if panel == "base" else {}
    stages["normalise"] = stages["normalise"] | {"panel": panel} | base
    method = recipe(divided, **stages)
    try:
        fast = run(method, frame)
    except BadInputError:
        return  # what is refused has no scores to compare
    plain = run_plainly(method, frame)
    for name in ("denominated", "imputed", "screened", "treated", "normalised"):
        same(getattr(fast, name), getattr(plain, name))
    same(fast.aggregated.scores, plain.aggregated)
    found = [None if np.isnan(r) else int(r) for r in fast.ranks]
    assert dict(zip(fast.aggregated.scores.rows, found, strict=True)) == plain.ranks


@settings(max_examples=30)
@given(
    frame=frames(),
    stages=st.fixed_dictionaries(
        {"treat": treatments, "normalise": scales, "weigh": weighings}
    ),
    method=st.sampled_from(["arithmetic", "copeland", "topsis", "vikor"]),
    data=st.data(),
)
def test_the_order_of_rows_and_columns_changes_not_even_a_bit(
    frame, stages, method, data
):
    rows = data.draw(st.permutations(range(len(frame.rows))))
    columns = data.draw(st.permutations(range(4)))
    nodes = data.draw(st.permutations(NODES))
    mixed = frame.take(rows)
    mixed = Frame(
        mixed.rows,
        tuple(frame.codes[j] for j in columns),
        mixed.values[:, columns],
        mixed.groups,
        mixed.extra,
    )
    stages["aggregate"] = {"methods": [method]}
    try:
        one = run(recipe(**stages), frame)
    except BadInputError:
        return  # what is refused has no scores to compare
    other = run(recipe(nodes, **stages), mixed)
    assert one.aggregated.scores.rows == other.aggregated.scores.rows
    np.testing.assert_array_equal(
        one.aggregated.scores.values, other.aggregated.scores.values
    )
    np.testing.assert_array_equal(one.ranks, other.ranks)


@settings(max_examples=40)
@given(frame=frames(times=2), newcomers=frames(times=3), join=joins)
def test_under_goalposts_a_town_or_year_that_joins_moves_nobody(frame, newcomers, join):
    method = recipe(aggregate=join)
    assert method.movers() == ()
    old = run(method, frame).aggregated.scores
    names = tuple(
        row if row.time == "2" else Row(f"new {row.unit}", row.time)
        for row in newcomers.rows
    )
    more = Frame(
        (*frame.rows, *names),
        frame.codes,
        np.vstack([frame.values, newcomers.values]),
    )
    new = run(method, more).aggregated.scores
    places = [new.rows.index(row) for row in old.rows]
    np.testing.assert_array_equal(new.values[places], old.values)


@settings(max_examples=40)
@given(frame=frames(least=2, times=2), scale=scales, join=joins)
def test_contributions_add_up_to_the_score_and_to_its_change(frame, scale, join):
    method = recipe(normalise=scale | {"panel": "pooled"}, aggregate=join)
    try:
        found = run(method, frame)
    except BadInputError:
        return  # what is refused has no scores to compare
    assert found.contributions is not None
    sums = found.contributions.sum(axis=1)
    np.testing.assert_allclose(sums, found.index, rtol=0, atol=1e-9)
    units = len(frame.rows) // 2
    before, after = np.arange(units), np.arange(units) + units
    parts = changes(found.aggregated, method.tree, method.aggregate, before, after)
    moved = found.index[after] - found.index[before]
    np.testing.assert_allclose(parts.sum(axis=1), moved, rtol=0, atol=1e-9)


@given(st.lists(st.one_of(quarters, st.just(float("nan"))), max_size=12))
@example([])
def test_equal_scores_share_a_rank_and_the_next_one_is_skipped(scores):
    found = ranks(np.array(scores, dtype=np.float64))
    for score, rank in zip(scores, found, strict=True):
        if np.isnan(score):
            assert np.isnan(rank)
        else:
            assert rank == 1 + sum(other > score for other in scores)


@given(st.lists(quarters, min_size=1, max_size=12))
def test_ranks_of_many_draws_are_those_of_one(scores):
    row = np.array(scores)
    np.testing.assert_array_equal(rank_rows(np.array([row, -row]))[0], ranks(row))


@settings(max_examples=30)
@given(
    st.integers(0, 2**32),
    st.sampled_from([2, 3, 40, 700]),
    st.sampled_from(["even", "crowded", "tied", "equal", "signed", "infinite"]),
)
def test_ranks_are_the_same_however_scores_are_spread(seed, size, spread):
    """Crowded, tied, on both sides of zero (of which there are two), without bound."""
    dice = np.random.default_rng(seed)
    scores = dice.random((3, size))
    if spread == "crowded":
        scores[:, 0] = 1e12
    elif spread == "tied":
        scores = np.round(scores, 2)
    elif spread == "equal":
        scores[:] = 0.1 + 0.2
    elif spread == "signed":
        scores = (scores - 0.5) * np.array([[1.0], [0.0], [1e-300]])
    elif spread == "infinite":
        scores[:, 0] = np.inf
    found = rank_rows(scores)
    for row, got in zip(scores, found, strict=True):
        np.testing.assert_array_equal(got, ranks(row, None))


@given(st.integers(-5, 2**70), st.integers(0, 50), st.integers(1, 20))
def test_draws_do_not_depend_on_how_they_are_cut(seed, start, rows):
    whole = uniform(seed, 0, start + rows, 3)
    np.testing.assert_array_equal(uniform(seed, start, rows, 3), whole[start:])
    assert ((whole >= 0) & (whole < 1)).all()
