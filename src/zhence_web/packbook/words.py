"""Names in both languages for what packs and tables only give as codes.

They follow ``docs/glossary.md``.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhence.evidence import Force, Label, Text
from zhence.rules.rulebook import Occasion

GRADES: Mapping[str, Text] = {
    "excellent": Text("优秀", "excellent"),
    "good": Text("良好", "good"),
    "qualified": Text("合格", "qualified"),
    "warning": Text("警告", "warning"),
    "downgraded": Text("降格", "downgraded"),
    "eliminated": Text("淘汰", "eliminated"),
    "exited": Text("退出", "left"),
}
# As English words of the published totals write them.
GRADE_WORDS: Mapping[str, str] = {
    **{name.zh: code for code, name in GRADES.items()},
    **{name.en: code for code, name in GRADES.items()},
    "warned": "warning",
}
# The word a list is known by in tables → the state its members are in.
LIST_STATES: Mapping[str, str] = {
    "创建": "CREATION",
    "培育": "CULTIVATION",
    "命名": "NAMED",
}
UNLISTED = "unlisted"
UNKNOWN = "unknown"
UNLISTED_NAME = Text("尚未列入", "not listed yet")
UNKNOWN_NAME = Text("未见列入", "listing not seen")

# As the tables of towns print a category.
CATEGORIES: Mapping[str, Text] = {
    "信息经济/数字经济": Text("信息经济/数字经济", "information or digital economy"),
    "信息经济": Text("信息经济", "information economy"),
    "环保": Text("环保", "environment"),
    "健康": Text("健康", "health"),
    "旅游": Text("旅游", "tourism"),
    "时尚": Text("时尚", "fashion"),
    "金融": Text("金融", "finance"),
    "高端装备制造": Text("高端装备制造", "high-end equipment"),
    "历史经典": Text("历史经典", "historic classics"),
}

FORCES: Mapping[Force, Text] = {
    Force.MANDATORY: Text("必须", "mandatory"),
    Force.PRINCIPLE: Text("原则上", "in principle"),
    Force.AIM: Text("力争", "an aim"),
    Force.ENCOURAGE: Text("鼓励", "encouraged"),
    Force.DESCRIPTIVE: Text("叙述", "descriptive"),
}
LABELS: Mapping[Label, Text] = {
    Label.OFFICIAL: Text("正式", "official"),
    Label.DRAFT: Text("草案", "draft"),
    Label.REFERENCE: Text("参考", "reference"),
    Label.LOCAL: Text("地方", "local"),
    Label.OURS: Text("我们的假定", "ours"),
    Label.SYNTHETIC: Text("模拟数据", "synthetic"),
}
OCCASIONS: Mapping[Occasion, Text] = {
    Occasion.APPLICATION: Text("申报", "application"),
    Occasion.ANNUAL: Text("年度考核", "annual assessment"),
    Occasion.ACCEPTANCE: Text("验收", "acceptance"),
    Occasion.STANDING: Text("在册期间", "while listed"),
}
DOCUMENT_STATUSES: Mapping[str, Text] = {
    "issued": Text("已印发", "issued"),
    "draft": Text("征求意见稿", "consultation draft"),
    "reference": Text("参考材料", "reference"),
    "repost": Text("转载件", "repost"),
    "practice": Text("实践归纳", "as practised"),
}
HOME_KINDS: Mapping[str, Text] = {
    "criterion": Text("判据", "criterion"),
    "parameter": Text("参数", "parameter"),
    "transition": Text("状态流转", "transition"),
    "checklist": Text("清单", "checklist"),
    "target": Text("目标", "target"),
    "incentive": Text("激励", "incentive"),
    "not_computable": Text("不作判定", "not computable"),
}
REASONS: Mapping[str, Text] = {
    "register": Text("登记备查，没有判定标准", "recorded with evidence, no threshold"),
    "narrative": Text("表述没有尺度", "the wording has no measure"),
    "example": Text("报告中的实例，不计入总数", "an example, kept out of live totals"),
    "platform": Text("对平台自身功能的要求", "asks for a function of the platform"),
    "outside": Text("需要资料以外的文件或系统", "needs a text or system outside"),
    "process": Text("工作环节，登记而不判定", "a step of work, recorded, not judged"),
}
CLAUSE_KINDS: Mapping[str, Text] = {
    "criterion": Text("条件", "criterion"),
    "data-requirement": Text("数据要求", "data requirement"),
    "example-fact": Text("实例", "example"),
    "incentive": Text("激励", "incentive"),
    "mechanism": Text("机制", "mechanism"),
    "penalty": Text("惩戒", "penalty"),
    "process": Text("程序", "process"),
    "prohibition": Text("禁止", "prohibition"),
    "service": Text("服务", "service"),
    "status-transition": Text("状态流转", "status transition"),
    "target": Text("目标", "target"),
}
SUBJECTS: Mapping[str, Text] = {
    "city": Text("市", "city"),
    "county": Text("县", "county"),
    "department": Text("部门", "department"),
    "enterprise": Text("企业", "enterprise"),
    "government": Text("政府", "government"),
    "institute": Text("院所", "institute"),
    "park": Text("园区", "park"),
    "person": Text("个人", "person"),
    "policy": Text("政策本身", "the policy itself"),
    "province": Text("省", "province"),
    "town": Text("小镇", "town"),
    "unit": Text("单位", "unit"),
    "university": Text("高校", "university"),
}
PRIORITIES: Mapping[str, Text] = {
    "core": Text("核心", "core"),
    "important": Text("重要", "important"),
    "peripheral": Text("外围", "peripheral"),
}
# What the files of clauses are called → the chapter's name.
CHAPTERS: Mapping[str, Text] = {
    "aims": Text("总体要求", "Aims"),
    "form": Text("形态", "Form"),
    "general": Text("总则", "General"),
    "goals": Text("目标", "Goals"),
    "industries": Text("产业", "Industries"),
    "industry": Text("产业", "Industry"),
    "innovation": Text("创新", "Innovation"),
    "institutions": Text("制度机制", "Institutions"),
    "lessons": Text("启示", "Lessons"),
    "linkage": Text("联动", "Linkage"),
    "organisation": Text("组织实施", "Organisation"),
    "practice": Text("做法", "Practice"),
    "preface": Text("前言与来源", "Preface and source"),
    "procedure": Text("程序", "Procedure"),
    "programme": Text("总体情况与标准", "The programme and its standards"),
    "requirements": Text("创建要求", "Requirements"),
    "source": Text("文件来源", "Source"),
    "suggestions": Text("建议", "Suggestions"),
    "support": Text("支持政策", "Support"),
    "tasks": Text("重点任务", "Tasks"),
    "towns": Text("九个小镇", "The nine towns"),
}
MISSING: Mapping[str, Text] = {
    "category": Text("产业类别", "category"),
    "category_ruling": Text("归类认定", "a ruling on the category"),
    "lead_industries": Text("主导产业", "lead industry"),
    "listed_on": Text("列入日期", "day of listing"),
}
OPERATORS: Mapping[str, str] = {
    ">=": "≥",
    ">": ">",
    "<=": "≤",
    "<": "<",
    "==": "=",
}


def both(names: Mapping[str, Text], code: str) -> Text:
    """Return the name of *code*; a code without one stands for itself."""
    return names.get(code, Text(code, code))
