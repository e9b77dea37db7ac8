"""Write the files of this repository that are made from others.

``docs/generate.py`` writes them, ``docs/generate.py --check`` fails, and says which,
when one in the tree is not what would be written. `make check` runs the second and
`make fix` the first. To add a file, write a function that returns its text and add it
to ``GENERATED``; it must give the same text on every machine.
"""

import difflib
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from zhence.cli.parser import command_list
from zhence.intake.catalogue import default_catalogue
from zhence.packs.schema import json_schema
from zhence_web.api.codes import CODES

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Written by docs/generate.py; change what it is made from. -->\n\n"


def doors() -> str:
    """List the targets of the Makefile with what they say of themselves."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):[^#\n]*## (.+)$", makefile, re.MULTILINE)
    rows = "".join(f"| `make {name}` | {words} |\n" for name, words in targets)
    return f"{NOTE}# Doors\n\n| Command | Does |\n|---|---|\n{rows}"


def pack_schema() -> str:
    """Return the JSON Schema that editors check packs with."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def commands() -> str:
    """List the commands of ``zhence`` with what they say of themselves."""
    rows = "".join(f"| `zhence {name}` | {words} |\n" for name, words in command_list())
    return f"{NOTE}# Commands\n\n| Command | Does |\n|---|---|\n{rows}"


def catalogue() -> str:
    """List the indicator catalogue."""
    rows = "".join(
        f"| `{i.code}` | {i.name.zh} | {i.name.en} | {i.kind.value} "
        f"| {i.unit or '—'} | {i.label.value} |\n"
        for i in default_catalogue().values()
    )
    head = "| Code | 名称 | Name | Kind | Unit | Label |\n|---|---|---|---|---|---|\n"
    return f"{NOTE}# Indicators\n\n{head}{rows}"


def refusals() -> str:
    """List the numbered codes of the API."""
    rows = "".join(
        f"| {code.number} | {code.title.zh} | {code.title.en} "
        f"| {code.remedy.zh} | {code.remedy.en} |\n"
        for code in CODES
    )
    head = "| Code | 意思 | Meaning | 怎么办 | What to do |\n|---|---|---|---|---|\n"
    return f"{NOTE}# Codes of the API\n\n{head}{rows}"


# Path from the root → what makes its text.
GENERATED: dict[str, Callable[[], str]] = {
    "docs/reference/generated/doors.md": doors,
    "docs/reference/generated/commands.md": commands,
    "docs/reference/generated/indicators.md": catalogue,
    "docs/reference/generated/api-codes.md": refusals,
    "packs/schema.json": pack_schema,
}


def stale() -> list[str]:
    """Differences between what is in the tree and what would be written."""
    differences = []
    for name, make in GENERATED.items():
        path = ROOT / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        differences += difflib.unified_diff(
            old.splitlines(),
            make().splitlines(),
            name,
            f"{name}, made anew",
            lineterm="",
        )
    return differences


def main(arguments: list[str]) -> int:
    """Check or write, and say what is left to do."""
    if arguments == ["--check"]:
        differences = stale()
        if differences:
            sys.stderr.write("\n".join([*differences, "generated: run make fix", ""]))
        return 1 if differences else 0
    if arguments:
        sys.stderr.write(f"generated: unknown arguments {arguments}; use --check\n")
        return 2
    for name, make in GENERATED.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
