"""Questions about standings, decisions, cases and exemptions, as frozen views.

Days are asked with the moment up to which rows count as known, so that any answer
that was ever given can be given again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet

from zhence.evidence import Text
from zhence_web.packbook import packbook
from zhence_web.records.accounts.reads import names_of
from zhence_web.records.lifecycle.facts import recorded_of
from zhence_web.records.lifecycle.models import Case, Decision, Exemption
from zhence_web.records.lifecycle.moves import Counted, withdrawn_on
from zhence_web.records.lifecycle.settling import pack_of
from zhence_web.records.lifecycle.titles import (
    body_title,
    case_title,
    decision_title,
    outcome_title,
    state_title,
)
from zhence_web.records.registry.models import Membership

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a membership stands on a day; *since* ``None``: not known."""

    membership: int
    state: str
    title: Text
    since: date | None
    category: str | None
    stay_first_year: int | None
    extension_end: date | None
    moves: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """Whose membership it is, as lists name it."""

    id: int
    site: int
    number: int
    org: int
    name: str
    policy: str
    list_name: str
    label: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision as pages show it; *withdrawn_on* ``None``: it stands."""

    id: int
    member: MemberView
    what: str
    title: Text
    body: Text
    document: str
    document_title: str
    on: date
    effective: date
    appeal_until: date | None
    grounds: str
    value: str
    end: date | None
    year: int | None
    published_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    acting_for: str
    withdrawn_on: date | None
    withdrawn_by: int | None
    move: tuple[Text, Text, date | None] | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case; *votes* ``None``: nobody has voted."""

    id: int
    member: MemberView
    title: Text
    happened_on: date
    facts: str
    outcome: str
    outcome_title: Text
    body: Text | None
    votes: tuple[int, int] | None
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    decision: int | None


@dataclass(frozen=True, slots=True)
class ExemptionView:
    """An exemption; *starts* and *ends* are the first and last exempted day."""

    id: int
    member: MemberView
    clause: str
    starts: date
    ends: date
    body: Text
    document: str
    reason: str
    expires: date
    recorded_at: datetime


def standing(membership: int, *, on: date, known_at: datetime) -> Standing:
    """Return where a membership stands on *on*, as known at *known_at*."""
    row = members_asked().get(pk=membership)
    return standings([row], on=on, known_at=known_at)[membership]


def standings(
    rows: Iterable[Membership], *, on: date, known_at: datetime
) -> dict[int, Standing]:
    """Return the standings of several memberships, by id."""
    by_policy: dict[str, list[Membership]] = {}
    for row in rows:
        by_policy.setdefault(row.policy, []).append(row)
    found: dict[int, Standing] = {}
    for held in by_policy.values():
        pack = pack_of(held[0])
        told = recorded_of(held, pack, on, known_at)
        for row in held:
            member, moves = told[row.pk].membership, told[row.pk].moves
            found[row.pk] = Standing(
                membership=row.pk,
                state=member.state,
                title=state_title(pack, member.state),
                since=moves[-1].on if moves else row.listed_on,
                category=member.category,
                stay_first_year=member.stay_first_year,
                extension_end=member.extension_end,
                moves=moves,
            )
    return found


def standings_of(
    memberships: Collection[int], *, on: date, known_at: datetime
) -> dict[int, Standing]:
    """Return the standings of memberships by their ids; an unknown id is left out."""
    rows = members_asked().filter(pk__in=memberships)
    rows = rows.prefetch_related("category_rulings")
    return standings(rows, on=on, known_at=known_at)


def member_view(row: Membership, names: Mapping[int, str]) -> MemberView:
    """Return whose membership it is, by the names borne on a day."""
    return MemberView(
        id=row.pk,
        site=row.site_id,
        number=row.site.number,
        org=row.site.org_id,
        name=names.get(row.site.org_id, ""),
        policy=row.policy,
        list_name=row.list_name,
        label=row.site.label,
    )


def members(orgs: Collection[int], on: date) -> tuple[MemberView, ...]:
    """Return the memberships that sites of these organisations hold on a day."""
    held = Q(until__isnull=True) | Q(until__gt=on)
    rows = (
        members_asked().filter(held, site__org__in=orgs).order_by("site__number", "id")
    )
    known = packbook().sources.packs
    held_here = [row for row in rows if row.policy in known]
    names = names_of_members(held_here, on)
    return tuple(member_view(row, names) for row in held_here)


def member(membership: int, on: date) -> MemberView | None:
    """Return one membership, ``None`` if there is no such."""
    row = members_asked().filter(pk=membership).first()
    return None if row is None else member_view(row, names_of_members([row], on))


def decision(id_: int, on: date) -> DecisionView | None:
    """Return one decision, ``None`` if there is no such."""
    row = _decisions().filter(pk=id_).first()
    return next(iter(_decision_views([] if row is None else [row], on)), None)


def decisions(
    orgs: Collection[int], on: date, *, waiting: bool = False, open_appeal: bool = False
) -> tuple[DecisionView, ...]:
    """Return decisions about sites of these organisations, the newest first.

    *waiting*: only those not yet public; *open_appeal*: only those that may still be
    appealed on *on*.
    """
    rows = _decisions().filter(membership__site__org__in=orgs)
    if waiting:
        rows = rows.filter(published_at__isnull=True)
    if open_appeal:
        rows = rows.filter(appeal_until__gte=on)
    return _decision_views(rows.order_by("-on", "-id"), on)


def public_decisions(site_number: int, on: date) -> tuple[DecisionView, ...]:
    """Return what the public may see of a site, the newest first."""
    rows = _decisions().filter(
        membership__site__number=site_number, published_at__isnull=False
    )
    return _decision_views(rows.order_by("-on", "-id"), on)


def case(id_: int, on: date) -> CaseView | None:
    """Return one case, ``None`` if there is no such."""
    row = _cases().filter(pk=id_).first()
    return next(iter(_case_views([] if row is None else [row], on)), None)


def cases(
    orgs: Collection[int], on: date, *, only_open: bool = False
) -> tuple[CaseView, ...]:
    """Return cases of these organisations' sites, open ones and the newest first."""
    rows = _cases().filter(membership__site__org__in=orgs)
    if only_open:
        rows = rows.filter(closed_at__isnull=True)
    found = _case_views(rows.order_by("-opened_at", "-id"), on)
    return tuple(sorted(found, key=lambda c: c.closed_at is not None))


def exemptions(orgs: Collection[int], on: date) -> tuple[ExemptionView, ...]:
    """Return exemptions of these organisations' sites, the newest first."""
    rows = Exemption.objects.filter(membership__site__org__in=orgs)
    rows = rows.select_related("membership__site__org", "document")
    held = list(rows.order_by("-recorded_at", "-id"))
    names = names_of_members((row.membership for row in held), on)
    return tuple(
        ExemptionView(
            id=row.pk,
            member=member_view(row.membership, names),
            clause=row.clause,
            starts=row.starts,
            ends=row.ends,
            body=body_title(row.body),
            document=row.document.number or row.document.title,
            reason=row.reason,
            expires=row.expires,
            recorded_at=row.recorded_at,
        )
        for row in held
    )


def members_asked() -> QuerySet[Membership]:
    """Return the memberships with the site and organisation of each."""
    return Membership.objects.select_related("site__org")


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related(
        "membership__site__org",
        "document",
        "withdrawn_by",
        "recorded_by",
        "deputy_of__user",
        "move",
    )


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("membership__site__org", "opened_by", "decision")


def names_of_members(rows: Iterable[Membership], on: date) -> Mapping[int, str]:
    """Return the names that the sites of memberships bore on a day, by organisation."""
    return names_of({row.site.org_id for row in rows}, on)


def _decision_views(rows: Iterable[Decision], on: date) -> tuple[DecisionView, ...]:
    held = list(rows)
    names = names_of_members((row.membership for row in held), on)
    return tuple(_decision_view(row, names) for row in held)


def _decision_view(row: Decision, names: Mapping[int, str]) -> DecisionView:
    pack = packbook().sources.packs.get(row.membership.policy)
    move = getattr(row, "move", None)
    return DecisionView(
        id=row.pk,
        member=member_view(row.membership, names),
        what=row.what,
        title=decision_title(pack, row.what),
        body=body_title(row.body),
        document=row.document.number,
        document_title=row.document.title,
        on=row.on,
        effective=row.effective or row.on,
        appeal_until=row.appeal_until,
        grounds=row.grounds,
        value=row.value,
        end=row.end,
        year=row.year,
        published_at=row.published_at,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.display_name,
        acting_for="" if row.deputy_of is None else row.deputy_of.user.display_name,
        withdrawn_on=withdrawn_on(row, _END_OF_TIME),
        withdrawn_by=row.withdrawn_by_id,
        move=None
        if move is None
        else (state_title(pack, move.before), state_title(pack, move.after), move.on),
    )


def _case_views(rows: Iterable[Case], on: date) -> tuple[CaseView, ...]:
    held = list(rows)
    names = names_of_members((row.membership for row in held), on)
    return tuple(_case_view(row, names) for row in held)


def _case_view(row: Case, names: Mapping[int, str]) -> CaseView:
    return CaseView(
        id=row.pk,
        member=member_view(row.membership, names),
        title=case_title(row.type),
        happened_on=row.happened_on,
        facts=row.facts,
        outcome=row.outcome,
        outcome_title=outcome_title(row.outcome),
        body=body_title(row.body) if row.body else None,
        votes=None
        if row.votes_for is None or row.votes_against is None
        else (row.votes_for, row.votes_against),
        opened_at=row.opened_at,
        opened_by=row.opened_by.display_name,
        closed_at=row.closed_at,
        decision=row.decision_id,
    )
