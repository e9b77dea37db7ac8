"""Codes of refusals, and whoever asks."""

from __future__ import annotations

from zhence_web.api.shapes.parts import Both, Out


class CodeLine(Out):
    """A reason for which a request is refused."""

    number: int
    status: int
    title: Both
    remedy: Both


class MeOut(Out):
    """In whose hand the caller acts; *token* ``null``: a person in a browser."""

    username: str
    name: str
    role: str
    role_name: Both
    organisation: str
    organisation_name: str
    acting_for: str | None
    token: str | None
    grants: list[str]
