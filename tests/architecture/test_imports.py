"""Each contract of ``.importlinter`` bites: a bad import on purpose breaks just it."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# One forbidden import per contract, as files added to a copy of src/. Each is chosen
# so that it breaks its own contract and no other: to show that the layers bite
# without making a cycle, it is a sibling that is imported, not a layer above.
BAD_IMPORTS: dict[str, dict[str, str]] = {
    "core-order": {
        "zhence/chain/__init__.py": "import zhence.lifecycle",
    },
    "core-pure": {
        "zhence/rules/bad.py": "import django",
    },
    "core-children": {
        "zhence/rules/bad.py": "import subprocess",
    },
    "core-light": {
        "zhence/rules/bad.py": "import numpy",
    },
    "core-ground": {
        "zhence_web/screens/bad.py": "import shapely",
    },
    "web-order": {
        "zhence_web/api/bad.py": "import zhence_web.screens",
    },
    "screens-show": {
        "zhence_web/screens/bad.py": "import zhence.lifecycle",
    },
    "screens-apart": {
        "zhence_web/screens/one/__init__.py": "import zhence_web.screens.two",
        "zhence_web/screens/two/__init__.py": "",
    },
    "models-private": {
        "zhence_web/jobs/bad.py": "import zhence_web.records.audit.models",
    },
    "records-order": {
        "zhence_web/records/audit/bad.py": "import zhence_web.records.registry",
    },
    "no-cycles": {
        "zhence/rules/one.py": "import zhence.rules.two",
        "zhence/rules/two.py": "import zhence.rules.one",
    },
}

# Every context writes through the audit and asks accounts for the right, so that an
# import upward there closes a circle as well.
ALSO_BROKEN = {"records-order": {"no-cycles"}}


def contracts() -> dict[str, str]:
    """Identifier → name of every contract in the file."""
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    prefix = "importlinter:contract:"
    return {
        section.removeprefix(prefix): config[section]["name"]
        for section in config.sections()
        if section.startswith(prefix)
    }


def broken_contracts(copy: Path) -> set[str]:
    """Names of the contracts that import-linter calls broken in *copy*."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    broken = set(re.findall(r"^(.+?) BROKEN", run.stdout, re.MULTILINE))
    kept = set(re.findall(r"^(.+?) KEPT", run.stdout, re.MULTILINE))
    # Every contract was judged, or the run proves nothing.
    assert broken | kept == set(contracts().values()), run.stdout + run.stderr
    assert run.returncode == bool(broken), run.stdout + run.stderr
    return broken


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code and the contracts, free to be spoilt."""
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_the_code_as_it_is_keeps_every_contract(copy: Path):
    assert broken_contracts(copy) == set()


def test_every_contract_has_a_bad_import_that_proves_it():
    assert set(BAD_IMPORTS) == set(contracts())


@pytest.mark.parametrize("contract", BAD_IMPORTS)
def test_a_bad_import_breaks_its_contract_and_no_other(contract: str, copy: Path):
    for name, text in BAD_IMPORTS[contract].items():
        file = copy / "src" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        assert not file.exists(), f"{name} is real by now: choose another bad import"
        file.write_text(text + "\n", encoding="utf-8")

    broken = {contract} | ALSO_BROKEN.get(contract, set())
    assert broken_contracts(copy) == {contracts()[each] for each in broken}
