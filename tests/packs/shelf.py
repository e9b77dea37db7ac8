"""The packs and worked cases as they are shipped, read once a run."""

from functools import cache
from pathlib import Path

import yaml

from zhence.cases import read_cases
from zhence.cases.run import Case
from zhence.intake.catalogue import default_catalogue
from zhence.packs import Pack, load_packs

PACKS = Path(__file__).resolve().parents[2] / "packs"
JUDGED = ("NT2017", "ZJ2023", "RPT", "HZ2021", "HZP2022")
ISSUES = ("CORE", "LAW")


@cache
def shipped() -> dict[str, Pack]:
    return load_packs(PACKS, default_catalogue())


@cache
def worked_cases(*issues: str) -> tuple[Case, ...]:
    wanted = issues or ISSUES
    return tuple(c for c in read_cases([PACKS]) if c.file.issue in wanted)


def raw_cases(folder: Path) -> dict[str, dict]:
    """Every case below *folder* by id, as plain data."""
    return {
        case["id"]: case
        for path in sorted(folder.rglob("*.yaml"))
        if path.parent.name == "cases"
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    }
