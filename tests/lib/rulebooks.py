"""Small rulebooks and facts, built in code, for tests of the rules.

The engine knows no province and no threshold, so neither do these: the list
is called ``list``, the categories ``heavy`` and ``light``.
Amounts are written as people write them (``"8.99"``, in the unit of the
indicator) and stored as the library stores them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from zhence.evidence import Finding, Force, Interval, Source, Text
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
from zhence.periods import parse_period
from zhence.rules.dated import DatedValue, Parameter, ParameterValue
from zhence.rules.judge import Judgement, judge
from zhence.rules.measures import From, Measure, Over, Reported
from zhence.rules.question import Question
from zhence.rules.resolve import Docket, docket
from zhence.rules.rulebook import (
    ByCategory,
    Category,
    ChecklistDefinition,
    Criterion,
    Occasion,
    Rulebook,
    Status,
)
from zhence.rules.terms import Applies, Operand, Term
from zhence.units import unit

GRADES = ("none", "1A", "2A", "3A", "4A", "5A")
LISTED_ON = date(2018, 3, 1)
ASKED_ON = date(2021, 3, 31)
EXACT_ONE = Fraction(10**9)  # a share of 1 in parts per 10⁹


def text(words: str) -> Text:
    """The same words in both languages, told apart by their ending."""
    return Text(f"{words}（中）", words)


# ----------------------------------------------------------------------- indicators


def indicator(
    code: str,
    kind: Kind = Kind.FLOW,
    unit_name: str | None = "亿元",
    *,
    non_negative: bool = True,
    maximum: str | None = None,
    levels: tuple[str, ...] = (),
) -> Indicator:
    return Indicator(
        code,
        text(code),
        kind,
        None if unit_name is None else unit(unit_name),
        non_negative,
        None if maximum is None else Fraction(maximum),
        levels=levels,
    )


CATALOGUE = Catalogue(
    (
        indicator("invested"),
        indicator("led"),
        indicator("housing"),
        indicator("complexes"),
        indicator("profit", non_negative=False),
        indicator("plan", Kind.STOCK),
        indicator("planned", Kind.CUMULATIVE),
        indicator("area", Kind.STOCK, "km²"),
        indicator("green", Kind.STOCK, "km²"),
        indicator("coverage", Kind.RATIO, "%", maximum="1"),
        indicator("led_share", Kind.RATIO, "%", maximum="1"),
        indicator("firms", Kind.STOCK, "家"),
        indicator("visits", Kind.FLOW, "万人次"),
        indicator("rating", Kind.ORDINAL, "级", levels=GRADES),
        indicator("standard", Kind.ORDINAL, "级", levels=GRADES),
        indicator("site", Kind.TEXT, None),
    )
)


# ------------------------------------------------------------------ pieces of a book


def measure(
    id_: str,
    *sources: From,
    unit_name: str = "亿元",
    over: Over = Over.LATEST,
    levels: tuple[str, ...] = (),
) -> Measure:
    """A measure; without sources it reads the indicator of its own name."""
    return Measure(
        id_, text(id_), unit(unit_name), over, sources or (Reported(id_),), levels
    )


def number(
    id_: str,
    value: str | None,
    unit_name: str | None = None,
    *,
    since: date | None = None,
    last: date | None = None,
) -> Parameter:
    held = None if value is None else Fraction(value)
    return Parameter(
        id_,
        text(id_),
        (DatedValue(held, since, last),),
        None if unit_name is None else unit(unit_name),
    )


def choice(id_: str, value: ParameterValue, *choices: str) -> Parameter:
    return Parameter(id_, text(id_), (DatedValue(value),), choices=choices)


def grade(id_: str, value: str) -> Parameter:
    return Parameter(id_, text(id_), (DatedValue(value),), levels=GRADES)


def parameter(id_: str) -> Operand:
    """The threshold that the parameter of this name gives."""
    return Operand(parameter=id_)


def checklist(
    id_: str, *items: str, need: int | None = None, title: str = "list"
) -> ChecklistDefinition:
    return ChecklistDefinition(
        id_, text(title), ("X-1",), {i: text(i) for i in items}, need
    )


def category(id_: str, *industries: str, groups: Iterable[str] = ()) -> Category:
    return Category(id_, text(id_), {i: text(i) for i in industries}, frozenset(groups))


def criterion(  # noqa: PLR0913  # a criterion has as many sides
    judges: Term,
    id_: str = "C",
    *,
    occasions: Iterable[Occasion] = tuple(Occasion),
    force: Force = Force.MANDATORY,
    applies: tuple[Applies, ...] = (),
    prohibition: bool = False,
    advisory: bool = False,
    on_fail: str | None = None,
    flags: tuple[str | None, str | None] = (None, None),
) -> Criterion:
    """One condition; *flags* are those raised by a pass and by a failure."""
    on_pass, on_miss = flags
    return Criterion(
        id_,
        text(id_),
        (f"X-{id_}",),
        frozenset(occasions),
        judges,
        force,
        applies=applies,
        prohibition=prohibition,
        advisory=advisory,
        on_fail=(on_fail,) if on_fail else (),
        flag_on_pass=on_pass,
        flag_on_fail=on_miss,
    )


def rulebook(
    *criteria: Criterion,
    measures: Iterable[Measure] = (),
    parameters: Iterable[Parameter] = (),
    checklists: Iterable[ChecklistDefinition] = (),
    categories: Iterable[Category] = (),
    thresholds: Mapping[str, Mapping[str, str]] | None = None,
    window_years: int = 3,
) -> Rulebook:
    """A rulebook in force; the assessment-year rule is H1.

    >>> rulebook().choice("first_year_rule", None)
    'H1'
    """
    always = (
        choice("first_year_rule", "H1", "H1", "same_year", "next_year"),
        number("window_years", str(window_years)),
    )
    return Rulebook(
        policy="TEST",
        status=Status.IN_FORCE,
        criteria={c.id: c for c in criteria},
        measures={m.id: m for m in measures},
        parameters={p.id: p for p in (*always, *parameters)},
        checklists={c.id: c for c in checklists},
        categories={c.id: c for c in categories},
        thresholds={
            id_: ByCategory(id_, text(id_), table)
            for id_, table in (thresholds or {}).items()
        },
        catalogue=CATALOGUE,
        lists=frozenset({"list"}),
        exempting_bodies={"list": ("government",)},
    )


# ----------------------------------------------------------------------------- facts


def smallest(value: str, unit_name: str) -> Fraction:
    """*value* of a unit in smallest units: ``smallest("8.99", "亿元")`` is in 分."""
    return Fraction(value) * unit(unit_name).factor


def amount(value: str, unit_name: str = "亿元") -> Interval:
    return Interval.point(smallest(value, unit_name))


def between(low: str | None, high: str | None, unit_name: str = "亿元") -> Interval:
    return Interval(
        None if low is None else smallest(low, unit_name),
        None if high is None else smallest(high, unit_name),
    )


def told(
    code: str,
    period: str,
    value: str | None,
    upper: str | None = None,
    *,
    unit_name: str | None = None,
    recorded_on: date | None = None,
    rounded: bool = False,
    source: str = "report",
) -> Observation:
    """One reported figure.

    ``value=None`` is "not applicable"; *upper* makes it an interval; *rounded*
    the interval that rounds to it; a grade is written by its name.
    """
    known = CATALOGUE[code]
    held: Interval | None
    if value is None:
        held = None
    elif known.levels:
        held = Interval.point(known.levels.index(value))
    else:
        name = unit_name or ("亿元" if known.unit is None else known.unit.name)
        held = between(value, upper or value, name)
        if rounded:
            half = Fraction(1, 2 * 10 ** len(value.partition(".")[2]))
            step = Interval(-half, half).times(unit(name).factor)
            held = held + step
    return Observation(
        "T",
        code,
        parse_period(period),
        held,
        recorded_on,
        Source(source),
        rounded=rounded,
    )


def word(code: str, period: str, note: str) -> Observation:
    """A recorded word, such as the type of a site."""
    return Observation("T", code, parse_period(period), Interval(), note=note)


def project(
    name: str,
    value: str,
    use: str = "industrial",
    *,
    lead: bool | None = None,
    housing: str | None = None,
    split: bool = True,
    period: str | None = "2018-03..2018-12",
    recorded_on: date | None = None,
) -> Project:
    """One project, in 亿元."""
    return Project(
        "T",
        name,
        use,
        amount(value),
        lead,
        None if housing is None else amount(housing),
        split,
        None if period is None else parse_period(period),
        recorded_on,
        Source(f"file of {name}"),
    )


def member(
    category_id: str | None = "heavy",
    *,
    state: str = "CREATION",
    industries: tuple[str, ...] | None = None,
    listed_on: date | None = LISTED_ON,
    stay_first_year: int | None = None,
) -> Membership:
    return Membership(
        "T",
        "list",
        state,
        category_id,
        industries,
        listed_on,
        stay_first_year,
    )


def facts(
    *held: Observation | Project,
    membership: Membership | None = None,
    checklists: Mapping[str, Mapping[str, bool]] | None = None,
    exemptions: Iterable[Exemption] = (),
    decisions: Iterable[Decision] = (),
    events: Iterable[Event] = (),
) -> Facts:
    return Facts(
        membership or member(),
        tuple(o for o in held if isinstance(o, Observation)),
        tuple(p for p in held if isinstance(p, Project)),
        checklists or {},
        tuple(exemptions),
        tuple(decisions),
        tuple(events),
    )


def exemption(
    clause: str = "X-C",
    *,
    period: str = "2018-03..2020-12",
    body: str = "government",
    document: str = "No. 7",
    reason: str = "late land",
    expires: date = date(2021, 12, 31),
) -> Exemption:
    return Exemption(clause, parse_period(period), body, document, reason, expires)


def decision(
    what: str,
    on: date = date(2019, 1, 1),
    *,
    value: str | None = None,
    list_: str | None = None,
) -> Decision:
    return Decision(what, "government", on, "No. 1", list_, value)


# --------------------------------------------------------------------------- asking

ANNUAL = Question(Occasion.ANNUAL, date(2019, 3, 31), 2018)
ACCEPTANCE = Question(Occasion.ACCEPTANCE, ASKED_ON)
STANDING = Question(Occasion.STANDING, ASKED_ON)
APPLICATION = Question(Occasion.APPLICATION, ASKED_ON)


def annual(year: int) -> Question:
    """The assessment of *year*, asked when its figures are in."""
    return Question(Occasion.ANNUAL, date(year + 1, 3, 31), year)


def asked(book: Rulebook, known: Facts, question: Question = STANDING) -> Docket:
    return docket(book, known, question)


def judged(book: Rulebook, known: Facts, question: Question = STANDING) -> Judgement:
    return judge(book, known, question)


def finding(
    book: Rulebook, known: Facts, question: Question = STANDING, id_: str = "C"
) -> Finding:
    """What is concluded about one criterion."""
    return judge(book, known, question).findings[id_]


def without(book: Rulebook, parameter_id: str) -> Rulebook:
    """The rulebook with one parameter struck out."""
    kept = {k: v for k, v in book.parameters.items() if k != parameter_id}
    return replace(book, parameters=kept)
