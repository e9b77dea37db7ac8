"""Rosters: many firms or projects of one site at once, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from zhence.errors import NOWHERE, BadInputError, Fault, Severity, Where
from zhence.evidence import Label
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.audit.models import Entry, Head
from zhence_web.records.registry.actions.batches import Batches, batches
from zhence_web.records.registry.actions.projects import ProjectFile, record_project
from zhence_web.records.registry.actions.turn import day, found, in_turn, locked
from zhence_web.records.registry.actions.weighing import (
    FirmRoster,
    RosterFirm,
    Weighed,
    weighed,
)
from zhence_web.records.registry.models import Enterprise, FirmYear, Site, Tenancy

__all__ = [
    "FirmRoster",
    "ReadyRoster",
    "RosterFirm",
    "RosterProject",
    "ready_firms",
    "take_firms",
    "take_projects",
]

_OVERTAKES = ("registry.settle", "registry.end_tenancy", "registry.take_firms")
"""The deeds after which a roster has to be weighed again."""


@dataclass(frozen=True, slots=True)
class ReadyRoster:
    """A roster that was weighed, with its rows ready to be written.

    *seen* is the last entry of the audit that the weighing surely knew of.
    """

    roster: FirmRoster
    weighed: Weighed
    rows: tuple[Batches, ...]
    seen: int

    @property
    def changed(self) -> int:
        """How many rows of the roster tell something new."""
        return len(self.weighed.new)


@dataclass(frozen=True, slots=True)
class RosterProject:
    """One project of a roster. *where* is the cell of its code."""

    code: str
    file: ProjectFile
    note: str = ""
    where: Where = NOWHERE


def ready_firms(*, roster: FirmRoster, by: Hand, at: datetime) -> ReadyRoster:
    """Return what :func:`take_firms` would write, or raise what it would.

    It writes nothing and holds no lock: fifty thousand rows are long in coming, and
    nobody shall wait for them.

    Raises:
        NotAllowedError: as there.
        BadInputError: as there.
    """
    held = found(Site.objects.filter(pk=roster.site))
    check(by, Action.EDIT_REGISTRY, held.org_id, day(at))
    return _ready(held, roster, by)


@transaction.atomic
def take_firms(*, ready: ReadyRoster, by: Hand, at: datetime) -> int:
    """Record every firm of a roster as a tenant with its figures of the year.

    What is on record as the roster says is left alone; who is missing in it stays.
    Return how many rows told something new; where none did nothing is written.
    A roster that was overtaken since it was made ready is weighed again.

    Raises:
        NotAllowedError: *by* may not edit the site.
        BadInputError: codes that do not check and have no reason, codes on record
            under another name, or tenancies that overlap; all of them, each at its
            cell, and nothing is recorded.
    """
    held = locked(ready.roster.site)
    check(by, Action.EDIT_REGISTRY, held.org_id, day(at))
    in_turn()
    since = Entry.objects.filter(seq__gt=ready.seen, action__in=_OVERTAKES)
    if since.exists():
        ready = _ready(held, ready.roster, by)
    roster, news = ready.roster, ready.weighed
    if not news.new:
        return 0
    for rows in ready.rows:
        rows.write(at)
    record(
        "registry.take_firms",
        kind="site",
        id_=held.number,
        at=at,
        **by.signed,
        detail={
            "file": roster.source,
            "year": roster.year,
            "rows": len(roster.firms),
            "firms": len(news.unknown),
            "tenancies": len(news.settled),
            "figures": len(news.figures),
            "overrides": dict(news.overrides),
        },
    )
    return len(news.new)


def _ready(held: Site, roster: FirmRoster, by: Hand) -> ReadyRoster:
    # Before anything is looked at: what comes later than this overtakes the weighing.
    seen = Head.objects.values_list("seq", flat=True).first() or 0
    news = weighed(held, roster)
    by_code = {"enterprise_id": _by_code()}
    return ReadyRoster(
        roster,
        news,
        (
            batches(
                Enterprise,
                {"label": roster.label, "code_checks": True},
                (_enterprise(firm, news, by) for firm in news.unknown),
            ),
            batches(
                Tenancy,
                {"site_id": held.pk},
                (
                    {"enterprise_id": firm.credit_code, "since": firm.since}
                    for firm in news.settled
                ),
                found=by_code,
            ),
            batches(
                FirmYear,
                {
                    "site_id": held.pk,
                    "year": roster.year,
                    "source": roster.source,
                    "label": roster.label,
                },
                map(_figures, news.figures),
                found=by_code,
            ),
        ),
        seen,
    )


def _by_code() -> str:
    """Return the query of a firm's key: new ones have none before they are written."""
    table = connection.ops.quote_name(Enterprise._meta.db_table)  # noqa: SLF001  # Django's API
    return f"(SELECT id FROM {table} WHERE credit_code = %s)"  # noqa: S608  # our own names


def _enterprise(firm: RosterFirm, news: Weighed, by: Hand) -> dict[str, object]:
    told: dict[str, object] = {"credit_code": firm.credit_code, "name": firm.name}
    reason = news.overrides.get(firm.credit_code)
    if reason is None:
        return told
    return told | {
        "code_checks": False,
        "override": reason,
        "override_by_id": by.user,
    }


def _figures(firm: RosterFirm) -> dict[str, object]:
    return {
        "enterprise_id": firm.credit_code,
        "revenue": firm.revenue,
        "tax": firm.tax,
        "staff": firm.staff,
        "inapplicable": ",".join(firm.inapplicable),
    }


@transaction.atomic
def take_projects(
    *,
    site: int,
    projects: Sequence[RosterProject],
    label: Label,
    by: Hand,
    at: datetime,
) -> int:
    """Record every project of a roster, or a further version of it.

    Return how many told something new; a project that is on record as the roster
    says is left alone, and one that is missing in it stays.

    Raises:
        NotAllowedError: *by* may not edit the site.
        BadInputError: what the registry refuses of any of them, each at its cell;
            then none is recorded.
    """
    held = locked(site)
    check(by, Action.EDIT_REGISTRY, held.org_id, day(at))
    faults: list[Fault] = []
    count = 0
    for one in projects:
        try:
            record_project(
                site=site,
                code=one.code,
                file=one.file,
                label=label,
                by=by,
                at=at,
                note=one.note,
            )
        except BadInputError as error:
            if [f.code for f in error.faults] != ["unchanged"]:
                faults += [replace(f, where=one.where) for f in error.faults]
        else:
            count += 1
    if any(f.severity is Severity.ERROR for f in faults):
        raise BadInputError(faults)
    return count
