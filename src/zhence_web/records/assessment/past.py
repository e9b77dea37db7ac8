"""What guards look back on: the years that binding runs assessed, an application."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from zhence.dossier import Past
from zhence.evidence import Verdict
from zhence.lifecycle.history import AssessedYear
from zhence.packs import Pack
from zhence.rules.rulebook import Occasion
from zhence_web.records.applications.facts import applications_known
from zhence_web.records.assessment.models import Result


def past_of(
    members: Collection[int],
    pack: Pack,
    known_at: datetime,
    *,
    before: int | None = None,
    on: date | None = None,
) -> dict[int, Past]:
    """Return the past of memberships by id, from binding runs done by a moment.

    Of several runs of one year the last one done stands. *before* leaves out that
    year and later ones: they are what is asked. *on*: an application that was taken
    on later is not seen.
    """
    rows = Result.objects.filter(
        membership__in=members,
        run__binding=True,
        run__policy=pack.id,
        run__done_at__lte=known_at,
    )
    years: dict[int, dict[int, AssessedYear]] = defaultdict(dict)
    criteria: dict[int, dict[str, Verdict]] = {}
    for row in rows.select_related("run").order_by("run__done_at", "run_id"):
        run = row.run
        if run.occasion == Occasion.ACCEPTANCE:
            criteria[row.membership_id] = _criteria(row, pack)
        elif row.parts and (before is None or run.year < before):
            parts = {name: Verdict(told) for name, told in row.parts.items()}
            years[row.membership_id][run.year] = AssessedYear(run.year, parts)
    applied = applications_known(members, pack, known_at, on)
    return {
        key: Past(
            years=tuple(held for _, held in sorted(years[key].items())),
            criteria=criteria.get(key),
            application=applied.get(key, {}),
        )
        for key in members
    }


def _criteria(row: Result, pack: Pack) -> dict[str, Verdict]:
    """Return the verdicts that an acceptance rests on; advisory ones decide nothing."""
    known = pack.rulebook.criteria
    return {
        told["id"]: Verdict(told["verdict"])
        for told in row.dossier["criteria"]
        if told["id"] in known and not known[told["id"]].advisory
    }
