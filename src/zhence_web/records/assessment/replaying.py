"""Judge a result once more, from its snapshot alone."""

from __future__ import annotations

from zhence_web.records.assessment.frozen import thaw
from zhence_web.records.assessment.judging import (
    judged,
    pack_of_snapshot,
    question_of,
)
from zhence_web.records.assessment.models import Result
from zhence_web.records.audit.chain import payload_text


def replay(result: int) -> str:
    """Return the dossier of a result as it comes out now, as canonical JSON.

    Raises:
        BadInputError: the snapshot is damaged or gone, or the pack is another one.
    """
    row = Result.objects.select_related("run__snapshot").get(pk=result)
    snapshot = row.run.snapshot
    if snapshot is None:
        return stored(result)
    held = thaw(snapshot.content, snapshot.sha256)[row.membership_id]
    told = judged(pack_of_snapshot(snapshot), held, question_of(row.run, snapshot))
    return payload_text(told.dossier)


def stored(result: int) -> str:
    """Return the dossier of a result as it was kept, as canonical JSON."""
    return payload_text(Result.objects.get(pk=result).dossier)
