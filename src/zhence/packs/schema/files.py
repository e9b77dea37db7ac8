"""Which file is of which model, and all of them as one JSON Schema."""

from __future__ import annotations

from typing import Literal

from zhence.packs.schema.base import DayText, OccasionName, Words
from zhence.packs.schema.cycle import LifeCycleFile
from zhence.packs.schema.goals import TargetsFile
from zhence.packs.schema.law import (
    CategoriesFile,
    ChecklistsFile,
    ClausesFile,
    IncentivesFile,
    ParametersFile,
    RulesFile,
)
from zhence.packs.schema.published import DocumentFile, NotComputableFile, PublishedFile
from zhence.packs.words import Form


class RelationModel(Form):
    """An edge of the policy graph."""

    relation: Literal["implements", "supersedes", "cites", "contradicts"]
    policy: str
    clauses: list[str] = []
    note: Words | None = None


class PackFile(Form):
    """pack.yaml."""

    id: str
    title: Words
    status: Literal["in_force", "draft", "reference", "practice", "expired"]
    edition: str
    issuer: Words
    jurisdiction: Words
    level: Literal["province", "city", "county", "none"]
    subjects: list[Literal["town", "park"]]
    valid_from: DayText | None
    valid_to: DayText | None
    lists: list[str]
    assess_occasion: OccasionName
    exempting_bodies: dict[str, list[str]] = {}
    extends: str | None = None
    relations: list[RelationModel] = []
    note: Words | None = None


FILES: dict[str, type[Form]] = {
    "pack.yaml": PackFile,
    "categories.yaml": CategoriesFile,
    "lifecycle.yaml": LifeCycleFile,
    "not_computable.yaml": NotComputableFile,
    "published.yaml": PublishedFile,
}
FOLDERS: dict[str, type[Form]] = {
    "documents": DocumentFile,
    "clauses": ClausesFile,
    "parameters": ParametersFile,
    "rules": RulesFile,
    "checklists": ChecklistsFile,
    "incentives": IncentivesFile,
    "targets": TargetsFile,
}


def json_schema() -> dict[str, object]:
    """Return one JSON Schema with a definition for every kind of pack file.

    Editors take ``#/$defs/<Model>``; ``x-files`` says which file is of which.
    """
    definitions: dict[str, object] = {}
    files: dict[str, str] = {}
    named = [*FILES.items(), *((f"{n}/*.yaml", m) for n, m in FOLDERS.items())]
    for name, model in named:
        told = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= told.pop("$defs", {})
        definitions[model.__name__] = told
        files[name] = f"#/$defs/{model.__name__}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "zhence policy packs",
        "x-files": files,
        "$defs": definitions,
        "anyOf": [{"$ref": ref} for ref in files.values()],
    }
