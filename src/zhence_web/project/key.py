"""The key that sessions and links are signed with, kept beside the data.

A key made anew at each start would end every session at a restart, and one in the
code would be everybody's.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

_BYTES = 48
_NAME = "secret_key"
_OWNER_ONLY = 0o600


def kept_key(folder: Path) -> str:
    """Return the installation's key; made at the first start, for its owner's eyes.

    Two processes that start together agree: one writes, both read.
    """
    path = folder / _NAME
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        mine = folder / f".{_NAME}.{os.getpid()}"
        mine.touch(mode=_OWNER_ONLY)
        mine.write_text(secrets.token_urlsafe(_BYTES), encoding="ascii")
        with suppress(FileExistsError):
            # A link appears whole or not at all, and never over another.
            os.link(mine, path)
        mine.unlink()
    return path.read_text(encoding="ascii").strip()
