"""What is counted, and where it is read from, before and after."""

from __future__ import annotations

from collections.abc import Iterator

from zhence.evidence import Text
from zhence.packs.diff_change import Change, Kind, Strictness, by_sign
from zhence.packs.diff_judge import more, unknown
from zhence.packs.diff_pull import direction
from zhence.packs.diff_say import measure_words, parameter_words, table_words
from zhence.packs.diff_terms import Packs, newest
from zhence.packs.diff_told import Comparer, Editions, Told, compared, part
from zhence.packs.diff_words import listed, plain, same
from zhence.packs.pack import Pack
from zhence.rules import measures as m
from zhence.units import Unit


def measures(editions: Editions) -> Iterator[Change]:
    """Yield the changes of measures; what uses a new one is told by itself."""
    packs = editions.old, editions.new

    def sources(old: m.Measure, new: m.Measure) -> Told | None:
        if old.sources == new.sources:
            return None
        return Told(
            "sources",
            listed(_source_words(packs[0], s) for s in old.sources),
            listed(_source_words(packs[1], s) for s in new.sources),
            _strictness(old, new, packs),
        )

    parts: tuple[Comparer[m.Measure], ...] = (
        sources,
        part("over", lambda held: held.over, unknown),
        part("unit", lambda held: held.unit, units, lambda u: same(u.name)),
        part("levels", lambda held: held.levels, unknown),
        part("title", lambda held: held.title),
    )
    yield from compared(
        editions,
        Kind.MEASURE,
        editions.old.rulebook.measures,
        editions.new.rulebook.measures,
        parts,
        lambda held: held.title,
        lambda _: Strictness.NEUTRAL,
    )


def units(old: Unit, new: Unit) -> Strictness:
    """Say that another unit of the same dimension only shows otherwise."""
    alike = old.dimension is new.dimension
    return Strictness.NEUTRAL if alike else Strictness.UNKNOWN


def _strictness(old: m.Measure, new: m.Measure, packs: Packs) -> Strictness:
    """Return which way it goes when the same projects come to more or less."""
    ways = {direction(pack, "measure", new.id).sign for pack in packs}
    sign = ways.pop() if len(ways) == 1 else None
    step = _step(old.sources, new.sources, packs)
    return by_sign(step * sign if step and sign else None)


def _step(old: tuple[m.From, ...], new: tuple[m.From, ...], packs: Packs) -> int | None:
    """Return 1 when every changed source counts more, -1 when it counts less."""
    if len(old) != len(new):
        return None
    steps = {_left_out(a, b, packs) for a, b in zip(old, new, strict=True) if a != b}
    step = steps.pop() if len(steps) == 1 else None
    return step and -step


def _left_out(old: m.From, new: m.From, packs: Packs) -> int | None:
    """Return 1 when more is left out."""
    match old, new:
        case m.Difference(whole, less), m.Difference(after, more_less) if (
            whole == after
        ):
            return more(less, more_less)
        case m.FromProjects(before, lead), m.FromProjects(after, lead_after) if (
            lead == lead_after
        ):
            return more(newest(packs[0], before), newest(packs[1], after))
        case _:
            return None


def _source_words(  # noqa: PLR0911  # one arm a word
    pack: Pack, source: m.From
) -> Text:
    match source:
        case m.Reported(indicator):
            return Text(f"填报的 {indicator}", f"{indicator} as reported")
        case m.FromProjects(excluded, lead):
            out = parameter_words(pack, excluded)
            of = (
                Text("主导产业项目", "projects of the lead industry")
                if lead
                else (Text("各项目", "all projects"))
            )
            return Text(f"{of.zh}合计（不计{out.zh}）", f"{of.en} without {out.en}")
        case m.Difference(whole, less):
            out = plain(less)
            return Text(f"{whole} 减去{out.zh}", f"{whole} less {out.en}")
        case m.Proven(indicator):
            return Text(f"{indicator} 所证明的", f"what {indicator} proves")
        case m.Greatest(below, by_category, flag):
            left, right = measure_words(pack, below), table_words(pack, by_category)
            return Text(
                f"{left.zh}与{right.zh}取大（缺报提示 {flag}）",
                f"the larger of {left.en} and {right.en} (flag {flag})",
            )
        case m.Scaled():
            return _scaled_words(pack, source)
        case m.LeadIndustries():
            return Text("主导产业个数", "the number of lead industries")
        case m.MonthsListed():
            return Text("列入后的整月数", "full months since listing")


def _scaled_words(pack: Pack, source: m.Scaled) -> Text:
    told = measure_words(pack, source.measure)
    times, year = parameter_words(pack, source.times), plain(source.in_year)
    when = plain(source.when and f"{source.when} = {source.equals}")
    return Text(
        f"{told.zh}×{times.zh}（年度：{year.zh}，读法：{when.zh}）",
        f"{told.en} × {times.en} (year: {year.en}, reading: {when.en})",
    )
