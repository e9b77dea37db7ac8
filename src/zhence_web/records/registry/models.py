"""Towns and parks, their memberships, and whom and what they contain."""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Org, User


class Label(models.TextChoices):
    """Where a row comes from; shown wherever it is, downloads included."""

    OFFICIAL = "official", "官方"
    DRAFT = "draft", "征求意见稿"
    REFERENCE = "reference", "参照"
    LOCAL = "local", "地方"
    OURS = "ours", "本平台"
    SYNTHETIC = "synthetic", "模拟数据"


class Document(models.Model):
    """A document on record: decisions, notices, evidence. The hash is of its bytes.

    *sha256* empty: the document is cited, its file is not held here.
    """

    title = models.CharField(max_length=300)
    number = models.CharField(max_length=120, blank=True, db_index=True)
    issuer = models.CharField(max_length=160, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to="documents/%Y/", blank=True)
    link = models.CharField(max_length=600, blank=True)
    label = models.CharField(max_length=16, choices=Label.choices)
    recorded_at = models.DateTimeField()


class Site(models.Model):
    """A town or a park; its name and place are those of its organisation.

    *number* is the one in public addresses; it never changes and is never reused.
    """

    class Kind(models.TextChoices):
        TOWN = "town", "特色小镇"
        PARK = "park", "产业园区"

    number = models.PositiveIntegerField(unique=True)
    org = models.OneToOneField(Org, models.PROTECT, related_name="site")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=16, choices=Label.choices)


class Alias(models.Model):
    """Another name by which people know a site."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=120, db_index=True)
    note = models.CharField(max_length=200, blank=True)


class Membership(models.Model):
    """This site on that list under that policy: the thing that has a state.

    *state* is the state at listing; what moved it since stands in the life cycle's
    moves. *key* is a code that events and decisions may name it by.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="memberships")
    policy = models.CharField(max_length=32)
    list_name = models.CharField(max_length=48)
    state = models.CharField(max_length=48)
    category = models.CharField(max_length=48, blank=True)
    lead_industries = models.JSONField(default=list, blank=True)
    listed_on = models.DateField(null=True, blank=True)
    stay_first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    was_creation = models.BooleanField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "policy", "list_name"),
                condition=models.Q(until__isnull=True),
                name="one_present_membership",
            ),
        )


class Enterprise(models.Model):
    """A firm by its credit code; one whose check character is wrong says why it is in.

    *override* is the reason that a person gave for a code that does not check.
    """

    credit_code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=200)
    code_checks = models.BooleanField()
    override = models.CharField(max_length=300, blank=True)
    override_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    label = models.CharField(max_length=16, choices=Label.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(code_checks=True) | ~models.Q(override=""),
                name="a_code_that_fails_has_a_reason",
            ),
        )


class Tenancy(models.Model):
    """A firm in a site, from one day to another, and where it is registered."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="tenancies")
    site = models.ForeignKey(Site, models.PROTECT, related_name="tenancies")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    registered_in = models.CharField(max_length=64, blank=True)
    taxed_in = models.CharField(max_length=64, blank=True)


class Project(models.Model):
    """One project, one file. Money in 分; an unknown part is ``None``, never 0.

    A change is a new row with the same *code* and a later *recorded_at*.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="projects")
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    use = models.CharField(max_length=32)
    lead = models.BooleanField(null=True, blank=True)
    amount_low = models.BigIntegerField(null=True, blank=True)
    amount_high = models.BigIntegerField(null=True, blank=True)
    residential = models.BigIntegerField(null=True, blank=True)
    complex = models.BigIntegerField(null=True, blank=True)
    split = models.BooleanField(default=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    label = models.CharField(max_length=16, choices=Label.choices)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "code", "recorded_at"), name="one_version_a_moment"
            ),
        )
