"""Open, rename, move and close an organisation, on a day, by a document.

*on* is the day from which the change holds; *at* is the moment of the deed. Rights
are asked of the tree as it stands at *at*, on both ends of a move.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhence.evidence import Text
from zhence_web.records.accounts import branching
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Org, OrgChange, OrgName, OrgParent
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.refusals import refuse
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.accounts.tree import parents_on
from zhence_web.records.audit.actions import record


@transaction.atomic
def open_org(
    *,
    code: str,
    tier: Tier,
    name: Text,
    parent: int,
    on: date,
    document: str = "",
    by: Hand,
    at: datetime,
) -> int:
    """Open an organisation under *parent* and return its id.

    Raises:
        NotAllowedError: no right over *parent*.
        RefusedError: the code is taken, or it cannot stand there on that day.
    """
    above = branching.locked(parent)
    check(by, Action.MANAGE_ORGS, parent, timezone.localdate(at))
    branching.stands(above, on)
    org = new(code=code, tier=tier, name=name, on=on)
    branching.under(org, above, on)
    OrgParent.objects.create(org=org, parent=above, since=on)
    branching.note(OrgChange.Kind.OPEN, on, document, (), (org,))
    record(
        "accounts.open_org",
        kind="org",
        id_=code,
        at=at,
        **by.signed,
        detail={
            "tier": tier.value,
            "name": name.zh,
            "parent": above.code,
            "on": str(on),
            "document": document,
        },
    )
    return int(org.pk)


def new(*, code: str, tier: Tier, name: Text, on: date) -> Org:
    """Write the rows of an organisation that has no place in the tree yet.

    Raises:
        RefusedError: the code or the name is empty, or the code is taken.
    """
    if not code.strip() or not name.zh.strip():
        refuse(
            "org_nameless",
            "机构代码和中文名称都要填写。",
            "An organisation needs a code and a Chinese name.",
        )
    if Org.objects.filter(code=code).exists():
        refuse(
            "org_code_taken",
            f"代码 {code} 已被使用；撤销机构的代码也不再启用。请换一个代码。",
            f"The code {code} is taken; that of a closed organisation is not given "
            "again. Choose another one.",
        )
    org = Org.objects.create(code=code, tier=tier, opened_on=on)
    OrgName.objects.create(org=org, zh=name.zh, en=name.en, since=on)
    return org


@transaction.atomic
def rename_org(
    *,
    org: int,
    name: Text,
    on: date,
    document: str = "",
    by: Hand,
    at: datetime,
) -> None:
    """Give an organisation another name from a day on; the old one keeps its days.

    Raises:
        NotAllowedError: no right over it.
        RefusedError: it is closed, nameless, or was renamed on that day or later.
    """
    row = branching.locked(org)
    check(by, Action.MANAGE_ORGS, org, timezone.localdate(at))
    branching.stands(row, on)
    if not name.zh.strip():
        refuse("org_nameless", "请填写新的中文名称。", "Give the new Chinese name.")
    last = OrgName.objects.get(org=row, until__isnull=True)
    branching.in_order(last.since, on)
    last.until = on
    last.save(update_fields=["until"])
    OrgName.objects.create(org=row, zh=name.zh, en=name.en, since=on)
    branching.note(OrgChange.Kind.RENAME, on, document, (row,), (row,))
    record(
        "accounts.rename_org",
        kind="org",
        id_=row.code,
        at=at,
        **by.signed,
        detail={"from": last.zh, "to": name.zh, "on": str(on), "document": document},
    )


@transaction.atomic
def move_org(
    *, org: int, parent: int, on: date, document: str = "", by: Hand, at: datetime
) -> None:
    """Hang an organisation, with all below it, under another parent from a day on.

    Raises:
        NotAllowedError: no right over it, over its present or over its new parent.
        RefusedError: a circle, a wrong tier, or a change out of order.
    """
    today = timezone.localdate(at)
    row, above = branching.held(org, parent)
    branching.check_branch(by, row, today)
    check(by, Action.MANAGE_ORGS, parent, today)
    branching.stands(row, on)
    branching.stands(above, on)
    branching.under(row, above, on)
    if parents_on(on).get(org) == parent:
        refuse(
            "org_same_parent",
            f"{row.code} 在 {on} 已经隶属于 {above.code}，无需划转。",
            f"{row.code} stands under {above.code} on {on} already.",
        )
    before = branching.reparent(org, above, on)
    branching.note(OrgChange.Kind.MOVE, on, document, (row,), (row,))
    record(
        "accounts.move_org",
        kind="org",
        id_=row.code,
        at=at,
        **by.signed,
        detail={
            "from": Org.objects.get(pk=before).code,
            "to": above.code,
            "on": str(on),
            "document": document,
        },
    )


@transaction.atomic
def close_org(
    *,
    org: int,
    on: date,
    document: str = "",
    successor: int | None = None,
    by: Hand,
    at: datetime,
) -> None:
    """Close an organisation: appointments end, what stands below it moves.

    *successor* takes over everything below; it may be left out where nothing is.

    Raises:
        NotAllowedError: no right over it and over its parent, or over *successor*.
        RefusedError: it is closed already, or has somebody below and no successor.
    """
    today = timezone.localdate(at)
    if successor == org:
        refuse(
            "successor_itself",
            "撤销的机构不能承接自己。请另选承接机构。",
            "A closed organisation cannot take over from itself. Choose another one.",
        )
    row, *heirs = branching.held(*(o for o in (org, successor) if o is not None))
    branching.check_branch(by, row, today)
    for heir in heirs:
        check(by, Action.MANAGE_ORGS, heir.pk, today)
    branching.stands(row, on)
    moved = take_over(row, heirs[0] if heirs else None, on)
    ended = branching.close(row, on)
    branching.note(OrgChange.Kind.CLOSE, on, document, (row,), heirs)
    record(
        "accounts.close_org",
        kind="org",
        id_=row.code,
        at=at,
        **by.signed,
        detail={
            "on": str(on),
            "document": document,
            "successor": heirs[0].code if heirs else None,
            "moved": moved,
            "appointments_ended": ended,
        },
    )


def take_over(org: Org, heir: Org | None, on: date) -> list[str]:
    """Hang everything below *org* under *heir*; return the codes, in order.

    Raises:
        RefusedError: there is something and no heir, or it cannot stand there.
    """
    children = branching.held(*branching.children_of(org.pk))
    if not children:
        return []
    if heir is None:
        refuse(
            "org_has_children",
            f"{org.code} 下面还有 {len(children)} 个机构，须指定承接机构。",
            f"{len(children)} organisations stand below {org.code}: "
            "name the one that takes them over.",
        )
    branching.stands(heir, on)
    for child in children:
        branching.under(child, heir, on)
        branching.reparent(child.pk, heir, on)
    return [child.code for child in children]
