"""Codes of results and jobs as badges: a drawing, and words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhence.evidence import Text


@dataclass(frozen=True, slots=True)
class Badge:
    """A drawing and its words."""

    kind: str
    name: Text


VERDICTS: Mapping[str, Badge] = {
    "PASS": Badge("pass", Text("达到", "met")),
    "APPROX": Badge("approx", Text("基本达到", "about met")),
    "PASS_EXEMPT": Badge("exempt", Text("豁免达到", "met by exemption")),
    "FAIL": Badge("fail", Text("未达到", "not met")),
    "INSUFFICIENT_DATA": Badge("unknown", Text("数据不足", "unknown")),
    "NOT_COMPUTABLE": Badge("unknown", Text("无法计算", "not computable")),
    "NOT_APPLICABLE": Badge("none", Text("不适用", "not applicable")),
    "DATA_ERROR": Badge("error", Text("数据有误", "data error")),
}
STAGES: Mapping[str, Badge] = {
    "queued": Badge("none", Text("排队中", "queued")),
    "running": Badge("info", Text("进行中", "running")),
    "done": Badge("pass", Text("已完成", "done")),
    "failed": Badge("error", Text("失败", "failed")),
}
OUTCOMES: Mapping[str, Badge] = {
    "open": Badge("unknown", Text("核查中", "under verification")),
    "dismissed": Badge("none", Text("不成立", "dismissed")),
    "upheld": Badge("error", Text("成立", "upheld")),
}
_NOTHING = Badge("none", Text("—", "—"))


def flip_badge(what: str, code: str) -> Badge:
    """Return a verdict of a flip, or the transition that was proposed."""
    if what == "proposal":
        return Badge("info", Text(code, code)) if code else _NOTHING
    return VERDICTS.get(code, _NOTHING)
