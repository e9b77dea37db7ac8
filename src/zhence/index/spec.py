"""The base of every stage's settings, and the few words that stages share."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

Floats = npt.NDArray[np.float64]
Bits = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


class Spec(BaseModel):
    """Settings of a stage: frozen, every key known, every number finite."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Panel(StrEnum):
    """Over which rows a method that compares units looks, when there are periods.

    ``pooled``: all periods are one population. ``each``: every period by itself.
    ``base``: limits come from one period and hold for all.
    """

    POOLED = "pooled"
    EACH = "each"
    BASE = "base"


class Mean(StrEnum):
    """How children become a parent."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    HARMONIC = "harmonic"
    POWER = "power"
    COPELAND = "copeland"
    TOPSIS = "topsis"
    VIKOR = "vikor"
