"""Who explains away how much: soft findings that were submitted with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhence.evidence import Text
from zhence_web.packbook.forms import return_checks, return_forms
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.registry.models import Site
from zhence_web.records.registry.reads.sites import named_sites
from zhence_web.records.reporting.models import Explained
from zhence_web.records.reporting.reads.lists import below

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One finding that was explained away, with the words that did it."""

    of: int
    unit: str
    period: str
    number: str
    check: Text
    item: Text
    words: Text
    reason: str


@dataclass(frozen=True, slots=True)
class ExplainedUnit:
    """How much one town or park explained away.

    *returns* are its submitted returns, *findings* what was explained in all of
    them, *same* how often its commonest reason was written word for word.
    """

    unit: str
    county: str
    returns: int
    findings: int
    same: int
    commonest: str

    @property
    def per_return(self) -> str:
        """Findings for each submitted return, to one digit; a dash without any."""
        return f"{self.findings / self.returns:.1f}" if self.returns else "—"


@dataclass(frozen=True, slots=True)
class ExplainedView:
    """Units by how much they explained, checks by how often, and the newest lines."""

    units: tuple[ExplainedUnit, ...]
    checks: tuple[tuple[str, Text, int], ...]
    lines: tuple[ExplainedLine, ...]
    total: int


def explained(by: Hand, on: date) -> ExplainedView:
    """Return what the sites below an office explained away, the most first.

    A unit that explained nothing is not listed. The number of queries does not
    grow with the findings.
    """
    seen = below(by, on)
    rows = list(
        Explained.objects.filter(revision__of__in=seen)
        .select_related("revision__of")
        .order_by("-revision__sealed_at", "-id")
    )
    keys = {row.revision.of.site_id for row in rows}
    found = Site.objects.filter(pk__in=keys).select_related("org")
    sites = named_sites(list(found.prefetch_related("aliases")), on)
    submitted = Counter(
        seen.filter(site__in=keys, revisions__sealed_at__isnull=False)
        .distinct()
        .values_list("site_id", flat=True)
    )
    units = []
    for key in keys:
        held = [r for r in rows if r.revision.of.site_id == key]
        reasons = Counter(row.reason for row in held)
        commonest, same = reasons.most_common(1)[0]
        site = sites[key]
        county = "" if site.county is None else site.county.name
        units.append(
            ExplainedUnit(site.name, county, submitted[key], len(held), same, commonest)
        )
    return ExplainedView(
        units=tuple(sorted(units, key=lambda u: (-u.findings, u.unit))),
        checks=_checks(rows),
        lines=tuple(
            _line(row, sites[row.revision.of.site_id].name) for row in rows[:_SHOWN]
        ),
        total=len(rows),
    )


def _checks(rows: Iterable[Explained]) -> tuple[tuple[str, Text, int], ...]:
    counted = Counter(row.number for row in rows)
    return tuple((n, _title(n), times) for n, times in counted.most_common())


def _title(number: str) -> Text:
    check = return_checks().find(number)
    return Text(number, number) if check is None else check.title


def _line(row: Explained, unit: str) -> ExplainedLine:
    of = row.revision.of
    form = return_forms().of(of.form, of.edition)
    item = None if form is None else form.find(row.item)
    return ExplainedLine(
        of=of.pk,
        unit=unit,
        period=of.period,
        number=row.number,
        check=_title(row.number),
        item=Text(row.item, row.item) if item is None else item.indicator.name,
        words=Text(row.zh, row.en),
        reason=row.reason,
    )
