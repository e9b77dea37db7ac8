"""A reform tried out on a register: ``zhence simulate``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from zhence.cases.columns import groups_of, pivoted
from zhence.cases.register import read_register
from zhence.cli.asked import asked_years
from zhence.cli.output import print_json, print_lines, print_table
from zhence.cli.shelf import Shelf
from zhence.engines.files import categories_in
from zhence.engines.local import pivot_folder
from zhence.errors import BadInputError, Fault
from zhence.evidence import Verdict
from zhence.packs import Pack
from zhence.packs.diff_holes import refuse_overlaps
from zhence.rules.explain import VERDICT_NAMES
from zhence.simulate import (
    Change,
    Rows,
    Simulation,
    cliffs,
    reformed,
    simulate,
    simulation_json,
)

_SHOWN = 40
_GROUPS = {"county": "县（市、区）", "category": "类别"}


def what_if(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Judge a register by a policy and by its reform, and list what differs."""
    pack = shelf.pack(arguments.policy)
    changes = _changes(arguments.set)
    reform = (
        shelf.pack(arguments.reform).rulebook
        if arguments.reform
        else reformed(pack, changes)
    )
    if arguments.reform:
        refuse_overlaps(pack, shelf.pack(arguments.reform))
        reform = reform.with_parameters(changes)
    rows, groups = _register(arguments, shelf, pack)
    states = () if pack.lifecycle is None else tuple(pack.lifecycle.states)
    with _progress(quiet=arguments.json) as tell:
        told = simulate(
            pack.rulebook,
            reform,
            rows,
            occasion=pack.assess_occasion,
            states=states,
            groups=groups,
            progress=tell,
        )
    near: tuple[Change, ...] = ()
    if arguments.cliffs is not None:
        near = cliffs(
            reform,
            changes,
            rows,
            occasion=pack.assess_occasion,
            width=arguments.cliffs,
            states=states,
        )
    told = replace(told, cliffs=near)
    if arguments.json:
        print_json(simulation_json(told))
        return 0
    _show(told, pack.title.zh)
    return 0


def _register(
    arguments: argparse.Namespace, shelf: Shelf, pack: Pack
) -> tuple[Rows, Mapping[str, Mapping[str, str]]]:
    """Return what pivots the register, and what changes are counted by.

    A register in Parquet is read in pieces, once for each side, so that it may
    be larger than the memory.
    """
    folder, subjects, facts = arguments.register, arguments.subjects, arguments.facts
    days = asked_years(arguments.year)
    if folder is not None and subjects is None and facts is None:
        return partial(pivot_folder, folder=folder, days=days), categories_in(folder)
    if folder is not None or subjects is None or facts is None:
        raise BadInputError(
            Fault(
                "register_missing",
                "没有说明用哪个名册，或说了两个",
                "no register was given, or two",
                remedy="give --subjects and --facts, or --register FOLDER",
            )
        )
    register = read_register(subjects, facts, arguments.projects, shelf.catalogue, pack)
    return pivoted(register, days), groups_of(register)


def _changes(given: list[str]) -> dict[str, str]:
    changes: dict[str, str] = {}
    faults = []
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            faults.append(
                Fault(
                    "set_unreadable",
                    f"看不懂：{text!r}",
                    f"cannot read {text!r}",
                    remedy="write --set PARAMETER=VALUE",
                )
            )
        elif name.strip() in changes:
            faults.append(
                Fault(
                    "set_twice",
                    f"参数 {name.strip()} 给了两次",
                    f"{name.strip()} is set twice",
                    remedy="keep one --set of each parameter",
                )
            )
        changes[name.strip()] = value
    if faults:
        raise BadInputError(faults)
    return changes


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Say on stderr how far a long run is, where somebody looks."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _rows, _total: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("模拟 / simulating")
        yield lambda _rows, total: bar.update(task, description=f"{total:,} 行 / rows")


def _show(told: Simulation, title: str) -> None:
    print_table(
        f"模拟 / simulation: {title}，{told.rows:,} 行 / rows",
        ("结果 result", "现行 baseline", "改后 reform"),
        (
            (
                VERDICT_NAMES[Verdict(v)].zh,
                told.baseline.get(v, 0),
                told.reform.get(v, 0),
            )
            for v in sorted({*told.baseline, *told.reform})
        ),
    )
    print_table(
        f"变化 {len(told.changed)} 个 / changes",
        ("对象", "年度", "由", "变为", "因为 because"),
        (
            (c.subject, c.year, _said(c.before), _said(c.after), "\n".join(c.because))
            for c in told.changed[:_SHOWN]
        ),
    )
    if len(told.changed) > _SHOWN:
        print_lines(
            f"……其余 {len(told.changed) - _SHOWN} 个见 --json / more with --json"
        )
    for heading, counts in told.by_group.items():
        if counts:
            told_by = "  ".join(f"{name} {n}" for name, n in counts.items())
            known = _GROUPS.get(heading, heading)
            print_lines(f"按{known} / by {heading}: {told_by}")
    if told.cliffs:
        print_lines(
            f"临界对象 / on the edge: {len(told.cliffs)}",
            *(
                f"  {c.subject} {c.year}: {_said(c.before)} → {_said(c.after)}"
                f" ({', '.join(c.because)})"
                for c in told.cliffs[:_SHOWN]
            ),
        )


def _said(verdict: str) -> str:
    """Return a verdict in the words of people."""
    return VERDICT_NAMES[Verdict(verdict)].zh
