"""What every deed of the life cycle checks before it writes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.lifecycle.refusals import refused, unknown_word

_PROVINCE = "province"


def check_body(by: Hand, body: str, known: Collection[str], policy: str) -> None:
    """Refuse a body that decides nothing here, or that *by* cannot speak for.

    Raises:
        RefusedError: what the province decided is recorded by its own office.
    """
    if body not in known:
        raise unknown_word("body_unknown", "机关", body, known, policy)
    if body == _PROVINCE and by.role is not Role.PROVINCIAL_OFFICE:
        raise refused(
            "body_not_yours",
            "省级决定由省级联席会议办公室登记",
            "the provincial office records what the province decided",
            "请省级办公室登记 / ask that office",
        )


def check_day(on: date, today: date) -> None:
    """Refuse a deed of a day that has not come yet.

    Raises:
        RefusedError: only what has happened is put on record.
    """
    if on > today:
        raise refused(
            "in_the_future",
            f"{on} 尚未到来",
            f"{on} has not come yet",
            "核对日期 / check the day",
        )


def plain(values: dict[str, object]) -> dict[str, object]:
    """Return a filled form as an audit entry tells it: JSON values, nothing empty."""
    return {
        name: plain(told) if isinstance(told, dict) else _text(told)
        for name, told in values.items()
        if told not in (None, "")
    }


def _text(told: object) -> object:
    return told.isoformat() if isinstance(told, date | datetime) else told
