"""Tokens, and what was answered to a write that carried a key of its own."""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Appointment


class Token(models.Model):
    """A program may act in its holder's own appointment, within some grants.

    The token itself is shown once and kept nowhere: *digest* is SHA-256 of it, and
    *start* its first characters, by which people tell theirs apart. It ends on
    *expires_at*, when it is revoked, and with the appointment.
    """

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    grants = models.JSONField(default=list)
    start = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="token_has_days",
            ),
        )


class Keyed(models.Model):
    """A write that carried a key: claimed first, answered in the deed's transaction.

    *asked* is SHA-256 of what was sent; *status* ``None``: it is not answered yet.
    """

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("appointment", "key"), name="one_key"),
        )
        indexes = (models.Index(fields=("claimed_at",)),)
