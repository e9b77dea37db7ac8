"""Made-up figures of ground and facilities, which no quarterly return asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from zhence.units import unit
from zhence_web.packbook import packbook
from zhence_web.records.accounts.models import User
from zhence_web.records.management.demo.stage import Stage, between, chance, moment
from zhence_web.records.registry.models import Label, Membership, Site
from zhence_web.records.reporting.models import ChecklistAnswer, Observation

_CHECKLIST = "eight_ones"
_KNOWN, _COMPLETE, _GREEN, _CLEAR = 80, 70, 80, 94


def stock(
    site: Site, indicator: str, on: date, amount: int, known: date | None = None
) -> Observation:
    """Return what is on record of a day; *amount* in smallest units."""
    return Observation(
        site=site,
        indicator=indicator,
        starts=on,
        ends=on + timedelta(days=1),
        low=amount,
        high=amount,
        recorded_at=moment((known or on) + timedelta(days=15)),
        reason=Observation.Reason.FIRST,
        source="申报材料（模拟数据）",
        label=Label.SYNTHETIC,
    )


def smallest(name: str, amount: int) -> int:
    """Return *amount* of a unit in smallest units."""
    return int(amount * unit(name).factor)


def km2(hundredths: int) -> int:
    """Return hundredths of a km² in smallest units."""
    return smallest("km²", hundredths) // 100


def load_ground(stage: Stage, rows: Mapping[str, Membership], found_by: User) -> None:
    """Load areas, conflicts and the checklist for most towns; some fall short."""
    on = date(stage.today.year - 1, 12, 31)
    items = packbook().sources.packs["ZJ2023"].checklists[_CHECKLIST].items
    figures: list[Observation] = []
    answers: list[ChecklistAnswer] = []
    for row in rows.values():
        number = row.site.number
        if not chance(_KNOWN, "ground", number):
            continue
        figures += _figures(row.site, on)
        complete = chance(_COMPLETE, "complete", number)
        gap = between(1, len(items), "gap", number)
        answers += [
            ChecklistAnswer(
                membership=row,
                checklist=_CHECKLIST,
                item=item,
                holds=complete or nth != gap,
                found_by=found_by,
                recorded_at=moment(on + timedelta(days=30)),
            )
            for nth, item in enumerate(items, 1)
        ]
    Observation.objects.bulk_create(figures)
    ChecklistAnswer.objects.bulk_create(answers)
    stage.loaded(
        "用地与配置（模拟数据）", {"指标": len(figures), "清单项": len(answers)}
    )


def _figures(site: Site, on: date) -> list[Observation]:
    number = site.number
    area = between(250, 490, "area", number)
    low, high = (31, 42) if chance(_GREEN, "green?", number) else (22, 29)
    green = area * between(low, high, "green", number) // 100
    clear = chance(_CLEAR, "clear", number)
    return [
        stock(site, "planned_area", on, km2(area)),
        stock(site, "green_area", on, km2(green)),
        stock(site, "heritage_conflicts", on, 0),
        stock(site, "control_line_conflict", on, 0 if clear else smallest("m²", 640)),
    ]
