"""The registry kept by programs: names, lists, firms and projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Literal

from django.http import Http404
from ninja import Query
from pydantic import Field

from zhence.errors import BadInputError, Fault
from zhence.evidence import Text
from zhence_web.api.asked import Day, Number, Paged
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.resources.registry import known_until
from zhence_web.api.shapes.keeping import (
    AliasIn,
    CorrectionIn,
    EndIn,
    FirmYearOut,
    LeavingIn,
    ListingIn,
    ProjectIn,
    RenameIn,
    SettledOut,
    TenantIn,
)
from zhence_web.api.shapes.registry import (
    MembershipOut,
    ProjectOut,
    SiteOut,
)
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.lifecycle.reads import member
from zhence_web.records.registry import actions, reads

SHELF = Shelf("registry", Grant.READ_REGISTRY)
_WRITE = Grant.WRITE_REGISTRY
_EDIT, _KEEP = Action.EDIT_REGISTRY, Action.KEEP_LISTS


class FirmYearsAsked(Paged):
    """What a site said of its firms, of one year or of all."""

    year: Annotated[int, Field(ge=1950, le=2099)] | None = None
    known: Day | None = None
    sort: Literal[""] = ""


@SHELF.many("/sites/{int:number}/firm-years", FirmYearOut, _EDIT)
def list_firm_years(
    call: Call, number: Number, asked: Query[FirmYearsAsked]
) -> Sequence[FirmYearOut]:
    """List what a site said of its firms, the newest year first, by credit code."""
    site, known = site_kept(call, number, _EDIT).site, known_until(call, asked.known)
    return [
        FirmYearOut.model_validate(
            {**asdict(row), "inapplicable": sorted(row.inapplicable)}
        )
        for row in reads.firms_in(site, known, asked.year)
    ]


@SHELF.deed("/sites/{int:number}/add-alias", SiteOut, _EDIT, _WRITE, status=201)
def add_alias(call: Call, number: Number, body: AliasIn) -> SiteOut:
    """Record another name by which people know a site."""
    site = site_kept(call, number, _EDIT).site
    actions.add_alias(
        site=site, name=body.name, note=body.note, by=call.hand, at=call.at
    )
    return SiteOut.model_validate(site_kept(call, number, _EDIT))


@SHELF.deed("/sites/{int:number}/rename", SiteOut, _KEEP, _WRITE)
def rename_site(call: Call, number: Number, body: RenameIn) -> SiteOut:
    """Give a site another name from a day on; the old one still finds it."""
    actions.rename_site(
        site=site_kept(call, number, _KEEP).site,
        name=Text(body.zh, body.en),
        since=body.since,
        document=body.document,
        by=call.hand,
        at=call.at,
    )
    return SiteOut.model_validate(site_kept(call, number, _KEEP))


@SHELF.deed("/sites/{int:number}/enlist", MembershipOut, _KEEP, _WRITE, status=201)
def enlist_site(call: Call, number: Number, body: ListingIn) -> MembershipOut:
    """Put a site on a list by a document."""
    listing = body.told(site_kept(call, number, _KEEP).site)
    made = actions.enlist(listing=listing, by=call.hand, at=call.at)
    return _membership(call, number, made)


@SHELF.deed("/memberships/{int:number}/end", MembershipOut, _KEEP, _WRITE)
def end_membership(call: Call, number: Number, body: EndIn) -> MembershipOut:
    """End a membership with a reason; its history stays."""
    site = _site_of(call, number)
    actions.end_membership(membership=number, **dict(body), by=call.hand, at=call.at)
    return _membership(call, site, number)


@SHELF.deed("/memberships/{int:number}/correct-category", MembershipOut, _KEEP, _WRITE)
def correct_category(call: Call, number: Number, body: CorrectionIn) -> MembershipOut:
    """Rule that a membership is of another category; the earlier one stays."""
    site = _site_of(call, number)
    told = {**dict(body), "lead_industries": tuple(body.lead_industries)}
    correction = actions.Correction(membership=number, **told)
    actions.correct_category(correction=correction, by=call.hand, at=call.at)
    return _membership(call, site, number)


@SHELF.deed("/sites/{int:number}/settle", SettledOut, _EDIT, _WRITE, status=201)
def settle_firm(call: Call, number: Number, body: TenantIn) -> SettledOut:
    """Record that a firm is in a site."""
    site = site_kept(call, number, _EDIT)
    tenant = body.told(site.marks)
    made = actions.settle(site=site.site, tenant=tenant, by=call.hand, at=call.at)
    return SettledOut.model_validate(made)


@SHELF.deed("/sites/{int:number}/leave", SiteOut, _EDIT, _WRITE)
def end_tenancy(call: Call, number: Number, body: LeavingIn) -> SiteOut:
    """Record that a firm is gone."""
    site = site_kept(call, number, _EDIT)
    here = reads.enterprises_of(site.site, call.today, call.at)
    if body.tenancy not in {one.tenancy for one in here}:
        raise BadInputError(_NO_TENANT)
    actions.end_tenancy(
        tenancy=body.tenancy, until=body.until, by=call.hand, at=call.at
    )
    return SiteOut.model_validate(site)


@SHELF.deed("/sites/{int:number}/record-project", ProjectOut, _EDIT, _WRITE, status=201)
def record_project(call: Call, number: Number, body: ProjectIn) -> ProjectOut:
    """Record a project, or a further version of it; earlier versions stay."""
    site = site_kept(call, number, _EDIT)
    made = actions.record_project(
        site=site.site,
        code=body.code,
        file=body.told(),
        label=site.marks,
        by=call.hand,
        at=call.at,
        note=body.note,
    )
    return ProjectOut.model_validate(reads.project_version(made))


def site_kept(call: Call, number: int, action: Action) -> reads.SiteView:
    """Return a site of which the caller may do something; else it is not there."""
    found = reads.site_on(number, call.hand, call.today, call.today)
    if found is None:
        raise Http404
    check(call.hand, action, found.org, call.today)
    return found


def _site_of(call: Call, membership: int) -> int:
    """Return the number of the site of a membership, for who keeps its list."""
    found = member(membership, call.today)
    if found is None:
        raise Http404
    check(call.hand, _KEEP, found.org, call.today)
    return found.number


def _membership(call: Call, number: int, membership: int) -> MembershipOut:
    site = site_kept(call, number, _KEEP).site
    held = reads.memberships_of(site, call.today, call.at)
    return MembershipOut.model_validate(
        next(one for one in held if one.membership == membership)
    )


_NO_TENANT = Fault(
    "tenancy_unknown",
    "今天这里没有这条入驻记录",
    "no such tenancy holds here today",
    remedy="从企业清单取 tenancy / take tenancy from the list of enterprises",
)
