"""The readings that we chose are parameters, each with its stated default.

Shares are compared as fractions of one, whatever unit a pack shows them in.
"""

from fractions import Fraction

import pytest
from tests.packs.shelf import shipped

from zhence.units import Dimension, unit

NUMBERS = [
    ("NT2017", "tolerance_goal", "0.10"),
    ("NT2017", "tolerance_cap", "0.20"),
    ("RPT", "tolerance_cap", "0.20"),
    ("ZJ2023", "tolerance_goal", "0.10"),
    ("NT2017", "reapply_cooldown_batches", "1"),
    ("ZJ2023", "max_extensions", "1"),
    ("ZJ2023", "extension_warn_months", "24"),
    ("NT2017", "report_due_days", "15"),
    ("NT2017", "grace_days", "30"),
    ("NT2017", "appeal_days", "5"),
    ("ZJ2023", "snap_tolerance_m2", "1"),
]
CHOICES = [
    ("NT2017", "first_year_rule", "H1"),
    ("ZJ2023", "first_year_rule", "H1"),
    ("RPT", "first_year_rule", "H1"),
    ("ZJ-PRACTICE", "first_year_rule", "same_year"),
    ("NT2017", "y1_progress_basis", "floor"),
    ("NT2017", "failure_join", "OR"),
    ("NT2017", "downgrade_trigger", "first_year_of_stay"),
    ("NT2017", "apply_exit_to_original_cultivation", False),
    ("NT2017", "exempt_year_breaks_adjacency", True),
    ("ZJ2023", "deadline_pending_acceptance", "hold"),
    ("RPT", "clawback_basis", "credited"),
    ("RPT", "late_acceptance_reward", True),
    ("RPT", "share_scope", "all_categories"),
    ("NT2017", "assessment_cutoff", "03-31"),
    ("ZJ2023", "max_residential_land_share", None),
    ("ZJ2023", "max_housing_investment_share", None),
]


@pytest.mark.parametrize(("policy", "name", "default"), NUMBERS)
def test_numbers_have_the_stated_default(policy: str, name: str, default: str):
    parameter = shipped()[policy].rulebook.parameters[name]
    told = parameter.number(None)
    assert told is not None
    measured = parameter.unit
    if measured is not None:
        whole = unit("1") if measured.dimension is Dimension.RATIO else measured
        told /= whole.factor

    assert told == Fraction(default)


@pytest.mark.parametrize(("policy", "name", "default"), CHOICES)
def test_choices_have_the_stated_default(policy: str, name: str, default: object):
    assert shipped()[policy].rulebook.choice(name, None) == default


@pytest.mark.parametrize("name", ["tolerance_goal", "tolerance_cap"])
def test_a_share_may_be_set_as_a_fraction_or_in_percent(name: str):
    book = shipped()["NT2017"].rulebook
    tenth = unit("1").factor / 10

    assert book.with_parameters({name: "0.1"}).number(name, None) == tenth
    assert book.with_parameters({name: "10 %"}).number(name, None) == tenth
