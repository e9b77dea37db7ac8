"""What somebody filled into a form, read with every fault at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from zhence.errors import BadInputError, Fault, Where
from zhence.evidence import Text
from zhence.periods import parse_date

_LONGEST_NUMBER = 4
_SHORT, _LONG = 48, 5_000
# What a column holds, by the name of the field; other fields are codes and short.
_LENGTHS = {
    "title": 300,
    "reason": 300,
    "outcome": 300,
    "source": 600,
    "number": 120,
    "issuer": 160,
    "value": 80,
    "grounds": _LONG,
    "facts": _LONG,
}


@dataclass(slots=True)
class Posted:
    """A form's fields by name; :meth:`check` says all that is wrong with them."""

    data: QueryDict
    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str, label: Text | None = None) -> str:
        """Return what was written, trimmed; a *label* makes it required."""
        told = self.data.get(name, "").strip()
        if label is not None and not told:
            self._miss(name, label)
        most = _LENGTHS.get(name, _SHORT)
        if len(told) > most or "\0" in told:
            shown = label or Text(name, name)
            self._wrong(name, shown, told, f"最多 {most} 字 / at most {most}")
            return ""
        return told

    def day(self, name: str, label: Text) -> date:
        """Return a day that has to be given; a day of no calendar is a fault."""
        found = self.maybe_day(name, label)
        if found is None and not self.data.get(name, "").strip():
            self._miss(name, label)
        return found or date.min

    def maybe_day(self, name: str, label: Text) -> date | None:
        """Return a day, ``None`` when nothing was written."""
        told = self.data.get(name, "").strip()
        if not told:
            return None
        try:
            return parse_date(told)
        except BadInputError:
            self._wrong(name, label, told, "写成 2026-03-01 / write it as 2026-03-01")
            return None

    def number(self, name: str, label: Text) -> int | None:
        """Return a whole number from 0 up, ``None`` when nothing was written."""
        told = self.data.get(name, "").strip()
        if not told:
            return None
        if told.isascii() and told.isdigit() and len(told) <= _LONGEST_NUMBER:
            return int(told)
        self._wrong(name, label, told, "填写整数 / give a whole number")
        return None

    def check(self) -> None:
        """Raise what was wrong, all of it.

        Raises:
            BadInputError: something was.
        """
        if self.faults:
            raise BadInputError(self.faults)

    def _miss(self, name: str, label: Text) -> None:
        self.faults.append(
            Fault(
                "field_missing",
                f"没有填写“{label.zh}”",
                f"{label.en} is missing",
                Where(name),
                "请填写 / fill it in",
            )
        )

    def _wrong(self, name: str, label: Text, told: str, remedy: str) -> None:
        self.faults.append(
            Fault(
                "field_wrong",
                f"“{label.zh}”看不懂：{told[:40]}",
                f"{label.en} cannot be read: {told[:40]}",
                Where(name),
                remedy,
            )
        )
