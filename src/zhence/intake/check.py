"""Check a file as an upload would: the same reader, nothing written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from zhence.errors import BadInputError, Fault
from zhence.facts.catalogue import Catalogue
from zhence.intake.catalogue import default_catalogue
from zhence.intake.events import EVENTS
from zhence.intake.faults import fault
from zhence.intake.firms import FIRMS
from zhence.intake.limits import LIMITS, Limits
from zhence.intake.observations import FACTS
from zhence.intake.project_files import PROJECT_FILES
from zhence.intake.subjects import PROJECTS, SUBJECTS, Vocabulary
from zhence.intake.table import Table
from zhence.intake.tables import (
    File,
    read_events,
    read_facts,
    read_firms,
    read_project_files,
    read_projects,
    read_subjects,
)

T = TypeVar("T")

FORMS = {
    form.id: form for form in (FACTS, FIRMS, SUBJECTS, PROJECTS, PROJECT_FILES, EVENTS)
}


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on one file.

    *rows* is how many rows were looked at; warnings alone do not refuse a file.
    """

    accepted: bool
    rows: int
    faults: tuple[Fault, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the form that ``facts check --json`` prints (see contracts)."""
        return {
            "accepted": self.accepted,
            "rows": self.rows,
            "faults": [found.as_json() for found in self.faults],
        }


def check_file(
    file: File,
    form: str | None = None,
    catalogue: Catalogue | None = None,
    *,
    vocabularies: Mapping[str, Vocabulary] | None = None,
    limits: Limits = LIMITS,
) -> Report:
    """Check *file* against a form: ``facts`` unless another id is given.

    The catalogue is the one that comes with zhence unless another is given.

    Raises:
        BadInputError: there is no such form.
    """
    id_ = form or FACTS.id
    if id_ not in FORMS:
        raise BadInputError(fault("form_unknown", value=id_, choices=" ".join(FORMS)))
    if id_ == FACTS.id:
        known = default_catalogue() if catalogue is None else catalogue
        return _report(read_facts(file, known, limits))
    if id_ == FIRMS.id:
        return _report(read_firms(file, limits))
    if id_ == SUBJECTS.id:
        return _report(read_subjects(file, vocabularies, limits))
    if id_ == PROJECTS.id:
        return _report(read_projects(file, limits))
    if id_ == PROJECT_FILES.id:
        return _report(read_project_files(file, limits))
    return _report(read_events(file, limits=limits))


def _report(table: Table[T]) -> Report:
    return Report(table.accepted, table.count, table.faults)
