"""Of whom a target is asked: by kind, state and date, nobody twice.

A member that lies inside another one counted there is not counted again; its
figures only say how much the other one has at least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from zhence.packs.schema import TargetModel
from zhence.rules.categories import in_group
from zhence.targets.asked import Asked
from zhence.targets.register import Member

# The kinds that lists are kept of.
_ON_LISTS = frozenset({"town", "park"})
_NOBODY: frozenset[str] = frozenset()


def population(asked: Asked, codes: Collection[str] = _NOBODY) -> tuple[Member, ...]:
    """Return the members that count.

    *codes* are the indicators looked at. Without a list of members those count
    who ever reported one of them, and whoever else is of the kind by what it
    reported: that it is silent here does not mean that it is not there. With a
    list, a member of another kind that reported one counts as well, unless it
    lies inside a member that does.
    """
    listed = asked.register.members
    kind = asked.model.population.kind
    if listed is None:
        silent = asked.figures.subjects_of(kind) if kind in _ON_LISTS else ()
        names = dict.fromkeys((*asked.figures.reporters(codes), *silent))
        return tuple(Member(name) for name in names)
    told = set(asked.figures.reporters(codes))
    present = [m for m in listed if _present(asked, m)]
    named = {m.name: m for m in present if _of_kind(asked.model, m, told)}
    inside = nested(listed)
    covered = {n for name in named for n in inside.get(name, ())}
    return tuple(m for name, m in named.items() if name not in covered)


def nested(members: Iterable[Member]) -> dict[str, tuple[str, ...]]:
    """Return for each member the names of all that lie inside it."""
    direct: dict[str, list[str]] = defaultdict(list)
    for member in members:
        if member.within is not None and member.within != member.name:
            direct[member.within].append(member.name)
    return {name: _below(name, direct) for name in direct}


def _below(name: str, direct: Mapping[str, list[str]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    left = list(direct.get(name, ()))
    while left:
        inner = left.pop()
        if inner not in found and inner != name:
            found[inner] = None
            left.extend(direct.get(inner, ()))
    return tuple(found)


def _present(asked: Asked, member: Member) -> bool:
    if member.since is not None and member.since > asked.day:
        return False
    states = asked.states
    return not states or member.state is None or member.state in states


def _of_kind(model: TargetModel, member: Member, told: Collection[str]) -> bool:
    kind = model.population.kind
    if member.kind in ("", kind) or member.name in told:
        return True
    # What firms do is looked for in every member; what belongs to nobody in
    # particular, in those that said something of it.
    return kind == "firm" or (kind == "none" and not told)


def asked_among(asked: Asked, members: Iterable[Member]) -> dict[str, bool | None]:
    """Say of each member, by name, whether the target is asked of it at all.

    Those of whom it is not asked are left out. A group of categories that
    nobody has a category for leaves everybody in; a goal on record is asked of
    those who recorded it.
    """
    group = asked.value.among
    whole = tuple(members)
    everybody: dict[str, bool | None] = {m.name: True for m in whole}
    if group is None:
        return everybody
    checklist, _, item = group.partition(".")
    if item:
        told = {m.name: m.checklists.get(checklist, {}) for m in whole}
        return {name: True for name, items in told.items() if items.get(item) is True}
    if all(m.category is None for m in whole):
        return everybody
    found = {m.name: belongs(asked, m, group) for m in whole}
    return {name: answer for name, answer in found.items() if answer is not False}


def belongs(asked: Asked, member: Member, group: str) -> bool | None:
    """Say whether a member's category is in a group; ``None`` when not known."""
    if member.category is None:
        return None
    book = asked.pack.rulebook
    return in_group(book, frozenset({member.category}), group)
