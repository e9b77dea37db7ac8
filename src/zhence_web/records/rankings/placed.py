"""The firms of a run by place: how many, their land and tax, the shares of bands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import Count, F, Q, Sum
from django.utils.timezone import localdate

from zhence_web.records.accounts.models import Org
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.rankings.models import FirmGrade, GradeRun
from zhence_web.records.rankings.named import FINE, names_of


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of a run. *code* is its division's, empty where nobody knows it.

    *land* in 亩, *tax* in 万元 and *per_mu* in 万元/亩 are of the firms of which both
    are known, *known* of all *firms*; ``None``: of nobody. *bands* counts the final
    bands in the order of the run; *graded* is their sum.
    """

    name: str
    code: str
    firms: int
    known: int
    land: Fraction | None
    tax: Fraction | None
    bands: tuple[tuple[str, int], ...]

    @property
    def land_text(self) -> str:
        """Return the land as it is shown, empty where it is unknown."""
        return shown(self.land)

    @property
    def tax_text(self) -> str:
        """Return the tax as it is shown, empty where it is unknown."""
        return shown(self.tax)

    @property
    def per_mu_text(self) -> str:
        """Return tax per mu as it is shown, empty where there is none."""
        return shown(self.per_mu)

    @property
    def shares(self) -> tuple[tuple[str, int, int | None], ...]:
        """Return each band with its firms, and their share of the graded in %."""
        whole = self.graded
        return tuple(
            (band, n, round(Fraction(100 * n, whole)) if whole else None)
            for band, n in self.bands
        )

    @property
    def per_mu(self) -> Fraction | None:
        """Return tax per mu, ``None`` where there is no land to divide by."""
        return self.tax / self.land if self.tax is not None and self.land else None

    @property
    def graded(self) -> int:
        """Return how many have a final band."""
        return sum(n for _, n in self.bands)

    @property
    def best(self) -> Fraction | None:
        """Return the share of the first band, ``None`` where nobody is graded."""
        return Fraction(self.bands[0][1], self.graded) if self.graded else None


@dataclass(frozen=True, slots=True)
class Placed:
    """The places of a run, by name, and the code of the division they lie in."""

    within: str
    bands: tuple[str, ...]
    rows: tuple[PlaceRow, ...]

    @property
    def best(self) -> Fraction | None:
        """Return the share of the first band in all places, ``None``: of nobody."""
        graded = sum(row.graded for row in self.rows)
        first = sum(row.bands[0][1] for row in self.rows if row.bands)
        return Fraction(first, graded) if graded else None


@dataclass(slots=True)
class _Counted:
    firms: int = 0
    known: int = 0
    land: int = 0
    tax: int = 0
    bands: dict[str, int] = field(default_factory=dict)


def by_place(run: int, bands: Iterable[str]) -> Placed:
    """Return the places that the firms of a run name; added up by the database."""
    asked = GradeRun.objects.select_related("org").defer("content").get(pk=run)
    both = Q(land__isnull=False, tax__isnull=False)
    rows = (
        FirmGrade.objects.filter(run=run)
        .exclude(place="")
        .values("place", "final")
        .annotate(
            firms=Count("pk"),
            known=Count("pk", filter=both),
            held=Sum(F("land"), filter=both),
            paid=Sum(F("tax"), filter=both),
        )
        .order_by("place", "final")
    )
    found: dict[str, _Counted] = {}
    for row in rows:
        told = found.setdefault(row["place"], _Counted())
        told.firms += row["firms"]
        told.known += row["known"]
        told.land += row["held"] or 0
        told.tax += row["paid"] or 0
        told.bands[row["final"]] = row["firms"]
    codes = _codes(asked) if found else {}
    order = tuple(bands)
    return Placed(
        within=asked.org.code,
        bands=order,
        rows=tuple(
            PlaceRow(
                name=name,
                code=codes.get(name, ""),
                firms=told.firms,
                known=told.known,
                land=Fraction(told.land, FINE) if told.known else None,
                tax=Fraction(told.tax, FINE) if told.known else None,
                bands=tuple((band, told.bands.get(band, 0)) for band in order),
            )
            for name, told in found.items()
        ),
    )


def shown(amount: Fraction | None) -> str:
    """Return an amount with two digits and its thousands apart; nothing for none.

    >>> shown(Fraction(24691, 20)), shown(None)
    ('1,234.55', '')
    """
    if amount is None:
        return ""
    cents = int(amount * 100 + Fraction(1, 2))
    return f"{cents // 100:,}.{cents % 100:02}"


def _codes(run: GradeRun) -> dict[str, str]:
    """Return the division codes below an office by the name that they bore then."""
    on = localdate(run.asked_at)
    held = dict(
        Org.objects.filter(pk__in=subtree(run.org_id, on)).values_list("pk", "code")
    )
    names = names_of(held, on)
    return {names[pk]: code for pk, code in held.items() if pk in names}
