"""Grade the firms of a roster per mu, and make the grades known to them.

The file, the scheme's hash and every firm's sheet are kept as they were; a figure
put right is another run.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate

from zhence.intake.limits import LIMITS
from zhence_web.packbook import packbook
from zhence_web.packbook.permu import scheme_hash, schemes
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.audit.actions import record
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.rankings.models import FirmGrade, GradeRun
from zhence_web.records.registry.models import Enterprise, Label

if TYPE_CHECKING:
    from zhence.permu import Scheme

MOST_FIRMS = 5_000
"""What one page waits for; more goes through the command line."""

_FIRST_YEAR = 2000
_LIMITS = replace(LIMITS, file=20 * 1024 * 1024, rows=MOST_FIRMS)


@dataclass(frozen=True, slots=True)
class AskedGrades:
    """A scheme, a year, and the file with the firms."""

    scheme: str
    year: int
    file_name: str
    data: bytes
    label: Label = Label.LOCAL


def grade_firms(*, asked: AskedGrades, by: Hand, at: datetime) -> int:
    """Score, rank and grade the firms of a file; return the id of the run.

    The file is read and graded before anything is written: nobody else's writing
    waits for it.

    Raises:
        RefusedError: no such scheme, or no such year.
        BadInputError: every fault of the file; nobody is graded then.
        NotAllowedError: *by* may not.
    """
    check(by, Action.RUN_RANKING, by.org, localdate(at))
    rows, outcome = _graded(_sound(asked, localdate(at)), asked)
    with transaction.atomic():
        return _keep(asked, rows, outcome, by, at)


@transaction.atomic
def publish_grades(*, run: int, until: date, by: Hand, at: datetime) -> None:
    """Show each firm its own result; objections are taken up to *until*.

    Raises:
        RefusedError: it is published, or *until* is over.
        NotAllowedError: *by* may not.
    """
    found = GradeRun.objects.select_for_update(of=("self",)).get(pk=run)
    check(by, Action.PUBLISH_RANKING, found.org_id, localdate(at))
    if found.published_at is not None:
        raise refused("run_published", "已经公布过", "it is published already")
    if until < localdate(at):
        raise refused(
            "objections_over",
            f"异议截止日 {until} 已过",
            f"the last day for objections, {until}, is over",
            "取今天或以后的日期 / take today or a later day",
        )
    found.published_at, found.published_by_id = at, by.user
    found.objections_until = until
    found.save(update_fields=["published_at", "published_by", "objections_until"])
    record(
        "rankings.publish_grades",
        kind="grade_run",
        id_=run,
        at=at,
        **by.signed,
        detail={"objections_until": until.isoformat(), "sha256": found.sha256},
    )


def _keep(
    asked: AskedGrades,
    rows: list[dict[str, object]],
    outcome: dict[str, object],
    by: Hand,
    at: datetime,
) -> int:
    scheme = schemes()[asked.scheme]
    run = GradeRun.objects.create(
        org_id=by.org,
        method=scheme.id,
        method_hash=scheme_hash(scheme.id),
        title_zh=scheme.title.zh,
        title_en=scheme.title.en,
        label=asked.label,
        content=zlib.compress(asked.data),
        sha256=hashlib.sha256(asked.data).hexdigest(),
        asked_by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        asked_at=at,
        year=asked.year,
        file_name=asked.file_name,
        outcome=outcome,
    )
    codes = [str(row["credit_code"]) for row in rows]
    held = Enterprise.objects.filter(credit_code__in=codes)
    known = dict(held.values_list("credit_code", "pk"))
    FirmGrade.objects.bulk_create(
        FirmGrade(run=run, enterprise_id=known.get(code), **row)
        for code, row in zip(codes, rows, strict=True)
    )
    record(
        "rankings.grade_firms",
        kind="grade_run",
        id_=run.pk,
        at=at,
        **by.signed,
        detail={
            "scheme": run.method,
            "scheme_hash": run.method_hash,
            "year": run.year,
            "firms": len(rows),
            "sha256": run.sha256,
        },
    )
    return int(run.pk)


def _sound(asked: AskedGrades, today: date) -> Scheme:
    held = schemes().get(asked.scheme)
    if held is None:
        raise refused(
            "scheme_unknown",
            f"没有这个方案：{asked.scheme}",
            f"no such scheme: {asked.scheme}",
            "可用 / one of: " + "、".join(schemes()),
        )
    if not _FIRST_YEAR <= asked.year <= today.year:
        raise refused(
            "years_wrong",
            f"年度 {asked.year} 不能评价",
            f"the year {asked.year} cannot be graded",
            f"取 {_FIRST_YEAR} 至 {today.year} / take a year from {_FIRST_YEAR} to "
            f"{today.year}",
        )
    return held


def _graded(
    scheme: Scheme, asked: AskedGrades
) -> tuple[list[dict[str, object]], dict[str, object]]:
    """Return a row a firm, and what became of them all."""
    from zhence.permu import (  # noqa: PLC0415  # numpy: few requests need it
        Outcome,
        register_of,
        run,
        with_groups,
    )
    from zhence.permu.register import grains_of  # noqa: PLC0415  # as above
    from zhence.permu.roster import read_roster_bytes  # noqa: PLC0415  # as above
    from zhence_web.records.rankings.sheets import row_of  # noqa: PLC0415  # as above

    catalogue = packbook().sources.catalogue
    read = read_roster_bytes(asked.data, asked.file_name, scheme, catalogue, _LIMITS)
    firms = with_groups(read.load(), scheme)
    if not firms:
        raise refused(
            "nobody_in_scope",
            "名录里没有企业",
            "the roster has no firm",
            "填写企业后再交 / fill firms in",
        )
    grains = grains_of(scheme, catalogue)
    made: Outcome = run(scheme, register_of(firms, scheme, grains))
    rows = [row_of(made, firms, at, catalogue) for at in range(len(firms))]
    return rows, {
        "bands": made.band_counts(),
        "ranked": sum(made.counts),
        "warnings": [
            {"zh": fault.zh, "en": fault.en, "where": str(fault.where)}
            for fault in read.faults
        ],
    }
