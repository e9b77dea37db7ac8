"""The scripts of the pages: light enough, and absent without harm."""

import json

from django.contrib.staticfiles import finders
from django.template import Context, Template
from tests.lib.islands import FRONTEND, built

SOURCES = {path.stem for path in (FRONTEND / "src").glob("*.ts")} | {"map-worker"}
LIMITS: dict[str, dict[str, int]] = json.loads(
    (FRONTEND / "limits.json").read_text(encoding="utf-8")
)
KIB = 1024


def script(name: str) -> str:
    return Template(f'{{% island "{name}" %}}').render(Context())


def test_every_island_has_a_limit_and_keeps_to_it():
    """In KiB as it travels: before it runs, and with what it loads at need."""
    weights = built()
    assert set(weights) == set(LIMITS) == SOURCES
    heavy = [
        (name, what, weight)
        for name, told in weights.items()
        for what, weight in told.items()
        if weight > LIMITS[name][what] * KIB
    ]
    assert heavy == []


def test_a_page_names_the_script_by_its_content():
    built()
    shown = script("grid")
    assert shown.startswith('<script type="module" src="/static/islands/grid.js?v=')
    assert "style" not in shown
    assert script("map").startswith('<link rel="stylesheet" href="/static/islands/map')


def test_a_page_without_the_build_has_no_script():
    assert finders.find("islands/nowhere.js") is None
    assert script("nowhere") == ""


def test_the_lock_file_holds_a_hash_for_every_package():
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert packages
    assert [n for n, each in packages.items() if "integrity" not in each] == []
    assert [n for n, each in packages.items() if "resolved" in each] == []


def test_every_version_is_exact():
    told = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    asked = told["dependencies"] | told["devDependencies"]
    assert [n for n, v in asked.items() if not v.replace(".", "").isdigit()] == []
