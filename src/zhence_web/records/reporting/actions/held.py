"""A return held for one deed: locked, allowed, and as new as the doer saw it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from zhence.errors import BadInputError, Fault
from zhence.reporting.approval import Act as Deed
from zhence.reporting.approval import Level, Moved, Refused, State, decide
from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.forms import ReturnForm
from zhence_web.records.accounts.gate import NotAllowedError, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, Denied, Why
from zhence_web.records.reporting.facts import cell_value, form_of
from zhence_web.records.reporting.models import Act, Return, Revision
from zhence_web.records.reporting.standing import had_a_hand, holder_of


@dataclass(frozen=True, slots=True)
class Held:
    """A locked return with its newest revision; nobody else moves it meanwhile."""

    row: Return
    revision: Revision
    form: ReturnForm
    on: date

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.row.state)

    def cells(self) -> dict[str, CellValue]:
        """Return the cells of the newest revision by item."""
        return {c.item: cell_value(c) for c in self.revision.cells.all()}


def hold(
    return_id: int, action: Action, *, version: int, by: Hand, at: datetime
) -> Held:
    """Lock a return for *action*.

    Raises:
        NotAllowedError: there is no such return in reach, the right is missing, it
            is the doer's own work, or *version* is not the newest any more: somebody
            was first (``Why.STATE``, which answers 409).
    """
    # Only the return itself is locked: the tables it points to are shared by all.
    rows = Return.objects.select_for_update(of=("self",)).select_related("site")
    row = rows.filter(pk=return_id).first()
    if row is None:
        raise NotAllowedError(Denied(action, Why.SCOPE))
    on = timezone.localdate(at)
    mine = had_a_hand(row.pk, by)
    check(by, action, row.site.org_id, on, row.state, own_work=mine)
    if row.version != version:
        raise NotAllowedError(Denied(action, Why.STATE))
    revision = row.revisions.order_by("-number")[0]
    return Held(row, revision, form_of(row), on)


def decided(held: Held, deed: Deed, level: Level) -> Moved:
    """Return where the chain leads by *deed*.

    Raises:
        BadInputError: the chain of the form does not allow it, and why.
    """
    outcome = decide(held.form.chain, held.state, deed, level)
    if isinstance(outcome, Refused):
        because, remedy = outcome.because, outcome.remedy
        raise BadInputError(
            Fault(
                outcome.code,
                because.zh,
                because.en,
                remedy=f"{remedy.zh} / {remedy.en}",
            )
        )
    return outcome


def act(
    revision: Revision,
    verb: str,
    states: tuple[str, str],
    *,
    by: Hand,
    at: datetime,
    note: str = "",
) -> Act:
    """Write down one step of a revision, and in whose place it was done."""
    before, after = states
    return Act.objects.create(
        revision=revision,
        verb=verb,
        before=before,
        after=after,
        by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        office_id=by.org,
        note=note,
        at=at,
    )


def move(held: Held, to: State) -> None:
    """Put a return into its next state, into the next hands, one version on."""
    row = held.row
    row.state = to.value
    row.version += 1
    level = held.form.chain.holder(to)
    row.holder_id = holder_of(row.site.org_id, level, held.on)
    row.save(update_fields=["state", "version", "holder"])
