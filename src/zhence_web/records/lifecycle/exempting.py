"""Exemptions: an in-principle criterion need not be met, because a body said so."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.facts import recorded_of
from zhence_web.records.lifecycle.forms import Exempting
from zhence_web.records.lifecycle.models import Exemption
from zhence_web.records.lifecycle.papers import cite
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.lifecycle.rights import check_body, plain
from zhence_web.records.lifecycle.settling import locked, pack_of
from zhence_web.records.lifecycle.stepping import check_exemptible


@transaction.atomic
def record_exemption(
    *, membership: int, exempting: Exempting, by: Hand, at: datetime
) -> int:
    """Put on record that an in-principle criterion need not be met; return its id.

    Raises:
        RefusedError: the clause forbids or demands outright, the body does not own
            the list, or document, reason or days are missing or backward.
        NotAllowedError: *by* may not.
    """
    row, today = locked(membership), localdate(at)
    check(by, Action.EXEMPT, row.site.org_id, today)
    pack = pack_of(row)
    allowed = pack.rulebook.exempting_bodies.get(row.list_name, ())
    if exempting.body not in allowed:
        raise refused(
            "body_below_the_list",
            f"{exempting.body} 不能豁免“{row.list_name}”名单的条款",
            f"{exempting.body} may not exempt on the list {row.list_name!r}",
            "有权豁免的机关 / who may: " + ("、".join(allowed) or "—"),
        )
    check_body(by, exempting.body, allowed, pack.id)
    _check_whole(exempting)
    recorded = recorded_of([row], pack, today, at)[row.pk]
    check_exemptible(pack, recorded, exempting.clause, exempting.body, today)
    written = Exemption.objects.create(
        membership=row,
        clause=exempting.clause,
        starts=exempting.starts,
        ends=exempting.ends,
        body=exempting.body,
        document=cite(exempting.paper, label=row.site.label, at=at),
        reason=exempting.reason.strip(),
        expires=exempting.expires,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    record(
        "lifecycle.record_exemption",
        kind="exemption",
        id_=written.pk,
        at=at,
        **by.signed,
        detail={
            "membership": row.pk,
            "site": row.site.org.code,
            **plain(asdict(exempting)),
        },
    )
    return int(written.pk)


def _check_whole(exempting: Exempting) -> None:
    if not exempting.reason.strip():
        raise refused(
            "reason_missing",
            "没有写明豁免理由",
            "the reason is missing",
            "填写理由 / give one",
        )
    if exempting.ends < exempting.starts or exempting.expires < exempting.starts:
        raise refused(
            "days_backward",
            "豁免时段或有效期倒置",
            "the exempted period or the expiry runs backward",
            "核对日期 / check the days",
        )
