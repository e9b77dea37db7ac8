"""Bytes of panels that were made once, kept until a deed changes what they show.

The key holds the number of the last deed that may have changed it, so that nothing is
ever taken back by hand: an older entry is simply not asked for again, and is dropped
when room is needed. Each process keeps its own; all of them read the same chain.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The last values that were made, by key; one maker at a time for one key."""

    def __init__(self, most: int) -> None:
        """Keep at most *most* values."""
        self._most = most
        self._held: OrderedDict[Hashable, Value] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key; the first to ask makes it, others wait for it."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            making = self._making.setdefault(key, Lock())
        try:
            with making:
                with self._lock:
                    if key in self._held:
                        return self._held[key]
                value = make()
                with self._lock:
                    self._held[key] = value
                    while len(self._held) > self._most:
                        self._held.popitem(last=False)
                return value
        finally:
            with self._lock:
                self._making.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
