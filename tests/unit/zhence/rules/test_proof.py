"""Checklist items that other findings show."""

from dataclasses import replace

import pytest
from tests.lib.rulebooks import (
    checklist,
    criterion,
    facts,
    judged,
    measure,
    number,
    parameter,
    rulebook,
    told,
)

from zhence.rules.judge import ChecklistState
from zhence.rules.terms import Compare, Operator

BOOK = rulebook(
    criterion(Compare("firms", Operator.AT_LEAST, parameter("five"))),
    measures=[measure("firms", unit_name="家")],
    parameters=[number("five", "5", "家")],
    checklists=[
        replace(
            checklist("ones", "shown", "free"), evidence={"shown": ("C", "services")}
        ),
        checklist("services", "a", "b"),
    ],
)
BOTH = {"a": True, "b": True}


def ones(firms: str | None, services: dict[str, bool], **said: bool) -> ChecklistState:
    held = () if firms is None else (told("firms", "2020", firms),)
    lists = {"services": services} | ({"ones": said} if said else {})
    return judged(BOOK, facts(*held, checklists=lists)).checklists["ones"]


def test_an_item_whose_evidence_passes_is_done():
    assert ones("5", BOTH) == ChecklistState(1, 2, (), ("free",))


@pytest.mark.parametrize(
    ("firms", "services"), [("4", BOTH), ("5", {"a": True, "b": False})]
)
def test_an_item_whose_evidence_fails_is_a_gap_even_where_ticked(
    firms: str, services: dict[str, bool]
):
    assert ones(firms, services, shown=True).gaps == ("shown",)


@pytest.mark.parametrize(("firms", "services"), [(None, BOTH), ("5", {"a": True})])
def test_undecided_evidence_leaves_the_item_as_it_was_told(
    firms: str | None, services: dict[str, bool]
):
    assert ones(firms, services).unknown == ("shown", "free")
    assert ones(firms, services, shown=True).done == 1


def test_an_item_that_was_denied_stays_a_gap():
    assert ones("5", BOTH, shown=False).gaps == ("shown",)
