"""Small policies with targets, built in code: the engine knows no place.

Figures are written as people write them, in the unit of the indicator.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.lib.rulebooks import category, checklist, choice, indicator, number, rulebook

from zhence.evidence import Interval, Source, Text, Verdict
from zhence.facts import Observation, Project
from zhence.facts.catalogue import Catalogue, Kind
from zhence.packs.build import target_threshold
from zhence.packs.pack import Pack
from zhence.packs.schema import PublishedFile, TargetModel
from zhence.periods import parse_period
from zhence.rules.measures import Measure
from zhence.rules.rulebook import Occasion, Status
from zhence.targets import OWN, Member, Register, TargetFinding, find_targets
from zhence.units import unit

GRADES = ("none", "3A", "4A", "5A")
CATALOGUE = Catalogue(
    (
        indicator("output"),
        indicator("tax"),
        indicator("part"),
        indicator("spent"),
        indicator("profit", non_negative=False),
        indicator("firms", Kind.STOCK, "家"),
        indicator("smes", Kind.STOCK, "家"),
        indicator("graduates", Kind.FLOW, "家"),
        indicator("platforms", Kind.STOCK, "个"),
        indicator("named", Kind.STOCK, "个"),
        indicator("named_ever", Kind.CUMULATIVE, "个"),
        indicator("struck_off", Kind.CUMULATIVE, "个"),
        indicator("part_share", Kind.RATIO, "%", maximum="1"),
        replace(indicator("firm_output"), level=("enterprise",)),
        replace(indicator("town_visits"), level=("town",)),
        replace(indicator("park_land"), level=("park", "city")),
        indicator("rating", Kind.ORDINAL, None, levels=GRADES),
    )
)
TOWNS = {"kind": "town"}
DUE = "2023-12-31"
ON = date(2023, 12, 31)
Given = Mapping[str, object]


def target(value: Given, threshold: str = "10", **more: object) -> dict[str, object]:
    """A target of towns, at least, due at the end of 2023; *more* overrides."""
    return {
        "title": {"zh": "目标", "en": "target"},
        "clauses": ["P-1"],
        "force": "mandatory",
        "operator": "at_least",
        "unit": "亿元",
        "by": DUE,
        "population": TOWNS,
        "value": value,
        "threshold": threshold,
        **more,
    }


def policy(
    targets: Mapping[str, Given],
    *,
    status: Status = Status.IN_FORCE,
    since: date | None = date(2021, 1, 1),
    mode: str = "spill_down",
    measures: Iterable[Measure] = (),
    settings: Mapping[str, str] | None = None,
) -> Pack:
    """A policy with these targets, two categories, a checklist and the readings."""
    models = {id_: TargetModel.model_validate(t) for id_, t in targets.items()}
    made = [
        target_threshold("P", status.value, id_, model) for id_, model in models.items()
    ]
    book = rulebook(
        measures=measures,
        parameters=[
            *made,
            choice("tier_mode", mode, "exclusive", "cumulative", "spill_down"),
            choice("asked", "listed", "listed", "named"),
            choice("unused", ("residential",)),
            number("tolerance_goal", "10", "%"),
            number("other_number", "3"),
        ],
        checklists=[
            checklist("park_items", "one", "two"),
            checklist("any", "a", "b", need=1),
        ],
        categories=[category("digital", groups=["modern"]), category("tourism")],
    )
    book = replace(book, catalogue=CATALOGUE, status=status)
    return Pack(
        id="P",
        title=Text("政策", "policy"),
        status=status,
        edition="1",
        issuer=Text("机关", "office"),
        jurisdiction=Text("某省某某市", "Somewhere, Province"),
        valid_from=since,
        valid_to=None,
        lists=("list",),
        assess_occasion=Occasion.STANDING,
        hash="0" * 64,
        rulebook=book.with_parameters(settings or {}),
        lifecycle=None,
        event_order=(),
        clauses={},
        documents={},
        checklists={},
        incentives={},
        targets=models,
        not_computable={},
        published=PublishedFile(),
    )


def told(
    code: str,
    period: str,
    value: str | None,
    subject: str = OWN,
    *,
    upper: str | None = None,
    recorded_on: date | None = None,
) -> Observation:
    """One figure; without a subject it is the jurisdiction's own."""
    known = CATALOGUE[code]
    if value is None:
        held = None
    elif known.levels:
        held = Interval.point(known.levels.index(value))
    else:
        factor = Fraction(1) if known.unit is None else known.unit.factor
        held = Interval(Fraction(value) * factor, Fraction(upper or value) * factor)
    return Observation(
        subject, code, parse_period(period), held, recorded_on, Source(f"{subject}.csv")
    )


def project(
    name: str,
    value: str,
    start: str | None = "2022",
    *,
    use: str = "industrial",
    housing: str | None = None,
    split: bool = True,
) -> Project:
    """One project of the jurisdiction, in 亿元; *start* is its period."""
    factor = unit("亿元").factor
    return Project(
        OWN,
        name,
        use,
        Interval.point(Fraction(value) * factor),
        residential=None
        if housing is None
        else Interval.point(Fraction(housing) * factor),
        split=split,
        period=None if start is None else parse_period(start),
    )


def town(name: str, state: str | None = None, **more: object) -> Member:
    return replace(Member(name, "town", state), **more)  # type: ignore[arg-type]


def ask(pack: Pack, register: Register, on: date = ON, id_: str = "T") -> TargetFinding:
    """The finding on one target."""
    return find_targets(pack, register, [id_], on)[0]


def asked(
    value: Given, register: Register, threshold: str = "10", **more: object
) -> TargetFinding:
    """The finding on one target that is built on the spot."""
    return ask(policy({"T": target(value, threshold, **more)}), register)


def ends(finding: TargetFinding) -> tuple[str | None, str | None]:
    """The two ends of the value, as people write them."""
    assert finding.value is not None
    low, high = finding.value.low, finding.value.high
    return None if low is None else str(low), None if high is None else str(high)


PASS, FAIL = Verdict.PASS, Verdict.FAIL
OPEN, NO_SHARE = Verdict.INSUFFICIENT_DATA, Verdict.NOT_COMPUTABLE
WRONG, NOT_ASKED, NEAR = Verdict.DATA_ERROR, Verdict.NOT_APPLICABLE, Verdict.APPROX
