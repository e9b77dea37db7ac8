"""Propose stars for named towns from a published index, and confirm them.

What they are proposed from is kept as the table that ``zhence rewards stars`` takes.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from zhence.units import decimal_text
from zhence_web.packbook.rewards import reward_hash, star_rules
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.audit.actions import record
from zhence_web.records.drafts.members import members_below
from zhence_web.records.lifecycle.reads import standings_of
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.rankings.models import (
    IndexRun,
    IndexScore,
    StarRating,
    StarRun,
)
from zhence_web.records.registry.models import Label, Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhence.rewards.stars import Stars

_NAMED = "NAMED"
"""Stars are for named towns; who is on a list and not named yet has none."""

_RANKED = "ranked"
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class AskedStars:
    """A scheme, and the year of a published index that it is held against."""

    scheme: str
    index_run: int
    year: int
    label: Label = Label.LOCAL


@transaction.atomic
def propose_stars(*, asked: AskedStars, by: Hand, at: datetime) -> int:
    """Propose the stars of every named town of an index; return the id of the run.

    A town without a score, or with an index that is not whole, keeps what it has.

    Raises:
        RefusedError: no such scheme, no such published index or year, that year or a
            later one is confirmed, or nobody is named.
        NotAllowedError: *by* may not.
    """
    today = localdate(at)
    check(by, Action.RUN_RANKING, by.org, today)
    rule = _rule(asked.scheme)
    index = _index(asked, by, today)
    _not_rated(index, asked, by)
    members = _named(index, asked.year, by, at)
    if not members:
        raise refused(
            "nobody_in_scope",
            "这份名单上当年没有已命名的小镇",
            "no town on this list was named in that year",
            "换一次指数或年度 / take another index or year",
        )
    scores = _scores(index, asked.year)
    before = _before(_confirmed(index, asked.scheme, by.org))
    rows = [
        _rating(rule, row, scores.get(row.site_id), before.get(row.site_id))
        for row in members
    ]
    text = _frozen(members, rows)
    run = StarRun.objects.create(
        org_id=by.org,
        method=rule.id,
        method_hash=reward_hash(rule.id),
        title_zh=rule.title.zh,
        title_en=rule.title.en,
        label=asked.label,
        content=zlib.compress(text),
        sha256=hashlib.sha256(text).hexdigest(),
        asked_by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        asked_at=at,
        index_run=index,
        year=asked.year,
    )
    for row in rows:
        row.run = run
    StarRating.objects.bulk_create(rows)
    record(
        "rankings.propose_stars",
        kind="star_run",
        id_=run.pk,
        at=at,
        **by.signed,
        detail={
            "scheme": run.method,
            "scheme_hash": run.method_hash,
            "index_run": index.pk,
            "year": run.year,
            "towns": len(rows),
            "sha256": run.sha256,
        },
    )
    return int(run.pk)


@transaction.atomic
def confirm_stars(*, run: int, document: str, by: Hand, at: datetime) -> None:
    """Put proposed stars in force by a document, and show them to everybody.

    Raises:
        RefusedError: they are confirmed, no document is given, or others were
            confirmed since these were proposed.
        NotAllowedError: *by* may not.
    """
    found = StarRun.objects.select_related("index_run").get(pk=run)
    check(by, Action.PUBLISH_RANKING, found.org_id, localdate(at))
    series = _series(found.index_run, found.method, found.org_id)
    # Two proposals for one list are confirmed one after the other.
    held = {row.pk: row for row in series.select_for_update(of=("self",))}
    found = held[run]
    if found.published_at is not None:
        raise refused("run_published", "已经确认过", "it is confirmed already")
    if not 1 <= len(document.strip()) <= _LONGEST:
        raise refused(
            "document_missing",
            f"没有填写确认文号，或超过 {_LONGEST} 字",
            f"no document is named, or by more than {_LONGEST} characters",
            "填写确认星级的文件 / name the document that confirms the stars",
        )
    confirmed = [row.published_at for row in held.values()]
    if any(day is not None and day > found.asked_at for day in confirmed):
        raise refused(
            "stars_outdated",
            "提出之后又确认过别的星级，本次建议已过时",
            "other stars were confirmed since these were proposed",
            "重新提出一次 / propose them anew",
        )
    found.published_at, found.published_by_id = at, by.user
    found.document = document.strip()
    found.save(update_fields=["published_at", "published_by", "document"])
    record(
        "rankings.confirm_stars",
        kind="star_run",
        id_=run,
        at=at,
        **by.signed,
        detail={"document": found.document, "sha256": found.sha256},
    )


def _rule(scheme: str) -> Stars:
    held = star_rules()
    if scheme not in held:
        raise refused(
            "scheme_unknown",
            f"没有这个方案：{scheme}",
            f"no such scheme: {scheme}",
            "可用 / one of: " + "、".join(held),
        )
    return held[scheme]


def _index(asked: AskedStars, by: Hand, today: date) -> IndexRun:
    rows = IndexRun.objects.defer("content").filter(
        published_at__isnull=False, org__in=subtree(by.org, today)
    )
    found = rows.filter(pk=asked.index_run).first()
    if found is None or not found.first_year <= asked.year <= found.last_year:
        raise refused(
            "index_unknown",
            "没有这次已公布的指数，或它没有这一年",
            "there is no such published index, or it has no such year",
            "先计算并公布指数 / run and publish an index first",
        )
    return found


def _series(index: IndexRun, scheme: str, org: int) -> QuerySet[StarRun]:
    """Return the proposals of one office for one list by one scheme."""
    return StarRun.objects.filter(
        org=org,
        method=scheme,
        index_run__policy=index.policy,
        index_run__list_name=index.list_name,
    ).order_by("pk")


def _confirmed(index: IndexRun, scheme: str, org: int) -> QuerySet[StarRun]:
    return _series(index, scheme, org).filter(published_at__isnull=False)


def _not_rated(index: IndexRun, asked: AskedStars, by: Hand) -> None:
    held = _confirmed(index, asked.scheme, by.org).order_by("-year").first()
    if held is not None and held.year >= asked.year:
        raise refused(
            "year_rated",
            f"{held.year} 年度的星级已经确认，不重评",
            f"the stars of {held.year} are confirmed and stay",
            f"取 {held.year + 1} 年度以后 / take a year after {held.year}",
        )


def _named(index: IndexRun, year: int, by: Hand, at: datetime) -> list[Membership]:
    today = localdate(at)
    members = [
        row
        for row in members_below(index.policy, by.org, today)
        if row.list_name == index.list_name
    ]
    on = min(date(year, 12, 31), today)
    told = standings_of([row.pk for row in members], on=on, known_at=at)
    return [row for row in members if told[row.pk].state == _NAMED]


def _scores(index: IndexRun, year: int) -> dict[int, Fraction]:
    """Return the whole indices by site, without the noise of binary fractions."""
    rows = IndexScore.objects.filter(
        run=index, year=year, standing=_RANKED, score__isnull=False
    )
    return {
        site: Fraction(f"{score:.9f}")
        for site, score in rows.values_list("site_id", "score")
    }


def _before(confirmed: QuerySet[StarRun]) -> dict[int, int]:
    rows = StarRating.objects.filter(run__in=confirmed, stars__isnull=False)
    held = rows.order_by("run__year", "run_id").values_list("site_id", "stars")
    return {site: stars for site, stars in held if stars is not None}


def _rating(
    rule: Stars, row: Membership, score: Fraction | None, now: int | None
) -> StarRating:
    from zhence.rewards.stars import propose  # noqa: PLC0415  # few need it

    told = propose(rule, score, now)
    return StarRating(
        site_id=row.site_id,
        score="" if score is None else decimal_text(score),
        before=now,
        band=told.band,
        stars=told.stars,
        move=told.move.value,
    )


def _frozen(members: list[Membership], rows: list[StarRating]) -> bytes:
    lines = (
        f"{m.site.number},{r.score},{'' if r.before is None else r.before}"
        for m, r in zip(members, rows, strict=True)
    )
    return "\n".join(("subject,score,stars", *lines, "")).encode()
