"""Draft editions: begun from the edition in force, and saved in versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence.errors import Severity
from zhence.packs.files import hash_of
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.drafts.models import DraftEdition, EditionText
from zhence_web.records.drafts.reforming import pack_named
from zhence_web.records.drafts.written import (
    HEAD,
    clean,
    edition_faults,
    files_of,
    with_file,
)
from zhence_web.records.lifecycle.refusals import RefusedError, refused

MOST_VERSIONS = 300
"""How many versions a draft edition has; then another is begun."""


class SavedMeanwhileError(RefusedError):
    """Somebody else saved a newer version; what was typed is not on record."""


def open_edition(*, policy: str, title: str, by: Hand, at: datetime) -> int:
    """Begin a draft edition with the files of the edition in force; return its id.

    Raises:
        RefusedError: it has no title, or there is no such policy.
        NotAllowedError: *by* may not.
    """
    check(by, Action.WRITE_EDITION, by.org, localdate(at))
    if not title.strip():
        raise refused(
            "draft_nameless",
            "草案没有名称",
            "the draft has no title",
            "写一个名称 / give it one",
        )
    pack, files = pack_named(policy), files_of(policy)
    faults = _errors(pack.id, files)
    with transaction.atomic():
        draft = DraftEdition.objects.create(
            org_id=by.org,
            policy=pack.id,
            edition=pack.edition,
            base_hash=pack.hash,
            title=title.strip(),
            opened_at=at,
        )
        _keep(draft, files, faults, "", by, at)
        record(
            "drafts.open_edition",
            kind="edition",
            id_=draft.pk,
            at=at,
            **by.signed,
            detail={"policy": pack.id, "sha256": pack.hash},
        )
    return int(draft.pk)


def save_edition(  # a file as it was typed, over the version that was open
    *,
    edition: int,
    version: int,
    path: str,
    text: str,
    note: str,
    by: Hand,
    at: datetime,
) -> int:
    """Save one file of a draft edition; return the number of the newest version.

    An empty text takes the file out. What does not differ makes no version; what has
    faults is kept with their number, for whoever drafts has not finished.

    Raises:
        BadInputError: a pack has no file there, or there would be too much.
        SavedMeanwhileError: *version* is not the newest any more.
        RefusedError: the head would be taken out, or it has had versions enough.
        NotAllowedError: *by* may not.
    """
    draft = DraftEdition.objects.get(pk=edition)
    check(by, Action.WRITE_EDITION, draft.org_id, localdate(at))
    if draft.version != version:
        raise _meanwhile(draft.version)
    # A version never changes, so that what it holds is read and checked before the
    # write begins: nobody else's writing waits for a pack to be loaded.
    before = EditionText.objects.get(draft=draft, number=version).files
    files = with_file(before, path, clean(text))
    if files == before:
        return version
    if HEAD not in files:
        raise refused(
            "pack_head_missing",
            f"{HEAD} 不能删去",
            f"{HEAD} cannot be taken out",
            "没有它就不是政策包 / without it this is no pack",
        )
    if version >= MOST_VERSIONS:
        raise refused(
            "versions_enough",
            f"已有 {MOST_VERSIONS} 版",
            f"it has {MOST_VERSIONS} versions",
            "另起一份草案 / begin another draft",
        )
    faults = _errors(draft.policy, files)
    with transaction.atomic():
        held = DraftEdition.objects.select_for_update(of=("self",)).get(pk=edition)
        if held.version != version:
            raise _meanwhile(held.version)
        held.version = version + 1
        held.save(update_fields=["version"])
        _keep(held, files, faults, note.strip(), by, at)
        record(
            "drafts.save_edition",
            kind="edition",
            id_=held.pk,
            at=at,
            **by.signed,
            detail={
                "version": held.version,
                "file": path,
                "before": _digest(before.get(path, "")),
                "after": _digest(files.get(path, "")),
                "faults": faults,
            },
        )
    return version + 1


def _errors(policy: str, files: Mapping[str, str]) -> int:
    found = edition_faults(policy, files)
    return sum(fault.severity is Severity.ERROR for fault in found)


def _keep(  # a row has as many sides
    draft: DraftEdition,
    files: Mapping[str, str],
    faults: int,
    note: str,
    by: Hand,
    at: datetime,
) -> None:
    EditionText.objects.create(
        draft=draft,
        number=draft.version,
        files=dict(files),
        sha256=hash_of({path: text.encode() for path, text in files.items()}),
        faults=faults,
        note=note,
        by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        office_id=by.org,
        at=at,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _meanwhile(newest: int) -> SavedMeanwhileError:
    told = refused(
        "edition_moved",
        f"您打开以后，已有人保存了第 {newest} 版；您写的还没有保存",
        f"version {newest} was saved since you opened this; yours is not saved yet",
        "您写的仍在下面；核对后再保存一次，会写在新版之上"
        " / what you wrote stands below; look again, and save once more over the newer",
    )
    return SavedMeanwhileError(told.faults)
