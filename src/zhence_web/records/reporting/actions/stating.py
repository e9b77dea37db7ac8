"""What a paper states outside any return: figures of a day, answers to a checklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhence_web.packbook import packbook
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.reporting.models import ChecklistAnswer, Observation

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stated:
    """Of which site, as of which day, by which paper; *label* is what it is worth."""

    site: int
    on: date
    source: str
    label: str


def state_figures(*, stated: Stated, figures: Mapping[str, int], at: datetime) -> None:
    """Write stocks of a day, in smallest units by indicator; part of a larger deed.

    The deed that calls has checked the right and ends in the audit. An indicator
    that the catalogue does not have is left out, for nothing would read it.
    """
    known = packbook().sources.catalogue
    for code, amount in figures.items():
        if code in known:
            Observation.objects.create(
                site_id=stated.site,
                indicator=code,
                starts=stated.on,
                ends=stated.on + _ONE_DAY,
                low=amount,
                high=amount,
                recorded_at=at,
                reason=Observation.Reason.FIRST,
                source=stated.source,
                label=stated.label,
            )


def state_checklist(
    *,
    membership: int,
    checklist: str,
    holds: Mapping[str, bool],
    by: Hand,
    at: datetime,
) -> None:
    """Write what holds of a checklist's items; part of a larger deed."""
    ChecklistAnswer.objects.bulk_create(
        ChecklistAnswer(
            membership_id=membership,
            checklist=checklist,
            item=item,
            holds=told,
            found_by_id=by.user,
            recorded_at=at,
        )
        for item, told in holds.items()
    )
