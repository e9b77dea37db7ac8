"""The commands and their arguments."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from importlib import import_module
from pathlib import Path

from zhence import __version__
from zhence.cli.shelf import Shelf
from zhence.units import exact_number

_WHOLE = 100
_DESCRIPTION = "镇策 zhence：把政策作为数据，给出判定、理由与后续 / policies as data"


Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse gives it no public name


def _later(module: str, function: str) -> Callable[[argparse.Namespace, Shelf], int]:
    """Return a command that imports its module when it is run.

    Most commands need neither columns nor workbooks, and both are slow to load.
    """

    def run(arguments: argparse.Namespace, shelf: Shelf) -> int:
        chosen = import_module(f"zhence.cli.{module}")
        return int(getattr(chosen, function)(arguments, shelf))

    return run


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is not a date; write year-month-day"
        raise argparse.ArgumentTypeError(msg) from None


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    parser = argparse.ArgumentParser(prog="zhence", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=__version__)
    _common(parser)
    parser.set_defaults(run=_later("law", "hints"))
    commands = parser.add_subparsers(metavar="COMMAND")
    _law(commands)
    _judging(commands)
    _tables(commands)
    _planning(commands)
    _editions(commands)
    _per_mu(commands)
    _indices(commands)
    _rewards(commands)
    return parser


def command_list() -> list[tuple[str, str]]:
    """Return every command with what it says of itself, for the documentation."""
    parser = build_parser()
    return [
        (name, help_) for name, help_ in _described(parser, "") if help_ is not None
    ]


def _described(
    parser: argparse.ArgumentParser, before: str
) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for action in parser._actions:  # noqa: SLF001  # argparse gives it no public name
        if not isinstance(action, Commands):
            continue
        for name, command in action.choices.items():
            below = _described(command, f"{before}{name} ")
            found += below or [(f"{before}{name}", command.description)]
    return found


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--packs", type=Path, default=None, help="folder of the packs")
    parser.add_argument(
        "--reference", type=Path, default=None, help="folder of the reference data"
    )


def _add(
    commands: Commands[argparse.ArgumentParser], name: str, help_: str, run: object
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help_, description=help_)
    # SUPPRESS keeps what stood before the command's name.
    for option in ("--packs", "--reference"):
        command.add_argument(
            option, type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS
        )
    command.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help="print one JSON document",
    )
    command.set_defaults(run=run)
    return command


def _law(commands: Commands[argparse.ArgumentParser]) -> None:
    _add(commands, "packs", "政策包一览 / the policy packs", _later("law", "packs"))
    check = _add(
        commands, "check", "检查政策包 / check packs", _later("checking", "check")
    )
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    cases = _add(
        commands, "cases", "运行算例 / run worked cases", _later("law", "cases")
    )
    cases.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    cases.add_argument("--issue", help="only the cases of one part of the work")
    clause = _add(
        commands, "clause", "打开一个条款 / open a clause", _later("law", "clause")
    )
    clause.add_argument("id")
    clause.add_argument(
        "--on", type=_day, help="whom it touches on that day; default: by all known"
    )
    _add(
        commands,
        "schema",
        "政策包的 JSON Schema / of the packs",
        _later("law", "schema"),
    )


def _judging(commands: Commands[argparse.ArgumentParser]) -> None:
    explain = _add(
        commands,
        "explain",
        "一个对象的判定与理由 / one dossier",
        _later("judging", "explain"),
    )
    explain.add_argument("subject", type=Path, metavar="SUBJECT.yaml")
    explain.add_argument("--policy", required=True)
    explain.add_argument("--on", type=_day)
    explain.add_argument("--known-on", type=_day)
    explain.add_argument("--lang", choices=["zh", "en"], default="zh")
    assess = _add(
        commands,
        "assess",
        "按年度判定全部对象 / a register",
        _later("judging", "assess"),
    )
    assess.add_argument("--policy", required=True)
    assess.add_argument("--subjects", type=Path, required=True)
    assess.add_argument("--facts", type=Path, required=True)
    assess.add_argument("--projects", type=Path)
    assess.add_argument("--year", type=int, required=True)
    assess.add_argument("--known-on", type=_day)
    assess.add_argument("--out", type=Path, metavar="FILE.parquet")
    assess.add_argument("--engine", choices=["local", "spark"], default="local")
    replay = _add(
        commands, "replay", "重放名单与成绩 / replay lists", _later("tables", "replay")
    )
    replay.add_argument("--policy", required=True)
    replay.add_argument("--events", type=Path, required=True)
    replay.add_argument("--on", type=_day)


def _tables(commands: Commands[argparse.ArgumentParser]) -> None:
    facts = commands.add_parser("facts", help="填报表格 / tables of figures")
    below = facts.add_subparsers(metavar="COMMAND", required=True)
    check = _add(
        below, "check", "检查填报文件 / check a file", _later("filling", "facts_check")
    )
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument(
        "--form", default="facts", metavar="ID", help="a table, or a form of returns"
    )
    check.add_argument("--edition", help="of a form; default: the newest")
    check.add_argument("--period", help="of a return; default: what the file says")
    check.add_argument(
        "--annotate",
        type=Path,
        metavar="OUT.xlsx",
        help="write the workbook with its faults as comments",
    )
    forms = commands.add_parser("forms", help="报表 / forms of returns")
    below = forms.add_subparsers(metavar="COMMAND", required=True)
    _add(below, "list", "报表一览 / the forms", _later("filling", "forms_list"))
    template = _add(
        below,
        "template",
        "下载表样 / a form as a workbook",
        _later("filling", "forms_template"),
    )
    template.add_argument("form", metavar="ID")
    template.add_argument("--edition", help="default: the newest")
    template.add_argument("--period", required=True, metavar="2026Q3")
    template.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")


def _planning(commands: Commands[argparse.ArgumentParser]) -> None:
    targets = _add(
        commands, "targets", "目标与进度 / targets", _later("aims", "targets")
    )
    targets.add_argument("--policy", required=True)
    targets.add_argument("--facts", type=Path, required=True)
    targets.add_argument("--on", type=_day, required=True)
    targets.add_argument("--known-on", type=_day)
    targets.add_argument(
        "--subjects", type=Path, help="who is on the list; else those who reported"
    )
    targets.add_argument("--projects", type=Path)
    reform = _add(
        commands, "simulate", "试改政策 / try a reform", _later("planning", "what_if")
    )
    reform.add_argument("--policy", required=True)
    reform.add_argument("--set", action="append", default=[], metavar="PARAM=VALUE")
    reform.add_argument("--reform", metavar="ID", help="another pack as the reform")
    reform.add_argument("--subjects", type=Path)
    reform.add_argument("--facts", type=Path)
    reform.add_argument("--projects", type=Path)
    reform.add_argument(
        "--register", type=Path, metavar="FOLDER", help="instead: a Parquet register"
    )
    reform.add_argument("--year", required=True, metavar="Y or Y1..Y2")
    reform.add_argument(
        "--cliffs", type=_share, metavar="PERCENT", help="who is this near to the line"
    )


def _per_mu(commands: Commands[argparse.ArgumentParser]) -> None:
    permu = commands.add_parser("permu", help="亩均效益评价 / per-mu benefit")
    below = permu.add_subparsers(metavar="COMMAND", required=True)
    _add(below, "schemes", "评价方案一览 / the schemes", _later("permu", "schemes"))
    grade = _add(
        below, "grade", "评分、排序、定级 / grade firms", _later("permu", "grade")
    )
    sheet = _add(
        below, "sheet", "一企一单 / one firm's sheet", _later("permu", "one_sheet")
    )
    leaders = _add(
        below, "leaders", "分组领跑者 / leaders of groups", _later("permu", "led")
    )
    leaders.add_argument("--figures", type=Path, required=True, metavar="FILE")
    leaders.add_argument("--value", default="tax_per_mu", metavar="CODE")
    leaders.add_argument("--by", default="type", metavar="COLUMN")
    for command in (grade, sheet):
        command.add_argument("scheme", metavar="SCHEME", help="an id or a .yaml file")
        command.add_argument("--firms", type=Path, required=True, metavar="FILE")
    grade.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=".csv, .xlsx, .parquet"
    )
    sheet.add_argument("--firm", required=True, metavar="CODE")
    sheet.add_argument("--lang", choices=["zh", "en"], default="zh")


def _indices(commands: Commands[argparse.ArgumentParser]) -> None:
    index = commands.add_parser("index", help="综合指数 / composite indices")
    below = index.add_subparsers(metavar="COMMAND", required=True)
    _add(below, "list", "方法一览 / the recipes", _later("index", "recipes"))
    run = _add(
        below, "run", "计算并留存每一步 / every stage", _later("index", "run_recipe")
    )
    freeze = _add(
        below, "freeze", "从基准年冻结标杆 / goalposts", _later("index", "freeze")
    )
    compare = _add(
        below, "compare", "两种方法的名次 / two methods", _later("index", "compare")
    )
    for command in (run, freeze, compare):
        command.add_argument("recipe", metavar="RECIPE", help="an id or a .yaml file")
        command.add_argument("--data", type=Path, required=True, metavar="DIR")
        command.add_argument("--known-on", type=_day, help="of facts.csv")
    run.add_argument("--out", type=Path, required=True, metavar="DIR")
    compare.add_argument("other", metavar="RECIPE")
    freeze.add_argument("--digits", type=int, default=4, metavar="N")
    freeze.add_argument("--base", required=True, metavar="PERIOD")
    freeze.add_argument(
        "--low", type=_share, default=Fraction(1, 10), metavar="PERCENT"
    )
    freeze.add_argument(
        "--high", type=_share, default=Fraction(9, 10), metavar="PERCENT"
    )


def _rewards(commands: Commands[argparse.ArgumentParser]) -> None:
    rewards = commands.add_parser("rewards", help="评选与奖励 / stars, titles, races")
    below = rewards.add_subparsers(metavar="COMMAND", required=True)
    _add(below, "list", "方案一览 / the schemes", _later("rewards", "listed"))
    stars = _add(below, "stars", "星级建议 / propose stars", _later("rewards", "stars"))
    stars.add_argument("--scores", type=Path, required=True, metavar="FILE")
    titles = _add(below, "titles", "“最”系列评选 / titles", _later("rewards", "titles"))
    titles.add_argument("--figures", type=Path, required=True, metavar="FILE")
    campaign = _add(
        below, "campaign", "最佳实践评选 / a campaign", _later("campaign", "campaign")
    )
    campaign.add_argument("--nominations", type=Path, required=True, metavar="FILE")
    campaign.add_argument("--marks", type=Path, required=True, metavar="FILE")
    settle = commands.add_parser("settle", help="结算 / settle")
    below = settle.add_subparsers(metavar="COMMAND", required=True)
    race = _add(
        below, "race", "赛马结算 / settle a race", _later("race", "settle_race")
    )
    race.add_argument("file", type=Path, metavar="FILE.yaml")
    contrast = commands.add_parser("contrast", help="错位与差距 / how towns differ")
    below = contrast.add_subparsers(metavar="COMMAND", required=True)
    positions = _add(
        below, "positions", "定位相似 / alike", _later("contrast", "positions")
    )
    positions.add_argument("--towns", type=Path, required=True, metavar="FILE")
    gaps = _add(below, "gaps", "区域与类型差距 / gaps", _later("contrast", "gaps"))
    gaps.add_argument("--figures", type=Path, required=True, metavar="FILE")
    for command in (stars, titles, campaign, positions, gaps):
        command.add_argument("scheme", metavar="SCHEME")


def _share(text: str) -> Fraction:
    number = exact_number(text.removesuffix("%"))
    if number is None or not 0 < number < _WHOLE:
        msg = f"{text!r} is no percentage between 0 and 100"
        raise argparse.ArgumentTypeError(msg)
    return number / _WHOLE


def _editions(commands: Commands[argparse.ArgumentParser]) -> None:
    diff = _add(
        commands,
        "diff",
        "两个版本的差别 / between editions",
        _later("editions", "diff"),
    )
    diff.add_argument("old", type=Path, metavar="OLD")
    diff.add_argument("new", type=Path, metavar="NEW")
    graph = _add(
        commands,
        "graph",
        "政策之间的关系 / how policies stand",
        _later("editions", "graph"),
    )
    graph.add_argument("--list")
    graph.add_argument("--on", type=_day)
    stale = _add(
        commands,
        "stale",
        "待复核的条款 / clauses to re-check",
        _later("editions", "stale"),
    )
    stale.add_argument("--on", type=_day, required=True)
