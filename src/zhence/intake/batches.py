"""Batches of records that another office sends, and may send again.

A batch and its records have ids of the sender's. Sent twice they are stored once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Receipt(StrEnum):
    """What the sender of a batch is told."""

    ACCEPTED = "ACCEPTED"
    ALREADY_RECEIVED = "ALREADY_RECEIVED"


@dataclass(frozen=True, slots=True)
class Received:
    """What is held after a batch came: the ids of the records by that of the batch."""

    held: Mapping[str, frozenset[str]]
    receipt: Receipt


def receive(
    held: Mapping[str, frozenset[str]], batch: str, records: Iterable[str]
) -> Received:
    """Take a batch in beside what is *held*; a record that is there is not doubled.

    A batch that is known and brings nothing new was received already.

    >>> receive({"b": frozenset({"1"})}, "b", ["1"]).receipt.value
    'ALREADY_RECEIVED'
    """
    known, came = held.get(batch), frozenset(records)
    if known is not None and came <= known:
        return Received(held, Receipt.ALREADY_RECEIVED)
    return Received({**held, batch: (known or frozenset()) | came}, Receipt.ACCEPTED)
