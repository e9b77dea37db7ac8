"""Pack folders → packs; every fault of all files at once, with its line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from zhence.errors import BadPackError, Fault, Where, ZhenceError
from zhence.evidence import Force
from zhence.facts.catalogue import Catalogue
from zhence.packs import build, schema
from zhence.packs.collecting import Collector
from zhence.packs.files import PackFiles, held_files, read_files
from zhence.packs.pack import Clause, Pack
from zhence.rules.dated import Parameter
from zhence.rules.rulebook import Occasion, Rulebook, Status

_PROHIBITION = "prohibition"

Model = TypeVar("Model", bound=BaseModel)
Value = TypeVar("Value")


def load_pack(folder: Path, catalogue: Catalogue) -> Pack:
    """Load one pack folder.

    Raises:
        BadPackError: every fault of every file; nothing is half-loaded.
    """
    return _loaded(read_files(folder), catalogue)


def load_texts(name: str, texts: Mapping[str, str], catalogue: Catalogue) -> Pack:
    """Load a pack that stands in memory: its files by their path below its folder.

    It is judged as :func:`load_pack` judges a folder *name* that holds these files; a
    path at which a pack has no file is not looked at.

    Raises:
        BadPackError: every fault of every file; nothing is half-loaded.
    """
    return _loaded(
        held_files(name, {path: text.encode() for path, text in texts.items()}),
        catalogue,
    )


def _loaded(files: PackFiles, catalogue: Catalogue) -> Pack:
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


def _assemble(files: PackFiles, head: schema.PackFile, catalogue: Catalogue) -> Pack:
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


def _documents(files: PackFiles) -> dict[str, schema.DocumentFile]:
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
    files: PackFiles, kind: type[schema.ChecklistsFile], _: str
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
