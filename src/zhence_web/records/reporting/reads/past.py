"""What happened to a return: its revisions, who did what for whom, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from zhence.evidence import Interval, Text
from zhence.reporting.approval import ACTS
from zhence.reporting.approval import Act as Deed
from zhence.reporting.forms import Item, ReturnForm
from zhence.reporting.returns import Change, differences
from zhence.reporting.returns import Difference as Found
from zhence_web.kit.figures import exact_text
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import OrgName
from zhence_web.records.reporting.facts import cell_value, form_of
from zhence_web.records.reporting.models import Act, Observation
from zhence_web.records.reporting.reads.heads import seen
from zhence_web.records.reporting.reads.sheet import value_text
from zhence_web.records.reporting.standing import FILL

_FILLED = Text("填写", "filled in")
_CHANGES: Mapping[Change, Text] = {
    Change.ADDED: Text("新增", "added"),
    Change.CHANGED: Text("改动", "changed"),
    Change.REMOVED: Text("撤去", "removed"),
}
_REASONS: Mapping[str, Text] = {
    "first": Text("首次报送", "first"),
    "scheduled": Text("定期修订", "scheduled revision"),
    "error": Text("差错更正", "error"),
    "scope": Text("口径调整", "scope"),
    "method": Text("方法变更", "method"),
}


@dataclass(frozen=True, slots=True)
class StepView:
    """One act: *who* reads "A 代 B" where a deputy acted. *times* saves in a row.

    *cells* are those that were sent back, by name, each with its reason.
    """

    verb: str
    name: Text
    who: Text
    office: str
    at: datetime
    note: str
    times: int
    cells: tuple[tuple[Text, str], ...]


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One revision with what was done to it; *sealed_at* ``None``: still open."""

    number: int
    reason: Text
    sealed_at: datetime | None
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell in two revisions; values and *by* are in *unit*."""

    code: str
    name: Text
    unit: str
    change: Text
    before: Text
    after: Text
    by: Text
    explanation: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that became known by this return, and which one it followed."""

    name: Text
    unit: str
    value: Text
    reason: Text
    at: datetime


def history(return_id: int, by: Hand, on: date) -> tuple[RevisionView, ...]:
    """Return the revisions of a return, the newest first; none if it is hidden."""
    row = seen(return_id, by, on)
    if row is None:
        return ()
    form = form_of(row)
    acts = Act.objects.filter(revision__of=row).order_by("id")
    acts = acts.select_related("by", "deputy_of__user").prefetch_related("cells")
    rows = list(acts)
    offices = _offices({a.office_id for a in rows}, on)
    return tuple(
        RevisionView(
            number=revision.number,
            reason=_REASONS[revision.reason],
            sealed_at=revision.sealed_at,
            steps=_steps(
                (a for a in rows if a.revision_id == revision.pk), form, offices
            ),
        )
        for revision in row.revisions.order_by("-number")
    )


def differences_of(return_id: int, by: Hand, on: date) -> tuple[Difference, ...] | None:
    """Return what the newest revision changed since the one submitted before it.

    ``None`` where there is nothing to compare: it is the first, hidden or absent.
    """
    row = seen(return_id, by, on)
    if row is None:
        return None
    newest = list(row.revisions.order_by("-number")[:2])
    if len(newest) == 1:
        return None
    form = form_of(row)
    after, before = ({c.item: cell_value(c) for c in r.cells.all()} for r in newest)
    found = differences(form, before, after)
    return tuple(_difference(each, item) for each, item in _with_items(found, form))


def corrections(return_id: int, by: Hand, on: date) -> tuple[Correction, ...]:
    """Return the figures that this return made known, the newest first."""
    row = seen(return_id, by, on)
    if row is None:
        return ()
    form = form_of(row)
    rows = Observation.objects.filter(cell__revision__of=row).order_by("-id")
    return tuple(
        Correction(
            name=item.indicator.name,
            unit=item.unit.name,
            value=value_text(item, cell_value(cell)),
            reason=_REASONS[told.reason],
            at=told.recorded_at,
        )
        for told in rows.select_related("cell")
        if (item := form.find(told.indicator)) is not None
        and (cell := told.cell) is not None
    )


def _steps(
    acts: Iterable[Act], form: ReturnForm, offices: Mapping[int, str]
) -> tuple[StepView, ...]:
    """Return acts in order; saves of one hand in a row are one step."""
    steps: list[StepView] = []
    for act in acts:
        step = _step(act, form, offices)
        same = steps and (steps[-1].verb, steps[-1].who) == (FILL, step.who)
        if same and step.verb == FILL:
            steps[-1] = replace(step, times=steps[-1].times + 1)
        else:
            steps.append(step)
    return tuple(steps)


def _step(act: Act, form: ReturnForm, offices: Mapping[int, str]) -> StepView:
    return StepView(
        verb=act.verb,
        name=_FILLED if act.verb == FILL else ACTS[Deed(act.verb)],
        who=who_did(act),
        office=offices.get(act.office_id, ""),
        at=act.at,
        note=act.note,
        times=1,
        cells=tuple(
            (item.indicator.name, cell.reason)
            for cell in act.cells.all()
            if (item := form.find(cell.item)) is not None
        ),
    )


def who_did(act: Act) -> Text:
    """Return who acted, and for whom: "A 代 B"."""
    name = act.by.display_name
    if act.deputy_of is None:
        return Text(name, name)
    other = act.deputy_of.user.display_name
    return Text(f"{name} 代 {other}", f"{name} for {other}")


def _offices(orgs: set[int], on: date) -> dict[int, str]:
    rows = OrgName.objects.filter(org__in=orgs, since__lte=on).order_by("since")
    return dict(rows.values_list("org_id", "zh"))


def _with_items(
    found: Iterable[Found], form: ReturnForm
) -> Iterable[tuple[Found, Item]]:
    for each in found:
        item = form.find(each.item)
        if item is not None:
            yield each, item


def _difference(each: Found, item: Item) -> Difference:
    return Difference(
        code=each.item,
        name=item.indicator.name,
        unit=item.unit.name,
        change=_CHANGES[each.change],
        before=value_text(item, each.before),
        after=value_text(item, each.after),
        by=_signed(each.by, item),
        explanation=each.after.explanation,
    )


def _signed(by: Interval | None, item: Item) -> Text:
    """Return by how much a figure grew, exactly; a dash where it cannot be said."""
    if by is None or not by.known or by.low is None:
        return Text("—", "—")
    text = exact_text(by.low / item.unit.factor)
    text = f"+{text}" if by.low > 0 else text
    return Text(text, text)
