"""A policy held against what was known: snapshot, run, results, reviews."""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.lifecycle.models import Decision
from zhence_web.records.registry.models import Membership, Site
from zhence_web.records.reporting.models import Observation


class Progress(models.Model):
    """How far a job is; written by the job, polled by pages."""

    class Stage(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"

    job = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=160)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=600, blank=True)
    started_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    queued_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class Snapshot(models.Model):
    """Everything that a run looked at, frozen: canonical JSON, compressed, hashed."""

    policy = models.CharField(max_length=32)
    edition = models.CharField(max_length=32)
    pack_hash = models.CharField(max_length=64)
    on = models.DateField()
    known_at = models.DateTimeField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class Run(models.Model):
    """One policy over one snapshot for one year; binding or a simulation.

    *org* is whose members it looks at: its own and all below it.
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="+")

    snapshot = models.OneToOneField(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="run"
    )
    policy = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    occasion = models.CharField(max_length=16)
    on = models.DateField()
    binding = models.BooleanField()
    code_version = models.CharField(max_length=64)
    progress = models.OneToOneField(Progress, models.PROTECT, related_name="run")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)


class Result(models.Model):
    """What a run concluded of one membership; a proposal waits for a decision.

    *parts* are the verdicts of the assessed year that later years look back on;
    empty where the occasion is not the annual one.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="results")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="results")
    verdict = models.CharField(max_length=20)
    state = models.CharField(max_length=48)
    transition = models.CharField(max_length=48, blank=True)
    target = models.CharField(max_length=48, blank=True)
    effective = models.DateField(null=True, blank=True)
    actor = models.CharField(max_length=48, blank=True)
    dossier = models.JSONField()
    parts = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "membership"), name="one_result"),
        )


class Answer(models.Model):
    """The one decision that answered a proposal, and whether it followed it."""

    result = models.OneToOneField(Result, models.PROTECT, related_name="answer")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="answers")
    follows = models.BooleanField()


class Review(models.Model):
    """Opened by a restatement: what would now come out otherwise. Decides nothing.

    *flips* lists what comes out otherwise, as ``{what, before, after}``.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="reviews")
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="reviews")
    result = models.ForeignKey(
        Result, models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    flips = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=300, blank=True)
