"""From the YAML forms to the library's values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from zhence.cases import forms
from zhence.dossier import Past
from zhence.errors import BadInputError, Fault
from zhence.evidence import ANYTHING, Interval, Source, Verdict
from zhence.facts import (
    Decision,
    Event,
    Exemption,
    Facts,
    Membership,
    Observation,
    Project,
)
from zhence.facts.catalogue import Catalogue, Indicator, Kind
from zhence.lifecycle.history import EXEMPTED, AssessedYear, Grade
from zhence.packs.pack import Pack
from zhence.periods import Span, day, parse_date, parse_period
from zhence.targets import OWN, Firm, Member, Register, Tally
from zhence.units import Dimension, Unit, exact_number, unit

_ONE = "1"
_MOST_SHOWN = 40


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
    for project in given.projects:
        try:
            projects.append(_project(project, given.subject, file))
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
        projects=tuple(_project(p, OWN, "") for p in given.projects),
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


def observation(
    given: forms.FactGiven, catalogue: Catalogue, subject: str, file: str
) -> Observation:
    """Return one observation.

    Raises:
        BadInputError: the indicator or unit is unknown or the value unreadable.
    """
    known = catalogue.lookup(given.indicator)
    if isinstance(known, Fault):
        raise BadInputError(known)
    period = parse_period(str(given.period))
    source = Source(file or "given", file or None)
    recorded_on = None if given.recorded_on is None else _date(given.recorded_on)
    if known.kind is Kind.TEXT:
        return Observation(
            given.subject or subject,
            known.code,
            period,
            ANYTHING,
            recorded_on,
            source,
            note=str(given.value),
        )
    return Observation(
        given.subject or subject,
        known.code,
        period,
        _amount(given, known),
        recorded_on,
        source,
        rounded=given.reported,
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


def _amount(given: forms.FactGiven, known: Indicator) -> Interval | None:
    text = str(given.value).strip()
    if text == "n/a":
        return None
    if known.levels and text in known.levels:
        return Interval.point(known.levels.index(text))
    into = _unit(given, known)
    low = _number(text, known) * into.factor
    if known.whole and low.denominator != 1:
        raise BadInputError(
            Fault(
                "number_not_whole",
                f"{known.name.zh}应是整数：{text}",
                f"{known.code} is counted in whole numbers: {text}",
                remedy="give a whole number",
            )
        )
    if given.upper is not None:
        high = _number(str(given.upper), known) * into.factor
        if high < low:
            raise BadInputError(
                Fault(
                    "upper_below_value",
                    f"{known.name.zh}的上限小于下限",
                    f"{known.code}: the upper end is below the value",
                    remedy="give the lower end as value and the higher as upper",
                )
            )
        return Interval(low, high)
    if given.reported:
        half = Fraction(1, 2 * 10 ** len(text.partition(".")[2])) * into.factor
        return Interval(low - half, low + half)
    return Interval.point(low)


def _unit(given: forms.FactGiven, known: Indicator) -> Unit:
    if given.unit is not None:
        into = unit(str(given.unit))
        if known.unit is not None and into.dimension is not known.unit.dimension:
            raise BadInputError(
                Fault(
                    "unit_mismatch",
                    f"{known.name.zh}不能用“{given.unit}”作单位",
                    f"{known.code} cannot be given in {given.unit}",
                    remedy=f"give it in {known.unit}",
                )
            )
        return into
    if known.kind is Kind.RATIO or known.unit is None:
        return unit(_ONE)
    return known.unit


def _number(text: str, known: Indicator) -> Fraction:
    value = exact_number(text)
    if value is None:
        shown = text[:_MOST_SHOWN]
        raise BadInputError(
            Fault(
                "number_unreadable",
                f"{known.name.zh}的值看不懂：{shown!r}",
                f"{known.code}: {shown!r} is not a number",
                remedy="write an exact decimal such as 8.99",
            )
        )
    return value


def _project(given: forms.ProjectGiven, subject: str, file: str) -> Project:
    into = unit(given.unit)
    if into.dimension is not Dimension.MONEY:
        raise BadInputError(
            Fault(
                "unit_mismatch",
                f"项目“{given.name}”的金额不能用“{given.unit}”作单位",
                f"project {given.name} cannot be given in {given.unit}",
                remedy="give it in 亿元 or 万元",
            )
        )
    span = None
    if given.start is not None and given.last is not None:
        span = Span(_date(given.start), day(_date(given.last)).end)
    amount = _money(given.amount, into, given.name)
    residential = (
        None
        if given.residential is None
        else _money(given.residential, into, given.name)
    )
    if residential is not None and (residential.low or 0) > (amount.high or 0):
        raise BadInputError(
            Fault(
                "part_above_whole",
                f"项目“{given.name}”的住宅部分大于总额",
                f"project {given.name}: the housing part exceeds the whole",
                remedy="check the two amounts",
            )
        )
    return Project(
        subject=subject,
        name=given.name,
        use=given.use,
        amount=amount,
        lead=given.lead,
        residential=residential,
        split=given.split,
        period=span,
        source=Source(file or "given", file or None),
    )


def _money(value: str | int, into: Unit, name: str) -> Interval:
    number = exact_number(str(value))
    shown = str(value)[:_MOST_SHOWN]
    if number is None or number < 0:
        raise BadInputError(
            Fault(
                "number_unreadable",
                f"项目“{name}”的金额不成立：{shown!r}",
                f"project {name}: {shown!r} is not an amount of money",
                remedy="write an exact decimal such as 8.99",
            )
        )
    return Interval.point(number * into.factor)


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
