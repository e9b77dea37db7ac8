"""The schemes of races and stars of this installation, read on first use."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from zhence.evidence import Text
from zhence.packs.locate import data_folder
from zhence.rules.rulebook import Status
from zhence_web.kit.exports import Column, Table
from zhence_web.packbook import packbook

if TYPE_CHECKING:
    from zhence.intake.columns import Form
    from zhence.packs.reward_schemes import Scheme
    from zhence.rewards.race import Race
    from zhence.rewards.stars import Stars


@cache
def rewards() -> Mapping[str, Scheme]:
    """Return every scheme, by id.

    Raises:
        BadPackError: a scheme is faulty.
    """
    from zhence.packs.reward_schemes import load_rewards  # noqa: PLC0415  # numpy

    return load_rewards(data_folder("packs"), packbook().sources.catalogue)


def races() -> Mapping[str, Race]:
    """Return the rules of races, by id."""
    from zhence.rewards.race import Race  # noqa: PLC0415  # numpy

    return {i: s.rule for i, s in rewards().items() if isinstance(s.rule, Race)}


def star_rules() -> Mapping[str, Stars]:
    """Return the rules of star ratings, by id."""
    from zhence.rewards.stars import Stars  # noqa: PLC0415  # few requests need it

    return {i: s.rule for i, s in rewards().items() if isinstance(s.rule, Stars)}


def reward_hash(id_: str) -> str:
    """Return the hash of a scheme's file, which is named after its id."""
    path = data_folder("packs") / "rewards" / f"{id_}.yaml"
    return hashlib.sha256(path.read_bytes()).hexdigest()


def entry_form(rule: Race) -> Form:
    """Return the table in which the scores of a race are handed in.

    The number is that of a town or park on the registry; who is on none has a name
    alone. What breaks ties has columns behind the scores.
    """
    from zhence.intake.columns import Column as Asked  # noqa: PLC0415  # few need it
    from zhence.intake.columns import Form  # noqa: PLC0415  # as above

    catalogue = packbook().sources.catalogue
    titles = {
        code: catalogue[code].name if code in catalogue else Text(code, code)
        for code in rule.breakers
    }
    scored = {part.id: part.title for part in rule.parts} | titles
    columns = (
        Asked("number", "编号", ("小镇编号", "平台编号"), required=False),
        Asked("name", "名称", ("小镇名称", "平台名称", "园区名称", "subject")),
        *(Asked(id_, title.zh, (title.en,)) for id_, title in scored.items()),
    )
    return Form("race", Text("赛马得分", "scores of a race"), columns)


def blank_entries(id_: str) -> Table | None:
    """Return an empty table of scores to fill, ``None`` for no such race."""
    rule = races().get(id_)
    if rule is None:
        return None
    form = entry_form(rule)
    return Table(
        name=f"scores-{id_}",
        title=form.name,
        note=rule.title,
        columns=tuple(Column(c.title, Text(c.title, c.code)) for c in form.columns),
        rows=(),
    )


def notes_of(id_: str) -> tuple[Text, ...]:
    """Return how a scheme was read; nothing for one that is no longer ours."""
    held = rewards().get(id_)
    return () if held is None else held.notes


def drafts_behind(id_: str) -> tuple[Text, ...]:
    """Return the titles of the texts behind a scheme that are no law in force."""
    held, packs = rewards().get(id_), packbook().sources.packs
    names = dict.fromkeys(
        clause.rpartition("-")[0] for clause in (() if held is None else held.clauses)
    )
    return tuple(
        packs[name].title
        for name in names
        if name in packs and packs[name].status is not Status.IN_FORCE
    )
