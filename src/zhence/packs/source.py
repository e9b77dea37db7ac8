"""YAML files as plain data, with the line of every key.

A pack is data and never more: no aliases (an alias bomb has nothing to
expand), no tags, no duplicate keys, and limits on size, depth and length.
Numbers other than whole ones stay text, so that thresholds remain exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from zhence.errors import BadPackError, Fault, Where

MAX_BYTES = 2_000_000
MAX_DEPTH = 30
MAX_NODES = 200_000

Data = dict[str, "Data"] | list["Data"] | str | int | bool | None
Path_ = tuple[str | int, ...]

_TRUE, _FALSE = frozenset({"true", "True"}), frozenset({"false", "False"})
_NULL = frozenset({"null", "~", ""})
_WHOLE_DIGITS = 15

_INDENT = "多半是缩进不齐"
# What the parser says, as people who write packs would; anything else stays as it is.
_PROBLEMS = {
    "could not find expected ':'": "缺少冒号（冒号后要有空格）",
    "mapping values are not allowed in this context": (
        f"此处不能再写“键: 值”，{_INDENT}，或值里有冒号而没有加引号"
    ),
    "block sequence entries are not allowed in this context": (
        f"此处不能写列表项，{_INDENT}"
    ),
    "did not find expected key": f"此处应为键，{_INDENT}",
    "did not find expected '-' indicator": f"此处应以“- ”开头，{_INDENT}",
    "did not find expected ',' or ']'": "方括号没有闭合，或缺少逗号",
    "did not find expected ',' or '}'": "花括号没有闭合，或缺少逗号",
    "did not find expected node content": "此处缺少内容，或括号没有闭合",
    "found unexpected end of stream": "引号没有闭合",
    "found character that cannot start any token": (
        "有不能作开头的字符（制表符、@、% 等），改用空格或加引号"
    ),
}


@dataclass(slots=True)
class SourceFile:
    """One file read: its data and, for every path in it, the line (from 1)."""

    name: str
    data: Data
    lines: dict[Path_, int] = field(default_factory=dict)

    def where(self, path: Path_) -> Where:
        """Return the place of *path*, or of the nearest parent that has one."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return Where(self.name, line)
        return Where(self.name, 1)


def read_yaml(path: Path, name: str | None = None) -> SourceFile:
    """Read one YAML file.

    Raises:
        BadPackError: the file is too large, is no UTF-8, is no YAML, or uses
            what a pack may not use; each with its line.
    """
    shown = name or path.name
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise BadPackError(file_too_large(shown, size))
    return read_text(path.read_bytes(), shown)


def read_text(told: bytes, name: str) -> SourceFile:
    """Read the bytes of one YAML file; see :func:`read_yaml`."""
    if len(told) > MAX_BYTES:
        raise BadPackError(file_too_large(name, len(told)))
    try:
        text = told.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = told[: error.start].count(b"\n") + 1
        raise BadPackError(
            Fault(
                "pack_encoding",
                "文件不是 UTF-8 编码",
                "the file is not UTF-8",
                Where(name, line),
                "存为 UTF-8 / save it as UTF-8",
            )
        ) from None
    return parse_yaml(text, name)


def file_too_large(name: str, size: int) -> Fault:
    """Return the fault of a file beyond the limit."""
    return Fault(
        "pack_file_too_large",
        f"文件有 {size:,} 字节，超过上限 {MAX_BYTES:,}",
        f"the file has {size:,} bytes; the limit is {MAX_BYTES:,}",
        Where(name),
        "分成几个文件，或删去不是规则的内容"
        " / split the file, or take out what is no rule",
    )


def parse_yaml(text: str, name: str) -> SourceFile:
    """Parse YAML *text*; see :func:`read_yaml`."""
    reader = _Reader(name)
    try:
        data = reader.read(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadPackError(
            Fault(
                "yaml_syntax",
                f"YAML 语法有误：{_PROBLEMS.get(str(error.problem), error.problem)}",
                f"YAML syntax: {error.problem}",
                Where(name, mark.line + 1 if mark else None),
                "改正这一行，或给值加引号 / mend the line, or quote the value",
            )
        ) from None
    except yaml.YAMLError as error:
        raise BadPackError(
            Fault(
                "yaml_syntax",
                "YAML 含有不能识别的字符",
                f"YAML cannot be read: {error.__class__.__name__}",
                Where(name),
                "删去控制字符 / take out control characters",
            )
        ) from None
    if reader.faults:
        raise BadPackError(reader.faults)
    return SourceFile(name, data, reader.lines)


class _Reader:
    """Builds plain data from parser events, noting lines and faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.faults: list[Fault] = []
        self._nodes = 0

    def read(self, events: Iterator[yaml.Event]) -> Data:
        data: Data = None
        documents = 0
        for event in events:
            if not isinstance(event, yaml.NodeEvent):
                continue
            documents += 1
            told = self._node(event, events, ())
            if documents == 1:
                data = told
            else:
                self._refuse(
                    "yaml_second_document",
                    "一个文件只能有一份内容",
                    "a file holds one document",
                    _line(event),
                    "删去横线那一行，或分成两个文件"
                    " / take out the line of dashes, or split the file",
                )
        return data

    def _node(
        self, event: yaml.Event, events: Iterator[yaml.Event], path: Path_
    ) -> Data:
        line = _line(event)
        self.lines.setdefault(path, line)
        self._nodes += 1
        if self._nodes > MAX_NODES or len(path) > MAX_DEPTH:
            raise BadPackError(
                Fault(
                    "yaml_too_deep_or_long",
                    f"层级超过 {MAX_DEPTH} 或节点超过 {MAX_NODES:,}",
                    f"deeper than {MAX_DEPTH} or more than {MAX_NODES:,} nodes",
                    Where(self.name, line),
                    "分成几个文件 / split the file",
                )
            )
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(
                "yaml_alias",
                "不允许使用锚点和别名",
                "anchors and aliases are not allowed",
                line,
                "把值写全 / write the value out",
            )
            if isinstance(event, yaml.AliasEvent):
                return None
        tag = getattr(event, "tag", None)
        if tag is not None and not isinstance(event, yaml.ScalarEvent):
            self._refuse(
                "yaml_tag",
                f"不允许使用标签 {tag}",
                f"the tag {tag} is not allowed",
                line,
                "写普通的 YAML / write plain YAML",
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101  # parser contract
        if tag is not None and tag != "!":
            self._refuse(
                "yaml_tag",
                f"不允许使用标签 {tag}",
                f"the tag {tag} is not allowed",
                line,
                "写普通的 YAML / write plain YAML",
            )
        return event.value if event.style else _plain(event.value)

    def _mapping(self, events: Iterator[yaml.Event], path: Path_) -> Data:
        held: dict[str, Data] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(
                    "yaml_key",
                    "键必须是文字",
                    "a key must be plain text",
                    line,
                    "用一个词作键 / use a word as the key",
                )
                self._node(event, events, (*path, "?"))
                self._node(next(events), events, (*path, "?"))
                continue
            key = event.value
            if key in held:
                self._refuse(
                    "yaml_duplicate_key",
                    f"键重复：{key}",
                    f"duplicate key: {key}",
                    line,
                    f"只留一处（另一处在第 {self.lines.get((*path, key))} 行）"
                    f" / keep one of the two (the first is at line "
                    f"{self.lines.get((*path, key))})",
                )
            self.lines.setdefault((*path, key), line)
            value = self._node(next(events), events, (*path, key))
            held.setdefault(key, value)
        return held

    def _sequence(self, events: Iterator[yaml.Event], path: Path_) -> Data:
        held: list[Data] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            held.append(self._node(event, events, (*path, len(held))))
        return held

    def _refuse(self, code: str, zh: str, en: str, line: int, remedy: str) -> None:
        self.faults.append(Fault(code, zh, en, Where(self.name, line), remedy))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


def _plain(value: str) -> str | int | bool | None:
    """Return what an unquoted scalar means; decimals and dates stay text."""
    if value in _NULL:
        return None
    if value in _TRUE or value in _FALSE:
        return value in _TRUE
    digits = value.removeprefix("-")
    whole = digits.isascii() and digits.isdigit() and len(digits) <= _WHOLE_DIGITS
    if whole and (digits == "0" or not digits.startswith("0")):
        return int(value)
    return value
