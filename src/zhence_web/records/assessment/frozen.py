"""A snapshot's content: all facts of all members, as canonical JSON, compressed.

Written once and never edited; its hash is taken over the JSON, so that two snapshots
with one hash hold the same facts. Exact numbers are kept as fractions in text.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from zhence.dossier import Past
from zhence.errors import BadInputError, Fault
from zhence.facts import Facts
from zhence_web.records.audit.chain import payload_text

_FACTS = TypeAdapter(Facts)
_PAST = TypeAdapter(Past)
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one membership: its facts, and what runs found before."""

    facts: Facts
    past: Past


@dataclass(frozen=True, slots=True)
class Frozen:
    """The compressed content of a snapshot and the hash of its JSON."""

    content: bytes
    sha256: str


def freeze(members: Mapping[int, Known]) -> Frozen:
    """Return the facts of memberships (by id) as a snapshot keeps them."""
    told = {
        str(key): {
            "facts": _FACTS.dump_python(known.facts, mode="json"),
            "past": _PAST.dump_python(known.past, mode="json"),
        }
        for key, known in members.items()
    }
    text = payload_text({"members": told}).encode()
    return Frozen(zlib.compress(text, _LEVEL), hashlib.sha256(text).hexdigest())


def thaw(content: bytes | memoryview, sha256: str) -> dict[int, Known]:
    """Return the facts that a snapshot holds, by the id of the membership.

    Raises:
        BadInputError: the content is not what its hash was taken over.
    """
    try:
        text = zlib.decompress(bytes(content))
    except zlib.error:
        text = b""
    if hashlib.sha256(text).hexdigest() != sha256:
        raise BadInputError(
            Fault(
                "snapshot_damaged",
                "快照内容与其摘要不符，不能据此研判",
                "the snapshot is not what its hash was taken over",
                remedy="从备份恢复，或重新研判 / restore it, or ask for a new run",
            )
        )
    return {
        int(key): Known(
            _FACTS.validate_python(told["facts"]), _PAST.validate_python(told["past"])
        )
        for key, told in json.loads(text)["members"].items()
    }
