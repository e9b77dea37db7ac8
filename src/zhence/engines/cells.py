"""The columns of a pivoted batch while they are filled: years × subjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhence.engines.columns import ABSENT, IMPOSSIBLE, TOLD
from zhence.engines.grids import Grid, day_number
