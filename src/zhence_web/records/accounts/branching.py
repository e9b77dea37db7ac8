"""Pieces that several changes of the tree share; they write rows, actions decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Appointment, Org, OrgChange, OrgParent
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.refusals import refuse
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.accounts.tree import chain_of, parents_on

_ORDER = tuple(Tier)


def locked(org: int) -> Org:
    """Return an organisation, its row held until the transaction ends.

    Raises:
        RefusedError: there is none with that id.
    """
    found = Org.objects.select_for_update().filter(pk=org).first()
    if found is None:
        refuse(
            "org_unknown",
            f"没有编号为 {org} 的机构。请从机构树中选择。",
            f"There is no organisation {org}. Choose one from the tree.",
        )
    return found


def held(*orgs: int) -> list[Org]:
    """Return organisations locked in the order of their ids, so that none waits."""
    found = {org: locked(org) for org in sorted(set(orgs))}
    return [found[org] for org in orgs]


def check_branch(by: Hand, org: Org, today: date) -> None:
    """Ask for the right over an organisation and over the one above it.

    Whoever may only change what is below cannot cut their own branch off.
    """
    check(by, Action.MANAGE_ORGS, org.pk, today)
    above = parents_on(today).get(org.pk)
    if above is not None:
        check(by, Action.MANAGE_ORGS, above, today)


def stands(org: Org, on: date) -> None:
    """Refuse an organisation that is not open on *on*, or whose end is on record.

    Raises:
        RefusedError: not yet open, or closed, or to be closed.
    """
    if org.opened_on > on or org.closed_on is not None:
        refuse(
            "org_not_open",
            f"机构 {org.code} 在 {on} 未设立，或已登记撤销。请另选机构或日期。",
            f"{org.code} is not open on {on}, or its closing is on record. "
            "Choose another organisation or another day.",
        )


def under(org: Org, parent: Org, on: date) -> None:
    """Refuse a place in the tree that makes a circle or turns the tiers over.

    Every later day that is on record is looked at, too.

    Raises:
        RefusedError: *org* cannot stand under *parent* from *on* on.
    """
    later = OrgParent.objects.filter(since__gt=on).values_list("since", flat=True)
    for day in (on, *sorted(set(later))):
        if org.pk in chain_of(parent.pk, parents_on(day)):
            refuse(
                "org_circle",
                f"{parent.code} 就是 {org.code} 或其下级，不能作其上级。请另选上级。",
                f"{parent.code} is {org.code} or stands below it, so it cannot be its "
                "parent. Choose another one.",
            )
    if _ORDER.index(Tier(parent.tier)) >= _ORDER.index(Tier(org.tier)):
        refuse(
            "org_tier",
            f"上级的层级必须更高：{Tier(org.tier).label}不能隶属于"
            f"{Tier(parent.tier).label}。请另选上级。",
            f"A parent is of a higher tier: a {org.tier} cannot stand under a "
            f"{parent.tier}. Choose another one.",
        )


def reparent(org: int, parent: Org, on: date) -> int:
    """End the present place of *org* on *on* and begin another; return the old one.

    A root has no place to end: whoever could move it would need a right above it.

    Raises:
        RefusedError: a change of the same or a later day is on record.
    """
    row = OrgParent.objects.get(org_id=org, until__isnull=True)
    in_order(row.since, on)
    row.until = on
    row.save(update_fields=["until"])
    OrgParent.objects.create(org_id=org, parent=parent, since=on)
    return int(row.parent_id)


def in_order(last: date, on: date) -> None:
    """Refuse a change that is not later than the last one on record.

    Raises:
        RefusedError: *on* is not after *last*.
    """
    if on <= last:
        refuse(
            "change_order",
            f"{on} 不晚于已登记的上一次变更（{last}）。变更须按先后登记，请改日期。",
            f"{on} is not after the last change on record ({last}). Changes are "
            "entered in their order: give a later day.",
        )


def children_of(org: int) -> list[int]:
    """Return the ids of those whose present place is under *org*, closed ones too.

    What a closed organisation did is seen by whoever it stood under; when that one
    is closed in turn, by its successor.
    """
    rows = OrgParent.objects.filter(parent_id=org, until__isnull=True)
    return list(rows.order_by("org_id").values_list("org_id", flat=True))


def close(org: Org, on: date) -> int:
    """Close a row and end every appointment there; return how many ended.

    Its place in the tree stays, so that its superiors keep seeing its history.
    """
    in_order(org.opened_on, on)
    org.closed_on = on
    org.save(update_fields=["closed_on"])
    rows = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gt=on), org=org)
    for row in rows:
        row.until = max(on, row.since)
        row.save(update_fields=["until"])
    return len(rows)


def note(
    kind: OrgChange.Kind,
    on: date,
    document: str,
    before: Iterable[Org],
    after: Iterable[Org],
) -> OrgChange:
    """Write down a change with its document."""
    change = OrgChange.objects.create(kind=kind, on=on, document=document)
    change.before.set(before)
    change.after.set(after)
    return change
