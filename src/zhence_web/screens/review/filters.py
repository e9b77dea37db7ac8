"""How the results of a run are narrowed down: the address holds every filter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from zhence_web.records.assessment.reads import ResultLine

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Filter:
    """What was asked for; an empty field asks for nothing."""

    verdict: str
    proposed: bool
    words: str

    @classmethod
    def of(cls, data: QueryDict, lines: Iterable[ResultLine]) -> Filter:
        """Return the filter of an address; a verdict that nobody has asks for all."""
        known = {line.verdict for line in lines}
        verdict = data.get("verdict", "")
        return cls(
            verdict=verdict if verdict in known else "",
            proposed=data.get("proposed") == "yes",
            words=data.get("q", "").strip()[:_LONGEST],
        )

    @property
    def filtered(self) -> bool:
        """Say whether anything was asked for."""
        return bool(self.verdict or self.proposed or self.words)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return the fields of the address, the page left out."""
        told = (
            ("verdict", self.verdict),
            ("proposed", "yes" if self.proposed else ""),
            ("q", self.words),
        )
        return [(name, value) for name, value in told if value]

    def page_query(self, number: int) -> str:
        """Return the query of another page."""
        return "?" + urlencode([*self.parameters, ("page", str(number))])

    def chosen(self, lines: Iterable[ResultLine]) -> list[ResultLine]:
        """Return the results that are as asked for."""
        return [
            line
            for line in lines
            if (not self.verdict or line.verdict == self.verdict)
            and (not self.proposed or line.transition)
            and self.words in line.member.name
        ]
