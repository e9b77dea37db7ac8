"""Applications as pages show them: lists, one with its steps, and what would follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from zhence.dossier import Past, next_step
from zhence.evidence import Text
from zhence.facts import Facts
from zhence.facts import Membership as MembershipFact
from zhence.packs import Pack
from zhence.rules.question import Question
from zhence.rules.rulebook import Occasion
from zhence_web.records.accounts.gate import allowed
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.reads import name_of
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.applications.answers import (
    Told,
    looked_at,
    told,
    told_figures,
)
from zhence_web.records.applications.models import Application
from zhence_web.records.applications.questions import (
    Asking,
    asked_of,
    may_apply_from,
    open_policies,
    planned,
)
from zhence_web.records.applications.standing import pack_of, sent_by, state_of
from zhence_web.records.lifecycle.refusals import refused_by_codes
from zhence_web.records.lifecycle.titles import state_title, transition_title
from zhence_web.records.registry.models import Site

STATES: Mapping[str, Text] = {
    "submitted": Text("待县级审核", "with the county"),
    "verified": Text("待受理", "with the office"),
    "taken_on": Text("已受理", "taken on"),
    "returned": Text("已退回", "sent back"),
}
_DEEDS = (
    Action.VERIFY_APPLICATION,
    Action.TAKE_ON_APPLICATION,
    Action.SEND_BACK_APPLICATION,
)


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """An application as lists name it; *waiting*: for whoever asks."""

    id: int
    site: int
    number: int
    name: str
    label: str
    policy: str
    list_name: str
    state: str
    state_title: Text
    document: str
    sent_at: datetime
    waiting: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """One step; *acting_for* names the one in whose place it was done, else empty."""

    title: Text
    office: str
    by: str
    acting_for: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the policy's table would say of it; *proposal* ``None``: nothing yet.

    *faults* are what refuses it, in words.
    """

    proposal: Text | None
    target: Text | None
    faults: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """One application; *may* are the deeds that whoever asks may do to it now.

    *follows* and *followed_by* are the applications before and after it.
    """

    line: ApplicationLine
    policy_title: Text
    version: int
    answers: tuple[Told, ...]
    figures: tuple[Told, ...]
    document_title: str
    issuer: str
    note: str
    membership: int | None
    follows: int | None
    followed_by: int | None
    steps: tuple[StepView, ...]
    outlook: Outlook
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Applicant:
    """A site that may apply, as the form names it."""

    site: int
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class FormView:
    """What a policy asks for on a day: items, and figures with their units."""

    policy: str
    title: Text
    lists: tuple[str, ...]
    asked: tuple[Asking, ...]
    figures: tuple[tuple[str, Text, str], ...]
    industries: tuple[tuple[Text, tuple[Text, ...]], ...]


def applications(by: Hand, on: date, state: str = "") -> tuple[ApplicationLine, ...]:
    """Return the applications that *by* may see, those that wait for it first."""
    rows = _rows().filter(site__org__in=subtree(by.org, on))
    if state in STATES:
        rows = rows.filter(state=state)
    seen = [
        _line(row, by, on)
        for row in rows.order_by("-id")
        if allowed(by, Action.VIEW_APPLICATION, row.site.org_id, on) is None
    ]
    return tuple(sorted(seen, key=lambda line: not line.waiting))


def application(id_: int, by: Hand, at: datetime) -> ApplicationView | None:
    """Return one application; ``None`` if there is none that *by* may see."""
    on = localdate(at)
    row = _rows().filter(pk=id_).first()
    if row is None or allowed(by, Action.VIEW_APPLICATION, row.site.org_id, on):
        return None
    pack = pack_of(row)
    asked = () if pack is None else asked_of(pack, localdate(row.sent_at))
    after = Application.objects.filter(follows=row).first()
    return ApplicationView(
        line=_line(row, by, on),
        policy_title=Text(row.policy, row.policy) if pack is None else pack.title,
        version=row.version,
        answers=told(asked, row.answers),
        figures=told_figures(planned(), row.figures),
        document_title=row.document.title,
        issuer=row.document.issuer,
        note=row.note,
        membership=row.membership_id,
        follows=row.follows_id,
        followed_by=None if after is None else after.pk,
        steps=_steps(row),
        outlook=_outlook(row, pack, asked, on, at),
        may=frozenset(_deeds(row, by, on)),
    )


def application_form(policy: str, on: date) -> FormView | None:
    """Return what a policy asks for; ``None`` where it takes no applications."""
    pack = next((p for p in open_policies(on) if p.id == policy), None)
    if pack is None:
        return None
    return FormView(
        policy=pack.id,
        title=pack.title,
        lists=tuple(pack.lists),
        asked=asked_of(pack, on),
        figures=tuple(
            (one.code, one.name, "" if one.unit is None else one.unit.name)
            for one in planned()
        ),
        industries=tuple(
            (c.title, tuple(c.industries.values()))
            for c in pack.rulebook.categories.values()
        ),
    )


def policies_to_apply_under(on: date) -> tuple[tuple[str, Text], ...]:
    """Return the policies that take applications on a day."""
    return tuple((pack.id, pack.title) for pack in open_policies(on))


def applicants(by: Hand, on: date) -> tuple[Applicant, ...]:
    """Return the sites for which *by* may apply, by number."""
    rows = Site.objects.filter(org__in=subtree(by.org, on)).order_by("number")
    return tuple(
        Applicant(row.pk, row.number, name_of(row.org_id, on))
        for row in rows
        if allowed(by, Action.APPLY, row.org_id, on) is None
    )


def _rows() -> QuerySet[Application]:
    return Application.objects.select_related("site__org", "document")


def _line(row: Application, by: Hand, on: date) -> ApplicationLine:
    return ApplicationLine(
        id=row.pk,
        site=row.site_id,
        number=row.site.number,
        name=name_of(row.site.org_id, on),
        label=row.site.label,
        policy=row.policy,
        list_name=row.list_name,
        state=row.state,
        state_title=STATES[row.state],
        document=row.document.number,
        sent_at=row.sent_at,
        waiting=bool(_deeds(row, by, on)),
    )


def _deeds(row: Application, by: Hand, on: date) -> list[str]:
    mine = sent_by(row.pk, by)
    return [
        deed.value
        for deed in _DEEDS
        if allowed(by, deed, row.site.org_id, on, row.state, own_work=mine) is None
    ]


def _steps(row: Application) -> tuple[StepView, ...]:
    rows = row.steps.select_related("by", "deputy_of__user").order_by("id")
    return tuple(
        StepView(
            title=STATES[step.after],
            office=name_of(step.office_id, localdate(step.at)),
            by=step.by.display_name,
            acting_for=""
            if step.deputy_of is None
            else step.deputy_of.user.display_name,
            note=step.note,
            at=step.at,
        )
        for step in rows
    )


def _outlook(
    row: Application,
    pack: Pack | None,
    asked: tuple[Asking, ...],
    on: date,
    at: datetime,
) -> Outlook:
    """Ask the library what it would propose of this application alone.

    Nothing is decided by it, and nothing kept: the county sees before it verifies
    what a run will say.
    """
    nothing = Outlook(None, None, ())
    if pack is None:
        return nothing
    state = state_of(pack, row.site_id, row.list_name, on, at)
    if state is None or not may_apply_from(pack, state):
        return nothing
    member = MembershipFact(row.site.org.code, row.list_name, state)
    outcome = next_step(
        pack,
        Facts(member),
        Question(Occasion.APPLICATION, on),
        Past(application=looked_at(asked, row.answers)),
    )
    faults = refused_by_codes(outcome.refused).faults if outcome.refused else ()
    proposal = outcome.proposal
    return Outlook(
        None if proposal is None else transition_title(pack, proposal.transition),
        None if proposal is None else state_title(pack, proposal.target),
        tuple(Text(fault.zh, fault.en) for fault in faults),
    )
