"""The document that a deed cites: found by its number, or put on record."""

from __future__ import annotations

from datetime import datetime

from zhence_web.records.lifecycle.forms import Paper
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.registry.models import Document


def cite(paper: Paper, *, label: str, at: datetime) -> Document:
    """Return the document of a number, recorded now if it was not yet.

    Raises:
        RefusedError: it has no number or no title; a deed rests on a document.
    """
    number, title = paper.number.strip(), paper.title.strip()
    if not number or not title:
        raise refused(
            "document_missing",
            "没有写明文号或文件名称",
            "the document's number or title is missing",
            "填写文号和名称 / give both",
        )
    held = Document.objects.filter(number=number, title=title).order_by("id").first()
    return held or Document.objects.create(
        number=number,
        title=title,
        issuer=paper.issuer.strip(),
        issued_on=paper.issued_on,
        label=label,
        recorded_at=at,
    )
