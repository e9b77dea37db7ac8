"""Where the packs and the reference data are: beside the package or in the tree."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def data_folder(name: str) -> Path:
    """Return the folder *name* (``packs`` or ``reference``).

    An installed wheel carries it inside the package; a checkout has it at its
    root.
    """
    shipped = _PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else _PACKAGE.parents[1] / name
