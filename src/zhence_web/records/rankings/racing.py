"""Settle a race from the scores of a file, and make its result known.

What it was settled from is kept as the file that ``zhence settle race`` takes, so
that anybody can settle it again.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from zhence.units import decimal_text
from zhence_web.packbook.rewards import races, reward_hash
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.accounts.tree import subtree
from zhence_web.records.audit.actions import record
from zhence_web.records.audit.chain import payload_text
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.rankings.entrants import (
    Entrant,
    Prize,
    read_entrants,
    read_prizes,
)
from zhence_web.records.rankings.models import RaceResult, RaceRun
from zhence_web.records.rankings.named import names_of
from zhence_web.records.registry.models import Label, Site

if TYPE_CHECKING:
    from zhence.rewards.race import Race, Result

_FIRST_YEAR, _MOST_PLACES = 2000, 500


@dataclass(frozen=True, slots=True)
class AskedRace:
    """A scheme, a year, how many are awarded, the scores, and what there is to give.

    *prizes* are kind, unit, amounts by place and block, as somebody typed them.
    """

    scheme: str
    year: int
    places: int
    file_name: str
    data: bytes
    prizes: tuple[tuple[str, str, str, str], ...] = ()
    label: Label = Label.LOCAL


def settle_race(*, asked: AskedRace, by: Hand, at: datetime) -> int:
    """Rank those in a file and share out the purses; return the id of the run.

    The file is read before anything is written: nobody else's writing waits for it.

    Raises:
        RefusedError: no such scheme or year, or no place to award.
        BadInputError: every fault of the file or the purses; nobody is ranked then.
        NotAllowedError: *by* may not.
    """
    today = localdate(at)
    check(by, Action.RUN_RANKING, by.org, today)
    rule = _sound(asked, today)
    prizes = read_prizes(asked.prizes, rule, asked.places)
    known = _known(by, today)
    entrants = read_entrants(asked.data, asked.file_name, rule, known)
    with transaction.atomic():
        return _keep(asked, entrants, prizes, by, at)


@transaction.atomic
def publish_race(*, run: int, by: Hand, at: datetime) -> None:
    """Show a race to everybody; from then on it stays.

    Raises:
        RefusedError: it is published.
        NotAllowedError: *by* may not.
    """
    found = RaceRun.objects.select_for_update(of=("self",)).get(pk=run)
    check(by, Action.PUBLISH_RANKING, found.org_id, localdate(at))
    if found.published_at is not None:
        raise refused("run_published", "已经公布过", "it is published already")
    found.published_at, found.published_by_id = at, by.user
    found.save(update_fields=["published_at", "published_by"])
    record(
        "rankings.publish_race",
        kind="race_run",
        id_=run,
        at=at,
        **by.signed,
        detail={"sha256": found.sha256},
    )


def _keep(
    asked: AskedRace,
    entrants: Sequence[Entrant],
    prizes: Sequence[Prize],
    by: Hand,
    at: datetime,
) -> int:
    rule = races()[asked.scheme]
    text = _frozen(asked, entrants, prizes)
    run = RaceRun.objects.create(
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
        year=asked.year,
        file_name=asked.file_name,
        places=asked.places,
        terms=_terms(rule, prizes),
    )
    RaceResult.objects.bulk_create(_results(run, rule, entrants, prizes))
    record(
        "rankings.settle_race",
        kind="race_run",
        id_=run.pk,
        at=at,
        **by.signed,
        detail={
            "scheme": run.method,
            "scheme_hash": run.method_hash,
            "year": run.year,
            "places": run.places,
            "subjects": len(entrants),
            "sha256": run.sha256,
        },
    )
    return int(run.pk)


def _sound(asked: AskedRace, today: date) -> Race:
    held = races()
    if asked.scheme not in held:
        raise refused(
            "scheme_unknown",
            f"没有这个方案：{asked.scheme}",
            f"no such scheme: {asked.scheme}",
            "可用 / one of: " + "、".join(held),
        )
    if not _FIRST_YEAR <= asked.year <= today.year:
        raise refused(
            "years_wrong",
            f"年度 {asked.year} 不能评比",
            f"no race can be settled for {asked.year}",
            f"取 {_FIRST_YEAR} 至 {today.year} / take a year from {_FIRST_YEAR} to "
            f"{today.year}",
        )
    if not 1 <= asked.places <= _MOST_PLACES:
        raise refused(
            "places_wrong",
            f"名额应在 1 至 {_MOST_PLACES} 之间",
            f"there can be 1 to {_MOST_PLACES} places",
            "填写名额 / say how many are awarded",
        )
    return held[asked.scheme]


def _known(by: Hand, today: date) -> dict[int, tuple[int, str]]:
    rows = Site.objects.filter(org__in=subtree(by.org, today))
    held = list(rows.values_list("number", "pk", "org_id"))
    names = names_of([org for _, _, org in held], today)
    return {number: (pk, names.get(org, "")) for number, pk, org in held}


def _frozen(
    asked: AskedRace, entrants: Sequence[Entrant], prizes: Sequence[Prize]
) -> bytes:
    return payload_text(
        {
            "race": asked.scheme,
            "year": asked.year,
            "places": asked.places,
            "subjects": {one.name: _told(one) for one in entrants},
            "purses": {
                one.kind: {
                    "unit": one.unit,
                    "amounts": list(map(decimal_text, one.amounts)),
                    "block": None if one.block is None else decimal_text(one.block),
                }
                for one in prizes
            },
        }
    ).encode()


def _told(one: Entrant) -> dict[str, str | None]:
    return {
        code: None if figure is None else decimal_text(figure)
        for code, figure in one.figures.items()
    }


def _terms(rule: Race, prizes: Sequence[Prize]) -> dict[str, object]:
    return {
        "tied": rule.tied.value,
        "step": decimal_text(rule.step),
        "parts": [
            [part.id, part.title.zh, part.title.en, decimal_text(part.weight)]
            for part in rule.parts
        ],
        "purses": [
            {
                "kind": one.kind,
                "unit": one.unit,
                "amounts": list(map(decimal_text, one.amounts)),
                "block": None if one.block is None else decimal_text(one.block),
            }
            for one in prizes
        ],
    }


def _results(
    run: RaceRun, rule: Race, entrants: Sequence[Entrant], prizes: Sequence[Prize]
) -> list[RaceResult]:
    from zhence.rewards.race import Purse, run_race  # noqa: PLC0415  # numpy

    purses = [Purse(p.kind, p.unit, p.amounts, p.block) for p in prizes]
    figures = {one.name: one.figures for one in entrants}
    found = run_race(rule, figures, run.places, purses)
    paid: dict[str, list[list[str]]] = {}
    for one in found.paid:
        amounts = [decimal_text(one.amount), decimal_text(one.wanted)]
        paid.setdefault(one.subject, []).append([one.kind, one.unit, *amounts])
    return [
        RaceResult(
            run=run,
            site_id=one.site,
            name=one.name,
            score=_exact(found.scores[one.name]),
            rank=found.ranks[one.name],
            fate=_fate(found, one.name),
            parts=_told(one),
            paid=paid.get(one.name, []),
        )
        for one in entrants
    ]


def _exact(score: Fraction | None) -> str:
    return "" if score is None else decimal_text(score)


def _fate(found: Result, name: str) -> RaceResult.Fate:
    if found.scores[name] is None:
        return RaceResult.Fate.UNKNOWN
    if name in found.awarded:
        return RaceResult.Fate.AWARDED
    if name in found.pending:
        return RaceResult.Fate.PENDING
    return RaceResult.Fate.BEHIND
