"""Tasks and their history, what people are told, and what goes out of the house."""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.accounts.roles import Role


class Task(models.Model):
    """One thing that an alert rule found, until it is done or its cause is gone.

    *about* is whose thing it is and decides who sees it; *office* and *role* have
    to do it now. *rule* and *subject* name the finding: it is raised once, whoever
    looks how often. *kind* and *ref* lead to the thing itself.
    *seen_at* is when its cause was last there; a clock that goes back undoes nothing.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "办结"
        GONE = "gone", "事由已消失"

    rule = models.CharField(max_length=8)
    subject = models.CharField(max_length=96)
    about = models.ForeignKey(Org, models.PROTECT, related_name="+")
    office = models.ForeignKey(Org, models.PROTECT, related_name="tasks")
    role = models.CharField(max_length=24, choices=Role.choices)
    level = models.CharField(max_length=16)
    zh = models.CharField(max_length=400)
    en = models.CharField(max_length=600)
    kind = models.CharField(max_length=16)
    ref = models.CharField(max_length=64)
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    proof = models.CharField(max_length=16, blank=True)
    proof_ref = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("rule", "subject"), name="raised_once"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, outcome="")
                | models.Q(closed_at__isnull=False) & ~models.Q(outcome=""),
                name="a_closed_task_has_an_outcome",
            ),
        )
        indexes = (models.Index(fields=("closed_at", "office", "due_on")),)


class TaskStep(models.Model):
    """One step of a task: raised, taken, escalated, closed. Only appended.

    *by* ``None``: nobody did it, the rule or the calendar did.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=16)
    office = models.ForeignKey(Org, models.PROTECT, related_name="+")
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()


class Notice(models.Model):
    """Something that whoever holds an appointment is told, once by its *key*."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="notices")
    key = models.CharField(max_length=96)
    topic = models.CharField(max_length=24)
    zh = models.CharField(max_length=400)
    en = models.CharField(max_length=600)
    kind = models.CharField(max_length=16, blank=True)
    ref = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("appointment", "key"), name="told_once"),
        )
        indexes = (models.Index(fields=("appointment", "read_at", "at")),)


class MailWish(models.Model):
    """A person wants to be mailed about a topic, too."""

    user = models.ForeignKey(User, models.PROTECT, related_name="mail_wishes")
    topic = models.CharField(max_length=24)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "topic"), name="one_wish_a_topic"),
        )


class Hook(models.Model):
    """An address that is told what happens below an organisation, signed.

    The secret is not kept: it follows from *salt* and the key of the installation.
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="hooks")
    url = models.CharField(max_length=400)
    topics = models.JSONField(default=list)
    salt = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class Delivery(models.Model):
    """One message that has to leave the house: a mail, or a call of a hook.

    *uid* is the same in every try, so that a receiver knows a repetition.
    *next_at* ``None``: no further try.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已送达"
        GIVEN_UP = "given_up", "已放弃"

    uid = models.CharField(max_length=64, unique=True)
    hook = models.ForeignKey(
        Hook, models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    notice = models.ForeignKey(
        Notice, models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(hook__isnull=True) ^ models.Q(notice__isnull=True),
                name="a_delivery_goes_one_way",
            ),
        )
        indexes = (models.Index(fields=("state", "next_at")),)


class DeliveryTry(models.Model):
    """One try to deliver: what came back. Only appended."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="log")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    said = models.CharField(max_length=200, blank=True)


class Told(models.Model):
    """Up to which entry of the audit everybody was told: one row.

    *day* is the last one on which what is looked for once a day was looked for.

    The chain is the outbox. An entry is written in the transaction of its deed,
    and numbered without a gap, so that none can appear behind this number.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="one_told"),
        )
