"""Published decisions of all sites together, as bulletins and downloads show them.

No person is named, and the number of queries does not grow with the decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from zhence.evidence import Text
from zhence_web.packbook import packbook
from zhence_web.records.accounts.reads import names_of
from zhence_web.records.lifecycle.models import Decision
from zhence_web.records.lifecycle.moves import withdrawn_on
from zhence_web.records.lifecycle.titles import (
    body_title,
    decision_title,
    state_title,
)

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Announced:
    """A published decision; *number* and *name* are those of its site.

    *moved* are the standings before and after, ``None`` where it moved nothing;
    *withdrawn_on* ``None``: it stands. *label* is what the site's record is worth.
    """

    id: int
    number: int
    name: str
    label: str
    policy: str
    title: Text
    body: Text
    document: str
    on: date
    effective: date
    published_at: datetime
    moved: tuple[Text, Text] | None
    withdrawn_on: date | None


def announced(on: date) -> tuple[Announced, ...]:
    """Return every published decision, the newest first, under the names of *on*."""
    rows = Decision.objects.select_related(
        "membership__site", "document", "move", "withdrawn_by"
    ).filter(published_at__isnull=False)
    held = list(rows.order_by("-published_at", "-id"))
    names = names_of({row.membership.site.org_id for row in held}, on)
    packs = packbook().sources.packs
    found = []
    for row in held:
        site, pack = row.membership.site, packs.get(row.membership.policy)
        move = getattr(row, "move", None)
        found.append(
            Announced(
                id=row.pk,
                number=site.number,
                name=names.get(site.org_id, ""),
                label=site.label,
                policy=row.membership.policy,
                title=decision_title(pack, row.what),
                body=body_title(row.body),
                document=row.document.number or row.document.title,
                on=row.on,
                effective=row.effective or row.on,
                # The filter has it that there is one.
                published_at=row.published_at or row.recorded_at,
                moved=None
                if move is None
                else (state_title(pack, move.before), state_title(pack, move.after)),
                withdrawn_on=withdrawn_on(row, _END_OF_TIME),
            )
        )
    return tuple(found)
