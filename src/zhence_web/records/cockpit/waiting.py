"""What waits below a place: tasks of alerts, returns, proposals, reviews, cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from zhence.evidence import Interval, Text
from zhence.reporting.approval import LEVELS, STATES, Level, State
from zhence_web.packbook import packbook
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.assessment.answering import newest_binding
from zhence_web.records.assessment.models import Result, Review
from zhence_web.records.cockpit.figures import WAITING, Figure, figure_id, labels_in
from zhence_web.records.cockpit.ground import Ground
from zhence_web.records.lifecycle.models import Case
from zhence_web.records.lifecycle.reads import standings
from zhence_web.records.lifecycle.titles import case_title, transition_title
from zhence_web.records.registry.models import Label
from zhence_web.records.reporting.models import Return
from zhence_web.records.tasks.models import Task

_THINGS = Text("件", "")
_WITH_SITE = (State.DRAFT, State.RETURNED)
_ON_THE_WAY = (State.SUBMITTED, State.VERIFIED, State.CITY_ACCEPTED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: of which site, what it is, since or until when.

    *kind* says what *id* is the number of: a return, a result, a review, a case, a
    task. *site* ``None``: it is about *org*, a place that is no site.
    """

    kind: str
    id: int
    site: int | None
    what: Text
    detail: Text
    day: date | None
    label: str
    org: int = 0

    def number(self, ground: Ground) -> int:
        """Return the number of its site, 0 where it is about none."""
        return 0 if self.site is None else ground.sites[self.site].number

    def whose(self, ground: Ground) -> Text:
        """Return what the place is called that it is about."""
        if self.site is None:
            return ground.names[self.org]
        return ground.site_name(self.site)


def waiting_figures(ground: Ground, at: datetime) -> tuple[Figure, ...]:
    """Return how much waits of each kind, with nothing waiting counted as zero."""
    return tuple(waiting_figure(name, things(name, ground, at)) for name in KINDS)


def waiting_figure(name: str, held: tuple[Waiting, ...]) -> Figure:
    """Return how many things of a kind wait."""
    return Figure(
        id=figure_id(WAITING, name),
        title=KINDS[name],
        value=Interval.point(len(held)),
        unit=_THINGS,
        labels=labels_in({one.label for one in held}),
        known=len(held),
        asked=len(held),
    )


def things(name: str, ground: Ground, at: datetime) -> tuple[Waiting, ...]:
    """Return what waits of one kind, by the number of the site."""
    found = _READS[name](ground, at)
    return tuple(sorted(found, key=lambda w: (w.number(ground), w.id)))


def _late(ground: Ground, at: datetime) -> tuple[Waiting, ...]:
    del at
    rows = Return.objects.filter(
        site__in=ground.sites, state__in=_WITH_SITE, due_on__lt=ground.on
    )
    return tuple(_return(row) for row in rows)


def _on_the_way(ground: Ground, at: datetime) -> tuple[Waiting, ...]:
    del at
    rows = Return.objects.filter(site__in=ground.sites, state__in=_ON_THE_WAY)
    return tuple(_return(row) for row in rows)


def _return(row: Return) -> Waiting:
    what = Text(f"{row.period} 报表", f"return for {row.period}")
    state = STATES[State(row.state)]
    return Waiting("return", row.pk, row.site_id, what, state, row.due_on, row.label)


def _proposals(ground: Ground, at: datetime) -> tuple[Waiting, ...]:
    """Return the proposals that no body has answered and no newer run replaced."""
    members = {row.pk: row for row in ground.members}
    rows = Result.objects.filter(
        membership__in=members,
        run__binding=True,
        run__done_at__isnull=False,
        answer__isnull=True,
    ).exclude(transition="")
    held = list(rows.select_related("run").defer("dossier", "parts"))
    newest = newest_binding([row.membership_id for row in held])
    now = standings(
        (members[row.membership_id] for row in held), on=ground.on, known_at=at
    )
    packs = packbook().sources.packs
    return tuple(
        Waiting(
            "result",
            row.pk,
            members[row.membership_id].site_id,
            transition_title(packs.get(row.run.policy), row.transition),
            Text(
                f"{row.run.policy} {row.run.year}", f"{row.run.policy} {row.run.year}"
            ),
            row.effective,
            members[row.membership_id].site.label,
        )
        for row in held
        if row.pk in newest and now[row.membership_id].state == row.state
    )


def _reviews(ground: Ground, at: datetime) -> tuple[Waiting, ...]:
    del at
    rows = Review.objects.filter(site__in=ground.sites, closed_at__isnull=True)
    return tuple(
        Waiting(
            "review",
            row.pk,
            row.site_id,
            Text("数据重述复核", "review of a restatement"),
            Text(
                f"{len(row.flips)} 项结果会变",
                f"{len(row.flips)} would come out otherwise",
            ),
            row.opened_at.date(),
            row.observation.label,
        )
        for row in rows.select_related("observation")
    )


def _cases(ground: Ground, at: datetime) -> tuple[Waiting, ...]:
    del at
    members = {row.pk: row for row in ground.members}
    rows = Case.objects.filter(membership__in=members, closed_at__isnull=True)
    return tuple(
        Waiting(
            "case",
            row.pk,
            members[row.membership_id].site_id,
            case_title(row.type),
            Text("核查中", "under verification"),
            row.happened_on,
            members[row.membership_id].site.label,
        )
        for row in rows
    )


def _overdue(ground: Ground, at: datetime) -> tuple[Waiting, ...]:
    return tuple(
        one for one in _tasks(ground, at) if one.day is not None and one.day < ground.on
    )


def _tasks(ground: Ground, at: datetime) -> tuple[Waiting, ...]:
    """Return what alert rules have found and nobody has closed."""
    del at
    sites = {row.org_id: row for row in ground.sites.values()}
    made_up = {org for org, row in sites.items() if row.label == Label.SYNTHETIC}
    rows = Task.objects.filter(
        about__in=subtree(ground.place.org, ground.on), closed_at__isnull=True
    )
    made_up |= _told_by_made_up(ground)
    found = []
    for row in rows:
        site = sites.get(row.about_id)
        # What is found of a whole place follows from all that its sites report.
        shown = row.about_id in made_up or (site is None and made_up)
        found.append(
            Waiting(
                "task",
                row.pk,
                None if site is None else site.pk,
                Text(row.zh, row.en),
                LEVELS[Level(row.level)],
                row.due_on,
                Label.SYNTHETIC if shown else Label.OFFICIAL,
                row.about_id,
            )
        )
    return tuple(found)


def _told_by_made_up(ground: Ground) -> set[int]:
    rows = Return.objects.filter(site__in=ground.sites, label=Label.SYNTHETIC)
    return set(rows.values_list("site__org_id", flat=True).distinct())


KINDS: Mapping[str, Text] = {
    "overdue": Text("预警任务逾期", "tasks of alerts overdue"),
    "tasks": Text("预警任务未办", "tasks of alerts to do"),
    "late": Text("逾期未报", "returns overdue"),
    "returns": Text("报表待审", "returns to approve"),
    "proposals": Text("建议待决", "proposals to decide"),
    "reviews": Text("重述待复核", "restatements to review"),
    "cases": Text("案件在查", "open cases"),
}
_READS: Mapping[str, Callable[[Ground, datetime], tuple[Waiting, ...]]] = {
    "overdue": _overdue,
    "tasks": _tasks,
    "late": _late,
    "returns": _on_the_way,
    "proposals": _proposals,
    "reviews": _reviews,
    "cases": _cases,
}
