"""Everything that can be wrong with packs, in one pass: ``zhence check``.

Each pack by itself, its targets, its holes; then how the packs stand to each
other, and the table between their category vocabularies.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zhence.cli.output import print_json, print_lines, say_faults
from zhence.cli.shelf import Shelf
from zhence.errors import BadInputError, Fault, Severity, Where, ZhenceError
from zhence.facts.catalogue import Catalogue
from zhence.packs.index_recipes import (
    FOLDER as RECIPES,
)
from zhence.packs.index_recipes import clause_faults, load_recipe, recipe_files
from zhence.packs.load import load_pack, pack_folders
from zhence.packs.mapping_check import check_mapping
from zhence.packs.mapping_load import load_mapping
from zhence.packs.pack import Pack
from zhence.packs.permu_schemes import load_scheme, scheme_files
from zhence.packs.reward_schemes import load_reward, reward_files, unknown_clauses
from zhence.soundness import pack_faults, relation_faults

MAPPING = "mapping.yaml"


@dataclass(slots=True)
class Checked:
    """What a check looked at: packs, tables, schemes, recipes, and every fault."""

    packs: int = 0
    tables: int = 0
    faults: list[Fault] = field(default_factory=list)

    def of(self, severity: Severity) -> list[Fault]:
        """Return the faults of one weight."""
        return [f for f in self.faults if f.severity is severity]


def check(arguments: argparse.Namespace, shelf: Shelf) -> int:
    """Check packs: every fault with file and line; exit 1 if there is any."""
    found = check_paths(
        arguments.paths or [shelf.packs_folder], shelf.packs_folder, shelf.catalogue
    )
    errors, warnings = found.of(Severity.ERROR), found.of(Severity.WARNING)
    if arguments.json:
        print_json(
            {
                "errors": [_fault_json(f) for f in errors],
                "warnings": [_fault_json(f) for f in warnings],
            }
        )
    else:
        say_faults((*errors, *warnings))
        print_lines(
            f"{found.packs} 个政策包、{found.tables} 张对照表、评价方案和指数方法，"
            f"{len(errors)} 处错误，{len(warnings)} 处提醒"
            f" / {found.packs} packs, {found.tables} tables, schemes and recipes,"
            f" {len(errors)} errors, {len(warnings)} warnings"
        )
    return 1 if errors else 0


def _fault_json(fault: Fault) -> dict[str, object]:
    return {
        "file": fault.where.file,
        "line": fault.where.line,
        "code": fault.code,
        "message": f"{fault.message} → {fault.remedy}",
    }


def check_paths(
    paths: Iterable[Path], neighbours: Path, catalogue: Catalogue
) -> Checked:
    """Check the packs at or below *paths*, and the mapping tables beside them.

    *neighbours* is a folder of packs that relations may lead to; what is wrong
    with those themselves is not told.

    Raises:
        BadInputError: a path holds no pack.
    """
    asked = list(paths)
    folders = {p.resolve(): p for path in asked for p in _folders(path)}
    told = Checked(packs=len(folders))
    packs: dict[str, Pack] = {}
    for folder in folders.values():
        try:
            pack = load_pack(folder, catalogue)
        except ZhenceError as error:
            told.faults += error.faults
            continue
        if pack.id in packs:
            told.faults.append(_twice(pack))
        packs[pack.id] = pack
        told.faults += pack_faults(pack)
    held = _around(neighbours, folders, catalogue)
    told.faults += relation_faults(packs, held)
    for path in asked:
        for file in scheme_files(path):
            told.tables += 1
            told.faults += _scheme(file, catalogue)
        for file in recipe_files(path):
            told.tables += 1
            told.faults += _recipe(file, {**held, **packs})
        for file in reward_files(path):
            told.tables += 1
            told.faults += _reward(file, catalogue, {**held, **packs})
        table = path / MAPPING
        if table.is_file():
            told.tables += 1
            told.faults += _mapping(table, held | packs, _ids(path, packs))
    return told


def _folders(path: Path) -> list[Path]:
    found = pack_folders(path)
    if not found:
        raise BadInputError(
            Fault(
                "pack_not_found",
                f"{path} 里没有 pack.yaml",
                f"there is no pack.yaml in {path}",
                remedy="给出一个政策包或政策包的上级文件夹"
                " / give a pack folder or a folder of packs",
            )
        )
    return found


def _twice(pack: Pack) -> Fault:
    return Fault(
        "pack_twice",
        f"两个文件夹都叫 {pack.id}",
        f"two folders hold a pack {pack.id}",
        pack.places.get(("pack", pack.id), Where()),
        "给其中一个换编号 / give one of them another id",
    )


def _around(
    neighbours: Path, checked: Mapping[Path, Path], catalogue: Catalogue
) -> dict[str, Pack]:
    found: dict[str, Pack] = {}
    for folder in pack_folders(neighbours):
        if folder.resolve() in checked:
            continue
        try:
            pack = load_pack(folder, catalogue)
        except ZhenceError:
            continue  # it is not what was asked about
        found[pack.id] = pack
    return found


def _scheme(file: Path, catalogue: Catalogue) -> tuple[Fault, ...]:
    try:
        load_scheme(file, catalogue)
    except ZhenceError as error:
        return error.faults
    return ()


def _recipe(file: Path, packs: Mapping[str, Pack]) -> tuple[Fault, ...]:
    try:
        held = load_recipe(file, RECIPES)
    except ZhenceError as error:
        return error.faults
    return tuple(clause_faults([held], (c for p in packs.values() for c in p.clauses)))


def _reward(
    file: Path, catalogue: Catalogue, packs: Mapping[str, Pack]
) -> tuple[Fault, ...]:
    try:
        held = load_reward(file, catalogue)
    except ZhenceError as error:
        return error.faults
    return tuple(
        unknown_clauses([held], (c for p in packs.values() for c in p.clauses))
    )


def _ids(path: Path, packs: Mapping[str, Pack]) -> set[str]:
    """Return the packs below *path* that could not be read, by folder name."""
    return {p.name for p in pack_folders(path)} - set(packs)


def _mapping(
    table: Path, packs: Mapping[str, Pack], unread: set[str]
) -> Iterator[Fault]:
    """Yield the faults of a table; a pack that could not be read is no fault of it."""
    try:
        mapping = load_mapping(table)
    except ZhenceError as error:
        yield from error.faults
        return
    yield from check_mapping(mapping, packs, unread)
