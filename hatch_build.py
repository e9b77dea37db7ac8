"""Put the law and the code lists into the wheel, and only there.

A wheel without the islands would look whole and lack them, so none is built.

Hatchling's static ``force-include`` would also copy them into an editable install,
where the copy would go stale the first time somebody edits a pack.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = {
    "packs": "zhence/_data/packs",
    "reference": "zhence/_data/reference",
}
ISLANDS = "src/zhence_web/static/islands/built.json"


class ShipData(BuildHookInterface):
    """Add ``SHIPPED`` to a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leave an editable build alone: there the library reads the repository."""
        if version == "standard":
            if not Path(self.root, ISLANDS).exists():
                raise FileNotFoundError(
                    f"缺少 {ISLANDS}：页面脚本还没有构建，请先运行 make setup"
                    f" / {ISLANDS} is missing: run `make setup`, which builds the"
                    " scripts of the pages, before building a wheel"
                )
            build_data["force_include"].update(SHIPPED)
