"""The methods that rank: the recipes of indices of this installation.

Read on first use, and with them the numbers library: few pages ask for them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from zhence.packs.locate import data_folder

if TYPE_CHECKING:
    from zhence.packs.index_recipes import Published


@cache
def recipes() -> Mapping[str, Published]:
    """Return the recipes of indices, by id.

    Raises:
        BadPackError: a recipe is faulty.
    """
    from zhence.packs.index_recipes import load_recipes  # noqa: PLC0415  # numpy

    return load_recipes(data_folder("packs"))


def recipe_hash(id_: str) -> str:
    """Return the hash of a recipe: another weight makes another hash."""
    plain = recipes()[id_].recipe.model_dump(mode="json")
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
