"""What the public may see of a site's record: published decisions, each with its trail.

No person is named here; who signed stands in the audit, for those who may look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhence.evidence import Text
from zhence_web.packbook import packbook
from zhence_web.records.accounts.reads import name_of
from zhence_web.records.assessment.findings import FindingView, findings_of
from zhence_web.records.assessment.models import Answer
from zhence_web.records.audit.models import Entry
from zhence_web.records.lifecycle.reads import DecisionView, public_decisions
from zhence_web.records.registry.models import Site
from zhence_web.records.reporting.published import Series, series_of

_DEEDS = {
    "lifecycle.record_decision": Text("登记决定", "decision recorded"),
    "lifecycle.publish_decision": Text("公布", "published"),
    "lifecycle.withdraw_decision": Text("撤销", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the audit chain: what was done, and the seal that proves it."""

    seq: int
    at: datetime
    title: Text
    digest: str


@dataclass(frozen=True, slots=True)
class Rested:
    """What a decision answered: a proposal of a run, by one text, on one snapshot.

    *findings* are the criteria of that proposal as they were judged then: whoever
    publishes a decision publishes what it was taken on.
    """

    followed: bool
    policy: str
    year: int
    edition: str
    pack_hash: str
    snapshot: str
    clauses: tuple[str, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A published decision; *rested* ``None``: it answered no proposal."""

    decision: DecisionView
    rested: Rested | None
    trail: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PublicSite:
    """A site on record, as everybody may see it."""

    number: int
    name: str
    label: str
    decisions: tuple[Published, ...]
    series: tuple[Series, ...]


def public_site(number: int, on: date) -> PublicSite | None:
    """Return what is published about a site, ``None`` if no site has the number."""
    site = Site.objects.filter(number=number).first()
    if site is None:
        return None
    told = public_decisions(number, on)
    trails = _trails([d.id for d in told])
    rested = _rested([d.id for d in told])
    return PublicSite(
        number=number,
        name=name_of(site.org_id, on),
        label=site.label,
        decisions=tuple(
            Published(d, rested.get(d.id), tuple(trails.get(d.id, ()))) for d in told
        ),
        series=series_of(number),
    )


def _trails(decisions: list[int]) -> dict[int, list[Link]]:
    rows = Entry.objects.filter(
        object_kind="decision",
        object_id__in=[str(key) for key in decisions],
        action__in=_DEEDS,
    )
    found: dict[int, list[Link]] = {}
    for row in rows.order_by("seq"):
        link = Link(row.seq, row.at, _DEEDS[row.action], row.digest)
        found.setdefault(int(row.object_id), []).append(link)
    return found


def _rested(decisions: list[int]) -> dict[int, Rested]:
    rows = Answer.objects.filter(decision__in=decisions)
    packs = packbook().sources.packs
    found: dict[int, Rested] = {}
    for row in rows.select_related("result__run__snapshot"):
        run, proposal = row.result.run, row.result.dossier["proposal"]
        snapshot = run.snapshot
        found[row.decision_id] = Rested(
            followed=row.follows,
            policy=run.policy,
            year=run.year,
            edition="" if snapshot is None else snapshot.edition,
            pack_hash="" if snapshot is None else snapshot.pack_hash,
            snapshot="" if snapshot is None else snapshot.sha256,
            clauses=tuple(proposal["clauses"]),
            findings=findings_of(row.result.dossier, packs.get(run.policy)),
        )
    return found
