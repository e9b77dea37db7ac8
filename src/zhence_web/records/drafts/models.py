"""A reform tried on the register, the draft edition saved of it, and its history.

Nothing here is law: a draft is a record, and no pack is ever written.
"""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.assessment.models import Progress


class DraftEdition(models.Model):
    """A whole edition of a policy as an office drafts it, begun from the one in force.

    *edition* and *base_hash* say from which pack it was begun. *version* is that of the
    newest of its texts; whoever saves over an older one is told so.
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    policy = models.CharField(max_length=32)
    edition = models.CharField(max_length=160)
    base_hash = models.CharField(max_length=64)
    title = models.CharField(max_length=160)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()


class EditionText(models.Model):
    """One version of a draft edition: all of its files, as they were typed.

    *files* are texts by their path in the pack; *sha256* is the hash of the pack that
    they make. *faults* counts what the check of packs found; one that has any can
    be read and mended, and neither tried nor compared.
    """

    draft = models.ForeignKey(DraftEdition, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    files = models.JSONField()
    sha256 = models.CharField(max_length=64)
    faults = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(Org, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """A version has a number of its own."""

        constraints = (
            models.UniqueConstraint(
                fields=("draft", "number"), name="edition_text_number"
            ),
        )


class Trial(models.Model):
    """One reform of one policy over the members below an organisation.

    *changes* are parameters with their new values as typed, or *written* is the whole
    text of a draft edition that is tried instead. *outcome* is empty until the trial
    is done, and then never changes. *sha256* is of what was judged.
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    policy = models.CharField(max_length=32)
    edition = models.CharField(max_length=32)
    pack_hash = models.CharField(max_length=64)
    changes = models.JSONField()
    written = models.ForeignKey(
        EditionText, models.PROTECT, null=True, blank=True, related_name="trials"
    )
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    known_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.JSONField(default=dict)
    progress = models.OneToOneField(Progress, models.PROTECT, related_name="trial")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)


class PolicyDraft(models.Model):
    """What of a trial is handed in: other values of parameters, or a whole edition.

    *version* grows by one with every act; whoever acts on an old one is told so.
    """

    trial = models.OneToOneField(Trial, models.PROTECT, related_name="draft")
    title = models.CharField(max_length=160)
    reason = models.CharField(max_length=600)
    state = models.CharField(max_length=16, default="draft")
    version = models.PositiveIntegerField(default=1)


class PolicyDraftAct(models.Model):
    """One step of a draft: made, submitted, approved or sent back, and why."""

    draft = models.ForeignKey(PolicyDraft, models.PROTECT, related_name="acts")
    verb = models.CharField(max_length=16)
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(Org, models.PROTECT, related_name="+")
    note = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField()
