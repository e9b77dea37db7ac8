"""Rosters: many firms or projects of one site at once, all of them or none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from zhence.errors import NOWHERE, BadInputError, Fault, Severity, Where
from zhence.evidence import Label
from zhence.intake.credit_codes import check_character, doubt_about_code
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.registry.actions.projects import ProjectFile, record_project
from zhence_web.records.registry.actions.turn import day, found, in_turn, locked
from zhence_web.records.registry.models import Enterprise, FirmYear, Site, Tenancy
from zhence_web.records.registry.refusals import fault

_A_BATCH = 500
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class RosterFirm:
    """One firm of a roster; its code is plain and of the right form.

    Money in 分, staff in persons; ``None`` is unknown. *inapplicable* are the columns
    that do not apply. *where* is the cell of its code, for who has to mend it.
    """

    credit_code: str
    name: str
    since: date | None
    revenue: int | None
    tax: int | None
    staff: int | None
    inapplicable: tuple[str, ...] = ()
    where: Where = NOWHERE

    @property
    def says(self) -> tuple[int | None, int | None, int | None, str]:
        """Its figures, as a row keeps them."""
        return (self.revenue, self.tax, self.staff, ",".join(self.inapplicable))


@dataclass(frozen=True, slots=True)
class FirmRoster:
    """A roster of firms: whose, of which year, and from which file (its hash).

    *reasons* are why codes whose check character is wrong stay, by code.
    """

    site: int
    year: int
    firms: Sequence[RosterFirm]
    label: Label
    source: str
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RosterProject:
    """One project of a roster. *where* is the cell of its code."""

    code: str
    file: ProjectFile
    note: str = ""
    where: Where = NOWHERE


@transaction.atomic
def take_firms(*, roster: FirmRoster, by: Hand, at: datetime) -> int:
    """Record every firm of a roster as a tenant with its figures of the year.

    What is on record as the roster says is left alone; who is missing in it stays.
    Return how many rows told something new; where none did nothing is written.

    Raises:
        NotAllowedError: *by* may not edit the site.
        BadInputError: codes that do not check and have no reason, codes on record
            under another name, or tenancies that overlap; all of them, each at its
            cell, and nothing is recorded.
    """
    held = locked(roster.site)
    check(by, Action.EDIT_REGISTRY, held.org_id, day(at))
    in_turn()
    weighed = _weighed(held, roster)
    known, new = weighed.known, weighed.new
    settled, figures = weighed.settled, weighed.figures
    if not new:
        return 0
    firms = _enterprises(new, roster, known, by, at)
    Tenancy.objects.bulk_create(
        [
            Tenancy(
                enterprise=firms[firm.credit_code],
                site=held,
                since=firm.since,
                recorded_at=at,
            )
            for firm in settled
        ],
        _A_BATCH,
    )
    FirmYear.objects.bulk_create(
        [_figure(firm, firms[firm.credit_code], held, roster, at) for firm in figures],
        _A_BATCH,
    )
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
            "firms": sum(firm.credit_code not in known for firm in new),
            "tenancies": len(settled),
            "figures": len(figures),
            "overrides": dict(_overrides(new, roster, known)),
        },
    )
    return len(new)


def try_firms(*, roster: FirmRoster, by: Hand, at: datetime) -> int:
    """Return what :func:`take_firms` would, or raise what it would; write nothing.

    It holds no lock: fifty thousand rows are long in coming, and only what is written
    must not be overtaken.

    Raises:
        NotAllowedError: as there.
        BadInputError: as there.
    """
    held = found(Site.objects.filter(pk=roster.site))
    check(by, Action.EDIT_REGISTRY, held.org_id, day(at))
    return len(_weighed(held, roster).new)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What a roster would change: *new* are those with a tenancy or figures to write.

    *known* are the firms of it that are on record, by code.
    """

    known: Mapping[str, Enterprise]
    settled: Sequence[RosterFirm]
    figures: Sequence[RosterFirm]
    new: Sequence[RosterFirm]


def _weighed(held: Site, roster: FirmRoster) -> _Weighed:
    """Hold a roster against what is on record; every refusal comes from here."""
    known = _known([firm.credit_code for firm in roster.firms])
    here = _tenancies(held)
    faults = [f for firm in roster.firms for f in _faults(firm, roster, known, here)]
    if faults:
        raise BadInputError(faults)
    told = _figures(held, roster.year)
    figures = [firm for firm in roster.firms if _tells_more(firm, told)]
    settled = [
        firm
        for firm in roster.firms
        if not _stands(firm, here.get(firm.credit_code, ()))
    ]
    codes = {firm.credit_code for firm in (*figures, *settled)}
    new = [firm for firm in roster.firms if firm.credit_code in codes]
    return _Weighed(known, settled, figures, new)


def _known(codes: Sequence[str]) -> dict[str, Enterprise]:
    """Return the firms on record by code; a database takes so many codes at once."""
    rows: dict[str, Enterprise] = {}
    for start in range(0, len(codes), _A_BATCH):
        some = codes[start : start + _A_BATCH]
        firms = Enterprise.objects.filter(credit_code__in=some)
        rows.update((firm.credit_code, firm) for firm in firms)
    return rows


def _tenancies(site: Site) -> dict[str, list[Tenancy]]:
    """Return what is on record of the tenants of a site, by code."""
    held: dict[str, list[Tenancy]] = {}
    for row in Tenancy.objects.filter(site=site).select_related("enterprise"):
        held.setdefault(row.enterprise.credit_code, []).append(row)
    return held


def _faults(
    firm: RosterFirm,
    roster: FirmRoster,
    known: Mapping[str, Enterprise],
    here: Mapping[str, Sequence[Tenancy]],
) -> Iterator[Fault]:
    code, there = firm.credit_code, known.get(firm.credit_code)
    if len(firm.name) > _LONGEST_NAME:
        yield replace(fault("name_too_long", most=_LONGEST_NAME), where=firm.where)
    if there is not None and there.name != firm.name:
        other = fault("named_otherwise", code=code, known=there.name, name=firm.name)
        yield replace(other, where=firm.where)
    doubtful = there is None and doubt_about_code(code) is not None
    if doubtful and not roster.reasons.get(code, "").strip():
        wrong = fault("override_missing", code=code, expected=check_character(code))
        yield replace(wrong, where=firm.where)
    rows = here.get(code, ())
    if _stands(firm, rows) is None:
        row = rows[-1]
        overlaps = fault(
            "tenant_otherwise",
            name=firm.name,
            since=row.since or "—",
            until=row.until or "—",
            said=firm.since or "—",
        )
        yield replace(overlaps, where=firm.where)


def _stands(firm: RosterFirm, rows: Sequence[Tenancy]) -> bool | None:
    """Say whether a firm is here on record already; ``None``: otherwise than said.

    A roster without a day means whoever is here; one with a day means that day, or
    a tenancy whose first day nobody knew. Who left may come back on a later day.
    """
    present = [row for row in rows if row.until is None]
    if present:
        days = {row.since for row in present}
        return (
            True
            if firm.since is None or not {None, firm.since}.isdisjoint(days)
            else None
        )
    if not rows:
        return False
    left = max(row.until for row in rows if row.until is not None)
    return False if firm.since is not None and firm.since >= left else None


def _figures(site: Site, year: int) -> dict[str, FirmYear]:
    """Return the newest figures of each firm of a site for a year, by code."""
    rows = FirmYear.objects.filter(site=site, year=year).select_related("enterprise")
    return {row.enterprise.credit_code: row for row in rows.order_by("recorded_at")}


def _tells_more(firm: RosterFirm, told: Mapping[str, FirmYear]) -> bool:
    row = told.get(firm.credit_code)
    if row is None:
        return firm.says != (None, None, None, "")
    return firm.says != (row.revenue, row.tax, row.staff, row.inapplicable)


def _enterprises(
    new: Sequence[RosterFirm],
    roster: FirmRoster,
    known: Mapping[str, Enterprise],
    by: Hand,
    at: datetime,
) -> dict[str, Enterprise]:
    reasons = dict(_overrides(new, roster, known))
    Enterprise.objects.bulk_create(
        [
            Enterprise(
                credit_code=firm.credit_code,
                name=firm.name,
                code_checks=firm.credit_code not in reasons,
                override=reasons.get(firm.credit_code, ""),
                override_by_id=by.user if firm.credit_code in reasons else None,
                label=roster.label,
                recorded_at=at,
            )
            for firm in new
            if firm.credit_code not in known
        ],
        _A_BATCH,
    )
    # Asked again: not every database tells the keys of rows that it took in bulk.
    return _known([firm.credit_code for firm in new])


def _overrides(
    new: Sequence[RosterFirm], roster: FirmRoster, known: Collection[str]
) -> Iterator[tuple[str, str]]:
    for firm in new:
        code = firm.credit_code
        if code not in known and doubt_about_code(code) is not None:
            yield code, roster.reasons[code].strip()


def _figure(
    firm: RosterFirm, row: Enterprise, site: Site, roster: FirmRoster, at: datetime
) -> FirmYear:
    return FirmYear(
        enterprise=row,
        site=site,
        year=roster.year,
        revenue=firm.revenue,
        tax=firm.tax,
        staff=firm.staff,
        inapplicable=",".join(firm.inapplicable),
        source=roster.source,
        label=roster.label,
        recorded_at=at,
    )


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
