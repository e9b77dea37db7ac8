"""Firms by their credit code, and where they are tenants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from zhence.errors import BadInputError, Severity
from zhence.evidence import Label, Text
from zhence.intake.characters import half_width
from zhence.intake.credit_codes import check_character, doubt_about_code, plain_code
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.registry.actions.turn import day, found, in_turn, locked
from zhence_web.records.registry.models import Enterprise, Site, Tenancy
from zhence_web.records.registry.refusals import refuse


@dataclass(frozen=True, slots=True)
class Settled:
    """A tenancy that was recorded; *notes* say what was read otherwise than typed."""

    tenancy: int
    enterprise: int
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Tenant:
    """A firm that is in a site from one day to another; ``None``: not known.

    *registered_in* and *taxed_in* name another place; empty: it is the site.
    *override* is the reason to keep a code whose check character is wrong.
    """

    credit_code: str
    name: str
    label: Label
    since: date | None = None
    until: date | None = None
    registered_in: str = ""
    taxed_in: str = ""
    override: str = ""


@transaction.atomic
def settle(*, site: int, tenant: Tenant, by: Hand, at: datetime) -> Settled:
    """Record that a firm is in a site.

    Width, spaces and small letters of its code are set right and said. The same
    firm may be in several sites; nowhere twice at a time.

    Raises:
        NotAllowedError: *by* may not edit the site.
        BadInputError: a code of another form, one that does not check and has no
            reason, one that another firm has, or times that overlap or run backward.
    """
    held = locked(site)
    check(by, Action.EDIT_REGISTRY, held.org_id, day(at))
    code, notes = _read_code(tenant.credit_code, tenant.override)
    if not tenant.name.strip():
        raise refuse("name_missing")
    since, until = tenant.since, tenant.until
    if since is not None and until is not None and until <= since:
        raise refuse("period_backward", since=since, until=until)
    in_turn()
    firm = _firm(code, tenant, by, at)
    _check_free(held, firm, since, until)
    row = Tenancy.objects.create(
        enterprise=firm,
        site=held,
        since=since,
        until=until,
        registered_in=tenant.registered_in.strip(),
        taxed_in=tenant.taxed_in.strip(),
        recorded_at=at,
        ended_at=None if until is None else at,
    )
    record(
        "registry.settle",
        kind="tenancy",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={
            "site": held.number,
            "credit_code": code,
            "name": firm.name,
            "since": _iso(since),
            "until": _iso(until),
            "registered_in": row.registered_in,
            "taxed_in": row.taxed_in,
            "override": firm.override,
        },
    )
    return Settled(row.pk, firm.pk, notes)


@transaction.atomic
def end_tenancy(*, tenancy: int, until: date, by: Hand, at: datetime) -> None:
    """End a tenancy: *until* is the first day on which the firm is gone.

    Raises:
        NotAllowedError: *by* may not edit the site.
        BadInputError: it ended already, or would end before it began.
    """
    row = found(Tenancy.objects.select_for_update().filter(pk=tenancy))
    check(by, Action.EDIT_REGISTRY, row.site.org_id, day(at))
    if row.until is not None:
        raise refuse("ended_already", until=row.until)
    if row.since is not None and until <= row.since:
        raise refuse(
            "day_not_after", day=until, earlier=row.since, what=row.enterprise.name
        )
    Tenancy.objects.filter(pk=row.pk).update(until=until, ended_at=at)
    record(
        "registry.end_tenancy",
        kind="tenancy",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={
            "site": row.site.number,
            "credit_code": row.enterprise.credit_code,
            "until": until.isoformat(),
        },
    )


def _iso(on: date | None) -> str:
    return "" if on is None else on.isoformat()


def _read_code(typed: str, override: str) -> tuple[str, tuple[Text, ...]]:
    """Return the plain code and what was set right in it."""
    code = plain_code(typed)
    doubt = doubt_about_code(code)
    if doubt is not None and doubt.severity is Severity.ERROR:
        raise BadInputError(doubt)
    if doubt is not None and not override.strip():
        raise refuse("override_missing", code=code, expected=check_character(code))
    narrow = half_width(typed)
    notes = (
        (narrow != typed.strip(), Text("全角字符改为半角", "full width made narrow")),
        (
            len(code) != len(narrow),
            Text("去掉了空格或短横", "spaces or dashes removed"),
        ),
        (narrow != narrow.upper(), Text("小写改为大写", "small letters made capital")),
    )
    return code, tuple(note for applies, note in notes if applies)


def _firm(code: str, tenant: Tenant, by: Hand, at: datetime) -> Enterprise:
    """Return the firm of a code, recorded now if nobody knew it."""
    name = tenant.name.strip()
    known = Enterprise.objects.filter(credit_code=code).first()
    if known is not None:
        if known.name != name:
            raise refuse("named_otherwise", code=code, known=known.name, name=name)
        return known
    checks = doubt_about_code(code) is None
    return Enterprise.objects.create(
        credit_code=code,
        name=name,
        code_checks=checks,
        override="" if checks else tenant.override.strip(),
        override_by_id=None if checks else by.user,
        label=tenant.label,
        recorded_at=at,
    )


def _check_free(
    site: Site, firm: Enterprise, since: date | None, until: date | None
) -> None:
    """Refuse a tenancy that overlaps with one of the same firm in the same site."""
    rows = Tenancy.objects.filter(site=site, enterprise=firm)
    if since is not None:
        rows = rows.filter(Q(until__isnull=True) | Q(until__gt=since))
    if until is not None:
        rows = rows.filter(Q(since__isnull=True) | Q(since__lt=until))
    there = rows.first()
    if there is not None:
        raise refuse(
            "tenant_already",
            name=firm.name,
            since=there.since or "—",
            until=there.until or "—",
        )
