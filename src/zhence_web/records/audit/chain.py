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
    """Return the one text of a payload.

    Raises:
        ValueError: it holds a number that JSON has no word for (NaN, infinity).
        TypeError: it holds a value that is none of JSON's, or keys of several types.
    """
    return json.dumps(
        payload,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def seal(previous: str, payload: str) -> str:
    """Return the digest of an entry that follows the one sealed by *previous*."""
    return hashlib.sha256(f"{previous}\n{payload}".encode()).hexdigest()


FORMAT = "zhence-audit/1"
"""What the header of an exported file calls its form."""

HEAD_FORMAT = "zhence-audit-head/1"
"""What a receipt of the head calls its form."""

EXPORT = "audit.export"
"""The deed that an exported file ends with, and that attests its header."""


def attested(site: str) -> dict[str, object]:
    """Return what the entry of an export says of the file that ends with it."""
    return {"first": 1, "format": FORMAT, "site": site}


def header_line(site: str, at: datetime, last: int, head: str) -> str:
    """Return the first line of an exported file; *last* is the entry of its export."""
    words = {**attested(site), "at": moment(at), "head": head, "last": last}
    return payload_text(words) + "\n"


def entry_line(seq: int, previous: str, digest: str, payload: str) -> str:
    """Return one entry as a line of an exported file."""
    words = {"digest": digest, "payload": payload, "previous": previous, "seq": seq}
    return payload_text(words) + "\n"


def receipt_line(site: str, at: datetime, seq: int, digest: str) -> str:
    """Return the receipt of a head for machines: one canonical JSON line.

    ``head`` says number and digest once more, as they are printed and typed.
    """
    words = {
        "at": moment(at),
        "digest": digest,
        "format": HEAD_FORMAT,
        "head": f"{seq}:{digest}",
        "seq": seq,
        "site": site,
    }
    return payload_text(words) + "\n"
