"""The race of a year settled: entries with their reasons, cut to the block exactly."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from fractions import Fraction

from pydantic import Field, ValidationError

from zhence.cli.output import print_json, print_lines, print_table
from zhence.cli.rewards import figure, scheme_of
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault
from zhence.packs.diff_words import plain
from zhence.packs.model_faults import model_faults
from zhence.packs.reward_schemes import Scheme
from zhence.packs.source import SourceFile, read_yaml
from zhence.packs.words import Form
from zhence.rewards.race import Purse, Race, Result, run_race
from zhence.units import exact_number

Number = str | int


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
                _fate(found, name),
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
        because += f"，应得{figure(paid.wanted)}{paid.unit}，按额度折算"
    return {
        "subject": paid.subject,
        "kind": paid.kind,
        "amount": figure(paid.amount),
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
