"""Documents on record, and the bytes of those that are kept here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files import File
from django.core.files.storage import default_storage

from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.registry.models import Document


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document; *sha256* empty: it is cited and its file is not held here."""

    document: int
    title: str
    number: str
    issuer: str
    issued_on: date | None
    sha256: str
    file_name: str
    size: int
    link: str
    label: str
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The bytes of a document, with the safe name to hand them out under."""

    name: str
    size: int
    sha256: str
    content: File[bytes]


def documents_of(site: int) -> tuple[DocumentView, ...]:
    """Return the documents of a site, the latest recorded first."""
    rows = Document.objects.filter(site=site).select_related("recorded_by")
    return tuple(_view(row) for row in rows.order_by("-recorded_at", "-pk"))


def list_documents() -> tuple[DocumentView, ...]:
    """Return the documents about lists and policies, the latest issued first."""
    rows = Document.objects.filter(site__isnull=True).select_related("recorded_by")
    return tuple(_view(row) for row in rows.order_by("-issued_on", "-pk"))


def stored_file(document: int, by: Hand, today: date) -> StoredFile | None:
    """Open the file of a document; ``None``: no such document, or no file of it.

    Raises:
        NotAllowedError: *by* may not see the registry of its site.
    """
    row = Document.objects.select_related("site").filter(pk=document).first()
    if row is None or not row.sha256:
        return None
    if row.site is not None:
        check(by, Action.VIEW_REGISTRY, row.site.org_id, today)
    content = default_storage.open(row.file.name or "")
    return StoredFile(row.file_name, row.size, row.sha256, content)


def _view(row: Document) -> DocumentView:
    return DocumentView(
        document=row.pk,
        title=row.title,
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        sha256=row.sha256,
        file_name=row.file_name,
        size=row.size,
        link=row.link,
        label=row.label,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.display_name if row.recorded_by else "",
    )
