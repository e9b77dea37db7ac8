"""A membership of a shipped policy and what follows for it, in few words."""

from datetime import date

from tests.packs.shelf import shipped

from zhence.dossier import Past, next_step
from zhence.evidence import Verdict
from zhence.facts import Decision, Event, Facts, Membership
from zhence.lifecycle.history import AssessedYear
from zhence.lifecycle.step import Outcome
from zhence.packs import Pack
from zhence.rules.question import Question

NT, ZJ = shipped()["NT2017"], shipped()["ZJ2023"]

LETTERS = {
    "P": Verdict.PASS,
    "F": Verdict.FAIL,
    "?": Verdict.INSUFFICIENT_DATA,
}


def years(pattern: str, first: int = 2018) -> tuple[AssessedYear, ...]:
    """Years in a row: P passed, F failed its progress, ? unknown, x exempted."""
    return tuple(
        AssessedYear(first + n, {}, exempted=True)
        if letter == "x"
        else AssessedYear(
            first + n, {"progress": LETTERS[letter], "result": LETTERS[letter]}
        )
        for n, letter in enumerate(pattern)
    )


def event(kind: str, on: str, **more) -> Event:
    return Event(kind, date.fromisoformat(on), **more)


def decided(what: str, on: str, by: str, **more) -> Decision:
    return Decision(what, by, date.fromisoformat(on), "No. 1", **more)


def standing(
    pack: Pack,
    state: str,
    on: str,
    *records: Event | Decision,
    told: tuple[AssessedYear, ...] = (),
    **member,
) -> Outcome:
    """What was decided and what is due on a day."""
    (list_name,) = pack.lists
    membership = Membership("T", list_name, state, **member)
    known = Facts(
        membership,
        decisions=tuple(r for r in records if isinstance(r, Decision)),
        events=tuple(r for r in records if isinstance(r, Event)),
    )
    question = Question(pack.assess_occasion, date.fromisoformat(on))
    return next_step(pack, known, question, Past(years=told))
