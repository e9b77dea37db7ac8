"""Run an index: asked for and frozen at once, computed by a worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhence_web.packbook.rankings import recipe_hash, recipes
from zhence_web.records.accounts.gate import check
from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.permissions import Action
from zhence_web.records.assessment.models import Progress
from zhence_web.records.audit.actions import record
from zhence_web.records.drafts.members import members_below
from zhence_web.records.lifecycle.refusals import refused
from zhence_web.records.rankings.models import IndexRun, IndexScore
from zhence_web.records.registry.models import Membership, Site

MOST_YEARS = 6
_MOST_SAID = 600
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class AskedIndex:
    """Which recipe, over which list, for which years."""

    recipe: str
    policy: str
    list_name: str
    first_year: int
    last_year: int


@transaction.atomic
def ask_index(*, asked: AskedIndex, by: Hand, at: datetime) -> int:
    """Freeze the figures of a list's members and queue the run; return its id.

    Whoever calls hands it to a worker in this transaction.

    Raises:
        RefusedError: no such recipe, years nobody can ask about, nobody on the list.
        BadInputError: nobody has a figure.
        NotAllowedError: *by* may not.
    """
    from zhence_web.records.rankings.frozen import freeze  # noqa: PLC0415  # numpy
    from zhence_web.records.rankings.scoring import table_of  # noqa: PLC0415  # numpy

    today = localdate(at)
    check(by, Action.RUN_RANKING, by.org, today)
    held = recipes().get(asked.recipe)
    if held is None:
        raise refused(
            "recipe_unknown",
            f"没有这个方法：{asked.recipe}",
            f"no such recipe: {asked.recipe}",
            "可用 / one of: " + "、".join(recipes()),
        )
    _sound_years(asked, today)
    members = [
        row
        for row in members_below(asked.policy, by.org, today)
        if row.list_name == asked.list_name
    ]
    if not members:
        raise refused(
            "nobody_in_scope",
            f"{by.org_name}范围内没有这份名单上的成员",
            f"nobody below {by.org_name} is on this list",
            "换一份名单 / take another list",
        )
    progress = Progress.objects.create(
        job=f"index-{at:%Y%m%d%H%M%S%f}-{by.appointment}",
        title=f"{held.recipe.title.zh} {asked.first_year}–{asked.last_year}",
        total=len(members),
        started_by_id=by.user,
        queued_at=at,
        changed_at=at,
    )
    run = IndexRun(
        org_id=by.org,
        method=asked.recipe,
        method_hash=recipe_hash(asked.recipe),
        title_zh=held.recipe.title.zh,
        title_en=held.recipe.title.en,
        label=held.recipe.label.value,
        asked_by_id=by.user,
        deputy_of_id=by.appointment if by.deputy else None,
        asked_at=at,
        policy=asked.policy,
        list_name=asked.list_name,
        first_year=asked.first_year,
        last_year=asked.last_year,
        known_at=at,
        progress=progress,
    )
    frozen = freeze(held.recipe, table_of(run, held, members))
    run.content, run.sha256 = frozen
    run.save()
    record(
        "rankings.ask_index",
        kind="index_run",
        id_=run.pk,
        at=at,
        **by.signed,
        detail={
            "recipe": asked.recipe,
            "recipe_hash": run.method_hash,
            "years": [asked.first_year, asked.last_year],
            "sha256": run.sha256,
        },
    )
    return int(run.pk)


def carry_out_index(*, run: int, clock: Clock) -> bool:
    """Compute a run from what it froze; ``False`` where that is done.

    A fault ends it as failed, with its words, and is raised again.

    Raises:
        BadInputError: the content is damaged, or a stage cannot be computed.
    """
    found = IndexRun.objects.select_related("progress").get(pk=run)
    if found.done_at is not None:
        return False
    _set(found, clock(), stage=Progress.Stage.RUNNING, message="")
    try:
        from zhence_web.records.rankings import scoring  # noqa: PLC0415  # numpy
        from zhence_web.records.rankings.frozen import thaw  # noqa: PLC0415  # numpy

        recipe, frame = thaw(bytes(found.content), found.sha256)
        told = scoring.computed(recipe, frame)
        rows, whole = list(scoring.rows_of(told)), scoring.whole_of(told)
    except Exception as error:
        said = str(error)[:_MOST_SAID]
        _set(found, clock(), stage=Progress.Stage.FAILED, message=said)
        raise
    sites = {
        site.org.code: site.pk for site in Site.objects.select_related("org").all()
    }
    kept = [
        IndexScore(run_id=run, site_id=sites[who], **columns) for who, columns in rows
    ]
    return _finish(run, kept, whole, clock())


@transaction.atomic
def _finish(
    run: int, kept: list[IndexScore], whole: dict[str, object], at: datetime
) -> bool:
    found = IndexRun.objects.select_for_update(of=("self",)).get(pk=run)
    if found.done_at is not None:
        return False
    IndexScore.objects.bulk_create(kept)
    found.outcome, found.done_at = whole, at
    found.save(update_fields=["outcome", "done_at"])
    total = found.progress.total
    _set(found, at, stage=Progress.Stage.DONE, message="", done=total)
    held = found.deputy_of
    record(
        "rankings.finish_index",
        kind="index_run",
        id_=run,
        at=at,
        actor=found.asked_by.username,
        acting_for="" if held is None else held.user.username,
        office=found.org.code,
        detail={"rows": len(kept), "sha256": found.sha256},
    )
    return True


@transaction.atomic
def publish_index(*, run: int, by: Hand, at: datetime) -> None:
    """Show a finished run to everybody; it stays as it is from then on.

    Raises:
        RefusedError: it is not finished, or nobody is ranked in it.
        NotAllowedError: *by* may not.
    """
    found = IndexRun.objects.select_for_update(of=("self",)).get(pk=run)
    check(by, Action.PUBLISH_RANKING, found.org_id, localdate(at))
    if found.done_at is None:
        raise refused(
            "run_not_done",
            "还没有算完，不能公布",
            "it is not finished and cannot be published",
            "等计算完成 / wait until it is done",
        )
    if found.published_at is not None:
        raise refused("run_published", "已经公布过", "it is published already")
    found.published_at, found.published_by_id = at, by.user
    found.save(update_fields=["published_at", "published_by"])
    record(
        "rankings.publish_index",
        kind="index_run",
        id_=run,
        at=at,
        **by.signed,
        detail={"recipe": found.method, "sha256": found.sha256},
    )


def lists_below(org: int, on: date) -> tuple[tuple[str, str, int], ...]:
    """Return the lists with members below an organisation, each with their number."""
    from zhence_web.records.accounts.tree import subtree  # noqa: PLC0415  # one use

    rows = Membership.objects.filter(site__org__in=subtree(org, on))
    found: dict[tuple[str, str], set[int]] = {}
    for row in rows.values("policy", "list_name", "site", "until"):
        if row["until"] is None or row["until"] > on:
            key = (row["policy"], row["list_name"])
            found.setdefault(key, set()).add(row["site"])
    return tuple((*key, len(sites)) for key, sites in sorted(found.items()))


def _sound_years(asked: AskedIndex, today: date) -> None:
    first, last = asked.first_year, asked.last_year
    if not today.year - MOST_YEARS <= first <= last <= today.year:
        raise refused(
            "years_wrong",
            f"年度 {first}–{last} 不能计算",
            f"the years {first}–{last} cannot be asked for",
            f"取 {today.year - MOST_YEARS} 至 {today.year} / take years from "
            f"{today.year - MOST_YEARS} to {today.year}",
        )


def _set(run: IndexRun, at: datetime, **changes: object) -> None:
    Progress.objects.filter(pk=run.progress_id).update(changed_at=at, **changes)
