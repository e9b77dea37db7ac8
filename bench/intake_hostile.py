"""Files that mean harm, each through the confined child: how long, how much memory."""

from __future__ import annotations

import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.unit.zhence.workbooks.hostile import hostile  # noqa: E402  # found only now

from zhence.errors import BadInputError  # noqa: E402
from zhence.intake.check import check_file  # noqa: E402
from zhence.intake.tables import Upload  # noqa: E402


def tried() -> dict[str, object]:
    """Check every file of the corpus; return how many, the slowest, the child's peak.

    The peak is that of the largest child of this process so far: run it alone.
    """
    taken: list[tuple[float, str]] = []
    for each in hostile():
        data = each.make()
        begun = time.perf_counter()
        with suppress(BadInputError):  # refused whole is a verdict, too
            check_file(Upload(each.name, data), "firms")
        taken.append((time.perf_counter() - begun, str(each)))
    seconds, name = max(taken)
    return {
        "files": len(taken),
        "slowest": seconds,
        "slowest_file": name,
        "peak": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
    }


if __name__ == "__main__":
    told = tried()
    print(
        f"W5: {told['files']} hostile files, the slowest {told['slowest']:.2f} s"
        f" ({told['slowest_file']}); peak of a child {told['peak'] / 2**20:.0f} MiB"
    )
