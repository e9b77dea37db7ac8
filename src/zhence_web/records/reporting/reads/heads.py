"""The head of a return: whose it is, what it is for, where it stands, who has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from zhence.evidence import Label, Text
from zhence.reporting.approval import LEVELS, STATES, State
from zhence_web.packbook.timing import Near, Timing, timing
from zhence_web.packbook.words import LABELS
from zhence_web.records.accounts.gate import allowed
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.registry.models import Site
from zhence_web.records.registry.reads.sites import SiteView, named_sites
from zhence_web.records.reporting.facts import form_of
from zhence_web.records.reporting.models import Return

_OPEN = frozenset({State.DRAFT, State.RETURNED})


@dataclass(frozen=True, slots=True)
class Head:
    """A return as lists and pages name it.

    *holder* is the level that has to act next; *final*: nobody has to any more.
    *timing*: how near its day is, ``None`` where it has none or has left the site.
    *revision* is the number of the newest one; *label* says where its figures come
    from (synthetic ones are never taken for real ones).
    """

    id: int
    version: int
    site: SiteView
    form: str
    title: Text
    edition: str
    number: Text
    issuer: Text
    period: str
    ends: date
    due_on: date | None
    state: State
    state_name: Text
    holder: Text
    final: bool
    timing: Timing | None
    revision: int
    label: str
    label_name: Text

    @property
    def late(self) -> bool:
        """Say whether it is still with the site after the last day in time."""
        return self.timing is not None and self.timing.near is Near.LATE

    @property
    def open(self) -> bool:
        """Say whether it is with the site that fills it."""
        return self.state in _OPEN


def heads(rows: QuerySet[Return], on: date) -> tuple[Head, ...]:
    """Return the heads of returns in the order of *rows*; names are those of *on*."""
    whole = rows.select_related("site__org").prefetch_related("site__aliases")
    found = list(whole.annotate(newest=Max("revisions__number")))
    sites = named_sites(_sites(found), on)
    return tuple(_head(row, sites[row.site_id], on) for row in found)


def seen(return_id: int, by: Hand, on: date) -> Return | None:
    """Return a return that *by* may see, else ``None``: hidden and absent are alike."""
    row = Return.objects.select_related("site__org").filter(pk=return_id).first()
    if row is None:
        return None
    if allowed(by, Action.VIEW_RETURN, row.site.org_id, on) is not None:
        return None
    return row


def _sites(rows: Iterable[Return]) -> list[Site]:
    return list({row.site_id: row.site for row in rows}.values())


def _head(row: Return, site: SiteView, on: date) -> Head:
    form, state = form_of(row), State(row.state)
    return Head(
        id=row.pk,
        version=row.version,
        site=site,
        form=row.form,
        title=form.title,
        edition=row.edition,
        number=form.number,
        issuer=form.issuer,
        period=row.period,
        ends=row.ends,
        due_on=row.due_on,
        state=state,
        state_name=STATES[state],
        holder=LEVELS[form.chain.holder(state)],
        final=state is form.chain.final,
        timing=timing(row.due_on, on) if state in _OPEN and row.due_on else None,
        revision=getattr(row, "newest"),  # noqa: B009  # an annotation of the query
        label=row.label,
        label_name=LABELS[Label(row.label)],
    )
