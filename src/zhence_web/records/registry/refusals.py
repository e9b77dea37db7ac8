"""What the registry refuses, and in which words: one table, mended in one place."""

from __future__ import annotations

from collections.abc import Mapping

from zhence.errors import BadInputError, Fault

# code → Chinese, English, what to do (both).
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "name_missing": (
        "没有填写名称",
        "the name is missing",
        "填写全称 / write the full name",
    ),
    "alias_known": (
        "“{name}”已是这个主体的名称或别名",
        "{name} is already a name of this site",
        "不必重复登记 / there is nothing to add",
    ),
    "name_unchanged": (
        "新名称与现名“{name}”相同",
        "the new name is the present one: {name}",
        "填写更名后的名称 / write the name after the change",
    ),
    "day_not_after": (
        "{day} 不晚于 {earlier}（{what}）",
        "{day} is not after {earlier} ({what})",
        "填写之后的日期 / give a later day",
    ),
    "policy_unknown": (
        "政策库里没有 {policy}",
        "there is no policy {policy}",
        "从政策库中选择 / choose one of the library",
    ),
    "list_unknown": (
        "{policy} 没有名单 {name}",
        "{policy} has no list {name}",
        "可选：{known} / one of: {known}",
    ),
    "state_unknown": (
        "{policy} 没有状态 {name}",
        "{policy} has no state {name}",
        "可选：{known} / one of: {known}",
    ),
    "category_unknown": (
        "{policy} 没有类别 {name}",
        "{policy} has no category {name}",
        "可选：{known} / one of: {known}",
    ),
    "kind_unknown": (
        "没有这种主体：{name}",
        "there is no such kind of site: {name}",
        "可选：town、park / one of: town, park",
    ),
    "not_the_keeper": (
        "{policy} 的名单由省级办公室管理",
        "the lists of {policy} are kept by the provincial office",
        "请省级办公室办理 / ask the provincial office",
    ),
    "document_missing": (
        "没有这份文件",
        "there is no such document",
        "先登记文件，再引用 / put the document on record first",
    ),
    "listed_already": (
        "“{site}”自 {since} 起已在这份名单上",
        "{site} has been on this list since {since}",
        "先结束现有的名单关系 / end the present membership first",
    ),
    "listed_then": (
        "“{site}”在 {since} 至 {until} 已在这份名单上，时段重叠",
        "{site} was on this list from {since} to {until}; the times overlap",
        "从 {until} 或以后开始 / begin on {until} or later",
    ),
    "ended_already": (
        "已在 {until} 结束",
        "it ended on {until} already",
        "不必再次结束 / there is nothing left to end",
    ),
    "reason_missing": (
        "没有写明理由",
        "no reason was given",
        "写明为什么，理由入审计日志 / say why; the reason goes on record",
    ),
    "override_missing": (
        "信用代码 {code} 校验不通过，应为 {expected}",
        "the credit code {code} does not check; it should end in {expected}",
        "确实无误的写明理由后保留 / compare it with the licence, or say why it stays",
    ),
    "named_otherwise": (
        "信用代码 {code} 已登记为“{known}”，不是“{name}”",
        "the credit code {code} is on record as {known}, not {name}",
        "一码一企；核对名称，或改用登记名称 / one code is one firm: check the name",
    ),
    "tenant_already": (
        "“{name}”在 {since} 至 {until} 已登记在这里，时段重叠",
        "{name} is on record here from {since} to {until}; the times overlap",
        "先结束现有的入驻记录 / end the present tenancy first",
    ),
    "tenant_otherwise": (
        "“{name}”已登记入驻（{since} 至 {until}），与名录的 {said} 不同",
        "{name} is on record here from {since} to {until}, the roster says {said}",
        "改成登记的日期，或先更正登记 / write the day on record, or mend that first",
    ),
    "name_too_long": (
        "名称超过 {most} 个字符",
        "the name has more than {most} characters",
        "填写营业执照上的全称 / write the name on the licence",
    ),
    "period_backward": (
        "时段倒置：{since} 到 {until}",
        "the time runs backward: {since} to {until}",
        "结束日要晚于开始日 / the end comes after the beginning",
    ),
    "period_half": (
        "时段只填了一头",
        "only one end of the period was given",
        "两头都填，或都不填 / give both ends or none",
    ),
    "use_unknown": (
        "没有这种项目用途：{name}",
        "there is no such use: {name}",
        "可选：{known} / one of: {known}",
    ),
    "code_missing": (
        "没有填写项目代码",
        "the code of the project is missing",
        "填写项目统一代码；一项目一档 / one project, one code, one file",
    ),
    "project_elsewhere": (
        "项目 {code} 已登记在“{site}”（{name}），一个项目只归一处",
        "the project {code} is on record in {site} ({name}); it has one place",
        "核对代码；确属划转的先在原处记为零 / check the code",
    ),
    "project_hidden": (
        "项目 {code} 已登记在别处，一个项目只归一处",
        "the project {code} is on record elsewhere; it has one place",
        "核对代码，或请上级办公室核实 / check the code, or ask the office above",
    ),
    "amount_missing": (
        "没有填写投资额",
        "the amount invested is missing",
        "填写金额；没有投资填 0，不知道的不登记 / write it, 0 if there is none",
    ),
    "amount_negative": (
        "{what}不能为负",
        "{what} cannot be negative",
        "核对金额 / check the amount",
    ),
    "amount_backward": (
        "投资额的下限大于上限",
        "the least amount is above the greatest",
        "对调两数 / swap them",
    ),
    "parts_above_whole": (
        "住宅与商业综合体合计大于总额",
        "housing and commercial complex together are above the whole",
        "核对各部分，单位是否一致 / check the parts and their units",
    ),
    "unchanged": (
        "与现有版本完全相同",
        "it is the same as the present version",
        "没有变化不必登记 / nothing changed, nothing to record",
    ),
    "version_same_moment": (
        "同一时刻已有一个版本",
        "there is a version of the same moment",
        "稍后再试 / try again",
    ),
    "file_empty": (
        "文件是空的",
        "the file is empty",
        "重新选择文件 / choose the file again",
    ),
    "file_too_large": (
        "文件 {size} MB，超过 {most} MB",
        "the file has {size} MB, more than {most} MB",
        "压缩或拆分后上传 / make it smaller or split it",
    ),
    "file_kind": (
        "不接受 {kind} 文件",
        "files of the kind {kind} are not taken",
        "可用：{known} / one of: {known}",
    ),
    "link_unfit": (
        "网址要以 http:// 或 https:// 开头",
        "an address begins with http:// or https://",
        "核对网址 / check the address",
    ),
}


# What passes with a written reason.
_REASONED = frozenset({"override_missing"})


def fault(code: str, /, **values: object) -> Fault:
    """Return the fault *code*, its sentences filled with *values*."""
    zh, en, remedy = (words.format(**values) for words in _WORDS[code])
    return Fault(code, zh, en, remedy=remedy, soft=code in _REASONED)


def refuse(code: str, /, **values: object) -> BadInputError:
    """Return the error to raise for one fault."""
    return BadInputError(fault(code, **values))
