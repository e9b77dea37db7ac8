"""A roster of firms held against what is on record: every refusal, and what is new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhence.errors import NOWHERE, BadInputError, Fault, Where
from zhence.evidence import Label
from zhence.intake.credit_codes import check_character, doubt_about_code
from zhence_web.records.registry.models import Enterprise, FirmYear, Site, Tenancy
from zhence_web.records.registry.refusals import fault

_AT_ONCE = 500
_LONGEST_NAME = 200

Figures = tuple[int | None, int | None, int | None, str]
Stay = tuple[date | None, date | None]
"""Since and until of a tenancy; ``None``: not known, and not over."""


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
    def says(self) -> Figures:
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
class Weighed:
    """What a roster would change: *new* are those with a tenancy or figures to write.

    *unknown* are those of *new* whose firm is not on record, *overrides* the reasons
    of those whose code does not check.
    """

    settled: Sequence[RosterFirm]
    figures: Sequence[RosterFirm]
    new: Sequence[RosterFirm]
    unknown: Sequence[RosterFirm]
    overrides: Mapping[str, str]


def weighed(held: Site, roster: FirmRoster) -> Weighed:
    """Hold a roster against what is on record.

    Raises:
        BadInputError: all that cannot be written, each at its cell.
    """
    known = _known([firm.credit_code for firm in roster.firms])
    here = _tenancies(held)
    doubtful = {
        firm.credit_code
        for firm in roster.firms
        if firm.credit_code not in known
        and doubt_about_code(firm.credit_code) is not None
    }
    faults = [
        found
        for firm in roster.firms
        for found in _faults(
            firm,
            known.get(firm.credit_code),
            here.get(firm.credit_code, ()),
            reasoned=firm.credit_code not in doubtful
            or bool(roster.reasons.get(firm.credit_code, "").strip()),
        )
    ]
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
    unknown = [firm for firm in new if firm.credit_code not in known]
    overrides = {
        firm.credit_code: roster.reasons[firm.credit_code].strip()
        for firm in unknown
        if firm.credit_code in doubtful
    }
    return Weighed(settled, figures, new, unknown, overrides)


def _known(codes: Sequence[str]) -> dict[str, str]:
    """Return the names on record by code; a database takes so many codes at once."""
    names: dict[str, str] = {}
    for start in range(0, len(codes), _AT_ONCE):
        some = Enterprise.objects.filter(
            credit_code__in=codes[start : start + _AT_ONCE]
        )
        names.update(some.values_list("credit_code", "name"))
    return names


def _tenancies(site: Site) -> dict[str, list[Stay]]:
    """Return what is on record of the tenants of a site, by code."""
    held: dict[str, list[Stay]] = {}
    rows = Tenancy.objects.filter(site=site).order_by("pk")
    for code, since, until in rows.values_list(
        "enterprise__credit_code", "since", "until"
    ):
        held.setdefault(code, []).append((since, until))
    return held


def _faults(
    firm: RosterFirm, known: str | None, here: Sequence[Stay], *, reasoned: bool
) -> Iterator[Fault]:
    code = firm.credit_code
    if len(firm.name) > _LONGEST_NAME:
        yield replace(fault("name_too_long", most=_LONGEST_NAME), where=firm.where)
    if known is not None and known != firm.name:
        other = fault("named_otherwise", code=code, known=known, name=firm.name)
        yield replace(other, where=firm.where)
    if not reasoned:
        wrong = fault("override_missing", code=code, expected=check_character(code))
        yield replace(wrong, where=firm.where)
    if _stands(firm, here) is None:
        since, until = here[-1]
        overlaps = fault(
            "tenant_otherwise",
            name=firm.name,
            since=since or "—",
            until=until or "—",
            said=firm.since or "—",
        )
        yield replace(overlaps, where=firm.where)


def _stands(firm: RosterFirm, stays: Sequence[Stay]) -> bool | None:
    """Say whether a firm is here on record already; ``None``: otherwise than said.

    A roster without a day means whoever is here; one with a day means that day, or
    a tenancy whose first day nobody knew. Who left may come back on a later day.
    """
    days = {since for since, until in stays if until is None}
    if days:
        same = firm.since is None or not {None, firm.since}.isdisjoint(days)
        return True if same else None
    if not stays:
        return False
    left = max(until for _, until in stays if until is not None)
    return False if firm.since is not None and firm.since >= left else None


def _figures(site: Site, year: int) -> dict[str, Figures]:
    """Return the newest figures of each firm of a site for a year, by code."""
    rows = FirmYear.objects.filter(site=site, year=year).order_by("recorded_at")
    told = rows.values_list(
        "enterprise__credit_code", "revenue", "tax", "staff", "inapplicable"
    )
    return {
        code: (revenue, tax, staff, none) for code, revenue, tax, staff, none in told
    }


def _tells_more(firm: RosterFirm, told: Mapping[str, Figures]) -> bool:
    return firm.says != told.get(firm.credit_code, (None, None, None, ""))
