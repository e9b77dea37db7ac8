"""Composite indices: the recipes, a run with every stage, goalposts frozen anew."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from zhence.cli.output import print_json, print_lines, print_table, say_faults
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault, Where
from zhence.index import Frame, Outcome, run
from zhence.index.examine import correlation
from zhence.index.figures import frame_of
from zhence.index.goalposts import freeze as freeze_posts
from zhence.index.looks import look_tables
from zhence.index.rank import Standing
from zhence.index.reading import read_data
from zhence.index.scales import Post
from zhence.index.tables import Table, stage_tables
from zhence.intake.tables import read_facts, read_subjects
from zhence.packs.diff_words import plain as in_words
from zhence.packs.index_recipes import Published, load_recipe

_SHOWN = 20
_USUAL = "data"
_STAGES = (
    "raw",
    "denominated",
    "imputed",
    "screened",
    "treated",
    "normalised",
    "aggregated",
    "ranks",
    "uncertainty",
    "contributions",
)
_STANDING = {
    Standing.RANKED: "排名 ranked",
    Standing.PARTIAL: "不全，不排名 partial",
    Standing.UNPUBLISHED: "不发布 unpublished",
}


def recipes(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """List the recipes, and say which of them keep scores apart."""
    held = shelf.recipes.values()
    if arguments.json:
        print_json(
            [
                {
                    "id": one.recipe.id,
                    "title": one.recipe.title.model_dump(),
                    "label": one.recipe.label.value,
                    "indicators": list(one.recipe.tree.leaves),
                    "clauses": list(one.clauses),
                    "moves_others": [f.message for f in one.recipe.movers()],
                }
                for one in held
            ]
        )
        return 0
    print_table(
        "综合指数方法 / recipes of indices",
        ("编号 id", "名称 title", "性质 label", "指标", "他镇加入会否改分"),
        (
            (
                one.recipe.id,
                one.recipe.title.zh,
                in_words(one.recipe.label.value).zh,
                len(one.recipe.tree.leaves),
                "会 yes" if one.recipe.movers() else "不会 no",
            )
            for one in held
        ),
    )
    return 0


def run_recipe(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Run a recipe on a folder of data, and write every stage as a table."""
    held = _recipe(arguments, shelf)
    outcome = run(held.recipe, _frame(arguments, held, shelf))
    stages, looks = stage_tables(outcome), look_tables(outcome)
    tables = stages | looks
    _write(arguments.out, tables)
    also = [name for name in tables if name not in _STAGES]
    if arguments.json:
        print_json(
            {
                "recipe": held.recipe.id,
                "label": held.recipe.label.value,
                "stages": list(_STAGES),
                "also": also,
                "warnings": [f.as_json() for f in outcome.warnings],
            }
        )
        return 0
    _show(outcome)
    print_lines(
        f"各步结果已写入 / every stage is in {arguments.out}: "
        + ", ".join(f"{name}.csv" for name in (*_STAGES, *also))
    )
    say_faults(outcome.warnings)
    return 0


def compare(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Run two recipes on the same data: how far ranks hang on the method."""
    names = (arguments.recipe, arguments.other)
    outcomes = []
    for name in names:
        arguments.recipe = name
        held = _recipe(arguments, shelf)
        outcomes.append(run(held.recipe, _frame(arguments, held, shelf)))
    first, second = (
        {
            row: (float(told.index[i]), float(told.ranks[i]))
            for i, row in enumerate(told.aggregated.scores.rows)
        }
        for told in outcomes
    )
    both = [
        r for r in first if r in second and not np.isnan(first[r][1] + second[r][1])
    ]
    places = np.array([(first[r][1], second[r][1]) for r in both]).reshape(-1, 2)
    alike, _ = correlation(places[:, 0], places[:, 1])
    if arguments.json:
        print_json(
            {
                "recipes": list(names),
                "ranked_by_both": len(both),
                "spearman": None if np.isnan(alike) else alike,
                "units": [
                    {
                        "unit": row.unit,
                        "time": row.time,
                        "ranks": [first[row][1], second[row][1]],
                        "scores": [first[row][0], second[row][0]],
                    }
                    for row in both
                ],
            }
        )
        return 0
    moved = sorted(both, key=lambda r: -abs(first[r][1] - second[r][1]))
    print_table(
        f"两种方法的名次 / ranks by two methods: {names[0]}, {names[1]}",
        ("对象 unit", "时期", names[0], names[1], "相差"),
        (
            (
                row.unit,
                row.time,
                _whole(first[row][1]),
                _whole(second[row][1]),
                _whole(abs(first[row][1] - second[row][1])),
            )
            for row in moved[:_SHOWN]
        ),
    )
    shown = "—" if np.isnan(alike) else f"{alike:.3f}"
    print_lines(
        f"两法都排名 / ranked by both: {len(both)}",
        f"等级相关 / rank correlation: {shown}",
    )
    return 0


def freeze(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Freeze goalposts from a base period, to be pasted into a recipe."""
    held = _recipe(arguments, shelf, posted=False)
    frame = _frame(arguments, held, shelf)
    tree = held.recipe.tree
    if arguments.base not in frame.times:
        raise BadInputError(
            Fault(
                "index_base_unknown",
                f"数据中没有时期 {arguments.base}",
                f"the data have no period {arguments.base}",
                Where(str(arguments.data)),
                "写其中之一 / give one of: " + ", ".join(frame.times),
            )
        )
    share = (float(arguments.low), float(arguments.high))
    by = held.recipe.normalise.by
    posts = freeze_posts(
        frame.in_order(tree), arguments.base, by, share, arguments.digits
    )
    plain = {code: _plain(post) for code, post in posts.items()}
    if arguments.json:
        print_json({"base": arguments.base, "by": by, "posts": plain})
        return 0
    print_lines("normalise:", *([f"  by: {by}"] if by else []), "  posts:")
    for code, post in plain.items():
        if "low" in post:
            print_lines(f"    {code}: {_flow(post)}")
            continue
        print_lines(
            f"    {code}:", *(f"      {k}: {_flow(p)}" for k, p in post.items())
        )
    return 0


def _plain(post: Post | dict[str, Post]) -> dict[str, object]:
    if isinstance(post, Post):
        return {"low": post.low, "high": post.high}
    return {name: {"low": one.low, "high": one.high} for name, one in post.items()}


def _flow(post: object) -> str:
    held = post if isinstance(post, Mapping) else {}
    return f'{{low: "{held["low"]:.12g}", high: "{held["high"]:.12g}"}}'


def _recipe(
    arguments: argparse.Namespace, shelf: Shelf, *, posted: bool = True
) -> Published:
    name = str(arguments.recipe)
    path = Path(name)
    if path.suffix in {".yaml", ".yml"}:
        if not path.is_file():
            raise BadInputError(
                Fault(
                    "recipe_missing",
                    "没有这个文件",
                    "there is no such file",
                    Where(name),
                    "检查路径 / check the path",
                )
            )
        return load_recipe(path, data=arguments.data, posted=posted)
    if name in shelf.recipes:
        return shelf.recipes[name]
    raise BadInputError(
        Fault(
            "recipe_unknown",
            f"没有这个方法：{name}",
            f"no such recipe: {name}",
            remedy="use one of " + ", ".join(shelf.recipes) + ", or a .yaml file",
        )
    )


def _frame(arguments: argparse.Namespace, held: Published, shelf: Shelf) -> Frame:
    """Return the figures of the data folder: a wide table, or facts and subjects."""
    folder: Path = arguments.data
    facts = folder / "facts.csv"
    if held.data is not None or not facts.is_file() or (folder / "data.csv").is_file():
        return read_data(_data(folder, held), held.recipe)
    seen = read_facts(facts, shelf.catalogue).load()
    subjects = read_subjects(folder / "subjects.csv").load()
    category = {s.membership.subject: s.membership.category for s in subjects}
    labels: dict[str, dict[str, str | None]] = {
        "category": category,
        "county": {s.membership.subject: s.county or None for s in subjects},
    }
    by = held.recipe.normalise.by
    if by is not None and by not in labels:
        labels[by] = {
            who: None if one is None else held.types.get(one, one)
            for who, one in category.items()
        }
    return frame_of(seen, held.recipe, shelf.catalogue, labels, arguments.known_on)


def _data(folder: Path, held: Published) -> Path:
    """Return the table of figures in the data folder.

    The recipe's own name for it, else ``data.csv`` or ``data.xlsx``, else the one
    table there is.
    """
    if held.data is not None:
        return folder / held.data
    usual = [folder / f"{_USUAL}{kind}" for kind in (".csv", ".xlsx")]
    found = [path for path in usual if path.is_file()] or sorted(
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.suffix in {".csv", ".xlsx"} and path.name != held.nodes
    )
    if len(found) == 1:
        return found[0]
    named = ", ".join(path.name for path in found) or "—"
    raise BadInputError(
        Fault(
            "index_data_file",
            f"数据文件夹里应有 data.csv；现有：{named}",
            f"the data folder should hold data.csv; found: {named}",
            Where(str(folder)),
            "命名为 data.csv，或在方法里写 data.file"
            " / name it data.csv, or write data.file in the recipe",
        )
    )


def _write(folder: Path, tables: Mapping[str, Table]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.header)
            writer.writerows(table.rows)


def _show(outcome: Outcome) -> None:
    """Show the last period: rank, interval, score, standing, coverage."""
    made, recipe = outcome.aggregated, outcome.recipe
    last = made.scores.times[-1]
    rows = sorted(
        made.scores.at_time(last),
        key=lambda i: (np.nan_to_num(outcome.ranks[i], nan=np.inf), i),
    )
    spans = {}
    if outcome.intervals is not None:
        held = outcome.intervals
        spans = {
            row: f"{low:g}–{high:g}"
            for row, low, high in zip(held.rows, held.low, held.high, strict=True)
        }
    print_table(
        f"{recipe.title.zh or recipe.id}  {last}  [{in_words(recipe.label.value).zh}]",
        ("名次 rank", "区间 interval", "对象 unit", "指数 index", "状态", "覆盖率"),
        (
            (
                _whole(float(outcome.ranks[i])),
                spans.get(made.scores.rows[i], ""),
                made.scores.rows[i].unit,
                "—" if np.isnan(outcome.index[i]) else f"{outcome.index[i]:.2f}",
                _STANDING[outcome.standings[i]],
                f"{made.coverage[i]:.0%}",
            )
            for i in rows[:_SHOWN]
        ),
    )
    if len(rows) > _SHOWN:
        print_lines(
            f"… 其余 {len(rows) - _SHOWN} 个见 ranks.csv / the rest in ranks.csv"
        )


def _whole(rank: float) -> str:
    return "—" if np.isnan(rank) else f"{rank:g}"
