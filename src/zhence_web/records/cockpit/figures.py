"""One number of the cockpit: what it is called, what it is worth, what it is of."""

from __future__ import annotations

from dataclasses import dataclass

from zhence.evidence import Interval, Label, Text

STANDING, TOTAL, TARGET, WAITING = "standing", "total", "target", "waiting"
_LIST = ":"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its id, by which its evidence is found.

    *value* ``None``: nothing is known. Where some of those asked are silent its upper
    end is open: what is unknown is never counted as zero. *known* of *asked* members
    have said something. *labels* are what the number rests on, each once.
    """

    id: str
    title: Text
    value: Interval | None
    unit: Text
    labels: tuple[Label, ...]
    known: int
    asked: int
    period: str = ""

    @property
    def whole(self) -> bool:
        """Say whether everybody asked has answered."""
        return self.known == self.asked


def figure_id(kind: str, *parts: str) -> str:
    """Return the id of a figure.

    >>> figure_id(STANDING, "ZJ2023", "NAMED")
    'standing:ZJ2023:NAMED'
    """
    return _LIST.join((kind, *parts))


def parts_of(id_: str) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a figure and the parts of its id.

    >>> parts_of("waiting:returns")
    ('waiting', ('returns',))
    """
    kind, *parts = id_.split(_LIST)
    return kind, tuple(parts)


def labels_in(labels: object) -> tuple[Label, ...]:
    """Return labels once each, in the order of the enumeration."""
    held = {Label(str(one)) for one in labels} if isinstance(labels, set) else set()
    return tuple(label for label in Label if label in held)
