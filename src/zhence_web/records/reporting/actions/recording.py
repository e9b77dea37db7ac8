"""From accepted cells to figures: what the last level accepted becomes known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhence.reporting.cells import Given
from zhence.reporting.forms import Item
from zhence_web.records.reporting.actions.held import Held
from zhence_web.records.reporting.facts import newest, period_of
from zhence_web.records.reporting.models import Cell, Observation


@dataclass(frozen=True, slots=True)
class Recorded:
    """Ids of the observations that were written.

    *new* are all of them, *restated* those that follow another figure for the same
    days: decisions that rested on the earlier one stay, and have to be looked at.
    """

    new: tuple[int, ...]
    restated: tuple[int, ...]


def record_figures(held: Held, at: datetime) -> Recorded:
    """Write an observation for every accepted figure that was not known so.

    A missing figure writes nothing, for it stays unknown; where an earlier one was
    known, it is followed by one of which nothing is known. The same figure again
    writes nothing.
    """
    period = period_of(held.row)
    cells = {c.item: c for c in held.revision.cells.all()}
    known = _known(held)
    new, restated = [], []
    for item in held.form.items:
        cell = cells.get(item.code)
        span = item.spoken_for(period)
        before = known.get((item.code, span.start, span.end))
        made = Observation(
            site_id=held.row.site_id,
            indicator=item.code,
            starts=span.start,
            ends=span.end,
            recorded_at=at,
            reason=_reason(held, before),
            cell=cell,
            source=_source(held),
            label=held.row.label,
            note=held.revision.note,
        )
        if not _tell(made, cell, item, before):
            continue
        made.save(force_insert=True)
        new.append(int(made.pk))
        if before is not None:
            restated.append(int(made.pk))
    return Recorded(tuple(new), tuple(restated))


def _known(held: Held) -> dict[tuple[object, ...], Observation]:
    rows = Observation.objects.filter(
        site=held.row.site_id, indicator__in=[i.code for i in held.form.items]
    )
    rows = rows.select_related("cell__revision").order_by("recorded_at", "id")
    return {(row.indicator, row.starts, row.ends): row for row in newest(rows)}


def _tell(
    made: Observation, cell: Cell | None, item: Item, before: Observation | None
) -> bool:
    """Put what the cell says into the observation; ``False`` where it adds nothing."""
    if cell is not None and cell.kind == Given.VALUE.value:
        made.low, made.high, made.rounded = cell.low, cell.high, cell.rounded
    elif cell is not None and cell.kind == Given.NOT_APPLICABLE.value:
        made.applies = False
    elif before is None:
        return False
    else:
        made.low = 0 if item.indicator.non_negative else None
    return before is None or _says(made) != _says(before)


def _says(row: Observation) -> tuple[object, ...]:
    return (row.applies, row.low, row.high, row.rounded)


def _reason(held: Held, before: Observation | None) -> str:
    """Return why a figure is written.

    One that another form reported first (a year after its fourth quarter) is revised
    as planned; a later revision of the same return says itself why it was opened.
    """
    if before is None:
        return Observation.Reason.FIRST.value
    same = before.cell is not None and before.cell.revision.of_id == held.row.pk
    return held.revision.reason if same else Observation.Reason.SCHEDULED.value


def _source(held: Held) -> str:
    return f"{held.form.title.zh} {held.row.period} 第{held.revision.number}稿"
