"""The one door to the chain: every other action ends by recording itself here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhence_web.records.audit.chain import (
    EXPORT,
    attested,
    moment,
    payload_text,
    seal,
)
from zhence_web.records.audit.models import Entry, Head


class NotInTransactionError(RuntimeError):
    """A deed was to be recorded outside the transaction that does it."""


def record(  # noqa: PLR0913  # a deed has as many sides
    action: str,
    *,
    kind: str,
    id_: object,
    at: datetime,
    actor: str,
    acting_for: str = "",
    office: str = "",
    via: str = "",
    detail: Mapping[str, object] | None = None,
) -> Entry:
    """Append one entry, in the transaction of the deed itself.

    *kind* and *id_* name the object, *detail* holds what changed (JSON values).
    *via* names the token by which a program did it; a person's own deed says nothing.
    Where the clock stands behind the last entry, the entry says so by ``behind``
    and keeps the clock's word.

    Raises:
        NotInTransactionError: there is no transaction to share the fate of.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransactionError(action)
    Head.objects.get_or_create(id=1)
    head = Head.objects.select_for_update().get(id=1)
    payload: dict[str, object] = {
        "seq": head.seq + 1,
        "at": moment(at),
        "actor": actor,
        "for": acting_for,
        "office": office,
        "action": action,
        "object": [kind, str(id_)],
        "detail": dict(detail or {}),
    }
    if via:
        payload["via"] = via
    if head.at is not None and at < head.at:
        payload["behind"] = moment(head.at)
    text = payload_text(payload)
    entry = Entry.objects.create(
        seq=head.seq + 1,
        at=at,
        actor=actor,
        acting_for=acting_for,
        office=office,
        action=action,
        object_kind=kind,
        object_id=str(id_),
        payload=text,
        previous=head.digest,
        digest=seal(head.digest, text),
    )
    Head.objects.filter(id=1).update(
        seq=entry.seq,
        digest=entry.digest,
        at=at if head.at is None else max(at, head.at),
    )
    return entry


@transaction.atomic
def export(
    *,
    site: str,
    at: datetime,
    actor: str,
    acting_for: str = "",
    office: str = "",
    via: str = "",
) -> int:
    """Record that the chain is taken out, and return the number of that entry.

    *site* is how this installation is called; the file runs from the first entry to
    this one (see ``reads.exported``), which so attests its header.
    """
    entry = record(
        EXPORT,
        kind="audit",
        id_="chain",
        at=at,
        actor=actor,
        acting_for=acting_for,
        office=office,
        via=via,
        detail=attested(site),
    )
    return entry.seq
