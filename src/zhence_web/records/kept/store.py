"""Values that were made once, by key, in this process.

The key holds the mark of the last change (see :mod:`.changes`), so that nothing is ever
taken back by hand: an older value is simply not asked for again, and is dropped when
room is needed. Each process keeps its own; all of them read the same chain.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Value = TypeVar("Value")
_EVERY: WeakSet[Kept[Any]] = WeakSet()


class Kept(Generic[Value]):
    """The last values that were made, by key; one maker at a time for one key."""

    def __init__(self, room: int, weight: Callable[[Value], int] | None = None) -> None:
        """Keep values up to *room* in all; each weighs one unless *weight* tells."""
        self._room, self._weight = room, weight or (lambda _: 1)
        self._held: OrderedDict[Hashable, Value] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()
        self._load = 0
        _EVERY.add(self)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key; the first to ask makes it, others wait for it.

        What *make* raises goes to whoever asked first; the next one tries anew.
        """
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
                self.keep(key, value)
                return value
        finally:
            with self._lock:
                self._making.pop(key, None)

    def held(self, key: Hashable) -> Value | None:
        """Return the value of a key if there is one; nobody makes or waits for it."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._load = 0

    def keep(self, key: Hashable, value: Value) -> None:
        """Hold a value from now on, in the place of an earlier one of its key."""
        with self._lock:
            before = self._held.pop(key, None)
            self._load -= 0 if before is None else self._weight(before)
            self._held[key] = value
            self._load += self._weight(value)
            while self._load > self._room and self._held:
                _, dropped = self._held.popitem(last=False)
                self._load -= self._weight(dropped)


def forget() -> None:
    """Forget whatever this process keeps, as a new one does."""
    for kept in list(_EVERY):
        kept.clear()
