"""Projects: one code, one file, one place; every change is a further version."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from zhence.evidence import Label
from zhence.intake.characters import half_width
from zhence_web.records.accounts.gate import allowed, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads import name_of
from zhence_web.records.audit.actions import record
from zhence_web.records.registry.actions.turn import day, in_turn, locked
from zhence_web.records.registry.models import Project
from zhence_web.records.registry.refusals import refuse
from zhence_web.records.registry.uses import MIXED, USES


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """What a project's file says.

    Money is in 分. *amount_low* and *amount_high* are equal where the amount is
    exact. *residential* and *complex* are the parts that are housing and commercial
    complex; ``None`` is unknown, never 0. *lead* ``None``: nobody said.
    *since* and *until* (the first day after) bound the time of the investment.
    """

    name: str
    use: str
    amount_low: int
    amount_high: int
    lead: bool | None = None
    residential: int | None = None
    complex: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def split(self) -> bool:
        """Say whether it is known which part is housing and which a complex.

        A mixed project of which one of them is unknown is not split: a policy that
        leaves either out must not count what may be just that.
        """
        return self.use != MIXED or None not in (self.residential, self.complex)


@transaction.atomic
def record_project(
    *,
    site: int,
    code: str,
    file: ProjectFile,
    label: Label,
    by: Hand,
    at: datetime,
    note: str = "",
) -> int:
    """Record a project, or a further version of it, and return the version's key.

    Raises:
        NotAllowedError: *by* may not edit the site.
        BadInputError: no code, a code that stands in another site, an unknown use,
            impossible amounts or days, or no change at all.
    """
    held = locked(site)
    check(by, Action.EDIT_REGISTRY, held.org_id, day(at))
    plain = half_width(code).upper()
    if not plain:
        raise refuse("code_missing")
    _check_file(file)
    in_turn()
    elsewhere = Project.objects.filter(code=plain).exclude(site=held).first()
    if elsewhere is not None:
        there = elsewhere.site.org_id
        # Whoever may not look there learns no more than that the code is taken.
        if allowed(by, Action.VIEW_REGISTRY, there, day(at)) is not None:
            raise refuse("project_hidden", code=plain)
        place = name_of(there, day(at))
        raise refuse("project_elsewhere", code=plain, site=place, name=elsewhere.name)
    last = held.projects.filter(code=plain).order_by("recorded_at").last()
    if last is not None and last.recorded_at >= at:
        raise refuse("version_same_moment")
    before = None if last is None else _file_of(last)
    if before == file:
        raise refuse("unchanged")
    row = Project.objects.create(
        site=held,
        code=plain,
        **asdict(file),
        split=file.split,
        note=note.strip(),
        label=label,
        recorded_at=at,
        recorded_by_id=by.user,
    )
    record(
        "registry.record_project",
        kind="project",
        id_=plain,
        at=at,
        **by.signed,
        detail={
            "site": held.number,
            "before": None if before is None else _told(before),
            "after": _told(file),
            "note": note.strip(),
        },
    )
    return row.pk


def _file_of(row: Project) -> ProjectFile:
    low = row.amount_low if row.amount_low is not None else 0
    return ProjectFile(
        name=row.name,
        use=row.use,
        amount_low=low,
        amount_high=row.amount_high if row.amount_high is not None else low,
        lead=row.lead,
        residential=row.residential,
        complex=row.complex,
        since=row.since,
        until=row.until,
    )


def _told(file: ProjectFile) -> dict[str, object]:
    """Return a file as the audit writes it: days as text, unknown as null."""
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in asdict(file).items()
    }


def _check_file(file: ProjectFile) -> None:
    if not file.name.strip():
        raise refuse("name_missing")
    if file.use not in USES:
        known = "、".join(word.zh for word in USES.values())
        raise refuse("use_unknown", name=file.use, known=known)
    if file.amount_low < 0:
        raise refuse("amount_negative", what="投资额")
    if file.amount_low > file.amount_high:
        raise refuse("amount_backward")
    parts = [part for part in (file.residential, file.complex) if part is not None]
    if any(part < 0 for part in parts):
        raise refuse("amount_negative", what="住宅或商业综合体部分")
    if sum(parts) > file.amount_high:
        raise refuse("parts_above_whole")
    if (file.since is None) != (file.until is None):
        raise refuse("period_half")
    if file.since is not None and file.until is not None and file.until <= file.since:
        raise refuse("period_backward", since=file.since, until=file.until)
