"""What changed, as an entry tells it: one line a value, before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhence.evidence import Text

_PAIR = 2
_BEFORE, _AFTER = "before", "after"
_CELL = 4
_UNKNOWN = Text("—", "—")
_GIVEN = {
    "missing": Text("—（缺报）", "— (missing)"),
    "n/a": Text("不适用", "not applicable"),
}

_KINDS = {*_GIVEN, "value"}
_NAMES: Mapping[str, Text] = {
    "cells": Text("单元格", "cells"),
    "decision": Text("决定", "decision"),
    "explained": Text("带理由通过的核对", "checks that pass with a reason"),
    "follows": Text("采纳建议", "follows the proposal"),
    "form": Text("报表", "form"),
    "known": Text("账户存在", "the account is known"),
    "membership": Text("名单关系", "membership"),
    "moves": Text("流转", "moves"),
    "next": Text("下一稿", "next revision"),
    "note": Text("附言", "remark"),
    "observations": Text("入库指标", "figures that became known"),
    "path": Text("地址", "address"),
    "period": Text("报告期", "period"),
    "reason": Text("原因", "reason"),
    "restated": Text("更正的指标", "restated figures"),
    "revision": Text("稿次", "revision"),
    "run": Text("研判", "run"),
    "site": Text("小镇（园区）", "site"),
    "snapshot": Text("快照", "snapshot"),
    "state": Text("状态", "state"),
    "transition": Text("流转编号", "transition"),
    "unexplained": Text("冻结格的核对", "checks about frozen cells"),
    "why": Text("缘由", "why"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One value: where it stands, and what it is.

    *before* ``None``: the entry tells one value, not a change; a value that was
    unknown before is told as "—".
    """

    name: str
    before: Text | None
    value: Text

    @property
    def title(self) -> Text | None:
        """Return what its first word is called, ``None`` where it has no name."""
        return _NAMES.get(self.name.partition(".")[0])


def told(detail: Mapping[str, object]) -> tuple[Told, ...]:
    """Return a detail as lines.

    A pair under ``before`` and ``after`` is a change, and so is a list of two where
    one stands for both: a state, a cell. Names of nested objects are joined by a point.

    >>> [line] = told({"cells": {"gdp": [["missing", "", "", ""], 5]}})
    >>> (line.name, str(line.before), str(line.value))
    ('cells.gdp', '—（缺报）', '5')
    >>> [line] = told({"before": {"state": "draft"}, "after": {"state": "submitted"}})
    >>> (line.name, str(line.before), str(line.value))
    ('state', 'draft', 'submitted')
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


def _text(value: object) -> Text:
    if value is None or value in ("", [], {}):
        return _UNKNOWN
    if isinstance(value, list) and len(value) == _CELL and value[0] in _KINDS:
        return _cell([str(part) for part in value])
    if isinstance(value, str):
        return Text(value, value)
    if isinstance(value, list) and all(_is_words(each) for each in value):
        pairs = [" ".join(each) for each in value]
        return Text("；".join(pairs), "; ".join(pairs))
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return Text(plain, plain)


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _cell(parts: list[str]) -> Text:
    """Return a cell of a return: how it was given, what was typed, unit and reason."""
    given, typed, measure, reason = parts
    said = _GIVEN.get(given) or Text(f"{typed} {measure}", f"{typed} {measure}")
    return Text(f"{said.zh}（{reason}）", f"{said.en} ({reason})") if reason else said
