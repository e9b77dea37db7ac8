"""A list whose filters live in the address: what every pager needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Listed:
    """The filters of a list, as a form carries them, without the page."""

    parameters: tuple[tuple[str, str], ...]

    def page_query(self, number: int) -> str:
        """Return the query of another page of the same list."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])


def listed(**filters: str) -> Listed:
    """Return the filters that are set, in the order given."""
    return Listed(tuple((name, value) for name, value in filters.items() if value))
