"""Who asks for a place on a list, with what, and through whose hands it went."""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.registry.models import Document, Membership, Site


class Application(models.Model):
    """A site's application for a list under a policy, as it was sent.

    *answers* are by item of the policy, *figures* by indicator, in whole numbers of
    the smallest unit; what was not said stands in neither. Once sent neither changes:
    one that went back is answered by another, which *follows* it.
    *version* grows by one with every step. *membership* and *taken_on_at* are set
    when an office takes it on: from then on it counts.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", "待县级审核"
        VERIFIED = "verified", "待受理"
        TAKEN_ON = "taken_on", "已受理"
        RETURNED = "returned", "已退回"

    site = models.ForeignKey(Site, models.PROTECT, related_name="applications")
    policy = models.CharField(max_length=32)
    list_name = models.CharField(max_length=48)
    state = models.CharField(max_length=12, choices=State.choices)
    version = models.PositiveIntegerField(default=1)
    answers = models.JSONField()
    figures = models.JSONField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    membership = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
    )
    sent_at = models.DateTimeField()
    taken_on_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "policy", "list_name"),
                condition=models.Q(state__in=("submitted", "verified")),
                name="one_open_application",
            ),
            models.CheckConstraint(
                condition=models.Q(state="taken_on", taken_on_at__isnull=False)
                | ~models.Q(state="taken_on") & models.Q(taken_on_at__isnull=True),
                name="taken_on_at_a_moment",
            ),
        )
        indexes = (models.Index(fields=("state", "site")),)


class ApplicationStep(models.Model):
    """One step of an application: submitted, verified, taken on, returned.

    Only appended; whoever sent it is found here, and may not approve it.
    *deputy_of* is the appointment that a deputy acted in, ``None`` in one's own.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps")
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(Org, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
