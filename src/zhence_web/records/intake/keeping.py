"""The bytes of what was handed in, each kept once under its hash."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zhence.errors import BadInputError, Fault, Where

MOST_BYTES = 20 * 1024 * 1024
"""What one upload may weigh; the library's own limits are about what is inside."""

_MEGABYTE = 1024 * 1024


def digest(data: bytes) -> str:
    """Return the hash under which bytes are kept."""
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes) -> str:
    """Store bytes under their hash and return where; the same bytes are kept once.

    The file comes before its row: a row without its file would be a promise that
    cannot be kept, a file without a row is only forgotten.
    """
    name = digest(data)
    path = f"uploads/{name[:2]}/{name}"
    if default_storage.exists(path):
        return path
    return str(default_storage.save(path, ContentFile(data)))


def fetch(path: str) -> bytes:
    """Return the bytes at *path*."""
    with default_storage.open(path) as file:
        return bytes(file.read())


def check_size(data: bytes, name: str) -> None:
    """Refuse what is too large to be kept.

    Raises:
        BadInputError: it weighs more than :data:`MOST_BYTES`.
    """
    if len(data) <= MOST_BYTES:
        return
    size, most = -(-len(data) // _MEGABYTE), MOST_BYTES // _MEGABYTE
    raise BadInputError(
        Fault(
            "file_too_large",
            f"文件 {size} MB，超过 {most} MB",
            f"the file has {size} MB, more than {most} MB",
            Where(name),
            "去掉图片和多余的工作表，或拆成几份"
            " / take pictures and sheets out, or split it",
        )
    )
