"""Opening returns: who is asked for what, and by when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhence.errors import BadInputError, Fault
from zhence.periods import Span
from zhence.reporting.approval import State
from zhence.reporting.forms import ReturnForm
from zhence_web.packbook.forms import due, due_from, return_forms
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Scope, may
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.audit.actions import record
from zhence_web.records.registry.models import Label, Site
from zhence_web.records.reporting.models import Return, Revision


@transaction.atomic
def open_return(
    *,
    site_id: int,
    form: ReturnForm,
    period: Span,
    label: str,
    by: Hand,
    at: datetime,
    due_on: date | None = None,
) -> int | None:
    """Ask one site for one form for one period; ``None`` where it was asked before.

    *due_on* ``None``: the day that the form says, by working days.

    Raises:
        NotAllowedError: *by* may not ask this site.
    """
    site = Site.objects.get(pk=site_id)
    check(by, Action.OPEN_RETURN, site.org_id, timezone.localdate(at))
    row, new = Return.objects.get_or_create(
        site=site,
        form=form.code,
        period=str(period),
        defaults={
            "edition": form.edition,
            "starts": period.start,
            "ends": period.end,
            "due_on": due_on or due(form, period).on,
            "state": State.DRAFT.value,
            "holder_id": site.org_id,
            "label": Label(label),
            "opened_at": at,
        },
    )
    if not new:
        return None
    Revision.objects.create(
        of=row, number=1, reason="first", made_by_id=by.user, made_at=at
    )
    record(
        "reporting.open",
        kind="return",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={"site": site.number, "form": form.code, "period": row.period},
    )
    return int(row.pk)


@transaction.atomic
def open_returns(
    *,
    form: str,
    period: str,
    label: str,
    by: Hand,
    at: datetime,
    due_on: date | None = None,
) -> tuple[int, ...]:
    """Ask every site below *by* that fills a form; return what was newly asked.

    A site whose body was closed by the period's last day is not asked. *due_on*
    ``None``: the day that the form says; where that is over, its days from today.

    Raises:
        BadInputError: no such form in force at the period's end, no such period, or
            no such label.
        NotAllowedError: the role of *by* asks nobody for anything.
    """
    own = may(by.role, Scope.BELOW, Action.OPEN_RETURN)
    if own is not None:
        raise NotAllowedError(own)
    found = _form_for(form, period)
    if label not in Label.values:
        raise BadInputError(_label_unknown(label))
    span = found.period_of(period)
    today = timezone.localdate(at)
    below = subtree(by.org, today)
    sites = Site.objects.filter(org__in=below, kind__in=found.sites)
    sites = sites.exclude(org__closed_on__lte=span.last)
    asked = [
        open_return(
            site_id=site.pk,
            form=found,
            period=span,
            label=label,
            by=by,
            at=at,
            due_on=due_on or due_from(found, span, today).on,
        )
        for site in sites.order_by("number")
    ]
    return tuple(one for one in asked if one is not None)


def _form_for(code: str, period: str) -> ReturnForm:
    """Return the edition of a form that is in force when the period ends."""
    editions = [f for f in return_forms().forms if f.code == code]
    for form in editions:
        if form.period_of(period).last in form.valid:
            return form
    raise BadInputError(
        Fault(
            "form_unknown",
            f"没有在 {period} 期末有效的报表：{code}",
            f"no form {code} is in force at the end of {period}",
            remedy="看 reference/forms 里的表号和有效期 / see reference/forms",
        )
    )


def _label_unknown(label: str) -> Fault:
    return Fault(
        "choice_unknown",
        f"没有这种数据标签：{label}",
        f"there is no label {label!r}",
        remedy="选一种 / choose one of: " + " ".join(Label.values),
    )
