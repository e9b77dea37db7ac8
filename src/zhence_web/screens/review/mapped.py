"""Whom a reform would turn, on a map."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from urllib.parse import urlencode

from zhence.evidence import Text
from zhence_web.kit.mapping import Drawing, Mark, drawing
from zhence_web.records.boundaries.reads import DrawnLayer
from zhence_web.records.drafts.reads import Flip

_MET = frozenset({"PASS", "APPROX", "PASS_EXEMPT"})
_UNDECIDED = frozenset({"INSUFFICIENT_DATA", "NOT_COMPUTABLE"})
_PAIR = 2
KINDS: tuple[tuple[str, Text], ...] = (
    ("up", Text("改为达到", "would be met")),
    ("down", Text("改为未达到", "would be missed")),
    ("open", Text("改为不能判定", "could no longer be decided")),
    ("other", Text("其他变化", "would change otherwise")),
)


def drawn(flips: Iterable[Flip], layer: DrawnLayer | None) -> Drawing | None:
    """Return each subject by its last flip, ``None`` where there is nothing to draw.

    What is shown is the smallest division that holds all of them.
    """
    last: dict[str, Flip] = {}
    for flip in flips:
        held = last.get(flip.subject)
        if held is None or (flip.year or 0) >= (held.year or 0):
            last[flip.subject] = flip
    drawn_in = () if layer is None else layer.divisions
    shown = [c for f in last.values() for c in f.codes if c in drawn_in]
    if layer is None or not shown:
        return None
    both = zip(min(shown), max(shown), strict=False)
    shared = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], both))
    within = shared[: len(shared) // _PAIR * _PAIR]
    return drawing(layer, within, [_mark(flip) for flip in last.values()])


def _mark(flip: Flip) -> Mark:
    names = dict(KINDS)
    kind = _kind(flip)
    return Mark(
        name=flip.name,
        codes=flip.codes,
        kind=kind,
        said=names[kind],
        url=f"?{urlencode({'county': flip.county})}#flips",
    )


def _kind(flip: Flip) -> str:
    if flip.after in _UNDECIDED:
        return "open"
    if flip.after in _MET and flip.before not in _MET:
        return "up"
    return "down" if flip.after == "FAIL" else "other"
