"""The places of a per-mu grading on a map, by their share of the first band."""

from __future__ import annotations

from urllib.parse import urlencode

from zhence.evidence import Text
from zhence_web.kit.mapping import Drawing, Mark, drawing
from zhence_web.records.boundaries.reads import DrawnLayer
from zhence_web.records.rankings.placed import Placed, PlaceRow


def kinds_of(placed: Placed) -> tuple[tuple[str, Text], ...]:
    """Return what the signs mean: how a place compares with all places together."""
    band = placed.bands[0] if placed.bands else ""
    return (
        ("up", Text(f"{band} 占比高于总体", f"more {band} than in all places")),
        ("other", Text(f"{band} 占比与总体相同", f"as much {band} as in all places")),
        ("down", Text(f"{band} 占比低于总体", f"less {band} than in all places")),
        ("open", Text("没有评级企业", "no firm is graded")),
    )


def drawn(placed: Placed, layer: DrawnLayer | None) -> Drawing | None:
    """Return the map of the places, ``None`` where no boundary of one is there."""
    if layer is None or not any(row.code in layer.divisions for row in placed.rows):
        return None
    names = dict(kinds_of(placed))
    marks = [_mark(row, placed, names) for row in placed.rows]
    return drawing(layer, placed.within, marks)


def _mark(row: PlaceRow, placed: Placed, names: dict[str, Text]) -> Mark:
    kind, percent = _kind(row, placed), row.shares[0][2] if row.shares else None
    said = names[kind]
    if percent is not None:
        said = Text(f"{said.zh}（{percent}%）", f"{said.en} ({percent}%)")
    return Mark(
        name=row.name,
        codes=(row.code,) if row.code else (),
        kind=kind,
        said=said,
        url=f"?{urlencode({'place': row.name})}#list",
    )


def _kind(row: PlaceRow, placed: Placed) -> str:
    if row.best is None or placed.best is None:
        return "open"
    if row.best == placed.best:
        return "other"
    return "up" if row.best > placed.best else "down"
