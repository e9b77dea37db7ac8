"""One edition under the id of the other, so that clause meets clause.

A draft that is issued often gets a new id, and with it every clause and
parameter; without this everything would be new and nothing changed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import cast

from pydantic import BaseModel

from zhence.facts.catalogue import Catalogue
from zhence.packs.pack import Pack


def aligned(pack: Pack, id_: str) -> Pack:
    """Return the pack as if it were called *id_*, with all that begins so."""
    if pack.id == id_:
        return pack
    return cast("Pack", _renamed(pack, pack.id, id_))


def _renamed(  # noqa: PLR0911  # one arm a shape
    value: object, old: str, new: str
) -> object:
    match value:
        case Catalogue() | Enum():
            return value
        case str():
            own = value == old or value.startswith(f"{old}-")
            return new + value.removeprefix(old) if own else value
        case BaseModel():
            fields = {n: getattr(value, n) for n in type(value).model_fields}
            return value.model_copy(
                update={n: _renamed(held, old, new) for n, held in fields.items()}
            )
        case Mapping():
            return {
                _renamed(key, old, new): _renamed(held, old, new)
                for key, held in value.items()
            }
        case list():
            return [_renamed(member, old, new) for member in value]
        case tuple():
            return tuple(_renamed(member, old, new) for member in value)
        case frozenset():
            return frozenset(_renamed(member, old, new) for member in value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            changes = {
                f.name: _renamed(getattr(value, f.name), old, new)
                for f in dataclasses.fields(value)
            }
            return dataclasses.replace(value, **changes)
        case _:
            return value
