"""One subject as a row of a program's columns: what the plain docket resolves."""

from __future__ import annotations

from fractions import Fraction

from zhence.evidence import Interval
from zhence.rules.measures import Amount
from zhence.rules.plain import judge_term
from zhence.rules.program import (
    Cell,
    Given,
    Instead,
    Joined,
    Node,
    Open,
    Program,
    Row,
    Test,
    Tolerant,
)
from zhence.rules.resolve import Docket


def row_of(program: Program, asked: Docket) -> Row:
    """Return the row of one docket: every column that the program names."""
    cells: dict[str, Cell] = {}
    verdicts = {}
    for node in program.criteria.values():
        for leaf in _leaves(node):
            if isinstance(leaf, Given):
                verdicts[leaf.column] = judge_term(asked, leaf.term).verdict
                continue
            for name in (*leaf.columns, *(n for n, _ in leaf.form.coefficients)):
                if name not in cells:
                    cells[name] = cell(asked, name)
    return Row(cells, verdicts)


def cell(asked: Docket, name: str) -> Cell:
    """Return one column of a docket."""
    kind, _, rest = name.partition(":")
    if kind == "m":
        return _amount_cell(asked.amount(rest))
    if kind == "t":
        return Cell(
            asked.rulebook.category_threshold(
                rest, asked.candidates, asked.threshold_day()
            )
        )
    if kind == "c":
        return _checklist_cell(asked, rest)
    part, _, whole = rest.partition("/")
    return Cell(asked.rest(part, whole))


def _amount_cell(amount: Amount) -> Cell:
    return Cell(
        amount.interval,
        amount.told,
        amount.applies,
        amount.impossible is not None,
    )


def _checklist_cell(asked: Docket, name: str) -> Cell:
    items = asked.rulebook.checklists[name].items
    told = asked.facts.checklists.get(name, {})
    done = sum(1 for item in items if told.get(item) is True)
    unknown = sum(1 for item in items if item not in told)
    return Cell(Interval(Fraction(done), Fraction(done + unknown)))


def _leaves(node: Node) -> list[Test | Given]:
    match node:
        case Open():
            return []
        case Test() | Given():
            return [node]
        case Tolerant(first, second) | Instead(first, second):
            return [first, second]
        case Joined(members):
            return [leaf for m in members for leaf in _leaves(m)]
        case _:
            return _leaves(node.member)
