"""What a project is for: the closed vocabulary that packs exclude by."""

from __future__ import annotations

from collections.abc import Mapping

from zhence.evidence import Text

RESIDENTIAL = "residential"
COMPLEX = "commercial_complex"
MIXED = "mixed"

USES: Mapping[str, Text] = {
    "industrial": Text("产业", "industry"),
    "research": Text("科研", "research"),
    "infrastructure": Text("基础设施", "infrastructure"),
    "tourism": Text("旅游", "tourism"),
    "culture": Text("文化", "culture"),
    "public_service": Text("公共服务", "public service"),
    COMPLEX: Text("商业综合体", "commercial complex"),
    RESIDENTIAL: Text("商品住宅", "housing"),
    MIXED: Text("混合", "mixed"),
}
"""The same codes as in the table of projects that people upload."""
