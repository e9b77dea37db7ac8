"""How much of a file is read before it is refused.

A limit is an argument everywhere; these are the defaults.
"""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds, the rest in pieces.

    *memory* is what the process that opens a workbook may take on top of what
    an idle interpreter holds; with the default it stays below 512 MiB.
    *area* is the rectangle from A1 to the last used cell: one stray cell at the
    end of a sheet makes a reader fill billions of empty ones.
    """

    file: int = 50 * _MIB
    field: int = _MIB
    rows: int = 2_000_000
    faults: int = 5_000
    members: int = 1_000
    ratio: int = 100
    unpacked: int = 200 * _MIB
    depth: int = 200
    cells: int = 600_000
    area: int = 5_000_000
    memory: int = 400 * _MIB
    processor: int = 20
    wall: float = 30.0


LIMITS = Limits()
