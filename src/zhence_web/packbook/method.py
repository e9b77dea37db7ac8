"""A recipe of an index in words: what everybody may read before they are scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from zhence.evidence import Text
from zhence_web.packbook.book import packbook
from zhence_web.packbook.figures import unit_name
from zhence_web.packbook.rankings import recipe_hash, recipes
from zhence_web.packbook.words import LABELS

if TYPE_CHECKING:
    from zhence.index.recipe import Recipe
    from zhence.packs.index_recipes import Published


@dataclass(frozen=True, slots=True)
class NodeView:
    """A node of the tree; *share* is its weight in the index, in percent.

    *depth* counts from 0 at the index. *less*: less is better.
    """

    code: str
    name: Text
    unit: Text
    depth: int
    weight: float
    share: float
    less: bool


@dataclass(frozen=True, slots=True)
class PostView:
    """The two goalposts of an indicator for one type; "" is for all."""

    name: Text
    unit: Text
    type: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source that the recipe names."""

    title: Text
    address: str
    label: str
    label_name: Text
    note: Text | None


@dataclass(frozen=True, slots=True)
class MethodView:
    """A recipe as its page shows it; *movers* empty: nobody's joining moves anybody."""

    id: str
    title: Text
    label: str
    what: Text | None
    clauses: tuple[str, ...]
    sources: tuple[SourceView, ...]
    base: str
    percentiles: tuple[str, str] | None
    notes: tuple[Text, ...]
    nodes: tuple[NodeView, ...]
    posts: tuple[PostView, ...]
    types: tuple[tuple[str, tuple[str, ...]], ...]
    steps: tuple[tuple[Text, Text], ...]
    movers: tuple[Text, ...]
    hash: str


def methods() -> tuple[MethodView, ...]:
    """Return all recipes, the vitality index first."""
    first = sorted(recipes(), key=lambda id_: (id_ != "vitality", id_))
    return tuple(found for id_ in first if (found := method(id_)) is not None)


@cache
def method(id_: str) -> MethodView | None:
    """Return a recipe in words, ``None`` if there is none."""
    held = recipes().get(id_)
    if held is None:
        return None
    recipe, frozen = held.recipe, held.frozen
    return MethodView(
        id=recipe.id,
        title=Text(recipe.title.zh, recipe.title.en),
        label=recipe.label.value,
        what=held.what,
        clauses=held.clauses,
        sources=tuple(
            SourceView(s.title, s.address, s.label.value, LABELS[s.label], s.note)
            for s in held.sources.values()
        ),
        base="" if frozen is None else frozen.base,
        percentiles=None
        if frozen is None
        else (f"{frozen.share[0]:.0%}", f"{frozen.share[1]:.0%}"),
        notes=held.notes,
        nodes=tuple(_nodes(recipe)),
        posts=tuple(_posts(held)),
        types=_types(held),
        steps=tuple(_steps(recipe)),
        movers=tuple(Text(f.zh, f.en) for f in recipe.movers()),
        hash=recipe_hash(id_),
    )


def node_name(code: str, zh: str = "") -> Text:
    """Return what an indicator or a dimension is called."""
    catalogue = packbook().sources.catalogue
    if code in catalogue:
        return catalogue[code].name
    return Text(zh or code, _DIMENSIONS.get(code, code.replace("_", " ")))


def node_unit(code: str) -> Text:
    """Return the unit of an indicator, empty for a dimension."""
    catalogue = packbook().sources.catalogue
    measure = catalogue[code].unit if code in catalogue else None
    return Text("", "") if measure is None else unit_name(measure.name)


_DIMENSIONS = {
    "people": "people and jobs",
    "services": "visitors and services",
    "vitality": "vitality index",
    "five": "index",
}


def _nodes(recipe: Recipe) -> Iterator[NodeView]:
    tree = recipe.tree
    shares = {}
    for parent in tree.inner:
        total = sum(tree.by_code[c].weight for c in tree.children[parent])
        for code in tree.children[parent]:
            shares[code] = tree.by_code[code].weight / total
    whole = tree.effective(shares)
    written = [node.code for node in recipe.nodes]

    def walk(code: str, depth: int) -> Iterator[NodeView]:
        node = tree.by_code[code]
        yield NodeView(
            code,
            node_name(code, node.name),
            node_unit(code),
            depth,
            node.weight,
            whole[code] * 100,
            node.direction < 0,
        )
        for child in sorted(tree.children.get(code, ()), key=written.index):
            yield from walk(child, depth + 1)

    yield from walk(tree.root, 0)


def _posts(held: Published) -> Iterator[PostView]:
    posts = held.recipe.normalise.posts
    for node in held.recipe.nodes:
        post = posts.get(node.code)
        if post is None:
            continue
        by_type = post if isinstance(post, dict) else {"": post}
        for type_, one in by_type.items():
            yield PostView(
                node_name(node.code),
                node_unit(node.code),
                type_,
                f"{one.low:,.12g}",
                f"{one.high:,.12g}",
            )


def _types(held: Published) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for category, type_ in held.types.items():
        found.setdefault(type_, []).append(category)
    return tuple((type_, tuple(names)) for type_, names in found.items())


_SCALES = {
    "goalposts": Text(
        "按事先公布的高低标杆折算，限于两端之间",
        "between two published posts, kept within them",
    ),
    "scaled": Text("按两个标杆折算，不封顶", "between two posts, not kept within them"),
    "min_max": Text("按最小值与最大值折算", "between the least and the greatest"),
    "z": Text("标准化（均值为0）", "standardised about the mean"),
}
_MEANS = {
    "arithmetic": Text("加权算术平均", "weighted arithmetic mean"),
    "geometric": Text("加权几何平均", "weighted geometric mean"),
    "harmonic": Text("加权调和平均", "weighted harmonic mean"),
}
_WEIGHTS = {
    "given": Text("事先公布的权重", "weights published in advance"),
    "equal": Text("等权", "equal weights"),
}
_FILLS = {"none": Text("不填补：缺报即未知", "nothing is filled: a gap stays unknown")}


def _steps(recipe: Recipe) -> Iterator[tuple[Text, Text]]:
    """Yield the stages in their order; one without words of ours goes by its name."""

    def told(words: dict[str, Text], name: str) -> Text:
        return words.get(name, Text(name, name))

    yield Text("填补缺项", "Gaps"), told(_FILLS, recipe.impute.method.value)
    treated = (
        Text("不处理", "left as they are")
        if recipe.treat is None
        else Text("按偏度和峰度检验后处理", "treated after a test of skew and kurtosis")
    )
    yield Text("异常值", "Outliers"), treated
    yield Text("折算", "Scale"), told(_SCALES, recipe.normalise.method.value)
    yield Text("权重", "Weights"), told(_WEIGHTS, recipe.weigh.method.value)
    means = [told(_MEANS, mean.value) for mean in recipe.aggregate.methods]
    yield (
        Text("合成", "Aggregation"),
        Text("、".join(m.zh for m in means), ", ".join(m.en for m in means)),
    )
    for level, cover in enumerate(recipe.aggregate.cover):
        title = Text("维度成立", "A dimension needs")
        if level:
            title = Text("指数发布", "The index needs")
        zh = [f"有效权重至少 {cover.weight:.0%}"] * (cover.weight > 0)
        en = [f"at least {cover.weight:.0%} of its weight"] * (cover.weight > 0)
        zh += [f"至少 {cover.count} 项"] * (cover.count > 1)
        en += [f"at least {cover.count} of its parts"] * (cover.count > 1)
        if zh:
            yield title, Text("，".join(zh), ", ".join(en))
    yield (
        Text("排名", "Ranks"),
        Text("各维度齐全才排名", "only with every dimension there")
        if recipe.rank.whole
        else Text(
            f"覆盖率至少 {recipe.rank.coverage:.0%} 才排名",
            f"with a coverage of at least {recipe.rank.coverage:.0%}",
        ),
    )
    spec = recipe.uncertainty
    if spec is not None:
        low, high = spec.interval
        yield (
            Text("名次区间", "Rank interval"),
            Text(
                f"权重与标杆在合理范围内随机取 {spec.draws} 次（种子 {spec.seed}），"
                f"取名次的 {low:.0%}–{high:.0%}",
                f"{spec.draws} draws of weights and posts (seed {spec.seed}), "
                f"from {low:.0%} to {high:.0%} of the ranks",
            ),
        )
