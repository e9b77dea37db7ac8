"""Two editions side by side, and the plain way to say that a side changed.

The sides of a thing are a table of :func:`part`; each says how to read the
side, how to say it, and which way a change of it goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from zhence.evidence import Text
from zhence.packs.diff_change import (
    Areas,
    Change,
    Kind,
    Period,
    Strictness,
)
from zhence.packs.diff_judge import neutral
from zhence.packs.diff_names import KINDS, PARTS
from zhence.packs.diff_reach import Reach
from zhence.packs.diff_words import plain, quoted
from zhence.packs.pack import Pack

Thing = TypeVar("Thing")
Side = TypeVar("Side")

ADDED, REMOVED = "added", "removed"


@dataclass(frozen=True)
class Editions:
    """The old and the new edition, and what each of their names reaches.

    *old* already goes by the id of *new*; *was* is its own.
    """

    old: Pack
    new: Pack
    was: str

    @cached_property
    def reaches(self) -> tuple[Reach, Reach]:
        """What rests on each name, before and after."""
        return Reach(self.old), Reach(self.new)

    @property
    def window(self) -> Period:
        """The days on which the new edition applies."""
        return Period(self.new.valid_from, self.new.valid_to)

    def areas(self, kind: str, id_: str) -> Areas:
        """Return what the name touches in either edition."""
        before, after = self.reaches
        return before.areas(kind, id_) | after.areas(kind, id_)

    def own_name(self, name: str) -> str:
        """Return a name of the old edition as it stood there."""
        if self.was == self.new.id or not name.startswith(f"{self.new.id}-"):
            return name
        return self.was + name.removeprefix(self.new.id)

    def change(
        self, kind: Kind, id_: str, part_name: str, said: Text, strict: Strictness
    ) -> Change:
        """Return a change over the window of the new edition."""
        areas = self.areas(kind.value, id_)
        return Change(kind, id_, part_name, said, self.window, areas, strict)


@dataclass(frozen=True, slots=True)
class Told:
    """One changed side: what it was and is in words, and which way it went."""

    part: str
    before: Text
    after: Text
    severity: Strictness


Comparer = Callable[[Thing, Thing], Told | None]
Judge = Callable[[Side, Side], Strictness]


def part(
    name: str,
    read: Callable[[Thing], Side],
    judge: Judge[Side] = neutral,
    say: Callable[[Side], Text] = plain,
    say_new: Callable[[Side], Text] | None = None,
) -> Comparer[Thing]:
    """Return the comparer of one side; *say_new* where the new edition says else."""

    def compare(old: Thing, new: Thing) -> Told | None:
        before, after = read(old), read(new)
        if before == after:
            return None
        return Told(name, say(before), (say_new or say)(after), judge(before, after))

    return compare


def compared(
    editions: Editions,
    kind: Kind,
    olds: Mapping[str, Thing],
    news: Mapping[str, Thing],
    parts: tuple[Comparer[Thing], ...],
    title: Callable[[Thing], Text],
    whole: Callable[[Thing], Strictness] = lambda _: Strictness.UNKNOWN,
) -> Iterator[Change]:
    """Yield what was added, what was removed, and every changed side of the rest.

    *whole* says which way it goes when the thing is added; its removal goes
    the other way.
    """
    for name in (*olds, *(n for n in news if n not in olds)):
        old, new = olds.get(name), news.get(name)
        if old is None and new is not None:
            said = _came(kind, name, title(new))
            yield editions.change(kind, name, ADDED, said, whole(new))
        elif new is None and old is not None:
            said = _went(kind, editions.own_name(name), title(old))
            yield editions.change(kind, name, REMOVED, said, whole(old).flipped())
        elif old is not None and new is not None:
            for comparer in parts:
                told = comparer(old, new)
                if told is not None:
                    said = changed_words(kind, name, title(new), told)
                    yield editions.change(kind, name, told.part, said, told.severity)


def _came(kind: Kind, id_: str, title: Text) -> Text:
    named = quoted(title)
    return Text(
        f"新增{KINDS[kind].zh}{named.zh}（{id_}）。",
        f"New {KINDS[kind].en} {named.en} ({id_}).",
    )


def _went(kind: Kind, id_: str, title: Text) -> Text:
    named = quoted(title)
    return Text(
        f"取消{KINDS[kind].zh}{named.zh}（{id_}）。",
        f"The {KINDS[kind].en} {named.en} ({id_}) is gone.",
    )


def changed_words(kind: Kind, id_: str, title: Text, told: Told) -> Text:
    """Say that one side of a thing went from one value to another."""
    named, side = quoted(title), PARTS.get(told.part, plain(told.part))
    return Text(
        f"{KINDS[kind].zh}{named.zh}（{id_}）的{side.zh}"
        f"由{told.before.zh}改为{told.after.zh}。",
        f"The {KINDS[kind].en} {named.en} ({id_}): {side.en} "
        f"from {told.before.en} to {told.after.en}.",
    )


def numbered(things: Iterable[Thing], name: Callable[[Thing], str]) -> dict[str, Thing]:
    """Return things by a name of their own; a second of one name is ``name #2``."""
    held: dict[str, Thing] = {}
    for thing in things:
        key, count = name(thing), 1
        while key in held:
            count += 1
            key = f"{name(thing)} #{count}"
        held[key] = thing
    return held
