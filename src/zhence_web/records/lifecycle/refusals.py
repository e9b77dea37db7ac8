"""What cannot be put on record, and why: codes in words that an office can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhence.errors import Fault, ZhenceError
from zhence.evidence import Verdict
from zhence.lifecycle.table import Transition
from zhence.packs import Pack


class RefusedError(ZhenceError):
    """A deed that the law, the table or the record does not allow; nothing changed."""


_CODES: Mapping[str, tuple[str, str, str]] = {
    "policy_not_in_force": (
        "该日政策尚未施行",
        "the policy was not in force on that day",
        "核对决定日期 / check the day of the decision",
    ),
    "no_exemption_from_prohibition": (
        "禁止性条款和硬性数字不能豁免",
        "nobody may exempt from a prohibition or a strict number",
        "只有“原则上”的条款可以豁免 / only in-principle clauses can be exempted",
    ),
    "max_extensions_reached": (
        "延期次数已达上限",
        "no further extension is allowed",
        "按期满处理 / proceed as at the end of the extension",
    ),
    "end_date_required": (
        "延期须写明截止日",
        "an extension needs its last day",
        "填写截止日 / give the end",
    ),
    "county_preliminary_acceptance": (
        "没有县级初验记录",
        "no county acceptance is on record",
        "先登记县级初验 / record the county's acceptance first",
    ),
    "submitter": (
        "没有登记申报单位，或申报单位不是县（市、区）或开发区",
        "no county, district or zone is on record as the one that applies",
        "先登记县级申报材料 / put the county's application on record first",
    ),
    "lead_industry_count": (
        "申报的主导产业不是一个",
        "the application does not name exactly one lead industry",
        "核对申报材料 / check the application",
    ),
    "category": (
        "申报的类别不在规定的类别之内",
        "the application names no category of the policy",
        "核对申报材料 / check the application",
    ),
    "construction_entity": (
        "没有明确建设主体",
        "no construction entity is named",
        "补充建设主体 / name it",
    ),
}


def refused(code: str, zh: str, en: str, remedy: str = "") -> RefusedError:
    """Return the error of one reason."""
    return RefusedError(Fault(code, zh, en, remedy=remedy))


def refused_by_codes(codes: Iterable[str]) -> RefusedError:
    """Return the error that carries the library's codes, in words where we have any."""
    faults = []
    for code in codes:
        zh, en, remedy = _CODES.get(code, (f"不符合流转条件（{code}）", code, ""))
        faults.append(Fault(code, zh, en, remedy=remedy))
    return RefusedError(faults)


def unknown_word(
    code: str, zh: str, word: str, known: Iterable[str], policy: str
) -> RefusedError:
    """Return the error of a word that nothing of the policy reads."""
    return refused(
        code,
        f"{policy} 没有这种{zh}：{word}",
        f"{policy} knows no such {code.partition('_')[0]}: {word}",
        "可用 / one of: " + "、".join(sorted(known)),
    )


def not_possible(pack: Pack, what: str, body: str, state: str) -> RefusedError:
    """Return the error of a decision that no way out of *state* takes from *body*."""
    cycle = pack.lifecycle
    name = state if cycle is None else cycle.states[state].title.zh
    ways = (
        []
        if cycle is None
        else [
            f"{t.title.zh}（{'、'.join(t.bodies or (t.actor,))}）"
            for t in cycle.leaving(state)
            if t.decisions
        ]
    )
    return refused(
        "no_such_step",
        f"处于“{name}”时，{body} 不能作出“{what}”的决定",
        f"from the state {state}, {body} cannot decide {what!r}",
        "此时可作的决定 / possible here: " + ("；".join(ways) or "—"),
    )


def guard_not_met(transition: Transition, verdict: Verdict) -> RefusedError:
    """Return the error of a transition whose condition does not surely hold."""
    clauses = "、".join(transition.clauses)
    if verdict is Verdict.FAIL:
        return refused(
            "guard_not_met",
            f"“{transition.title.zh}”的条件未满足（{clauses}）",
            f"the condition of {transition.title.en!r} does not hold ({clauses})",
            "先登记所需的事件或决定，或核对考核结果"
            " / record what it needs first, or check the assessed years",
        )
    return refused(
        "guard_undecided",
        f"“{transition.title.zh}”的条件尚不能判定（{clauses}），数据不足不作处置",
        f"whether {transition.title.en!r} holds cannot be told yet ({clauses})",
        "补齐数据后再办 / complete the figures first",
    )
