"""What a figure goes back to: a cell and who vouched for it, or a record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from zhence.evidence import Interval, Label, Text
from zhence.periods import Span
from zhence.reporting.approval import ACTS
from zhence.reporting.approval import Act as Deed
from zhence.units import Unit, unit
from zhence_web.kit.figures import NOT_REPORTED, interval_text
from zhence_web.packbook import packbook
from zhence_web.packbook.figures import unit_name
from zhence_web.records.cockpit.ground import Ground
from zhence_web.records.lifecycle.models import Move
from zhence_web.records.lifecycle.moves import with_their_records
from zhence_web.records.lifecycle.titles import state_title, transition_title
from zhence_web.records.registry.models import Document, Membership
from zhence_web.records.reporting.models import Act, Observation
from zhence_web.records.reporting.reads.past import who_did
from zhence_web.records.reporting.standing import FILL

_NOT_APPLICABLE = Text("不适用", "not applicable")


@dataclass(frozen=True, slots=True)
class Vouched:
    """Somebody did something with a revision: what, who (and for whom), where, when."""

    deed: Text
    who: Text
    office: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """One cell or one record that a figure rests on.

    A cell has *return_id*, *item* and *revision*, with what was *typed* and who
    vouched for it; other records name a *document* and, where there is one, a *link*.
    *decision* is the number of the decision that made it, if one did.
    """

    kind: str
    id: int
    title: Text
    value: Text
    unit: Text
    period: str
    label: Label
    known_at: datetime
    return_id: int | None = None
    form: str = ""
    item: str = ""
    revision: int | None = None
    typed: str = ""
    vouched: tuple[Vouched, ...] = ()
    document: str = ""
    link: str = ""
    decision: int | None = None
    low: int | None = None
    high: int | None = None


def cells(rows: Iterable[Observation], ground: Ground) -> dict[int, tuple[Source, ...]]:
    """Return figures as sources, by site; two queries for whoever vouched for them."""
    held = list(rows)
    revisions = {row.cell.revision_id for row in held if row.cell is not None}
    vouched = _vouched(revisions, ground)
    found: dict[int, list[Source]] = {}
    for row in held:
        found.setdefault(row.site_id, []).append(_cell(row, vouched))
    return {site: tuple(told) for site, told in found.items()}


def _vouched(
    revisions: Collection[int], ground: Ground
) -> Mapping[int, tuple[Vouched, ...]]:
    acts = Act.objects.filter(revision__in=revisions).exclude(verb=FILL)
    found: dict[int, list[Vouched]] = {}
    for act in acts.select_related("by", "deputy_of__user").order_by("id"):
        office = ground.names.get(act.office_id, Text("", ""))
        told = Vouched(ACTS[Deed(act.verb)], who_did(act), office, act.at)
        found.setdefault(act.revision_id, []).append(told)
    return {revision: tuple(told) for revision, told in found.items()}


def _cell(row: Observation, vouched: Mapping[int, tuple[Vouched, ...]]) -> Source:
    cell = row.cell
    name, into = _named(row.indicator, "" if cell is None else cell.unit)
    return Source(
        kind="figure" if cell is None else "cell",
        id=row.pk,
        title=name,
        value=_value(row, into),
        unit=Text("", "") if into is None else unit_name(into.name),
        period=str(Span(row.starts, row.ends)),
        label=Label(row.label),
        known_at=row.recorded_at,
        return_id=None if cell is None else cell.revision.of_id,
        form=row.source,
        item="" if cell is None else cell.item,
        revision=None if cell is None else cell.revision.number,
        typed="" if cell is None else " ".join(filter(None, (cell.typed, cell.unit))),
        vouched=() if cell is None else vouched.get(cell.revision_id, ()),
        document=row.source if cell is None else "",
        low=row.low,
        high=row.high,
    )


def _named(indicator: str, typed_in: str) -> tuple[Text, Unit | None]:
    known = packbook().sources.catalogue.find(indicator)
    if known is None:
        return Text(indicator, indicator), unit(typed_in) if typed_in else None
    return known.name, unit(typed_in) if typed_in else known.unit


def _value(row: Observation, into: Unit | None) -> Text:
    if not row.applies:
        return _NOT_APPLICABLE
    if row.low is None and row.high is None:
        return NOT_REPORTED
    factor = Fraction(1) if into is None else into.factor
    ends = (None if e is None else Fraction(e) / factor for e in (row.low, row.high))
    return interval_text(Interval(*ends))


def standing_sources(
    rows: Iterable[Membership], on: date, at: datetime
) -> dict[int, tuple[Source, ...]]:
    """Return what put each membership where it stands, by membership; one query.

    Its moves in their order, or its listing where nothing has moved it.
    """
    members = {row.pk: row for row in rows}
    moves: dict[int, list[Move]] = {}
    told = with_their_records(Move.objects.filter(membership__in=members))
    told = told.select_related("decision__document", "decision__withdrawn_by", "event")
    for move in told.filter(recorded_at__lte=at).order_by("on", "recorded_at", "id"):
        moves.setdefault(move.membership_id, []).append(move)
    return {
        key: (
            _listing(row),
            *(
                _move(move, row)
                for move in moves.get(key, ())
                if move.on is None or move.on <= on
            ),
        )
        for key, row in members.items()
    }


def _listing(row: Membership) -> Source:
    pack = packbook().sources.packs.get(row.policy)
    document = row.document
    since = row.listed_on or row.since
    return Source(
        kind="listing",
        id=row.pk,
        title=Text("登入名单时的状态", "state on entry to the list"),
        value=state_title(pack, row.state),
        unit=Text("", ""),
        period="" if since is None else since.isoformat(),
        label=Label(row.site.label),
        known_at=row.recorded_at,
        document=_called(document),
        link="" if document is None else document.link,
    )


def _move(move: Move, row: Membership) -> Source:
    pack = packbook().sources.packs.get(row.policy)
    document = None if move.decision is None else move.decision.document
    first, last = move.on, move.on_latest or move.on
    days = "" if first is None else first.isoformat()
    if last is not None and last != first:
        days = f"{days}..{last.isoformat()}"
    return Source(
        kind="move",
        id=move.pk,
        title=transition_title(pack, move.transition),
        value=state_title(pack, move.after),
        unit=Text("", ""),
        period=days,
        label=Label(move.label),
        known_at=move.recorded_at,
        document=_called(document) or move.source,
        link="" if document is None else document.link,
        decision=move.decision_id,
    )


def _called(document: Document | None) -> str:
    return "" if document is None else document.number or document.title
