"""Targets of the policies in force, as the cockpit of a place shows them."""

from __future__ import annotations

from zhence_web.api.shapes.figures import FigureOut
from zhence_web.api.shapes.parts import Both, Figure, Out


class ReachedOut(FigureOut):
    """The same, its value told exactly; its *id* leads to its evidence."""

    value: Figure | None


class GoalOut(Out):
    """A target; *asked* false: nobody set it to this place, and no verdict is given.

    *time* is the share of its time that has passed, *way* the bounds of the share of
    the way; ``null``: not known.
    """

    figure: ReachedOut
    policy: str
    target: str
    clauses: list[str]
    asked: bool
    verdict: str
    verdict_name: Both
    threshold: Figure | None
    sign: str
    by: str
    aim: bool
    time: float | None
    way: tuple[float | None, float | None] | None
    keeps_up: bool | None
