"""Shapes of the marks on a map: a shape says what its colour repeats."""

from __future__ import annotations

from collections.abc import Mapping

RADIUS = 11

_CIRCLE = "M11 0A11 11 0 1 1-11 0A11 11 0 1 1 11 0z"
_TRIANGLE = "M0-12L12 10H-12z"
_DIAMOND = "M0-14L14 0L0 14L-14 0z"
_SQUARE = "M-10-10H10V10H-10z"
_RING = "M11 0A11 11 0 1 1-11 0A11 11 0 1 1 11 0zM5 0A5 5 0 1 0-5 0A5 5 0 1 0 5 0z"
_CROSS = "M-4-12H4V-4H12V4H4V12H-4V4H-12V-4H-4z"
_TURNED = "M0 12L-12-10H12z"
_BAR = "M-13-5H13V5H-13z"

_NAMED: Mapping[str, str] = {
    "creation": _CIRCLE,
    "cultivation": _TRIANGLE,
    "named": _DIAMOND,
    "exited": _SQUARE,
    "unknown": _RING,
    "unlisted": _CROSS,
    "up": _TRIANGLE,
    "down": _TURNED,
    "open": _RING,
    "other": _BAR,
}
# Kinds that are told apart by their number alone, such as the states of any policy.
_NUMBERED = (
    _CIRCLE,
    _TRIANGLE,
    _DIAMOND,
    _SQUARE,
    _CROSS,
    _TURNED,
    _BAR,
    _RING,
)


def shape(kind: str) -> str:
    """Return the outline of a kind about the origin, as the path of a drawing.

    >>> shape("3") == shape("named")
    True
    """
    if kind.isdecimal():
        return _NUMBERED[(int(kind) - 1) % len(_NUMBERED)]
    return _NAMED[kind]
