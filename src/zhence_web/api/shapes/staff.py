"""Organisations and audit entries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from zhence_web.api.shapes.parts import Both, Out


class OrgLine(Out):
    """An organisation where it stands on the day; *depth* 0 is the highest shown."""

    id: int
    code: str
    tier: str
    name: Both
    depth: int
    parent: int | None
    opened_on: date
    closed_on: date | None


class OrgChangeOut(Out):
    """A change of the tree, with its document."""

    kind: str
    on: date
    document: str
    before: list[Both]
    after: list[Both]


class OrgOut(OrgLine):
    """An organisation and what happened to it."""

    history: list[OrgChangeOut]


class EntryLine(Out):
    """One deed; *via* names the token of a program, *acting_for* whom a deputy was."""

    seq: int
    at: datetime
    actor: str
    acting_for: str
    office: str
    via: str | None
    action: str
    object_kind: str
    object_id: str
    digest: str


class EntryOut(EntryLine):
    """One deed with what it changed and its seal."""

    behind: str | None
    detail: dict[str, Any]
    payload: str
    previous: str
