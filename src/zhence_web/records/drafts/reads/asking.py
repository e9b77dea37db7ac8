"""What may be changed in a policy, and what is wrong with a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhence.errors import Fault, ZhenceError
from zhence.evidence import Text
from zhence.packs import Pack
from zhence.packs.diff import differences
from zhence_web.packbook import packbook
from zhence_web.packbook.codes import code_names
from zhence_web.packbook.figures import unit_name
from zhence_web.packbook.implements import in_both, value_text
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.drafts.reforming import pack_named, reform
from zhence_web.records.registry.models import Membership


@dataclass(frozen=True, slots=True)
class Control:
    """A parameter with its value now; *choices* empty: it is typed.

    *options* are the choices with their words.
    """

    id: str
    title: Text
    unit: Text
    now: Text
    choices: tuple[str, ...]
    clauses: tuple[str, ...]
    options: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Incentive:
    """What the pack says follows in money, land or service; *known*: an amount."""

    id: str
    title: Text
    rule: Text
    known: bool
    clauses: tuple[str, ...]


def policies_here(by: Hand, today: date) -> tuple[tuple[str, Text], ...]:
    """Return the policies that have members below a hand, by id."""
    rows = Membership.objects.filter(site__org__in=subtree(by.org, today))
    held = set(rows.values_list("policy", flat=True).distinct())
    packs = packbook().sources.packs
    return tuple((id_, packs[id_].title) for id_ in sorted(held) if id_ in packs)


def controls(policy: str, today: date) -> tuple[Control, ...]:
    """Return the parameters of a policy, each with its value in force on a day.

    Raises:
        RefusedError: there is no such policy.
    """
    pack = pack_named(policy)
    names = code_names(pack)
    found = []
    for parameter in pack.rulebook.parameters.values():
        held = parameter.on(today) or parameter.on(None)
        citation = None if held is None else held.citation
        found.append(
            Control(
                id=parameter.id,
                title=parameter.title,
                unit=unit_name(parameter.unit.name) if parameter.unit else Text("", ""),
                now=value_text(None if held is None else held.value, names),
                choices=parameter.levels or parameter.choices,
                clauses=() if citation is None else citation.clauses,
                options=tuple(
                    (code, names.get(code, Text(code, code)))
                    for code in parameter.levels or parameter.choices
                ),
            )
        )
    return tuple(found)


def refusals(policy: str, changes: Mapping[str, str]) -> tuple[Fault, ...]:
    """Return everything that is wrong with a reform; nothing where it is sound."""
    try:
        reform(pack_named(policy), changes)
    except ZhenceError as error:
        return error.faults
    return ()


def incentives(pack: Pack) -> tuple[Incentive, ...]:
    """Return what the pack says follows; an amount it does not give is not zero."""
    return tuple(
        Incentive(
            id_,
            in_both(model.title),
            in_both(model.rule),
            model.amount != "missing",
            tuple(model.clauses),
        )
        for id_, model in pack.incentives.items()
    )


def sentences_of(old: Pack, new: Pack) -> tuple[tuple[str, Text], ...]:
    """Return what differs between two editions, with the id of each part."""
    return tuple((c.severity.value, c.sentence) for c in differences(old, new))
