"""Which towns a clause touches: members of the lists that its things apply to.

Decided in this order: what implements the clause; the list that the policy is
for; the policy's jurisdiction; the states and the categories that its rules name.
Where the registry cannot tell, the town is *possible*: neither in nor out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zhence.cli.roster import Member, Roster
from zhence.evidence import Text
from zhence.packs.diff_change import Areas
from zhence.packs.diff_reach import Reach
from zhence.packs.graph_applies import Reason, applicable
from zhence.packs.pack import Pack
from zhence.rules.rulebook import Status


class How(StrEnum):
    """How it was decided whom a clause touches."""

    MEMBERS = "members"
    JURISDICTION = "jurisdiction"
    NOBODY = "nobody"
    NO_ROSTER = "no_roster"


@dataclass(frozen=True, slots=True)
class Touched:
    """The towns that a clause touches, those it may touch, and why these.

    *remarks* say what keeps the policy from binding them, if anything does.
    """

    how: How
    why: Text
    towns: tuple[Member, ...] = ()
    possible: tuple[Member, ...] = ()
    remarks: tuple[Reason, ...] = ()

    def as_json(self, on: date | None) -> dict[str, object]:
        """Return the form that ``--json`` prints; *towns* is null when unknown."""
        unknown = self.how is How.NO_ROSTER
        return {
            "on": None if on is None else on.isoformat(),
            "how": self.how.value,
            "why": {"zh": self.why.zh, "en": self.why.en},
            "towns": None if unknown else [m.as_json() for m in self.towns],
            "possible": None if unknown else [m.as_json() for m in self.possible],
            "remarks": [r.as_json() for r in self.remarks],
        }


def touched(
    pack: Pack, clause: str, known: Mapping[str, Roster], on: date | None
) -> Touched:
    """Return whom a clause touches on a day (``None``: by all that is known)."""
    kinds = {home.kind for home in pack.homes()[clause]}
    if kinds == {"not_computable"}:
        return Touched(
            How.NOBODY,
            Text(
                "本条没有判定，不涉及任何小镇。",
                "The clause gives no verdict: no town is touched.",
            ),
        )
    if pack.status is Status.REFERENCE:
        return Touched(
            How.NOBODY,
            Text(
                "参照资料，不约束任何小镇。",
                "A reference: it binds no town.",
            ),
        )
    if _asks_no_member(pack, clause, kinds):
        return Touched(
            How.JURISDICTION,
            Text(
                f"由{pack.jurisdiction.zh}整体负责的数，不向单个小镇提要求。",
                f"A figure that {pack.jurisdiction.en} answers for as a whole; "
                "nothing is asked of a single town.",
            ),
        )
    rosters = [known[name] for name in pack.lists if name in known]
    if not rosters:
        names = "、".join(pack.lists)
        return Touched(
            How.NO_ROSTER,
            Text(
                f"登记库里没有名单 {names}：涉及哪些小镇未知，不等于没有。",
                f"The registry has no roster of {names}: the towns are unknown, "
                "which is not none.",
            ),
        )
    areas = Reach(pack).of_clause(clause)
    found = [
        (member, _answer(pack, areas, roster, member))
        for roster in rosters
        for member in roster.members
    ]
    return Touched(
        How.MEMBERS,
        _why(pack, areas, rosters, on),
        tuple(m for m, answer in found if answer is True),
        tuple(m for m, answer in found if answer is None),
        _remarks(pack, on),
    )


def _asks_no_member(pack: Pack, clause: str, kinds: set[str]) -> bool:
    """Say whether all that implements the clause are figures of the jurisdiction."""
    aims = [t for t in pack.targets.values() if clause in t.clauses]
    return (
        bool(aims)
        and kinds <= {"target", "parameter"}
        and {t.population.kind for t in aims} == {"none"}
    )


def _answer(pack: Pack, areas: Areas, roster: Roster, member: Member) -> bool | None:
    if not member.place.startswith(pack.jurisdiction.zh):
        return False
    answers = {
        _state(pack, areas, roster, member.state),
        _category(pack, areas, member),
    }
    if False in answers:
        return False
    return None if None in answers else True


def _state(pack: Pack, areas: Areas, roster: Roster, state: str) -> bool | None:
    """Compare states by name; a name that only the registry has settles nothing."""
    own = frozenset(pack.lifecycle.states if pack.lifecycle else ())
    if not areas.states or areas.states == own or state in areas.states:
        return True
    if state in own or areas.states <= roster.states:
        return False
    return None


def _category(pack: Pack, areas: Areas, member: Member) -> bool | None:
    vocabulary = pack.rulebook.categories
    if not areas.categories or areas.categories == frozenset(vocabulary):
        return True
    named = [c.id for c in vocabulary.values() if c.title.zh == member.category]
    return named[0] in areas.categories if named else None


def _why(pack: Pack, areas: Areas, rosters: Iterable[Roster], on: date | None) -> Text:
    states = {} if pack.lifecycle is None else pack.lifecycle.states
    limited = areas.states and areas.states != frozenset(states)
    titles = [states[s].title for s in states if limited and s in areas.states]
    kinds = [
        c.title
        for c in pack.rulebook.categories.values()
        if c.id in areas.categories
        and areas.categories != frozenset(pack.rulebook.categories)
    ]
    names = ", ".join(r.list_name for r in rosters)
    return Text(
        f"{on or '全部已知事件之后'}在名单 {names} 上、位于{pack.jurisdiction.zh}、"
        f"状态{'为' + '或'.join(t.zh for t in titles) if titles else '不限'}、"
        f"类别{'为' + '或'.join(t.zh for t in kinds) if kinds else '不限'}的小镇。",
        f"Towns on the list {names} on {on or 'the last day known'}, in "
        f"{pack.jurisdiction.en}; state: {' or '.join(t.en for t in titles) or 'any'}; "
        f"category: {' or '.join(t.en for t in kinds) or 'any'}.",
    )


def _remarks(pack: Pack, on: date | None) -> tuple[Reason, ...]:
    """Return what keeps the policy from binding its own lists, on a day if given."""
    if on is None:
        early = pack.valid_to or pack.valid_from or date.max
        found = applicable([pack], pack.lists[0], early)[0]
        return tuple(r for r in found.why_not if r.code.startswith("status_"))
    found = applicable([pack], pack.lists[0], on)[0]
    return (*found.why_not, *found.remarks)
