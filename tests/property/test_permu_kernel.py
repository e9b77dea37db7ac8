"""The kernel and the plain twin grade alike, to the last place, whatever comes."""

from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.zhence.permu.builders import (
    ADDED,
    EMISSION,
    ENERGY,
    NAME,
    OURS,
    RD,
    TAX,
    THIRDS,
    columns,
    firm,
    item,
    scheme,
)

from zhence.permu import Standing, grade_plainly, run, with_groups
from zhence.permu.scheme import (
    Act,
    Adjustment,
    Aside,
    Band,
    Cut,
    Efficacy,
    Fixed,
    Mean,
    Merging,
    Protection,
    Range,
    Roll,
    Scale,
    Sort,
    Status,
    Tie,
    Treatment,
    Veto,
    Who,
)

# Few values and round ones, so that ties, halves, zeros and gaps are common.
amounts = st.sampled_from(["0", "0", "1", "2", "5", "7.5", "33.333333", "12", None])
maybe_negative = st.sampled_from(["-3", "0", "1", "4", "9.5", "120", None])
benchmarks = st.one_of(
    st.builds(Fixed, st.sampled_from([Fraction(3), Fraction("24.097"), None])),
    st.builds(
        Fixed,
        st.just(Fraction(2)),
        st.sampled_from([(("east", Fraction(7)),), ()]),
    ),
    st.builds(Mean, st.sampled_from([Fraction(1), Fraction(2), Fraction("1.1")])),
    st.builds(Range, st.just(Fraction(20)), st.just(Fraction(100))),
    st.builds(
        Efficacy, st.just(Fraction(6)), st.sampled_from([Fraction(12), Fraction(-1)])
    ),
)
treatments = st.builds(
    Treatment,
    st.sampled_from([Act.INCOMPLETE, Act.COMPARED_MEAN, Act.POINTS]),
    st.sampled_from([Fraction(-3), Fraction(0), Fraction("1.005")]),
)
negatives = st.one_of(treatments, st.just(Treatment(Act.AS_IT_IS)))
bounds = st.sampled_from([None, Fraction(0), Fraction("0.2")])
ceilings = st.sampled_from([None, Fraction("1.5"), Fraction(1)])


@st.composite
def items(draw, measure, *, inverse=False):
    return item(
        measure,
        draw(st.sampled_from(["10", "33.3", "20"])),
        draw(benchmarks),
        inverse=inverse,
        floor=draw(bounds),
        ceiling=draw(ceilings),
        missing=draw(treatments),
        zero=draw(negatives),
        negative=draw(negatives),
    )


SMALL = [
    Who(Scale.BELOW, least_land=Fraction(5)),
    Who(Scale.BELOW, over_land=Fraction(5)),
    Who(Scale.BELOW, most_land=Fraction("7.5")),
    Who(below_land=Fraction("7.5")),
]
statuses = st.frozensets(st.sampled_from(list(Status)), max_size=3)


@st.composite
def schemes(draw):
    measures = draw(
        st.lists(st.sampled_from([TAX, ADDED, EMISSION, RD]), unique=True, max_size=3)
    )
    held = [draw(items(measure)) for measure in measures]
    if draw(st.booleans()) or not held:
        held.append(draw(items(ENERGY, inverse=True)))
    small = Roll("small", NAME, draw(st.sampled_from(SMALL)), (held[0],))
    rolls: tuple[Roll, ...] = (
        Roll("large", NAME, Who(Scale.ABOVE), tuple(held)),
        small,
    )
    if draw(st.booleans()):
        rolls += (Roll("tenants", NAME, Who(tenant=True), ()),)
    by_score = (Band("A", score=Fraction(90)), Band("B", score=Fraction(50)), Band("C"))
    return scheme(
        rolls=rolls,
        bands=draw(st.sampled_from([THIRDS, by_score])),
        compared=draw(
            st.sampled_from([(), (Sort.PLACE,), (Sort.PLACE, Sort.INDUSTRY)])
        ),
        ranked=draw(st.sampled_from([(), (Sort.PLACE,)])),
        decimals=draw(st.sampled_from([0, 2, 4])),
        cut=draw(st.sampled_from(Cut)),
        tie=draw(st.sampled_from(Tie)),
        merging=draw(st.sampled_from(Merging)),
        adjustments=(
            Adjustment("plus", NAME, Fraction(5), OURS),
            Adjustment("more", NAME, Fraction(2), OURS),
            Adjustment("minus", NAME, Fraction(-3), OURS),
        ),
        most_bonus=draw(st.sampled_from([None, Fraction(6)])),
        aside=(Aside(draw(statuses), "T", NAME, OURS),),
        veto=draw(st.sampled_from([None, Veto("C", NAME, OURS)])),
        protection=(Protection(draw(statuses), "B", NAME, OURS),),
    )


@st.composite
def rosters(draw):
    return [
        firm(
            f"F{index}",
            land=draw(amounts),
            tax=draw(amounts),
            amounts={
                "value_added": draw(maybe_negative),
                "energy_use": draw(amounts),
                "emission": draw(amounts),
                "rd_intensity": draw(st.sampled_from(["0", "0.03", "0.0505", None])),
            },
            scale=draw(st.sampled_from([Scale.ABOVE, Scale.ABOVE, Scale.BELOW, None])),
            place=draw(st.sampled_from(["east", "west"])),
            industry=draw(st.sampled_from(["iron", "silk"])),
            status=draw(st.sampled_from([Status.NORMAL, Status.NORMAL, *Status])),
            group=draw(st.sampled_from(["", "", "", "G", "H"])),
            vetoes=draw(st.sampled_from([(), (), ("accident",)])),
            adjustments=draw(st.frozensets(st.sampled_from(["plus", "more", "minus"]))),
        )
        for index in range(draw(st.integers(0, 9)))
    ]


def plainly(method, firms):
    return [
        (
            told.standing,
            told.score if told.standing in {"RANKED", "SHOWN"} else None,
            told.rank,
            told.band,
            told.final,
            told.missing,
        )
        for told in grade_plainly(method, firms)
    ]


def in_columns(method, firms, threads=1, *, swift=False):
    found = run(method, columns(firms, method), threads, swift=swift)
    names = [band.name for band in method.bands]
    told = []
    for row in range(len(firms)):
        standing = Standing(found.scores.standing[row])
        ranked = standing is Standing.RANKED
        scored = standing in {Standing.RANKED, Standing.SHOWN}
        roll = method.rolls[found.scores.roll[row]]
        lost = int(found.scores.lost[row])
        told.append(
            (
                standing.name,
                Fraction(int(found.scores.score[row]), method.one) if scored else None,
                int(found.first[row]) if ranked else None,
                _band(names, found.band[row]) if ranked else None,
                _band(names, found.final[row]) if ranked else None,
                tuple(c for bit, c in enumerate(roll.codes()) if lost >> bit & 1),
            )
        )
    return told


def _band(names, code):
    return "?" if code == -2 else names[code]


@settings(max_examples=150)
@given(schemes(), rosters())
def test_the_kernel_grades_as_the_plain_twin(method, roster):
    firms = with_groups(roster, method)
    assert in_columns(method, firms) == plainly(method, firms)


@given(schemes(), rosters(), st.randoms(use_true_random=False))
def test_the_order_of_the_firms_changes_nobodys_grade(method, roster, dice):
    shuffled = list(roster)
    dice.shuffle(shuffled)
    here = dict(zip([f.code for f in roster], in_columns(method, roster), strict=True))
    there = zip([f.code for f in shuffled], in_columns(method, shuffled), strict=True)
    assert here == dict(there)


@given(schemes(), rosters())
def test_a_veto_moves_nobody_else(method, roster):
    vetoed = [
        firm_
        if index
        else firm(
            firm_.code,
            amounts=dict(firm_.amounts),
            scale=firm_.scale,
            place=firm_.place,
            industry=firm_.industry,
            status=firm_.status,
            group=firm_.group,
            adjustments=firm_.adjustments,
            vetoes=("accident",),
        )
        for index, firm_ in enumerate(roster)
    ]
    assert in_columns(method, vetoed)[1:] == in_columns(method, roster)[1:]


@settings(max_examples=50)
@given(schemes(), rosters())
@example(scheme(), [])
def test_threads_change_nothing(method, roster):
    assert in_columns(method, roster, 2) == in_columns(method, roster)


@settings(max_examples=60)
@given(schemes(), rosters())
def test_machine_code_changes_nothing(method, roster):
    assert in_columns(method, roster, swift=True) == in_columns(method, roster)
