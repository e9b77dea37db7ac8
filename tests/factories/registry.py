"""Sites on the small tree, their papers and lists, made by the real actions."""

from datetime import UTC, date, datetime

from zhence.evidence import Label
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.models import Document, Site
from zhence_web.records.registry.actions import Listing, Paper, enlist, file_document

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
"""Noon of the first of March 2026 where the site stands."""

LISTED = date(2018, 3, 1)


def site(org: int, number: int = 1, kind: str = "town") -> int:
    """Make an organisation of the tree a site and return its key."""
    made = Site.objects.create(
        number=number, org_id=org, kind=kind, label=Label.SYNTHETIC
    )
    return int(made.pk)


def paper(by: Hand, number: str = "示例〔2018〕1号", at: datetime = NOON) -> int:
    """Put a document about lists on record and return its key."""
    told = Paper(None, f"关于公布名单的通知 {number}", Label.SYNTHETIC, number)
    return file_document(paper=told, by=by, at=at)


def cited() -> int:
    """Put a document on record that nobody filed, and return its key."""
    made = Document.objects.create(
        title="示例通知", number="示例〔2018〕9号", label="synthetic", recorded_at=NOON
    )
    return int(made.pk)


def member(
    held: int,
    by: Hand,
    *,
    policy: str = "NT2017",
    list_name: str = "municipal",
    state: str = "CREATION",
    category: str = "high_end_manufacturing",
    since: date = LISTED,
    at: datetime = NOON,
) -> int:
    """Put a site on a list and return the membership's key."""
    told = Listing(
        site=held,
        policy=policy,
        list_name=list_name,
        state=state,
        since=since,
        document=cited(),
        category=category,
        stay_first_year=since.year,
    )
    return enlist(listing=told, by=by, at=at)
