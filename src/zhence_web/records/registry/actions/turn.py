"""Whose turn it is: some deeds must not be done by two at once."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from zhence_web.records.audit.models import Head
from zhence_web.records.registry.models import Site


def in_turn() -> None:
    """Wait until nobody else is writing.

    For what must be unique over all sites (a number, a project's code, a firm's):
    no row exists yet that could be locked. Every deed takes this lock at its end
    anyway, to be recorded.
    """
    Head.objects.get_or_create(id=1)
    Head.objects.select_for_update().get(id=1)


def locked(site: int) -> Site:
    """Return a site that nobody else changes before this transaction ends.

    Raises:
        Site.DoesNotExist: there is none.
    """
    return Site.objects.select_for_update().get(pk=site)


def day(at: datetime) -> date:
    """Return the local day of a moment: the day on which a right is asked for."""
    return timezone.localtime(at).date()
