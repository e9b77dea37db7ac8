"""Put the law and the code lists into the wheel, and only there.

Hatchling's static ``force-include`` would also copy them into an editable install,
where the copy would go stale the first time somebody edits a pack.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = {
    "packs": "zhence/_data/packs",
    "reference": "zhence/_data/reference",
}


class ShipData(BuildHookInterface):
    """Add ``SHIPPED`` to a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leave an editable build alone: there the library reads the repository."""
        if version == "standard":
            build_data["force_include"].update(SHIPPED)
