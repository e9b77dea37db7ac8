"""What a file's model refuses, as faults at their lines and in both languages."""

from __future__ import annotations

from pydantic import ValidationError

from zhence.errors import Fault
from zhence.packs.source import Path_, SourceFile


def model_faults(
    error: ValidationError, source: SourceFile, below: Path_ = ()
) -> list[Fault]:
    """Return one fault a model error, at the line of the key it is about.

    *below* is the path in the file at which the model stands.
    """
    faults = []
    for one in error.errors(include_url=False, include_context=False):
        path = (*below, *(p for p in one["loc"] if _in_file(source, p)))
        code = "key_unknown" if one["type"] == "extra_forbidden" else "value_wrong"
        if one["type"] == "missing":
            code = "key_missing"
        dotted = ".".join(str(p) for p in one["loc"])
        faults.append(
            Fault(
                code,
                f"{_ZH[code]}：{dotted}{_wanted(one['type'], one['msg'])}",
                f"{dotted}: {one['msg']}",
                source.where(path),
                "可写的内容见 packs/schema.json"
                " / see packs/schema.json for what may stand here",
            )
        )
    return faults


_ZH = {
    "key_unknown": "不认识的键",
    "key_missing": "缺少必需的键",
    "value_wrong": "值不合规定",
}
_WANTED = {
    "string_type": "应为文字（数字和日期加引号）",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "list_type": "应为列表，每项以“- ”开头",
    "dict_type": "应为若干“键: 值”",
    "model_type": "应为若干“键: 值”",
}
_ONE_OF = "Input should be "


def _wanted(kind: str, said: str) -> str:
    """Return what a value should have been, in Chinese; "" where nobody put it so."""
    if kind == "literal_error":
        return "，应为 " + said.removeprefix(_ONE_OF).replace(" or ", "、")
    told = _WANTED.get(kind)
    return "" if told is None else f"，{told}"


def _in_file(source: SourceFile, part: str | int) -> bool:
    """Leave out the tags that a union adds to an error's path."""
    return any(part in path for path in source.lines)
