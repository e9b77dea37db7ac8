"""The command line: tables for people, one JSON document with ``--json``.

Exit 0: fine. 1: the command worked and found something wrong. 2: unusable
arguments or input; what, where, why and what to do stand on stderr.
"""

from __future__ import annotations

import os
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
        code = int(
            arguments.run(arguments, Shelf(arguments.packs, arguments.reference))
        )
        sys.stdout.flush()
    except ZhenceError as error:
        say_faults(error.faults, as_json=arguments.json)
        return _UNUSABLE
    except BrokenPipeError:
        # Who reads along has seen enough (``| head``). What is still to be written
        # goes nowhere, or the interpreter complains about it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        what = (
            "<output>: 写不出去 / cannot be written"
            if error.filename is None
            else f"{error.filename}: 打不开 / cannot be opened"
        )
        print(
            f"{what}: {error.strerror} → 检查路径和权限 / check path and rights",
            file=sys.stderr,
        )
        return _UNUSABLE
    return code
