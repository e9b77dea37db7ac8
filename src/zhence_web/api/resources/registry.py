"""The registry: sites with all that belongs to them, and lists on any day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from django.http import Http404
from django.utils import timezone
from ninja import Query

from zhence_web.api.asked import Asked, Day, Number, Paged, Words
from zhence_web.api.calling import Call
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.registry import (
    ListedOut,
    ListLine,
    MembershipOut,
    PaperOut,
    ProjectOut,
    SiteLine,
    SiteOut,
    TenancyOut,
)
from zhence_web.records.access.grants import Grant
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.registry import reads

SHELF = Shelf("registry", Grant.READ_REGISTRY)
_SEE = Action.VIEW_REGISTRY
_DAY = timedelta(days=1)
_PROJECT = "/sites/{int:number}/projects/{path:code}"


class OnDay(Asked):
    """A day; without one today."""

    on: Day | None = None


class SitesAsked(Paged):
    """Sites, narrowed."""

    on: Day | None = None
    kind: Literal["", "town", "park"] = ""
    city: Words = ""
    q: Words = ""
    sort: Literal["", "number", "-number", "name", "-name"] = ""


class HeldAsked(Paged):
    """What a site has on a day, by what was known until the end of another."""

    on: Day | None = None
    known: Day | None = None
    sort: Literal[""] = ""


class VersionsAsked(Paged):
    """The versions of one project."""

    sort: Literal["", "version", "-version"] = ""


class ListsAsked(Paged):
    """The lists that are kept."""

    sort: Literal["", "policy", "-policy"] = ""


@SHELF.many("/sites", SiteLine, _SEE)
def list_sites(call: Call, asked: Query[SitesAsked]) -> Sequence[SiteLine]:
    """List the towns and parks of one's branch as they were called on a day."""
    found = reads.sites_seen(call.hand, asked.on or call.today)
    return [SiteLine.model_validate(s) for s in found if _wanted(s, asked)]


@SHELF.one("/sites/{int:number}", SiteOut, _SEE)
def get_site(call: Call, number: Number, asked: Query[OnDay]) -> SiteOut:
    """Show a town or park as it was on a day."""
    return SiteOut.model_validate(_site(call, number, asked.on))


@SHELF.many("/sites/{int:number}/memberships", MembershipOut, _SEE)
def list_memberships(
    call: Call, number: Number, asked: Query[HeldAsked]
) -> Sequence[MembershipOut]:
    """List the memberships of a site, the latest first."""
    on, known = asked.on or call.today, known_until(call, asked.known)
    told = reads.memberships_of(_site(call, number).site, on, known)
    return [MembershipOut.model_validate(one) for one in told]


@SHELF.many("/sites/{int:number}/enterprises", TenancyOut, _SEE)
def list_enterprises(
    call: Call, number: Number, asked: Query[HeldAsked]
) -> Sequence[TenancyOut]:
    """List the firms of a site on a day, by credit code."""
    on, known = asked.on or call.today, known_until(call, asked.known)
    told = reads.enterprises_of(_site(call, number).site, on, known)
    return [TenancyOut.model_validate(one) for one in told]


@SHELF.many("/sites/{int:number}/projects", ProjectOut, _SEE)
def list_projects(
    call: Call, number: Number, asked: Query[HeldAsked]
) -> Sequence[ProjectOut]:
    """List the projects of a site, each in the version known at the moment."""
    told = reads.projects_of(_site(call, number).site, known_until(call, asked.known))
    return [ProjectOut.model_validate(one) for one in told]


@SHELF.one(f"{_PROJECT}/versions/{{int:version}}", ProjectOut, _SEE)
def get_project_version(
    call: Call, number: Number, code: str, version: Number
) -> ProjectOut:
    """Show a project's file as it stood in one version, from 1."""
    told = _versions(call, number, code)
    if version > len(told):
        raise Http404
    return ProjectOut.model_validate(told[version - 1])


@SHELF.many(f"{_PROJECT}/versions", ProjectOut, _SEE)
def list_project_versions(
    call: Call, number: Number, code: str, asked: Query[VersionsAsked]
) -> Sequence[ProjectOut]:
    """List every version of a project's file, the first first."""
    del asked
    return [ProjectOut.model_validate(one) for one in _versions(call, number, code)]


@SHELF.many("/sites/{int:number}/documents", PaperOut, _SEE)
def list_documents(
    call: Call, number: Number, asked: Query[HeldAsked]
) -> Sequence[PaperOut]:
    """List what is known of the documents of a site, the latest recorded first."""
    del asked
    told = reads.documents_of(_site(call, number).site)
    return [PaperOut.model_validate(one) for one in told]


@SHELF.many("/lists", ListLine, _SEE)
def list_lists(call: Call, asked: Query[ListsAsked]) -> Sequence[ListLine]:
    """List the lists that are kept, by policy."""
    del call, asked
    return [
        ListLine.model_validate({"policy": p, "title": title, "list_name": name})
        for p, title, name in reads.lists_kept()
    ]


@SHELF.many("/lists/{policy}/{name}", ListedOut, _SEE)
def list_listed(
    call: Call, policy: str, name: str, asked: Query[HeldAsked]
) -> Sequence[ListedOut]:
    """List who was on a list on a day, as far as one's branch goes."""
    if (policy, name) not in {(p, n) for p, _, n in reads.lists_kept()}:
        raise Http404
    on, known = asked.on or call.today, known_until(call, asked.known)
    edition = reads.list_on(policy, name, on, known, call.hand, call.today)
    return [
        _listed(row, dated=dated)
        for dated, rows in ((True, edition.rows), (False, edition.undated))
        for row in rows
    ]


def _versions(call: Call, number: int, code: str) -> tuple[reads.ProjectView, ...]:
    found = reads.project_versions(_site(call, number).site, code)
    if not found:
        raise Http404
    return found


def _listed(row: reads.ListRow, *, dated: bool) -> ListedOut:
    held = row.membership
    return ListedOut.model_validate(
        {
            "site": row.site,
            "dated": dated,
            "state": held.state,
            "state_name": held.state_name,
            "category": held.category,
            "since": held.since,
            "until": held.until,
            "document": held.document,
        }
    )


def _site(call: Call, number: int, on: date | None = None) -> reads.SiteView:
    found = reads.site_on(number, call.hand, on or call.today, call.today)
    if found is None:
        raise Http404
    return found


def known_until(call: Call, day: date | None) -> datetime:
    """Return the moment until which rows count: the end of a day, at most now."""
    if day is None:
        return call.at
    end = timezone.make_aware(datetime.combine(day + _DAY, time()))
    return min(end, call.at)


def _wanted(site: reads.SiteView, asked: SitesAsked) -> bool:
    if asked.kind and site.kind != asked.kind:
        return False
    if asked.city and (site.city is None or site.city.code != asked.city):
        return False
    return not asked.q or any(asked.q in words for words in site.searched)
