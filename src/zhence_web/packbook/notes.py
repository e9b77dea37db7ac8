"""Remarks of the reference tables in both languages.

The tables are compiled in English; a Chinese page that shows an English remark is
not finished. What is not known here is shown as it stands, and
``tests/unit/web/test_words.py`` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhence.evidence import Text

_PLACES = "省农发集团和上虞区|中国美院、浙江音乐学院和西湖区"

_FIXED: Mapping[str, str] = {
    "batch derived, as above": "批次为推定，理由同上",
    "year stated; batch 2 = the list of 2017": "原文写明年份；第2批即2017年名单",
    "promoted from 培育 (second row of the same town); date = the article": (
        "由培育名单转入（同一小镇的第二行）；日期为报道日期"
    ),
    "municipal list 2015, municipal acceptance 2018": (
        "2015年列入市级名单，2018年市级验收"
    ),
    "left the cultivation list in 2020": "2020年退出培育名单",
    "only its naming was seen": "只见到其命名",
    "eliminated for 2017; city not in the source": "2017年度被淘汰；来源未写所在市",
    "provincial incubation/creation work mentioned; list and batch not seen": (
        "来源提到其省级培育或创建工作；未见名单和批次"
    ),
    "not merged with 乐清电子智联小镇 (named 2023): no source says they are the same "
    "town": ("未与乐清电子智联小镇（2023年命名）合并：没有来源说明二者是同一小镇"),
    "only its naming was seen; not merged with 余姚模客小镇": (
        "只见到其命名；未与余姚模客小镇合并"
    ),
    "batch derived: Lishui had 12 creation towns in the 2017 assessment = 4+4+4; "
    "this one is in neither batch-1 nor batch-2 list": (
        "批次为推定：丽水有12个创建小镇参加2017年度考核（4＋4＋4），"
        "该镇不在第1批、第2批名单内"
    ),
    "batch derived: assessed for 2017 among the 108 of the first three batches and "
    "in neither list 1 nor list 2": (
        "批次为推定：列前三批108个参加2017年度考核，且不在第1批、第2批名单内"
    ),
    "provincial town on the 2019 亩均效益 list; list kind taken as create, batch not "
    "seen": "见于2019年亩均效益领跑榜的省级小镇；按创建名单登记，未见批次",
    "RE-ENTRY: in batch 2 (2016), downgraded for 2016, listed again in creation batch "
    "7; article undated (after Dec 2020)": (
        "重新列入：2016年第2批列入，2016年度降格，后再列入第7批创建名单；"
        "报道未注明日期（2020年12月以后）"
    ),
    "create town in 2017; was on the cultivation list when it left it in 2020, so it "
    "was moved down in between (2018 or 2019 assessment; not seen)": (
        "2017年在创建名单，2020年从培育名单退出，其间应曾降格"
        "（2018或2019年度考核，未见）"
    ),
    "Meishan as a whole": "梅山全域口径",
    "after its downgrade of 2016": "2016年度降格以后",
    "machine-reworded page": "网页经机器改写",
    "湖塘片区, the Keqiao half": "湖塘片区，柯桥部分",
    "the only score seen; graded 警告": "所见唯一得分；成绩为警告",
    "the city's hydrogen industry, not the town alone": "全市氢能产业口径，不只该镇",
    "the market, not the town alone": "市场口径，不只该镇",
    "cluster of eight counties": "八县集群口径",
    "geographic information industrial park": "地理信息产业园（名称被遮盖）",
    "company + fund + government": "公司＋基金＋政府",
    "district + group company, company raises funds": "区＋集团公司，公司筹资",
    "2021 consultation draft": "2021年征求意见稿",
    "2022-07-11 second consultation draft": "2022-07-11第二次征求意见稿",
    "at completion": "建成时",
    "three-year target": "三年目标",
    "plan": "规划",
    "undated": "未注明日期",
    "phase 1, undated": "一期，未注明日期",
    "since 2015, undated": "2015年以来，未注明日期",
    "2018-10-01..07 estimate 15-20": "2018-10-01至07，估计15–20",
    "5 years from 2020": "自2020年起5年",
}

_TIME = r"\d{4}(?:-\d{2}){0,2}"
# Pattern of a whole remark → its Chinese, with the groups of the pattern.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern + r"\Z"), zh)
    for pattern, zh in (
        (rf"({_TIME})", r"\1"),
        (rf"plan \(text before ({_TIME})\)", r"规划（\1前文本）"),
        (rf"plan of ({_TIME})", r"\1年规划"),
        (rf"undated \(before ({_TIME})\)", r"未注明日期（\1前）"),
        (r"undated \(about ([\d-]+)\)", r"未注明日期（约\1）"),
        (rf"({_TIME}) target", r"\1年目标"),
        (rf"({_TIME}) forecast", r"\1年预测"),
        (rf"to ({_TIME})", r"截至\1"),
        (rf"cumulative to ({_TIME})", r"累计至\1"),
        (rf"from ({_TIME})", r"自\1起"),
        (rf"about ({_TIME})", r"约\1"),
        (rf"({_TIME}) to ({_TIME})", r"\1至\2"),
        (r"(\d{4})-(\d{4})", r"\1–\2"),
        (r"(\d{4}-\d{2})\.\.(\d{2})", r"\1至\2"),
        (r"(\d{4}) H1", r"\1上半年"),
        (r"(\d{4}) Q1-Q3", r"\1前三季度"),
        (r"(\d{4}) Q([1-4])", r"\1第\2季度"),
        (
            rf"H1 of an unnamed year \(page ({_TIME})\)",
            r"上半年（年份未写明，网页日期\1）",
        ),
        (
            (
                rf"provincially sponsored \(({_PLACES})\), so outside the 40 "
                "by-city places of batch 2"
            ),
            r"省级部门参与推荐（\1），不占第2批按市分配的40个名额",
        ),
        (
            r"create town by the (\d{4}) assessment; batch not seen",
            r"据\1年度考核为创建小镇；未见批次",
        ),
        (r"incubation town by the (\d{4}) assessment", r"据\1年度考核为培育小镇"),
        (
            r"warned and downgraded towns of (\d{4}) are all known by name and counted",
            r"\1年度警告、降格的小镇均已公布名称和个数",
        ),
        (
            (
                r"warned and downgraded towns of (\d{4}) are all known by name and "
                "counted; so are the excellent ones"
            ),
            r"\1年度警告、降格和优秀的小镇均已公布名称和个数",
        ),
        (r"effect of the (\d{4}) assessment", r"\1年度考核的结果"),
        (r"batch (\d+)", r"第\1批"),
        (r"batch (\d+), date not seen", r"第\1批，未见日期"),
        (r"batch not seen", r"未见批次"),
    )
)


def noted(remark: str) -> Text:
    """Return a remark in both languages; one that is not known stands for itself.

    >>> noted("to 2019-12").zh, noted("2017 target").zh
    ('截至2019-12', '2017年目标')
    """
    if remark in _FIXED:
        return Text(_FIXED[remark], remark)
    for pattern, zh in _PATTERNS:
        match = pattern.match(remark)
        if match is not None:
            return Text(match.expand(zh), remark)
    return Text(remark, remark)
