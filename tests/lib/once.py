"""What is made once in a run of the tests, by whoever needs it first, for all workers.

They meet in one folder, which the environment names, so that the programs that a test
starts find it, too; whoever runs such a program by itself has a folder of its own.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NAMED = "ZHENCE_TESTS_MADE"


def meeting_place() -> Path:
    """Return the folder of this run; made, and removed at the end, by who is first."""
    if NAMED not in os.environ:
        folder = tempfile.mkdtemp(prefix="zhence-tests-")
        os.environ[NAMED] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(os.environ[NAMED])


@contextmanager
def alone_with(name: str) -> Iterator[Path]:
    """Yield where the thing of that name is or shall be, while nobody else makes it."""
    path = meeting_place() / name
    with path.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return where the thing of that name is; *make* is told where it shall be.

    What it raises is raised here, and whoever asks next tries again.
    """
    with alone_with(name) as path:
        if not path.exists():
            with tempfile.TemporaryDirectory(dir=path.parent) as aside:
                part = Path(aside) / name
                make(part)
                part.rename(path)
    return path
