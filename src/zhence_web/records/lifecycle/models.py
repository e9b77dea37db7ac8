"""What bodies decided about each membership, and where that moved it."""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Appointment, User
from zhence_web.records.registry.models import Document, Label, Membership


class Decision(models.Model):
    """What a named body decided, by a document, on a day. Never edited.

    *withdrawn_by* is the later decision that took it back. Which proposal it answers
    stands in the assessment's answers.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="decisions")
    what = models.CharField(max_length=48)
    body = models.CharField(max_length=48)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    on = models.DateField()
    effective = models.DateField(null=True, blank=True)
    appeal_until = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    value = models.CharField(max_length=80, blank=True)
    end = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    clause = models.CharField(max_length=48, blank=True)
    grounds = models.TextField(blank=True)
    withdrawn_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="withdraws"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()


class Exemption(models.Model):
    """An in-principle criterion need not be met, for a period, until a day.

    *ends* is the last day of the exempted period, *expires* the last on which the
    record may be used.
    """

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="exemptions"
    )
    clause = models.CharField(max_length=48)
    starts = models.DateField()
    ends = models.DateField()
    body = models.CharField(max_length=48)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    expires = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class Case(models.Model):
    """A disqualification case: opened on an event, verified by a vote, closed.

    While it is open and *hold* is true, nothing is accepted or named. *body* is
    who voted; *votes_for* ``None``: nobody has yet.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", "核查中"
        DISMISSED = "dismissed", "不成立"
        UPHELD = "upheld", "成立"

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="cases")
    type = models.CharField(max_length=48)
    happened_on = models.DateField()
    facts = models.TextField()
    hold = models.BooleanField(default=True)
    outcome = models.CharField(
        max_length=12, choices=Outcome.choices, default=Outcome.OPEN
    )
    body = models.CharField(max_length=48, blank=True)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="case"
    )
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)


class Event(models.Model):
    """Something that happened to a membership on a day, as a body recorded it.

    Of an event with a *case*, the case says whether it is verified.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="events")
    type = models.CharField(max_length=48)
    on = models.DateField()
    verified = models.BooleanField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    body = models.CharField(max_length=48, blank=True)
    aspects = models.PositiveSmallIntegerField(null=True, blank=True)
    recommends = models.CharField(max_length=48, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="events"
    )
    source = models.CharField(max_length=600, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()


class Move(models.Model):
    """A membership went from one state to another on a day, by a decision or event.

    *on* is the day from which it counts; *on_latest* later than *on*: only the
    interval of days is known. A move whose decision was withdrawn stays on record
    and counts only until then.
    """

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="moves")
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="move"
    )
    event = models.OneToOneField(
        Event, models.PROTECT, null=True, blank=True, related_name="move"
    )
    transition = models.CharField(max_length=48)
    before = models.CharField(max_length=48)
    after = models.CharField(max_length=48)
    on = models.DateField(null=True, blank=True)
    on_latest = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=600, blank=True)
    label = models.CharField(max_length=16, choices=Label.choices)
    recorded_at = models.DateTimeField()
