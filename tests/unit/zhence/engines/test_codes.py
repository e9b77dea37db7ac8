"""Verdicts as numbers join as verdicts do."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from zhence import evidence
from zhence.engines import codes
from zhence.engines.codes import CODE, Codes
from zhence.evidence import Verdict

PAIRS = list(product(Verdict, repeat=2))
TRIPLES = list(product(Verdict, repeat=3))


def columns(rows: list[tuple[Verdict, ...]]) -> list[Codes]:
    """One column a member, so that every row joins another set."""
    return [np.asarray([CODE[v] for v in c], np.int8) for c in zip(*rows, strict=True)]


@pytest.mark.parametrize("rows", [PAIRS, TRIPLES])
@pytest.mark.parametrize("name", ["all_of", "any_of", "weakest"])
def test_a_join_over_columns_is_the_join_of_each_row(
    name: str, rows: list[tuple[Verdict, ...]]
):
    over_columns: Callable[[list[Codes]], Codes] = getattr(codes, name)
    joined = over_columns(columns(rows))
    assert codes.verdicts(joined) == [getattr(evidence, name)(row) for row in rows]


def test_turning_round_over_a_column_turns_each_row():
    every = np.asarray([CODE[v] for v in Verdict], np.int8)
    told = codes.verdicts(codes.negate(every))
    assert told == [evidence.negate(v) for v in Verdict]


def test_accepted_and_undecided_are_the_verdicts_own():
    every = np.asarray([CODE[v] for v in Verdict], np.int8)
    assert codes.accepted(every).tolist() == [v.accepted for v in Verdict]
    assert codes.undecided(every).tolist() == [v.undecided for v in Verdict]


def test_what_passes_and_fails_at_once_passes():
    both = np.asarray([True, False, True, False])
    fails = np.asarray([True, True, False, False])
    assert codes.verdicts(codes.decided(both, fails)) == [
        Verdict.PASS,
        Verdict.FAIL,
        Verdict.PASS,
        Verdict.INSUFFICIENT_DATA,
    ]
