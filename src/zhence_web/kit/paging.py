"""Long lists in pages, with a pager that jumps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

Item = TypeVar("Item")
Shown = TypeVar("Shown")
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; *number* counts from 1 and always exists.

    *window* are the page numbers to show; ``None`` stands for a gap.
    """

    items: tuple[Item, ...]
    number: int
    size: int
    total: int

    def showing(self, items: Sequence[Shown]) -> Page[Shown]:
        """Return the same page with other items, such as the rows made of these."""
        return Page(tuple(items), self.number, self.size, self.total)

    @property
    def count(self) -> int:
        """How many pages there are; an empty list still has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The number of the first item shown, 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The number of the last item shown."""
        return self.first + len(self.items) - 1 if self.items else 0

    @property
    def previous(self) -> int | None:
        """The page before, if any."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The page after, if any."""
        return self.number + 1 if self.number < self.count else None

    @property
    def window(self) -> tuple[int | None, ...]:
        """The first, the last and the pages around this one."""
        near = {
            n
            for n in range(self.number - _AROUND, self.number + _AROUND + 1)
            if 1 <= n <= self.count
        }
        shown: list[int | None] = []
        for n in sorted({1, self.count} | near):
            if shown and shown[-1] is not None and n > shown[-1] + 1:
                shown.append(None)
            shown.append(n)
        return tuple(shown)


@dataclass(frozen=True, slots=True)
class Listed:
    """What an address asks of a list, as a form carries it, without the page."""

    parameters: tuple[tuple[str, str], ...] = ()

    def page_query(self, number: int) -> str:
        """Return the query of another page of the same list."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])


def listed(**filters: str) -> Listed:
    """Return the filters that are set, in the order given."""
    return Listed(tuple((name, value) for name, value in filters.items() if value))


def page_of(items: Sequence[Item], asked: str | None, size: int) -> Page[Item]:
    """Return the page that *asked* names, the nearest one if there is none such.

    >>> page_of("abcde", "9", 2).items
    ('e',)
    """
    total = len(items)
    count = max(1, -(-total // size))
    # Only the digits of a short number: int() takes more than people mean by one.
    plain = asked or ""
    number = (
        int(plain)
        if plain.isascii() and plain.isdigit() and len(plain) < len(str(10**6))
        else 1
    )
    number = min(max(number, 1), count)
    start = (number - 1) * size
    return Page(tuple(items[start : start + size]), number, size, total)
