"""What is usual for sites of a type: from figures that the last level accepted.

The type of a site is its form and label, and its category where a list gives it one:
made-up figures are no measure of real ones. Compared is the same period, else the
same one a year before: another quarter is another season. What too few sites told is
not known, and nothing is asked then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from statistics import median

from zhence.periods import Span
from zhence.reporting.checks import Typical
from zhence.reporting.checks.law import OutsideType
from zhence.reporting.growth import year_before
from zhence_web.packbook.forms import return_checks
from zhence_web.records.registry.models import Membership
from zhence_web.records.reporting.facts import period_of
from zhence_web.records.reporting.models import Observation, Return

FEWEST = 5
"""With fewer sites what is usual says nothing, and shows who the others are."""

_OUTERMOST = 20
"""One site in so many lies outside at each end, and at least one."""

Told = Mapping[int, Mapping[str, Fraction]]


def typical_for(row: Return) -> Typical:
    """Return what is usual for a return's site; three queries at most."""
    last = Observation.objects.order_by("-id").values_list("id", "recorded_at").first()
    if last is None:
        return Typical()
    listed = Membership.objects.filter(site=row.site_id, until__isnull=True)
    category = listed.exclude(category="").order_by("-id").values_list("category")
    of = category.first()
    return of_type(row.form, row.label, period_of(row), of[0] if of else "", last)


# A grid asks every few seconds. A new figure makes the key another one.
@lru_cache(maxsize=64)
def of_type(
    form: str, label: str, period: Span, category: str, _last: tuple[object, ...]
) -> Typical:
    """Return what is usual for a type; *_last* is the newest figure of all."""
    spans = (period, year_before(period))
    rows = Observation.objects.filter(
        cell__revision__of__form=form,
        cell__revision__of__starts__in=[span.start for span in spans],
        label=label,
    )
    if category:
        rows = rows.filter(
            site__memberships__category=category, site__memberships__until__isnull=True
        )
    told: dict[date, dict[int, dict[str, Fraction]]] = {}
    for starts, site, item, low, high in rows.order_by("recorded_at", "id").values_list(
        "cell__revision__of__starts", "site_id", "indicator", "low", "high"
    ):
        figures = told.setdefault(starts, {}).setdefault(site, {})
        figures.pop(item, None)
        if low is not None and low == high:
            figures[item] = Fraction(low)
    now, before = (told.get(span.start, {}) for span in spans)
    return usual(now if len(now) >= FEWEST else before)


def usual(told: Told) -> Typical:
    """Return the medians and ranges of the figures of sites, by site and item.

    A median is of what is not zero; zero per something is zero, and counts.
    """
    amounts: dict[str, list[Fraction]] = defaultdict(list)
    for figures in told.values():
        for item, amount in figures.items():
            if amount:
                amounts[item].append(amount)
    tests = [c.test for c in return_checks().checks if isinstance(c.test, OutsideType)]
    shares = {
        (test.item, test.per): _shares(told.values(), test.item, test.per)
        for test in tests
    }
    return Typical(
        medians={i: median(a) for i, a in amounts.items() if len(a) >= FEWEST},
        ranges={of: _range(s) for of, s in shares.items() if len(s) >= FEWEST},
    )


def _shares(
    sites: Iterable[Mapping[str, Fraction]], item: str, per: str
) -> list[Fraction]:
    return sorted(
        figures[item] / figures[per]
        for figures in sites
        if item in figures and figures.get(per, 0) > 0
    )


def _range(ordered: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Return what lies between the outermost sites of either end."""
    left_out = max(1, len(ordered) // _OUTERMOST)
    return ordered[left_out], ordered[-1 - left_out]
