"""Commands about editions of the law: diff, graph, stale."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from zhence.cli.output import print_json, print_lines, print_table, say_faults
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault
from zhence.evidence import Text
from zhence.packs.diff import Change, differences
from zhence.packs.diff_contradictions import contradictions
from zhence.packs.diff_holes import holes
from zhence.packs.diff_words import period_words, plain
from zhence.packs.freshness import stale as stale_clauses
from zhence.packs.graph import PolicyGraph, graph_faults, policy_graph
from zhence.packs.graph_applies import Applicability, applicable
from zhence.packs.load import load_pack
from zhence.packs.pack import Clause, Pack


def diff(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Tell what changed between two editions; exit 1 if the new one has holes."""
    old, new = _edition(arguments.old, shelf), _edition(arguments.new, shelf)
    changes, found = differences(old, new), holes(new)
    if arguments.json:
        print_json(
            {
                "old": _head(old),
                "new": _head(new),
                "changes": [c.as_json() for c in changes],
                "holes": [f.as_json() for f in found],
            }
        )
        return 1 if found else 0
    print_table(
        f"{old.id} {old.edition} → {new.id} {new.edition}",
        ("松紧 severity", "变化 change", "时段 period", "涉及 areas"),
        (
            (
                plain(c.severity).zh,
                _both(c.sentence),
                period_words(c.period).zh,
                _areas(c),
            )
            for c in changes
        ),
    )
    print_lines(f"{len(changes)} 处变化 / {len(changes)} changes")
    say_faults(found)
    return 1 if found else 0


def _edition(folder: Path, shelf: Shelf) -> Pack:
    if not (folder / "pack.yaml").is_file():
        raise BadInputError(
            Fault(
                "pack_not_found",
                f"{folder} 里没有 pack.yaml",
                f"there is no pack.yaml in {folder}",
                remedy="give the folder of one pack",
            )
        )
    return load_pack(folder, shelf.catalogue)


def _head(pack: Pack) -> dict[str, str]:
    return {"id": pack.id, "edition": pack.edition, "hash": pack.hash}


def _both(words: Text) -> str:
    return words.zh if words.zh == words.en else f"{words.zh}\n{words.en}"


def _areas(change: Change) -> str:
    told = change.areas.as_json()
    return "\n".join(
        ", ".join(told[name]) for name in ("rules", "occasions", "lists") if told[name]
    )


def graph(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Show how the policies stand to each other; exit 1 if a relation is wrong.

    With ``--list`` and ``--on`` also which of them apply to that list that day.
    """
    packs = tuple(shelf.packs.values())
    found = policy_graph(packs)
    faults = graph_faults(found)
    differ = contradictions(packs, same_level=False)
    asked = _applying(arguments, packs)
    if arguments.json:
        print_json(
            {
                **found.as_json(),
                "contradictions": [c.as_json() for c in differ],
                "applicable": [a.as_json() for a in asked],
                "faults": [f.as_json() for f in faults],
            }
        )
        return 1 if faults else 0
    _show_graph(found)
    print_table(
        "同一指标的不同要求 / different requirements on one figure",
        ("政策 policies", "要求 requirements", "共同名单 shared list"),
        (
            (f"{c.first}\n{c.second}", c.sentence.zh, ", ".join(c.lists) or "—")
            for c in differ
        ),
    )
    if asked:
        _show_applying(f"{arguments.list} {arguments.on}", asked)
    say_faults(faults)
    return 1 if faults else 0


def _applying(
    arguments: argparse.Namespace, packs: Iterable[Pack]
) -> tuple[Applicability, ...]:
    if arguments.list is None and arguments.on is None:
        return ()
    if arguments.list is None or arguments.on is None:
        raise BadInputError(
            Fault(
                "list_and_day",
                "--list 与 --on 须同时给出",
                "--list and --on belong together",
                remedy="give a list and a day, or neither",
            )
        )
    return applicable(packs, arguments.list, arguments.on)


def _show_graph(found: PolicyGraph) -> None:
    print_table(
        "政策与文件 / policies and documents",
        ("编号 id", "名称 title", "性质 status", "适用期 window", "名单 lists"),
        (
            (
                node.id,
                node.title.zh,
                plain(node.status).zh,
                f"{node.valid_from or '—'} … {node.valid_to or '—'}",
                ", ".join(node.lists),
            )
            for node in found.nodes.values()
        ),
    )
    print_table(
        "关系 / relations",
        ("从 from", "关系 relation", "到 to", "条款 clauses", "说明 note"),
        (
            (
                edge.source,
                plain(edge.relation).zh,
                edge.target,
                ", ".join(edge.clauses),
                "" if edge.note is None else edge.note.zh,
            )
            for edge in found.edges
        ),
    )


def _show_applying(title: str, asked: Iterable[Applicability]) -> None:
    print_table(
        f"适用的政策 / policies that apply: {title}",
        ("编号 id", "适用 applies", "原因 why"),
        (
            (
                a.policy,
                plain(a.applies).zh,
                "\n".join(r.sentence.zh for r in (*a.why_not, *a.remarks)),
            )
            for a in asked
        ),
    )


def stale(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """List clauses not compared with their text for a year; exit 1 if any."""
    found = [
        (pack, clause)
        for pack in shelf.packs.values()
        for clause in stale_clauses(pack, arguments.on)
    ]
    if arguments.json:
        print_json([_stale_json(pack, clause) for pack, clause in found])
        return 1 if found else 0
    if found:
        print_table(
            f"一年未复核的条款 / not re-checked for a year: {arguments.on}",
            ("条款 clause", "最近核对 checked", "实现 what implements it"),
            (
                (
                    clause.id,
                    clause.checked_on,
                    "\n".join(str(h.where) for h in pack.homes()[clause.id]),
                )
                for pack, clause in found
            ),
        )
    print_lines(f"{len(found)} 条待复核 / {len(found)} clauses to re-check")
    return 1 if found else 0


def _stale_json(pack: Pack, clause: Clause) -> dict[str, object]:
    return {
        "policy": pack.id,
        "clause": clause.id,
        "checked_on": clause.checked_on.isoformat(),
        "homes": [
            {"kind": h.kind, "id": h.id, "file": h.where.file, "line": h.where.line}
            for h in pack.homes()[clause.id]
        ],
    }
