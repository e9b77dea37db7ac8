"""In whose hand a deed is done: a person, in an appointment, perhaps a deputy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from zhence_web.records.accounts.roles import Role


class Signature(TypedDict):
    """How a hand signs an audit entry."""

    actor: str
    acting_for: str
    office: str
    via: str


@dataclass(frozen=True, slots=True)
class Hand:
    """A person acting in one appointment.

    *principal* is the user name of the one whose appointment it is where a deputy
    acts in it, else empty; *principal_name* is how pages call that person. *via* is
    the name of the token by which a program acts for them, else empty.
    """

    user: int
    username: str
    name: str
    appointment: int
    role: Role
    org: int
    org_code: str
    org_name: str
    principal: str = ""
    principal_name: str = ""
    via: str = ""

    @property
    def deputy(self) -> bool:
        """Say whether it is somebody else's appointment."""
        return bool(self.principal)

    @property
    def people(self) -> frozenset[str]:
        """Return the user names whose work this hand may not approve: both of them.

        A deputy approves neither what they filled in themselves nor what the one
        did for whom they act.
        """
        return frozenset(filter(None, (self.username, self.principal)))

    @property
    def signed(self) -> Signature:
        """Return how the audit names this hand."""
        return Signature(
            actor=self.username,
            acting_for=self.principal,
            office=self.org_code,
            via=self.via,
        )
