"""What the demo's office has done with its run: a decision, a case and more.

All about the made-up towns of Nantong, by the real actions, one minute after another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.models import Org
from zhence_web.records.accounts.roles import Role
from zhence_web.records.assessment.actions import (
    Deciding,
    Exempting,
    Paper,
    Suspicion,
    answer_proposal,
    open_case,
    open_review,
    publish_decision,
    record_exemption,
)
from zhence_web.records.assessment.models import Result, Run
from zhence_web.records.audit.models import Head
from zhence_web.records.management.demo.cast import Cast
from zhence_web.records.management.demo.nantong import LIST, POLICY
from zhence_web.records.management.demo.stage import Stage, moment
from zhence_web.records.registry.models import Membership
from zhence_web.records.reporting.models import Observation

_CITY = "320600"
_MINUTE = timedelta(minutes=1)
_GOVERNMENT = "municipal_government"
_APPEAL = timedelta(days=60)


def load_assessments(stage: Stage, cast: Cast, orgs: Mapping[str, Org]) -> None:
    """Load the deeds of Nantong's office: what its run proposed is decided on."""
    by, clock = cast.hands[Role.CITY_OFFICE, orgs[_CITY].pk], _clock(stage)
    year = stage.today.year - 1
    run = Run.objects.filter(policy=POLICY, binding=True).latest("id").pk
    decided = _decide(by, run, stage, clock)
    members = Membership.objects.filter(policy=POLICY, list_name=LIST)
    first, second = members.order_by("site__number")[:2]
    open_case(
        membership=first.pk,
        suspicion=Suspicion(
            "strong_public_complaint",
            stage.today - timedelta(days=20),
            "群众来信反映工地扬尘，正在核查（模拟数据）",
            "信访转办单（模拟数据）",
        ),
        by=by,
        at=next(clock),
    )
    record_exemption(
        membership=second.pk,
        exempting=Exempting(
            "NT2017-2.3c",
            date(year, 1, 1),
            date(year + 1, 12, 31),
            _GOVERNMENT,
            _paper(stage, 3, "关于规划面积豁免的批复（模拟数据）"),
            "跨镇整合用地，规划面积阶段性偏大（模拟数据）",
            date(year + 1, 12, 31),
        ),
        by=by,
        at=next(clock),
    )
    reviews = _restate(run, clock)
    replace(stage, at=next(clock)).loaded(
        "考核与决定（模拟数据）",
        {
            "决定": decided,
            "案件": 1,
            "豁免": 1,
            "复核": reviews,
        },
    )


def _clock(stage: Stage) -> Iterator[datetime]:
    """Yield moments of yesterday, after everything that the demo has recorded."""
    head = Head.objects.filter(id=1).first()
    at = moment(stage.today - timedelta(days=1))
    if head is not None and head.at is not None:
        at = max(at, head.at)
    while True:
        at += _MINUTE
        yield at


def _decide(by: Hand, run: int, stage: Stage, clock: Iterator[datetime]) -> int:
    """Follow the downgrades, and publish all but the last where there are several."""
    proposed = Result.objects.filter(run=run, transition="N4").order_by("id")
    made = []
    for result in proposed:
        at = next(clock)
        on = at.date()
        deciding = Deciding(
            "",
            _GOVERNMENT,
            on,
            _paper(stage, 2, "关于调整特色小镇名单的通知（模拟数据）"),
            appeal_until=on + _APPEAL,
            grounds="首个考核年未完成规定投资（模拟数据）",
        )
        made.append(
            answer_proposal(
                result=result.pk, follows=True, deciding=deciding, by=by, at=at
            )
        )
    for decision in made[:-1] or made:
        publish_decision(decision=decision, by=by, at=next(clock))
    return len(made)


_LEFT_OUT = 3
"""How many times what was reported the corrected figure is."""


def _restate(run: int, clock: Iterator[datetime]) -> int:
    """Correct one figure that a failed result rests on, so that something flips."""
    failed = Result.objects.filter(run=run, verdict="FAIL").order_by("id")
    for result in failed.select_related("membership__site", "run"):
        old = (
            Observation.objects.filter(
                site=result.membership.site,
                indicator="eligible_investment",
                starts__year=result.run.year,
                low__isnull=False,
            )
            .order_by("-ends", "-recorded_at")
            .first()
        )
        if old is None or old.low is None:
            continue
        told = Observation.objects.create(
            site=old.site,
            indicator=old.indicator,
            starts=old.starts,
            ends=old.ends,
            low=old.low * _LEFT_OUT,
            high=old.low * _LEFT_OUT,
            recorded_at=next(clock),
            reason=Observation.Reason.ERROR,
            source="更正说明（模拟数据）",
            label=old.label,
        )
        return len(open_review(observation=told.pk, at=next(clock)))
    return 0


def _paper(stage: Stage, number: int, title: str) -> Paper:
    return Paper(f"示例政发〔{stage.today.year}〕{number}号", title, "示例市人民政府")
