"""Draft editions as texts: the files of a pack, the pack they make, all its faults.

Nothing is read from or written to a folder but the pack that a draft begins with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from zhence.errors import BadInputError, BadPackError, Fault, Where, ZhenceError
from zhence.packs import Pack, load_texts
from zhence.packs.files import file_model
from zhence.soundness import pack_faults, relation_faults
from zhence_web.packbook import packbook
from zhence_web.records.drafts.models import Trial
from zhence_web.records.drafts.reforming import draft_pack, pack_named
from zhence_web.records.lifecycle.refusals import refused

MOST_FILES, LONGEST_FILE, LONGEST_EDITION = 60, 100_000, 500_000
"""How many files an edition may have, and how many characters one and all hold."""

HEAD = "pack.yaml"
MOST_TOLD = 200
"""How many faults are told at once; behind so many the cause is one."""

_PATH = re.compile(r"[a-z_]{1,20}(/[A-Za-z0-9_-]{1,60})?\.yaml")


def files_of(policy: str) -> dict[str, str]:
    """Return the files of the pack in force by their path, without worked cases.

    Raises:
        RefusedError: there is no such policy, or its folder was changed since the site
            was started.
    """
    pack = pack_named(policy)
    folder = packbook().sources.packs_folder / pack.id
    found = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }
    held = {name: text for name, text in found.items() if file_model(name) is not None}
    try:
        same = edition_pack(policy, held).hash == pack.hash
    except ZhenceError:
        same = False
    if not same:
        raise refused(
            "pack_changed",
            f"政策包 {pack.id} 在站点启动后有改动",
            f"pack {pack.id} was changed since the site was started",
            "重启站点后再开 / start the site again first",
        )
    return held


def clean(text: str) -> str:
    r"""Return a text as an editor would keep it: lines end in one way, the last too.

    >>> clean("a: 1\r\nb: 2")
    'a: 1\nb: 2\n'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines if not lines or lines.endswith("\n") else f"{lines}\n"


def with_file(files: Mapping[str, str], path: str, text: str) -> dict[str, str]:
    """Return the files with one of them as it was typed; an empty text takes it out.

    Raises:
        BadInputError: a pack has no file there, or there would be too much.
    """
    if _PATH.fullmatch(path) is None or file_model(path) is None:
        raise BadInputError(
            Fault(
                "path_wrong",
                f"政策包里没有 {path[:60]} 这样的文件",
                f"a pack has no file {path[:60]}",
                Where(path[:60]),
                "写成 parameters/名称.yaml，名称用字母、数字、“-”或“_”"
                " / write it as parameters/name.yaml",
            )
        )
    held = dict(files)
    if text.strip():
        held[path] = text
    else:
        held.pop(path, None)
    faults = list(_too_much(held, path))
    if faults:
        raise BadInputError(faults)
    return held


def edition_faults(policy: str, files: Mapping[str, str]) -> tuple[Fault, ...]:
    """Return what ``zhence check`` would say of an edition; nothing where it is sound.

    Files are named below the policy's folder, as there.
    """
    try:
        pack = edition_pack(policy, files)
    except ZhenceError as error:
        return error.faults[:MOST_TOLD]
    others = packbook().sources.packs
    found = [*pack_faults(pack), *relation_faults({policy: pack}, others)]
    return tuple(found[:MOST_TOLD])


def edition_pack(policy: str, files: Mapping[str, str]) -> Pack:
    """Return the pack that the texts make, in memory only.

    Raises:
        BadPackError: they make none, or one of another policy.
    """
    return _pack(policy, tuple(sorted(files.items())))


def tried_pack(pack: Pack, trial: Trial) -> Pack:
    """Return the pack as a trial would have it: changed, or written anew.

    Raises:
        BadInputError: the pack has no such parameters any more.
        BadPackError: the vocabulary of packs is another one by now.
    """
    if trial.written is None:
        return draft_pack(pack, trial.changes)
    return edition_pack(trial.policy, trial.written.files)


# What texts mean never changes while a process runs; they themselves are the key.
@lru_cache(maxsize=8)
def _pack(policy: str, files: tuple[tuple[str, str], ...]) -> Pack:
    pack = load_texts(policy, dict(files), packbook().sources.catalogue)
    if pack.id != policy:
        raise BadPackError(
            Fault(
                "pack_other",
                f"pack.yaml 写的是 {pack.id}，这份草案是 {policy} 的",
                f"pack.yaml says {pack.id}; this is a draft of {policy}",
                pack.places["pack", pack.id],
                f"id 写回 {policy} / write {policy} as the id",
            )
        )
    return pack


def _too_much(files: Mapping[str, str], path: str) -> list[Fault]:
    limits = (
        (len(files), MOST_FILES, "个文件", "files"),
        (len(files.get(path, "")), LONGEST_FILE, "字（单个文件）", "characters a file"),
        (sum(map(len, files.values())), LONGEST_EDITION, "字（全部）", "characters"),
    )
    found = [
        Fault(
            "edition_too_large",
            f"有 {held:,} {zh}，最多 {most:,}",
            f"{held:,} {en} are more than {most:,}",
            Where(path),
            "政策包写规则，不放数据 / a pack holds rules, not data",
        )
        for held, most, zh, en in limits
        if held > most
    ]
    if "\0" in files.get(path, ""):
        found.append(
            Fault(
                "value_unreadable",
                "含有不能保存的字符",
                "it holds a character that cannot be kept",
                Where(path),
                "删去后重新键入 / take it out and type it anew",
            )
        )
    return found
