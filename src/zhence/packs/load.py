"""Pack folders → packs; every fault of all files at once, with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from zhence.errors import BadPackError, Fault, Where, ZhenceError
from zhence.evidence import Force
from zhence.facts.catalogue import Catalogue
from zhence.packs import build, schema
from zhence.packs.collecting import Collector
from zhence.packs.pack import Clause, Pack
from zhence.packs.source import (
    MAX_BYTES,
    Path_,
    SourceFile,
    file_too_large,
    read_text,
)
from zhence.rules.dated import Parameter
from zhence.rules.rulebook import Occasion, Rulebook, Status

MAX_PACK_BYTES = 20_000_000
_PROHIBITION = "prohibition"

Model = TypeVar("Model", bound=BaseModel)
Value = TypeVar("Value")


@dataclass(slots=True)
class _Files:
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


def load_pack(folder: Path, catalogue: Catalogue) -> Pack:
    """Load one pack folder.

    Raises:
        BadPackError: every fault of every file; nothing is half-loaded.
    """
    return _loaded(_read(folder), catalogue)


def load_texts(name: str, texts: Mapping[str, str], catalogue: Catalogue) -> Pack:
    """Load a pack that stands in memory: its files by their path below its folder.

    It is judged as :func:`load_pack` judges a folder *name* that holds these files; a
    path at which a pack has no file is not looked at.

    Raises:
        BadPackError: every fault of every file; nothing is half-loaded.
    """
    return _loaded(
        _held(name, {path: text.encode() for path, text in texts.items()}), catalogue
    )


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


def _loaded(files: _Files, catalogue: Catalogue) -> Pack:
    head = files.one(schema.PackFile)
    named = f"{files.name}/pack.yaml"
    told = any(
        f.where.file == named or f.code == "pack_too_large" for f in files.faults
    )
    if head is None and not told:
        files.faults.append(
            Fault(
                "pack_head_missing",
                "缺少 pack.yaml",
                "there is no readable pack.yaml",
                Where(named),
                "写一个；写法见 packs/README.md / write one; see packs/README.md",
            )
        )
    if head is None:
        raise BadPackError(files.faults)
    pack = _assemble(files, head, catalogue)
    if files.faults:
        raise BadPackError(files.faults)
    return pack


def load_packs(folder: Path, catalogue: Catalogue) -> dict[str, Pack]:
    """Load every pack folder (one with a pack.yaml) below *folder*.

    Raises:
        BadPackError: every fault of every pack.
    """
    faults: list[Fault] = []
    packs: dict[str, Pack] = {}
    for child in pack_folders(folder):
        try:
            pack = load_pack(child, catalogue)
        except ZhenceError as error:
            faults.extend(error.faults)
        else:
            if pack.id in packs:
                faults.append(
                    Fault(
                        "pack_twice",
                        f"两个文件夹都叫 {pack.id}",
                        f"two folders hold a pack {pack.id}",
                        Where(f"{child.name}/pack.yaml"),
                        "给其中一个换编号 / give one of them another id",
                    )
                )
            packs[pack.id] = pack
    if faults:
        raise BadPackError(faults)
    return packs


def pack_folders(folder: Path) -> list[Path]:
    """Return the pack folders at or below *folder*, by name."""
    if (folder / "pack.yaml").exists():
        return [folder]
    return sorted(p.parent for p in folder.glob("*/pack.yaml"))


def _read(folder: Path) -> _Files:
    paths = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*.yaml")}
    sizes = {name: path.stat().st_size for name, path in paths.items()}
    total = sum(sizes.values())
    if total > MAX_PACK_BYTES:
        return _Files(folder.name, faults=[_pack_too_large(folder.name, total)])
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
    files = _held(folder.name, told)
    files.faults += large
    return files


def _held(name: str, told: Mapping[str, bytes]) -> _Files:
    total = sum(map(len, told.values()))
    if total > MAX_PACK_BYTES:
        return _Files(name, faults=[_pack_too_large(name, total)])
    files = _Files(name, hash_of(told))
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


def _read_file(files: _Files, path: str, told: bytes, model: type[BaseModel]) -> None:
    try:
        source = read_text(told, f"{files.name}/{path}")
    except ZhenceError as error:
        files.faults.extend(error.faults)
        return
    try:
        files.models.append((source, model.model_validate(source.data)))
    except ValidationError as error:
        files.faults.extend(model_faults(error, source))


def model_faults(
    error: ValidationError, source: SourceFile, below: Path_ = ()
) -> list[Fault]:
    """Return one fault a model error, at the line of the key it is about.

    *below* is the path in the file at which the model stands.
    """
    faults = []
    for one in error.errors(include_url=False, include_context=False):
        path = (*below, *(p for p in one["loc"] if _in_file(source, p)))
        code = "key_unknown" if one["type"] == "extra_forbidden" else "value_wrong"
        if one["type"] == "missing":
            code = "key_missing"
        dotted = ".".join(str(p) for p in one["loc"])
        faults.append(
            Fault(
                code,
                f"{_ZH[code]}：{dotted}{_wanted(one['type'], one['msg'])}",
                f"{dotted}: {one['msg']}",
                source.where(path),
                "可写的内容见 packs/schema.json"
                " / see packs/schema.json for what may stand here",
            )
        )
    return faults


_ZH = {
    "key_unknown": "不认识的键",
    "key_missing": "缺少必需的键",
    "value_wrong": "值不合规定",
}
_WANTED = {
    "string_type": "应为文字（数字和日期加引号）",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "list_type": "应为列表，每项以“- ”开头",
    "dict_type": "应为若干“键: 值”",
    "model_type": "应为若干“键: 值”",
}
_ONE_OF = "Input should be "


def _wanted(kind: str, said: str) -> str:
    """Return what a value should have been, in Chinese; "" where nobody put it so."""
    if kind == "literal_error":
        return "，应为 " + said.removeprefix(_ONE_OF).replace(" or ", "、")
    told = _WANTED.get(kind)
    return "" if told is None else f"，{told}"


def _in_file(source: SourceFile, part: str | int) -> bool:
    """Leave out the tags that a union adds to an error's path."""
    return any(part in path for path in source.lines)


def _assemble(files: _Files, head: schema.PackFile, catalogue: Catalogue) -> Pack:
    places: dict[tuple[str, str], Where] = {}
    collected = Collector(files.faults, places)
    rules = files.of(schema.RulesFile)
    categories = files.of(schema.CategoriesFile)
    parameters = collected.mapping(
        "parameter",
        files.of(schema.ParametersFile),
        "parameters",
        lambda m: m.parameters,
        build.parameter,
    )
    thresholds: dict[str, Parameter] = {}

    def target(id_: str, model: schema.TargetModel) -> schema.TargetModel:
        made = build.target_threshold(head.id, head.status, id_, model)
        if model.parameter is None and made.id not in parameters:
            thresholds[made.id] = made
        return model

    targets = collected.mapping(
        "target", files.of(schema.TargetsFile), "targets", lambda m: m.targets, target
    )
    places |= {
        ("parameter", f"{name}.threshold"): places["target", name]
        for name in targets
        if f"{name}.threshold" in thresholds
    }
    rulebook = Rulebook(
        policy=head.id,
        status=Status(head.status),
        criteria=collected.mapping(
            "criterion", rules, "criteria", lambda m: m.criteria, build.criterion
        ),
        measures=collected.mapping(
            "measure", rules, "measures", lambda m: m.measures, build.measure
        ),
        parameters=parameters | thresholds,
        checklists=collected.mapping(
            "checklist",
            files.of(schema.ChecklistsFile),
            "checklists",
            lambda m: m.checklists,
            build.checklist,
        ),
        categories=collected.mapping(
            "category", categories, "categories", lambda m: m.categories, build.category
        ),
        thresholds=collected.mapping(
            "threshold",
            categories,
            "thresholds",
            lambda m: m.thresholds,
            build.by_category,
        ),
        catalogue=catalogue,
        remarks=collected.remarks(rules),
        values=tuple(
            collected.mapping(
                "value", rules, "values", lambda m: m.values, build.shown
            ).values()
        ),
        valid_from=build.day(head.valid_from),
        valid_to=build.day(head.valid_to),
        lists=frozenset(head.lists),
        exempting_bodies={k: tuple(v) for k, v in head.exempting_bodies.items()},
        prohibitions=frozenset(
            name
            for _, m in files.of(schema.ClausesFile)
            for name, c in m.clauses.items()
            if c.kind == _PROHIBITION
        ),
    )
    life = files.one(schema.LifeCycleFile)
    for source, told in files.of(schema.PackFile):
        places["pack", told.id] = source.where(("id",))
        for index in range(len(told.relations)):
            places["relation", str(index)] = source.where(("relations", index))
    for source, cycle in files.of(schema.LifeCycleFile):
        for key, kind in (("transitions", "transition"), ("states", "state")):
            for name in getattr(cycle, key):
                places[kind, name] = source.where((key, name))
        for key, kind in (("holds", "hold"), ("reminders", "reminder")):
            for index in range(len(getattr(cycle, key))):
                places[kind, str(index)] = source.where((key, index))
    return Pack(
        id=head.id,
        title=build.words(head.title),
        status=Status(head.status),
        edition=head.edition,
        issuer=build.words(head.issuer),
        jurisdiction=build.words(head.jurisdiction),
        valid_from=build.day(head.valid_from),
        valid_to=build.day(head.valid_to),
        lists=tuple(head.lists),
        assess_occasion=Occasion(head.assess_occasion),
        hash=files.hash,
        rulebook=rulebook,
        lifecycle=None if life is None else build.life_cycle(life),
        event_order=() if life is None else tuple(life.event_order),
        clauses=collected.mapping(
            "clause",
            files.of(schema.ClausesFile),
            "clauses",
            lambda m: m.clauses,
            _clause,
        ),
        documents=_documents(files),
        checklists=_same(files, schema.ChecklistsFile, "checklists"),
        incentives=collected.mapping(
            "incentive",
            files.of(schema.IncentivesFile),
            "incentives",
            lambda m: m.incentives,
            _keep,
        ),
        targets=targets,
        not_computable=collected.mapping(
            "not_computable",
            files.of(schema.NotComputableFile),
            "not_computable",
            lambda m: m.not_computable,
            _keep,
        ),
        published=files.one(schema.PublishedFile) or schema.PublishedFile(),
        relations=tuple(head.relations),
        note=None if head.note is None else build.words(head.note),
        places=places,
    )


def _documents(files: _Files) -> dict[str, schema.DocumentFile]:
    found: dict[str, schema.DocumentFile] = {}
    for source, document in files.of(schema.DocumentFile):
        if document.id in found:
            files.faults.append(
                Fault(
                    "name_twice",
                    f"文件 {document.id} 重复",
                    f"document {document.id} stands twice",
                    source.where(("id",)),
                    "两处只留一处 / keep one of the two",
                )
            )
        found[document.id] = document
    return found


def _keep(_: str, model: Value) -> Value:
    return model


def _same(
    files: _Files, kind: type[schema.ChecklistsFile], _: str
) -> dict[str, schema.ChecklistModel]:
    return {n: c for _, m in files.of(kind) for n, c in m.checklists.items()}


def _clause(id_: str, model: schema.ClauseModel) -> Clause:
    return Clause(
        id=id_,
        section=model.section,
        kind=model.kind,
        subject=model.subject,
        force=Force(model.force),
        priority=model.priority,
        summary=build.words(model.summary),
        reading=None if model.reading is None else build.words(model.reading),
        example=None if model.example is None else build.words(model.example),
        checked_on=date.fromisoformat(model.checked_on),
    )


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
