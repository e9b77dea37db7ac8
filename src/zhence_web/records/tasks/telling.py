"""Tell people what was done and what is due; queue what leaves the house."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from zhence.evidence import Text
from zhence.reporting.alerts import Rules
from zhence.reporting.deadlines import reminders
from zhence.reporting.workdays import Due
from zhence_web.records.accounts.models import Appointment, Org
from zhence_web.records.accounts.reads.hands import held_on
from zhence_web.records.accounts.roles import Role
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.audit.models import Entry
from zhence_web.records.reporting.models import Return
from zhence_web.records.tasks.condition import Look, Office
from zhence_web.records.tasks.events import ACTIONS, Event, events_of
from zhence_web.records.tasks.models import Delivery, Hook, MailWish, Notice
from zhence_web.records.tasks.told import hold_the_door
from zhence_web.records.tasks.topics import Topic
from zhence_web.records.tasks.watching_returns import called

OLD = timedelta(days=30)
"""What lies so far back is no news: an old installation does not tell its history."""

_A_BATCH = 500
_OPEN = ("draft", "returned")
_SOON = Text("请报送：{what}，{day} 到期（{of}）", "due on {day}: {what} ({of})")


@transaction.atomic
def tell(*, at: datetime) -> int:
    """Tell of the next entries of the audit; return how many were read.

    Nought: everybody knows everything.
    """
    told = hold_the_door()
    rows = Entry.objects.filter(seq__gt=told.seq).order_by("seq")
    read = list(rows.values_list("seq", flat=True)[:_A_BATCH])
    if not read:
        return 0
    new = rows.filter(seq__lte=read[-1], action__in=ACTIONS, at__gte=at - OLD)
    _spread(list(events_of(new, Look(at))), at)
    told.seq = read[-1]
    told.save(update_fields=["seq"])
    return len(read)


@transaction.atomic
def remind(*, rules: Rules, at: datetime) -> int:
    """Remind sites of what is due, once for each day of reminding that has come.

    After a pause only the last such day is made up for. Returns how many notices.
    """
    hold_the_door()
    look = Look(at)
    if not rules.remind:
        return 0
    rows = Return.objects.filter(
        state__in=_OPEN, due_on__gte=look.on, due_on__lte=look.ahead(max(rules.remind))
    )
    events = []
    for row in rows.select_related("site").order_by("id"):
        if row.due_on is None:
            continue
        days = reminders(
            Due(row.due_on, provisional=False), rules.remind, look.workdays
        )
        come = [day for day in days if day <= look.on]
        if come:
            events.append(_reminder(row, f"due:{row.pk}:{come[-1]}", look))
    return _spread(events, at)


def _reminder(row: Return, key: str, look: Look) -> Event:
    what, of = called(row), look.name(row.site.org_id)
    return Event(
        key=key,
        at=look.at,
        topic=Topic.REMINDER,
        about=row.site.org_id,
        kind="return",
        ref=str(row.pk),
        words=Text(
            _SOON.zh.format(what=what.zh, of=of.zh, day=row.due_on),
            _SOON.en.format(what=what.en, of=of.en, day=row.due_on),
        ),
        to=(Office(row.site.org_id, Role.REPORTER),),
        actor="",
    )


def _spread(events: list[Event], at: datetime) -> int:
    """Give each event to whoever holds one of its offices, and to the receivers."""
    if not events:
        return 0
    people = _people({office for event in events for office in event.to}, at)
    wanted = [
        (event, appointment)
        for event in events
        for office in event.to
        for appointment in people.get(office, ())
        if appointment.user.username != event.actor
    ]
    keys = {event.key for event in events}
    held = set(Notice.objects.filter(key__in=keys).values_list("appointment_id", "key"))
    fresh = [(e, a) for e, a in wanted if (a.pk, e.key) not in held]
    made = Notice.objects.bulk_create(_notice(e, a) for e, a in fresh)
    _mail(made, {a.pk: a for _, a in fresh}, at)
    _call(events, at)
    return len(made)


def _people(
    offices: Iterable[Office], at: datetime
) -> Mapping[Office, list[Appointment]]:
    wanted = set(offices)
    rows = held_on(Look(at).on).filter(
        org__in={o.org for o in wanted}, role__in={o.role for o in wanted}
    )
    found: dict[Office, list[Appointment]] = {}
    for row in rows:
        found.setdefault(Office(row.org_id, Role(row.role)), []).append(row)
    return found


def _notice(event: Event, appointment: Appointment) -> Notice:
    return Notice(
        appointment=appointment,
        key=event.key,
        topic=event.topic.value,
        zh=event.words.zh,
        en=event.words.en,
        kind=event.kind,
        ref=event.ref,
        at=event.at,
    )


def _mail(made: list[Notice], whose: Mapping[int, Appointment], at: datetime) -> None:
    """Queue a mail for everybody who wants one and has an address."""
    users = {a.user_id for a in whose.values() if a.user.email}
    wishes = set(
        MailWish.objects.filter(user__in=users).values_list("user_id", "topic")
    )
    Delivery.objects.bulk_create(
        Delivery(
            uid=f"mail-{notice.pk}",
            notice=notice,
            body=f"{notice.zh}\n\n{notice.en}\n",
            queued_at=at,
            next_at=at,
        )
        for notice in made
        if (whose[notice.appointment_id].user_id, notice.topic) in wishes
    )


def _call(events: list[Event], at: datetime) -> None:
    """Queue a call of every hook for what happened below its organisation."""
    hooks = list(Hook.objects.filter(ended_at__isnull=True).order_by("id"))
    if not hooks:
        return
    on = Look(at).on
    below = {org: subtree(org, on) for org in {hook.org_id for hook in hooks}}
    codes = dict(
        Org.objects.filter(pk__in={e.about for e in events}).values_list("pk", "code")
    )
    calls = {
        f"hook-{hook.pk}-{event.key}": (hook, event)
        for hook in hooks
        for event in events
        if event.topic in hook.topics and event.about in below[hook.org_id]
    }
    held = set(Delivery.objects.filter(uid__in=calls).values_list("uid", flat=True))
    Delivery.objects.bulk_create(
        Delivery(
            uid=uid,
            hook=hook,
            body=_body(uid, event, codes[event.about]),
            queued_at=at,
            next_at=at,
        )
        for uid, (hook, event) in calls.items()
        if uid not in held
    )


def _body(uid: str, event: Event, org: str) -> str:
    """Return what a receiver gets: what happened to which thing, and no figure."""
    told = {
        "id": uid,
        "at": event.at.isoformat(),
        "topic": event.topic.value,
        "org": org,
        "object": {"kind": event.kind, "id": event.ref},
        "words": {"zh": event.words.zh, "en": event.words.en},
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
