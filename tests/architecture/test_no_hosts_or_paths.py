"""Nothing in the tree ties it to the machine or the registry it was made with."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# A bracket in each word keeps this file from matching itself.
REGISTRY_HOST = re.compile(
    rb"py[p]i\.(org|io)|python[h]osted\.|registry\.[n]pm|npm[m]irror\.|"
    rb"(deb|security)\.[d]ebian\.|archive\.[u]buntu\.|tuna\.[t]singhua",
    re.IGNORECASE,
)
# A home or a build folder at the root of a path; `docs/home/` or a URL's path is none.
MACHINE_PATH = re.compile(rb"(?<![\w.:/~$}>-])/(home|root|Users|work|builds)/[\w.]")
INDEX_OPTION = re.compile(
    rb"--(extra-)?index-url|--find-links|--registry", re.IGNORECASE
)


@cache
def files() -> tuple[Path, ...]:
    """Every file that is tracked, or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    paths = (ROOT / name.decode() for name in listed.split(b"\0") if name)
    return tuple(path for path in paths if path.is_file())


def found(pattern: re.Pattern[bytes], paths: tuple[Path, ...]) -> list[str]:
    """``file:line`` of each match in the text files among *paths*."""
    hits = []
    for path in paths:
        content = path.read_bytes()
        if b"\0" in content:
            continue
        hits += [
            f"{path.relative_to(ROOT)}:{number}"
            for number, line in enumerate(content.splitlines(), 1)
            if pattern.search(line)
        ]
    return hits


def lock_files() -> tuple[Path, ...]:
    names = re.compile(
        r".*\.lock|requirements.*|.*-lock\.(json|yaml)|\.npmrc|pip\.conf"
    )
    return tuple(path for path in files() if names.fullmatch(path.name))


def test_no_file_names_a_registry():
    assert found(REGISTRY_HOST, files()) == []


def test_no_file_holds_a_path_of_a_machine():
    assert found(MACHINE_PATH, files()) == []
    assert found(re.compile(re.escape(str(ROOT)).encode() + rb"\b"), files()) == []


def test_lock_files_hold_no_address():
    assert lock_files()
    assert found(re.compile(rb"\w://"), lock_files()) == []
    assert found(INDEX_OPTION, lock_files()) == []


@pytest.mark.parametrize(
    "lock", sorted(ROOT.glob("*.lock")), ids=lambda lock: lock.name
)
def test_every_pinned_requirement_has_a_hash(lock: Path):
    text = lock.read_text(encoding="utf-8")
    pinned = re.findall(r"^[A-Za-z0-9][^\n]*==[^\n]*\n?(.*)$", text, re.MULTILINE)
    assert pinned
    assert all(line.lstrip().startswith("--hash=sha256:") for line in pinned)
