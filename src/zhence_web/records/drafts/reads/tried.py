"""Trials: how far each is, and what would flip, where, by which criterion."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, cast

from django.db.models import QuerySet
from django.utils.timezone import localdate

from zhence.evidence import Text, Verdict
from zhence.packs import Pack
from zhence.rules.explain import VERDICT_NAMES
from zhence_web.packbook import packbook
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Org, OrgName
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import chain_of, parents_on, subtree
from zhence_web.records.drafts.models import Trial
from zhence_web.records.drafts.reads.asking import Incentive, incentives, sentences_of
from zhence_web.records.drafts.reads.editions import WrittenView, written_view
from zhence_web.records.drafts.written import tried_pack


class Told(TypedDict):
    """One change as the simulation writes it."""

    subject: str
    year: int | None
    to: str
    because: list[str]


@dataclass(frozen=True, slots=True)
class Because:
    """A criterion that made a result differ."""

    id: str
    title: Text
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """A result that the reform would change.

    *codes* are those of what the subject lies in, the nearest first.
    """

    subject: str
    codes: tuple[str, ...]
    name: str
    county: str
    category: str
    year: int | None
    before: str
    after: str
    before_name: Text
    after_name: Text
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Of how many results the reform decides otherwise whether rewards are open.

    *gained* would be met and is not, *lost* is met and would not be; *open* would
    become undecided, or is, so that nobody can say.
    """

    gained: int
    lost: int
    open: int


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A trial as lists name it."""

    id: int
    policy: str
    policy_title: Text
    years: str
    changes: Mapping[str, str]
    stage: str
    done: int
    total: int
    percent: int
    message: str
    asked_by: str
    asked_at: datetime
    done_at: datetime | None
    changed: int | None
    draft: int | None
    written: WrittenView | None

    @property
    def over(self) -> bool:
        """Say whether nothing more will come."""
        return self.stage in {"done", "failed"}


@dataclass(frozen=True, slots=True)
class TrialView:
    """A trial with what it found; *counts* are verdict, before and after."""

    line: TrialLine
    edition: str
    pack_hash: str
    sha256: str
    known_at: datetime
    rows: int
    counts: tuple[tuple[str, Text, int, int], ...]
    flips: tuple[Flip, ...]
    cliffs: tuple[Flip, ...]
    by_county: tuple[tuple[str, int], ...]
    by_category: tuple[tuple[str, int], ...]
    criteria: tuple[tuple[Because, int], ...]
    incentives: tuple[Incentive, ...]
    ledger: Ledger
    sentences: tuple[tuple[str, Text], ...]


def trials(by: Hand, today: date) -> tuple[TrialLine, ...]:
    """Return the trials of an organisation and those below, the newest first."""
    rows = (
        _trials()
        .filter(org__in=subtree(by.org, today))
        .defer("outcome", "written__files")
    )
    counted = rows.order_by("-asked_at", "-id")[:50]
    return tuple(_line(row, None) for row in counted)


def trial_line(id_: int, by: Hand, today: date) -> TrialLine | None:
    """Return how far a trial is, without what it found; ``None`` if there is no such.

    Raises:
        NotAllowedError: *by* may not look at it.
    """
    row = _trials().defer("outcome", "written__files").filter(pk=id_).first()
    if row is None:
        return None
    check(by, Action.TRY_REFORM, row.org_id, today)
    return _line(row, None)


def trial(id_: int, by: Hand, today: date) -> TrialView | None:
    """Return one trial, ``None`` if there is no such.

    Raises:
        NotAllowedError: *by* may not look at it.
    """
    row = _trials().filter(pk=id_).first()
    if row is None:
        return None
    check(by, Action.TRY_REFORM, row.org_id, today)
    pack = packbook().sources.packs[row.policy]
    tried = tried_pack(pack, row)
    told = row.outcome
    known = _known(told, localdate(row.known_at))
    before, after = told.get("baseline", {}), told.get("reform", {})
    groups = told.get("by", {})
    changed = [_flip((tried, pack), one, known) for one in told.get("changed", [])]
    return TrialView(
        line=_line(row, len(changed) if row.done_at else None),
        edition=row.edition,
        pack_hash=row.pack_hash,
        sha256=row.sha256,
        known_at=row.known_at,
        rows=int(told.get("rows", 0)),
        counts=tuple(
            (v, VERDICT_NAMES[Verdict(v)], before.get(v, 0), after.get(v, 0))
            for v in sorted({*before, *after})
        ),
        flips=tuple(changed),
        cliffs=tuple(
            _flip((tried, pack), one, known) for one in told.get("cliffs", [])
        ),
        by_county=tuple(groups.get("county", {}).items()),
        by_category=tuple(
            (_category((tried, pack), name), n)
            for name, n in groups.get("category", {}).items()
        ),
        criteria=tuple(
            (_because((tried, pack), name), n)
            for name, n in told.get("criteria", {}).items()
        ),
        incentives=incentives(pack),
        ledger=_ledger(changed),
        sentences=sentences_of(pack, tried),
    )


def _trials() -> QuerySet[Trial]:
    return Trial.objects.select_related(
        "progress", "asked_by", "draft", "org", "written__draft"
    )


def _line(row: Trial, changed: int | None) -> TrialLine:
    pack = packbook().sources.packs.get(row.policy)
    held, progress = getattr(row, "draft", None), row.progress
    return TrialLine(
        id=row.pk,
        policy=row.policy,
        policy_title=Text(row.policy, row.policy) if pack is None else pack.title,
        years=f"{row.first_year}–{row.last_year}",
        changes=row.changes,
        stage=progress.stage,
        done=progress.done,
        total=progress.total,
        percent=progress.done * 100 // progress.total if progress.total else 0,
        message=progress.message,
        asked_by=row.asked_by.display_name,
        asked_at=row.asked_at,
        done_at=row.done_at,
        changed=changed,
        draft=None if held is None else held.pk,
        written=None if row.written is None else written_view(row.written),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    names: Mapping[str, str]
    counties: Mapping[str, str]
    categories: Mapping[str, str]
    ways: Mapping[str, tuple[str, ...]]


def _known(told: Mapping[str, object], on: date) -> _Known:
    """Return the names and places of the subjects, as of a day; three queries."""
    codes = cast("Mapping[str, int]", told.get("members", {}))
    rows = OrgName.objects.filter(org__code__in=list(codes), since__lte=on)
    names = dict(rows.order_by("since").values_list("org__code", "zh"))
    of = cast("Mapping[str, Mapping[str, str]]", told.get("of", {}))
    parents, orgs = parents_on(on), dict(Org.objects.values_list("id", "code"))
    ways = {
        code: tuple(orgs[above] for above in chain_of(org, parents)[1:])
        for org, code in orgs.items()
        if code in codes
    }
    return _Known(names, of.get("county", {}), of.get("category", {}), ways)


def _flip(packs: tuple[Pack, ...], told: Told, known: _Known) -> Flip:
    before = str(cast("Mapping[str, object]", told)["from"])
    return Flip(
        subject=told["subject"],
        codes=known.ways.get(told["subject"], ()),
        name=known.names.get(told["subject"], told["subject"]),
        county=known.counties.get(told["subject"], "—"),
        category=_category(packs, known.categories.get(told["subject"], "—")),
        year=told["year"],
        before=before,
        after=told["to"],
        before_name=VERDICT_NAMES[Verdict(before)],
        after_name=VERDICT_NAMES[Verdict(told["to"])],
        because=tuple(_because(packs, name) for name in told["because"]),
    )


def _category(packs: tuple[Pack, ...], name: str) -> str:
    named = (pack.rulebook.categories.get(name) for pack in packs)
    return next((held.title.zh for held in named if held is not None), name)


def _ledger(flips: Iterable[Flip]) -> Ledger:
    """Count flips by what they would open or close."""
    gained = lost = left = 0
    for flip in flips:
        before, after = Verdict(flip.before), Verdict(flip.after)
        if before.undecided or after.undecided:
            left += 1
        elif after.accepted and not before.accepted:
            gained += 1
        elif before.accepted and not after.accepted:
            lost += 1
    return Ledger(gained, lost, left)


def _because(packs: tuple[Pack, ...], name: str) -> Because:
    """Return a criterion as the reform names it, or as it was."""
    for pack in packs:
        held = pack.rulebook.criteria.get(name)
        if held is not None:
            return Because(name, held.title, held.clauses)
    return Because(name, Text(name, name), ())
