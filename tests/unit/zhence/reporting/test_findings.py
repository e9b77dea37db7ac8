"""The numbered checks: each fires where it should, is silent where it should not."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from tests.lib.returnforms import form, item, shipped_checks

from zhence.errors import Severity
from zhence.evidence import Interval, Text
from zhence.facts.catalogue import Kind
from zhence.periods import Span, quarter, year
from zhence.reporting import growth as growing
from zhence.reporting.cells import Cell, Given, missing
from zhence.reporting.checks import Finding, Surroundings, Typical, check, examine, law
from zhence.reporting.growth import growth, held, of_period, year_before
from zhence.reporting.returns import Typed, read_cell

QUARTERLY = form("town-quarter")
YEARLY = form("town-year")
CHECKS = shipped_checks()
NOW = quarter(2024, 3)
YI = 10**10


def typed(of: str = "town-quarter", /, **texts: str) -> dict[str, Cell]:
    """Cells by what was typed, ``figure?reason`` with a reason behind."""
    made = {}
    for code, text in texts.items():
        figure, _, why = text.partition("?")
        read = read_cell(item(code, of), Typed(figure, explanation=why))
        assert isinstance(read, Cell), read
        made[code] = read
    return made


def full(**texts: str) -> dict[str, Cell]:
    """Every required cell of the quarter, sound, some of them replaced."""
    sound = {i.code: "0" for i in QUARTERLY.items if i.required}
    return typed(**(sound | texts))


def among(
    *, at: Span = NOW, typical: Typical | None = None, **history: Mapping[str, str]
) -> Surroundings:
    """The surroundings with earlier quarters as ``q2024_2={…}``."""
    earlier = {
        quarter(int(name[1:5]), int(name[-1])): typed(**texts)
        for name, texts in history.items()
    }
    return Surroundings(at, earlier, typical or Typical())


def told(
    cells: Mapping[str, Cell], around: Surroundings | None = None, of=QUARTERLY
) -> list[tuple[str, str]]:
    return [(f.number, f.item) for f in examine(of, cells, CHECKS, around)]


def only(cells: Mapping[str, Cell], around: Surroundings | None = None) -> Finding:
    found = examine(QUARTERLY, cells, CHECKS, around)
    assert len(found) == 1, found
    return found[0]


# ----------------------------------------------------------------- by the form itself


def test_what_a_form_finds_by_itself_has_its_number():
    cells = full(eligible_investment="2", total_investment="1")
    assert ("H106", "eligible_investment") in told(cells)
    assert told({**cells, "staff": missing("staff")})[0] == ("H101", "staff")


def test_every_fault_of_a_form_by_itself_has_a_number():
    codes = {"value_missing", "reason_missing", "unit_mismatch", "item_unknown"}
    codes |= {"negative", "not_whole", "above_maximum", "number_out_of_range"}
    codes |= {"number_too_fine", "part_above_whole"}
    assert set(CHECKS.numbers) == codes


def test_a_fault_without_a_number_is_hard_all_the_same():
    found = examine(QUARTERLY, {}, law.Checks())
    assert {f.number for f in found} == {""}
    assert not any(f.passes for f in found)
    assert [f.fault for f in found] == list(check(QUARTERLY, {}))


def test_hard_ones_come_first():
    cells = full(operating_revenue="1", eligible_investment="2", total_investment="1")
    numbers = [number for number, _ in told(cells)]
    assert numbers == sorted(numbers, key=lambda n: n[0] != "H")
    assert {"S203", "S204", "H106"} <= set(numbers)


# ------------------------------------------------------------------- across the items


def test_eligible_and_housing_together_stay_within_the_total():
    cells = full(
        total_investment="10", eligible_investment="8", residential_investment="3"
    )
    found = only(cells)
    assert (found.number, found.item) == ("H201", "eligible_investment")
    assert "11 亿元" in found.fault.zh
    assert told(full(total_investment="10", eligible_investment="8")) == []


def test_a_part_that_is_unknown_exceeds_nothing():
    cells = full(total_investment="10", eligible_investment="8")
    cells["residential_investment"] = Cell(
        "residential_investment", Given.VALUE, amount=Interval(Fraction(3 * YI), None)
    )
    assert ("H201", "eligible_investment") in told(cells)
    cells["residential_investment"] = Cell(
        "residential_investment", Given.VALUE, amount=Interval()
    )
    assert told(cells) == []


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"operating_revenue": "10", "staff": "5", "tax_revenue": "5"}, []),
        (
            {"operating_revenue": "10", "staff": "5", "tax_revenue": "5.01"},
            [("S201", "tax_revenue")],
        ),
        ({"operating_revenue": "10", "tax_revenue": "1"}, [("S203", "staff")]),
        ({"operating_revenue": "10", "staff": "3"}, [("S204", "tax_revenue")]),
        (
            {"operating_revenue": "0", "tax_revenue": "1"},
            [("S201", "tax_revenue"), ("S205", "operating_revenue")],
        ),
        ({"tax_revenue": "1"}, []),
        ({"operating_revenue": "n/a", "tax_revenue": "1"}, []),
        ({"output_total": "3"}, [("S206", "staff")]),
    ],
)
def test_revenue_tax_and_people_go_together(texts, expected):
    assert told(full(**texts)) == expected


def test_half_known_revenue_needs_nobody():
    cells = full()
    cells["operating_revenue"] = Cell(
        "operating_revenue", Given.VALUE, amount=Interval(None, Fraction(YI))
    )
    assert told(cells) == []


# -------------------------------------------------------------------------- a reason


def test_a_soft_one_passes_with_a_written_reason_and_only_with_one():
    bare = only(full(output_total="3", staff="0"))
    assert (bare.passes, bare.fault.severity) == (False, Severity.ERROR)
    short = only(full(output_total="3", staff="0?无"))
    assert not short.passes
    reasoned = only(full(output_total="3", staff="0?人员均为劳务派遣"))
    assert (reasoned.passes, reasoned.reason) == (True, "人员均为劳务派遣")
    assert reasoned.fault.severity is Severity.WARNING
    assert bare.fault.soft
    assert reasoned.fault.soft


def test_a_hard_one_passes_with_no_reason_at_all():
    cells = full(
        total_investment="10",
        eligible_investment="8?真的是这样的",
        residential_investment="3",
    )
    assert not only(cells).passes
    assert not only(cells).fault.soft


def test_a_missing_item_has_no_reason_written_at_it():
    cells = full(output_total="3")
    del cells["staff"]
    typical = Typical(medians={"output_total": Fraction(3 * YI * 10**4)})
    numbers = told(cells, among(typical=typical))
    assert numbers == [("H101", "staff"), ("S305", "output_total")]


# ----------------------------------------------------------------- across the periods


def test_a_running_total_falls_within_a_year_only():
    found = only(full(tax_revenue="4"), among(q2024_2={"tax_revenue": "5"}))
    assert (found.number, found.item) == ("S301", "tax_revenue")
    around = among(at=quarter(2025, 1), q2024_4={"tax_revenue": "5"})
    assert told(full(tax_revenue="4"), around) == []


def test_a_fall_that_is_not_sure_is_none():
    around = among(q2024_2={"tax_revenue": "5"})
    cells = full(tax_revenue="4")
    cells["tax_revenue"] = Cell("tax_revenue", Given.VALUE, amount=Interval())
    assert told(cells, around) == []


def test_the_quarter_alone_is_compared_where_the_form_asks_for_the_year_so_far():
    # 2, then 3 more, then 4 more: the third quarter is a third above the second.
    steady = among(q2024_1={"tax_revenue": "2"}, q2024_2={"tax_revenue": "5"})
    assert told(full(tax_revenue="9"), steady) == []
    found = only(full(tax_revenue="10"), steady)
    assert found.number == "S302"
    assert "67%" in found.fault.zh


def test_half_more_is_no_finding_and_a_bit_more_is_one():
    before = among(q2024_2={"staff": "100"})
    assert told(full(staff="150"), before) == []
    assert told(full(staff="151"), before) == [("S302", "staff")]
    assert told(full(staff="49"), before) == [("S302", "staff")]


def test_last_year_is_compared_as_it_was_reported():
    around = among(q2023_3={"tax_revenue": "10"})
    assert told(full(tax_revenue="15"), around) == []
    assert told(full(tax_revenue="16"), around) == [("S303", "tax_revenue")]


def test_a_share_of_its_own_takes_the_place_of_the_usual_one():
    test = law.Moved(law.Against.LAST_PERIOD, Fraction(1, 2), {"staff": Fraction(3)})
    own = law.Checks((_numbered(test),))
    around = among(q2024_2={"staff": "100", "enterprises": "10"})
    found = examine(QUARTERLY, full(staff="390", enterprises="39"), own, around)
    assert [f.item for f in found] == ["enterprises"]


@pytest.mark.parametrize("before", ["0", "n/a", ""])
def test_from_zero_n_a_and_missing_no_growth_is_pretended(before):
    around = among(q2024_2={"staff": before})
    assert told(full(staff="151"), around) == []


def test_ten_thousand_times_the_usual_is_asked_about_once():
    around = among(
        q2024_2={"staff": "100"},
        q2024_1={"staff": "90"},
        typical=Typical(medians={"staff": Fraction(120)}),
    )
    assert told(full(staff="1000000"), around) == [("S304", "staff")]


def test_ten_times_is_growth_and_no_power_of_ten():
    assert told(full(staff="1000"), among(q2024_2={"staff": "100"})) == [
        ("S302", "staff")
    ]


def test_the_usual_size_needs_figures_that_are_not_zero():
    around = among(q2024_2={"staff": "0"}, q2024_1={"staff": ""})
    assert told(full(staff="1000000"), around) == []
    assert told(full(), among(q2024_2={"enterprises": "5"})) == [
        ("S302", "enterprises")
    ]


def test_the_present_return_is_no_history_of_itself():
    around = Surroundings(NOW, {NOW: typed(staff="100")})
    assert told(full(staff="1000000"), around) == []


def test_history_without_a_period_is_still_a_size():
    around = Surroundings(None, {NOW: typed(staff="100")})
    assert told(full(staff="1000000"), around) == [("S304", "staff")]


def test_a_hundredth_of_a_percent_typed_as_a_fraction_is_seen_for_small_figures_too():
    around = among(typical=Typical(medians={"tax_revenue": Fraction(YI)}))
    assert told(full(tax_revenue="0.0001"), around) == [("S305", "tax_revenue")]


def test_the_last_figure_once_more_is_asked_about_if_it_is_long_enough():
    same = among(q2024_2={"new_jobs": "123"})
    assert told(full(new_jobs="123"), same) == [("S306", "new_jobs")]
    assert told(full(new_jobs="124"), same) == []
    assert told(full(new_jobs="120"), among(q2024_2={"new_jobs": "120"})) == []
    assert told(full(staff="1234"), among(q2024_2={"staff": "1234"})) == []


# -------------------------------------------------------------- type and other offices


def test_tax_per_land_lies_where_the_type_lies():
    mu = item("land_in_use", "town-year").unit.factor
    usual = (Fraction(10**6) / mu, Fraction(10**8) / mu)
    typical = Typical(ranges={("tax_revenue", "land_in_use"): usual})

    def numbers(land: str, tax: str) -> list[tuple[str, str]]:
        cells = typed("town-year", tax_revenue=tax, land_in_use=land)
        found = examine(YEARLY, cells, CHECKS, Surroundings(year(2024), {}, typical))
        return [(f.number, f.item) for f in found if not f.number.startswith("H")]

    assert numbers("100", "0.5") == []
    assert numbers("100", "5") == [("S401", "tax_revenue")]
    assert numbers("100", "0.0001") == [("S401", "tax_revenue")]
    assert numbers("0", "5") == []
    assert numbers("n/a", "5") == []


def test_more_than_one_percent_from_the_specialist_statistics_is_asked_about():
    typical = Typical(elsewhere={"staff": Fraction(1000), "enterprises": Fraction(0)})
    assert told(full(staff="1010"), among(typical=typical)) == []
    assert told(full(staff="1011"), among(typical=typical)) == [("S403", "staff")]
    assert told(full(staff="1000", enterprises="1"), among(typical=typical)) == [
        ("S403", "enterprises")
    ]


# ------------------------------------------------------------------ what it is made of


def _numbered(test: law.Test, **more) -> law.Check:
    words = Text("{item} {other} {value} {usual} {share}", "{item}")
    return law.Check("S900", law.Force.SOFT, words, words, words, test, **more)


STOCKS = law.CarriesOver("staff", ("new_jobs",), ("enterprises",))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"staff": "105", "new_jobs": "7", "enterprises": "2"}, []),
        ({"staff": "106", "new_jobs": "7", "enterprises": "2"}, ["staff"]),
        ({"staff": "106", "new_jobs": "", "enterprises": "2"}, []),
        ({"staff": "", "new_jobs": "7", "enterprises": "2"}, []),
    ],
)
def test_the_last_stock_with_what_came_and_went_is_this_one(texts, expected):
    own = law.Checks((_numbered(STOCKS),))
    around = among(q2024_2={"staff": "100"})
    found = examine(QUARTERLY, typed(**texts), own, around)
    assert [f.item for f in found if f.number == "S900"] == expected


def test_a_check_of_another_form_and_of_items_nobody_asks_for_is_silent():
    elsewhere = _numbered(law.Needs("staff", "innovators"), forms=frozenset({"other"}))
    nobody = _numbered(law.AtMost(("rd_expense",), "value_added", Fraction(1)))
    stocks = _numbered(law.CarriesOver("rd_expense", (), ()))
    per = _numbered(law.OutsideType("rd_expense", "staff"))
    lonely = _numbered(law.Needs("rd_expense", "staff"))
    own = law.Checks((elsewhere, nobody, stocks, per, lonely))
    cells = {**full(), "rd_expense": Cell("rd_expense")}
    found = examine(QUARTERLY, cells, own, among(q2024_2={"staff": "1"}))
    assert [f.fault.code for f in found] == ["item_unknown"]


def test_a_number_leads_to_its_check_and_a_wrong_one_to_none():
    found = CHECKS.find("S301")
    assert found is not None
    assert found.test == law.NeverFalls()
    assert CHECKS.find("S999") is None


def test_growth_says_why_there_is_none():
    def cell(amount: int | None) -> Cell:
        if amount is None:
            return missing("x")
        return Cell("x", Given.VALUE, amount=Interval.point(amount))

    assert growth(cell(4), cell(5)).share == Fraction(1, 4)
    assert growth(cell(4), cell(0)).share == -1
    assert growth(cell(0), cell(5)).because == growing.FROM_ZERO
    assert growth(cell(-4), cell(5)).because == growing.FROM_BELOW
    assert growth(cell(None), cell(5)).because == growing.MISSING
    assert growth(cell(4), cell(None)).because == growing.MISSING
    na = Cell("x", Given.NOT_APPLICABLE)
    assert growth(na, cell(5)).because == growing.NOT_APPLICABLE
    assert growth(cell(5), na).because == growing.NOT_APPLICABLE


def test_the_quarter_alone_is_unknown_if_the_one_before_is():
    tax = item("tax_revenue")
    assert tax.kind is Kind.YEAR_TO_DATE
    now = {NOW: typed(tax_revenue="5")}
    assert of_period(QUARTERLY, tax, NOW, now).given is Given.MISSING
    na = {NOW: typed(tax_revenue="n/a?没有税收的镇")}
    assert of_period(QUARTERLY, tax, NOW, na).given is Given.NOT_APPLICABLE
    first = {quarter(2024, 1): typed(tax_revenue="5")}
    assert of_period(QUARTERLY, tax, quarter(2024, 1), first).amount is not None
    assert held({}, NOW, "tax_revenue") == missing("tax_revenue")
    assert year_before(NOW) == quarter(2023, 3)
