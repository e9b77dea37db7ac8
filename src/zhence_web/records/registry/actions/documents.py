"""Documents: cited by number, or kept with the hash of their bytes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from zhence.evidence import Label
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.registry.actions.turn import day, locked
from zhence_web.records.registry.models import Document
from zhence_web.records.registry.refusals import refuse

MOST_BYTES = 20 * 1024 * 1024
KINDS = ("pdf", "ofd", "docx", "xlsx", "csv", "txt", "png", "jpg", "jpeg", "zip")
"""What offices exchange. Nothing here is ever opened by the site, only kept."""

_MEGABYTE = 1024 * 1024
_LONGEST_NAME = 100
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name it had on somebody's machine, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as somebody describes it; *site* ``None``: about a list or policy."""

    site: int | None
    title: str
    label: Label
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    link: str = ""


@transaction.atomic
def file_document(
    *, paper: Paper, by: Hand, at: datetime, upload: Upload | None = None
) -> int:
    """Put a document on record, with its bytes where there are any; return its key.

    Raises:
        NotAllowedError: *by* may not edit the site, or keeps no lists.
        BadInputError: no title, an address that is none, or a file that is empty,
            too large or of a kind that is not kept.
    """
    if paper.site is None:
        check(by, Action.KEEP_LISTS, by.org, day(at))
    else:
        check(by, Action.EDIT_REGISTRY, locked(paper.site).org_id, day(at))
    if not paper.title.strip():
        raise refuse("name_missing")
    if paper.link and not paper.link.startswith(("http://", "https://")):
        raise refuse("link_unfit")
    row = Document(
        site_id=paper.site,
        title=paper.title.strip(),
        number=paper.number.strip(),
        issuer=paper.issuer.strip(),
        issued_on=paper.issued_on,
        link=paper.link,
        label=paper.label,
        recorded_at=at,
        recorded_by_id=by.user,
    )
    if upload is not None:
        _keep(row, upload)
    row.save()
    record(
        "registry.file_document",
        kind="document",
        id_=row.pk,
        at=at,
        **by.signed,
        detail={
            "site": row.site_id,
            "title": row.title,
            "number": row.number,
            "sha256": row.sha256,
            "file_name": row.file_name,
            "size": row.size,
        },
    )
    return row.pk


def safe_name(name: str) -> str:
    """Return a file's name without its folders and without what names may not hold.

    >>> safe_name("../../etc/批复.pdf"), safe_name("a<b>.pdf")
    ('批复.pdf', 'a_b_.pdf')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = _UNSAFE.sub("_", last).strip(" .") or "file"
    stem, dot, kind = plain.rpartition(".")
    if not dot:
        return plain[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(kind) - 1]}.{kind}"


def _keep(row: Document, upload: Upload) -> None:
    """Store the bytes under their hash: the same bytes are kept once.

    The file comes before its row: a row without its file would be a promise that
    cannot be kept, a file without a row is only forgotten.
    """
    if not upload.content:
        raise refuse("file_empty")
    if len(upload.content) > MOST_BYTES:
        raise refuse(
            "file_too_large",
            size=-(-len(upload.content) // _MEGABYTE),
            most=MOST_BYTES // _MEGABYTE,
        )
    name = safe_name(upload.name)
    kind = name.rpartition(".")[2].lower()
    if kind not in KINDS:
        raise refuse("file_kind", kind=kind, known="、".join(KINDS))
    row.sha256 = hashlib.sha256(upload.content).hexdigest()
    row.file_name = name
    row.size = len(upload.content)
    path = f"documents/{row.sha256[:2]}/{row.sha256}"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(upload.content))
    row.file.name = path
