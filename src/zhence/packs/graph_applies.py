"""Which policies apply to a list on a day, and why the others do not.

The list of the membership decides, then the status, then the window.
A draft or a reference runs in simulation only, whatever its window says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from zhence.evidence import Text
from zhence.packs.pack import Pack
from zhence.rules.rulebook import Status


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a policy does not apply, or what to bear in mind when it does."""

    code: str
    sentence: Text

    def as_json(self) -> dict[str, object]:
        """Return the form that ``--json`` prints."""
        said = {"zh": self.sentence.zh, "en": self.sentence.en}
        return {"code": self.code, "sentence": said}


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether one policy applies; *why_not* is empty exactly when it does.

    *remarks* do not keep it from applying.
    """

    policy: str
    why_not: tuple[Reason, ...] = ()
    remarks: tuple[Reason, ...] = ()

    @property
    def applies(self) -> bool:
        """Say whether the policy binds on the day asked about."""
        return not self.why_not

    def as_json(self) -> dict[str, object]:
        """Return the form that ``--json`` prints."""
        return {
            "policy": self.policy,
            "applies": self.applies,
            "why_not": [r.as_json() for r in self.why_not],
            "remarks": [r.as_json() for r in self.remarks],
        }


def applicable(
    packs: Iterable[Pack], list_: str, on: date
) -> tuple[Applicability, ...]:
    """Return for every pack whether it applies to a list on a day.

    A policy gives way to one that supersedes it and applies itself.
    To learn which thresholds hold for a town, ask for its listing day: a later
    edition does not tighten them in retrospect.
    """
    held = tuple(packs)
    alone = {p.id: Applicability(p.id, tuple(_why_not(p, list_, on))) for p in held}
    answers = []
    for pack in held:
        answer = alone[pack.id]
        newer = [
            other.id
            for other in held
            if alone[other.id].applies
            and any(
                r.relation == "supersedes" and r.policy == pack.id
                for r in other.relations
            )
        ]
        given_way = tuple(_superseded(pack.id, other) for other in newer)
        answers.append(
            replace(
                answer,
                why_not=(*answer.why_not, *given_way),
                remarks=tuple(_remarks(pack)),
            )
        )
    return tuple(answers)


def _why_not(pack: Pack, list_: str, on: date) -> Iterator[Reason]:
    if list_ not in pack.lists:
        told = "、".join(pack.lists)
        yield Reason(
            "other_list",
            Text(
                f"{pack.id} 适用于名单 {told}，不适用于 {list_}。",
                f"{pack.id} is for the list {told}, not for {list_}.",
            ),
        )
    if pack.status is not Status.IN_FORCE:
        name = _STATUS[pack.status]
        yield Reason(
            f"status_{pack.status.value}",
            Text(
                f"{pack.id} 是{name.zh}，不产生任何决定。",
                f"{pack.id} is {name.en} and decides nothing.",
            ),
        )
    if pack.valid_from is not None and on < pack.valid_from:
        yield Reason(
            "before_window",
            Text(
                f"{pack.id} 自 {pack.valid_from} 起适用，{on} 尚未开始。",
                f"{pack.id} applies from {pack.valid_from}; {on} is before that.",
            ),
        )
    if pack.valid_to is not None and pack.valid_to < on:
        yield Reason(
            "after_window",
            Text(
                f"{pack.id} 适用至 {pack.valid_to}，{on} 已过期。",
                f"{pack.id} applies until {pack.valid_to}; {on} is after that.",
            ),
        )


_STATUS = {
    Status.DRAFT: Text("草案，只作模拟", "a draft for simulation only"),
    Status.REFERENCE: Text("参考资料", "a reference"),
    Status.PRACTICE: Text("实践归纳", "a description of practice"),
    Status.EXPIRED: Text("已失效的政策", "expired"),
}


def _superseded(old: str, new: str) -> Reason:
    return Reason(
        "superseded",
        Text(f"{old} 已被 {new} 取代。", f"{old} is superseded by {new}."),
    )


def _remarks(pack: Pack) -> Iterator[Reason]:
    if pack.status is Status.IN_FORCE and pack.valid_from is None:
        yield Reason(
            "start_unknown",
            Text(
                f"{pack.id} 的施行日期有待确认。",
                f"The first day in force of {pack.id} is to be confirmed.",
            ),
        )
