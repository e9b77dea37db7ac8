"""Projects as they were known at a moment, and every version of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from zhence.evidence import Interval, Text
from zhence_web.records.registry.facts import newest
from zhence_web.records.registry.models import Project
from zhence_web.records.registry.uses import USES


@dataclass(frozen=True, slots=True)
class ProjectView:
    """One version of a project's file. Money in 分; an unknown part is ``None``."""

    code: str
    name: str
    use: str
    use_name: Text
    lead: bool | None
    amount: Interval
    residential: Interval | None
    complex: Interval | None
    split: bool
    since: date | None
    until: date | None
    note: str
    label: str
    recorded_at: datetime
    recorded_by: str
    version: int

    @property
    def last(self) -> date | None:
        """The last day of the investment, which people write; ``None``: not dated."""
        return None if self.until is None else self.until - timedelta(days=1)


def projects_of(site: int, known_at: datetime) -> tuple[ProjectView, ...]:
    """Return each project of a site in the version known at a moment, by code."""
    rows = _rows(site)
    numbers = _numbers(rows)
    return tuple(_view(row, numbers[row.pk]) for row in newest(rows, known_at))


def project_versions(site: int, code: str) -> tuple[ProjectView, ...]:
    """Return every version of one project, the first first; none: no such code."""
    rows = [row for row in _rows(site) if row.code == code]
    numbers = _numbers(rows)
    return tuple(_view(row, numbers[row.pk]) for row in rows)


def project_version(version: int) -> ProjectView:
    """Return one version of a project by the key that recording it gave."""
    row = Project.objects.get(pk=version)
    rows = [other for other in _rows(row.site_id) if other.code == row.code]
    return next(_view(r, n) for n, r in enumerate(rows, 1) if r.pk == version)


def _rows(site: int) -> list[Project]:
    rows = Project.objects.filter(site=site).select_related("recorded_by")
    return list(rows.order_by("recorded_at", "pk"))


def _numbers(rows: list[Project]) -> dict[int, int]:
    """Return which version of its project each row is, from 1."""
    seen: dict[str, int] = {}
    numbers = {}
    for row in rows:
        seen[row.code] = seen.get(row.code, 0) + 1
        numbers[row.pk] = seen[row.code]
    return numbers


def _view(row: Project, version: int) -> ProjectView:
    use = USES.get(row.use, Text(row.use, row.use))
    return ProjectView(
        code=row.code,
        name=row.name,
        use=row.use,
        use_name=use,
        lead=row.lead,
        amount=Interval(_exact(row.amount_low), _exact(row.amount_high)),
        residential=_part(row.residential),
        complex=_part(row.complex),
        split=row.split,
        since=row.since,
        until=row.until,
        note=row.note,
        label=row.label,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.display_name if row.recorded_by else "",
        version=version,
    )


def _exact(amount: int | None) -> Fraction | None:
    return None if amount is None else Fraction(amount)


def _part(amount: int | None) -> Interval | None:
    return None if amount is None else Interval.point(amount)
