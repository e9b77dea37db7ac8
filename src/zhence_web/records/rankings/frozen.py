"""What a run of an index looked at: the recipe and the table, as JSON under a hash."""

from __future__ import annotations

import hashlib
import json
import zlib
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from zhence.errors import BadInputError, Fault
from zhence.index import Frame, Recipe, Row, read_recipe
from zhence_web.records.audit.chain import payload_text

_LEVEL = 6


class Frozen(NamedTuple):
    """The compressed content of a run, and the hash of its JSON."""

    content: bytes
    sha256: str


class Thawed(NamedTuple):
    """A method and the table it is held against."""

    recipe: Recipe
    frame: Frame


def freeze(recipe: Recipe, frame: Frame) -> Frozen:
    """Return a recipe and a table as a run keeps them; a gap is ``null``.

    Numbers are written with all their digits, so that they come back the same.
    """
    told = {
        "recipe": json.dumps(recipe.model_dump(mode="json"), ensure_ascii=False),
        "rows": [list(row) for row in frame.rows],
        "codes": list(frame.codes),
        "values": [[_text(x) for x in row] for row in frame.values.tolist()],
        "groups": {name: list(labels) for name, labels in frame.groups.items()},
        "extra": {
            code: [_text(x) for x in np.asarray(column).tolist()]
            for code, column in frame.extra.items()
        },
    }
    text = payload_text(told).encode()
    return Frozen(zlib.compress(text, _LEVEL), hashlib.sha256(text).hexdigest())


@lru_cache(maxsize=4)
def thaw(content: bytes, sha256: str) -> Thawed:
    """Return what a run looked at.

    Raises:
        BadInputError: the content is not what its hash was taken over.
    """
    try:
        text = zlib.decompress(content)
    except zlib.error:
        text = b""
    if hashlib.sha256(text).hexdigest() != sha256:
        raise BadInputError(
            Fault(
                "snapshot_damaged",
                "冻结的数据与其摘要不符，不能据此计算",
                "the frozen figures are not what their hash was taken over",
                remedy="从备份恢复，或重新计算 / restore it, or run it anew",
            )
        )
    told = json.loads(text)
    frame = Frame(
        tuple(Row(*row) for row in told["rows"]),
        tuple(told["codes"]),
        np.array([[_number(x) for x in row] for row in told["values"]]),
        {name: tuple(labels) for name, labels in told["groups"].items()},
        {code: np.array(list(map(_number, c))) for code, c in told["extra"].items()},
    )
    return Thawed(read_recipe(json.loads(told["recipe"])), frame)


def _text(number: float) -> str | None:
    return None if np.isnan(number) else repr(number)


def _number(text: str | None) -> float:
    return float("nan") if text is None else float(text)
