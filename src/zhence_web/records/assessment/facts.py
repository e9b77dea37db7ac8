"""All that is known of memberships at a moment, from every context below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from zhence.facts import Facts, Project
from zhence.packs import Pack
from zhence_web.records.lifecycle.facts import recorded_of
from zhence_web.records.registry.facts import newest, project_facts
from zhence_web.records.registry.models import Membership
from zhence_web.records.registry.models import Project as ProjectRow
from zhence_web.records.reporting.facts import figures_known
from zhence_web.records.reporting.models import ChecklistAnswer


def facts_known(
    rows: Iterable[Membership], pack: Pack, on: date, known_at: datetime
) -> dict[int, Facts]:
    """Return the facts of memberships by id, as known at a moment.

    Decisions and moves count by *on*; whatever was recorded after *known_at* is not
    there. The number of queries does not grow with the memberships.
    """
    members = list(rows)
    sites = {row.site_id for row in members}
    figures = figures_known(known_at, sites)
    projects = _projects(sites, known_at)
    checklists = _checklists([row.pk for row in members], known_at)
    recorded = recorded_of(members, pack, on, known_at)
    return {
        row.pk: Facts(
            membership=recorded[row.pk].membership,
            observations=figures.get(row.site_id, ()),
            projects=projects[row.site_id],
            checklists=checklists[row.pk],
            exemptions=recorded[row.pk].exemptions,
            decisions=recorded[row.pk].decisions,
            events=recorded[row.pk].events,
        )
        for row in members
    }


def _projects(
    sites: Iterable[int], known_at: datetime
) -> dict[int, tuple[Project, ...]]:
    held: dict[int, list[ProjectRow]] = defaultdict(list)
    rows = ProjectRow.objects.filter(site__in=sites).select_related("site__org")
    for row in rows.order_by("id"):
        held[row.site_id].append(row)
    found: dict[int, tuple[Project, ...]] = defaultdict(tuple)
    for site, files in held.items():
        found[site] = tuple(
            part for file in newest(files, known_at) for part in project_facts(file)
        )
    return found


def _checklists(
    members: list[int], known_at: datetime
) -> dict[int, dict[str, dict[str, bool]]]:
    """Return the newest answer to each item; one taken back is unknown again."""
    answers = ChecklistAnswer.objects.filter(
        membership__in=members, recorded_at__lte=known_at
    )
    found: dict[int, dict[str, dict[str, bool]]] = defaultdict(dict)
    for answer in answers.order_by("recorded_at", "id"):
        items = found[answer.membership_id].setdefault(answer.checklist, {})
        if answer.holds is None:
            items.pop(answer.item, None)
        else:
            items[answer.item] = answer.holds
    return found
