"""Stars as pages show them: proposals to an office, history to everybody."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from zhence.evidence import Text
from zhence_web.packbook.rewards import notes_of, rewards
from zhence_web.records.accounts.gate import allowed, check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.rankings.models import IndexRun, StarRating, StarRun
from zhence_web.records.rankings.named import names_of
from zhence_web.records.rankings.races import rounded

MOVES: Mapping[str, Text] = {
    "first": Text("首次评定", "first rating"),
    "up": Text("升星", "up"),
    "down": Text("降星", "down"),
    "stay": Text("不变", "unchanged"),
    "undecided": Text("分数未知，不变", "score unknown: unchanged"),
}
_UNRATED = Text("分数未知，未评", "score unknown: not rated")
_SCORE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Cycle:
    """A rating as lists name it; *index* is the title of what it was held against."""

    id: int
    method: str
    title: Text
    year: int
    office: str
    policy: str
    list_name: str
    label: str
    index: Text
    index_run: int
    document: str
    asked_by: str
    asked_at: datetime
    confirmed_at: datetime | None
    sha256: str
    method_hash: str
    towns: int
    moved: int

    @property
    def series(self) -> tuple[str, str, str, str]:
        """Return what one history is of: whose, by what, on which list."""
        return (self.office, self.method, self.policy, self.list_name)


@dataclass(frozen=True, slots=True)
class Rated:
    """A town in a rating; *score* is empty where it is unknown or not whole."""

    number: int
    name: str
    score: str
    before: int | None
    band: int | None
    stars: int | None
    move: str

    @property
    def move_name(self) -> Text:
        """Return what moved."""
        return _UNRATED if self.stars is None else MOVES[self.move]

    @property
    def held_back(self) -> bool:
        """Say whether the score alone would have moved further."""
        return self.band is not None and self.band != self.stars


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating with every town, the most stars first."""

    cycle: Cycle
    rows: tuple[Rated, ...]
    counts: tuple[tuple[Text, int], ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A town through the years of a history; ``None``: not rated in that year."""

    number: int
    name: str
    years: tuple[tuple[int, Rated | None], ...]

    @property
    def now(self) -> int | None:
        """Return the stars of the newest rating that it has."""
        return next((r.stars for _, r in reversed(self.years) if r is not None), None)


@dataclass(frozen=True, slots=True)
class History:
    """The confirmed ratings of one office for one list, the years in order."""

    cycles: tuple[Cycle, ...]
    tracks: tuple[Track, ...]
    notes: tuple[Text, ...]

    @property
    def last(self) -> Cycle:
        """Return the newest rating."""
        return self.cycles[-1]


def cycles(by: Hand, on: date) -> tuple[Cycle, ...]:
    """Return the ratings of an office and of those below it, the newest first."""
    rows = _runs().filter(org__in=subtree(by.org, on))
    return _cycles(rows.order_by("-pk"))


def rating(run: int, by: Hand, on: date) -> Rating | None:
    """Return a rating, ``None`` if there is none.

    Raises:
        NotAllowedError: *by* may not see it.
    """
    row = _runs().filter(pk=run).first()
    if row is None:
        return None
    check(by, Action.VIEW_RANKING, row.org_id, on)
    rows = _rated([row])[row.pk]
    rows.sort(key=lambda r: (-(r.stars or 0), r.number))
    return Rating(
        cycle=_cycles([row])[0],
        rows=tuple(rows),
        counts=tuple(
            (name, n)
            for move, name in MOVES.items()
            if (n := sum(r.move == move for r in rows))
        ),
        notes=notes_of(row.method),
    )


def histories() -> tuple[History, ...]:
    """Return every confirmed history, without its towns; the newest first."""
    found: dict[tuple[str, str, str, str], list[Cycle]] = {}
    for one in _cycles(_confirmed().order_by("year", "pk")):
        found.setdefault(one.series, []).append(one)
    made = [History(tuple(held), (), ()) for held in found.values()]
    return tuple(sorted(made, key=lambda h: h.last.id, reverse=True))


def with_towns(history: History) -> History:
    """Return a history with every town that was ever rated in it."""
    rows = list(_confirmed().filter(pk__in=[c.id for c in history.cycles]))
    rated = _rated(rows)
    by_year = [(c.year, {r.number: r for r in rated[c.id]}) for c in history.cycles]
    names = {n: r.name for _, held in by_year for n, r in held.items()}
    tracks = [
        Track(number, name, tuple((y, held.get(number)) for y, held in by_year))
        for number, name in names.items()
    ]
    tracks.sort(key=lambda t: (-(t.now or 0), t.number))
    return History(history.cycles, tuple(tracks), notes_of(history.last.method))


def stars_of(number: int) -> tuple[tuple[Cycle, Rated], ...]:
    """Return the confirmed stars of a site, the newest year first."""
    held = StarRating.objects.filter(site__number=number).values("run")
    runs = list(_confirmed().filter(pk__in=held).order_by("-year", "-pk"))
    rated = _rated(runs, number)
    return tuple((one, rated[one.id][0]) for one in _cycles(runs))


def rating_file(run: int) -> tuple[int, bytes] | None:
    """Return the year of a confirmed rating and the table it was proposed from."""
    row = StarRun.objects.filter(pk=run, published_at__isnull=False).first()
    return None if row is None else (row.year, zlib.decompress(row.content))


def offered() -> tuple[tuple[str, Text], ...]:
    """Return the schemes of stars that can be asked for."""
    return tuple((i, s.title) for i, s in rewards().items() if s.kind == "stars")


def indices(by: Hand, on: date) -> tuple[tuple[int, Text, str, str, int, int], ...]:
    """Return the published indices that stars can be held against, newest first."""
    rows = IndexRun.objects.filter(
        org__in=subtree(by.org, on), published_at__isnull=False
    ).defer("content")
    return tuple(
        (
            row.pk,
            Text(row.title_zh, row.title_en),
            row.policy,
            row.list_name,
            row.first_year,
            row.last_year,
        )
        for row in rows.order_by("-published_at", "-pk")
    )


def may_confirm(run: int, by: Hand, on: date) -> bool:
    """Say whether a hand may put proposed stars in force."""
    org = StarRun.objects.values_list("org_id", flat=True).get(pk=run)
    return allowed(by, Action.PUBLISH_RANKING, org, on) is None


def _runs() -> QuerySet[StarRun]:
    rows = StarRun.objects.defer("content", "index_run__content")
    still = Q(ratings__move__in=("stay", "undecided"))
    return rows.select_related("asked_by", "index_run").annotate(
        towns=Count("ratings"), moved=Count("ratings", filter=~still)
    )


def _confirmed() -> QuerySet[StarRun]:
    held = StarRun.objects.filter(published_at__isnull=False).values("pk")
    return _runs().filter(pk__in=held)


def _cycles(rows: Iterable[StarRun]) -> tuple[Cycle, ...]:
    held = list(rows)
    names = names_of([row.org_id for row in held], localdate())
    return tuple(
        Cycle(
            id=row.pk,
            method=row.method,
            title=Text(row.title_zh, row.title_en),
            year=row.year,
            office=names.get(row.org_id, ""),
            policy=row.index_run.policy,
            list_name=row.index_run.list_name,
            label=row.label,
            index=Text(row.index_run.title_zh, row.index_run.title_en),
            index_run=row.index_run_id,
            document=row.document,
            asked_by=row.asked_by.display_name,
            asked_at=row.asked_at,
            confirmed_at=row.published_at,
            sha256=row.sha256,
            method_hash=row.method_hash,
            towns=getattr(row, "towns"),  # noqa: B009  # annotated
            moved=getattr(row, "moved"),  # noqa: B009  # annotated
        )
        for row in held
    )


def _rated(
    runs: Iterable[StarRun], number: int | None = None
) -> dict[int, list[Rated]]:
    """Return the towns of runs by run, in two questions for all of them."""
    found: dict[int, list[Rated]] = {run.pk: [] for run in runs}
    rows = StarRating.objects.filter(run__in=found).select_related("site")
    if number is not None:
        rows = rows.filter(site__number=number)
    held = list(rows)
    names = names_of({row.site.org_id for row in held}, localdate())
    for row in held:
        found[row.run_id].append(
            Rated(
                number=row.site.number,
                name=names.get(row.site.org_id, str(row.site.number)),
                score=rounded(row.score, _SCORE_DIGITS),
                before=row.before,
                band=row.band,
                stars=row.stars,
                move=row.move,
            )
        )
    return found
