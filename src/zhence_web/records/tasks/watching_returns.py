"""Returns that are due, missing, sent back, or held too long by a level."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet
from django.utils.timezone import localdate

from zhence.evidence import Text
from zhence.reporting.alerts import Rule
from zhence.reporting.approval import Act as Deed
from zhence.reporting.approval import State
from zhence_web.records.reporting.facts import form_of
from zhence_web.records.reporting.models import Return
from zhence_web.records.reporting.standing import FILL
from zhence_web.records.tasks.condition import Condition, Look

_OPEN = (State.DRAFT.value, State.RETURNED.value)


def due(rule: Rule, look: Look) -> Iterator[Condition]:
    """Find what is with its site and due within the days of the rule."""
    rows = _rows().filter(
        state__in=_OPEN, due_on__gte=look.on, due_on__lte=look.ahead(rule.days)
    )
    for row in rows:
        yield _condition(row, f"{row.pk}:{row.due_on}")


def missing(rule: Rule, look: Look) -> Iterator[Condition]:
    """Find what never came and whose day is over, an extension's last day included."""
    rows = _rows().annotate(until=Max("extensions__until"))
    rows = rows.filter(Q(until__isnull=True) | Q(until__lt=look.on))
    for row in rows.filter(state=State.DRAFT.value, due_on__lt=look.on):
        last = getattr(row, "until", None) or row.due_on
        if last is not None and look.waited(last) >= rule.days:
            yield _condition(row, f"{row.pk}:{last}")


def sent_back(rule: Rule, look: Look) -> Iterator[Condition]:
    """Find what was sent back the days of the rule ago and is not mended yet."""
    verb = Q(revisions__acts__verb=Deed.SEND_BACK.value)
    rows = _rows().annotate(since=Max("revisions__acts__at", filter=verb))
    for row in rows.filter(state=State.RETURNED.value, since__isnull=False):
        since = getattr(row, "since")  # noqa: B009  # an annotation of the query
        if look.waited(localdate(since)) >= rule.days:
            yield _condition(row, f"{row.pk}:{since:%Y%m%d%H%M%S}")


def waiting(rule: Rule, look: Look) -> Iterator[Condition]:
    """Find what a level has held for the days of the rule; that level owns it."""
    done = ~Q(revisions__acts__verb=FILL)
    rows = _rows().annotate(since=Max("revisions__acts__at", filter=done))
    for row in rows.exclude(state__in=_OPEN).filter(since__isnull=False):
        form, state = form_of(row), State(row.state)
        since = getattr(row, "since")  # noqa: B009  # an annotation of the query
        if state is form.chain.final or look.waited(localdate(since)) < rule.days:
            continue
        found = _condition(row, f"{row.pk}:{since:%Y%m%d%H%M%S}")
        yield Condition(
            found.subject,
            found.about,
            found.kind,
            found.ref,
            found.what,
            form.chain.holder(state),
        )


def called(row: Return) -> Text:
    """Return what a return is called: its form and its period."""
    title = form_of(row).title
    return Text(f"{row.period} {title.zh}", f"{row.period} {title.en}")


def _rows() -> QuerySet[Return]:
    return Return.objects.select_related("site").order_by("id")


def _condition(row: Return, subject: str) -> Condition:
    return Condition(subject, row.site.org_id, "return", str(row.pk), called(row))
