"""Two binding assessments that were run before the demo begins: inboxes have life.

The year that follows is left to whoever tries the demo.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from zhence_web.records.accounts.hand import Hand
from zhence_web.records.accounts.roles import Role
from zhence_web.records.assessment.actions import Asked, ask_run, carry_out
from zhence_web.records.assessment.models import Result
from zhence_web.records.management.demo.cast import Cast
from zhence_web.records.management.demo.newest import settled
from zhence_web.records.management.demo.stage import Stage

_NANTONG, _ZHEJIANG = "320600", "330000"


def load_runs(stage: Stage, cast: Cast) -> None:
    """Run Nantong's year before last, and Zhejiang's guidance on the list of today."""
    hands: Mapping[tuple[Role, str], Hand] = {
        (role, hand.org_code): hand for (role, _), hand in cast.hands.items()
    }
    year, at = stage.today.year - 2, settled(stage) + timedelta(hours=1)
    runs = (
        ("NT2017", Role.CITY_OFFICE, _NANTONG, year, date(year + 1, 4, 10)),
        ("ZJ2023", Role.PROVINCIAL_OFFICE, _ZHEJIANG, at.year, at.date()),
    )
    counts: dict[str, int] = {}
    for policy, role, org, asked_year, on in runs:
        run = ask_run(asked=Asked(policy, asked_year, on), by=hands[role, org], at=at)
        carry_out(run=run, clock=lambda: at)
        proposed = Result.objects.filter(run=run).exclude(transition="")
        counts[f"{policy} 建议"] = proposed.count()
    stage.loaded("考核（模拟数据）", counts, at)
