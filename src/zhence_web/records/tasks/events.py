"""Entries of the audit → what is told to whom: the outbox is the chain itself.

Every deed writes its entry in its own transaction, so nothing is told that was not
done, and nothing done is left untold. The words are made here, from what stands on
record now; no figure is among them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from zhence.evidence import Text
from zhence.reporting.approval import Level, State
from zhence_web.packbook import packbook
from zhence_web.records.accounts.roles import Role
from zhence_web.records.applications.models import Application
from zhence_web.records.assessment.models import Review
from zhence_web.records.audit.models import Entry
from zhence_web.records.lifecycle.models import Decision
from zhence_web.records.lifecycle.titles import decision_title
from zhence_web.records.reporting.facts import form_of
from zhence_web.records.reporting.models import Return
from zhence_web.records.tasks.condition import Look, Office
from zhence_web.records.tasks.models import Task
from zhence_web.records.tasks.topics import Topic
from zhence_web.records.tasks.watching_returns import called
from zhence_web.records.tasks.words import (
    APPLICATIONS,
    DECISIONS,
    DONE,
    RETURNS,
    REVIEW,
    TASKS,
)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to tell: *about* is whose it is, *to* are the offices that hear it.

    *actor* did it and need not be told.
    """

    key: str
    at: datetime
    topic: Topic
    about: int
    kind: str
    ref: str
    words: Text
    to: tuple[Office, ...]
    actor: str


# Whose turn it is then; nobody's but the applicant's to know where there is none.
_TURNS = {
    Application.State.SUBMITTED: Level.COUNTY,
    Application.State.VERIFIED: Level.CITY,
}
ACTIONS = (
    *RETURNS,
    *DECISIONS,
    *APPLICATIONS,
    *TASKS,
    "assessment.open_review",
)
"""The deeds that somebody is told of."""


def events_of(entries: Iterable[Entry], look: Look) -> Iterator[Event]:
    """Return what is to be told of some entries, in their order.

    The number of queries does not grow with them.
    """
    held = [entry for entry in entries if entry.action in ACTIONS]
    sources = _Sources(held)
    for entry in held:
        if entry.action in RETURNS:
            yield from _of_return(entry, sources, look)
        elif entry.action in DECISIONS:
            yield from _of_decision(entry, sources, look)
        elif entry.action in APPLICATIONS:
            yield from _of_application(entry, sources, look)
        elif entry.action in TASKS:
            yield from _of_tasks(entry, sources)
        else:
            yield from _of_reviews(entry, sources, look)


class _Sources:
    """What the entries name, read at once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        held = list(entries)
        self._details = {e.seq: json.loads(e.payload).get("detail", {}) for e in held}
        ids = {
            kind: [int(e.object_id) for e in held if e.object_kind == kind]
            for kind in ("return", "decision", "application")
        }
        self.returns = Return.objects.select_related("site").in_bulk(ids["return"])
        decisions = Decision.objects.select_related("membership__site")
        self.decisions = decisions.in_bulk(ids["decision"])
        applied = Application.objects.select_related("site", "document")
        self.applications = applied.in_bulk(ids["application"])
        self.tasks = Task.objects.in_bulk(self._named(held, "tasks"))
        reviews = Review.objects.select_related("site")
        self.reviews = reviews.in_bulk(self._named(held, "reviews"))

    def states(self, entry: Entry) -> list[str]:
        """Return the states before and after an act on a return."""
        return list(self._details[entry.seq]["state"])

    def after(self, entry: Entry) -> str:
        """Return the state after a step of an application."""
        return str(self._details[entry.seq].get("after", Application.State.SUBMITTED))

    def named(self, entry: Entry, name: str) -> list[int]:
        """Return the ids that an entry's detail has under a name."""
        return list(self._details[entry.seq].get(name, []))

    def _named(self, entries: Iterable[Entry], name: str) -> list[int]:
        return [pk for e in entries for pk in self.named(e, name)]


def _of_return(entry: Entry, sources: _Sources, look: Look) -> Iterator[Event]:
    row = sources.returns.get(int(entry.object_id))
    if row is None:
        return
    topic, words = RETURNS[entry.action]
    org, form = row.site.org_id, form_of(row)
    to = Office(org, Role.REPORTER)
    if topic is Topic.TO_APPROVE:
        after = State(sources.states(entry)[-1])
        if after is form.chain.final:
            topic, words = Topic.ACCEPTED, DONE
        elif after.value != row.state:
            return  # it has moved on since: nothing waits there any more
        else:
            to = look.office(org, form.chain.holder(after))
    told = _filled(words, called(row), look.name(org))
    yield _event(entry, topic, (org, "return", str(row.pk)), told, (to,))


def _of_decision(entry: Entry, sources: _Sources, look: Look) -> Iterator[Event]:
    row = sources.decisions.get(int(entry.object_id))
    if row is None:
        return
    org = row.membership.site.org_id
    pack = packbook().sources.packs.get(row.membership.policy)
    title = decision_title(pack, row.what)
    told = _filled(DECISIONS[entry.action], title, look.name(org))
    to = {look.office(org, level) for level in (Level.COUNTY, Level.CITY)}
    # A site hears of a decision about it when it is public, not before.
    if entry.action != "lifecycle.record_decision":
        to |= {Office(org, Role.REPORTER)}
    named = (org, "decision", str(row.pk))
    yield _event(entry, Topic.DECISION, named, told, tuple(to))


def _of_application(entry: Entry, sources: _Sources, look: Look) -> Iterator[Event]:
    row = sources.applications.get(int(entry.object_id))
    if row is None or sources.after(entry) != row.state:
        return  # it has moved on since
    org = row.site.org_id
    turn = _TURNS.get(Application.State(row.state))
    to = Office(org, Role.REPORTER) if turn is None else look.office(org, turn)
    title = Text(row.document.title, row.document.title)
    told = _filled(APPLICATIONS[entry.action], title, look.name(org))
    named = (org, "application", str(row.pk))
    yield _event(entry, Topic.APPLICATION, named, told, (to,))


def _of_tasks(entry: Entry, sources: _Sources) -> Iterator[Event]:
    for pk in sources.named(entry, "tasks"):
        task = sources.tasks.get(pk)
        if task is not None and task.closed_at is None:
            told = _filled(TASKS[entry.action], Text(task.zh, task.en), Text("", ""))
            to = (Office(task.office_id, Role(task.role)),)
            named = (task.about_id, "task", str(pk))
            yield _event(entry, Topic.TASK, named, told, to)


def _of_reviews(entry: Entry, sources: _Sources, look: Look) -> Iterator[Event]:
    for pk in sources.named(entry, "reviews"):
        row = sources.reviews.get(pk)
        if row is not None:
            org = row.site.org_id
            told = _filled(REVIEW, Text("", ""), look.name(org))
            to = (look.office(org, Level.CITY),)
            yield _event(entry, Topic.REVIEW, (org, "review", str(pk)), told, to)


def _filled(words: Text, what: Text, of: Text) -> Text:
    return Text(
        words.zh.format(what=what.zh, of=of.zh), words.en.format(what=what.en, of=of.en)
    )


def _event(
    entry: Entry,
    topic: Topic,
    named: tuple[int, str, str],
    words: Text,
    to: tuple[Office, ...],
) -> Event:
    about, kind, ref = named
    return Event(
        key=f"{entry.seq}:{kind}:{ref}",
        at=entry.at,
        topic=topic,
        about=about,
        kind=kind,
        ref=ref,
        words=words,
        to=to,
        actor=entry.actor,
    )
