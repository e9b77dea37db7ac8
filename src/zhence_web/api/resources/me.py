"""What the API says of itself and of whoever asks: codes of refusals, one's hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ninja import Query

from zhence_web.api.asked import Paged
from zhence_web.api.calling import Call
from zhence_web.api.codes import CODES
from zhence_web.api.offers import Shelf
from zhence_web.api.shapes.me import CodeLine, MeOut
from zhence_web.records.access.grants import Grant

SHELF = Shelf("about")


class CodesAsked(Paged):
    """The codes of refusals."""

    sort: Literal["", "number", "-number"] = ""


@SHELF.many("/codes", CodeLine)
def list_codes(call: Call, asked: Query[CodesAsked]) -> Sequence[CodeLine]:
    """List every code that a refusal may carry, and what to do about it."""
    del call, asked
    return [CodeLine.model_validate(code) for code in CODES]


@SHELF.one("/me", MeOut)
def get_me(call: Call) -> MeOut:
    """Tell in whose hand the caller acts, and what for."""
    hand = call.hand
    held = tuple(Grant) if call.grants is None else sorted(call.grants)
    return MeOut.model_validate(
        {
            "username": hand.username,
            "name": hand.name,
            "role": hand.role.value,
            "role_name": hand.role.words,
            "organisation": hand.org_code,
            "organisation_name": hand.org_name,
            "acting_for": hand.principal or None,
            "token": hand.via or None,
            "grants": [grant.value for grant in held],
        }
    )
