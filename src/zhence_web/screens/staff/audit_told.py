"""What changed, as an entry tells it: one line a value, before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_PAIR = 2
_BEFORE, _AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Told:
    """One value: where it stands, and what it is.

    *before* ``None``: the entry tells one value, not a change; a value that was
    unknown before is told as "—".
    """

    name: str
    before: str | None
    value: str


def told(detail: Mapping[str, object]) -> tuple[Told, ...]:
    """Return a detail as lines.

    A pair under ``before`` and ``after`` is a change, and so is a list of two where
    one stands for both: a state, a cell. Names of nested objects are joined by a point.

    >>> told({"cells": {"gdp": [None, 5]}})
    (Told(name='cells.gdp', before='—', value='5'),)
    >>> told({"before": {"state": "draft"}, "after": {"state": "submitted"}})
    (Told(name='state', before='draft', value='submitted'),)
    """
    return tuple(_lines("", detail))


def _lines(name: str, value: object) -> Iterator[Told]:
    if not isinstance(value, Mapping):
        yield _one(name, value)
        return
    rest = {k: v for k, v in value.items() if k not in {_BEFORE, _AFTER}}
    if len(value) - len(rest) == _PAIR:
        yield from _pair(name, value[_BEFORE], value[_AFTER])
    else:
        rest = dict(value)
    for key, inner in rest.items():
        yield from _lines(f"{name}.{key}" if name else key, inner)


def _pair(name: str, before: object, after: object) -> Iterator[Told]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            whole = f"{name}.{key}" if name else str(key)
            yield Told(whole, _text(before.get(key)), _text(after.get(key)))
    else:
        yield Told(name, _text(before), _text(after))


def _one(name: str, value: object) -> Told:
    change = name == "state" or name.startswith("cells.")
    if change and isinstance(value, list) and len(value) == _PAIR:
        return Told(name, _text(value[0]), _text(value[1]))
    return Told(name, None, _text(value))


def _text(value: object) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
