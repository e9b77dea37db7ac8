"""Draft editions as pages show them: their files, faults and versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from zhence.errors import Fault, Severity
from zhence.evidence import Text
from zhence.packs import Pack
from zhence_web.packbook import packbook
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action, may
from zhence_web.records.accounts.tree import scope_of, subtree
from zhence_web.records.drafts.models import DraftEdition, EditionText
from zhence_web.records.drafts.reads.asking import sentences_of
from zhence_web.records.drafts.written import (
    clean,
    edition_faults,
    edition_pack,
    with_file,
)


@dataclass(frozen=True, slots=True)
class WrittenView:
    """A version of a draft edition as lists name it."""

    edition: int
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """A fault at a line; *text* is that line as it stands, "" where there is none."""

    file: str
    line: int | None
    words: Text
    remedy: Text
    warning: bool
    text: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of an edition; *how* says how it stands to the one begun with."""

    path: str
    lines: int
    faults: int
    how: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version: what was changed, by whom, and how many faults it has."""

    id: int
    number: int
    faults: int
    note: str
    who: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionLine:
    """A draft edition as the list of them shows it."""

    id: int
    title: str
    policy: str
    policy_title: Text
    edition: str
    version: int
    faults: int
    who: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionView:
    """A draft edition: its newest version, all its faults, and how it differs.

    *sentences* is empty while there are faults; *moved* says that the edition in force
    is another one than the draft was begun with.
    """

    line: EditionLine
    newest: int
    files: tuple[FileLine, ...]
    found: tuple[Found, ...]
    versions: tuple[VersionLine, ...]
    sentences: tuple[tuple[str, Text], ...]
    moved: bool
    may_write: bool

    @property
    def sound(self) -> bool:
        """Say whether it can be tried and compared."""
        return not self.line.faults and all(one.warning for one in self.found)


def editions(by: Hand, today: date) -> tuple[EditionLine, ...]:
    """Return the draft editions of an organisation and those below, newest first."""
    rows = DraftEdition.objects.filter(org__in=subtree(by.org, today))
    rows = rows.prefetch_related(texts_of("texts")).order_by("-pk")
    return tuple(_line(row) for row in rows[:50])


def policies_to_draft() -> tuple[tuple[str, Text], ...]:
    """Return every policy that a draft edition can begin with, by id."""
    return tuple((id_, p.title) for id_, p in sorted(packbook().sources.packs.items()))


def may_open(by: Hand, today: date) -> bool:
    """Say whether a hand may begin a draft edition."""
    scope = scope_of(by.org, by.org, today)
    return may(by.role, scope, Action.WRITE_EDITION) is None


def edition(id_: int, by: Hand, today: date) -> EditionView | None:
    """Return one draft edition, ``None`` if there is no such.

    Raises:
        NotAllowedError: *by* may not look at it.
    """
    row = _row(id_, by, today)
    if row is None:
        return None
    text = row.texts.all()[0]
    files: Mapping[str, str] = text.files
    found = _found(row.policy, files)
    began = EditionText.objects.values_list("files", flat=True).get(draft=row, number=1)
    base = packbook().sources.packs.get(row.policy)
    sound = not text.faults and not any(not one.warning for one in found)
    return EditionView(
        line=_line(row),
        newest=text.pk,
        files=_files(files, began, found),
        found=found,
        versions=tuple(_version(one) for one in row.texts.all()),
        sentences=()
        if base is None or not sound
        else sentences_of(base, edition_pack(row.policy, files)),
        moved=base is not None and base.hash != row.base_hash,
        may_write=may(
            by.role, scope_of(by.org, row.org_id, today), Action.WRITE_EDITION
        )
        is None,
    )


def file_text(edition_: int, path: str, number: int | None) -> str:
    """Return a file of a version, ``None`` for the newest; "" where there is none."""
    rows = EditionText.objects.filter(draft=edition_)
    chosen = rows.order_by("-number") if number is None else rows.filter(number=number)
    held = chosen.values_list("files", flat=True).first() or {}
    return str(held.get(path, ""))


def checked(edition_: int, path: str, text: str) -> tuple[Found, ...]:
    """Return what would be wrong if one file were as it is typed.

    Raises:
        BadInputError: a pack has no file there, or there would be too much.
    """
    row = DraftEdition.objects.get(pk=edition_)
    held = EditionText.objects.get(draft=row, number=row.version).files
    return _found(row.policy, with_file(held, path, clean(text)))


def edition_compared(
    one: EditionView, other: EditionView | str
) -> tuple[tuple[str, Text], ...]:
    """Return what differs from another draft edition, or from a policy in force.

    Both drafts have to be sound. From the other to *one*, the weightiest first.
    """
    before = packbook().sources.packs[other] if isinstance(other, str) else _pack(other)
    return sentences_of(before, _pack(one))


def written_view(text: EditionText) -> WrittenView:
    """Return how a version of a draft edition is named."""
    return WrittenView(text.draft_id, text.draft.title, text.number)


def writers(draft: DraftEdition) -> set[str]:
    """Return who saved any version of a draft edition, and for whom."""
    return {
        name
        for text in draft.texts.all()
        for name in (text.by.username, text.deputy_of and text.deputy_of.user.username)
        if name
    }


def texts_of(path: str) -> Prefetch[str]:
    """Return how versions are fetched along: the newest first, without their files."""
    rows = EditionText.objects.select_related("by", "deputy_of__user")
    return Prefetch(path, rows.defer("files").order_by("-number"))


def _row(id_: int, by: Hand, today: date) -> DraftEdition | None:
    rows = DraftEdition.objects.prefetch_related(texts_of("texts"))
    row = rows.filter(pk=id_).first()
    if row is not None:
        check(by, Action.TRY_REFORM, row.org_id, today)
    return row


def _pack(view: EditionView) -> Pack:
    files = EditionText.objects.values_list("files", flat=True).get(pk=view.newest)
    return edition_pack(view.line.policy, files)


def _line(row: DraftEdition) -> EditionLine:
    pack, newest = packbook().sources.packs.get(row.policy), row.texts.all()[0]
    return EditionLine(
        id=row.pk,
        title=row.title,
        policy=row.policy,
        policy_title=Text(row.policy, row.policy) if pack is None else pack.title,
        edition=row.edition,
        version=row.version,
        faults=newest.faults,
        who=_who(newest),
        at=newest.at,
    )


def _version(text: EditionText) -> VersionLine:
    return VersionLine(
        text.pk, text.number, text.faults, text.note, _who(text), text.at
    )


def _who(text: EditionText) -> Text:
    name = text.by.display_name
    if text.deputy_of is None:
        return Text(name, name)
    principal = text.deputy_of.user.display_name
    return Text(f"{name} 代 {principal}", f"{name} for {principal}")


def _files(
    files: Mapping[str, str], began: Mapping[str, str], found: Iterable[Found]
) -> tuple[FileLine, ...]:
    faulty = [one.file for one in found]
    gone = [path for path in began if path not in files]
    return tuple(
        FileLine(
            path,
            files.get(path, "").count("\n"),
            faulty.count(path),
            _how(files.get(path), began.get(path)),
        )
        for path in sorted([*files, *gone], key=lambda p: ("/" in p, p))
    )


def _how(now: str | None, before: str | None) -> str:
    if now is None:
        return "gone"
    if before is None:
        return "new"
    return "same" if now == before else "changed"


def _found(policy: str, files: Mapping[str, str]) -> tuple[Found, ...]:
    lines = {path: text.split("\n") for path, text in files.items()}
    return tuple(
        _shown(fault, policy, lines) for fault in edition_faults(policy, files)
    )


def _shown(fault: Fault, policy: str, lines: Mapping[str, list[str]]) -> Found:
    path, line = (fault.where.file or "").removeprefix(f"{policy}/"), fault.where.line
    held = lines.get(path, [])
    zh, between, en = fault.remedy.partition(" / ")
    return Found(
        file=path,
        line=line,
        words=Text(fault.zh, fault.en),
        remedy=Text(zh, en if between else zh),
        warning=fault.severity is Severity.WARNING,
        text=held[line - 1][:200] if line is not None and line <= len(held) else "",
    )
