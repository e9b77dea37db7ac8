"""The command that replays a register from a table of events."""

from __future__ import annotations

import argparse
from datetime import date

from zhence.cases.chronicle import Chronicle, chronicle_json, open_chronicle
from zhence.cli.output import print_json, print_lines, print_table, say_faults
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault
from zhence.packs.pack import Pack


def replay(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Replay a table of events: standings, grades, populations, unaccounted."""
    pack = shelf.pack(arguments.policy)
    if pack.lifecycle is None or not pack.event_order:
        raise BadInputError(
            Fault(
                "policy_without_events",
                f"{pack.id} 没有可重放的名单",
                f"{pack.id} replays no list of events",
                remedy="use a pack whose lifecycle.yaml has an event_order",
            )
        )
    told = open_chronicle(pack, arguments.events, arguments.on)
    if arguments.json:
        print_json(chronicle_json(told))
    else:
        _show(pack, told, arguments.on)
    say_faults(told.irregular)
    return 1 if told.irregular else 0


def _show(pack: Pack, told: Chronicle, on: date | None) -> None:
    titles = {} if pack.lifecycle is None else pack.lifecycle.states
    print_table(
        f"{pack.title.zh}  {on or '全部事件之后 / after all events'}",
        ("状态 standing", "小镇数 towns"),
        (
            (f"{titles[state].title.zh} {state}", n)
            for state, n in sorted(told.counts.items())
        ),
    )
    print_table(
        "考核范围 / populations：推得 derived、公布 published、未能对上 unaccounted",
        ("年度", "名单", "推得", "公布", "未能对上", "有成绩", "成绩"),
        (
            (
                p.year,
                p.state,
                p.derived,
                "—" if p.published is None else p.published,
                "—" if p.unaccounted is None else p.unaccounted,
                p.graded,
                "  ".join(
                    f"{grade} {n}"
                    for grade, n in told.assessed.get(p.year, {})
                    .get(p.state, {})
                    .items()
                ),
            )
            for p in told.populations
        ),
    )
    print_table(
        "公布的存量等式 / published stock equations",
        ("等式", "公布", "按事件推得", "闭合"),
        (
            (e.title.zh, e.check.total, e.check.derived_total, _yes(e.check.closes))
            for e in told.equations
        ),
    )
    print_lines(
        f"未见列入记录的小镇 / towns without a listing: {len(told.unaccounted)}",
        *(f"  {name}" for name in told.unaccounted),
    )


def _yes(closes: bool) -> str:  # noqa: FBT001  # the answer itself
    return "是 yes" if closes else "否 no"
