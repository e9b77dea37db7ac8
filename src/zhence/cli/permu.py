"""Per-mu benefit: the schemes, the grades of a roster, the sheet of one firm."""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from zhence.cli.given import figures_of, rows_of
from zhence.cli.output import print_json, print_lines, print_table, say_faults
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault, Where
from zhence.packs.permu_schemes import load_scheme
from zhence.permu import Firm, Outcome, Scheme, Standing, register_of, run, with_groups
from zhence.permu.grade import PENDING
from zhence.permu.leaders import Entrant, leaders
from zhence.permu.register import grains_of
from zhence.permu.roster import read_roster
from zhence.permu.sheet import STANDING_NAMES, sheet
from zhence.permu.written import head, lines, rows

_SHOWN = 20
_NOT_SOUND = frozenset({"false", "no", "否", "0"})
_NO_LEADER = {
    "too_few": "不足三个，不评 / fewer than three",
    "data_not_sound": "首位数据未通过核查 / data not sound",
}


def schemes(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """List the schemes."""
    held = shelf.schemes.values()
    if arguments.json:
        print_json(
            [
                {
                    "id": s.id,
                    "title": {"zh": s.title.zh, "en": s.title.en},
                    "place": {"zh": s.place.zh, "en": s.place.en},
                    "label": s.label.value,
                    "items": {r.id: list(r.codes()) for r in s.rolls},
                    "sources": [v.address for v in s.sources.values() if v.address],
                }
                for s in held
            ]
        )
        return 0
    print_table(
        "亩均效益评价方案 / per-mu schemes",
        ("编号 id", "名称 title", "性质 label", "名单 lists", "可计分 scored"),
        (
            (
                s.id,
                s.title.zh,
                s.label.value,
                len(s.rolls),
                sum(bool(r.items) for r in s.rolls),
            )
            for s in held
        ),
    )
    return 0


def grade(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Score, rank and grade a roster, and write one row a firm."""
    scheme, firms, outcome = _graded(arguments, shelf)
    _write(arguments.out, scheme, outcome, firms)
    left = [
        i for i, s in enumerate(outcome.scores.standing) if s != int(Standing.RANKED)
    ]
    if arguments.json:
        print_json(
            {
                "scheme": scheme.id,
                "label": scheme.label.value,
                "population": sum(outcome.counts),
                "bands": outcome.band_counts(),
                "pending": int((outcome.final == PENDING).sum()),
                "excluded": [_left(outcome, firms, row) for row in left],
                "groups": _groups(outcome),
            }
        )
        return 0
    _show(scheme, outcome, firms, left)
    return 0


def one_sheet(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Show the sheet of one firm, and of the group it is merged into."""
    scheme, firms, outcome = _graded(arguments, shelf)
    found = [
        row
        for row, firm in enumerate(firms)
        if arguments.firm in (firm.code, firm.name, *firm.members)
    ]
    if not found:
        raise BadInputError(
            Fault(
                "firm_unknown",
                f"名录里没有 {arguments.firm}",
                f"{arguments.firm} is not on the roster",
                Where(str(arguments.firms)),
                "写统一社会信用代码或企业全称 / give its credit code or full name",
            )
        )
    for row in found:
        print_lines(*lines(sheet(outcome, firms, row), scheme, arguments.lang), "")
    return 0


def led(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Show the leaders of each group: columns ``subject``, group, value, ``sound``."""
    code, by = arguments.value, arguments.by
    rows = rows_of(arguments.figures, "subject", by, code)
    figures = figures_of(rows, [code])
    indicator = shelf.catalogue.get(code)
    entrants = [
        Entrant(
            row.cells["subject"],
            row.cells[by],
            figures[row.cells["subject"]][code],
            row.cells.get("sound", "") not in _NOT_SOUND,
        )
        for row in rows
    ]
    found = leaders(entrants)
    if arguments.json:
        print_json(
            {
                "value": code,
                "groups": [
                    {
                        "group": one.group,
                        "leaders": list(one.leaders),
                        "ranks": dict(one.ranks),
                        "unranked": list(one.unranked),
                        "reason": one.reason or None,
                    }
                    for one in found
                ],
            }
        )
        return 0
    print_table(
        f"领跑者 / leaders: {code if indicator is None else indicator.name.zh}",
        ("分组 group", "领跑者 leaders", "参比 ranked", "缺报 unknown", "说明"),
        (
            (
                one.group,
                "、".join(one.leaders) or "—",
                len(one.ranks),
                len(one.unranked),
                _NO_LEADER.get(one.reason, ""),
            )
            for one in found
        ),
    )
    return 0


def _graded(
    arguments: argparse.Namespace, shelf: Shelf
) -> tuple[Scheme, tuple[Firm, ...], Outcome]:
    scheme = _scheme(arguments.scheme, shelf)
    table = read_roster(arguments.firms, scheme, shelf.catalogue)
    firms = with_groups(table.load(), scheme)
    say_faults(table.faults, as_json=False)
    register = register_of(firms, scheme, grains_of(scheme, shelf.catalogue))
    return scheme, firms, run(scheme, register)


def _scheme(name: str, shelf: Shelf) -> Scheme:
    path = Path(name)
    if path.suffix in {".yaml", ".yml"}:
        return load_scheme(path, shelf.catalogue)
    if name in shelf.schemes:
        return shelf.schemes[name]
    raise BadInputError(
        Fault(
            "scheme_unknown",
            f"没有这个方案：{name}",
            f"no such scheme: {name}",
            remedy="use one of " + ", ".join(shelf.schemes) + ", or a .yaml file",
        )
    )


def _write(path: Path, scheme: Scheme, outcome: Outcome, firms: Sequence[Firm]) -> None:
    """Write CSV, XLSX or Parquet by the ending of the name."""
    made = rows(outcome, firms)
    if path.suffix == ".xlsx":
        _write_workbook(path, head(scheme, chinese=True), made)
    elif path.suffix == ".parquet":
        _write_parquet(path, head(scheme, chinese=False), made)
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head(scheme, chinese=False))
            writer.writerows(map(_safe, made))
    else:
        raise BadInputError(
            Fault(
                "output_kind",
                f"不认识的文件类型：{path.name}",
                f"unknown kind of file: {path.name}",
                Where(str(path)),
                "以 .csv、.xlsx 或 .parquet 结尾 / end in .csv, .xlsx or .parquet",
            )
        )


def _safe(row: Iterable[str]) -> list[str]:
    """Return cells that no spreadsheet takes for a formula; numbers stay numbers."""
    return [_plain(cell) for cell in row]


def _plain(cell: str) -> str:
    risky = cell[:1] in "=@+\t\r" or (cell[:1] == "-" and not cell[1:2].isdigit())
    return f"'{cell}" if cell and risky else cell


def _write_workbook(path: Path, header: list[str], made: Iterable[list[str]]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415  # a heavy import few commands need

    book = Workbook(write_only=True)
    page = book.create_sheet("亩均评价")
    page.append(header)
    for row in made:
        page.append(_safe(row))
    book.save(path)


def _write_parquet(path: Path, header: list[str], made: Iterable[list[str]]) -> None:
    import pyarrow as pa  # noqa: PLC0415  # a heavy import that few commands need
    import pyarrow.parquet as pq  # noqa: PLC0415  # as above

    columns = list(zip(*made, strict=True)) or [()] * len(header)
    table = pa.table(
        {
            name: pa.array([cell or None for cell in column], pa.string())
            for name, column in zip(header, columns, strict=True)
        }
    )
    pq.write_table(table, path)


def _left(outcome: Outcome, firms: Sequence[Firm], row: int) -> dict[str, object]:
    told = sheet(outcome, firms, row)
    aside = int(outcome.scores.aside[row])
    return {
        "firm": told.firm.code,
        "name": told.firm.name,
        "why": told.standing.name.lower(),
        "mark": outcome.scheme.aside[aside].mark if aside >= 0 else None,
        "missing": list(told.missing),
        "reasons": [{"zh": r.zh, "en": r.en} for r in told.reasons],
    }


def _groups(outcome: Outcome) -> list[dict[str, object]]:
    names = [band.name for band in outcome.scheme.bands[:-1]]
    return [
        {
            "list": name[0],
            "within": list(name[1:]),
            "ranked": count,
            "cut_ranks": dict(zip(names, cuts, strict=False)),
        }
        for name, count, cuts in zip(
            outcome.group_names, outcome.counts, outcome.cuts.tolist(), strict=True
        )
        if count
    ]


def _show(
    scheme: Scheme, outcome: Outcome, firms: Sequence[Firm], left: Sequence[int]
) -> None:
    best = sorted(
        (r for r in range(len(firms)) if outcome.first[r]),
        key=lambda r: (int(outcome.group[r]), int(outcome.first[r])),
    )
    print_table(
        f"{scheme.title.zh} [{scheme.label.value}]",
        (
            "名单 list",
            "名次 rank",
            "企业 firm",
            "得分 score",
            "按名次 band",
            "最终 final",
        ),
        (
            (
                str(told.roll),
                told.rank,
                told.firm.name,
                float(told.score or 0),
                told.band,
                told.final,
            )
            for told in (sheet(outcome, firms, row) for row in best[:_SHOWN])
        ),
    )
    if len(best) > _SHOWN:
        print_lines(f"… 其余 {len(best) - _SHOWN} 家见输出文件 / the rest in the file")
    bands = "  ".join(f"{name} {n}" for name, n in outcome.band_counts().items())
    print_lines(f"参与排序 / ranked {sum(outcome.counts)}: {bands}")
    why = Counter(Standing(outcome.scores.standing[row]) for row in left)
    for standing, count in why.items():
        name = STANDING_NAMES[standing]
        print_lines(f"{name.zh} / {name.en}: {count}")
