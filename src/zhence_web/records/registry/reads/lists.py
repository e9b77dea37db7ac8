"""Lists at any date, and the history of a site's memberships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhence.evidence import Text
from zhence_web.packbook import packbook
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.registry.facts import ruling_on
from zhence_web.records.registry.models import Document, Membership
from zhence_web.records.registry.reads.sites import SiteView, named_sites


@dataclass(frozen=True, slots=True)
class RulingView:
    """A ruling on a category, with its paper and why."""

    category: Text
    since: date
    document: str
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A membership as known at a moment; days that nobody knows are ``None``.

    *state* is the one it began with. *category* holds on the day asked about.
    """

    membership: int
    policy: str
    policy_title: Text
    list_name: str
    state: str
    state_name: Text
    category: Text | None
    lead_industries: tuple[str, ...]
    listed_on: date | None
    since: date | None
    until: date | None
    document: str
    reason: str
    end_reason: str
    recorded_at: datetime
    rulings: tuple[RulingView, ...]

    def holds(self, on: date) -> bool:
        """Say whether it surely holds on a day: one without a first day does not."""
        begun = self.since is not None and self.since <= on
        return begun and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class ListRow:
    """A site on a list."""

    site: SiteView
    membership: MembershipView


@dataclass(frozen=True, slots=True)
class ListEdition:
    """A list on a day, as known at a moment.

    *undated* are on it from a day that nobody saw; they are not counted in *rows*.
    """

    policy: str
    list_name: str
    on: date
    rows: tuple[ListRow, ...]
    undated: tuple[ListRow, ...]


def list_on(  # a list has as many sides
    policy: str, list_name: str, on: date, known_at: datetime, by: Hand, today: date
) -> ListEdition:
    """Return who was on a list on a day, as far as *by* may see."""
    below = subtree(by.org, today)
    held = (
        Membership.objects.filter(
            policy=policy,
            list_name=list_name,
            recorded_at__lte=known_at,
            site__org__in=below,
        )
        .select_related("site__org", "document")
        .prefetch_related("category_rulings__document", "site__aliases")
        .order_by("site__number", "since")
    )
    rows = list(held)
    sites = named_sites({row.site_id: row.site for row in rows}.values(), on)
    views = [ListRow(sites[r.site_id], _view(r, on, known_at)) for r in rows]
    return ListEdition(
        policy,
        list_name,
        on,
        tuple(v for v in views if v.membership.holds(on)),
        tuple(
            v
            for v in views
            if v.membership.since is None
            and (v.membership.until is None or on < v.membership.until)
        ),
    )


def lists_kept() -> tuple[tuple[str, Text, str], ...]:
    """Return every list that is kept: policy, its title, and the list's name."""
    return tuple(
        (id_, pack.title, name)
        for id_, pack in sorted(packbook().sources.packs.items())
        if pack.lifecycle is not None
        for name in pack.lists
    )


def memberships_of(
    site: int, on: date, known_at: datetime
) -> tuple[MembershipView, ...]:
    """Return a site's memberships as known at a moment, the latest first."""
    rows = (
        Membership.objects.filter(site=site, recorded_at__lte=known_at)
        .select_related("site__org", "document")
        .prefetch_related("category_rulings__document")
    )
    views = [_view(row, on, known_at) for row in rows]
    return tuple(
        sorted(views, key=lambda v: (v.since or date.min, v.membership), reverse=True)
    )


def _view(row: Membership, on: date, known_at: datetime) -> MembershipView:
    pack = packbook().sources.packs.get(row.policy)
    states = pack.lifecycle.states if pack is not None and pack.lifecycle else {}
    ruling = ruling_on(row, on, known_at)
    code = row.category if ruling is None else ruling.category
    leads = row.lead_industries if ruling is None else ruling.lead_industries
    ended = row.ended_at is None or row.ended_at <= known_at
    state = states.get(row.state)
    return MembershipView(
        membership=row.pk,
        policy=row.policy,
        policy_title=pack.title if pack is not None else _said(row.policy),
        list_name=row.list_name,
        state=row.state,
        state_name=state.title if state is not None else _said(row.state),
        category=_category(row.policy, code),
        lead_industries=tuple(leads),
        listed_on=row.listed_on,
        since=row.since,
        until=row.until if ended else None,
        document="" if row.document is None else _paper(row.document),
        reason=row.reason,
        end_reason=row.end_reason if ended else "",
        recorded_at=row.recorded_at,
        rulings=_rulings(row, known_at),
    )


def _rulings(row: Membership, known_at: datetime) -> tuple[RulingView, ...]:
    known = [r for r in row.category_rulings.all() if r.recorded_at <= known_at]
    return tuple(
        RulingView(
            _category(row.policy, r.category) or _said(r.category),
            r.since,
            _paper(r.document),
            r.reason,
            r.recorded_at,
        )
        for r in sorted(known, key=lambda r: (r.since, r.recorded_at))
    )


def categories_of(policy: str) -> tuple[tuple[str, Text], ...]:
    """Return a policy's categories, by its own order; none for an unknown one."""
    pack = packbook().sources.packs.get(policy)
    if pack is None:
        return ()
    return tuple((c.id, c.title) for c in pack.rulebook.categories.values())


def states_of(policy: str) -> tuple[tuple[str, Text], ...]:
    """Return the states of a policy's life cycle, by its own order."""
    pack = packbook().sources.packs.get(policy)
    if pack is None or pack.lifecycle is None:
        return ()
    return tuple((s.id, s.title) for s in pack.lifecycle.states.values())


def _category(policy: str, code: str) -> Text | None:
    if not code:
        return None
    return dict(categories_of(policy)).get(code, _said(code))


def _paper(document: Document) -> str:
    return document.number or document.title


def _said(word: str) -> Text:
    return Text(word, word)
