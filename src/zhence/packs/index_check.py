"""What a recipe may not say although each key of it is known: no data are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from zhence.errors import Fault, ZhenceError
from zhence.index import refusals
from zhence.index.denominate import denominators
from zhence.index.impute import Fill
from zhence.index.recipe import Recipe
from zhence.index.scales import Method, Post
from zhence.index.weigh import INFORMED, check_codes, shares
from zhence.packs.source import Path_, SourceFile


def recipe_faults(
    recipe: Recipe, source: SourceFile, *, posted: bool = True
) -> Iterator[Fault]:
    """Yield codes that no node has, goalposts that fail, weights that do not fit.

    Goalposts that are lacking are no fault where they are not *posted* yet.
    """
    yield from _codes(recipe, source)
    if posted:
        yield from _posts(recipe, source)
    yield from _weights(recipe, source)
    fills = {recipe.impute.method, *recipe.impute.codes.values()}
    if fills & {Fill.GROUP_MEAN, Fill.GROUP_MEDIAN} and recipe.impute.group is None:
        where = source.where(("impute",))
        yield refusals.at("index_parameter", where, where="impute", what="group")


def _codes(recipe: Recipe, source: SourceFile) -> Iterator[Fault]:
    tree, leaves = recipe.tree, set(recipe.tree.leaves)
    stages: dict[Path_, set[str]] = {
        ("impute", "codes"): set(recipe.impute.codes),
        ("normalise", "codes"): set(recipe.normalise.codes),
        ("normalise", "posts"): set(recipe.normalise.posts),
        ("treat", "codes"): set() if recipe.treat is None else set(recipe.treat.codes),
    }
    for path, codes in stages.items():
        for code in sorted(codes - leaves):
            where = source.where((*path, code))
            told = ".".join(map(str, path))
            yield refusals.at("index_code_unknown", where, where=told, what=code)
    inner = set(tree.inner)
    for path, codes in {
        ("aggregate", "nodes"): set(recipe.aggregate.nodes),
        ("weigh", "below"): set(recipe.weigh.below),
    }.items():
        for code in sorted(codes - inner):
            where = source.where((*path, code))
            told = ".".join(path)
            yield refusals.at("index_code_unknown", where, where=told, what=code)
    yield from _placed(
        lambda: denominators(recipe.denominate, tree), "denominate", source
    )
    yield from _placed(lambda: check_codes(recipe.weigh, tree), "weigh", source)


def _posts(recipe: Recipe, source: SourceFile) -> Iterator[Fault]:
    for code in recipe.tree.leaves:
        scale = recipe.normalise.of(code)
        if scale.method not in {Method.GOALPOSTS, Method.SCALED}:
            continue
        where = source.where(("normalise", "posts", code))
        post = scale.post
        if post is None:
            if scale.method is Method.GOALPOSTS:
                yield refusals.at(
                    "index_parameter", where, where=code, what="normalise.posts"
                )
            continue
        if isinstance(post, dict) and recipe.normalise.by is None:
            yield refusals.at("index_parameter", where, where=code, what="normalise.by")
        for one in [post] if isinstance(post, Post) else post.values():
            if not one.low < one.high:
                what = f"posts {one.low:g} {one.high:g}"
                yield refusals.at("index_parameter", where, where=code, what=what)


def _weights(recipe: Recipe, source: SourceFile) -> Iterator[Fault]:
    """Work out the weights that need no data; what cannot be is a fault."""
    none = np.empty((0, 0))
    for parent in recipe.tree.inner:
        if recipe.weigh.below.get(parent, recipe.weigh).method not in INFORMED:
            work = partial(shares, parent, recipe.tree, recipe.weigh, none)
            yield from _placed(work, "weigh", source)


def _placed(
    work: Callable[[], object], key: str, source: SourceFile
) -> Iterator[Fault]:
    try:
        work()
    except ZhenceError as error:
        where = source.where((key,))
        for f in error.faults:
            yield Fault(f.code, f.zh, f.en, where, f.remedy, f.severity)
