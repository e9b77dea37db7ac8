"""A register of subjects with their figures, read whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhence.errors import BadInputError, Fault, Severity, Where
from zhence.evidence import Interval
from zhence.facts import Facts, Observation, Project
from zhence.facts.catalogue import Catalogue
from zhence.intake.subjects import Subject, Vocabulary
from zhence.intake.tables import read_facts, read_projects, read_subjects
from zhence.packs.pack import Pack
from zhence.periods import day

_PLAN_TOTAL = "plan_total"


@dataclass(frozen=True, slots=True)
class Register:
    """The subjects of a table, with all that was reported about them."""

    subjects: tuple[Subject, ...]
    observations: tuple[Observation, ...]
    projects: tuple[Project, ...] = ()


def vocabulary(pack: Pack) -> Vocabulary:
    """Return the words that a subjects table may use under *pack*."""
    states = () if pack.lifecycle is None else tuple(pack.lifecycle.states)
    return Vocabulary(pack.lists, states, tuple(pack.rulebook.categories))


def read_register(
    subjects: Path,
    facts: Path,
    projects: Path | None,
    catalogue: Catalogue,
    pack: Pack,
) -> Register:
    """Read the tables of a register.

    Raises:
        BadInputError: every fault of all three files, and every figure about a
            subject that the register does not have.
    """
    told = read_subjects(subjects, {pack.id: vocabulary(pack)})
    figures = read_facts(facts, catalogue)
    works = None if projects is None else read_projects(projects)
    faults = [*told.faults, *figures.faults, *(works.faults if works else ())]
    if all(f.severity is not Severity.ERROR for f in faults):
        register = Register(told.rows, figures.rows, works.rows if works else ())
        faults = list(_strangers(register, facts, projects))
        if not faults:
            return register
    raise BadInputError([f for f in faults if f.severity is Severity.ERROR])


def facts_of_register(register: Register) -> Iterator[Facts]:
    """Yield the facts of each subject; a stated plan total is one of them."""
    observations: dict[str, list[Observation]] = defaultdict(list)
    projects: dict[str, list[Project]] = defaultdict(list)
    for o in register.observations:
        observations[o.subject].append(o)
    for p in register.projects:
        projects[p.subject].append(p)
    for subject in register.subjects:
        name = subject.membership.subject
        yield Facts(
            subject.membership,
            (*observations[name], *_plan(subject)),
            tuple(projects[name]),
        )


def _plan(subject: Subject) -> list[Observation]:
    listed_on = subject.membership.listed_on
    known: Interval = subject.plan_total
    if known.high is None or listed_on is None:
        return []
    name = subject.membership.subject
    return [
        Observation(name, _PLAN_TOTAL, day(listed_on), known, source=subject.source)
    ]


def _strangers(
    register: Register, facts: Path, projects: Path | None
) -> Iterator[Fault]:
    known = {s.membership.subject for s in register.subjects}
    for file, rows in ((facts, register.observations), (projects, register.projects)):
        for name in sorted({row.subject for row in rows} - known):
            yield Fault(
                "subject_unknown",
                f"名册中没有“{name}”",
                f"the register has no subject {name!r}",
                Where(str(file)),
                "add it to the subjects, or mend the name",
            )
