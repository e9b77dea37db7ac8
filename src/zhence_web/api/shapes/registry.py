"""Towns and parks on record, and what they contain. Money is in 分, exactly."""

from __future__ import annotations

from datetime import date, datetime

from zhence_web.api.shapes.parts import Both, Figure, Out


class PlaceOut(Out):
    """An organisation as it is named on the day."""

    code: str
    name: str


class SiteLine(Out):
    """A town or park; *label* says whether it is real."""

    number: int
    code: str
    name: str
    kind: str
    city: PlaceOut | None
    county: PlaceOut | None
    opened_on: date
    closed_on: date | None
    label: str


class SiteOut(SiteLine):
    """A site with its other names, and those before and after with their first days."""

    aliases: list[tuple[str, str]]
    names: list[tuple[date, str]]


class RulingOut(Out):
    """A ruling on a category, with its paper and why."""

    category: Both
    since: date
    document: str
    reason: str
    recorded_at: datetime


class MembershipOut(Out):
    """A membership as known at a moment; days that nobody knows are ``null``."""

    membership: int
    policy: str
    policy_title: Both
    list_name: str
    state: str
    state_name: Both
    category: Both | None
    lead_industries: list[str]
    listed_on: date | None
    since: date | None
    until: date | None
    document: str
    reason: str
    end_reason: str
    recorded_at: datetime
    rulings: list[RulingOut]


class TenancyOut(Out):
    """A firm in a site; *override*: why a code that does not check was kept."""

    tenancy: int
    credit_code: str
    name: str
    checks: bool
    override: str
    since: date | None
    until: date | None
    registered_in: str
    taxed_in: str
    label: str


class ProjectOut(Out):
    """One version of a project's file; amounts in 分, an unknown part is ``null``."""

    code: str
    name: str
    use: str
    use_name: Both
    lead: bool | None
    amount: Figure
    residential: Figure | None
    complex: Figure | None
    split: bool
    since: date | None
    last: date | None
    note: str
    label: str
    recorded_at: datetime
    version: int


class PaperOut(Out):
    """A document's particulars; *sha256* empty: it is cited and not held here."""

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


class ListLine(Out):
    """A list that is kept under a policy."""

    policy: str
    title: Both
    list_name: str


class ListedOut(Out):
    """Who was on a list on a day; *dated* false: from a day that nobody saw."""

    site: SiteLine
    dated: bool
    state: str
    state_name: Both
    category: Both | None
    since: date | None
    until: date | None
    document: str
