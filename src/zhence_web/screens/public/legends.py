"""What each verdict, standing and label means, in two languages."""

from __future__ import annotations

from zhence.evidence import Text

# A drawing, a name, a meaning.
VERDICT_LEGEND: tuple[tuple[str, Text, Text], ...] = (
    (
        "pass",
        Text("达到", "met"),
        Text("已知数据足以判定达到。", "What is known is enough to say it is met."),
    ),
    (
        "approx",
        Text("基本达到", "met approximately"),
        Text(
            "原文写“左右”，数值在容差之内；容差是明列的参数。",
            'The text says "about" and the figure is within the tolerance, which is a '
            "named parameter.",
        ),
    ),
    (
        "exempt",
        Text("豁免达到", "met by exemption"),
        Text(
            "原则性要求未达到，但有在案的豁免决定。",
            "An in-principle requirement is missed, and an exemption is on record.",
        ),
    ),
    (
        "fail",
        Text("未达到", "not met"),
        Text(
            "无论缺报部分是多少都不能达到。",
            "Whatever the missing parts are, it cannot be met.",
        ),
    ),
    (
        "unknown",
        Text("数据不足，不能判定", "not enough data"),
        Text(
            "缺报项目可能改变结论；既不奖也不罚。",
            "What is missing could change the answer; nothing follows either way.",
        ),
    ),
    (
        "unknown",
        Text("无法计算", "not computable"),
        Text(
            "文字没有给出可计算的标准，或目前没有这样的数据；交由人判断。",
            "The text gives no measure, or there are no such data; a person judges.",
        ),
    ),
    (
        "none",
        Text("不适用", "not applicable"),
        Text(
            "该条不针对这一类别或这一日期。",
            "The clause is not about this category or this day.",
        ),
    ),
    (
        "error",
        Text("数据有误", "data error"),
        Text("填报的数据不可能成立。", "The data as reported cannot be true."),
    ),
)

STANDING_LEGEND: tuple[tuple[str, Text, Text], ...] = (
    (
        "creation",
        Text("创建", "under creation"),
        Text(
            "在省级创建名单上，每年考核。",
            "On the provincial creation list, assessed every year.",
        ),
    ),
    (
        "cultivation",
        Text("培育", "under cultivation"),
        Text(
            "在培育名单上，包括由创建降格转入的。",
            "On the cultivation list, also after a downgrade.",
        ),
    ),
    (
        "named",
        Text("已命名", "named"),
        Text("通过验收并命名。", "Accepted and named."),
    ),
    (
        "exited",
        Text("已退出", "exited"),
        Text("已离开名单。", "No longer on a list."),
    ),
    (
        "unknown",
        Text("未见列入", "listing not seen"),
        Text(
            "见到过该镇的其他消息，但没有见到列入哪一批名单；不推定状态。",
            "Other news of the town was seen, but no listing; no standing is assumed.",
        ),
    ),
    (
        "unlisted",
        Text("尚未列入", "not listed yet"),
        Text(
            "在查询日之后才确知列入。",
            "Known to be listed only after the day asked about.",
        ),
    ),
)
