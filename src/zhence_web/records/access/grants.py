"""What a token may be used for: a part of what its holder may do, never more."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from zhence.evidence import Text


class Grant(StrEnum):
    """One kind of use; whoever holds the token still needs the right itself."""

    READ_RETURNS = "read:returns"
    WRITE_RETURNS = "write:returns"
    READ_UPLOADS = "read:uploads"
    WRITE_UPLOADS = "write:uploads"
    READ_REGISTRY = "read:registry"
    WRITE_REGISTRY = "write:registry"
    READ_ASSESSMENT = "read:assessment"
    WRITE_ASSESSMENT = "write:assessment"
    WRITE_DECISIONS = "write:decisions"
    READ_APPLICATIONS = "read:applications"
    WRITE_APPLICATIONS = "write:applications"
    READ_TASKS = "read:tasks"
    WRITE_TASKS = "write:tasks"
    READ_ORGANISATIONS = "read:organisations"
    READ_AUDIT = "read:audit"


GRANTS: Mapping[Grant, Text] = {
    Grant.READ_RETURNS: Text("查看报表和数据", "read returns and figures"),
    Grant.WRITE_RETURNS: Text(
        "填写、报送、审核、退回报表", "fill, submit, approve and send back returns"
    ),
    Grant.READ_UPLOADS: Text(
        "下载工作簿，查看上传结果", "take workbooks out and see what came of uploads"
    ),
    Grant.WRITE_UPLOADS: Text(
        "上传报表和名录工作簿", "hand in workbooks of returns and rosters"
    ),
    Grant.READ_REGISTRY: Text("查看名录", "read the registry"),
    Grant.WRITE_REGISTRY: Text(
        "登记名称、名单、企业、项目和文件",
        "record names, lists, firms, projects and documents",
    ),
    Grant.READ_ASSESSMENT: Text("查看研判和决定", "read assessments and decisions"),
    Grant.WRITE_ASSESSMENT: Text("发起研判和模拟", "ask for runs and simulations"),
    Grant.WRITE_DECISIONS: Text(
        "登记、公布、撤回决定，办理案件、豁免、事件和复核",
        "record, publish and withdraw decisions; cases, exemptions, events, reviews",
    ),
    Grant.READ_APPLICATIONS: Text("查看名单申报", "read applications for lists"),
    Grant.WRITE_APPLICATIONS: Text(
        "报送、审核、受理、退回名单申报",
        "send, verify, take on and send back applications",
    ),
    Grant.READ_TASKS: Text("查看任务", "read tasks"),
    Grant.WRITE_TASKS: Text("认领、办结任务", "take and close tasks"),
    Grant.READ_ORGANISATIONS: Text("查看机构", "read the organisations"),
    Grant.READ_AUDIT: Text("查看审计记录", "read the audit"),
}
