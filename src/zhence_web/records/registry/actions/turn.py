"""Whose turn it is: some deeds must not be done by two at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from zhence_web.records.accounts.gate import NotAllowedError
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.audit.models import Head
from zhence_web.records.registry.models import Site

Row = TypeVar("Row", bound=Model)


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
        NotAllowedError: there is none: what is absent looks like what is hidden.
    """
    return found(Site.objects.select_for_update().filter(pk=site))


def found(rows: QuerySet[Row]) -> Row:
    """Return the one row of a query.

    Raises:
        NotAllowedError: there is none: what is absent looks like what is hidden.
    """
    row = rows.first()
    if row is None:
        raise NotAllowedError(Denied(Action.EDIT_REGISTRY, Why.SCOPE))
    return row


def day(at: datetime) -> date:
    """Return the local day of a moment: the day on which a right is asked for."""
    return timezone.localtime(at).date()
