"""From the YAML forms to the library's values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhence.cases import forms
from zhence.cases.figures import observation, project
from zhence.dossier import Past
from zhence.errors import BadInputError, Fault
from zhence.evidence import Verdict
from zhence.facts import (
    Decision,
    Event,
    Exemption,
    Facts,
    Membership,
    Observation,
    Project,
)
from zhence.facts.catalogue import Catalogue
from zhence.lifecycle.history import EXEMPTED, AssessedYear, Grade
from zhence.packs.pack import Pack
from zhence.periods import parse_date, parse_period
from zhence.targets import OWN, Firm, Member, Register, Tally


def subject_facts(given: forms.SubjectGiven, catalogue: Catalogue, file: str) -> Facts:
    """Return the facts of a subject; *file* is named as their source.

    Raises:
        BadInputError: every unknown indicator, unit and unreadable value.
    """
    faults: list[Fault] = []
    observations: list[Observation] = []
    for fact in given.facts:
        try:
            observations.append(observation(fact, catalogue, given.subject, file))
        except BadInputError as error:
            faults.extend(error.faults)
    projects: list[Project] = []
    for row in given.projects:
        try:
            projects.append(project(row, given.subject, file))
        except BadInputError as error:
            faults.extend(error.faults)
    faults.extend(_two_values(observations))
    if faults:
        raise BadInputError(faults)
    return Facts(
        membership=membership(given.membership, given.subject),
        observations=tuple(observations),
        projects=tuple(projects),
        checklists=given.checklists,
        exemptions=tuple(_exemption(e) for e in given.exemptions),
        decisions=tuple(_decision(d) for d in given.decisions),
        events=tuple(event(e) for e in given.events),
    )


def check_subject(pack: Pack, facts: Facts) -> None:
    """Refuse what the policy has no word for: states, checklists, their items.

    Raises:
        BadInputError: every unknown word; an open checklist takes any item.
    """
    faults: list[Fault] = []
    state = facts.membership.state
    governed = facts.membership.list in pack.lists
    if governed and pack.lifecycle is not None and state not in pack.lifecycle.states:
        faults.append(
            _unknown_word("state", "状态", state, sorted(pack.lifecycle.states))
        )
    for name, items in facts.checklists.items():
        known = pack.rulebook.checklists.get(name)
        if known is None:
            choices = sorted(pack.rulebook.checklists)
            faults.append(_unknown_word("checklist", "清单", name, choices))
        elif not known.open:
            faults.extend(
                _unknown_word(
                    f"item of {name}", f"“{name}”的项目", item, list(known.items)
                )
                for item in sorted(set(items) - set(known.items))
            )
    if faults:
        raise BadInputError(faults)


def _unknown_word(en: str, zh: str, word: str, choices: list[str]) -> Fault:
    return Fault(
        "word_unknown",
        f"没有这个{zh}：{word}",
        f"no such {en}: {word}",
        remedy="use one of " + ", ".join(choices),
    )


def _two_values(observations: list[Observation]) -> list[Fault]:
    """Refuse two different values for one figure recorded on one day."""
    seen: dict[tuple[object, ...], Observation] = {}
    faults = []
    for o in observations:
        key = (o.subject, o.indicator, o.period, o.recorded_on)
        first = seen.setdefault(key, o)
        if first.amount != o.amount or first.note != o.note:
            faults.append(
                Fault(
                    "value_twice",
                    f"{o.indicator} {o.period} 有两个不同的值",
                    f"two values for {o.indicator} in {o.period}",
                    remedy="keep one, or say when each was recorded",
                )
            )
    return faults


def subject_past(given: forms.SubjectGiven) -> Past:
    """Return what is on record beside the facts."""
    return Past(
        years=tuple(_year(y) for y in given.years),
        grades=tuple(Grade(g.year, g.by, g.grade) for g in given.grades),
        criteria=None
        if given.criteria is None
        else {name: Verdict(v) for name, v in given.criteria.items()},
        application={}
        if given.application is None
        else _application(given.application),
    )


def target_register(
    given: forms.TargetGiven, catalogue: Catalogue, ids: Iterable[str]
) -> Register:
    """Return who answers for the targets *ids*, and by what.

    A member or a firm that stands in two rows is one: rows of a case are
    sightings, and nobody counts twice.

    Raises:
        BadInputError: an indicator or unit is unknown or a value unreadable.
    """
    asked = tuple(ids)
    members: dict[str, Member] = {}
    for row in given.members or ():
        members.setdefault(row.name, _target_member(row, asked))
    firms: dict[str, Firm] = {}
    for firm in given.firms or ():
        held = firms.get(firm.code, Firm(firm.code))
        firms[firm.code] = Firm(
            firm.code, (*held.places, *firm.towns), held.holds.union(firm.holds)
        )
    told = given.population
    return Register(
        members=None if given.members is None else tuple(members.values()),
        observations=tuple(observation(f, catalogue, OWN, "") for f in given.facts),
        firms=None if given.firms is None else tuple(firms.values()),
        projects=tuple(project(p, OWN, "") for p in given.projects),
        tallies={}
        if told is None
        else dict.fromkeys(asked, Tally(told.met, told.unknown, told.size)),
    )


def _target_member(given: forms.TargetMemberGiven, asked: tuple[str, ...]) -> Member:
    on = given.satisfied_on
    return Member(
        name=given.name,
        kind=given.kind,
        state=given.state,
        within=given.within,
        since=None if given.since is None else _date(given.since),
        satisfied={} if on is None else dict.fromkeys(asked, _date(on)),
    )


def membership(given: forms.MembershipGiven, subject: str = "") -> Membership:
    """Return the membership."""
    return Membership(
        subject=subject,
        list=given.list,
        state=given.state,
        category=given.category,
        lead_industries=None
        if given.lead_industries is None
        else tuple(given.lead_industries),
        listed_on=None if given.listed_on is None else _date(given.listed_on),
        stay_first_year=given.stay_first_year,
        was_creation=given.was_creation,
        extension_end=None
        if given.extension_end is None
        else _date(given.extension_end),
        extensions=given.extensions,
        flags={n: (_date(f), _date(t)) for n, (f, t) in given.flags.items()},
    )


def _exemption(given: forms.ExemptionGiven) -> Exemption:
    return Exemption(
        given.clause,
        parse_period(str(given.period)),
        given.body,
        given.document,
        given.reason,
        _date(given.expires),
    )


def _decision(given: forms.DecisionGiven) -> Decision:
    return Decision(
        given.what,
        given.by,
        _date(given.on),
        given.document,
        given.list,
        given.value,
        None if given.end is None else _date(given.end),
        given.year,
        given.clause,
    )


def event(given: forms.EventGiven) -> Event:
    """Return one event."""
    return Event(
        given.type,
        _date(given.on),
        given.verified,
        given.passed,
        given.by,
        given.aspects,
        given.recommends,
        given.subject,
    )


def _year(given: forms.YearGiven) -> AssessedYear:
    exempted = given.progress == EXEMPTED
    parts = {
        name: Verdict(value)
        for name in ("progress", "share", "finding", "result")
        if (value := getattr(given, name)) is not None and value != EXEMPTED
    }
    return AssessedYear(given.year, parts, exempted)


def _application(given: forms.ApplicationGiven) -> dict[str, object]:
    held = {
        "submitter": given.submitter,
        "lead_industries": tuple(given.lead_industries),
        "category": given.category,
        "construction_entity": given.construction_entity,
        "key_projects": given.key_projects,
        "plan_aspects": given.plan_aspects,
        "managing_body": given.managing_body,
    }
    return {name: value for name, value in held.items() if value is not None}


def _date(text: str) -> date:
    return parse_date(text)
