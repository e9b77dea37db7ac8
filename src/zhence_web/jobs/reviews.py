"""Restated figures in the background: each is held against what runs concluded."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from zhence_web.records.assessment.actions import open_review, restated


@task()
def reconsider() -> int:
    """Open the reviews that restated figures call for; return how many."""
    return sum(
        len(open_review(observation=row, at=timezone.now())) for row in restated()
    )
