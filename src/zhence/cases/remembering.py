"""What is remembered: lists on a day, batches sent twice, restated figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import TypeAdapter

from zhence.cases import forms
from zhence.cases.figures import observation
from zhence.cases.given import event, subject_facts
from zhence.errors import BadInputError, Fault
from zhence.evidence import Verdict
from zhence.intake.batches import receive
from zhence.lifecycle.members import members_on
from zhence.packs.pack import Pack
from zhence.periods import parse_date
from zhence.restatement import Decided, restate

_FAR = date(9998, 12, 31)
_REVIEW = "REVIEW"


def answer_record(
    pack: Pack, given: Mapping[str, object], on: date | None
) -> dict[str, object]:
    """Say what is on record on a day, and what a later figure would change of it."""
    asked = TypeAdapter(forms.RecordGiven).validate_python(given)
    day = on or _FAR
    answer: dict[str, object] = {
        "list": list(members_on(map(event, asked.events), day))
    }
    if asked.batch is not None:
        answer |= _sent(asked.batch)
    if asked.membership is not None:
        answer["state"] = asked.membership.state
        # A restatement proposes nothing: a person looks at the decision.
        answer |= {"proposal": None, "actions": []}
        if asked.decided is not None:
            answer |= _restated(pack, asked, asked.membership, asked.decided, day)
    return answer


def _sent(batch: forms.BatchGiven) -> dict[str, object]:
    held: Mapping[str, frozenset[str]] = {}
    receipts = []
    for _ in range(batch.sent):
        received = receive(held, batch.id, batch.records)
        held = received.held
        receipts.append(received.receipt.value)
    return {"stored": sum(map(len, held.values())), "receipts": receipts}


def _restated(
    pack: Pack,
    asked: forms.RecordGiven,
    membership: forms.MembershipGiven,
    decided: forms.DecidedGiven,
    on: date,
) -> dict[str, object]:
    catalogue = pack.rulebook.catalogue
    subject = forms.SubjectGiven(membership=membership, facts=asked.facts)
    told = restate(
        pack,
        subject_facts(subject, catalogue, ""),
        Decided(
            _year(decided.about),
            Verdict(decided.result),
            parse_date(decided.on),
            decided.to,
        ),
        tuple(observation(f, catalogue, "", "") for f in asked.restated),
        on,
    )
    if told.priority is None:
        return {"verdict": told.verdict.value}
    return {
        "verdict": told.verdict.value,
        "actions": [_REVIEW],
        "priority": told.priority.value,
    }


def _year(about: str | int) -> int:
    text = str(about)
    if not (text.isascii() and text.isdigit()):
        raise BadInputError(
            Fault(
                "decided_about",
                f"“{text}”不是考核年度",
                f"{text!r} is no assessed year",
                remedy="write the year that was decided about, such as 2018",
            )
        )
    return int(text)
