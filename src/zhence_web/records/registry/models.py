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


class Document(models.Model):
    """A document on record: decisions, notices, evidence. The hash is of its bytes.

    *sha256* empty: the document is cited, its file is not held here.
    *site* empty: it is about a list or a policy, and whoever may see a registry at
    all may see it; otherwise only those who may see the site's.
    """

    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=120, blank=True, db_index=True)
    issuer = models.CharField(max_length=160, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to="documents/", max_length=120, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    link = models.CharField(max_length=600, blank=True)
    label = models.CharField(max_length=16, choices=Label.choices)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )


class Alias(models.Model):
    """Another name by which people know a site."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=120, db_index=True)
    note = models.CharField(max_length=200, blank=True)


class Membership(models.Model):
    """This site on that list under that policy: the thing that has a state.

    *state* is the one it began with; what moved it since stands in the life cycle's
    moves. *category* is that of the listing; what was ruled since stands in rows of
    its own. *ended_at* is when *until* became known.
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
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    end_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "policy", "list_name"),
                condition=models.Q(until__isnull=True),
                name="one_present_membership",
            ),
        )


class CategoryRuling(models.Model):
    """From a day on a membership belongs to this category, by a document.

    A correction is a new row: what was decided under the earlier category stays
    explained by it.
    """

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="category_rulings"
    )
    category = models.CharField(max_length=48)
    lead_industries = models.JSONField(default=list, blank=True)
    since = models.DateField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("membership", "since", "recorded_at"),
                name="one_ruling_a_moment",
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
    """A firm in a site, from one day to another.

    *registered_in* and *taxed_in* name another place; empty: it is the site itself.
    *ended_at* is when *until* became known.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="tenancies")
    site = models.ForeignKey(Site, models.PROTECT, related_name="tenancies")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    registered_in = models.CharField(max_length=64, blank=True)
    taxed_in = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)


class FirmYear(models.Model):
    """What a site says of a firm for one year: money in 分, staff in persons.

    ``None`` is unknown, never 0; *inapplicable* names the columns that do not apply.
    A change is a new row with a later *recorded_at*; *source* is the hash of the
    roster that said it.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="years")
    site = models.ForeignKey(Site, models.PROTECT, related_name="firm_years")
    year = models.PositiveSmallIntegerField()
    revenue = models.BigIntegerField(null=True, blank=True)
    tax = models.BigIntegerField(null=True, blank=True)
    staff = models.BigIntegerField(null=True, blank=True)
    inapplicable = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=64)
    label = models.CharField(max_length=16, choices=Label.choices)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "enterprise", "year", "recorded_at"),
                name="one_firm_year_a_moment",
            ),
        )


class Project(models.Model):
    """One project, one file. Money in 分; an unknown part is ``None``, never 0.

    The amount is what was invested from *since* up to, and not including, *until*.
    *residential* and *complex* are its housing and its commercial complex; *split*
    false: of a mixed project one of the two is unknown.
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
    note = models.CharField(max_length=300, blank=True)
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
