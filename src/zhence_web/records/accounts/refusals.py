"""A deed that is within somebody's rights, and still cannot be done as asked."""

from __future__ import annotations

from typing import NoReturn

from zhence.errors import Fault, ZhenceError


class RefusedError(ZhenceError):
    """Nothing was changed; each fault says what stands in the way and what to do."""


def refuse(code: str, zh: str, en: str) -> NoReturn:
    """Refuse for one reason, in both languages.

    Raises:
        RefusedError: always.
    """
    raise RefusedError(Fault(code, zh, en))
