"""How each deed of the audit is told: by its name there, in both languages.

*what* is the thing that it was done to, *of* the site that it is about.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhence.evidence import Text
from zhence.reporting.approval import Act as Deed
from zhence_web.records.tasks.topics import Topic

RETURNS: Mapping[str, tuple[Topic, Text]] = {
    "reporting.open": (
        Topic.TO_FILL,
        Text("布置了报表：{what}（{of}）", "asked for: {what} ({of})"),
    ),
    "reporting.send_back": (
        Topic.TO_FILL,
        Text("报表被退回：{what}（{of}）", "sent back: {what} ({of})"),
    ),
    "reporting.extend": (
        Topic.TO_FILL,
        Text("准予延期：{what}（{of}）", "extended: {what} ({of})"),
    ),
    "reporting.submit": (
        Topic.TO_APPROVE,
        Text("报来待审：{what}（{of}）", "to approve: {what} ({of})"),
    ),
    **{
        f"reporting.{deed.value}": (
            Topic.TO_APPROVE,
            Text("下级审过，待本级审定：{what}（{of}）", "to accept: {what} ({of})"),
        )
        for deed in (Deed.VERIFY, Deed.ACCEPT_AS_CITY, Deed.ACCEPT_AS_PROVINCE)
    },
}
DONE = Text("报表已审定：{what}（{of}）", "accepted: {what} ({of})")
REVIEW = Text("数据更正引起复核：{of}", "a restatement opened a review: {of}")
DECISIONS: Mapping[str, Text] = {
    "lifecycle.record_decision": Text(
        "登记了决定：{what}（{of}）", "a decision is on record: {what} ({of})"
    ),
    "lifecycle.publish_decision": Text(
        "公布了决定：{what}（{of}）", "a decision is public: {what} ({of})"
    ),
    "lifecycle.withdraw_decision": Text(
        "撤回了决定：{what}（{of}）", "a decision was withdrawn: {what} ({of})"
    ),
}
APPLICATIONS: Mapping[str, Text] = {
    "applications.send": Text(
        "名单申报待核：{what}（{of}）", "an application to verify: {what} ({of})"
    ),
    "applications.verify": Text(
        "名单申报待受理：{what}（{of}）", "an application to take on: {what} ({of})"
    ),
    "applications.take_on": Text(
        "名单申报已受理：{what}（{of}）", "an application was taken on: {what} ({of})"
    ),
    "applications.send_back": Text(
        "名单申报被退回：{what}（{of}）", "an application was returned: {what} ({of})"
    ),
}
TASKS: Mapping[str, Text] = {
    "tasks.raise": Text("新任务：{what}", "a new task: {what}"),
    "tasks.escalate": Text("任务升级到本级：{what}", "a task has come up: {what}"),
}
