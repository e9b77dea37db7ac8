"""``packs/index/*.yaml`` → recipes of composite indices; faults with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from zhence.errors import NOWHERE, BadPackError, Fault, Where, ZhenceError
from zhence.evidence import Label, Text
from zhence.index.reading import read_nodes
from zhence.index.recipe import Recipe
from zhence.packs import index_forms as forms
from zhence.packs.index_check import recipe_faults
from zhence.packs.model_faults import model_faults
from zhence.packs.schema import Words
from zhence.packs.source import Data, SourceFile, read_yaml

FOLDER = "index"
F = TypeVar("F", forms.AboutForm, forms.DataForm)


@dataclass(frozen=True, slots=True)
class IndexSource:
    """A document or page behind a recipe."""

    title: Text
    address: str
    label: Label
    note: Text | None


@dataclass(frozen=True, slots=True)
class Frozen:
    """Where goalposts were frozen: period, percentiles of 1, grouping, table."""

    base: str
    share: tuple[float, float]
    by: str | None
    file: str
    source: str


@dataclass(frozen=True, slots=True)
class Published:
    """A recipe with what it says of itself.

    *what* is ``None``, and the rest empty, for a recipe that only computes.
    *types* has the type of each category. *data* and *nodes* name files of the data
    folder; ``None``: the usual ones.
    """

    recipe: Recipe
    what: Text | None = None
    clauses: tuple[str, ...] = ()
    sources: dict[str, IndexSource] = field(default_factory=dict)
    frozen: Frozen | None = None
    notes: tuple[Text, ...] = ()
    types: dict[str, str] = field(default_factory=dict)
    data: str | None = None
    nodes: str | None = None
    where: Where = NOWHERE


def load_recipes(folder: Path) -> dict[str, Published]:
    """Load every recipe below ``index`` in a folder of packs, by id.

    Raises:
        BadPackError: every fault of every file.
    """
    found: dict[str, Published] = {}
    faults: list[Fault] = []
    for path in recipe_files(folder):
        try:
            held = load_recipe(path, FOLDER)
        except ZhenceError as error:
            faults.extend(error.faults)
        else:
            found[held.recipe.id] = held
    if faults:
        raise BadPackError(faults)
    return found


def recipe_files(folder: Path) -> list[Path]:
    """Return the files of the recipes below a folder of packs, by name."""
    return sorted((folder / FOLDER).glob("*.yaml"))


def load_recipe(
    path: Path,
    shown: str | None = None,
    data: Path | None = None,
    *,
    posted: bool = True,
) -> Published:
    """Load one recipe; one of the packs (*shown*) is named after its id.

    A tree that is a table (``data.nodes``) is read beside the recipe, or from the
    folder *data*. Goalposts may be lacking where they are yet to be frozen (*posted*
    false).

    Raises:
        BadPackError: every fault of the file, with its line.
        BadInputError: the table of the tree cannot be read.
    """
    name = path.name if shown is None else f"{shown}/{path.name}"
    source = read_yaml(path, name)
    if not isinstance(source.data, dict):
        raise BadPackError(_no_mapping(source))
    plain = dict(source.data)
    faults: list[Fault] = []
    about = _part(forms.AboutForm, plain.pop("about", None), "about", source, faults)
    files = _part(forms.DataForm, plain.pop("data", None), "data", source, faults)
    if files is not None and files.nodes is not None:
        plain["nodes"] = _table(files.nodes, path.parent, data, source)
    recipe = _recipe(plain, source, faults)
    if recipe is None or faults:
        raise BadPackError(faults)
    made = _published(recipe, about, files, source)
    faults += recipe_faults(recipe, source, posted=posted)
    faults += _about_faults(made, source)
    if shown is not None and recipe.id != path.stem:
        faults.append(
            Fault(
                "recipe_file_name",
                f"文件名应为 {recipe.id}.yaml",
                f"the file should be named {recipe.id}.yaml",
                source.where(("id",)),
                "rename the file or change the id",
            )
        )
    if faults:
        raise BadPackError(faults)
    return made


def _no_mapping(source: SourceFile) -> Fault:
    return Fault(
        "recipe_no_mapping",
        "方法文件应为“键: 值”的形式",
        "a recipe is a mapping of keys to values",
        source.where(()),
        "begin with id:, nodes: and the stages",
    )


def _part(
    form: type[F],
    given: Data,
    key: str,
    source: SourceFile,
    faults: list[Fault],
) -> F | None:
    if given is None:
        return None
    try:
        # Lists of YAML become tuples of the form.
        return form.model_validate(given, strict=False)
    except ValidationError as error:
        faults.extend(model_faults(error, source, (key,)))
        return None


def _table(name: str, beside: Path, data: Path | None, source: SourceFile) -> Data:
    for folder in (beside, data):
        if folder is not None and (folder / name).is_file():
            return [dict(node) for node in read_nodes(folder / name)]
    raise BadPackError(
        Fault(
            "recipe_nodes_missing",
            f"找不到指标体系表 {name}",
            f"there is no table of nodes {name}",
            source.where(("data", "nodes")),
            "put it beside the recipe or into the data folder",
        )
    )


def _recipe(plain: Data, source: SourceFile, faults: list[Fault]) -> Recipe | None:
    try:
        return Recipe.model_validate(plain)
    except ValidationError as error:
        faults.extend(model_faults(error, source))
    except ZhenceError as error:
        where = source.where(("nodes",))
        faults.extend(
            Fault(f.code, f.zh, f.en, where, f.remedy, f.severity) for f in error.faults
        )
    return None


def _published(
    recipe: Recipe,
    about: forms.AboutForm | None,
    files: forms.DataForm | None,
    source: SourceFile,
) -> Published:
    data, nodes = (None, None) if files is None else (files.file, files.nodes)
    where = source.where(("id",))
    if about is None:
        return Published(recipe, data=data, nodes=nodes, where=where)
    frozen = about.frozen
    return Published(
        recipe,
        _text(about.what),
        tuple(about.clauses),
        {
            name: IndexSource(
                _text(one.title),
                one.address,
                Label(one.label),
                None if one.note is None else _text(one.note),
            )
            for name, one in about.sources.items()
        },
        None
        if frozen is None
        else Frozen(
            frozen.base,
            (float(frozen.share[0]), float(frozen.share[1])),
            frozen.by,
            frozen.file,
            frozen.source,
        ),
        tuple(map(_text, about.notes)),
        {c: type_ for type_, held in about.types.items() for c in held},
        data,
        nodes,
        where,
    )


def _about_faults(made: Published, source: SourceFile) -> Iterator[Fault]:
    frozen, sources = made.frozen, made.sources
    labels = {one.label for one in sources.values()}
    if frozen is not None and frozen.source not in sources:
        yield Fault(
            "recipe_source",
            f"没有说明来源 {frozen.source}",
            f"the source {frozen.source} is not described",
            source.where(("about", "frozen", "source")),
            "describe it under about.sources",
        )
    if frozen is not None and frozen.by != made.recipe.normalise.by:
        yield Fault(
            "recipe_frozen_by",
            "基准年按另一种分组冻结",
            "the goalposts were frozen by another grouping than they are used by",
            source.where(("about", "frozen", "by")),
            "write the same grouping as normalise.by",
        )
    if made.recipe.label is Label.OFFICIAL and Label.OFFICIAL not in labels:
        yield Fault(
            "recipe_label",
            "标为正式方法，却没有正式来源",
            "it is labelled official, and no official source is named",
            source.where(("label",)),
            "name the document under about.sources, or label it ours",
        )


def clause_faults(held: Iterable[Published], known: Iterable[str]) -> Iterator[Fault]:
    """Yield the clauses that recipes rest on and no pack has."""
    clauses = set(known)
    for one in held:
        for clause in one.clauses:
            if clause not in clauses:
                yield Fault(
                    "recipe_clause",
                    f"没有条款 {clause}",
                    f"there is no clause {clause}",
                    one.where,
                    "correct about.clauses",
                )


def _text(words: Words) -> Text:
    return Text(words.zh, words.en)
