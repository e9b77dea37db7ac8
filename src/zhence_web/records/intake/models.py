"""Files that were handed in, and what came of each."""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Appointment, User
from zhence_web.records.registry.models import Site
from zhence_web.records.reporting.models import Return


class Upload(models.Model):
    """One file for one site: a return filled in Excel, or a roster.

    *trial*: it was only to be checked, and wrote nothing whatever its verdict.
    *version* is the one of the return that was seen, *year* the one that the figures
    of a roster are of. *reasons* are why codes that do not check stay, by their places
    in the file. *faults* are as :mod:`~zhence_web.records.intake.told` keeps them;
    *changed* is how many cells or rows were, or in a trial would have been, written.
    """

    class Kind(models.TextChoices):
        RETURN = "return", "报表"
        FIRMS = "firms", "企业名录"
        PROJECTS = "projects", "项目名录"

    class Stage(models.TextChoices):
        WAITING = "waiting", "排队"
        RUNNING = "running", "检查中"
        DONE = "done", "完成"

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "通过"
        UNCHANGED = "unchanged", "没有变化"
        REFUSED = "refused", "未通过"

    site = models.ForeignKey(Site, models.PROTECT, related_name="uploads")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    of = models.ForeignKey(
        Return, models.PROTECT, null=True, blank=True, related_name="uploads"
    )
    version = models.PositiveIntegerField(default=0)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    trial = models.BooleanField()
    reasons = models.JSONField(default=dict, blank=True)
    file = models.FileField(upload_to="uploads/", max_length=120)
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    annotated = models.FileField(upload_to="uploads/", max_length=120, blank=True)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    steps = models.PositiveSmallIntegerField(default=0)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    rows = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("site", "kind", "-id")),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="return", of__isnull=False)
                | (~models.Q(kind="return") & models.Q(of__isnull=True)),
                name="a_filled_return_names_it",
            ),
            models.CheckConstraint(
                condition=models.Q(stage="done", done_at__isnull=False)
                | (~models.Q(stage="done") & models.Q(verdict="")),
                name="a_verdict_comes_with_the_end",
            ),
        )
