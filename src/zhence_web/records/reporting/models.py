"""Returns and who vouched for them, and what they made known.

A figure goes from a cell of a revision to an observation when the last level of
its form has accepted the revision; an observation is never changed, only followed
by a later one.

*starts* is the first day of a period and *ends* the first day after it.
"""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.registry.models import Label, Membership, Site


class Return(models.Model):
    """One form of one site for one period.

    *version* grows by one with every act; whoever acts on an old one is told so.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="returns")
    form = models.CharField(max_length=48)
    edition = models.CharField(max_length=16)
    period = models.CharField(max_length=24)
    starts = models.DateField()
    ends = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=24)
    version = models.PositiveIntegerField(default=1)
    holder = models.ForeignKey(Org, models.PROTECT, related_name="+")
    label = models.CharField(max_length=16, choices=Label.choices)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "form", "period"), name="one_return_a_period"
            ),
        )
        indexes = (models.Index(fields=("state", "holder")),)


class Revision(models.Model):
    """One filled version of a return; approvals are of a revision.

    *sealed_at* is when it was submitted: from then on no cell of it changes.
    """

    of = models.ForeignKey(Return, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=16)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of", "number"), name="revision_numbers"),
            models.UniqueConstraint(
                fields=("of",),
                condition=models.Q(sealed_at__isnull=True),
                name="one_open_revision",
            ),
        )


class Cell(models.Model):
    """One item of a revision: what was typed, and what it was read as.

    *kind* keeps missing, n/a and a value apart; zero is a value. Amounts are in the
    smallest unit of the item's dimension, low and high alike where it is exact.
    """

    class Kind(models.TextChoices):
        MISSING = "missing", "缺报"
        NOT_APPLICABLE = "n/a", "不适用"
        VALUE = "value", "有值"

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="cells")
    item = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    typed = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=16, blank=True)
    low = models.BigIntegerField(null=True, blank=True)
    high = models.BigIntegerField(null=True, blank=True)
    rounded = models.BooleanField(default=False)
    explanation = models.CharField(max_length=300, blank=True)
    carried = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("revision", "item"), name="one_cell_item"),
            models.CheckConstraint(
                condition=models.Q(kind="value", low__isnull=False)
                | ~models.Q(kind="value"),
                name="a_value_has_an_amount",
            ),
        )


class Draft(models.Model):
    """What one person typed into a return and did not save yet; no record of anything.

    *cells*: item → [text, applies, explanation], where these differ from what is
    saved. *version* is that of the return it was typed over, *serial* grows with each
    keeping, so that two windows of one person cannot undo each other unseen.
    """

    of = models.ForeignKey(Return, models.CASCADE, related_name="drafts")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    cells = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of", "person"), name="one_draft_a_person"),
        )


class Act(models.Model):
    """One step of a revision along the chain: submitted, verified, accepted, returned.

    Filling is an act too (``fill``, the state stays): whoever had a hand in a figure
    is found here, and may not approve it.
    *deputy_of* is the appointment that a deputy acted in, ``None`` in one's own.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="acts")
    verb = models.CharField(max_length=24)
    before = models.CharField(max_length=24)
    after = models.CharField(max_length=24)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(Org, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()


class ReturnedCell(models.Model):
    """A cell that was sent back, and why: only these open again."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="cells")
    item = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("act", "item"), name="one_reason_a_cell"),
        )


class Extension(models.Model):
    """A site may still fill and submit a return up to a day, though it was locked.

    *until* is the last such day. Only appended; the one with the latest day counts.
    """

    of = models.ForeignKey(Return, models.PROTECT, related_name="extensions")
    until = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(Org, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Explained(models.Model):
    """A soft finding that a submitted revision explained away, and with what words.

    *number* is the check's. Only appended: counted per unit, it says who explains
    away how much.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="explained")
    number = models.CharField(max_length=8)
    item = models.CharField(max_length=64)
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=400)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("revision", "number", "item"), name="explained_once"
            ),
        )


class Observation(models.Model):
    """One figure of one site: valid for a period, known from a moment.

    *low* and *high* ``None`` with *applies* true: unbounded on that side.
    *cell* ``None``: it came from elsewhere, which *source* names.
    """

    class Reason(models.TextChoices):
        FIRST = "first", "首次报送"
        SCHEDULED = "scheduled", "定期修订"
        ERROR = "error", "差错更正"
        SCOPE = "scope", "口径调整"
        METHOD = "method", "方法变更"

    site = models.ForeignKey(Site, models.PROTECT, related_name="observations")
    indicator = models.CharField(max_length=64)
    starts = models.DateField()
    ends = models.DateField()
    applies = models.BooleanField(default=True)
    low = models.BigIntegerField(null=True, blank=True)
    high = models.BigIntegerField(null=True, blank=True)
    rounded = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    cell = models.ForeignKey(
        Cell, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    source = models.CharField(max_length=600, blank=True)
    label = models.CharField(max_length=16, choices=Label.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("site", "indicator", "starts", "ends", "recorded_at"),
                name="one_figure_a_moment",
            ),
        )
        indexes = (models.Index(fields=("site", "indicator", "starts", "ends")),)


class ChecklistAnswer(models.Model):
    """What a body found about one item of a checklist, from a moment on."""

    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="checklist_answers"
    )
    checklist = models.CharField(max_length=64)
    item = models.CharField(max_length=64)
    holds = models.BooleanField(null=True)
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
