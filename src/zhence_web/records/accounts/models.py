"""People and organisations, all of them dated.

Every ``until`` is the first day on which the row no longer holds; ``None``: it does.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from zhence_web.records.accounts.roles import Role, Tier


class Org(models.Model):
    """A province, city, county, or the managing body of a town or park.

    *code* is a division's code where it has one and never changes; names and the
    place in the tree do, and stand in rows of their own.
    """

    code = models.CharField(max_length=64, unique=True)
    tier = models.CharField(max_length=16, choices=Tier.choices)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(closed_on__gt=models.F("opened_on")),
                name="org_closes_after_it_opens",
            ),
        )


class OrgName(models.Model):
    """What an organisation is called, from one day to another."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="names")
    zh = models.CharField(max_length=120)
    en = models.CharField(max_length=160, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("org",),
                condition=models.Q(until__isnull=True),
                name="one_present_name",
            ),
        )


class OrgParent(models.Model):
    """Under whom an organisation stands, from one day to another."""

    org = models.ForeignKey(Org, models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Org, models.PROTECT, related_name="children")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("org",),
                condition=models.Q(until__isnull=True),
                name="one_present_parent",
            ),
            models.CheckConstraint(
                condition=~models.Q(org=models.F("parent")), name="no_own_parent"
            ),
        )


class OrgChange(models.Model):
    """An opening, closing, merger, split, renaming or move, with its document."""

    class Kind(models.TextChoices):
        OPEN = "open", "设立"
        CLOSE = "close", "撤销"
        MERGE = "merge", "合并"
        SPLIT = "split", "拆分"
        RENAME = "rename", "更名"
        MOVE = "move", "划转"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField()
    document = models.CharField(max_length=160, blank=True)
    before = models.ManyToManyField(Org, related_name="changed_into")
    after = models.ManyToManyField(Org, related_name="came_from")


class User(AbstractUser):
    """A person who signs in. What they may do stands in appointments, not here."""

    # A Chinese name is one word; the two columns of the base class are left out.
    first_name = None  # type: ignore[assignment]  # Django's way to drop a column
    last_name = None  # type: ignore[assignment]  # as above
    display_name = models.CharField(max_length=80)

    REQUIRED_FIELDS = ["display_name"]  # noqa: RUF012  # the base class declares a list


class Appointment(models.Model):
    """A person holds a role at an organisation, from one day to another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    org = models.ForeignKey(Org, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=24, choices=Role.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "org", "role"),
                condition=models.Q(until__isnull=True),
                name="one_present_appointment",
            ),
        )


class Deputation(models.Model):
    """For some days one person acts in another's appointment: "A for B"."""

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="deputations"
    )
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputations")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")),
                name="deputation_has_days",
            ),
        )
