"""The chain: one row a deed, each sealed over the one before it.

No foreign key points out of here: a row must outlive whatever it tells of.
"""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One deed. Never changed, never deleted: triggers in the database refuse both.

    *seq* counts from 1 without a gap. *payload* is the canonical JSON text that
    *digest* was taken over, together with *previous*; the columns beside it repeat
    what lists filter by.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=150, db_index=True)
    acting_for = models.CharField(max_length=150, blank=True)
    office = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=64, db_index=True)
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    payload = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("seq",)
        indexes = (models.Index(fields=("object_kind", "object_id", "seq")),)


class Head(models.Model):
    """The end of the chain: the one row that every writer locks first."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="one_audit_head"),
        )
