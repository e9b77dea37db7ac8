"""A firm says what is wrong with its grade; the office answers, with a date.

An objection changes no number: one that is upheld leads to another run.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from zhence_web.records.accounts.gate import NotAllowedError, allowed, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Appointment
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.accounts.roles import Role
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.rankings.models import FirmGrade, FirmSeat, Objection
from zhence_web.records.registry.models import Tenancy

MOST_WORDS = 1000


@transaction.atomic
def seat_firm(*, grade: int, username: str, by: Hand, at: datetime) -> int:
    """Let an enterprise's account speak for the firm of *grade*; return the seat.

    Raises:
        RefusedError: the firm is not on the registry, nobody of that name holds an
            enterprise's appointment below *by*, the firm is in no site there, or the
            account speaks for a firm already.
        NotAllowedError: *by* may not.
    """
    found = FirmGrade.objects.select_related("run").get(pk=grade)
    today = localdate(at)
    check(by, Action.SEAT_FIRM, found.run.org_id, today)
    if found.enterprise_id is None:
        raise refused(
            "firm_not_registered",
            "名录里没有这家企业，不能指定账户",
            "the registry has no such firm",
            "先登记企业 / put the firm on the registry first",
        )
    rows = Appointment.objects.filter(
        user__username=username, role=Role.ENTERPRISE, since__lte=today
    ).select_for_update(of=("self",))
    held = [
        row
        for row in rows
        if (row.until is None or row.until > today)
        and allowed(by, Action.SEAT_FIRM, row.org_id, today) is None
    ]
    if not held:
        raise refused(
            "no_such_account",
            f"所辖范围内没有这个企业账户：{username}",
            f"no enterprise account of that name below this office: {username}",
            "先由安全管理员开设企业账户 / the security officer opens the account first",
        )
    # Or an office could let an account of its own read what others found of a firm.
    if not _tenant(found.enterprise_id, held[0].org_id, today):
        raise refused(
            "firm_elsewhere",
            f"这家企业现在不在账户 {username} 所在的单位",
            f"the firm is not in the site of the account {username} now",
            "先在名录登记入驻，或由所在单位的账户代表 / "
            "register the tenancy, or name an account of the firm's site",
        )
    if FirmSeat.objects.filter(appointment=held[0]).exists():
        raise refused(
            "seat_taken",
            "这个账户已代表一家企业",
            "this account speaks for a firm already",
            "另开一个账户 / open another account",
        )
    seat = FirmSeat.objects.create(
        appointment=held[0],
        enterprise_id=found.enterprise_id,
        given_by_id=by.user,
        given_at=at,
    )
    record(
        "rankings.seat_firm",
        kind="firm_seat",
        id_=seat.pk,
        at=at,
        **by.signed,
        detail={"firm": found.credit_code, "account": username},
    )
    return int(seat.pk)


def _tenant(enterprise: int, org: int, today: date) -> bool:
    rows = Tenancy.objects.filter(
        enterprise=enterprise, site__org__in=subtree(org, today)
    )
    return rows.filter(Q(until__isnull=True) | Q(until__gt=today)).exists()


def check_own(grade: FirmGrade, action: Action, by: Hand, at: datetime) -> None:
    """Refuse whoever does not speak for the firm, or a result not made known.

    Raises:
        NotAllowedError: as said; it looks like a page that does not exist.
    """
    check(by, action, by.org, localdate(at))
    seat = FirmSeat.objects.filter(appointment_id=by.appointment).first()
    mine = seat is not None and seat.enterprise_id == grade.enterprise_id
    if not mine or grade.run.published_at is None:
        raise NotAllowedError(Denied(action, Why.SCOPE))


@transaction.atomic
def object_to(*, grade: int, reason: str, by: Hand, at: datetime) -> int:
    """Put a firm's objection on record; return its id.

    Raises:
        RefusedError: no reason, the time is over, or one is waiting for its answer.
        NotAllowedError: *by* does not speak for the firm.
    """
    found = FirmGrade.objects.select_for_update(of=("self",)).select_related("run")
    row = found.get(pk=grade)
    check_own(row, Action.OBJECT, by, at)
    told = _words(reason)
    until = row.run.objections_until
    if until is None or localdate(at) > until:
        raise refused(
            "objections_over",
            f"异议期已于 {until} 截止",
            f"objections were taken until {until}",
            "向评价的办公室反映 / turn to the office that graded",
        )
    if row.objections.filter(answered_at__isnull=True).exists():
        raise refused(
            "objection_open",
            "已有一件异议等待答复",
            "an objection waits for its answer already",
            "等答复后再提 / wait for the answer",
        )
    made = Objection.objects.create(
        grade=row,
        reason=told,
        by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        at=at,
    )
    record(
        "rankings.object",
        kind="objection",
        id_=made.pk,
        at=at,
        **by.signed,
        detail={"run": row.run_id, "firm": row.credit_code, "reason": told},
    )
    return int(made.pk)


@transaction.atomic
def answer_objection(
    *, grade: int, upheld: bool, answer: str, by: Hand, at: datetime
) -> int:
    """Answer the open objection of a result, with words; return its id.

    Raises:
        RefusedError: no words, or nothing waits for an answer.
        NotAllowedError: *by* may not.
    """
    found = FirmGrade.objects.select_for_update(of=("self",)).select_related("run")
    row = found.get(pk=grade)
    check(by, Action.ANSWER_OBJECTION, row.run.org_id, localdate(at))
    told = _words(answer)
    held = row.objections.filter(answered_at__isnull=True).first()
    if held is None:
        raise refused(
            "nothing_to_answer",
            "没有等待答复的异议",
            "no objection waits for an answer",
            "刷新页面看答复 / load the page again to see the answer",
        )
    held.upheld, held.answer = upheld, told
    held.answered_by_id, held.answered_at = by.user, at
    held.save(update_fields=["upheld", "answer", "answered_by", "answered_at"])
    record(
        "rankings.answer_objection",
        kind="objection",
        id_=held.pk,
        at=at,
        **by.signed,
        detail={"firm": row.credit_code, "upheld": upheld, "answer": told},
    )
    return int(held.pk)


def _words(told: str) -> str:
    words = told.replace("\0", "").strip()
    if not words or len(words) > MOST_WORDS:
        raise refused(
            "words_missing" if not words else "words_too_long",
            "没有写明理由" if not words else f"超过 {MOST_WORDS} 字",
            "no reason is given" if not words else f"more than {MOST_WORDS} characters",
            f"写 1 至 {MOST_WORDS} 字 / write 1 to {MOST_WORDS} characters",
        )
    return words
