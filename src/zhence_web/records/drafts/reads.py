"""Trials, drafts and the parameters of a policy, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, cast

from django.db.models import QuerySet
from django.utils.timezone import localdate

from zhence.errors import Fault, ZhenceError
from zhence.evidence import Text, Verdict
from zhence.packs import Pack
from zhence.packs.diff import differences
from zhence.rules.explain import VERDICT_NAMES
from zhence_web.packbook import packbook
from zhence_web.packbook.figures import unit_name
from zhence_web.packbook.implements import in_both, value_text
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Org, OrgName
from zhence_web.records.accounts.permissions import Action, may
from zhence_web.records.accounts.tree import chain_of, parents_on, scope_of, subtree
from zhence_web.records.drafts.drafting import APPROVED, DRAFT, SUBMITTED
from zhence_web.records.drafts.models import PolicyDraft, Trial
from zhence_web.records.drafts.reforming import draft_pack, pack_named, reform
from zhence_web.records.registry.models import Membership

STATES: Mapping[str, Text] = {
    DRAFT: Text("草拟中", "being drafted"),
    SUBMITTED: Text("待审核", "waiting for review"),
    APPROVED: Text("已审核（仍非法规）", "approved (and still no law)"),
}
_VERBS: Mapping[str, Text] = {
    "save": Text("保存", "saved"),
    "submit": Text("提交审核", "handed in"),
    "approve": Text("审核通过", "approved"),
    "send_back": Text("退回", "sent back"),
}


class Told(TypedDict):
    """One change as the simulation writes it."""

    subject: str
    year: int | None
    to: str
    because: list[str]


@dataclass(frozen=True, slots=True)
class Control:
    """A parameter with its value now; *choices* empty: it is typed."""

    id: str
    title: Text
    unit: Text
    now: Text
    choices: tuple[str, ...]
    clauses: tuple[str, ...]


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
class Incentive:
    """What the pack says follows in money, land or service; *known*: an amount."""

    id: str
    title: Text
    rule: Text
    known: bool
    clauses: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a draft's history."""

    verb: Text
    who: Text
    office: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft edition: what it changes, in words, and who has done what with it."""

    id: int
    title: str
    reason: str
    state: str
    state_name: Text
    version: int
    trial: int
    policy: str
    policy_title: Text
    edition: str
    changes: Mapping[str, str]
    sentences: tuple[tuple[str, Text], ...]
    steps: tuple[Step, ...]
    may_submit: bool
    may_review: bool


def policies_here(by: Hand, today: date) -> tuple[tuple[str, Text], ...]:
    """Return the policies that have members below a hand, by id."""
    rows = Membership.objects.filter(site__org__in=subtree(by.org, today))
    held = set(rows.values_list("policy", flat=True).distinct())
    packs = packbook().sources.packs
    return tuple((id_, packs[id_].title) for id_ in sorted(held) if id_ in packs)


def controls(policy: str, today: date) -> tuple[Control, ...]:
    """Return the parameters of a policy, each with its value in force on a day.

    Raises:
        RefusedError: there is no such policy.
    """
    pack = pack_named(policy)
    found = []
    for parameter in pack.rulebook.parameters.values():
        held = parameter.on(today) or parameter.on(None)
        citation = None if held is None else held.citation
        found.append(
            Control(
                id=parameter.id,
                title=parameter.title,
                unit=unit_name(parameter.unit.name) if parameter.unit else Text("", ""),
                now=value_text(None if held is None else held.value),
                choices=parameter.levels or parameter.choices,
                clauses=() if citation is None else citation.clauses,
            )
        )
    return tuple(found)


def refusals(policy: str, changes: Mapping[str, str]) -> tuple[Fault, ...]:
    """Return everything that is wrong with a reform; nothing where it is sound."""
    try:
        reform(pack_named(policy), changes)
    except ZhenceError as error:
        return error.faults
    return ()


def trials(by: Hand, today: date) -> tuple[TrialLine, ...]:
    """Return the trials of an organisation and those below, the newest first."""
    rows = _trials().filter(org__in=subtree(by.org, today)).defer("outcome")
    counted = rows.order_by("-asked_at", "-id")[:50]
    return tuple(_line(row, None) for row in counted)


def trial_line(id_: int, by: Hand, today: date) -> TrialLine | None:
    """Return how far a trial is, without what it found; ``None`` if there is no such.

    Raises:
        NotAllowedError: *by* may not look at it.
    """
    row = _trials().defer("outcome").filter(pk=id_).first()
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
    told = row.outcome
    known = _known(told, localdate(row.known_at))
    before, after = told.get("baseline", {}), told.get("reform", {})
    groups = told.get("by", {})
    changed = [_flip(pack, one, known) for one in told.get("changed", [])]
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
        cliffs=tuple(_flip(pack, one, known) for one in told.get("cliffs", [])),
        by_county=tuple(groups.get("county", {}).items()),
        by_category=tuple(
            (_category(pack, name), n) for name, n in groups.get("category", {}).items()
        ),
        criteria=tuple(
            (_because(pack, name), n) for name, n in told.get("criteria", {}).items()
        ),
        incentives=incentives(pack),
        ledger=_ledger(changed),
        sentences=_sentences(pack, draft_pack(pack, row.changes)),
    )


def incentives(pack: Pack) -> tuple[Incentive, ...]:
    """Return what the pack says follows; an amount it does not give is not zero."""
    return tuple(
        Incentive(
            id_,
            in_both(model.title),
            in_both(model.rule),
            model.amount != "missing",
            tuple(model.clauses),
        )
        for id_, model in pack.incentives.items()
    )


def drafts(by: Hand, today: date) -> tuple[DraftView, ...]:
    """Return the drafts of an organisation and those below, the newest first."""
    rows = _drafts().filter(trial__org__in=subtree(by.org, today)).order_by("-pk")
    return tuple(_draft(row, by, today) for row in rows[:50])


def draft(id_: int, by: Hand, today: date) -> DraftView | None:
    """Return one draft, ``None`` if there is no such.

    Raises:
        NotAllowedError: *by* may not look at it.
    """
    row = _drafts().filter(pk=id_).first()
    if row is None:
        return None
    check(by, Action.TRY_REFORM, row.trial.org_id, today)
    return _draft(row, by, today)


def compared(one: DraftView, other: DraftView) -> tuple[tuple[str, Text], ...]:
    """Return what differs between two drafts, in words; the weightiest first."""
    first = draft_pack(pack_named(one.policy), one.changes)
    return _sentences(first, draft_pack(pack_named(other.policy), other.changes))


def _sentences(old: Pack, new: Pack) -> tuple[tuple[str, Text], ...]:
    return tuple((c.severity.value, c.sentence) for c in differences(old, new))


def _trials() -> QuerySet[Trial]:
    return Trial.objects.select_related("progress", "asked_by", "draft", "org")


def _drafts() -> QuerySet[PolicyDraft]:
    rows = PolicyDraft.objects.select_related("trial")
    return rows.prefetch_related("acts__by", "acts__deputy_of__user")


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


def _flip(pack: Pack, told: Told, known: _Known) -> Flip:
    before = str(cast("Mapping[str, object]", told)["from"])
    return Flip(
        subject=told["subject"],
        codes=known.ways.get(told["subject"], ()),
        name=known.names.get(told["subject"], told["subject"]),
        county=known.counties.get(told["subject"], "—"),
        category=_category(pack, known.categories.get(told["subject"], "—")),
        year=told["year"],
        before=before,
        after=told["to"],
        before_name=VERDICT_NAMES[Verdict(before)],
        after_name=VERDICT_NAMES[Verdict(told["to"])],
        because=tuple(_because(pack, name) for name in told["because"]),
    )


def _category(pack: Pack, name: str) -> str:
    named = pack.rulebook.categories.get(name)
    return name if named is None else named.title.zh


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


def _because(pack: Pack, name: str) -> Because:
    held = pack.rulebook.criteria.get(name)
    if held is None:
        return Because(name, Text(name, name), ())
    return Because(name, held.title, held.clauses)


def _draft(row: PolicyDraft, by: Hand, today: date) -> DraftView:
    found = row.trial
    pack = packbook().sources.packs[found.policy]
    scope = scope_of(by.org, found.org_id, today)
    hands = {
        name
        for act in row.acts.all()
        if act.verb in {"save", "submit"}
        for name in (act.by.username, act.deputy_of and act.deputy_of.user.username)
        if name
    }
    own = bool(by.people & (hands | {found.asked_by.username}))
    reviews = may(by.role, scope, Action.REVIEW_DRAFT, row.state, own_work=own) is None
    offices = dict(
        OrgName.objects.filter(
            org__in={a.office_id for a in row.acts.all()}, since__lte=today
        )
        .order_by("since")
        .values_list("org_id", "zh")
    )
    return DraftView(
        id=row.pk,
        title=row.title,
        reason=row.reason,
        state=row.state,
        state_name=STATES[row.state],
        version=row.version,
        trial=row.trial_id,
        policy=found.policy,
        policy_title=pack.title,
        edition=found.edition,
        changes=found.changes,
        sentences=_sentences(pack, draft_pack(pack, found.changes)),
        steps=tuple(
            Step(
                _VERBS[act.verb],
                _who(
                    act.by.display_name,
                    act.deputy_of.user.display_name if act.deputy_of else "",
                ),
                offices.get(act.office_id, ""),
                act.at,
                act.note,
            )
            for act in sorted(row.acts.all(), key=lambda a: a.pk)
        ),
        may_submit=row.state == DRAFT
        and may(by.role, scope, Action.TRY_REFORM) is None,
        may_review=row.state == SUBMITTED and reviews,
    )


def _who(name: str, principal: str) -> Text:
    if not principal:
        return Text(name, name)
    return Text(f"{name} 代 {principal}", f"{name} for {principal}")
