"""Commands about the law itself: packs, cases, clause, schema."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from zhence.cases import CaseResult, read_cases, run_case
from zhence.cli.output import print_json, print_lines, print_table
from zhence.cli.roster import rosters
from zhence.cli.shelf import Shelf
from zhence.cli.touches import How, Touched, touched
from zhence.dossier import label_of
from zhence.errors import BadInputError, Fault
from zhence.packs.diff_words import plain
from zhence.packs.pack import Clause, Pack
from zhence.packs.schema import json_schema

_HASH_SHOWN = 12


def hints(_: argparse.Namespace, shelf: Shelf) -> int:
    """Say what to try next, with the packs that are there."""
    some = sorted(shelf.packs)
    with_cases = next((p for p in some if shelf.packs[p].rulebook.criteria), some[0])
    with_events = next((p for p in some if shelf.packs[p].event_order), some[0])
    events = next(shelf.reference_folder.glob("*/events.csv"), Path("EVENTS.csv"))
    clause = next(iter(shelf.packs[with_cases].rulebook.criteria), "")
    print_lines(
        "镇策 zhence：政策是数据，判定有出处。试试 / try:",
        "",
        "  zhence packs                          政策包一览 / the policies",
        f"  zhence clause {clause:<23} 一个条款 / one clause and what implements it",
        "  zhence cases --issue CORE             运行算例 / run the worked cases",
        f"  zhence replay --policy {with_events} --events {_short(events)}",
        "                                        重放名单 / standings of real towns",
        "  zhence check                          检查政策包 / check the packs",
        "  zhence --help                         全部命令 / every command",
    )
    return 0


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def packs(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """List the packs."""
    rows = [_pack_json(pack) for pack in shelf.packs.values()]
    if arguments.json:
        print_json(rows)
        return 0
    print_table(
        "政策包 / policy packs",
        (
            "编号 id",
            "名称 title",
            "性质 status",
            "版本 edition",
            "判据",
            "条款",
            "hash",
        ),
        (
            (
                pack.id,
                pack.title.zh,
                label_of(pack.status).zh,
                pack.edition,
                len(pack.rulebook.criteria),
                len(pack.clauses),
                pack.hash[:_HASH_SHOWN],
            )
            for pack in shelf.packs.values()
        ),
    )
    return 0


def _pack_json(pack: Pack) -> dict[str, object]:
    return {
        "id": pack.id,
        "title": {"zh": pack.title.zh, "en": pack.title.en},
        "status": pack.status.value,
        "edition": pack.edition,
        "valid_from": pack.valid_from.isoformat() if pack.valid_from else None,
        "valid_to": pack.valid_to.isoformat() if pack.valid_to else None,
        "hash": pack.hash,
        "criteria": len(pack.rulebook.criteria),
        "clauses": len(pack.clauses),
    }


def cases(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Run worked cases; exit 1 when one fails."""
    found = read_cases(arguments.paths or [shelf.packs_folder])
    wanted = [c for c in found if arguments.issue in (None, c.file.issue)]
    if not wanted:
        raise BadInputError(
            Fault(
                "no_cases",
                "没有符合条件的算例",
                "there is no case to run",
                remedy="issues: " + ", ".join(sorted({c.file.issue for c in found})),
            )
        )
    results = [run_case(c, shelf.packs, shelf.schemes) for c in wanted]
    failed = [r for r in results if not r.ok]
    if arguments.json:
        print_json(
            {
                "passed": len(results) - len(failed),
                "failed": len(failed),
                "cases": [_case_json(r) for r in results],
            }
        )
        return 1 if failed else 0
    for result in failed:
        _say_failure(result)
    print_lines(
        f"{len(results) - len(failed)} 个通过，{len(failed)} 个未通过"
        f" / {len(results) - len(failed)} passed, {len(failed)} failed"
    )
    return 1 if failed else 0


def _case_json(result: CaseResult) -> dict[str, object]:
    file = result.case.file
    return {
        "id": file.id,
        "policy": file.policy,
        "ok": result.ok,
        "expected": file.expect,
        "actual": {k: v for k, v in result.actual.items() if k in file.expect},
        **({"error": result.error} if result.error else {}),
        **({} if result.built else {"error": f"kind {file.kind} arrives later"}),
    }


def _say_failure(result: CaseResult) -> None:
    file = result.case.file
    print(f"{result.case.where}: {file.id} {file.title}", file=sys.stderr)
    if not result.built:
        print(f"  kind {file.kind}: not in this release", file=sys.stderr)
    if result.error:
        print(f"  {result.error}", file=sys.stderr)
    for path in result.wrong:
        key = path.split(".")[0]
        print(
            f"  {path}: expected {file.expect.get(key)}, got {result.actual.get(key)}",
            file=sys.stderr,
        )


def clause(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Open one clause: our words, force, what implements it, whom it touches."""
    for pack in shelf.packs.values():
        if arguments.id in pack.clauses:
            proving = [
                c.file.id
                for c in read_cases([shelf.packs_folder])
                if arguments.id in c.file.clauses
            ]
            found = touched(
                pack, arguments.id, rosters(shelf, arguments.on), arguments.on
            )
            if arguments.json:
                print_json(_clause_json(pack, arguments, proving, found))
            else:
                _show_clause(pack, pack.clauses[arguments.id], proving)
                _show_touched(found, arguments.on)
            return 0
    raise BadInputError(_no_clause(arguments.id, shelf))


def _no_clause(id_: str, shelf: Shelf) -> Fault:
    known = [name for pack in shelf.packs.values() for name in pack.clauses]
    near = get_close_matches(id_, known, n=3)
    return Fault(
        "clause_unknown",
        f"没有这个条款：{id_}",
        f"no such clause: {id_}",
        remedy=(
            "相近的条款 / the nearest: " + ", ".join(near)
            if near
            else "条款编号以此开头 / clause ids begin with "
            + ", ".join(sorted(shelf.packs))
        ),
    )


def _clause_json(
    pack: Pack, arguments: argparse.Namespace, proving: list[str], found: Touched
) -> dict[str, object]:
    told = pack.clauses[arguments.id]
    reading = told.reading and {"zh": told.reading.zh, "en": told.reading.en}
    left = pack.not_computable.get(told.id)
    return {
        "id": told.id,
        "policy": pack.id,
        "status": pack.status.value,
        "label": label_of(pack.status).en,
        "section": told.section,
        "kind": told.kind,
        "force": told.force.value,
        "summary": {"zh": told.summary.zh, "en": told.summary.en},
        "reading": reading,
        "not_computable": left
        and {
            "why": left.why,
            "reason": {"zh": left.reason.zh, "en": left.reason.en},
        },
        "homes": [
            {"kind": h.kind, "id": h.id, "file": h.where.file, "line": h.where.line}
            for h in pack.homes()[told.id]
        ],
        "cases": proving,
        "touches": found.as_json(arguments.on),
        "checked_on": told.checked_on.isoformat(),
    }


def _show_clause(pack: Pack, told: Clause, proving: list[str]) -> None:
    print_lines(
        f"{told.id}  {pack.title.zh} {told.section}  [{label_of(pack.status).zh}]",
        f"  {told.summary.zh}",
        f"  {told.summary.en}",
    )
    if told.reading is not None:
        print_lines(f"  读法 / reading: {told.reading.zh}", f"    {told.reading.en}")
    print_lines(
        f"  效力 / force: {plain(told.force.value).zh} {told.force.value}"
        f"   最近核对 / checked: {told.checked_on}"
    )
    if (left := pack.not_computable.get(told.id)) is not None:
        print_lines(
            f"  不作判定 / no verdict [{left.why}]: {left.reason.zh}",
            f"    {left.reason.en}",
        )
    print_table(
        "实现 / what implements it",
        ("种类 kind", "编号 id", "位置 where"),
        ((h.kind, h.id, str(h.where)) for h in pack.homes()[told.id]),
    )
    print_lines("  算例 / cases: " + (", ".join(proving) or "—"))


def _show_touched(found: Touched, on: date | None) -> None:
    known = "—（未知 / unknown）"
    if found.how is not How.NO_ROSTER:
        known = str(len(found.towns))
        if found.possible:
            known += f"，另有 {len(found.possible)} 个待定 / and {len(found.possible)}"
            known += " possible"
    day = on or "全部已知事件之后 / after all events known"
    print_lines(
        f"  涉及小镇 / towns touched ({day}): {known}",
        f"    {found.why.zh}",
        f"    {found.why.en}",
        *(f"    {r.sentence.zh} / {r.sentence.en}" for r in found.remarks),
    )
    for title, members in (
        ("涉及的小镇 / towns touched", found.towns),
        ("待定：登记库的状态或类别对不上 / possible", found.possible),
    ):
        if members:
            by_city: dict[str, list[str]] = {}
            for member in members:
                by_city.setdefault(member.city or "—", []).append(member.subject)
            print_table(
                title,
                ("设区市 city", "个数", "小镇 towns"),
                ((c, len(names), "、".join(names)) for c, names in by_city.items()),
            )


def schema(_: argparse.Namespace, __: Shelf) -> int:
    """Print the JSON Schema of pack files."""
    print_json(json_schema())
    return 0
