"""The command line: tables for people, one JSON document with ``--json``.

Exit 0: fine. 1: the command worked and found something wrong. 2: unusable
arguments or input; what, where, why and what to do stand on stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from zhence.cli.output import say_faults
from zhence.cli.parser import build_parser
from zhence.cli.shelf import Shelf
from zhence.errors import ZhenceError

__all__ = ["main"]

_UNUSABLE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        return int(
            arguments.run(arguments, Shelf(arguments.packs, arguments.reference))
        )
    except ZhenceError as error:
        say_faults(error.faults, as_json=arguments.json)
        return _UNUSABLE
    except OSError as error:
        print(
            f"{error.filename}: 打不开 / cannot be opened: {error.strerror}"
            " → 检查路径和权限 / check path and rights",
            file=sys.stderr,
        )
        return _UNUSABLE
    except BrokenPipeError:
        return 0
