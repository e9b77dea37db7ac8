"""Towns and parks come in, take another name, and are known by more than one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from zhence.evidence import Label, Text
from zhence_web.records.accounts import branching
from zhence_web.records.accounts.actions import organisations
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import OrgChange, OrgName, OrgParent
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.roles import Tier
from zhence_web.records.audit.actions import record
from zhence_web.records.registry.actions.turn import day, in_turn, locked
from zhence_web.records.registry.models import Alias, Site
from zhence_web.records.registry.refusals import refuse


@dataclass(frozen=True, slots=True)
class NewSite:
    """A town or a park that comes in.

    *kind* is ``town`` or ``park``, *parent* the key of the organisation that it
    stands under, *code* the code of its own.
    """

    code: str
    kind: str
    zh: str
    parent: int
    opened_on: date
    label: Label
    en: str = ""


@transaction.atomic
def add_site(*, new: NewSite, by: Hand, at: datetime) -> int:
    """Put a town or a park on record and return its key.

    It gets the next public number, which no other site ever had.

    Raises:
        NotAllowedError: *by* keeps no lists over its parent.
        BadInputError: no such kind.
        RefusedError: no name, a code that is taken, or a parent that has no sites.
    """
    check(by, Action.KEEP_LISTS, new.parent, day(at))
    if new.kind not in Site.Kind.values:
        raise refuse("kind_unknown", name=new.kind)
    in_turn()
    above = branching.locked(new.parent)
    org = organisations.new(
        code=new.code.strip(),
        tier=Tier.SITE,
        name=Text(new.zh.strip(), new.en.strip()),
        on=new.opened_on,
    )
    branching.stands(above, new.opened_on)
    branching.under(org, above, new.opened_on)
    OrgParent.objects.create(org=org, parent=above, since=new.opened_on)
    branching.note(OrgChange.Kind.OPEN, new.opened_on, "", (), (org,))
    last = Site.objects.aggregate(Max("number"))["number__max"] or 0
    site = Site.objects.create(number=last + 1, org=org, kind=new.kind, label=new.label)
    record(
        "registry.add_site",
        kind="site",
        id_=site.pk,
        at=at,
        **by.signed,
        detail={
            "number": site.number,
            "code": org.code,
            "kind": new.kind,
            "name": new.zh.strip(),
            "parent": above.code,
            "opened_on": new.opened_on.isoformat(),
            "label": new.label,
        },
    )
    return site.pk


@transaction.atomic
def add_alias(*, site: int, name: str, note: str, by: Hand, at: datetime) -> int:
    """Record another name by which people know a site, and return its key.

    Raises:
        NotAllowedError: *by* may not edit the site.
        BadInputError: no name, or one that it has already.
    """
    held = locked(site)
    check(by, Action.EDIT_REGISTRY, held.org_id, day(at))
    plain = name.strip()
    if not plain:
        raise refuse("name_missing")
    names = OrgName.objects.filter(org=held.org_id, zh=plain)
    if names.exists() or held.aliases.filter(name=plain).exists():
        raise refuse("alias_known", name=plain)
    alias = Alias.objects.create(site=held, name=plain, note=note.strip())
    record(
        "registry.add_alias",
        kind="site",
        id_=site,
        at=at,
        **by.signed,
        detail={"name": plain, "note": note.strip()},
    )
    return alias.pk


@transaction.atomic
def rename_site(
    *, site: int, name: Text, since: date, document: str, by: Hand, at: datetime
) -> None:
    """Give a site another name from a day on; the old one still finds it.

    *document* is the number of the paper that renames it.

    Raises:
        NotAllowedError: *by* keeps no lists over the site.
        BadInputError: no name, the same name, or no document.
        RefusedError: it is closed, or was renamed on that day or later.
    """
    held = locked(site)
    check(by, Action.KEEP_LISTS, held.org_id, day(at))
    if not name.zh.strip():
        raise refuse("name_missing")
    if not document.strip():
        raise refuse("document_missing")
    org = branching.locked(held.org_id)
    branching.stands(org, since)
    present = OrgName.objects.get(org=org, until__isnull=True)
    if present.zh == name.zh.strip():
        raise refuse("name_unchanged", name=present.zh)
    branching.in_order(present.since, since)
    OrgName.objects.filter(pk=present.pk).update(until=since)
    OrgName.objects.create(org=org, zh=name.zh.strip(), en=name.en.strip(), since=since)
    branching.note(OrgChange.Kind.RENAME, since, document.strip(), (org,), (org,))
    record(
        "registry.rename_site",
        kind="site",
        id_=site,
        at=at,
        **by.signed,
        detail={
            "before": present.zh,
            "after": name.zh.strip(),
            "since": since.isoformat(),
            "document": document.strip(),
        },
    )
