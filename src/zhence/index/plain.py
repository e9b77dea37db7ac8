"""The same method, slowly, in lists and exact fractions: the reference.

Every number is a fraction of whole numbers until a root or a logarithm is needed.
It reads like the method page: one loop a sentence. A property test holds the fast
engine equal to it. It leaves out what is not a score: uncertainty and
sensitivity; and weights that need eigenvectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhence.index import plain_steps as steps
from zhence.index import refusals
from zhence.index.aggregate import Aggregate, Cover
from zhence.index.frame import Frame, Row
from zhence.index.impute import Fill
from zhence.index.normalise import Normalise
from zhence.index.plain_steps import Cell
from zhence.index.recipe import Recipe
from zhence.index.scales import APART, COUNTING, Method, Post, Scale
from zhence.index.screen import Counted
from zhence.index.spec import Panel
from zhence.index.tree import Tree

Table = dict[Row, dict[str, Cell]]


@dataclass(frozen=True, slots=True)
class Plain:
    """Every stage as a table of rows and codes, and the ranks; ``None`` is a gap."""

    denominated: Table
    imputed: Table
    screened: Table
    treated: Table
    normalised: Table
    aggregated: Table
    ranks: dict[Row, int | None]


def run_plainly(recipe: Recipe, frame: Frame) -> Plain:
    """Return the stages of *recipe* over *frame*, one cell at a time."""
    tree = recipe.tree
    raw: Table = {
        row: {code: steps.exact(float(frame.column(code)[i])) for code in tree.leaves}
        for i, row in enumerate(frame.rows)
    }
    denominated = _denominated(raw, frame, recipe)
    imputed = _imputed(denominated, frame, recipe)
    screened = _screened(imputed, denominated, recipe)
    treated = _treated(screened, recipe)
    normalised = _normalised(treated, frame, tree, recipe.normalise)
    aggregated, counts = _aggregated(normalised, recipe)
    scored = {
        row: cells[tree.root]
        for row, cells in aggregated.items()
        if counts[row] == len(tree.children[tree.root]) or not recipe.rank.whole
    }
    return Plain(
        denominated,
        imputed,
        screened,
        treated,
        normalised,
        aggregated,
        {row: steps.place(row, scored, recipe.rank.decimals) for row in aggregated},
    )


def _denominated(raw: Table, frame: Frame, recipe: Recipe) -> Table:
    table = {row: dict(cells) for row, cells in raw.items()}
    for code, node in recipe.tree.by_code.items():
        by = recipe.denominate.columns.get(code, node.denominator)
        if by and code in recipe.tree.leaves:
            per = Fraction(recipe.denominate.per.get(code, 1))
            for i, row in enumerate(frame.rows):
                below = steps.exact(float(frame.column(by)[i]))
                above = raw[row][code]
                table[row][code] = (
                    None if above is None or not below else above / below * per
                )
    return table


def _imputed(table: Table, frame: Frame, recipe: Recipe) -> Table:
    spec = recipe.impute
    filled = {row: dict(cells) for row, cells in table.items()}
    labels = dict(zip(frame.rows, frame.groups.get(spec.group or "", ()), strict=False))
    grouped = {Fill.GROUP_MEAN, Fill.GROUP_MEDIAN}
    for row, cells in table.items():
        for code, cell in cells.items():
            method = spec.codes.get(code, spec.method)
            if cell is not None or method is Fill.NONE:
                continue
            if method is Fill.LAST_VALUE:
                filled[row][code] = steps.last(row, code, table, spec.back)
                continue
            same = [
                other
                for other in table
                if (spec.panel is not Panel.EACH or other.time == row.time)
                and (method not in grouped or labels[other] == labels[row] is not None)
            ]
            known = [x for other in same if (x := table[other][code]) is not None]
            middle = method in {Fill.MEDIAN, Fill.GROUP_MEDIAN}
            if known:
                filled[row][code] = steps.median(known) if middle else steps.mean(known)
    return filled


def _screened(table: Table, reported: Table, recipe: Recipe) -> Table:
    spec, kept = recipe.screen, {}
    for row, cells in table.items():
        counted = reported[row] if spec.counted is Counted.REPORTED else cells
        known = [x for x in counted.values() if x is not None]
        enough = len(known) >= steps.typed(spec.at_least) * len(counted)
        other = sum(x != 0 for x in known)
        full = (
            other >= steps.typed(spec.nonzero) * len(known)
            if known
            else not spec.nonzero
        )
        if row.unit in spec.keep or (enough and full and row.unit not in spec.drop):
            kept[row] = cells
    return kept


def _treated(table: Table, recipe: Recipe) -> Table:
    spec = recipe.treat
    if spec is None:
        return table
    treated = {row: dict(cells) for row, cells in table.items()}
    times = sorted({row.time for row in table})
    for code in recipe.tree.leaves:
        for time in times if spec.panel is Panel.EACH else [None]:
            rows = [row for row in table if time is None or row.time == time]
            column = [table[row][code] for row in rows]
            for row, cell in zip(
                rows,
                steps.treated(column, spec.codes.get(code, spec)),
                strict=True,
            ):
                treated[row][code] = cell
    return treated


def _normalised(table: Table, frame: Frame, tree: Tree, spec: Normalise) -> Table:
    scored: Table = {row: {} for row in table}
    labels = dict(zip(frame.rows, frame.groups.get(spec.by or "", ()), strict=False))
    for code in tree.leaves:
        way, scale = tree.by_code[code].direction, spec.of(code)
        for row, cells in table.items():
            cell = cells[code]
            if cell is None or scale.method is Method.NONE:
                scored[row][code] = None if cell is None else cell * way
                continue
            if scale.method in APART:
                ends = _posts(scale, labels.get(row), way)
            else:
                basis = [
                    x * way
                    for other in table
                    if _together(other, row, spec)
                    and (x := table[other][code]) is not None
                ]
                if scale.method in COUNTING:
                    scored[row][code] = steps.counted(cell * way, basis, scale)
                    continue
                mark = _mark(table, code, scale.reference)
                ends = steps.ends(basis, way, scale, mark)
            scored[row][code] = (
                None if ends is None else steps.scaled(cell * way, ends, scale)
            )
    return scored


def _posts(
    scale: Scale, label: str | None, way: int
) -> tuple[Fraction, Fraction] | None:
    """Return the ends of the goalposts of a row; a label without posts has none."""
    post = scale.post or Post(low=0, high=100)
    own = post.get(label or "") if isinstance(post, dict) else post
    return None if own is None else steps.posts(own, way)


def _together(other: Row, row: Row, spec: Normalise) -> bool:
    """Say whether the limits of *row*'s score look at *other*."""
    if spec.panel is Panel.EACH:
        return other.time == row.time
    return spec.panel is not Panel.BASE or other.time == spec.base


def _mark(table: Table, code: str, unit: str | None) -> Cell:
    held = [(row.time, c[code]) for row, c in table.items() if row.unit == unit]
    known = [(time, x) for time, x in held if x is not None]
    return max(known)[1] if known else None


def _aggregated(table: Table, recipe: Recipe) -> tuple[Table, dict[Row, int]]:
    tree, spec = recipe.tree, recipe.aggregate
    whole = {row: dict(cells) for row, cells in table.items()}
    counts = dict.fromkeys(table, 0)
    for parent in tree.inner:
        children = tree.children[parent]
        shares = steps.shares(parent, tree, recipe.weigh, whole)
        for cells in whole.values():
            there = {c: x for c in children if (x := cells[c]) is not None}
            cover = spec.covers(tree, parent)
            cells[parent] = (
                _mean(there, shares, tree, parent, spec)
                if _enough(there, shares, cover, len(children))
                else None
            )
    for row, cells in whole.items():
        counts[row] = sum(cells[c] is not None for c in tree.children[tree.root])
    return whole, counts


def _enough(
    there: Mapping[str, Fraction],
    shares: Mapping[str, Fraction],
    cover: Cover,
    width: int,
) -> bool:
    weight = sum((shares[code] for code in there), Fraction(0))
    return (
        weight >= steps.typed(cover.weight)
        and len(there) >= steps.typed(cover.share) * width
        and len(there) >= cover.count
    )


def _mean(
    there: Mapping[str, Fraction],
    shares: Mapping[str, Fraction],
    tree: Tree,
    parent: str,
    spec: Aggregate,
) -> Cell:
    total = sum((shares[code] for code in there), Fraction(0))
    if not total:
        return None
    method = spec.method(tree, parent)
    weighted = [(shares[code] / total, x) for code, x in there.items()]
    result = steps.power_mean(weighted, spec.exponent(method).p)
    if result is None:
        raise refusals.refuse("index_parameter", where="plain", what=method)
    return result
