"""Tokens made by the real action."""

from datetime import datetime, timedelta

from zhence_web.records.access.grants import Grant
from zhence_web.records.access.tokens import make_token
from zhence_web.records.accounts.hand import Hand


def token(
    by: Hand,
    at: datetime,
    *grants: Grant,
    name: str = "夜间上报",
    days: int = 30,
    mark: str = "x",
) -> str:
    """Make a token and return it; without grants it has all of them."""
    secret = f"zt_{mark}{by.appointment}".ljust(43, "k")
    make_token(
        name=name,
        grants=grants or tuple(Grant),
        expires_at=at + timedelta(days=days),
        secret=secret,
        by=by,
        at=at,
    )
    return secret
