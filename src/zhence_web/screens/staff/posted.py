"""What a form of the staff pages sent, read field by field."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from zhence_web.records.accounts.refusals import refuse

_LONGEST_ID = 12


class Posted:
    """The fields of a form; each reading refuses what it cannot take."""

    def __init__(self, request: HttpRequest) -> None:
        """Keep what was sent."""
        self._sent = request.POST

    def text(self, name: str) -> str:
        """Return a field's text without the spaces around it; "" when it is missing."""
        return self._sent.get(name, "").replace("\0", "").strip()

    def day(self, name: str) -> date:
        """Return a field's day.

        Raises:
            RefusedError: it is none.
        """
        found = self.day_or_none(name)
        return found or refuse(
            "field_day", "请填写日期，如 2026-03-01。", "Give a day such as 2026-03-01."
        )

    def day_or_none(self, name: str) -> date | None:
        """Return a field's day, or ``None`` where it is empty or none."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None

    def number(self, name: str) -> int:
        """Return the id that was chosen.

        Raises:
            RefusedError: nothing was.
        """
        found = _id(self.text(name))
        return found or refuse(
            "field_choice", "请从列表中选择。", "Choose one from the list."
        )

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return the ids that were ticked."""
        return tuple(filter(None, map(_id, self._sent.getlist(name))))

    def ticked(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return name in self._sent


def _id(text: str) -> int:
    plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
    return int(text) if plain else 0
