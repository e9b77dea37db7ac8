"""The sentences of the plain twin, one column or one cell at a time.

Fractions in, fractions out; a root or a logarithm goes through the floats of the
standard library and comes back as the fraction it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from zhence.index import refusals
from zhence.index.frame import Row
from zhence.index.scales import Method, Post, Scale
from zhence.index.transforms import Form
from zhence.index.treat import Treatment
from zhence.index.tree import Tree
from zhence.index.weigh import By, Weigh

Cell = Fraction | None
_LEAST_KURT = 4
_LEAST_DISTINCT = 2


def exact(number: float) -> Cell:
    """Return the fraction that a float is; a gap is ``None``."""
    return None if math.isnan(number) else Fraction(number)


def typed(number: float) -> Fraction:
    """Return the decimal that a person typed: 0.6 is three fifths."""
    return Fraction(repr(number))


def mean(known: Sequence[Fraction]) -> Fraction:
    """Return the mean of at least one value."""
    return sum(known, Fraction(0)) / len(known)


def median(known: Sequence[Fraction]) -> Fraction:
    """Return the median of at least one value."""
    held = sorted(known)
    middle = len(held) // 2
    return (held[middle] + held[-middle - 1]) / 2


def last(
    row: Row, code: str, table: Mapping[Row, Mapping[str, Cell]], back: int | None
) -> Cell:
    """Return the latest earlier value of the same unit, at most *back* periods ago."""
    times = sorted({other.time for other in table})
    now = times.index(row.time)
    for then in range(now - 1, -1, -1):
        held = table.get(Row(row.unit, times[then]), {}).get(code)
        if held is not None:
            return held if back is None or now - then <= back else None
    return None


def moments(known: Sequence[Fraction]) -> tuple[float, float] | None:
    """Return sample skewness and excess kurtosis, ``None`` where undefined."""
    n = len(known)
    if n < _LEAST_KURT or min(known) == max(known):
        return None
    middle = mean(known)
    second, third, fourth = (sum((x - middle) ** k for x in known) for k in (2, 3, 4))
    raw = math.sqrt(n) * float(third) / float(second) ** 1.5
    skew = raw * math.sqrt(n * (n - 1)) / (n - 2)
    peak = n * fourth / second**2
    kurt = ((n + 1) * (peak - 3) + 6) * (n - 1) / ((n - 2) * Fraction(n - 3))
    return skew, float(kurt)


def treated(column: Sequence[Cell], spec: Treatment) -> list[Cell]:
    """Return the column winsorised, transformed, or as it is."""
    original, points = list(column), 0
    drawn = list(column)
    high: list[int] = []
    low: list[int] = []
    while (failing := _fails(drawn, spec)) and (
        spec.most is None or points < spec.most
    ):
        known = [x for x in drawn if x is not None]
        if len(set(known)) <= _LEAST_DISTINCT:
            break
        if failing > 0:
            high = [i for i, x in enumerate(drawn) if x == max(known)]
            for i in high:
                drawn[i] = max(x for x in known if x < max(known))
        else:
            low = [i for i, x in enumerate(drawn) if x == min(known)]
            for i in low:
                drawn[i] = min(x for x in known if x > min(known))
        points = len(high) + len(low)
    known = [x for x in original if x is not None]
    testable = moments(known) is not None
    if (
        not testable
        or spec.then is Form.NONE
        or not (_fails(drawn, spec) or spec.force)
    ):
        return drawn
    return _formed(drawn if spec.combine else original, spec)


def _fails(column: Sequence[Cell], spec: Treatment) -> int:
    """Return 1 for a tail on the right, -1 on the left, 0 for a column that passes."""
    found = moments([x for x in column if x is not None])
    if found is None or abs(found[0]) < spec.skew or found[1] < spec.kurt:
        return 0
    return 1 if found[0] >= 0 else -1


def _formed(column: Sequence[Cell], spec: Treatment) -> list[Cell]:
    known = [x for x in column if x is not None]
    least, most = min(known), max(known)
    margin = (most - least) / 100

    def inner(x: Fraction) -> Fraction:
        match spec.then:
            case Form.LOG:
                return x - least + margin
            case Form.LOG_SHIFT:
                return x - least + 1
            case Form.LOG_SCALED:
                return (most - 1) * (x - least) / (most - least) + 1
            case _:
                raise refusals.refuse("index_parameter", where="plain", what=spec.then)

    return [None if x is None else Fraction(math.log(inner(x))) for x in column]


def posts(post: Post, way: int) -> tuple[Fraction, Fraction]:
    """Return the direction-adjusted values that score 0 and 1."""
    low, high = Fraction(post.low), Fraction(post.high)
    return (low, high) if way > 0 else (-high, -low)


def ends(
    basis: Sequence[Fraction], way: int, scale: Scale, mark: Cell
) -> tuple[Fraction, Fraction]:
    """Return the values that score 0 and 1 among the *basis*."""
    least, most = min(basis), max(basis)
    match scale.method:
        case Method.Z:
            middle = mean(basis)
            square = sum((x - middle) ** 2 for x in basis) / (len(basis) - 1)
            return middle, middle + Fraction(math.sqrt(square))
        case Method.FRACTION_OF_MAX:
            return Fraction(0), most
        case Method.DISTANCE_TO_TARGET:
            return least, Fraction(scale.target or 0) * way
        case Method.DISTANCE_TO_REFERENCE:
            return least, (mark or Fraction(0)) * way
        case _:
            return least, most


def scaled(x: Fraction, line: tuple[Fraction, Fraction], scale: Scale) -> Cell:
    """Return the score of one value on a line."""
    zero, one = line
    low, high = (Fraction(end) for end in scale.ends())
    least, most = scale.limits()
    score = (x - zero) / (one - zero) * (high - low) + low
    if score < least:
        return Fraction(least)
    return Fraction(most) if score > most else score


def counted(x: Fraction, basis: Sequence[Fraction], scale: Scale) -> Fraction:
    """Return the score of one value by counting those below it."""
    low, high = (Fraction(end) for end in scale.ends())
    below = Fraction(sum(other < x for other in basis))
    if scale.method is Method.RANK:
        below += 1
    if scale.method is Method.PERCENTILE_RANK:
        below /= len(basis) - 1
    return below * (high - low) + low


def shares(
    parent: str, tree: Tree, spec: Weigh, table: Mapping[Row, Mapping[str, Cell]]
) -> dict[str, Fraction]:
    """Return shares within *parent*: equal, given, budget, entropy."""
    own, children = spec.below.get(parent, spec), tree.children[parent]
    match own.method:
        case By.EQUAL:
            raw = dict.fromkeys(children, Fraction(1))
        case By.GIVEN:
            weights = {c: tree.by_code[c].weight for c in children}
            raw = {c: Fraction(own.values.get(c, weights[c])) for c in children}
        case By.BUDGET:
            raw = dict.fromkeys(children, Fraction(0))
            for points in own.votes.values():
                total = sum(Fraction(points[c]) for c in children)
                for c in children:
                    raw[c] += Fraction(points[c]) / total
        case By.ENTROPY:
            whole = [[row[c] for c in children] for row in table.values()]
            raw = _entropy(children, [row for row in whole if None not in row])
        case _:
            raise refusals.refuse("index_parameter", where="plain", what=own.method)
    total = sum(raw.values(), Fraction(0))
    return {code: weight / total for code, weight in raw.items()}


def _entropy(
    children: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> dict[str, Fraction]:
    raw = {}
    for i, code in enumerate(children):
        column = [row[i] or Fraction(0) for row in rows]
        parts = [float(x / sum(column)) for x in column]
        chaos = -math.fsum(p * math.log(p) for p in parts if p) / math.log(len(rows))
        raw[code] = Fraction(max(0.0, 1 - chaos))
    return raw


def power_mean(weighted: Sequence[tuple[Fraction, Fraction]], p: float) -> Cell:
    """Return the mean of (share, score) pairs; a zero under p ≤ 0 makes it zero."""
    if p == 1:
        return sum((w * x for w, x in weighted), Fraction(0))
    if p <= 0 and any(x == 0 for w, x in weighted if w):
        return Fraction(0)
    held = [(w, x) for w, x in weighted if w]
    if not p:
        return Fraction(math.exp(math.fsum(w * math.log(x) for w, x in held)))
    if p == -1:
        return 1 / sum((w / x for w, x in held), Fraction(0))
    if p != int(p):
        return None
    total = sum((w * x ** int(p) for w, x in held), Fraction(0))
    return Fraction(float(total) ** (1 / p))


def place(row: Row, scores: Mapping[Row, Cell], decimals: int | None) -> int | None:
    """Return the competition rank of *row* within its period."""
    own = scores.get(row)
    if own is None:
        return None

    def shown(x: Fraction) -> float:
        return float(x) if decimals is None else round(float(x), decimals)

    others = [x for r, x in scores.items() if r.time == row.time and x is not None]
    return 1 + sum(shown(x) > shown(own) for x in others)
