"""The files of a pack: found, read, held against their models, and hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from zhence.errors import Fault, Where, ZhenceError
from zhence.packs import schema
from zhence.packs.model_faults import model_faults
from zhence.packs.source import MAX_BYTES, SourceFile, file_too_large, read_text

MAX_PACK_BYTES = 20_000_000

Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class PackFiles:
    """The files of one pack, read and checked against their models."""

    name: str
    hash: str = ""
    faults: list[Fault] = field(default_factory=list)
    models: list[tuple[SourceFile, BaseModel]] = field(default_factory=list)

    def of(self, kind: type[Model]) -> list[tuple[SourceFile, Model]]:
        """Return the files of one model."""
        return [(s, m) for s, m in self.models if isinstance(m, kind)]

    def one(self, kind: type[Model]) -> Model | None:
        """Return the single file of a model, ``None`` if there is none."""
        found = self.of(kind)
        return found[0][1] if found else None


def file_model(path: str) -> type[BaseModel] | None:
    """Return what a file of a pack has to be, ``None`` where a pack has no such file.

    >>> file_model("parameters/town.yaml").__name__, file_model("../pack.yaml")
    ('ParametersFile', None)
    """
    folder, slash, name = path.partition("/")
    if not slash:
        return schema.FILES.get(path)
    single = name.endswith(".yaml") and "/" not in name
    return schema.FOLDERS.get(folder) if single else None


def read_files(folder: Path) -> PackFiles:
    """Read a pack's folder; what is too large is a fault and is not read."""
    paths = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*.yaml")}
    sizes = {name: path.stat().st_size for name, path in paths.items()}
    total = sum(sizes.values())
    if total > MAX_PACK_BYTES:
        return PackFiles(folder.name, faults=[_pack_too_large(folder.name, total)])
    large = [
        file_too_large(f"{folder.name}/{name}", size)
        for name, size in sizes.items()
        if size > MAX_BYTES and file_model(name) is not None
    ]
    refused = {fault.where.file for fault in large}
    told = {
        name: path.read_bytes()
        for name, path in paths.items()
        if f"{folder.name}/{name}" not in refused and not _is_case(name)
    }
    files = held_files(folder.name, told)
    files.faults += large
    return files


def held_files(name: str, told: Mapping[str, bytes]) -> PackFiles:
    """Hold files in memory against their models, as those of the folder *name*."""
    total = sum(map(len, told.values()))
    if total > MAX_PACK_BYTES:
        return PackFiles(name, faults=[_pack_too_large(name, total)])
    files = PackFiles(name, hash_of(told))
    for path in _in_order(told):
        model = file_model(path)
        if model is not None:
            _read_file(files, path, told[path], model)
    return files


def _in_order(paths: Iterable[str]) -> list[str]:
    """Return paths in the order of the model: what stands in both names the first."""
    known = [*schema.FILES, *schema.FOLDERS]
    held = [path for path in paths if path.partition("/")[0] in known]
    return sorted(held, key=lambda p: (known.index(p.partition("/")[0]), p))


def _pack_too_large(name: str, total: int) -> Fault:
    return Fault(
        "pack_too_large",
        f"整个包有 {total:,} 字节，超过上限 {MAX_PACK_BYTES:,}",
        f"the pack has {total:,} bytes; the limit is {MAX_PACK_BYTES:,}",
        Where(name),
        "政策包写规则，不放数据 / a pack holds rules, not data",
    )


def _read_file(
    files: PackFiles, path: str, told: bytes, model: type[BaseModel]
) -> None:
    try:
        source = read_text(told, f"{files.name}/{path}")
    except ZhenceError as error:
        files.faults.extend(error.faults)
        return
    try:
        files.models.append((source, model.model_validate(source.data)))
    except ValidationError as error:
        files.faults.extend(model_faults(error, source))


def pack_hash(folder: Path) -> str:
    """Return the SHA-256 over the names and contents of all YAML files.

    Worked cases are left out: they prove the law and are not part of it.
    """
    paths = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*.yaml")}
    return hash_of({name: path.read_bytes() for name, path in paths.items()})


def _is_case(path: str) -> bool:
    return path.partition("/")[0] == "cases"


def hash_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over names and contents, in the order of the names' parts."""
    digest = hashlib.sha256()
    for name in sorted(files, key=lambda n: n.split("/")):
        if _is_case(name):
            continue
        digest.update(name.encode() + b"\0" + files[name] + b"\0")
    return digest.hexdigest()
