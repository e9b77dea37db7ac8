"""The lists of the real towns: as practised, and carried over to the guidance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhence.lifecycle.replay import UNKNOWN, Life, Step
from zhence.periods import DayRange
from zhence_web.packbook import Town, packbook
from zhence_web.packbook.citations import cited
from zhence_web.records.lifecycle.models import Event, Move
from zhence_web.records.management.demo.stage import Stage
from zhence_web.records.registry.models import Document, Label, Membership, Site

PRACTICE, GUIDANCE, LIST = "ZJ-PRACTICE", "ZJ2023", "provincial"
TAKEN_OVER = date(2023, 7, 5)
"""The day of the repost by which ZJ2023 is known; its own first day is not."""

_LISTED, _LEFT, _NAMED = "listed_creation", "left_list", "named"
_ENTRY, _EXIT = "UNLISTED", "EXITED"
_GOOD = frozenset({"excellent", "good", "qualified"})
_CATEGORIES: Mapping[str, str] = {
    "信息经济/数字经济": "digital_economy",
    "信息经济": "digital_economy",
    "高端装备制造": "high_end_equipment",
    "历史经典": "historic_classics",
    "环保": "environment",
    "健康": "health",
    "时尚": "fashion",
    "金融": "finance",
    "旅游": "tourism",
}
_NO_LISTING = "列入日期未见公布，按最早见到的记载登记"
_CARRIED = "自 2015–2020 年名单转入；施行日期有待核定，以转载日为起"


@dataclass(frozen=True, slots=True)
class _Known:
    """A town of which events are known."""

    town: Town
    site: Site
    life: Life


def load_lists(stage: Stage, sites: Mapping[str, Site]) -> dict[str, Membership]:
    """Load the lists of the towns; return those under the guidance, by town."""
    papers = _papers(stage)
    lives = packbook().standings.lives
    known = [
        _Known(town, sites[town.name], lives[town.name])
        for town in packbook().towns
        if town.name in lives
    ]
    practice = [_practised(stage, one, papers) for one in known]
    Membership.objects.bulk_create(practice)
    events, moves = _history(stage, practice, known)
    guidance, namings = _guidance(stage, known, papers)
    Move.objects.bulk_create([*moves, *namings])
    stage.loaded(
        "浙江名单（公开来源）",
        {
            "来源": len(papers),
            "名单关系": len(practice) + len(guidance),
            "流转": len(moves) + len(namings),
            "事件": len(events),
        },
    )
    return guidance


def _papers(stage: Stage) -> dict[str, Document]:
    """Put every source that the events were read from on record, once."""
    steps = (s for life in packbook().standings.lives.values() for s in life.steps)
    cells = sorted({step.happening.source for step in steps})
    made = Document.objects.bulk_create(
        Document(
            title=f"名单与成绩的公开来源：{cited(cell)[0].name.zh}"[:300],
            link=next((c.url for c in cited(cell) if c.url), ""),
            issuer="网页转载，不具权威性",
            label=Label.REFERENCE,
            recorded_at=stage.at,
        )
        for cell in cells
    )
    return dict(zip(cells, made, strict=True))


def _practised(stage: Stage, one: _Known, papers: Mapping[str, Document]) -> Membership:
    """Return a town's place on the list as it was practised."""
    first, life = one.life.steps[0].happening, one.life
    row = Membership(
        site=one.site,
        policy=PRACTICE,
        list_name=LIST,
        state=_ENTRY,
        document=papers[first.source],
        recorded_at=stage.at,
    )
    if life.state == UNKNOWN:
        # Nobody saw the listing: the first thing seen says on which list it was.
        states = {_NAMED: "NAMED", _LEFT: _EXIT}
        row.state = first.assessed_in or states[first.kind]
        row.reason = _NO_LISTING
    else:
        listing = next(step for step in life.steps if step.transition is not None)
        row.since = row.listed_on = listing.happening.on.latest
    left = _step(life, _LEFT)
    if left is not None and life.state in {_EXIT, UNKNOWN}:
        row.until = left.happening.on.latest
        row.ended_at = stage.at
        row.end_reason = "退出名单"
        row.end_document = papers[left.happening.source]
    return row


def _history(
    stage: Stage, rows: list[Membership], known: list[_Known]
) -> tuple[list[Event], list[Move]]:
    """Record what happened, and return with it the moves that it carried out."""
    steps = [
        (row, step)
        for row, one in zip(rows, known, strict=True)
        for step in one.life.steps
        if step.transition is not None or step.happening.on.latest is not None
    ]
    events = {
        index: _event(stage, row, step, step.happening.on.latest)
        for index, (row, step) in enumerate(steps)
        if step.happening.on.latest is not None
    }
    made = Event.objects.bulk_create(events.values())
    moves = [
        _move(stage, row, step, step.transition, event=events.get(index))
        for index, (row, step) in enumerate(steps)
        if step.transition is not None
    ]
    return made, moves


def _guidance(
    stage: Stage, known: list[_Known], papers: Mapping[str, Document]
) -> tuple[dict[str, Membership], list[Move]]:
    """Carry creating and named towns over; return them and who was named since."""
    standing = packbook().standings.on(TAKEN_OVER)
    rows: dict[str, Membership] = {}
    namings: list[Move] = []
    for one in known:
        name, naming = one.town.name, _step(one.life, _NAMED)
        begun = _carried(one.life, standing[name].state)
        if begun is None:
            continue
        state, since = begun
        category = one.town.category
        rows[name] = Membership(
            site=one.site,
            policy=GUIDANCE,
            list_name=LIST,
            state=state,
            category=_CATEGORIES[category.zh] if category else "",
            listed_on=_creation_day(one.life),
            since=since,
            document=papers[one.life.steps[0].happening.source],
            reason=_CARRIED,
            recorded_at=stage.at,
        )
        if state == "CREATING" and naming is not None:
            namings.append(_move(stage, rows[name], naming, "Z1", (state, "NAMED")))
    Membership.objects.bulk_create(rows.values())
    return rows, namings


def _carried(life: Life, standing: str) -> tuple[str, date] | None:
    """Return the state under the guidance and its first day; ``None``: not on it.

    A town whose listing nobody saw is in creation where it was assessed so, and
    named from the day that it was.
    """
    if standing in {"CREATION", "NAMED"}:
        return ("CREATING" if standing == "CREATION" else "NAMED"), TAKEN_OVER
    if standing != UNKNOWN:
        return None
    last = life.steps[-1].happening
    if any(step.happening.assessed_in == "CREATION" for step in life.steps):
        moved_down = _step(life, "moved_to_cultivation") is not None
        return None if moved_down else ("CREATING", TAKEN_OVER)
    if last.kind == _NAMED and last.on.latest is not None:
        return "NAMED", last.on.latest
    return None


def _step(life: Life, kind: str) -> Step | None:
    return next((s for s in life.steps if s.happening.kind == kind), None)


def _creation_day(life: Life) -> date | None:
    """Return the day of the last creation list that a town came on, if seen."""
    days = [s.happening.on.latest for s in life.steps if s.happening.kind == _LISTED]
    return days[-1] if days else None


def _move(
    stage: Stage,
    row: Membership,
    step: Step,
    transition: str,
    states: tuple[str, str] | None = None,
    event: Event | None = None,
) -> Move:
    """Return a move as it was read; *states* where another policy calls them so."""
    before, after = states or (step.before or _ENTRY, step.after or "")
    earliest, latest = _ends(step.happening.on)
    return Move(
        membership=row,
        event=event,
        transition=transition,
        before=before,
        after=after,
        on=earliest,
        on_latest=latest,
        source=step.happening.source,
        label=Label.REFERENCE,
        recorded_at=stage.at,
    )


def _event(stage: Stage, row: Membership, step: Step, on: date) -> Event:
    """Return what happened; what its source says of it stands before the source."""
    told, grade = step.happening, step.happening.grade
    return Event(
        membership=row,
        type=told.kind,
        on=on,
        passed=None if grade is None else grade in _GOOD,
        body="province",
        source=" · ".join(part for part in (told.detail, told.source) if part),
        recorded_at=stage.at,
    )


def _ends(on: DayRange) -> tuple[date | None, date | None]:
    """Return the day, with the last possible one only where it is another."""
    return on.earliest, None if on.latest == on.earliest else on.latest
