"""How towns differ: positions that are alike, gaps between counties and types."""

from __future__ import annotations

import argparse
import re
from fractions import Fraction

from zhence.cli.given import figures_of, rows_of
from zhence.cli.output import print_json, print_lines, print_table
from zhence.cli.rewards import scheme_of
from zhence.cli.shelf import Shelf
from zhence.contrast.gaps import Gap, Gaps, gap
from zhence.contrast.positions import Likeness, Pair, Position, alike
from zhence.errors import BadInputError, Fault
from zhence.packs.diff_words import plain

_CODE = re.compile(r"[A-T][0-9]{0,4}")
_BREAKS = re.compile(r"[、,，;；|\s]+")


def positions(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Tell which towns stand for the same thing: ``subject,codes,niches,county``."""
    scheme, rule = scheme_of(shelf, arguments.scheme, Likeness, "likeness")
    rows = rows_of(arguments.towns, "subject", "codes")
    faults, towns = list[Fault](), list[Position]()
    for row in rows:
        codes = tuple(c for c in _BREAKS.split(row.cells["codes"]) if c)
        bad = [c for c in codes if not _CODE.fullmatch(c)]
        if bad:
            faults.append(
                Fault(
                    "industry_code",
                    f"不是行业代码：{'、'.join(bad)}",
                    f"not an industry code: {', '.join(bad)}",
                    row.where,
                    "写门类字母加数字，如C3511 / a letter and digits",
                )
            )
        niches = frozenset(n for n in _BREAKS.split(row.cells.get("niches", "")) if n)
        county = row.cells.get("county", "")
        towns.append(Position(row.cells["subject"], codes, niches, county))
    if faults:
        raise BadInputError(faults)
    found = alike(rule, towns)
    unknown = [town.town for town in towns if not town.codes]
    if arguments.json:
        print_json(
            {
                "scheme": scheme.id,
                "label": scheme.label.value,
                "pairs": [_pair_json(pair) for pair in found],
                "unknown": unknown,
            }
        )
        return 0
    print_table(
        f"{scheme.title.zh}  [{plain(scheme.label.value).zh}]",
        ("小镇", "小镇", "相似度", "共同代码", "共同细分领域", "同县"),
        (
            (
                pair.left,
                pair.right,
                f"{float(pair.likeness):.0%}",
                " ".join(pair.shared_codes),
                "—（缺报）" if pair.niche is None else "、".join(pair.shared_niches),
                "是" if pair.same_county else "",
            )
            for pair in found
        ),
    )
    if unknown:
        print_lines("行业代码缺报，未比较 / not compared: " + "、".join(unknown))
    return 0


def _pair_json(pair: Pair) -> dict[str, object]:
    return {
        "left": pair.left,
        "right": pair.right,
        "likeness": float(pair.likeness),
        "code": float(pair.code),
        "niche": None if pair.niche is None else float(pair.niche),
        "shared_codes": list(pair.shared_codes),
        "shared_niches": list(pair.shared_niches),
        "same_county": pair.same_county,
    }


def gaps(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Measure gaps: ``subject``, a column a grouping, a column an indicator."""
    scheme, rule = scheme_of(shelf, arguments.scheme, Gaps, "gaps")
    rows = rows_of(arguments.figures, "subject", *rule.by)
    figures = figures_of(rows, rule.indicators)
    found = {
        by: [
            gap(
                code,
                {name: held[code] for name, held in figures.items()},
                {r.cells["subject"]: r.cells[by] or None for r in rows},
                rule.least_known,
                rule.least_share,
            )
            for code in rule.indicators
            if code in rows[0].cells
        ]
        for by in rule.by
    }
    if arguments.json:
        print_json(
            {
                "scheme": scheme.id,
                "label": scheme.label.value,
                "gaps": {
                    by: [_gap_json(g) for g in held] for by, held in found.items()
                },
            }
        )
        return 0
    for by, held in found.items():
        print_table(
            f"{scheme.title.zh} · {by}  [{plain(scheme.label.value).zh}]",
            ("指标", "最高", "最低", "倍数", "变异系数", "组间占比", "已知不足的组"),
            (
                (
                    shelf.catalogue[g.indicator].name.zh,
                    g.highest or "—",
                    g.lowest or "—",
                    _shown(g.ratio),
                    _shown(g.variation),
                    _shown(g.between),
                    "、".join(g.thin),
                )
                for g in held
            ),
        )
    return 0


def _shown(number: Fraction | None) -> str:
    return "—" if number is None else f"{float(number):.2f}"


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _gap_json(found: Gap) -> dict[str, object]:
    return {
        "indicator": found.indicator,
        "groups": [
            {
                "name": g.name,
                "mean": _number(g.mean),
                "known": g.known,
                "unknown": g.unknown,
            }
            for g in found.groups
        ],
        "highest": found.highest,
        "lowest": found.lowest,
        "difference": _number(found.difference),
        "ratio": _number(found.ratio),
        "variation": _number(found.variation),
        "between": _number(found.between),
        "ungrouped": found.ungrouped,
    }
