"""What is put on record of a site: names, lists, firms, projects and documents."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field

from zhence.evidence import Label
from zhence_web.api.asked import Asked, Day, Number
from zhence_web.api.shapes.parts import Both, Out
from zhence_web.api.shapes.returns import Body, Text300
from zhence_web.records.registry.actions import (
    Listing,
    Paper,
    ProjectFile,
    Tenant,
)

Name120 = Annotated[str, Field(min_length=1, max_length=120)]
Word = Annotated[str, Field(max_length=48)]
Place = Annotated[str, Field(max_length=64)]
Reason = Annotated[str, Field(min_length=1, max_length=300)]
Cents = Annotated[int, Field(ge=0, le=2**63 - 1)]
Leads = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=48)]],
    Field(default_factory=list, max_length=20),
]
_DAY = timedelta(days=1)


class AliasIn(Body):
    """Another name by which people know a site."""

    name: Name120
    note: Annotated[str, Field(max_length=200)] = ""


class RenameIn(Body):
    """Another name from a day on; *document* is the number of the paper."""

    zh: Name120
    en: Annotated[str, Field(max_length=160)] = ""
    since: Day
    document: Annotated[str, Field(min_length=1, max_length=160)]


class ListingIn(Body):
    """A site comes on a list; *document* is the key of the paper that lists it.

    *listed_on* is the day that its terms are counted from, ``null``: *since*.
    *category* empty is not known.
    """

    policy: Annotated[str, Field(min_length=1, max_length=32)]
    list_name: Word
    state: Word
    since: Day
    document: Number
    listed_on: Day | None = None
    category: Word = ""
    lead_industries: Leads
    stay_first_year: Annotated[int, Field(ge=1950, le=2099)] | None = None
    reason: Text300 = ""

    def told(self, site: int) -> Listing:
        """Return it as the deed takes it."""
        held = {**dict(self), "lead_industries": tuple(self.lead_industries)}
        return Listing(site=site, **held)


class EndIn(Body):
    """The first day on which a membership no longer holds, and why."""

    until: Day
    reason: Reason
    document: Number | None = None


class CorrectionIn(Body):
    """Of which category a membership is from a day on, by which document and why."""

    category: Word
    since: Day
    document: Number
    reason: Reason
    lead_industries: Leads


class TenantIn(Body):
    """A firm in a site; ``null``: that day is not known.

    *registered_in* and *taxed_in* empty: here. *override* is why a code whose check
    character is wrong is kept.
    """

    credit_code: Annotated[str, Field(min_length=1, max_length=60)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    since: Day | None = None
    until: Day | None = None
    registered_in: Place = ""
    taxed_in: Place = ""
    override: Text300 = ""

    def told(self, label: Label) -> Tenant:
        """Return it as the deed takes it."""
        return Tenant(**dict(self), label=label)


class SettledOut(Out):
    """The tenancy that was recorded; *notes*: what was read otherwise than sent."""

    tenancy: int
    notes: list[Both]


class LeavingIn(Body):
    """Which tenancy ended, and the first day on which the firm is gone."""

    tenancy: Number
    until: Day


class ProjectIn(Body):
    """A project's file; amounts in 分, an unknown part is ``null``, never 0.

    *amount_high* ``null``: *amount* is exact. *since* and *last* are the first and the
    last day of the investment.
    """

    code: Annotated[str, Field(min_length=1, max_length=64)]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    use: Annotated[str, Field(min_length=1, max_length=32)]
    amount: Cents
    amount_high: Cents | None = None
    lead: bool | None = None
    residential: Cents | None = None
    complex: Cents | None = None
    since: Day | None = None
    last: Day | None = None
    note: Text300 = ""

    def told(self) -> ProjectFile:
        """Return it as the deed takes it."""
        return ProjectFile(
            name=self.name,
            use=self.use,
            amount_low=self.amount,
            amount_high=self.amount if self.amount_high is None else self.amount_high,
            lead=self.lead,
            residential=self.residential,
            complex=self.complex,
            since=self.since,
            until=None if self.last is None else self.last + _DAY,
        )


class CitedIn(Body):
    """A document that is cited and not held here."""

    title: Annotated[str, Field(min_length=1, max_length=300)]
    number: Annotated[str, Field(max_length=120)] = ""
    issuer: Annotated[str, Field(max_length=160)] = ""
    issued_on: Day | None = None
    link: Annotated[str, Field(max_length=600)] = ""

    def told(self, site: int | None, label: Label) -> Paper:
        """Return it as the deed takes it."""
        return Paper(site=site, label=label, **dict(self))


class FiledAsked(Asked):
    """What a file is called, and what is known of the document that it is.

    Its kind is told by the end of *name*.
    """

    name: Annotated[str, Field(max_length=120)] = ""
    title: Annotated[str, Field(max_length=300)] = ""
    number: Annotated[str, Field(max_length=120)] = ""
    issuer: Annotated[str, Field(max_length=160)] = ""
    issued_on: Day | None = None
    link: Annotated[str, Field(max_length=600)] = ""

    def told(self, site: int | None, label: Label) -> Paper:
        """Return it as the deed takes it."""
        known = {name: told for name, told in dict(self).items() if name != "name"}
        return Paper(site=site, label=label, **known)


class FirmYearOut(Out):
    """A firm in one year: money in 分, staff in persons, ``null`` unknown, never 0.

    *inapplicable* are the figures that do not apply to it; *versions* is how often it
    was said; *source* is the hash of that roster.
    """

    year: int
    credit_code: str
    name: str
    revenue: int | None
    tax: int | None
    staff: int | None
    inapplicable: list[str]
    versions: int
    recorded_at: datetime
    source: str
    label: str
