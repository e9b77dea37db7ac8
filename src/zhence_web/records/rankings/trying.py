"""Other weights tried on a published index: ranks before and after, kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhence.errors import BadInputError, Fault, Where
from zhence.evidence import Text
from zhence.units import exact_number
from zhence_web.packbook.method import node_name
from zhence_web.records.rankings.models import IndexRun, IndexScore
from zhence_web.records.rankings.reads import Row, rows_of

if TYPE_CHECKING:
    from zhence_web.records.rankings.frozen import Thawed

MEAN_NAMES = (
    ("", Text("按方法原样", "as in the method")),
    ("arithmetic", Text("算术平均（可以互补）", "arithmetic (strong sides make up)")),
    ("geometric", Text("几何平均（短板拖累）", "geometric (a weak side pulls down)")),
    ("harmonic", Text("调和平均（短板更拖累）", "harmonic (still more so)")),
)
MEANS = tuple(code for code, _ in MEAN_NAMES if code)
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Control:
    """A dimension and its weight in the published method."""

    code: str
    name: Text
    weight: float

    @property
    def plain(self) -> str:
        """Return the weight as a form holds it."""
        return f"{self.weight:g}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A ranked town before and after; *by* is positive for places gained."""

    row: Row
    before: int | None
    after: int | None
    score: float | None

    @property
    def by(self) -> int:
        """Return how many places it gains; negative where it loses some."""
        if self.before is None or self.after is None:
            return 0
        return self.before - self.after

    @property
    def size(self) -> int:
        """Return the places without their sign."""
        return abs(self.by)


@dataclass(frozen=True, slots=True)
class Tried:
    """The ranked towns in the new order, with the shares that were tried."""

    moves: tuple[Moved, ...]
    shares: tuple[tuple[Text, float, float], ...]
    moved: int
    most: int


def dimensions(run: IndexRun) -> tuple[Control, ...]:
    """Return the dimensions of what a run froze, in the order of its recipe."""
    recipe = _thawed(run)[0]
    tree = recipe.tree
    below = tree.children[tree.root]
    return tuple(
        Control(node.code, node_name(node.code, node.name), node.weight)
        for node in recipe.nodes
        if node.code in below
    )


def tried(run: IndexRun, year: int, typed: Mapping[str, str], mean: str = "") -> Tried:
    """Return what other weights would make of a published run; it stays as it is.

    Weights are shares of their sum, so 1, 1, 2 and 25, 25, 50 are the same.

    Raises:
        BadInputError: a weight that is no number, negative, or all of them zero.
    """
    from zhence_web.records.rankings import scoring  # noqa: PLC0415  # numpy

    held = dimensions(run)
    weights = _weights(held, typed)
    recipe, frame = _thawed(run)
    told = scoring.computed(scoring.reweighed(recipe, weights, mean), frame)
    after = {
        who: columns
        for who, columns in scoring.rows_of(told)
        if columns["year"] == year
    }
    rows = IndexScore.objects.filter(run=run, year=year, rank__isnull=False)
    scores = list(rows.select_related("site__org"))
    shown = dict(zip((s.pk for s in scores), rows_of(run, scores), strict=True))
    moves = []
    for one in scores:
        new = after[one.site.org.code]
        moves.append(Moved(shown[one.pk], one.rank, new["rank"], new["score"]))
    moves.sort(key=lambda m: (m.after is None, m.after or 0, m.row.number))
    total, whole = sum(c.weight for c in held), sum(weights.values())
    return Tried(
        moves=tuple(moves),
        shares=tuple(
            (c.name, 100 * c.weight / total, 100 * weights[c.code] / whole)
            for c in held
        ),
        moved=sum(m.by != 0 for m in moves),
        most=max((m.size for m in moves), default=0),
    )


def _weights(held: tuple[Control, ...], typed: Mapping[str, str]) -> dict[str, float]:
    faults, found = list[Fault](), dict[str, float]()
    for control in held:
        text = typed.get(control.code, control.plain)
        number = exact_number(text)
        if number is None or not 0 <= number <= _MOST:
            faults.append(
                Fault(
                    "weight_wrong",
                    f"“{control.name.zh}”的权重不是0至{_MOST}之间的数：{text[:20]}",
                    f"the weight of {control.name.en} is no number from 0 to {_MOST}: "
                    f"{text[:20]}",
                    Where(cell=control.code),
                    "写普通小数 / write a plain decimal",
                )
            )
            continue
        found[control.code] = float(number)
    if not faults and not sum(found.values()):
        faults.append(
            Fault(
                "weights_zero",
                "权重不能全为0",
                "the weights cannot all be zero",
                remedy="至少一个大于0 / give one that is more than 0",
            )
        )
    if faults:
        raise BadInputError(faults)
    return found


def _thawed(run: IndexRun) -> Thawed:
    from zhence_web.records.rankings.frozen import thaw  # noqa: PLC0415  # numpy

    return thaw(bytes(run.content), run.sha256)
