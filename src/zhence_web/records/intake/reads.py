"""Questions about uploads: what came of one, which there were, its workbook back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhence.errors import Fault, Severity
from zhence.evidence import Text
from zhence_web.kit.faults import said
from zhence_web.records.accounts.gate import allowed
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.intake.keeping import fetch
from zhence_web.records.intake.models import Upload
from zhence_web.records.intake.taking import DONE, was_given_up
from zhence_web.records.intake.templates import (
    Workbook,
    return_template,
    roster_template,
)
from zhence_web.records.intake.told import place, told

__all__ = [
    "FaultView",
    "UploadView",
    "Workbook",
    "annotated",
    "return_template",
    "roster_template",
    "upload_seen",
    "uploads_of_return",
    "uploads_of_site",
]

_RECENT = 10
_KINDS = {
    Upload.Kind.RETURN: Text("报表", "return"),
    Upload.Kind.FIRMS: Text("企业名录", "roster of firms"),
    Upload.Kind.PROJECTS: Text("项目名录", "roster of projects"),
}


@dataclass(frozen=True, slots=True)
class FaultView:
    """One fault as a page tells it; *place* is "sheet!cell", a line, or empty.

    An *error* refuses the file; a *soft* one passes with a written reason.
    """

    place: str
    error: bool
    soft: bool
    code: str
    words: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class UploadView:
    """What came of one file. *done* of *steps* until it is *over*.

    *of* is the return that it fills, ``None`` for a roster. *verdict* is empty until
    it is over; *changed* counts cells or rows that told something new. *given_up*: no
    worker could look at it to the end, so it may simply be tried again.
    """

    id: int
    site_number: int
    kind: str
    kind_name: Text
    of: int | None
    year: int | None
    trial: bool
    file_name: str
    sha256: str
    size: int
    over: bool
    done: int
    steps: int
    verdict: str
    rows: int
    changed: int
    faults: tuple[FaultView, ...]
    annotated: bool
    given_up: bool
    sent_by: str
    sent_at: datetime
    done_at: datetime | None

    @property
    def errors(self) -> tuple[FaultView, ...]:
        """The faults that refuse the file."""
        return tuple(f for f in self.faults if f.error)

    @property
    def hard(self) -> tuple[FaultView, ...]:
        """Those that have to be mended."""
        return tuple(f for f in self.errors if not f.soft)

    @property
    def soft(self) -> tuple[FaultView, ...]:
        """Those that pass with a written reason."""
        return tuple(f for f in self.errors if f.soft)

    @property
    def warnings(self) -> tuple[FaultView, ...]:
        """The faults that ask and let pass."""
        return tuple(f for f in self.faults if not f.error)

    @property
    def doubts(self) -> tuple[FaultView, ...]:
        """The codes that do not check, where reasons are all that is missing."""
        asked = tuple(f for f in self.errors if f.code == _OVERRIDE)
        return asked if len(asked) == len(self.errors) else ()


_OVERRIDE = "override_missing"


def upload_seen(upload: int, by: Hand, on: date) -> UploadView | None:
    """Return one upload, ``None`` if it is hidden or absent."""
    row = _seen(upload, by, on)
    return None if row is None else _view(row)


def uploads_of_return(return_id: int) -> tuple[UploadView, ...]:
    """Return the latest uploads for a return that the caller may see."""
    return _latest(of=return_id)


def uploads_of_site(site: int, kind: str) -> tuple[UploadView, ...]:
    """Return the latest rosters of a kind of a site that the caller may see."""
    return _latest(site=site, kind=kind)


def annotated(upload: int, by: Hand, on: date) -> Workbook | None:
    """Return the annotated workbook of an upload.

    ``None``: hidden, absent, or there is none.
    """
    row = _seen(upload, by, on)
    if row is None or not row.annotated:
        return None
    stem = row.file_name.rpartition(".")[0] or row.file_name
    return Workbook(f"{stem}-批注.xlsx", fetch(row.annotated.name or ""))


def _seen(upload: int, by: Hand, on: date) -> Upload | None:
    rows = Upload.objects.select_related("site", "sent_by")
    row = rows.filter(pk=upload).first()
    if row is None:
        return None
    denied = allowed(by, Action.EDIT_REGISTRY, row.site.org_id, on)
    return row if denied is None else None


def _latest(**of: object) -> tuple[UploadView, ...]:
    rows = Upload.objects.filter(**of).select_related("site", "sent_by")
    return tuple(map(_view, rows.order_by("-id")[:_RECENT]))


def _view(row: Upload) -> UploadView:
    faults = told(row.faults, row.file_name)
    return UploadView(
        id=row.pk,
        site_number=row.site.number,
        kind=row.kind,
        kind_name=_KINDS[Upload.Kind(row.kind)],
        of=row.of_id,
        year=row.year,
        trial=row.trial,
        file_name=row.file_name,
        sha256=row.sha256,
        size=row.size,
        over=row.stage == Upload.Stage.DONE,
        done=row.steps,
        steps=DONE,
        verdict=row.verdict,
        rows=row.rows,
        changed=row.changed,
        faults=tuple(map(_fault, faults)),
        annotated=bool(row.annotated),
        given_up=was_given_up(row),
        sent_by=row.sent_by.display_name,
        sent_at=row.sent_at,
        done_at=row.done_at,
    )


def _fault(fault: Fault) -> FaultView:
    shown, error = said(fault), fault.severity is Severity.ERROR
    place_ = place(fault.where)
    return FaultView(place_, error, fault.soft, fault.code, shown.words, shown.remedy)
