"""Tasks of the demo: what the rules find in it, some of it taken, one thing closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from zhence_web.packbook.alerts import alert_rules
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import User
from zhence_web.records.accounts.reads import hands_of
from zhence_web.records.accounts.roles import Role
from zhence_web.records.audit.models import Head
from zhence_web.records.management.demo.cast import Cast
from zhence_web.records.management.demo.newest import settled
from zhence_web.records.management.demo.stage import Stage, moment
from zhence_web.records.tasks.actions import close, take
from zhence_web.records.tasks.channels import make_hook, wish_mail
from zhence_web.records.tasks.models import Task
from zhence_web.records.tasks.raising import look_round
from zhence_web.records.tasks.telling import remind, tell
from zhence_web.records.tasks.topics import Topic

_NOBODY = "http://127.0.0.1:9/demo"
"""A receiver that nobody runs: its log shows what failing looks like."""

_TWO_DAYS = timedelta(days=2)
_MAILED = "xianshen"
_RECEIVES = "xitong"


def load_rounds(stage: Stage) -> None:
    """Look round as the days after the newest quarter went by."""
    first = localdate(settled(stage))
    days = [first + timedelta(days=n) for n in (1, 8, 20)]
    _look(stage, [moment(day, 19) for day in days if day < stage.today - _TWO_DAYS])


def load_tasks(stage: Stage, cast: Cast) -> None:
    """Look round today; take and close what the cast has to do."""
    last = Head.objects.get().at or settled(stage)
    at = max(moment(stage.today, 1), last + timedelta(minutes=1))
    _look(stage, [at])
    _work(cast, at)


def _look(stage: Stage, moments: list[datetime]) -> None:
    if not moments:
        return
    counts = {"新任务": 0, "升级": 0, "自动办结": 0}
    for at in moments:
        remind(rules=alert_rules(), at=at)
        done = look_round(rules=alert_rules(), at=at)
        counts["新任务"] += done.raised
        counts["升级"] += done.escalated
        counts["自动办结"] += done.cleared
    name = f"任务（模拟数据）{localdate(moments[-1])}"
    stage.loaded(name, counts, moments[-1])


def _work(cast: Cast, at: datetime) -> None:
    """Close one task in each rule by whoever has it, and take the next one."""
    rows = Task.objects.filter(closed_at__isnull=True).order_by("rule", "id")
    for rule in sorted(set(rows.values_list("rule", flat=True))):
        for deed, row in zip((_close, _take), rows.filter(rule=rule)[:2], strict=False):
            hand = cast.hands.get((Role(row.role), row.office_id))
            if hand is not None:
                deed(row, hand, at)


def _close(row: Task, hand: Hand, at: datetime) -> None:
    close(
        task=row.pk,
        version=row.version,
        proof="note",
        proof_ref="",
        note="已与单位核实并书面说明（模拟数据）",
        by=hand,
        at=at,
    )


def _take(row: Task, hand: Hand, at: datetime) -> None:
    take(task=row.pk, version=row.version, by=hand, at=at)


def load_channels(at: datetime) -> None:
    """Have a sign-in of the demo mailed, a receiver told, and everybody told so far."""
    on = localdate(at)
    mailed, receives = _hand(_MAILED, on), _hand(_RECEIVES, on)
    if mailed is not None:
        topics = [Topic.TASK.value, Topic.TO_APPROVE.value]
        wish_mail(email="xianshen@example.cn", topics=topics, by=mailed, at=at)
    if receives is not None:
        topics = [Topic.REVIEW.value, Topic.DECISION.value]
        make_hook(url=_NOBODY, topics=topics, loopback=True, by=receives, at=at)
    while tell(at=at):
        pass


def _hand(username: str, on: date) -> Hand | None:
    user = User.objects.filter(username=username).first()
    held = () if user is None else hands_of(user.pk, on)
    return next((h for h in held if not h.deputy), None)
