"""What holds of the numbered checks for every return, not for an example."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lib.returnforms import form, shipped_checks

from zhence.evidence import Interval
from zhence.periods import quarter
from zhence.reporting.cells import Cell, Given, missing
from zhence.reporting.checks import Surroundings, Typical, examine
from zhence.reporting.growth import growth

FORM = form("town-quarter")
CHECKS = shipped_checks()
NOW, BEFORE, LAST_YEAR = quarter(2024, 3), quarter(2024, 2), quarter(2023, 3)

AMOUNTS = st.integers(0, 10**15)


def _cell(code: str, given_: Given, amount: int, reason: str) -> Cell:
    if given_ is Given.VALUE:
        point = Interval.point(amount)
        return Cell(code, given_, amount=point, explanation=reason)
    return Cell(code, given_, explanation=reason)


@st.composite
def returns(draw) -> dict[str, Cell]:
    return {
        item.code: _cell(
            item.code,
            draw(st.sampled_from(Given)),
            draw(AMOUNTS),
            draw(st.sampled_from(["", "无", "口径调整，见附件"])),
        )
        for item in FORM.items
    }


AROUND = st.builds(
    lambda before, year_before, size: Surroundings(
        NOW,
        {BEFORE: before, LAST_YEAR: year_before},
        Typical(medians={"staff": Fraction(size), "tax_revenue": Fraction(size)}),
    ),
    returns(),
    returns(),
    AMOUNTS,
)


@settings(deadline=None)
@given(returns(), AROUND)
def test_a_reason_changes_the_weight_of_soft_ones_and_nothing_else(cells, around):
    silent = {c: replace(cell, explanation="") for c, cell in cells.items()}
    spoken = {c: replace(cell, explanation="口径调整") for c, cell in cells.items()}
    without = examine(FORM, silent, CHECKS, around)
    with_ = examine(FORM, spoken, CHECKS, around)
    soft = {(f.number, f.item) for f in without if f.number.startswith("S")}
    assert soft == {(f.number, f.item) for f in with_ if f.number.startswith("S")}
    assert not any(f.passes for f in without)
    assert all(f.passes is f.number.startswith("S") for f in with_)


@settings(deadline=None)
@given(returns(), AROUND)
def test_what_is_not_known_is_compared_with_nothing(cells, around):
    gone = {
        code: cell if cell.given is not Given.VALUE else missing(code)
        for code, cell in cells.items()
    }
    found = examine(FORM, gone, CHECKS, around)
    assert {f.number for f in found} <= {"H101"}


@settings(deadline=None)
@given(returns(), AROUND)
def test_each_number_is_told_once_a_cell_in_both_languages(cells, around):
    found = examine(FORM, cells, CHECKS, around)
    keys = [(f.number, f.item) for f in found]
    assert len(keys) == len(set(keys))
    for finding in found:
        assert finding.fault.zh
        assert finding.fault.en
        assert " / " in finding.fault.remedy
        assert "{" not in finding.fault.message


@settings(deadline=None)
@given(returns(), AROUND)
def test_asking_twice_gives_the_same_answers(cells, around):
    assert examine(FORM, cells, CHECKS, around) == examine(FORM, cells, CHECKS, around)


@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_growth_is_a_number_or_a_reason_never_both(base, now):
    def cell(amount: int) -> Cell:
        return Cell("x", Given.VALUE, amount=Interval.point(amount))

    found = growth(cell(base), cell(now))
    assert (found.share is None) is bool(found.because.zh)
    assert (found.share is None) is (base <= 0)
    if found.share is not None:
        assert base * (1 + found.share) == now
