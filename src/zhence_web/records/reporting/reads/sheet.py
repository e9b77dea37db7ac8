"""One return, cell by cell: what stands there, what it means, what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhence.evidence import Interval, Text
from zhence.facts.catalogue import Kind
from zhence.periods import Span
from zhence.reporting.approval import Act as Deed
from zhence.reporting.approval import Level, Moved, State, decide
from zhence.reporting.cells import Cell as CellValue
from zhence.reporting.cells import Given, missing
from zhence.reporting.forms import Item, ReturnForm
from zhence.reporting.growth import year_before
from zhence.reporting.returns import open_items
from zhence_web.kit.figures import NOT_REPORTED, exact_text, interval_text
from zhence_web.records.accounts.gate import allowed
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.reporting.facts import cell_value, form_of, period_of
from zhence_web.records.reporting.locking import Lock, lock_of
from zhence_web.records.reporting.models import Return, Revision
from zhence_web.records.reporting.reads.heads import Head, heads, seen
from zhence_web.records.reporting.standing import had_a_hand, sent_back

NOT_APPLICABLE = Text("不适用", "not applicable")

_DECLARED: Mapping[Kind, Text] = {
    Kind.FLOW: Text("本期数", "this period"),
    Kind.YEAR_TO_DATE: Text("年初累计", "since 1 January"),
    Kind.CUMULATIVE: Text("累计数", "since the beginning"),
    Kind.STOCK: Text("期末数", "at the end"),
}
_DEEDS: tuple[tuple[Action, Deed, Level], ...] = (
    (Action.SUBMIT_RETURN, Deed.SUBMIT, Level.SITE),
    (Action.VERIFY_RETURN, Deed.VERIFY, Level.COUNTY),
    (Action.ACCEPT_AS_CITY, Deed.ACCEPT_AS_CITY, Level.CITY),
    (Action.ACCEPT_AS_PROVINCE, Deed.ACCEPT_AS_PROVINCE, Level.PROVINCE),
    (Action.SEND_BACK, Deed.SEND_BACK, Level.COUNTY),
    (Action.SEND_BACK, Deed.SEND_BACK, Level.CITY),
    (Action.SEND_BACK, Deed.SEND_BACK, Level.PROVINCE),
)


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell as the form shows it.

    *value* is *amount*, which is in *unit*, as people read it, or says that it is
    unreported or does not apply; *last* is the same of the period before. *returned* is
    why it was sent back, empty if it was not. *open*: whoever fills it may change it.
    *value* is in *unit*, or says that it is unreported or does not apply; *last* is
    the same of the period before, *year_ago* of the same period a year before, ``None``
    where that is the period before. *returned* is why it was sent back, empty if it was
    not. *open*: whoever fills it may change it now.
    """

    code: str
    name: Text
    definition: Text
    note: Text
    unit: str
    kind: Text
    required: bool
    part_of: Text | None
    given: Given
    typed: str
    amount: Interval | None
    value: Text
    last: Text
    year_ago: Text | None
    explanation: str
    open: bool
    returned: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A return to fill or to look at.

    *acts* are what the hand that asked may do now; *own_work* says that it may not
    approve, because the same person had a hand in it. *lock* says until when a draft
    may be filled, *extends* that the hand may move that day.
    """

    head: Head
    sections: tuple[tuple[Text, tuple[CellView, ...]], ...]
    acts: frozenset[Deed]
    fills: bool
    own_work: bool
    lock: Lock | None
    extends: bool

    @property
    def cells(self) -> tuple[CellView, ...]:
        """All cells in the order of the form."""
        return tuple(cell for _, cells in self.sections for cell in cells)

    @property
    def sent_back(self) -> tuple[CellView, ...]:
        """The cells that are open because they were sent back."""
        return tuple(cell for cell in self.cells if cell.open and cell.returned)


def sheet(return_id: int, by: Hand, on: date) -> Sheet | None:
    """Return one return as *by* sees it, ``None`` if it is hidden or absent."""
    row = seen(return_id, by, on)
    if row is None:
        return None
    form, state = form_of(row), State(row.state)
    returned = sent_back(row.pk) if state is State.RETURNED else {}
    may_open = open_items(form, state, returned)
    now, before = _cells(_newest(row)), _past(row, form)
    own = had_a_hand(row.pk, by)
    lock = lock_of(row, on)
    shut = lock is not None and lock.over
    org = row.site.org_id
    return Sheet(
        head=heads(Return.objects.filter(pk=row.pk), on)[0],
        sections=tuple(
            (
                section.title,
                tuple(
                    _view(form, item, now, before, may_open, returned)
                    for item in section.items
                ),
            )
            for section in form.sections
        ),
        acts=_acts(row, form, by, on, own=own) - ({Deed.SUBMIT} if shut else set()),
        fills=not shut and allowed(by, Action.FILL_RETURN, org, on, row.state) is None,
        own_work=own,
        lock=lock,
        extends=allowed(by, Action.EXTEND_RETURN, org, on, row.state) is None,
    )


def value_text(item: Item, cell: CellValue) -> Text:
    """Return what a cell says, in the unit of its item."""
    if cell.given is Given.NOT_APPLICABLE:
        return NOT_APPLICABLE
    amount = _in_unit(item, cell)
    if amount is None:
        return NOT_REPORTED
    if amount.known and amount.low is not None:
        exact = exact_text(amount.low)
        return Text(exact, exact)
    return interval_text(amount)


def _in_unit(item: Item, cell: CellValue) -> Interval | None:
    if cell.amount is None:
        return None
    return cell.amount.times(1 / item.unit.factor)


def _view(  # what a cell says is spread over as many places
    form: ReturnForm,
    item: Item,
    now: Mapping[str, CellValue],
    before: _Past,
    may_open: frozenset[str],
    returned: Mapping[str, str],
) -> CellView:
    cell = now.get(item.code) or missing(item.code)
    whole = form.find(item.part_of or "")
    return CellView(
        code=item.code,
        name=item.indicator.name,
        definition=item.indicator.definition,
        note=item.note,
        unit=item.unit.name,
        kind=_DECLARED[item.kind],
        required=item.required,
        part_of=whole.indicator.name if whole else None,
        given=cell.given,
        typed=cell.typed,
        amount=_in_unit(item, cell),
        value=value_text(item, cell),
        last=_then(item, before.last),
        year_ago=None if before.year_ago is None else _then(item, before.year_ago),
        explanation=cell.explanation,
        open=item.code in may_open,
        returned=returned.get(item.code, ""),
    )


def _newest(row: Return) -> Revision | None:
    return row.revisions.order_by("-number").first()


@dataclass(frozen=True, slots=True)
class _Past:
    """The cells of the period before, and of a year before where that is another."""

    last: Mapping[str, CellValue]
    year_ago: Mapping[str, CellValue] | None


def _past(row: Return, form: ReturnForm) -> _Past:
    period = period_of(row)
    last, then = form.before(period), year_before(period)
    return _Past(_of(row, last), None if last == then else _of(row, then))


def _of(row: Return, period: Span) -> dict[str, CellValue]:
    """Return the newest cells of the same form for another period; none if none."""
    others = Return.objects.filter(site=row.site_id, form=row.form, period=str(period))
    found = others.first()
    return {} if found is None else _cells(_newest(found))


def _then(item: Item, cells: Mapping[str, CellValue]) -> Text:
    return value_text(item, cells.get(item.code) or missing(item.code))


def _cells(revision: Revision | None) -> dict[str, CellValue]:
    if revision is None:
        return {}
    return {cell.item: cell_value(cell) for cell in revision.cells.all()}


def _acts(
    row: Return, form: ReturnForm, by: Hand, on: date, *, own: bool
) -> frozenset[Deed]:
    """Return what this hand may do to it now: by right, by state and by the chain."""
    org, state = row.site.org_id, State(row.state)
    return frozenset(
        deed
        for action, deed, level in _DEEDS
        if isinstance(decide(form.chain, state, deed, level), Moved)
        and allowed(by, action, org, on, row.state, own_work=own) is None
    )
