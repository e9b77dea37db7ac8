"""Schemes, stars and titles: what is proposed, with its reason."""

from __future__ import annotations

import argparse
from fractions import Fraction
from typing import TypeVar

from zhence.cli.given import figures_of, rows_of
from zhence.cli.output import print_json, print_lines, print_table
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault
from zhence.packs.diff_words import plain
from zhence.packs.reward_schemes import Rule, Scheme, of_kind
from zhence.rewards.stars import Stars, propose
from zhence.rewards.titles import Holders, Title, select
from zhence.units import decimal_text

R = TypeVar("R", bound=Rule)


def listed(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """List the schemes."""
    held = shelf.rewards.values()
    if arguments.json:
        print_json(
            [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "title": {"zh": one.title.zh, "en": one.title.en},
                    "label": one.label.value,
                    "clauses": list(one.clauses),
                    "notes": [{"zh": n.zh, "en": n.en} for n in one.notes],
                }
                for one in held
            ]
        )
        return 0
    print_table(
        "评选与奖励方案 / schemes",
        ("编号 id", "种类 kind", "名称 title", "性质 label", "条款 clauses"),
        (
            (o.id, o.kind, o.title.zh, plain(o.label.value).zh, " ".join(o.clauses))
            for o in held
        ),
    )
    return 0


def scheme_of(shelf: Shelf, name: str, kind: type[R], word: str) -> tuple[Scheme, R]:
    """Return a scheme of one kind.

    Raises:
        BadInputError: there is none of this id and kind.
    """
    held = shelf.rewards.get(name)
    if held is not None and isinstance(held.rule, kind):
        return held, held.rule
    raise BadInputError(
        Fault(
            "scheme_unknown",
            f"没有这个方案：{name}",
            f"no such scheme: {name}",
            remedy="可用 / use one of: " + ", ".join(of_kind(shelf.rewards, word)),
        )
    )


def stars(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Propose stars from ``subject,score,stars``; empty stars are a first rating."""
    scheme, rule = scheme_of(shelf, arguments.scheme, Stars, "stars")
    rows = rows_of(arguments.scores, "subject", "score")
    held = figures_of(rows, ("score", "stars"))
    found = {
        name: propose(rule, row["score"], _whole(name, row["stars"]))
        for name, row in held.items()
    }
    if arguments.json:
        print_json(
            {
                "scheme": scheme.id,
                "label": scheme.label.value,
                "proposals": [
                    {
                        "subject": name,
                        "score": figure(held[name]["score"]),
                        "stars": one.stars,
                        "band": one.band,
                        "move": one.move.value,
                        "held_back": one.held_back,
                    }
                    for name, one in found.items()
                ],
            }
        )
        return 0
    print_table(
        f"{scheme.title.zh}  [{plain(scheme.label.value).zh}]",
        ("小镇", "得分", "现有", "拟定", "变动"),
        (
            (
                name,
                figure(held[name]["score"]) or "—（缺报）",
                figure(held[name]["stars"]) or "—",
                "—" if one.stars is None else "★" * one.stars,
                one.move.value + ("，按分数可再变" if one.held_back else ""),
            )
            for name, one in found.items()
        ),
    )
    print_lines("均为建议，由主管部门确认 / proposals; a named body confirms")
    return 0


def _whole(name: str, stars: Fraction | None) -> int | None:
    if stars is None:
        return None
    if stars.denominator == 1:
        return int(stars)
    raise BadInputError(
        Fault(
            "stars_broken",
            f"{name} 的星级不是整数",
            f"the stars of {name} are no whole number",
            remedy="写整数，未评过则留空 / write a whole number, or leave it empty",
        )
    )


def titles(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Select the holders of titles: column ``subject`` and one an indicator."""
    scheme, rule = scheme_of(shelf, arguments.scheme, tuple, "titles")
    chosen = [one for one in rule if isinstance(one, Title)]
    codes = sorted({code.removeprefix("-") for one in chosen for code in one.by})
    figures = figures_of(rows_of(arguments.figures, "subject"), codes)
    found = [select(one, figures) for one in chosen]
    if arguments.json:
        print_json(
            {
                "scheme": scheme.id,
                "label": scheme.label.value,
                "titles": [_title_json(one) for one in found],
            }
        )
        return 0
    print_table(
        f"{scheme.title.zh}  [{plain(scheme.label.value).zh}]",
        ("称号 title", "入选 holders", "待定 pending", "指标值", "缺报 unknown"),
        (
            (
                one.title.title.zh,
                "、".join(one.holders),
                "、".join(one.pending),
                figure(one.figure),
                len(one.unknown),
            )
            for one in found
        ),
    )
    return 0


def _title_json(one: Holders) -> dict[str, object]:
    return {
        "id": one.title.id,
        "title": {"zh": one.title.title.zh, "en": one.title.title.en},
        "holders": list(one.holders),
        "pending": list(one.pending),
        "shared": one.shared,
        "figure": figure(one.figure),
        "unknown": list(one.unknown),
    }


def figure(number: Fraction | None) -> str:
    """Return a number as it is published, nothing for an unknown one."""
    return "" if number is None else decimal_text(number)
