"""Shipped packs, copied and edited as a policy officer would edit them."""

import json
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from zhence.facts.catalogue import Catalogue
from zhence.intake.catalogue import read_catalogue
from zhence.packs.diff import Change, Kind, differences
from zhence.packs.load import load_pack, load_packs
from zhence.packs.pack import Pack
from zhence.packs.source import read_yaml

ROOT = Path(__file__).resolve().parents[4]
PACKS = ROOT / "packs"
BROKEN = ROOT / "tests" / "broken_packs" / "diff"

# What one edit does to the data of one file.
Edit = Callable[[dict], object]


@cache
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "reference" / "indicators.csv")


@cache
def shipped() -> dict[str, Pack]:
    return load_packs(PACKS, catalogue())


def copied(policy: str, into: Path) -> Path:
    """A copy of a shipped pack, without its cases."""
    folder = into / policy
    shutil.copytree(PACKS / policy, folder, ignore=shutil.ignore_patterns("cases"))
    return folder


def edit_file(folder: Path, file: str, edit: Edit) -> None:
    """Edit the data of one YAML file, and write it as JSON, which is YAML too."""
    path = folder / file
    data = read_yaml(path).data if path.exists() else {}
    assert isinstance(data, dict)
    edit(data)
    written = json.dumps(data, ensure_ascii=False, indent=1)
    path.write_text(written, encoding="utf-8")


def edited(policy: str, into: Path, edits: Mapping[str, Edit]) -> Pack:
    """A shipped pack with some of its files edited."""
    folder = copied(policy, into)
    for file, edit in edits.items():
        edit_file(folder, file, edit)
    return load_pack(folder, catalogue())


def changes(policy: str, into: Path, edits: Mapping[str, Edit]) -> tuple[Change, ...]:
    """What an edit of a shipped pack is told as."""
    return differences(shipped()[policy], edited(policy, into, edits))


def only(found: tuple[Change, ...], kind: Kind, id_: str, part: str) -> Change:
    """The one change of one side of one thing."""
    (one,) = [c for c in found if (c.kind, c.id, c.part) == (kind, id_, part)]
    return one
