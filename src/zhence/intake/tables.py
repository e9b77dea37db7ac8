"""The tables that zhence reads, from a file or from bytes in memory.

Each of them is read whole: :attr:`~zhence.intake.table.Table.faults` has every
fault, and :meth:`~zhence.intake.table.Table.load` gives the rows or raises with
all of them. What cannot even be opened is a table without rows and with a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from zhence.errors import BadInputError
from zhence.facts import Observation, Project
from zhence.facts.catalogue import Catalogue
from zhence.intake.events import TownEvent, read_event_rows
from zhence.intake.firms import Firm, read_firm_rows
from zhence.intake.grid import Opened
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.observations import read_observations
from zhence.intake.opening import open_bytes, open_file
from zhence.intake.project_files import ProjectRow, read_project_file_rows
from zhence.intake.subjects import (
    Subject,
    Vocabulary,
    read_project_rows,
    read_subject_rows,
)
from zhence.intake.table import Table

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in memory under the name that a person gave it."""

    name: str
    data: bytes


File = Path | Upload


def read_facts(
    file: File, catalogue: Catalogue, limits: Limits = LIMITS
) -> Table[Observation]:
    """Read a facts table: figures of subjects by indicator and period."""
    return _read(
        file, lambda opened: read_observations(opened, catalogue, limits), limits
    )


def read_subjects(
    file: File,
    vocabularies: Mapping[str, Vocabulary] | None = None,
    limits: Limits = LIMITS,
) -> Table[Subject]:
    """Read a table of subjects; words are checked where *vocabularies* has them.

    *vocabularies* maps each policy id to the words of that policy; an id that is
    not among them is refused.
    """
    return _read(
        file, lambda opened: read_subject_rows(opened, vocabularies, limits), limits
    )


def read_projects(file: File, limits: Limits = LIMITS) -> Table[Project]:
    """Read a table of projects."""
    return _read(file, lambda opened: read_project_rows(opened, limits), limits)


def read_events(
    file: File, kinds: Mapping[str, str] | None = None, limits: Limits = LIMITS
) -> Table[TownEvent]:
    """Read a table of events; *kinds* names other events than the usual six."""
    return _read(file, lambda opened: read_event_rows(opened, kinds, limits), limits)


def read_firms(file: File, limits: Limits = LIMITS) -> Table[Firm]:
    """Read a roster of firms."""
    return _read(file, lambda opened: read_firm_rows(opened, limits), limits)


def read_project_files(file: File, limits: Limits = LIMITS) -> Table[ProjectRow]:
    """Read a roster of the projects of one site."""
    return _read(file, lambda opened: read_project_file_rows(opened, limits), limits)


def _read(file: File, read: Callable[[Opened], Table[T]], limits: Limits) -> Table[T]:
    try:
        if isinstance(file, Upload):
            opened = open_bytes(file.data, file.name, limits)
        else:
            opened = open_file(file, limits)
        return read(opened)
    except BadInputError as error:
        return Table((), error.faults, 0)
