"""What a token may be used for: a part of what its holder may do, never more."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from zhence.evidence import Text


class Grant(StrEnum):
    """One kind of use; whoever holds the token still needs the right itself."""

    READ_RETURNS = "read:returns"
    WRITE_RETURNS = "write:returns"
    READ_REGISTRY = "read:registry"
    READ_ASSESSMENT = "read:assessment"
    WRITE_ASSESSMENT = "write:assessment"
    READ_ORGANISATIONS = "read:organisations"
    READ_AUDIT = "read:audit"


GRANTS: Mapping[Grant, Text] = {
    Grant.READ_RETURNS: Text("查看报表和数据", "read returns and figures"),
    Grant.WRITE_RETURNS: Text(
        "填写、报送、审核、退回报表", "fill, submit, approve and send back returns"
    ),
    Grant.READ_REGISTRY: Text("查看名录", "read the registry"),
    Grant.READ_ASSESSMENT: Text("查看研判和决定", "read assessments and decisions"),
    Grant.WRITE_ASSESSMENT: Text("发起研判和模拟", "ask for runs and simulations"),
    Grant.READ_ORGANISATIONS: Text("查看机构", "read the organisations"),
    Grant.READ_AUDIT: Text("查看审计记录", "read the audit"),
}
