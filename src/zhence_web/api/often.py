"""How often one token, person or address may ask: so many times a minute.

Counted in the memory of each process, which costs nothing; several processes let
through as many times more. It keeps a program that runs wild from the others, and is
no ration.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from zhence_web.api import codes
from zhence_web.api.problems import ProblemError

_MINUTE = 60


def count(who: str, at: datetime) -> None:
    """Count one request.

    Raises:
        ProblemError: it is one too many in this minute.
    """
    seconds = int(at.timestamp())
    window = f"api:{who}:{seconds // _MINUTE}"
    cache.add(window, 0, timeout=2 * _MINUTE)
    try:
        asked = cache.incr(window)
    except ValueError:  # it was thrown out between the two lines
        return
    if asked > settings.API_A_MINUTE:
        wait = str(_MINUTE - seconds % _MINUTE)
        raise ProblemError(codes.OFTEN, headers={"Retry-After": wait})
