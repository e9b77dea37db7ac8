"""What the address of the inbox asks for; all of it lives in the URL."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from zhence.evidence import Text
from zhence_web.kit.posted import line
from zhence_web.records.reporting.forms import STATES, State
from zhence_web.records.reporting.reads import Wanted

WAITING = "waiting"
_LONGEST = 60

CHOICES: tuple[tuple[str, Text], ...] = (
    (WAITING, Text("待我办理", "waiting for me")),
    ("", Text("全部", "all")),
    *((state.value, STATES[state]) for state in State),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the inbox; without one it shows what waits."""

    wanted: Wanted
    page: str

    @property
    def filtered(self) -> bool:
        """Say whether it differs from what is shown without asking."""
        return self.wanted != Wanted(state=WAITING)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the filters as an address carries them, without the page."""
        wanted = self.wanted
        told = (("form", wanted.form), ("period", wanted.period), ("q", wanted.words))
        return (("state", wanted.state), *((n, v) for n, v in told if v))

    def page_query(self, number: int) -> str:
        """Return the query of another page of the same list."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])


def asked(query: QueryDict) -> Asked:
    """Read an address; an unknown state is what waits."""
    state = query.get("state", WAITING)
    return Asked(
        wanted=Wanted(
            state=state if state in dict(CHOICES) else WAITING,
            form=line(query.get("form", ""))[:_LONGEST],
            period=line(query.get("period", ""))[:_LONGEST],
            words=" ".join(query.get("q", "").split())[:_LONGEST],
        ),
        page=query.get("page", ""),
    )
