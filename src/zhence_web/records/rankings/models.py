"""Runs of methods that rank: what they looked at, by which method, what they found.

A run is frozen when it is asked for: the method and the figures stand in its content,
under a hash. What it found is written once.
"""

from __future__ import annotations

from django.db import models

from zhence_web.records.accounts.models import Appointment, Org, User
from zhence_web.records.assessment.models import Progress
from zhence_web.records.registry.models import Enterprise, Label, Site


class Asked(models.Model):
    """What every run keeps of the asking: whose, by which method, on what.

    *method* is the id of a recipe or scheme, *method_hash* of the whole method as it
    was; *sha256* is of what *content* holds, unpacked. Nobody but the office sees a
    run before *published_at*.
    """

    org = models.ForeignKey(Org, models.PROTECT, related_name="+")
    method = models.CharField(max_length=64)
    method_hash = models.CharField(max_length=64)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300)
    label = models.CharField(max_length=16, choices=Label.choices)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class IndexRun(Asked):
    """One recipe over the members of one list; *outcome* tells of the whole index."""

    policy = models.CharField(max_length=32)
    list_name = models.CharField(max_length=48)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    known_at = models.DateTimeField()
    outcome = models.JSONField(default=dict)
    progress = models.OneToOneField(Progress, models.PROTECT, related_name="index_run")
    done_at = models.DateTimeField(null=True, blank=True)


class IndexScore(models.Model):
    """A site in a year of a run.

    *score* ``None``: not published; *rank* ``None``: not ranked. *low* and *high* are
    the interval of the rank, told of the last year alone. *parts* are dimensions,
    indicators, and the change since the year before.
    """

    run = models.ForeignKey(IndexRun, models.PROTECT, related_name="scores")
    site = models.ForeignKey(Site, models.PROTECT, related_name="index_scores")
    year = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=48, blank=True)
    standing = models.CharField(max_length=16)
    score = models.FloatField(null=True, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    type_rank = models.PositiveIntegerField(null=True, blank=True)
    coverage = models.FloatField()
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    parts = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("run", "site", "year"), name="one_index_score"
            ),
        )


class GradeRun(Asked):
    """The per-mu grades of the firms on one roster; *content* is the roster's file.

    Objections are taken up to *objections_until*, that day included.
    """

    year = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=120)
    outcome = models.JSONField(default=dict)
    objections_until = models.DateField(null=True, blank=True)


class FirmGrade(models.Model):
    """A firm's result: numbers exact, as text; *sheet* has every item of the sum.

    *enterprise* ``None``: nobody has this firm on the registry. *score*, *rank* and
    the bands are empty where the *standing* gives none; *final* ``?``: a person
    decides. *land* and *tax* are in millionths of 亩 and 万元, ``None`` if unknown.
    """

    run = models.ForeignKey(GradeRun, models.PROTECT, related_name="grades")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="grades"
    )
    credit_code = models.CharField(max_length=220)
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=80, blank=True)
    industry = models.CharField(max_length=80, blank=True)
    standing = models.CharField(max_length=16)
    score = models.CharField(max_length=32, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    of = models.PositiveIntegerField(null=True, blank=True)
    band = models.CharField(max_length=16, blank=True)
    final = models.CharField(max_length=16, blank=True)
    land = models.BigIntegerField(null=True, blank=True)
    tax = models.BigIntegerField(null=True, blank=True)
    sheet = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("run", "credit_code"), name="one_grade_a_firm"
            ),
        )


class FirmSeat(models.Model):
    """For which firm somebody in an enterprise's appointment speaks."""

    appointment = models.OneToOneField(
        Appointment, models.PROTECT, related_name="firm_seat"
    )
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="seats")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()


class Objection(models.Model):
    """What a firm says against its result, and the office's dated answer.

    *upheld* and *answered_at* are empty until it is answered.
    """

    grade = models.ForeignKey(FirmGrade, models.PROTECT, related_name="objections")
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    upheld = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("grade",),
                condition=models.Q(answered_at__isnull=True),
                name="one_open_objection",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, upheld__isnull=True)
                | models.Q(answered_at__isnull=False, upheld__isnull=False),
                name="an_answer_says_yes_or_no",
            ),
        )


class RaceRun(Asked):
    """A race of one year; *content* is the file that the command line settles.

    *terms* are the weights, the places and the purses, exact, as text.
    """

    year = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=120)
    places = models.PositiveIntegerField()
    terms = models.JSONField(default=dict)


class RaceResult(models.Model):
    """Where one subject came in: numbers exact, as text.

    *site* ``None``: it is on no registry. *rank* ``None``: a part of its score is
    unknown. *paid* has kind, unit, amount, and the amount before the block was cut.
    """

    class Fate(models.TextChoices):
        AWARDED = "awarded", "获奖"
        PENDING = "pending", "待定"
        BEHIND = "behind", "未获奖"
        UNKNOWN = "unknown", "缺报"

    run = models.ForeignKey(RaceRun, models.PROTECT, related_name="results")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="race_results"
    )
    name = models.CharField(max_length=120)
    score = models.CharField(max_length=64, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    fate = models.CharField(max_length=8, choices=Fate.choices)
    parts = models.JSONField(default=dict)
    paid = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "name"), name="one_place_a_race"),
        )


class StarRun(Asked):
    """Stars proposed from a published index; *document* is what confirmed them.

    *content* is the table of scores and present stars that the command line takes.
    """

    index_run = models.ForeignKey(IndexRun, models.PROTECT, related_name="star_runs")
    year = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=120, blank=True)


class StarRating(models.Model):
    """The stars of a town in a run; ``None``: it has none.

    *score* empty: unknown, or not whole, and then nothing moves. *band* is what the
    score alone says, *before* what the town had.
    """

    run = models.ForeignKey(StarRun, models.PROTECT, related_name="ratings")
    site = models.ForeignKey(Site, models.PROTECT, related_name="star_ratings")
    score = models.CharField(max_length=32, blank=True)
    before = models.PositiveSmallIntegerField(null=True, blank=True)
    band = models.PositiveSmallIntegerField(null=True, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    move = models.CharField(max_length=16)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("run", "site"), name="one_rating_a_town"),
        )
