"""Races as pages show them: to their office all of them, to everybody the published."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localdate

from zhence.evidence import Text
from zhence.units import decimal_text
from zhence_web.kit.exports import Table
from zhence_web.packbook.rewards import (
    blank_entries,
    drafts_behind,
    notes_of,
    rewards,
)
from zhence_web.records.accounts.gate import allowed, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import RIGHTS, Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.rankings.entrants import KINDS
from zhence_web.records.rankings.models import RaceResult, RaceRun
from zhence_web.records.rankings.named import names_of

FATES: Mapping[str, Text] = {
    "awarded": Text("获奖", "awarded"),
    "pending": Text("同分待定", "tied at the line"),
    "behind": Text("未获奖", "not awarded"),
    "unknown": Text("数据不全，不参与排名", "a part is unknown: not ranked"),
}
_DIGITS = 4
_ORDER = {"awarded": 0, "pending": 0, "behind": 0, "unknown": 1}


@dataclass(frozen=True, slots=True)
class Heat:
    """A race as lists name it."""

    id: int
    method: str
    title: Text
    year: int
    office: str
    label: str
    places: int
    asked_by: str
    asked_at: datetime
    published_at: datetime | None
    file_name: str
    sha256: str
    method_hash: str


@dataclass(frozen=True, slots=True)
class Money:
    """What one got of one kind; *wanted* is empty where the block left it whole."""

    kind: Text
    unit: str
    amount: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Runner:
    """A row of the table of ranks; *parts* by name, an unknown one is empty."""

    name: str
    number: int | None
    rank: int | None
    score: str
    parts: tuple[tuple[Text, str], ...]
    fate: str
    paid: tuple[Money, ...]

    @property
    def fate_name(self) -> Text:
        """Return what became of it."""
        return FATES[self.fate]


@dataclass(frozen=True, slots=True)
class Pot:
    """A purse: amounts by place, its block, what was given and what is held back.

    *block* is empty without a limit. *cut* says whether the block was too small.
    """

    kind: Text
    unit: str
    amounts: tuple[str, ...]
    block: str
    given: str
    cut: bool


@dataclass(frozen=True, slots=True)
class RaceTable:
    """A race with everybody in it; *drafts* are the drafts that it rests on."""

    heat: Heat
    parts: tuple[tuple[Text, str], ...]
    shared: bool
    pots: tuple[Pot, ...]
    rows: tuple[Runner, ...]
    notes: tuple[Text, ...]
    drafts: tuple[Text, ...]

    @property
    def pending(self) -> int:
        """Return how many wait for a decision."""
        return sum(row.fate == "pending" for row in self.rows)


def heats(by: Hand, on: date) -> tuple[Heat, ...]:
    """Return the races of an office and of those below it, the newest first."""
    return _heats(_runs().filter(org__in=subtree(by.org, on)))


def published_heats() -> tuple[Heat, ...]:
    """Return the races that everybody may see, the newest first."""
    return _heats(_runs().filter(published_at__isnull=False))


def race(run: int, by: Hand, on: date) -> RaceTable | None:
    """Return a race, ``None`` if there is none.

    Raises:
        NotAllowedError: *by* may not see it.
    """
    row = _runs().filter(pk=run).first()
    if row is None:
        return None
    check(by, Action.VIEW_RANKING, row.org_id, on)
    return _table(row)


def published_race(run: int) -> RaceTable | None:
    """Return a published race, ``None`` if there is none."""
    row = _runs().filter(pk=run, published_at__isnull=False).first()
    return None if row is None else _table(row)


def race_file(run: int) -> tuple[int, bytes] | None:
    """Return the year of a published race and the file that settles it again."""
    row = RaceRun.objects.filter(pk=run, published_at__isnull=False).first()
    return None if row is None else (row.year, zlib.decompress(row.content))


def offered() -> tuple[tuple[str, Text], ...]:
    """Return the schemes of races that can be asked for."""
    return tuple((i, s.title) for i, s in rewards().items() if s.kind == "race")


def blank(scheme: str) -> Table | None:
    """Return an empty table of scores, ``None`` for no such scheme."""
    return blank_entries(scheme)


def may_settle(by: Hand) -> bool:
    """Say whether a hand's role may settle races and rate towns."""
    return any(right.role is by.role for right in RIGHTS[Action.RUN_RANKING])


def may_publish(run: int, by: Hand, on: date) -> bool:
    """Say whether a hand may show a race to everybody."""
    org = RaceRun.objects.values_list("org_id", flat=True).get(pk=run)
    return allowed(by, Action.PUBLISH_RANKING, org, on) is None


def rounded(exact: str, digits: int = _DIGITS) -> str:
    """Return a number as it is shown, half up; nothing stays nothing.

    >>> rounded("200/3"), rounded("80"), rounded("")
    ('66.6667', '80', '')
    """
    if not exact:
        return ""
    scale = 10**digits
    return decimal_text(Fraction(int(Fraction(exact) * scale + Fraction(1, 2)), scale))


def grouped(exact: str) -> str:
    """Return an exact decimal with its thousands apart; nothing stays nothing.

    >>> grouped("9000000.01"), grouped("60"), grouped("")
    ('9,000,000.01', '60', '')
    """
    whole, point, rest = exact.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isdigit() else exact


def _runs() -> QuerySet[RaceRun]:
    rows = RaceRun.objects.defer("content").select_related("asked_by")
    results = RaceResult.objects.select_related("site")
    return rows.prefetch_related(Prefetch("results", results)).order_by("-year", "-pk")


def _heats(rows: QuerySet[RaceRun]) -> tuple[Heat, ...]:
    held = list(rows.prefetch_related(None))
    names = names_of([row.org_id for row in held], localdate())
    return tuple(_heat(row, names) for row in held)


def _heat(row: RaceRun, names: Mapping[int, str]) -> Heat:
    return Heat(
        id=row.pk,
        method=row.method,
        title=Text(row.title_zh, row.title_en),
        year=row.year,
        office=names.get(row.org_id, ""),
        label=row.label,
        places=row.places,
        asked_by=row.asked_by.display_name,
        asked_at=row.asked_at,
        published_at=row.published_at,
        file_name=row.file_name,
        sha256=row.sha256,
        method_hash=row.method_hash,
    )


def _table(row: RaceRun) -> RaceTable:
    results = list(row.results.all())
    titles = {code: Text(zh, en) for code, zh, en, _ in row.terms["parts"]}
    rows = sorted(
        (_runner(one, titles) for one in results),
        key=lambda r: (_ORDER[r.fate], r.rank or 0, r.fate, r.name),
    )
    return RaceTable(
        heat=_heat(row, names_of([row.org_id], localdate(row.asked_at))),
        parts=tuple((Text(zh, en), weight) for _, zh, en, weight in row.terms["parts"]),
        shared=row.terms["tied"] == "share",
        pots=tuple(_pots(row.terms["purses"], results)),
        rows=tuple(rows),
        notes=notes_of(row.method),
        drafts=drafts_behind(row.method),
    )


def _runner(one: RaceResult, titles: Mapping[str, Text]) -> Runner:
    return Runner(
        name=one.name,
        number=None if one.site is None else one.site.number,
        rank=one.rank,
        score=rounded(one.score),
        parts=tuple(
            (title, rounded(one.parts.get(code) or ""))
            for code, title in titles.items()
        ),
        fate=one.fate,
        paid=tuple(
            Money(
                KINDS[kind],
                unit,
                grouped(amount),
                grouped(wanted) if wanted != amount else "",
            )
            for kind, unit, amount, wanted in one.paid
        ),
    )


def _pots(
    purses: Iterable[Mapping[str, object]], results: Iterable[RaceResult]
) -> Iterator[Pot]:
    held = [money for one in results for money in one.paid]
    for purse in purses:
        kind, amounts = str(purse["kind"]), purse["amounts"]
        assert isinstance(amounts, list)  # noqa: S101  # as racing.py writes it
        paid = [m for m in held if m[0] == kind]
        given = sum((Fraction(m[2]) for m in paid), Fraction(0))
        yield Pot(
            kind=KINDS[kind],
            unit=str(purse["unit"]),
            amounts=tuple(map(grouped, amounts)),
            block=grouped(str(purse["block"] or "")),
            given=grouped(decimal_text(given)),
            cut=any(m[2] != m[3] for m in paid),
        )
