"""Changes of parameters as typed, read against a pack: a reform, or every refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zhence.errors import BadInputError, Fault, Where
from zhence.packs import Pack
from zhence.packs.source import parse_yaml
from zhence.rules.rulebook import Rulebook
from zhence_web.packbook import packbook
from zhence_web.records.lifecycle.refusals import refused

LONGEST, MOST = 200, 60
"""How long a value may be, and how many parameters a reform may change."""

_FORM = Where("改动")
_WANTED = "每行写 参数: 值，例如 failure_join: OR / write NAME: VALUE on each line"


def pack_named(policy: str) -> Pack:
    """Return a pack.

    Raises:
        RefusedError: there is none of that name.
    """
    pack = packbook().sources.packs.get(policy)
    if pack is None:
        raise refused(
            "policy_unknown",
            f"没有政策 {policy[:40]}",
            f"there is no policy {policy[:40]}",
            "从列表中选择 / choose one of the list",
        )
    return pack


def typed_changes(fields: Mapping[str, str], yaml: str) -> dict[str, str]:
    """Return what was changed by the fields of a form and by lines of YAML.

    An empty field changes nothing. A parameter may stand in one of the two.

    Raises:
        BadInputError: the YAML is no list of names and values, a value is too long, a
            parameter is changed twice, or there are too many.
    """
    told = {name: text.strip() for name, text in fields.items() if text.strip()}
    written = _written(yaml)
    faults = [
        _fault(
            "set_twice",
            f"参数 {name} 在表单和 YAML 中各写了一次",
            f"{name} stands in the form and in the YAML",
            "只留一处 / keep one of them",
        )
        for name in sorted(set(told) & set(written))
    ]
    every = {**told, **written}
    faults += [
        _fault(
            "value_too_long",
            f"参数 {name[:60]} 的值超过 {LONGEST} 字",
            f"the value of {name[:60]} is longer than {LONGEST}",
            "缩短 / shorten it",
        )
        for name, text in every.items()
        if len(text) > LONGEST
    ]
    faults += [
        _fault(
            "value_unreadable",
            "参数值含有不能保存的字符",
            "a value holds a character that cannot be kept",
            "重新键入 / type it anew",
        )
        for name, text in every.items()
        if "\0" in name + text
    ]
    if len(every) > MOST:
        faults.append(
            _fault(
                "too_many_changes",
                f"一次最多改 {MOST} 个参数",
                f"a reform changes at most {MOST} parameters",
                "分几次试算 / try them one after another",
            )
        )
    if faults:
        raise BadInputError(faults)
    return every


def reform(pack: Pack, changes: Mapping[str, str]) -> Rulebook:
    """Return the rulebook of the reform.

    Raises:
        BadInputError: every unknown parameter and every value that it cannot take;
            nothing is changed at all.
    """
    if not changes:
        raise BadInputError(
            _fault(
                "reform_empty",
                "没有改动任何参数",
                "nothing is changed",
                "至少改一个参数 / change one parameter at least",
            )
        )
    return pack.rulebook.with_parameters(changes)


def draft_pack(pack: Pack, changes: Mapping[str, str]) -> Pack:
    """Return the pack as the reform would have it, in memory only."""
    return replace(pack, rulebook=reform(pack, changes))


def _written(text: str) -> dict[str, str]:
    if not text.strip():
        return {}
    held = parse_yaml(text, "改动").data
    if not isinstance(held, Mapping) or not all(map(_plain, held.values())):
        raise BadInputError(
            _fault(
                "changes_unreadable",
                "改动不是“参数: 值”的列表",
                "the changes are no list of names and values",
                _WANTED,
            )
        )
    return {str(name): _text(value) for name, value in held.items()}


def _plain(value: object) -> bool:
    listed = isinstance(value, list) and all(isinstance(v, str | int) for v in value)
    return listed or isinstance(value, str | int | bool)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(str(part) for part in value)
    return str(value)


def _fault(code: str, zh: str, en: str, remedy: str) -> Fault:
    return Fault(code, zh, en, _FORM, remedy)
