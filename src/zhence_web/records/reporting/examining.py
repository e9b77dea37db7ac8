"""What is wrong with a return among all that its site reported before.

The web form, the grid, an uploaded workbook and an import ask the same function, so
that none of them accepts what another refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhence.errors import Fault
from zhence.periods import Span
from zhence.reporting.approval import State
from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.checks import Finding, Surroundings, examine
from zhence.reporting.forms import ReturnForm
from zhence.reporting.returns import open_items
from zhence_web.packbook.forms import return_checks
from zhence_web.records.reporting.facts import cell_value, form_of, period_of
from zhence_web.records.reporting.models import Cell, Return, Revision
from zhence_web.records.reporting.standing import sent_back
from zhence_web.records.reporting.typical import typical_for


@dataclass(frozen=True, slots=True)
class Examined:
    """All findings about a return, hard ones first; *open* are cells to be mended."""

    findings: tuple[Finding, ...]
    open: frozenset[str]

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """The findings that keep it from being submitted.

        A soft one about a frozen cell stops nothing: nobody could write its reason,
        and whoever approves is told instead.
        """
        return tuple(f for f in self.findings if not f.passes and not self._told(f))

    @property
    def explained(self) -> tuple[Finding, ...]:
        """The soft findings that pass, because somebody wrote down why."""
        return tuple(f for f in self.findings if f.passes)

    @property
    def unexplained(self) -> tuple[Finding, ...]:
        """The soft findings about frozen cells, which nobody explained."""
        return tuple(f for f in self.findings if not f.passes and self._told(f))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of what is stopping, for a page or an error."""
        return tuple(f.fault for f in self.stopping)

    def _told(self, finding: Finding) -> bool:
        return finding.fault.soft and finding.item not in self.open


def examined(row: Return, cells: Mapping[str, CellValue]) -> Examined:
    """Return what is wrong with *cells* as the cells of a return.

    They need not be kept yet: a dry run asks this before anything is written.
    """
    form = form_of(row)
    found = examine(form, cells, return_checks(), surroundings(row))
    return Examined(found, _open(row, form))


def closed_items(row: Return) -> frozenset[str]:
    """Return the items of a return that nobody may change as it stands."""
    form = form_of(row)
    return frozenset(item.code for item in form.items) - _open(row, form)


def _open(row: Return, form: ReturnForm) -> frozenset[str]:
    state = State(row.state)
    returned = sent_back(row.pk) if state is State.RETURNED else {}
    return open_items(form, state, returned)


def surroundings(row: Return) -> Surroundings:
    """Return what a return stands among: its period, its site's others, its type.

    Of each other return of the form the newest submitted revision counts; what was
    never submitted was never said. Two queries, and those of what is usual.
    """
    return Surroundings(period_of(row), _history(row), typical_for(row))


def _history(row: Return) -> dict[Span, dict[str, CellValue]]:
    sealed = Revision.objects.filter(
        of__site=row.site_id, of__form=row.form, sealed_at__isnull=False
    )
    said = sealed.exclude(of=row.pk).order_by("number").select_related("of")
    periods = {r.of_id: (r.pk, period_of(r.of)) for r in said}
    spans = dict(periods.values())
    held: dict[Span, dict[str, CellValue]] = {}
    for cell in Cell.objects.filter(revision__in=spans):
        held.setdefault(spans[cell.revision_id], {})[cell.item] = cell_value(cell)
    return held
