"""What everybody may see of published indices: boards, profiles, editions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import QuerySet
from django.utils.timezone import localdate

from zhence.evidence import Text
from zhence_web.packbook import packbook
from zhence_web.packbook.method import node_name, node_unit
from zhence_web.packbook.rankings import recipes
from zhence_web.records.rankings.models import IndexRun, IndexScore
from zhence_web.records.rankings.named import STANDINGS, names_of, type_name
from zhence_web.records.registry.models import Site

Cells = Mapping[str, list[float | None]]


@dataclass(frozen=True, slots=True)
class Edition:
    """A published run, as lists name it."""

    id: int
    method: str
    title: Text
    label: str
    office: str
    policy: str
    list_name: str
    first_year: int
    last_year: int
    published_at: datetime | None
    known_at: datetime
    method_hash: str
    sha256: str

    @property
    def years(self) -> tuple[int, ...]:
        """Return its years, the last one first."""
        return tuple(range(self.last_year, self.first_year - 1, -1))


@dataclass(frozen=True, slots=True)
class Cell:
    """A dimension of a row: its score, and how much of its weight is there, in %."""

    code: str
    name: Text
    score: float | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A town on the board. *percent* is how much of all weight is there."""

    number: int
    name: str
    year: int
    type: str
    type_name: Text
    standing: str
    standing_name: Text
    score: float | None
    rank: int | None
    type_rank: int | None
    low: int | None
    high: int | None
    percent: int
    dimensions: tuple[Cell, ...]

    @property
    def firm(self) -> bool:
        """Say whether the interval of the rank is known."""
        return self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True)
class Board:
    """An edition in one year: who is ranked, then who is not, and why.

    *left_out* are members without a type or without any figure in that year.
    """

    edition: Edition
    year: int
    rows: tuple[Row, ...]
    types: tuple[tuple[str, Text], ...]
    dimensions: tuple[Text, ...]
    counts: Mapping[str, int]
    draws: int
    left_out: int
    warnings: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator of a town: figure, score, and what it adds to the index.

    *change* is what it adds to the change since the year before, ``None`` without.
    """

    code: str
    name: Text
    dimension: Text
    unit: Text
    figure: float | None
    score: float | None
    added: float | None
    change: float | None


@dataclass(frozen=True, slots=True)
class Profile:
    """One town in one year of an edition, with where every point comes from."""

    edition: Edition
    row: Row
    peers: tuple[float | None, ...]
    peer_count: int
    parts: tuple[Part, ...]
    added: float | None
    since: int | None
    before: float | None
    moved: float | None
    best: tuple[Text, ...]
    worst: tuple[Text, ...]
    history: tuple[Row, ...]


def editions(method: str = "") -> tuple[Edition, ...]:
    """Return the published runs, the newest first; of one method if it is named."""
    rows = published().order_by("-published_at", "-id")
    if method:
        rows = rows.filter(method=method)
    return tuple(map(edition_of, rows))


def editions_with(number: int) -> tuple[Edition, ...]:
    """Return the published runs that tell of a site, the newest first."""
    rows = published().filter(scores__site__number=number).distinct()
    return tuple(map(edition_of, rows.order_by("-published_at", "-id")))


def published() -> QuerySet[IndexRun]:
    """Return the published runs, without what they froze."""
    rows = IndexRun.objects.filter(published_at__isnull=False)
    return rows.defer("content").select_related("org", "progress")


def published_whole() -> QuerySet[IndexRun]:
    """Return the published runs with what they froze, to compute on it again."""
    rows = IndexRun.objects.filter(published_at__isnull=False)
    return rows.select_related("org", "progress")


def is_site(number: int) -> bool:
    """Say whether a site has this number."""
    return Site.objects.filter(number=number).exists()


def name_of_site(number: int) -> str:
    """Return what the site of a number is called now."""
    site = Site.objects.select_related("org").get(number=number)
    names = names_of([site.org_id], localdate())
    return names.get(site.org_id, str(number))


def category_name(code: str) -> Text:
    """Return what a category is called in the policies; its code if in none."""
    for pack in packbook().sources.packs.values():
        held = pack.rulebook.categories.get(code)
        if held is not None:
            return held.title
    return Text(code, code)


def edition_of(run: IndexRun) -> Edition:
    """Return a run as lists name it."""
    on = localdate(run.asked_at)
    return Edition(
        id=run.pk,
        method=run.method,
        title=Text(run.title_zh, run.title_en),
        label=run.label,
        office=names_of([run.org_id], on).get(run.org_id, run.org.code),
        policy=run.policy,
        list_name=run.list_name,
        first_year=run.first_year,
        last_year=run.last_year,
        published_at=run.published_at,
        known_at=run.known_at,
        method_hash=run.method_hash,
        sha256=run.sha256,
    )


def board(run: IndexRun, year: int) -> Board:
    """Return a run in one year, ranked first."""
    scores = IndexScore.objects.filter(run=run, year=year)
    rows = rows_of(run, scores)
    whole = run.outcome
    order = {"ranked": 0, "partial": 1, "unpublished": 2}
    rows.sort(key=lambda r: (order[r.standing], r.rank or 0, -(r.score or 0), r.number))
    codes = rows[0].dimensions if rows else ()
    return Board(
        edition=edition_of(run),
        year=year,
        rows=tuple(rows),
        types=tuple((c, type_name(c)) for c in sorted({r.type for r in rows} - {""})),
        dimensions=tuple(cell.name for cell in codes),
        counts={s: sum(r.standing == s for r in rows) for s in order},
        draws=int(whole.get("draws", 0)),
        left_out=run.progress.total - len(rows),
        warnings=tuple(Text(w["zh"], w["en"]) for w in whole.get("warnings", ())),
    )


def profile(run: IndexRun, number: int, year: int) -> Profile | None:
    """Return one town of a run, ``None`` where it has no row in that year."""
    scores = list(IndexScore.objects.filter(run=run, site__number=number))
    history = sorted(rows_of(run, scores), key=lambda r: r.year)
    row = next((r for r in history if r.year == year), None)
    kept = next((s for s in scores if s.year == year), None)
    if row is None or kept is None:
        return None
    change = kept.parts.get("change")
    parts = tuple(_parts(run, kept.parts["indicators"], change))
    added = [p.added for p in parts if p.added is not None]
    earlier = None if change is None else change["since"]
    return Profile(
        edition=edition_of(run),
        row=row,
        peers=_peers(run, kept),
        peer_count=IndexScore.objects.filter(
            run=run, year=year, type=kept.type
        ).count(),
        parts=parts,
        added=sum(added) if added else None,
        since=earlier,
        before=next((r.score for r in history if r.year == earlier), None),
        moved=None if change is None else change["whole"],
        best=tuple(map(node_name, kept.parts.get("best", ()))),
        worst=tuple(map(node_name, kept.parts.get("worst", ()))),
        history=tuple(history),
    )


def rows_of(run: IndexRun, scores: Iterable[IndexScore]) -> list[Row]:
    """Return rows of a run as pages show them; one question for all names."""
    held = list(scores)
    numbers = _numbers([s.site_id for s in held], localdate(run.known_at))
    titles = dimension_names(run)
    return [
        Row(
            number=numbers[s.site_id][0],
            name=numbers[s.site_id][1],
            year=s.year,
            type=s.type,
            type_name=type_name(s.type),
            standing=s.standing,
            standing_name=STANDINGS[s.standing],
            score=s.score,
            rank=s.rank,
            type_rank=s.type_rank,
            low=s.low,
            high=s.high,
            percent=round(s.coverage * 100),
            dimensions=tuple(_cells(s.parts["dimensions"], titles)),
        )
        for s in held
    ]


def dimension_names(run: IndexRun) -> dict[str, Text]:
    """Return what the nodes of a run's recipe are called, if it is still among ours."""
    held = recipes().get(run.method)
    if held is None:
        return {}
    return {n.code: node_name(n.code, n.name) for n in held.recipe.nodes}


def _cells(dimensions: Cells, titles: Mapping[str, Text]) -> Iterable[Cell]:
    # In the order of the recipe, which is the one people know.
    order = {code: i for i, code in enumerate(titles)}
    for code in sorted(dimensions, key=lambda c: (order.get(c, len(order)), c)):
        score, there = dimensions[code]
        percent = None if there is None else round(there * 100)
        yield Cell(code, titles.get(code) or node_name(code), score, percent)


def _parts(
    run: IndexRun, indicators: Cells, change: Mapping[str, object] | None
) -> Iterable[Part]:
    held = recipes().get(run.method)
    nodes = () if held is None else held.recipe.nodes
    parents = {node.code: node.parent or "" for node in nodes}
    titles = {node.code: node_name(node.code, node.name) for node in nodes}
    order = {node.code: i for i, node in enumerate(nodes)}
    adds = {} if change is None else change["adds"]
    for code in sorted(indicators, key=lambda c: (order.get(c, len(order)), c)):
        figure, score, added = indicators[code]
        yield Part(
            code=code,
            name=titles.get(code) or node_name(code),
            dimension=titles.get(parents.get(code, ""), Text("", "")),
            unit=node_unit(code),
            figure=figure,
            score=score,
            added=added,
            change=adds.get(code) if isinstance(adds, dict) else None,
        )


def _peers(run: IndexRun, kept: IndexScore) -> tuple[float | None, ...]:
    """Return the median of each dimension among the towns of one type."""
    titles = dimension_names(run)
    rows = IndexScore.objects.filter(run=run, year=kept.year, type=kept.type)
    held = [list(_cells(s.parts["dimensions"], titles)) for s in rows]
    found: list[float | None] = []
    for column in zip(*held, strict=True):
        known = [cell.score for cell in column if cell.score is not None]
        found.append(median(known) if known else None)
    return tuple(found)


def _numbers(sites: list[int], on: date) -> dict[int, tuple[int, str]]:
    rows = Site.objects.filter(pk__in=set(sites)).select_related("org")
    held = {row.pk: (row.number, row.org_id) for row in rows}
    names = names_of({org for _, org in held.values()}, on)
    return {
        pk: (number, names.get(org, str(number))) for pk, (number, org) in held.items()
    }


def address_of(number: int) -> str:
    """Return the key of a town's public page, "" for a site of no public list."""
    return _keys().get(number, "")


def _keys() -> dict[int, str]:
    return {int(t.id.rpartition("-")[2]): t.id for t in packbook().towns}
