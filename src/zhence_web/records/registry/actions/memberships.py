"""Who is on which list: put on by a document, ended with a reason, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from zhence.packs import Pack
from zhence_web.packbook import packbook
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads import name_of
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.actions import record
from zhence_web.records.registry.actions.turn import day, found, locked
from zhence_web.records.registry.models import (
    CategoryRuling,
    Document,
    Membership,
    Site,
)
from zhence_web.records.registry.refusals import refuse

_PROVINCIAL = "provincial"


@dataclass(frozen=True, slots=True)
class Listing:
    """A site comes on a list under a policy.

    *since* is the first day on the list; *listed_on* the day that its terms are
    counted from, ``None``: the same. *category* "" is not known, nor is ``None``.
    *document* is the key of the paper that lists it. *running* false: it is only
    asked for, so that no term is counted from any day yet.
    """

    site: int
    policy: str
    list_name: str
    state: str
    since: date
    document: int
    listed_on: date | None = None
    category: str = ""
    lead_industries: tuple[str, ...] = ()
    stay_first_year: int | None = None
    was_creation: bool | None = None
    reason: str = ""
    running: bool = True


@transaction.atomic
def enlist(*, listing: Listing, by: Hand, at: datetime) -> int:
    """Put a site on a list and return the membership's key.

    Raises:
        NotAllowedError: *by* keeps no lists over the site.
        BadInputError: what the policy does not know, a document that is not on
            record, or a time in which the site is on that list already.
    """
    told = listing
    held = locked(told.site)
    _check_keeper(held, told.policy, told.list_name, by, at)
    pack = _pack(told.policy)
    _check_words(pack, told.list_name, told.state, told.category)
    paper = _document(told.document)
    _check_free(held, told, at)
    listed_on = told.listed_on or told.since if told.running else None
    row = Membership.objects.create(
        site=held,
        policy=told.policy,
        list_name=told.list_name,
        state=told.state,
        category=told.category,
        lead_industries=list(told.lead_industries),
        listed_on=listed_on,
        stay_first_year=told.stay_first_year,
        was_creation=told.was_creation,
        since=told.since,
        document=paper,
        reason=told.reason.strip(),
        recorded_at=at,
    )
    record(
        "registry.enlist",
        kind="membership",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={
            "site": held.number,
            "policy": told.policy,
            "list": told.list_name,
            "state": told.state,
            "category": told.category,
            "since": told.since.isoformat(),
            "listed_on": None if listed_on is None else listed_on.isoformat(),
            "document": paper.number or paper.title,
            "reason": told.reason.strip(),
        },
    )
    return row.pk


@transaction.atomic
def end_membership(
    *,
    membership: int,
    until: date,
    reason: str,
    by: Hand,
    at: datetime,
    document: int | None = None,
) -> None:
    """End a membership: *until* is the first day on which it no longer holds.

    Raises:
        NotAllowedError: *by* keeps no lists over the site.
        BadInputError: it ended already, has no reason, or would end before it began.
    """
    row = found(Membership.objects.select_for_update().filter(pk=membership))
    _check_keeper(row.site, row.policy, row.list_name, by, at)
    if row.until is not None:
        raise refuse("ended_already", until=row.until)
    if not reason.strip():
        raise refuse("reason_missing")
    if row.since is not None and until <= row.since:
        raise refuse("day_not_after", day=until, earlier=row.since, what=row.policy)
    paper = None if document is None else _document(document)
    Membership.objects.filter(pk=row.pk).update(
        until=until, ended_at=at, end_reason=reason.strip(), end_document=paper
    )
    record(
        "registry.end_membership",
        kind="membership",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={
            "site": row.site.number,
            "until": until.isoformat(),
            "reason": reason.strip(),
            "document": (paper.number or paper.title) if paper else "",
        },
    )


@dataclass(frozen=True, slots=True)
class Correction:
    """A membership is of another category from *since* on, by a document."""

    membership: int
    category: str
    since: date
    document: int
    reason: str
    lead_industries: tuple[str, ...] = ()


@transaction.atomic
def correct_category(*, correction: Correction, by: Hand, at: datetime) -> int:
    """Record a ruling on a category and return its key.

    The earlier category stays on record for the days before, and for whoever asks
    what was known before *at*.

    Raises:
        NotAllowedError: *by* keeps no lists over the site.
        BadInputError: a category that the policy does not have, no reason, no
            document, a day before the membership, or the category that it has.
    """
    told = correction
    row = found(Membership.objects.select_for_update().filter(pk=told.membership))
    _check_keeper(row.site, row.policy, row.list_name, by, at)
    _check_words(_pack(row.policy), row.list_name, row.state, told.category)
    if not told.reason.strip():
        raise refuse("reason_missing")
    paper = _document(told.document)
    if row.since is not None and told.since < row.since:
        raise refuse(
            "day_not_after", day=told.since, earlier=row.since, what=row.policy
        )
    held = row.category_rulings.filter(since__lte=told.since)
    last = held.order_by("since", "recorded_at").last()
    before = row.category if last is None else last.category
    if before == told.category:
        raise refuse("unchanged")
    ruling = CategoryRuling.objects.create(
        membership=row,
        category=told.category,
        lead_industries=list(told.lead_industries),
        since=told.since,
        document=paper,
        reason=told.reason.strip(),
        recorded_at=at,
    )
    record(
        "registry.correct_category",
        kind="membership",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={
            "site": row.site.number,
            "before": before,
            "after": told.category,
            "since": told.since.isoformat(),
            "document": paper.number or paper.title,
            "reason": told.reason.strip(),
        },
    )
    return ruling.pk


def _check_keeper(
    site: Site, policy: str, list_name: str, by: Hand, at: datetime
) -> None:
    """Lists of a province are kept by its office alone."""
    check(by, Action.KEEP_LISTS, site.org_id, day(at))
    if list_name == _PROVINCIAL and by.role is not Role.PROVINCIAL_OFFICE:
        raise refuse("not_the_keeper", policy=policy)


def _pack(policy: str) -> Pack:
    pack = packbook().sources.packs.get(policy)
    if pack is None:
        raise refuse("policy_unknown", policy=policy)
    return pack


def _check_words(pack: Pack, list_name: str, state: str, category: str) -> None:
    """Refuse words that the policy does not have; no category is no fault."""
    states = pack.lifecycle.states if pack.lifecycle is not None else {}
    for code, name, known in (
        ("list_unknown", list_name, pack.lists),
        ("state_unknown", state, tuple(states)),
        ("category_unknown", category, ("", *pack.rulebook.categories)),
    ):
        if name not in known:
            told = "、".join(word for word in known if word)
            raise refuse(code, policy=pack.id, name=name, known=told)


def _document(document: int) -> Document:
    paper = Document.objects.filter(pk=document).first()
    if paper is None:
        raise refuse("document_missing")
    return paper


def _check_free(site: Site, told: Listing, at: datetime) -> None:
    """Refuse a second stay that would overlap with one on record."""
    rows = site.memberships.filter(policy=told.policy, list_name=told.list_name)
    there = rows.filter(Q(until__isnull=True) | Q(until__gt=told.since)).first()
    if there is None:
        return
    name = name_of(site.org_id, day(at))
    since = there.since or "—"
    if there.until is None:
        raise refuse("listed_already", site=name, since=since)
    raise refuse("listed_then", site=name, since=since, until=there.until)
