"""What the deeds in the audit are called; a deed without a name shows its code."""

from __future__ import annotations

from collections.abc import Mapping

from zhence.evidence import Text

KINDS: Mapping[str, Text] = {
    "alert": Text("预警规则", "alert rule"),
    "application": Text("名单申报", "application"),
    "appointment": Text("任职", "appointment"),
    "audit": Text("审计链", "audit chain"),
    "case": Text("核查", "case"),
    "decision": Text("决定", "decision"),
    "deputation": Text("委托", "deputation"),
    "demo": Text("演示数据", "demo"),
    "document": Text("文件", "document"),
    "enterprise": Text("企业", "enterprise"),
    "event": Text("事件", "event"),
    "draft": Text("政策草案", "draft edition"),
    "exemption": Text("豁免", "exemption"),
    "hook": Text("推送地址", "receiver"),
    "membership": Text("列名", "membership"),
    "observation": Text("数据", "figure"),
    "org": Text("机构", "organisation"),
    "project": Text("项目", "project"),
    "return": Text("报表", "return"),
    "review": Text("复核", "review"),
    "revision": Text("报表版本", "revision"),
    "result": Text("研判结论", "result"),
    "run": Text("研判", "assessment run"),
    "site": Text("小镇（园区）", "town or park"),
    "task": Text("任务", "task"),
    "tenancy": Text("入驻", "tenancy"),
    "token": Text("令牌", "token"),
    "index_run": Text("指数计算", "run of an index"),
    "grade_run": Text("亩均评价", "per-mu grading"),
    "race_run": Text("赛马", "race"),
    "star_run": Text("星级评定", "star rating"),
    "firm_seat": Text("企业账户", "account of a firm"),
    "objection": Text("异议", "objection"),
    "trial": Text("政策试算", "trial of a reform"),
    "user": Text("人员", "person"),
}

DEEDS: Mapping[str, Text] = {
    "access.make_token": Text("设立令牌", "made a token"),
    "access.revoke_token": Text("撤销令牌", "revoked a token"),
    "accounts.add_second_factor": Text("启用二次验证", "added a second factor"),
    "accounts.appoint": Text("任命", "appointed"),
    "accounts.change_password": Text("更改口令", "changed the password"),
    "accounts.choose_password": Text("设定口令", "chose a password"),
    "accounts.close_org": Text("撤销机构", "closed an organisation"),
    "accounts.deactivate": Text("停用账户", "closed an account"),
    "accounts.demo_person": Text("设立演示账户", "made a person of the demo"),
    "accounts.denied": Text("越权被拒", "was refused for want of a right"),
    "accounts.deputise": Text("委托代理", "named a deputy"),
    "accounts.drop_second_factor": Text("清除二次验证", "cleared a second factor"),
    "accounts.end_appointment": Text("免职", "ended an appointment"),
    "accounts.first_administrator": Text(
        "设立首位管理员", "made the first administrator"
    ),
    "accounts.first_org": Text("设立首个机构", "opened the first organisation"),
    "accounts.invite_person": Text("邀请人员", "invited a person"),
    "accounts.locked_out": Text("登录被锁定", "was locked out"),
    "accounts.merge_orgs": Text("合并机构", "merged organisations"),
    "accounts.move_org": Text("划转机构", "moved an organisation"),
    "accounts.open_org": Text("设立机构", "opened an organisation"),
    "accounts.remove_second_factor": Text("停用二次验证", "removed a second factor"),
    "accounts.rename_org": Text("机构更名", "renamed an organisation"),
    "accounts.renew_link": Text("重发邀请", "renewed an invitation"),
    "accounts.revoke": Text("撤回委托", "revoked a deputation"),
    "accounts.second_factor_failed": Text(
        "二次验证失败", "failed at the second factor"
    ),
    "accounts.sign_in_failed": Text("登录失败", "failed to sign in"),
    "accounts.signed_in": Text("登录", "signed in"),
    "accounts.signed_out": Text("退出", "signed out"),
    "accounts.split_org": Text("拆分机构", "split an organisation"),
    "applications.send": Text("报送名单申报", "sent an application"),
    "applications.send_back": Text("退回名单申报", "sent an application back"),
    "applications.take_on": Text("受理名单申报", "took an application on"),
    "applications.verify": Text("审核名单申报", "verified an application"),
    "assessment.answer_proposal": Text("答复建议", "answered a proposal"),
    "assessment.ask_run": Text("发起研判", "asked for an assessment"),
    "assessment.close_review": Text("办结复核", "closed a review"),
    "assessment.finish_run": Text("完成研判", "finished an assessment"),
    "assessment.open_review": Text("开启复核", "opened a review"),
    "audit.export": Text("导出审计链", "took the audit chain out"),
    "demo.load": Text("装入演示数据", "loaded the demo"),
    "boundaries.take_layer": Text("更换地图边界", "replaced the map's boundaries"),
    "drafts.approve": Text("审核通过草案", "approved a draft edition"),
    "drafts.ask_trial": Text("发起试算", "asked for a trial"),
    "drafts.finish_trial": Text("完成试算", "finished a trial"),
    "drafts.save": Text("存为草案", "saved a draft edition"),
    "drafts.send_back": Text("退回草案", "sent a draft edition back"),
    "drafts.submit": Text("提交草案", "handed a draft edition in"),
    "rankings.answer_objection": Text("答复异议", "answered an objection"),
    "rankings.grade_firms": Text("评价企业亩均效益", "graded firms per mu"),
    "rankings.object": Text("提出异议", "objected to a grade"),
    "rankings.publish_grades": Text("公布亩均评价", "published per-mu grades"),
    "rankings.settle_race": Text("结算赛马", "settled a race"),
    "rankings.publish_race": Text("公布赛马结果", "published a race"),
    "rankings.propose_stars": Text("提出星级建议", "proposed stars"),
    "rankings.confirm_stars": Text("确认星级", "confirmed stars"),
    "rankings.seat_firm": Text("指定企业账户", "named an account of a firm"),
    "rankings.ask_index": Text("发起指数计算", "asked for an index"),
    "rankings.finish_index": Text("完成指数计算", "finished an index"),
    "rankings.publish_index": Text("公布指数", "published an index"),
    "lifecycle.close_case": Text("核查结案", "closed a case"),
    "lifecycle.open_case": Text("核查立案", "opened a case"),
    "lifecycle.publish_decision": Text("公布决定", "published a decision"),
    "lifecycle.record_decision": Text("登记决定", "recorded a decision"),
    "lifecycle.record_event": Text("登记事件", "recorded an event"),
    "lifecycle.record_exemption": Text("登记豁免", "recorded an exemption"),
    "lifecycle.verify_case": Text("核查表决", "voted on a case"),
    "lifecycle.withdraw_decision": Text("撤回决定", "withdrew a decision"),
    "registry.add_alias": Text("添加别名", "added another name"),
    "registry.add_site": Text("登记小镇（园区）", "registered a town or park"),
    "registry.correct_category": Text("更正类别", "corrected a category"),
    "registry.end_membership": Text("结束列名", "ended a membership"),
    "registry.end_tenancy": Text("结束入驻", "ended a tenancy"),
    "registry.enlist": Text("列入名单", "put on a list"),
    "registry.file_document": Text("登记文件", "filed a document"),
    "registry.record_project": Text("登记项目", "recorded a project"),
    "registry.rename_site": Text("小镇更名", "renamed a town or park"),
    "registry.settle": Text("登记入驻", "recorded a tenancy"),
    "registry.take_firms": Text("接收企业名册", "took in a roster of firms"),
    "reporting.extend": Text("准予延期", "extended a return"),
    "reporting.accept_as_city": Text("市级审定报表", "accepted a return for the city"),
    "reporting.accept_as_province": Text(
        "省级审定报表", "accepted a return for the province"
    ),
    "reporting.fill": Text("填写报表", "filled in a return"),
    "reporting.open": Text("开设报表", "opened a return"),
    "reporting.send_back": Text("退回报表", "sent cells back"),
    "reporting.submit": Text("提交报表", "submitted a return"),
    "reporting.verify": Text("县级审核报表", "verified a return for the county"),
    "tasks.clear": Text("事由消失，任务自动办结", "cleared tasks"),
    "tasks.close": Text("办结任务", "closed a task"),
    "tasks.end_hook": Text("停用推送", "ended a receiver"),
    "tasks.escalate": Text("任务升级", "sent tasks up"),
    "tasks.make_hook": Text("新增推送", "made a receiver"),
    "tasks.raise": Text("产生任务", "raised tasks"),
    "tasks.renew_hook": Text("更换推送密钥", "renewed a receiver's secret"),
    "tasks.take": Text("认领任务", "took a task"),
    "tasks.wish_mail": Text("设置邮件提醒", "chose what to be mailed"),
}

_CONTEXTS: Mapping[str, Text] = {
    "access": Text("程序接口", "programs"),
    "accounts": Text("机构和人员", "organisations and people"),
    "assessment": Text("研判", "assessment"),
    "audit": Text("审计", "audit"),
    "demo": Text("演示数据", "demo"),
    "lifecycle": Text("决定和状态", "decisions and standing"),
    "registry": Text("名录", "registry"),
    "reporting": Text("报表", "returns"),
}


def deed(code: str) -> Text:
    """Return what a deed is called."""
    return DEEDS.get(code, Text(code, code))


def kind(code: str) -> Text:
    """Return what a kind of object is called."""
    return KINDS.get(code, Text(code, code))


def choices(known: tuple[str, ...]) -> tuple[tuple[str, Text], ...]:
    """Return what a filter offers: each context, then each of its deeds on record."""
    found: list[tuple[str, Text]] = []
    for context in dict.fromkeys(code.partition(".")[0] for code in known):
        name = _CONTEXTS.get(context, Text(context, context))
        found.append((context, Text(f"{name.zh}：全部", f"{name.en}: all")))
        found += [
            (code, Text(f"{name.zh}：{deed(code).zh}", f"{name.en}: {deed(code).en}"))
            for code in known
            if code.startswith(f"{context}.")
        ]
    return tuple(found)


def kinds(known: tuple[str, ...]) -> tuple[tuple[str, Text], ...]:
    """Return what a filter offers: each kind of object on record."""
    return tuple((code, kind(code)) for code in known)
