"""The form of an entry and its seal, so that a stranger can check both.

The digest is SHA-256, hexadecimal, of the previous digest, a line feed and the
payload: JSON with sorted keys, no spaces, and every character as it is (UTF-8).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64
"""What the first entry calls the one before it."""


def moment(at: datetime) -> str:
    """Return a moment in UTC to the microsecond, as every payload writes it.

    Raises:
        ValueError: *at* has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an audited moment needs its time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def payload_text(payload: Mapping[str, object]) -> str:
    """Return the one text of a payload."""
    return json.dumps(
        payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def seal(previous: str, payload: str) -> str:
    """Return the digest of an entry that follows the one sealed by *previous*."""
    return hashlib.sha256(f"{previous}\n{payload}".encode()).hexdigest()
