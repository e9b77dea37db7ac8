"""What a per-mu scheme may not say although each number of it is a number."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhence.errors import Fault
from zhence.packs.source import Path_, SourceFile
from zhence.permu.scheme import (
    Act,
    Band,
    Fixed,
    Item,
    Mean,
    Range,
    Roll,
    Scheme,
)

_WHOLE = 100
_MOST_BITS = 62


def scheme_faults(scheme: Scheme, source: SourceFile) -> Iterator[Fault]:
    """Yield what contradicts itself, each at its line."""
    for roll in scheme.rolls:
        yield from _roll(scheme, roll, source)
    yield from _bands(scheme.bands, source)
    names = {band.name for band in scheme.bands}
    named = [("veto", "cap", scheme.veto.cap)] if scheme.veto is not None else []
    for key, below, name in named:
        if name not in names:
            yield _no_band(name, (key, below), source)
    for at, rule in enumerate(scheme.protection):
        if rule.floor not in names:
            yield _no_band(rule.floor, ("protection", at, "floor"), source)
    for adjustment in scheme.adjustments:
        if (adjustment.points * scheme.one).denominator != 1:
            yield Fault(
                "permu_adjustment",
                f"{adjustment.id} 的分值比得分的小数位更细",
                f"{adjustment.id}: points are finer than the places of a score",
                source.where(("adjustments", adjustment.id, "points")),
                "raise rounding.decimals",
            )


def _roll(scheme: Scheme, roll: Roll, source: SourceFile) -> Iterator[Fault]:
    path: Path_ = ("rolls", roll.id, "items")
    if not roll.items:
        return
    total = sum((item.weight for item in roll.items), Fraction(0))
    if total != _WHOLE:
        yield Fault(
            "permu_weights",
            f"{roll.id} 的权数合计为 {total}，应为 100",
            f"the weights of {roll.id} add up to {total}, not to 100",
            source.where(path),
            "correct the weights",
        )
    if len(set(roll.codes())) != len(roll.items):
        yield Fault(
            "permu_item_twice",
            f"{roll.id} 中有重复的指标",
            f"an item stands twice in {roll.id}",
            source.where(path),
            "keep one of the two",
        )
    if len(roll.items) > _MOST_BITS:
        yield Fault(
            "permu_items_many",
            f"{roll.id} 的指标超过 {_MOST_BITS} 项",
            f"{roll.id} has more than {_MOST_BITS} items",
            source.where(path),
            "join some of them",
        )
    for at, item in enumerate(roll.items):
        for code, zh, en, remedy, key in _item(scheme, item):
            where = source.where((*path, at, key))
            name = item.measure.code
            yield Fault(code, f"{name}：{zh}", f"{name}: {en}", where, remedy)


def _item(scheme: Scheme, item: Item) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield code, Chinese, English, remedy and the key that it is about."""
    if item.weight <= 0:
        told = ("权数须大于零", "the weight is not above zero", "give a positive one")
        yield ("permu_weight", *told, "weight")
    wrong = _benchmark(scheme, item)
    if wrong is not None:
        yield ("permu_benchmark", *wrong, "benchmark")
    if item.missing.act is Act.AS_IT_IS:
        told = (
            "缺报不能按原值计分",
            "what is missing has no value to score",
            "say incomplete, group_mean or points",
        )
        yield ("permu_treatment", *told, "missing")
    if item.zero.act is Act.AS_IT_IS and not item.inverse:
        told = (
            "分母为零不能按原值计分",
            "a denominator of zero has no value to score",
            "say incomplete, group_mean or points",
        )
        yield ("permu_treatment", *told, "zero")
    floor, ceiling = item.floor, item.ceiling
    if floor is not None and ceiling is not None and floor >= ceiling:
        told = ("下限不低于上限", "floor is not below ceiling", "exchange them")
        yield ("permu_bounds", *told, "floor")


def _benchmark(scheme: Scheme, item: Item) -> tuple[str, str, str] | None:
    benchmark = item.benchmark
    if isinstance(benchmark, Fixed):
        numbers = [b for _, b in benchmark.by]
        numbers += [] if benchmark.value is None else [benchmark.value]
        if any(number <= 0 for number in numbers):
            return "基准值须大于零", "a benchmark is not above zero", "give one"
        if benchmark.by and len(scheme.compared) != 1:
            return (
                "分组基准值须且只须按一种分组",
                "benchmarks by group need exactly one way of grouping",
                "write compared: [place] or compared: [industry]",
            )
    elif isinstance(benchmark, Mean):
        if benchmark.times <= 0:
            return "倍数须大于零", "the multiple is not above zero", "give one"
    elif isinstance(benchmark, Range):
        if benchmark.low >= benchmark.high:
            return "low 不低于 high", "low is not below high", "exchange them"
    elif benchmark.bad == benchmark.good or item.inverse:
        return (
            "功效系数的方向由 bad 与 good 决定，二者不能相等，也不用 inverse",
            "bad and good differ and give the direction: no inverse",
            "give two numbers and leave inverse out",
        )
    return None


def _bands(bands: tuple[Band, ...], source: SourceFile) -> Iterator[Fault]:
    *upper, last = bands
    by_score = upper[0].score is not None
    ends = [band.score if by_score else band.upto for band in upper]
    known = [end for end in ends if end is not None]
    ordered = sorted(set(known), reverse=by_score) == known
    alone = all((band.score is None) != (band.upto is None) for band in upper)
    plain_last = last.score is None and last.upto is None
    names = {band.name for band in bands}
    whole = len(known) == len(ends) and len(names) == len(bands)
    if whole and ordered and alone and plain_last:
        return
    yield Fault(
        "permu_bands",
        "等级须由好到差，全部按比例或全部按分数，末等不写界线，名称不重复",
        "bands go from best to worst, all by upto or all by score, the last by none",
        source.where(("bands", "order")),
        "see packs/permu for examples",
    )


def _no_band(name: str, path: Path_, source: SourceFile) -> Fault:
    return Fault(
        "permu_band_unknown",
        f"没有 {name} 这一等级",
        f"there is no band {name}",
        source.where(path),
        "use the name of a band",
    )
