"""What cannot be done with a task or a receiver, in words that people can act on."""

from __future__ import annotations

from typing import NoReturn

from zhence.errors import Fault, Where, ZhenceError


class RefusedError(ZhenceError):
    """A deed within somebody's rights that cannot be done as asked; nothing changed."""


def refuse(code: str, zh: str, en: str, remedy: str, field: str = "") -> NoReturn:
    """Refuse for one reason, at a field of the form where there is one.

    Raises:
        RefusedError: always.
    """
    where = Where(cell=field) if field else Where()
    raise RefusedError(Fault(code, zh, en, where, remedy))
