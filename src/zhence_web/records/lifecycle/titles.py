"""Names in both languages for the words that records carry."""

from __future__ import annotations

from collections.abc import Mapping

from zhence.evidence import Text
from zhence.packs import Pack

_BODIES: Mapping[str, Text] = {
    "municipal_government": Text("市政府", "municipal government"),
    "joint_conference": Text("联席会议", "joint conference"),
    "office": Text("联席会议办公室", "office of the joint conference"),
    "province": Text("省级（省政府、省联席会议）", "province"),
    "county": Text("县（市、区）", "county"),
    "city": Text("设区市", "city"),
}
_DECISIONS: Mapping[str, Text] = {
    "accept": Text("通过验收", "acceptance passed"),
    "apply": Text("县级申报", "application by the county"),
    "area_justification": Text("面积超限论证", "area justified"),
    "decline": Text("不予列入", "not listed"),
    "defer": Text("待决定", "decision deferred"),
    "disqualify": Text("取消资格", "disqualification"),
    "downgrade": Text("降为培育", "downgrade to cultivation"),
    "eliminate": Text("淘汰", "elimination"),
    "exempt_year": Text("该年度不计考核", "year taken out of the assessment"),
    "exit": Text("退出名单", "exit from the list"),
    "extend": Text("延期", "extension"),
    "finding": Text("认定不符合建设要求", "finding against the requirements"),
    "name": Text("命名", "naming"),
    "not_followed": Text("不采纳建议", "proposal not followed"),
    "open_acceptance": Text("组织验收", "acceptance taken up"),
    "open_evaluation": Text("进入评估", "evaluation opened"),
    "promote": Text("转入创建名单", "moved up to the creation list"),
    "readmit": Text("准予重新申报", "readmission"),
    "reject_acceptance": Text("未通过验收", "acceptance not passed"),
    "request_acceptance": Text("县级申请验收", "acceptance asked for by the county"),
    "risk_rating": Text("风险等级评定", "risk rating"),
    "take_into_review": Text("受理评审", "taken into review"),
    "terminate": Text("终止创建", "end of creation"),
    "withdraw": Text("撤销原决定", "withdrawal of a decision"),
}
_EVENTS: Mapping[str, Text] = {
    "acceptance_application": Text("申请验收", "acceptance applied for"),
    "acceptance_filed": Text("提交验收材料", "acceptance filed"),
    "acceptance_passed": Text("验收通过", "acceptance passed"),
    "acceptance_request": Text("请求验收", "acceptance requested"),
    "batch": Text("批次公布", "batch announced"),
    "county_preliminary_acceptance": Text("县级初验", "county acceptance"),
    "fraud": Text("弄虚作假", "fraud"),
    "listed": Text("列入名单", "listed"),
    "listed_creation": Text("列入创建名单", "listed for creation"),
    "listed_cultivation": Text("列入培育名单", "listed for cultivation"),
    "major_accident": Text("重大事故", "major accident"),
    "removed": Text("移出名单", "removed"),
    "review_completed": Text("完成评审", "review completed"),
    "strong_public_complaint": Text("群众反映强烈", "strong public complaint"),
}
_OUTCOMES: Mapping[str, Text] = {
    "open": Text("核查中", "under verification"),
    "dismissed": Text("不成立", "dismissed"),
    "upheld": Text("成立", "upheld"),
}


def body_title(body: str) -> Text:
    """Return what a body is called; a word without a name stands for itself."""
    return _BODIES.get(body, Text(body, body))


def decision_title(pack: Pack | None, what: str) -> Text:
    """Return what a decision is called, else the title of the step it carries out."""
    if what in _DECISIONS:
        return _DECISIONS[what]
    steps = () if pack is None or pack.lifecycle is None else pack.lifecycle.transitions
    named = (t.title for t in steps if what in t.decisions)
    return next(named, Text(what, what))


def event_title(type_: str) -> Text:
    """Return what a type of event is called."""
    return _EVENTS.get(type_, Text(type_, type_))


def case_title(type_: str) -> Text:
    """Return what a case is about."""
    return event_title(type_)


def outcome_title(outcome: str) -> Text:
    """Return how a case stands."""
    return _OUTCOMES[outcome]


def state_title(pack: Pack | None, state: str) -> Text:
    """Return what a state is called under a policy."""
    states = {} if pack is None or pack.lifecycle is None else pack.lifecycle.states
    return states[state].title if state in states else Text(state, state)


def transition_title(pack: Pack | None, transition: str) -> Text:
    """Return what a transition is called under a policy."""
    steps = () if pack is None or pack.lifecycle is None else pack.lifecycle.transitions
    named = (t.title for t in steps if t.id == transition)
    return next(named, Text(transition, transition))
