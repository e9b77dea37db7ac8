"""Gaps and overlaps of one pack, named before it is published.

They are warnings: a text may well leave a hole, but nobody should find it in
a verdict first.
A reform that makes a table overlap is refused by name: it would give one town
two answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from zhence.errors import BadInputError, Fault, Severity, Where
from zhence.packs.diff_bands import Band, Seam, bad_seams
from zhence.packs.diff_cases import Case, tables_of_cases
from zhence.packs.diff_change import Period
from zhence.packs.diff_limits import limits
from zhence.packs.diff_words import period_words
from zhence.packs.pack import Pack
from zhence.rules.dated import Parameter

_ONE_DAY = timedelta(days=1)
OVERLAPS = frozenset({"dates_overlap", "cases_overlap", "tiers_overlap"})


def holes(pack: Pack) -> tuple[Fault, ...]:
    """Return every gap and overlap of the pack's tables; empty when there is none."""
    return (
        *_tables(pack),
        *_dates(pack),
        *_cases(pack),
        *_tiers(pack),
        *limits(pack),
    )


def refuse_overlaps(base: Pack, reform: Pack) -> None:
    """Refuse a reform or draft whose change makes a table overlap.

    What overlaps in *base* already is not the reform's doing.

    Raises:
        BadInputError: every new overlap, with code ``reform_overlap``.
    """
    known = {(f.code, f.en) for f in holes(base)}
    made = [
        f for f in holes(reform) if f.code in OVERLAPS and (f.code, f.en) not in known
    ]
    if made:
        raise BadInputError(
            Fault(
                "reform_overlap",
                f"改动使表格重叠：{fault.zh}",
                f"the change makes a table overlap: {fault.en}",
                fault.where,
                fault.remedy,
            )
            for fault in made
        )


def _named(code: str, zh: str, en: str, where: Where, remedy: str) -> Fault:
    return Fault(code, zh, en, where, remedy, Severity.WARNING)


def _tables(pack: Pack) -> Iterator[Fault]:
    for table in pack.rulebook.thresholds.values():
        for category in sorted(set(pack.rulebook.categories) - set(table.parameters)):
            yield _named(
                "category_without_threshold",
                f"「{table.title.zh}」没有类别 {category} 的限值",
                f'"{table.title.en}" has no limit for the category {category}',
                pack.places.get(("threshold", table.id), Where()),
                "给类别一个参数，或说明为何没有"
                " / give the category a parameter, or say why it has none",
            )


def _dates(pack: Pack) -> Iterator[Fault]:
    for parameter in pack.rulebook.parameters.values():
        where = pack.places.get(("parameter", parameter.id), Where())
        for seam in bad_seams(_days(parameter)):
            days = period_words(Period(_day(seam.low), _last_day(seam.high)))
            if seam.kind is Seam.GAP:
                yield _named(
                    "dates_gap",
                    f"参数 {parameter.id} {days.zh}没有值",
                    f"{parameter.id} has no value {days.en}",
                    where,
                    "让各值前后相接，或写一个空值 null"
                    " / let the values follow each other, or write a value of null",
                )
            else:
                yield _named(
                    "dates_overlap",
                    f"参数 {parameter.id} {days.zh}有两个值",
                    f"{parameter.id} has two values {days.en}",
                    where,
                    "前一个值止于后一个值的前一天"
                    " / end the earlier one on the day before the later one",
                )
        yield from _short(pack, parameter, where)


def _days(parameter: Parameter) -> Iterator[Band]:
    for value in parameter.values:
        first = Fraction(value.start.toordinal()) if value.start else None
        after = Fraction(value.last.toordinal() + 1) if value.last else None
        if first is None or after is None or first < after:
            yield Band(str(value.start or ""), first, after)


def _day(ordinal: Fraction | None) -> date | None:
    return None if ordinal is None else date.fromordinal(int(ordinal))


def _last_day(ordinal: Fraction | None) -> date | None:
    return None if ordinal is None else date.fromordinal(int(ordinal) - 1)


def _short(pack: Pack, parameter: Parameter, where: Where) -> Iterator[Fault]:
    """Name the days of the policy before the first and after the last value."""
    starts = [v.start for v in parameter.values]
    first = None if None in starts else min(s for s in starts if s)
    lasts = [v.last for v in parameter.values]
    last = None if None in lasts else max(day for day in lasts if day)
    missing = []
    if first and (pack.valid_from is None or pack.valid_from < first):
        missing.append(Period(pack.valid_from, first - _ONE_DAY))
    if last and (pack.valid_to is None or last < pack.valid_to):
        missing.append(Period(last + _ONE_DAY, pack.valid_to))
    for days in missing:
        told = period_words(days)
        yield _named(
            "dates_short",
            f"参数 {parameter.id} {told.zh}没有值，政策却在适用期内",
            f"{parameter.id} has no value {told.en}, while the policy applies",
            where,
            "在政策的整个有效期内都给出值"
            " / give the value for the whole window of the policy",
        )


def _cases(pack: Pack) -> Iterator[Fault]:
    for table in tables_of_cases(pack):
        empty = [c for c in table if c.restricted and not c.categories]
        for case in empty:
            yield _named(
                "case_empty",
                f"判据 {case.criterion} 所限的类别不存在，永不适用",
                f"{case.criterion} is limited to no category and never applies",
                pack.places.get(("criterion", case.criterion), Where()),
                "改正分组，或把一个类别归入该组"
                " / mend the group, or give a category this group",
            )
        rows = [c for c in table if c.restricted]
        if len(rows) > 1:
            yield from _rows(pack, rows, complete=len(rows) < len(table))


def _rows(pack: Pack, rows: list[Case], *, complete: bool) -> Iterator[Fault]:
    """Name the categories with no row and with two; an open row takes the rest."""
    names = "、".join(c.criterion for c in rows)
    where = pack.places.get(("criterion", rows[0].criterion), Where())
    for category in pack.rulebook.categories.values():
        found = [c.criterion for c in rows if category.id in c.categories]
        if not found and not complete:
            yield _named(
                "cases_hole",
                f"{names} 按类别分列，类别「{category.title.zh}」没有对应的一条",
                f'{names} go by category, and none is for "{category.title.en}"',
                where,
                "把类别归入其中一组 / add the category to one of the groups",
            )
        elif len(found) > 1:
            told = "、".join(found)
            yield _named(
                "cases_overlap",
                f"类别「{category.title.zh}」同时适用 {told}",
                f'the category "{category.title.en}" falls under {told} at once',
                where,
                "类别只留在一组里 / leave the category in one of the groups",
            )


def _tiers(pack: Pack) -> Iterator[Fault]:
    groups: dict[tuple[object, ...], dict[str, Fraction]] = defaultdict(dict)
    for name, target in pack.targets.items():
        if target.value.tier is not None and target.value.at is not None:
            asked = target.value.tier, tuple(target.population.states), target.by
            groups[asked][name] = Fraction(target.value.at)
    for tiers in groups.values():
        steps = sorted(set(tiers.values()))
        above = dict(zip(steps, [*steps[1:], None], strict=True))
        bands = (Band(name, low, above[low]) for name, low in tiers.items())
        for seam in bad_seams(bands):
            yield _named(
                "tiers_overlap",
                f"目标 {seam.first} 与 {seam.second} 的档次起点相同",
                f"the tiers of {seam.first} and {seam.second} begin at one figure",
                pack.places.get(("target", seam.second), Where()),
                "给每一档各自的下限 / give each tier its own lower end",
            )
