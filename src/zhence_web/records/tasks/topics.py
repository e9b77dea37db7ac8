"""What people and receivers are told of: a closed list."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from zhence.evidence import Text


class Topic(StrEnum):
    """What a notice is about; people and receivers choose by it."""

    REMINDER = "reminder"
    TO_FILL = "to_fill"
    TO_APPROVE = "to_approve"
    ACCEPTED = "accepted"
    TASK = "task"
    REVIEW = "review"
    DECISION = "decision"
    APPLICATION = "application"


TOPICS: Mapping[Topic, Text] = {
    Topic.REMINDER: Text("到期提醒", "reminders of what is due"),
    Topic.TO_FILL: Text(
        "布置、退回和准予延期的报表", "returns asked, returned, extended"
    ),
    Topic.TO_APPROVE: Text("待本级审核的报表", "returns to approve"),
    Topic.ACCEPTED: Text("已审定的报表", "returns that were accepted"),
    Topic.TASK: Text("任务：新增、升级", "tasks raised or gone up"),
    Topic.REVIEW: Text("数据更正后的复核", "reviews after a restatement"),
    Topic.DECISION: Text("登记和公布的决定", "decisions recorded or published"),
    Topic.APPLICATION: Text(
        "名单申报：报来、核过、受理和退回",
        "applications sent, verified, taken on, returned",
    ),
}
