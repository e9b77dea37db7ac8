"""Stars, titles, campaigns and the race: what is proposed, with its reason."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from pydantic import Field, ValidationError

from zhence.cli.given import figures_of, rows_of
from zhence.cli.output import print_json, print_lines, print_table
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault
from zhence.packs.diff_words import plain
from zhence.packs.load import model_faults
from zhence.packs.reward_schemes import Rule, Scheme, of_kind
from zhence.packs.source import SourceFile, read_yaml
from zhence.packs.words import Form
from zhence.rewards.campaign import Campaign, Mark, Nomination, judge_campaign
from zhence.rewards.race import Purse, Race, Result, run_race
from zhence.rewards.stars import Stars, propose
from zhence.rewards.titles import Holders, Title, select
from zhence.units import decimal_text, exact_number

Number = str | int
R = TypeVar("R", bound=Rule)


class PurseForm(Form):
    """The awards of one kind by place, and the block they come out of."""

    unit: str
    amounts: list[Number]
    block: Number | None = None


class RaceFile(Form):
    """A race of one year: its rule, places, figures and purses."""

    race: str
    year: int
    places: int = Field(ge=1)
    subjects: dict[str, dict[str, Number | None]] = Field(min_length=1)
    purses: dict[str, PurseForm] = Field(default_factory=dict)


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
                        "score": _text(held[name]["score"]),
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
                _text(held[name]["score"]) or "—（缺报）",
                _text(held[name]["stars"]) or "—",
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
                _text(one.figure),
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
        "figure": _text(one.figure),
        "unknown": list(one.unknown),
    }


def campaign(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Judge a campaign from its nominations and the marks of the judges."""
    scheme, rule = scheme_of(shelf, arguments.scheme, Campaign, "campaign")
    named = rows_of(arguments.nominations, "nomination", "county")
    nominations = [Nomination(r.cells["nomination"], r.cells["county"]) for r in named]
    rows = rows_of(arguments.marks, "nomination", "judge", "county", *rule.criteria)
    marks, faults = list[Mark](), list[Fault]()
    known = {one.id for one in nominations}
    for row in rows:
        cells = row.cells
        if cells["nomination"] not in known:
            faults.append(
                Fault(
                    "nomination_unknown",
                    f"没有这个案例：{cells['nomination']}",
                    f"no such nomination: {cells['nomination']}",
                    row.where,
                    "先在推荐表里登记 / put it on the list of nominations",
                )
            )
        for criterion in rule.criteria:
            points = exact_number(cells[criterion])
            if cells[criterion] and (points is None or not 0 <= points <= rule.full):
                faults.append(
                    Fault(
                        "mark_impossible",
                        f"分值不在0至{rule.full}之间：{cells[criterion]}",
                        f"a mark outside 0 to {rule.full}: {cells[criterion]}",
                        row.where,
                        "改正分值，未打分则留空 / correct it, or leave it empty",
                    )
                )
            elif points is not None:
                marks.append(
                    Mark(cells["nomination"], cells["judge"], criterion, points)
                )
    if faults:
        raise BadInputError(faults)
    counties = {row.cells["judge"]: row.cells["county"] for row in rows}
    found = judge_campaign(rule, nominations, marks, counties)
    if arguments.json:
        print_json(
            {
                "scheme": scheme.id,
                "label": scheme.label.value,
                "scores": {n: _text(s) for n, s in found.scores.items()},
                "ranks": found.ranks,
                "chosen": list(found.chosen),
                "pending": list(found.pending),
                "barred": [list(pair) for pair in found.barred],
            }
        )
        return 0
    print_table(
        f"{scheme.title.zh}  [{plain(scheme.label.value).zh}]",
        ("名次", "案例", "得分", "有效评委", "结果"),
        (
            (
                found.ranks[n] or "—",
                n,
                "—" if (s := found.scores[n]) is None else f"{float(s):.2f}",
                found.judges[n],
                "入选" if n in found.chosen else "待定" if n in found.pending else "",
            )
            for n in sorted(
                found.scores,
                key=lambda n: (found.ranks[n] is None, found.ranks[n] or 0),
            )
        ),
    )
    if found.barred:
        print_lines(f"未计入的评分 / marks left out: {len(found.barred)}")
    return 0


def settle_race(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Settle a race: entries by subject and kind, and who could not be scored."""
    file, source = _race_file(arguments)
    scheme, rule = scheme_of(shelf, file.race, Race, "race")
    figures, faults = dict[str, dict[str, Fraction | None]](), list[Fault]()
    wanted = {*(part.id for part in rule.parts), *rule.breakers}

    def number(given: Number, *path: str | int) -> Fraction:
        found = exact_number(str(given))
        if found is None or found < 0:
            faults.append(
                Fault(
                    "race_number",
                    f"不是零以上的数：{given}",
                    f"not a number of zero or more: {given}",
                    source.where(path),
                    "写普通小数 / write a plain decimal",
                )
            )
        return found or Fraction(0)

    for name, row in file.subjects.items():
        for code in sorted(set(row) - wanted):
            faults.append(
                Fault(
                    "race_part_unknown",
                    f"赛马方案里没有 {code}",
                    f"the race has no part {code}",
                    source.where(("subjects", name, code)),
                    "可写 / use: " + ", ".join(sorted(wanted)),
                )
            )
        figures[name] = {
            code: None if v is None else number(v, "subjects", name, code)
            for code, v in row.items()
        }
    purses = [
        Purse(
            kind,
            one.unit,
            tuple(
                number(a, "purses", kind, "amounts", i)
                for i, a in enumerate(one.amounts)
            ),
            None if one.block is None else number(one.block, "purses", kind, "block"),
        )
        for kind, one in file.purses.items()
    ]
    if faults:
        raise BadInputError(faults)
    found = run_race(rule, figures, file.places, purses)
    entries = [_entry(scheme, file, found, i) for i in range(len(found.paid))]
    unknown = [
        {"subject": name, "missing": list(parts)}
        for name, parts in found.unknown.items()
    ]
    if arguments.json:
        print_json(
            {
                "scheme": scheme.id,
                "label": scheme.label.value,
                "ranks": found.ranks,
                "awarded": list(found.awarded),
                "pending": list(found.pending),
                "entries": entries,
                "unknown": unknown,
            }
        )
        return 0
    print_table(
        f"{scheme.title.zh} {file.year}  [{plain(scheme.label.value).zh}]",
        ("名次", "对象", "得分", "结果"),
        (
            (
                rank or "—",
                name,
                "—" if (s := found.scores[name]) is None else f"{float(s):.2f}",
                "获奖"
                if name in found.awarded
                else "待定"
                if name in found.pending
                else "",
            )
            for name, rank in _by_rank(found.ranks)
        ),
    )
    for one in entries:
        print_lines(f"{one['subject']}  {one['kind']}  {one['amount']} {one['unit']}")
    for gone in unknown:
        print_lines(f"{gone['subject']}: 缺 / missing {'、'.join(gone['missing'])}")
    return 0


def _race_file(arguments: argparse.Namespace) -> tuple[RaceFile, SourceFile]:
    source = read_yaml(arguments.file)
    try:
        return RaceFile.model_validate(source.data), source
    except ValidationError as error:
        raise BadInputError(model_faults(error, source)) from None


def _entry(scheme: Scheme, file: RaceFile, found: Result, at: int) -> dict[str, object]:
    paid = found.paid[at]
    cut = paid.amount != paid.wanted
    because = f"{file.year}年第{paid.rank}名"
    if cut:
        because += f"，应得{_text(paid.wanted)}{paid.unit}，按额度折算"
    return {
        "subject": paid.subject,
        "kind": paid.kind,
        "amount": _text(paid.amount),
        "unit": paid.unit,
        "clauses": list(scheme.clauses),
        "because": because,
    }


def _fate(found: Result, name: str) -> str:
    if name in found.awarded:
        return "获奖"
    return "待定" if name in found.pending else ""


def _by_rank(ranks: Mapping[str, int | None]) -> list[tuple[str, int | None]]:
    return sorted(ranks.items(), key=lambda pair: (pair[1] is None, pair[1] or 0))


def _text(number: Fraction | None) -> str:
    return "" if number is None else decimal_text(number)
