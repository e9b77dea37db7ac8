"""A rulebook and an occasion → what the kernel runs, whole numbers throughout.

The criteria are those of :mod:`zhence.rules.program`; here their forms are
brought to whole coefficients over whole columns, and everything that depends on
the day whose thresholds bind is worked out once for each stretch of days.
A plan is a plain value: it can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import lcm

from zhence.engines import refusals
from zhence.engines.amounts import GREATEST
from zhence.engines.columns import Input
from zhence.engines.measures import Measured, Measuring, measured, measuring_for
from zhence.engines.scope import Places, Scope, places_of, scope_of
from zhence.engines.thresholds import Limits, limits_of
from zhence.evidence import Force
from zhence.rules.program import (
    Form,
    Given,
    Instead,
    Inverted,
    Joined,
    Node,
    Open,
    Test,
    Tolerant,
    compile_program,
)
from zhence.rules.rulebook import Criterion, Occasion, Rulebook
from zhence.rules.terms import Compare

_ONE_DAY = timedelta(days=1)
_MOST_BITS = 63
# The judge's own names of the reading, and of one of the two halves it joins.
FAILURE_JOIN = "failure_join"
PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Version:
    """The criteria with the thresholds that bind from *start* on."""

    start: date
    nodes: Mapping[str, Node]
    measures: Mapping[str, Measured]
    limits: Mapping[str, Limits]


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion as the kernel asks it.

    *gap_scale*: how many units of the gap column are one smallest unit;
    ``None`` where the criterion compares no amount.
    *exempt_bit*: its place in the column ``exempt``; ``None`` where nothing
    can excuse it.
    *spans*: its threshold already spans every category the member may have.
    *columns*: what it looks at, as bits of the bitmap of missing amounts.
    """

    id: str
    scope: tuple[Scope, ...]
    part: str | None
    advisory: bool
    gap_scale: int | None
    exempt_bit: int | None
    spans: bool
    columns: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the kernel needs for the rows of one occasion.

    *watched* are the columns of the bitmap of missing amounts, from bit 0 up;
    *rests* those that may be given for what of a whole is not its part;
    *givens* the verdicts judged elsewhere.
    *both*: a year fails only where progress and requirements fail together.
    *groups* are the criteria that judge the same and differ only in scope.
    """

    rulebook: Rulebook
    occasion: Occasion
    criteria: tuple[Asked, ...]
    versions: tuple[Version, ...]
    measuring: Measuring
    watched: tuple[str, ...]
    rests: tuple[str, ...]
    givens: tuple[Given, ...]
    places: Places
    both: bool
    scales: Mapping[str, int]
    groups: tuple[tuple[int, ...], ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of a year's result that the life cycle may look at."""
        return tuple(dict.fromkeys(c.part for c in self.criteria if c.part))

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The amount columns that are read."""
        checklists = (n for n in self.watched if n.startswith("c:"))
        return (*self.measuring.inputs.values(), *(Input(n) for n in checklists))

    def input(self, name: str) -> Input:
        """Return an amount column by its name."""
        return self.measuring.inputs[name]


def plan_for(
    rulebook: Rulebook, occasion: Occasion, states: Sequence[str] = ()
) -> Plan:
    """Return the plan of an occasion; *states* are those of the life cycle.

    Raises:
        BadInputError: more columns, categories or greater numbers than the
            kernel's whole-number columns hold.
    """
    asked = [c for c in rulebook.criteria.values() if occasion in c.occasions]
    only = frozenset({occasion})
    book = replace(rulebook, criteria={c.id: replace(c, occasions=only) for c in asked})
    days = days_of_change(book)
    programs = {day: compile_program(book, day).criteria for day in days}
    leaves = [
        leaf for p in programs.values() for n in p.values() for leaf in leaves_of(n)
    ]
    names = tuple(dict.fromkeys(n for leaf in leaves for n in _names(leaf)))
    measuring = measuring_for(
        book, occasion, _of_kind(names, "m:"), _of_kind(names, "t:"), days
    )
    scales = _with_rests(measuring.scales, names)
    gaps = {
        c.id: _gap_scale([p[c.id] for p in programs.values()], scales) for c in asked
    }
    versions: list[Version] = []
    seen: dict[Test, Test] = {}
    for day in days:
        version = Version(
            day,
            {
                id_: _Whole(scales, seen, gaps[id_]).node(node)
                for id_, node in programs[day].items()
            },
            {
                f"m:{name}": measured(book, measuring, name, day)
                for name in measuring.sources
            },
            {
                name: limits_of(book, name[2:], day, scale)
                for name, scale in scales.items()
                if name.startswith("t:")
            },
        )
        if not versions or not _same(versions[-1], version):
            versions.append(version)
    watched = tuple(n for n in names if not n.startswith("r:"))
    if max(len(watched), len(asked)) > _MOST_BITS:
        raise refusals.plan_too_large(f"{len(watched)} columns, {len(asked)} criteria")
    places = places_of([a for c in asked for a in c.applies], states)
    return Plan(
        rulebook=rulebook,
        occasion=occasion,
        criteria=tuple(
            Asked(
                id=c.id,
                scope=scope_of(book, c.applies, places),
                part=c.part,
                advisory=c.advisory,
                gap_scale=gaps[c.id],
                exempt_bit=place if _can_be_exempted(c) else None,
                spans=isinstance(c.judge, Compare)
                and c.judge.against.by_category is not None,
                columns=_columns([p[c.id] for p in programs.values()], watched),
            )
            for place, c in enumerate(asked)
        ),
        versions=tuple(versions),
        measuring=measuring,
        watched=watched,
        rests=tuple(n for n in names if n.startswith("r:")),
        givens=tuple({g.column: g for g in leaves if isinstance(g, Given)}.values()),
        places=places,
        both=_fails_together(book, occasion),
        scales=scales,
        groups=_groups([c.id for c in asked], versions),
    )


def days_of_change(rulebook: Rulebook) -> tuple[date, ...]:
    """Return the days from which some parameter has another value, the first first."""
    dated = [v for p in rulebook.parameters.values() for v in p.values]
    starts = {v.start for v in dated if v.start is not None}
    ends = {v.last + _ONE_DAY for v in dated if v.last not in (None, date.max)}
    return tuple(sorted({date.min, *starts, *ends}))


def first_test(node: Node) -> Test | None:
    """Return the comparison whose distance is a criterion's gap, if it has one."""
    return next((leaf for leaf in leaves_of(node) if isinstance(leaf, Test)), None)


def leaves_of(node: Node) -> list[Test | Given]:
    """Return the comparisons and given verdicts of a criterion, in order."""
    match node:
        case Open():
            return []
        case Test() | Given():
            return [node]
        case Tolerant(first, second) | Instead(first, second):
            return [first, second]
        case Joined(members):
            return [leaf for m in members for leaf in leaves_of(m)]
        case Inverted(member):
            return leaves_of(member)


class _Whole:
    """Brings the forms of one criterion to whole coefficients over its columns."""

    def __init__(
        self, scales: Mapping[str, int], seen: dict[Test, Test], gap: int | None
    ) -> None:
        self._scales = scales
        self._seen = seen
        self._gap = gap

    def node(self, node: Node) -> Node:
        match node:
            case Test():
                return self._test(node)
            case Tolerant(exact, loose):
                return Tolerant(self._test(exact), self._test(loose))
            case Instead(first, reported):
                return Instead(self._test(first), self._test(reported))
            case Joined(members, every):
                return Joined(tuple(self.node(m) for m in members), every)
            case Inverted(member):
                return Inverted(self.node(member))
            case Open() | Given():
                return node

    def _test(self, test: Test) -> Test:
        times = _common(test, self._scales)
        if self._gap is not None:
            # Only the first comparison of a criterion shows its distance.
            times *= self._gap // (_per_unit(test) * times)
            self._gap = None
        form = Form(
            tuple(
                (name, c * times // self._scales[name])
                for name, c in test.form.coefficients
                if c
            ),
            test.form.constant * times,
        )
        for number in (*(c for _, c in form.coefficients), form.constant):
            if abs(number) > GREATEST:
                raise refusals.plan_too_large(f"a threshold for {test.columns[0]}")
        whole = replace(test, form=form)
        return self._seen.setdefault(whole, whole)


def _per_unit(test: Test) -> int:
    """Return how many units of the form are one smallest unit of the amount."""
    if test.whole is not None:
        return sum(abs(c) for _, c in test.form.coefficients)
    return abs(test.form.coefficients[0][1])


def _common(test: Test, scales: Mapping[str, int]) -> int:
    return lcm(*(scales[name] for name, _ in test.form.coefficients))


def _gap_scale(nodes: Sequence[Node], scales: Mapping[str, int]) -> int | None:
    found = [t for t in map(first_test, nodes) if t is not None]
    if not found:
        return None
    return lcm(*(_per_unit(t) * _common(t, scales) for t in found))


def _with_rests(scales: Mapping[str, int], names: Iterable[str]) -> dict[str, int]:
    """Count checklists singly, and what is not the part as finely as both."""
    found = dict(scales)
    for name in names:
        kind, rest = name[:2], name[2:]
        if kind == "c:":
            found[name] = 1
        elif kind == "r:":
            part, _, whole = rest.partition("/")
            found[name] = lcm(scales[f"m:{part}"], scales[f"m:{whole}"])
    return found


def _fails_together(rulebook: Rulebook, occasion: Occasion) -> bool:
    if occasion is not Occasion.ANNUAL or FAILURE_JOIN not in rulebook.parameters:
        return False
    readings = {v.value for v in rulebook.parameter(FAILURE_JOIN).values}
    if len(readings) > 1:
        raise refusals.plan_too_large(f"{FAILURE_JOIN} changes with the day")
    return readings == {"AND"}


def _same(first: Version, second: Version) -> bool:
    return (
        first.nodes == second.nodes
        and first.measures == second.measures
        and {n: v.numbers for n, v in first.limits.items()}
        == {n: v.numbers for n, v in second.limits.items()}
    )


def _groups(
    ids: Sequence[str], versions: Sequence[Version]
) -> tuple[tuple[int, ...], ...]:
    alike: dict[tuple[Node, ...], list[int]] = {}
    for place, id_ in enumerate(ids):
        alike.setdefault(tuple(v.nodes[id_] for v in versions), []).append(place)
    return tuple(tuple(group) for group in alike.values())


def _can_be_exempted(criterion: Criterion) -> bool:
    return criterion.force is Force.PRINCIPLE and not criterion.prohibition


def _columns(nodes: Sequence[Node], watched: Sequence[str]) -> int:
    names = {n for node in nodes for leaf in leaves_of(node) for n in _names(leaf)}
    return sum(1 << place for place, name in enumerate(watched) if name in names)


def _of_kind(names: Iterable[str], kind: str) -> list[str]:
    return [name[len(kind) :] for name in names if name.startswith(kind)]


def _names(leaf: Test | Given) -> tuple[str, ...]:
    if isinstance(leaf, Given):
        return ()
    return (*leaf.columns, *(name for name, _ in leaf.form.coefficients))
