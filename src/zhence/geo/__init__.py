"""Shapes on the ground: read, checked, and brought to one system of coordinates."""

from zhence.geo.drawing import Ring, hidden_shift, outline
from zhence.geo.reading import Boundary, Layer, read_boundaries
from zhence.geo.systems import GCJ02, KEPT, Found, System

__all__ = [
    "GCJ02",
    "KEPT",
    "Boundary",
    "Found",
    "Layer",
    "Ring",
    "System",
    "hidden_shift",
    "outline",
    "read_boundaries",
]
